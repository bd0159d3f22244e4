/** The id of a delivery, derived so that planning twice makes the same one. Enters: what names it. Leaves: 26 characters. */
import { hash } from 'node:crypto';
import type { Activity } from '../model/activity';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeChars = 10;
const charsOfFiveBytes = 8;

/** Crockford's base32 of a whole number below 2^53, the highest digit first. */
function base32(value: number, chars: number): string {
  let text = '';
  for (let left = value, at = 0; at < chars; at += 1, left = Math.floor(left / 32))
    text = crockford.charAt(left % 32) + text;
  return text;
}

/**
 * Ten characters of the time of acceptance, as a ULID begins, then 80 bits of SHA-256: what came together lies together in a store's index, whose pages
 * would otherwise be touched all over for each batch. Each part is hashed with its length before it, so that no two lists of parts make one text.
 * `destination` is `partner:<app>/<partner>` or `callback:<id>`.
 */
export function deliveryId(
  { app, id, revision, receivedAt }: Pick<Activity, 'app' | 'id' | 'revision' | 'receivedAt'>,
  destination: string,
  postback: string,
): string {
  const parts = [app, id, String(revision), destination, postback];
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  const digest = hash('sha256', text, 'buffer');
  return (
    base32(receivedAt, timeChars) +
    base32(digest.readUIntBE(0, 5), charsOfFiveBytes) +
    base32(digest.readUIntBE(5, 5), charsOfFiveBytes)
  );
}
