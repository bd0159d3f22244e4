/**
 * One request for several deliveries. Enters: what was joined, and the means. Leaves: an outcome for each, on its own schedule; or halves, where the batch was
 * refused as a whole and nobody knows for whose sake. It stores nothing; of the others' data no delivery's record keeps anything.
 */
import type { Attempt, Outcome } from '../model/delivery';
import { judgeItems } from './batch-answer';
import { refusedTogether } from './batch-form';
import type { Verdict } from './classify';
import { outcomeOf, tryOnce, type DeliverMeans, type Tried } from './deliver';
import { halvesOf, joinedRequest, type Joined } from './joined';
import { maskItems } from './mask-items';

export interface JoinedOutcome {
  /** What the request came to: what it says of the partner. */
  readonly whole: Outcome;
  /** Of each member. Of a batch that parts: what is recorded where the halves cannot go at once. */
  readonly outcomes: readonly Outcome[];
  /** Empty: it does not part. */
  readonly halves: readonly Joined[];
}

/** Where a half has to wait: long enough for the queue, and soon. */
const partedRetryMs = 1_000;

export async function deliverJoined(joined: Joined, means: DeliverMeans): Promise<JoinedOutcome> {
  const { members } = joined;
  // Drawn once: those that fail together are due together again, and go together.
  const drawn = means.random();
  const same: DeliverMeans = { ...means, random: () => drawn };
  const tried = await tryOnce({ ...joined, request: joinedRequest(joined) }, same);
  const { result, verdict } = tried;
  const attempts = attemptsOf(joined, tried);
  const verdicts = judgeItems(verdict, result, joined.request?.batch, members.length);
  const outcomes = members.map((member, place): Outcome => {
    const attempt = attempts[place] ?? tried.attempt;
    const own = verdicts?.[place];
    if (own === undefined) return parted(attempt, verdict);
    return outcomeOf(member, withError(attempt, own), own, result, same);
  });
  const whole = outcomeOf(joined, tried.attempt, verdict, result, same);
  if (verdicts !== null) return { whole, outcomes, halves: [] };
  return {
    whole,
    outcomes,
    halves: halvesOf(
      joined,
      outcomes.map(({ attempt }) => attempt),
    ),
  };
}

function attemptsOf(joined: Joined, { attempt }: Tried): readonly Attempt[] {
  const { members, parted: before } = joined;
  const { error, response, ...rest } = attempt;
  const shown = response === undefined ? undefined : maskItems(response, joined.forms);
  const refused = before === null ? {} : { refused: before.refused };
  return members.map((_member, place) => ({
    ...rest,
    // Of an answer each has its own verdict, which says what was wrong.
    ...(error === undefined || attempt.status !== undefined ? {} : { error }),
    ...(shown === undefined ? {} : { response: shown }),
    batch: { id: joined.id, size: members.length, place, ...refused },
  }));
}

function withError(attempt: Attempt, verdict: Verdict): Attempt {
  if (verdict.kind !== 'refused' || attempt.error !== undefined) return attempt;
  const { reason, note } = verdict;
  return { ...attempt, error: note === undefined ? reason : `${reason}: ${note}` };
}

function parted(attempt: Attempt, verdict: Verdict): Outcome {
  const why = verdict.kind === 'refused' ? verdict.reason : 'a_part_was_not_taken';
  return {
    kind: 'retry',
    attempt: { ...attempt, error: `${refusedTogether}: ${why}` },
    afterMs: partedRetryMs,
  };
}
