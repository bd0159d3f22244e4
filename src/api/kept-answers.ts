/**
 * The `Idempotency-Key` of management. Enters: a request that came with one, and how it is carried out. Leaves: its answer; for a repetition the first one's,
 * with nothing carried out. Answers are kept sealed, for secrets that are shown once stand in them; what was asked is kept as a keyed hash alone. A refusal
 * is not kept, nor a failure: what comes again is judged again.
 */
import { describeError, Fault } from '../errors';
import type { Key } from '../model/app';
import { answersKeptMs, type AnswerClaim, type KeptAnswer } from '../ports/answer-store';
import type { ApiDeps } from './deps';
import { Refusal, type Route } from './route';

/** Who asked for something so long ago that no answer came since is taken for dead: no request takes as long. */
export const inHandMs = 60_000;

/** As it is sent. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

export interface Asked {
  readonly caller: Key;
  readonly method: string;
  /** As it came, without the query. */
  readonly path: string;
  readonly idempotencyKey: string;
  /** After their schemas, so that spaces and the order of fields make no other request. */
  readonly query: unknown;
  readonly body: unknown;
}

type KeptDeps = Pick<ApiDeps, 'store' | 'secrets' | 'clock' | 'observer'>;

/** What makes or changes something and is no `PUT`, `PATCH` or `DELETE`, which may be sent again as they are. What only asks needs none. */
export function keepsAnswers({ method, scopes }: Pick<Route, 'method' | 'scopes'>): boolean {
  return method === 'POST' && !(scopes.length === 1 && scopes[0] === 'read');
}

function claimOf({ secrets, clock }: KeptDeps, asked: Asked): AnswerClaim {
  const { caller, method, path, idempotencyKey, query, body } = asked;
  return {
    id: secrets.keyedHash(JSON.stringify(['answer', caller.id, method, path, idempotencyKey])),
    fingerprint: secrets.keyedHash(JSON.stringify(['asked', query ?? null, body ?? null])),
    at: clock.now(),
  };
}

/** @throws Fault `idempotency_key_reused`, `request_in_progress`, `outcome_unknown`. */
function answerAgain({ secrets }: KeptDeps, claim: AnswerClaim, kept: KeptAnswer): Answered {
  if (kept.fingerprint !== claim.fingerprint)
    throw new Fault('idempotency_key_reused', { field: 'idempotency-key' });
  if (kept.answer !== null) return JSON.parse(secrets.open(kept.answer)) as Answered;
  const field = 'idempotency-key';
  if (claim.at - kept.at < inHandMs) throw new Fault('request_in_progress', { field, retryAfterSeconds: 1 });
  throw new Fault('outcome_unknown', { field });
}

/** Carries out what was not asked before. @throws what `act` throws, and as `answerAgain`. */
export async function answerOnce(
  deps: KeptDeps,
  asked: Asked,
  act: () => Promise<Answered | Refusal>,
): Promise<(Answered & { readonly again: boolean }) | Refusal> {
  const claim = claimOf(deps, asked);
  const kept = await deps.store.claimAnswer(claim, claim.at - answersKeptMs);
  if (kept !== null) return { ...answerAgain(deps, claim, kept), again: true };
  let answered: Answered | Refusal;
  try {
    answered = await act();
  } catch (cause) {
    await quietly(deps, () => deps.store.dropAnswer(claim));
    throw cause;
  }
  if (answered instanceof Refusal) {
    await quietly(deps, () => deps.store.dropAnswer(claim));
    return answered;
  }
  const sealed = deps.secrets.seal(JSON.stringify({ status: answered.status, text: answered.text }));
  await quietly(deps, () => deps.store.keepAnswer(claim, sealed));
  return { ...answered, again: false };
}

/** What was done is told, kept or not: a repetition then learns that the outcome is not known. */
async function quietly({ observer }: KeptDeps, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    observer.log('warn', 'http', { error: describeError(cause) }, 'an answer could not be kept');
  }
}
