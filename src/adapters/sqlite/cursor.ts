/** Where a page ended, as opaque text. Enters: the last sort key. Leaves: text for URLs, and back; what no list gave is a Fault `invalid_cursor`. */
import { Fault } from '../../errors';
import type { Value } from './connection';

export function writeCursor(list: string, key: readonly Value[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** `shape` gives the types of the key's parts; another list's cursor does not fit. */
export function readCursor(
  list: string,
  shape: readonly ('number' | 'string')[],
  cursor: string,
): readonly Value[] {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || parts[0] !== list || parts.length !== shape.length + 1) {
    throw new Fault('invalid_cursor', { field: 'cursor' });
  }
  const key = parts.slice(1) as unknown[];
  if (!key.every((part, index) => typeof part === shape[index])) {
    throw new Fault('invalid_cursor', { field: 'cursor' });
  }
  return key as Value[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
