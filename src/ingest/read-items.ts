/**
 * A body as items. Enters: a request. Leaves: up to 1,000 parsed values, or for each that cannot be read the fault that refuses it alone.
 * Never lets one broken line take its neighbours with it.
 */
import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors';
import { contentTypeOf, decodeText, parseJson, readBody } from './http';

export const itemsMax = 1_000;

export type Item = { readonly value: unknown } | { readonly fault: Fault };

const lineTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** As it was before any compression. */
export interface ItemBody {
  readonly bytes: Buffer;
  /** One item a line. */
  readonly lines: boolean;
}

/** @rejects Fault where it is of another type, too large, or broken. */
export async function readItemBody(req: IncomingMessage): Promise<ItemBody> {
  const type = contentTypeOf(req);
  const lines = lineTypes.includes(type);
  if (!lines && type !== '' && type !== 'application/json') throw new Fault('unsupported_media_type');
  return { bytes: await readBody(req), lines };
}

/** @throws Fault where the body as a whole is refused. */
export function parseItems({ bytes, lines }: ItemBody): readonly Item[] {
  const text = decodeText(bytes);
  const items = lines ? readLines(text) : readJsonItems(text);
  if (items.length === 0) throw new Fault('empty_body');
  if (items.length > itemsMax) throw new Fault('too_many_items');
  return items;
}

function readJsonItems(text: string): readonly Item[] {
  const value = parseJson(text);
  return Array.isArray(value) ? value.map((item: unknown) => ({ value: item })) : [{ value }];
}

/** Blank lines are nobody's item and are not counted. */
function readLines(text: string): readonly Item[] {
  const items: Item[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    items.push(readLine(line, items.length));
    if (items.length > itemsMax) break;
  }
  return items;
}

function readLine(line: string, index: number): Item {
  try {
    return { value: parseJson(line) };
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    if (cause.kind !== 'invalid_json') return { fault: cause };
    return {
      fault: new Fault('invalid_json', { message: `Item ${index} (a line of NDJSON) is not valid JSON.` }),
    };
  }
}
