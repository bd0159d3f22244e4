/**
 * The `Idempotency-Key` of a request. Enters: its header, an item. Leaves: the id of an item that has none of its own, the same whenever the same item comes
 * again under the same key: so a repetition is a duplicate, in whichever process it arrives. It stores nothing.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors';

const form = /^[\x21-\x7e]{1,255}$/;

/** Undefined: none was sent. @throws Fault `invalid_field`. */
export function readIdempotencyKey(req: IncomingMessage): string | undefined {
  const value = req.headers['idempotency-key'];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && form.test(value)) return value;
  throw new Fault('invalid_field', {
    field: 'idempotency-key',
    message: 'The header Idempotency-Key is one text of 1 to 255 visible ASCII characters, without spaces.',
  });
}

/**
 * The content is part of it: another body under a key that was used before is another activity, and is never taken for what it is not. So is the place: the
 * same item twice in one request is two.
 */
export function idOfItem(key: string, kind: string | undefined, index: number, item: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([key, kind ?? null, index, item]));
  return `idem-${hash.digest('hex').slice(0, 40)}`;
}
