/** The id of a delivery, derived so that planning twice makes the same one. Enters: what names it. Leaves: 26 characters. */
import { createHash } from 'node:crypto';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lengthChars = 26;

/**
 * 130 bits of SHA-256 in Crockford's base32. Each part is written with its length before it, so that no two lists of parts make one text.
 * `destination` is `partner:<app>/<partner>` or `callback:<id>`.
 */
export function deliveryId(
  app: string,
  activity: string,
  revision: number,
  destination: string,
  postback: string,
): string {
  const parts = [app, activity, String(revision), destination, postback];
  const digest = createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest();
  let bits = 0;
  let held = 0;
  let id = '';
  for (const byte of digest) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && id.length < lengthChars) {
      bits -= 5;
      id += crockford.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return id;
}
