/** Where a page ended, as opaque text. Enters: the last sort key. Leaves: text for URLs, and back; what no list gave is a Fault `invalid_cursor`. */
import { Fault } from '../../errors';

export type CursorPart = string | number;

export function writeCursor(list: string, key: readonly CursorPart[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** `shape` gives the types of the key's parts, the last one for all that follow; another list's cursor does not fit. */
export function readCursor(
  list: string,
  shape: readonly ('number' | 'string' | 'strings')[],
  cursor: string,
): readonly CursorPart[] {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  const fault = new Fault('invalid_cursor', { field: 'cursor' });
  if (!Array.isArray(parts) || parts[0] !== list) throw fault;
  const key = parts.slice(1) as unknown[];
  const open = shape.at(-1) === 'strings';
  if (open ? key.length < shape.length - 1 : key.length !== shape.length) throw fault;
  const fits = key.every((part, at) => {
    const wanted = shape[at] ?? 'strings';
    return typeof part === (wanted === 'strings' ? 'string' : wanted);
  });
  if (!fits) throw fault;
  return key as CursorPart[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

interface Placed {
  readonly _id: string;
  readonly seq: number;
}

/**
 * Newest first by commit order. Two processes may have given one number to two documents: the cursor names those of its number that were shown, so none is
 * shown twice or left out.
 */
export function belowCursor(
  list: string,
  cursor: string | undefined,
): { readonly seq?: object; readonly _id?: object } {
  if (cursor === undefined) return {};
  const [seq, ...shown] = readCursor(list, ['number', 'strings'], cursor);
  return { seq: { $lte: seq }, _id: { $nin: shown } };
}

export function cursorAfter(list: string, page: readonly Placed[], cursor: string | undefined): string {
  const last = page.at(-1);
  const before = cursor === undefined ? [] : readCursor(list, ['number', 'strings'], cursor);
  const same = page.filter(({ seq }) => seq === last?.seq).map(({ _id }) => _id);
  const shown = before[0] === last?.seq ? before.slice(1) : [];
  return writeCursor(list, [last?.seq ?? 0, ...shown, ...same]);
}
