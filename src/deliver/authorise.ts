/**
 * Shows who sends a request. Enters: a request with its secrets in it, and what its template asks for. Leaves: the same with a signature, a user and
 * password or a token; or why not. What it adds goes out and is stored nowhere.
 */
import { createHash, createHmac } from 'node:crypto';
import type { RequestAuth } from '../model/delivery';
import { fillText } from './fill-secrets';
import type { Tokens } from './oauth-tokens';

export interface OutgoingParts {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type Authorised =
  | {
      readonly ok: true;
      readonly parts: OutgoingParts;
      /** What an answer may repeat and nobody may see: placed in the answer's stead. */
      readonly shown?: string;
      /** The partner took the token for invalid: the next attempt gets a new one. */
      readonly refused?: () => void;
    }
  | { readonly ok: false; readonly reason: 'secret_missing' }
  /** No token now; perhaps later. */
  | { readonly ok: false; readonly reason: 'no_token'; readonly error: string };

export interface AuthoriseMeans {
  readonly secrets: ReadonlyMap<string, string>;
  readonly tokens: Tokens;
  /** Epoch milliseconds of the attempt. */
  readonly at: number;
}

type SignatureAuth = Extract<RequestAuth, { readonly type: 'hmac' | 'digest' }>;

/** As planning writes them (src/plan/late-values.ts). */
function lateValue(name: string): string {
  return `__carom_request_${name}__`;
}

function fillTimes(text: string, at: number): string {
  return text
    .replaceAll(lateValue('unix'), String(Math.floor(at / 1_000)))
    .replaceAll(lateValue('unix_ms'), String(at));
}

/** The body last, so that nothing in it is taken for a marker. */
function fillSigned(text: string, parts: OutgoingParts, at: number): string {
  return fillTimes(text, at)
    .replaceAll(lateValue('url'), () => parts.url)
    .replaceAll(lateValue('body'), () => parts.body ?? '');
}

function signatureOf(auth: SignatureAuth, key: string | undefined, text: string): string {
  const made = key === undefined ? createHash(auth.algorithm) : createHmac(auth.algorithm, key);
  return made.update(text).digest(auth.encoding);
}

function withHeader(parts: OutgoingParts, name: string, value: string): OutgoingParts {
  return { ...parts, headers: { ...parts.headers, [name]: value } };
}

function withParameter(parts: OutgoingParts, name: string, value: string): OutgoingParts {
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  return { ...parts, url: `${parts.url}${parts.url.includes('?') ? '&' : '?'}${pair}` };
}

function signed(parts: OutgoingParts, auth: SignatureAuth, means: AuthoriseMeans): Authorised {
  const { secrets, at } = means;
  const missing: string[] = [];
  const fill = (text: string): string => fillText(text, secrets, missing);
  const key = auth.type === 'hmac' ? fill(auth.key) : undefined;
  const headers = Object.fromEntries(
    Object.entries(parts.headers).map(([name, value]) => [name, fillTimes(value, at)]),
  );
  const timed = { ...parts, url: fillTimes(parts.url, at), headers };
  const of = fill(auth.of);
  if (missing.length > 0) return { ok: false, reason: 'secret_missing' };
  const signature = signatureOf(auth, key, fillSigned(of, timed, at));
  const text = fillSigned(auth.format.replaceAll(lateValue('signature'), signature), timed, at);
  const put = auth.in === 'header' ? withHeader : withParameter;
  return { ok: true, parts: put(timed, auth.name, text) };
}

/** `parts` have their secrets already. Never rejects. */
export async function authorise(
  parts: OutgoingParts,
  auth: RequestAuth,
  means: AuthoriseMeans,
): Promise<Authorised> {
  if (auth.type === 'hmac' || auth.type === 'digest') return signed(parts, auth, means);
  const missing: string[] = [];
  const fill = (text: string): string => fillText(text, means.secrets, missing);
  if (auth.type === 'basic') {
    const shown = Buffer.from(`${fill(auth.username)}:${fill(auth.password)}`).toString('base64');
    if (missing.length > 0) return { ok: false, reason: 'secret_missing' };
    return { ok: true, parts: withHeader(parts, 'authorization', `Basic ${shown}`), shown };
  }
  const texts = Object.entries(auth).map(([name, text]) => [name, fill(text)] as const);
  if (missing.length > 0) return { ok: false, reason: 'secret_missing' };
  const grant = Object.fromEntries(texts) as unknown as typeof auth;
  const token = await means.tokens.tokenFor(grant, means.at);
  if (!token.ok) return { ok: false, reason: 'no_token', error: token.error };
  return {
    ok: true,
    parts: withHeader(parts, 'authorization', `Bearer ${token.token}`),
    shown: token.token,
    refused: () => means.tokens.forget(grant, token.token),
  };
}
