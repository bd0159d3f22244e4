/**
 * Whether a click was signed by somebody who has the app's click key. Enters: the request's path and query, the secrets, the time. Leaves: a word. Never
 * says by which key, never compares a digit at a time.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { secondsBelow } from './time';

/** Of the query: HMAC-SHA256, hex, of everything else of path and query, byte for byte as it was sent. */
export const signatureParameter = 'signature';
/** Of the query: seconds (or milliseconds) since 1970; until then the signature is good. */
export const expiresParameter = 'expires';

export type SignatureVerdict = 'good' | 'missing' | 'expired' | 'wrong';

export function judgeSignature(url: string, secrets: readonly string[], nowMs: number): SignatureVerdict {
  const query = new URLSearchParams(halves(url).query);
  const signature = query.get(signatureParameter) ?? '';
  const expires = query.get(expiresParameter) ?? '';
  if (signature === '' || expires === '') return 'missing';
  if (!/^[0-9a-f]{64}$/i.test(signature) || !/^\d{1,15}$/.test(expires)) return 'wrong';
  const sent = Buffer.from(signature, 'hex');
  const signed = signedText(url);
  const good = secrets.some((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(signed).digest(), sent),
  );
  if (!good) return 'wrong';
  const until = Number(expires) < secondsBelow ? Number(expires) * 1_000 : Number(expires);
  return nowMs <= until ? 'good' : 'expired';
}

/** `/c/<token>?click_id=…&expires=…`: without the signature, the rest where it stood. */
export function signedText(url: string): string {
  const { path, query } = halves(url);
  const parts = query.split('&').filter((part) => part.split('=')[0] !== signatureParameter);
  return `${path}?${parts.join('&')}`;
}

function halves(url: string): { readonly path: string; readonly query: string } {
  const at = url.indexOf('?');
  return at === -1 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}
