/**
 * Whether a click was signed by somebody who has the app's click key. Enters: the request's path and query, the secrets, the time. Leaves: a word. Never
 * says by which key, never compares a digit at a time.
 */
import { hexSignature, isSigned } from './hmac';
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
  if (!hexSignature.test(signature) || !/^\d{1,15}$/.test(expires)) return 'wrong';
  if (!isSigned([signedText(url)], secrets, signature)) return 'wrong';
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
