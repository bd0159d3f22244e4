/**
 * OAuth 2 tokens, fetched once and kept until they run out. Enters: a grant with its secrets. Leaves: a token, or why there is none. One request a grant
 * at a time, whoever waits for it; after a failure the next is asked for only when a while has passed. Nothing is stored or logged.
 */
import { createHash } from 'node:crypto';
import type { TokenGrant } from '../model/delivery';
import type { Sender } from '../ports/sender';
import { tokenRequest } from './token-request';

export type TokenAnswer =
  | { readonly ok: true; readonly token: string }
  /** Short, for people: `oauth_http_401: invalid_client`. */
  | { readonly ok: false; readonly error: string };

export interface Tokens {
  /** `now`: epoch milliseconds. Never rejects. */
  tokenFor(grant: TokenGrant, now: number): Promise<TokenAnswer>;
  /** The partner refused this token. One that was fetched in the meantime stays. */
  forget(grant: TokenGrant, token: string): void;
}

interface Kept {
  readonly answer: TokenAnswer;
  /** Epoch milliseconds; after it another is fetched. */
  readonly until: number;
}

const keptMax = 1_000;
/** RFC 6749 only recommends `expires_in`. */
const lifeDefaultSeconds = 300;
const lifeMaxSeconds = 86_400;
/** Of its life, so that a token does not run out on its way; at most a minute. */
const marginShare = 0.1;
const marginMaxMs = 60_000;
const failureMs = 10_000;

export function createTokens(sender: Sender): Tokens {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<TokenAnswer>>();

  const fetchOnce = async (key: string, grant: TokenGrant, now: number): Promise<TokenAnswer> => {
    const fetched = await fetchToken(sender, grant, now);
    if (kept.size >= keptMax) kept.clear();
    kept.set(key, fetched);
    running.delete(key);
    return fetched.answer;
  };

  return {
    tokenFor(grant, now) {
      const key = keyOf(grant);
      const known = kept.get(key);
      if (known !== undefined && now < known.until) return Promise.resolve(known.answer);
      const under = running.get(key);
      if (under !== undefined) return under;
      const fetching = fetchOnce(key, grant, now);
      running.set(key, fetching);
      return fetching;
    },
    forget(grant, token) {
      const key = keyOf(grant);
      const answer = kept.get(key)?.answer;
      if (answer?.ok === true && answer.token === token) kept.delete(key);
    },
  };
}

/** Secrets are hashed, so that none lies about as the name of something. */
function keyOf(grant: TokenGrant): string {
  return createHash('sha256').update(JSON.stringify(grant)).digest('base64');
}

async function fetchToken(sender: Sender, grant: TokenGrant, now: number): Promise<Kept> {
  const failed = (error: string): Kept => ({ answer: { ok: false, error }, until: now + failureMs });
  const request = tokenRequest(grant, now);
  if (typeof request === 'string') return failed(request);
  const result = await sender.send(request);
  if (!result.answered) return failed(`oauth_${result.code}`);
  const answer = readAnswer(result.body);
  const { access_token: token, expires_in: seconds, error } = answer;
  if (result.status !== 200 || typeof token !== 'string' || token === '') {
    const code = typeof error === 'string' ? `: ${error.slice(0, 100)}` : '';
    return failed(`oauth_http_${result.status}${code}`);
  }
  // A token that no header can carry would be a request of somebody else's making.
  if (!/^[\x21-\x7e]+$/.test(token)) return failed('oauth_token_invalid');
  const given = Number(seconds);
  const lifeSeconds =
    Number.isFinite(given) && given > 0 ? Math.min(given, lifeMaxSeconds) : lifeDefaultSeconds;
  const lifeMs = lifeSeconds * 1_000;
  const until = now + lifeMs - Math.min(marginMaxMs, lifeMs * marginShare);
  return { answer: { ok: true, token }, until };
}

function readAnswer(body: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
