/**
 * What one delivery brings to a batch. Enters: a delivery. Leaves: its item, what must be the same for all of a batch, and how many may go with it; null
 * where it goes alone. Pure.
 */
import type { Attempt, Delivery } from '../model/delivery';
import { findList } from './json-list';

export interface BatchForm {
  /** The same for all that may travel together, byte for byte: whose they are, the URL, the headers, how the sender shows himself, the body but for its list. */
  readonly key: string;
  readonly head: string;
  readonly item: string;
  readonly tail: string;
  /** Of head and tail, and of the item. */
  readonly frameBytes: number;
  readonly itemBytes: number;
  /** So many go together at most. */
  readonly itemsMax: number;
}

/** Of a try that failed for all, so many of those that went together go together next time. */
const partKept = 0.25;

/** It may have been refused together with others, and has to show alone what is wrong with it. */
export const refusedTogether = 'batch_refused';

/**
 * A fault that one item brings about would fail all that travel with it, try after try: so from the second try on fewer and fewer go together, and the last
 * goes alone. Of 429 nobody is to blame.
 */
function itemsMaxOf({ tries, attempts }: Delivery, maxItems: number, retriesMax: number): number {
  const last: Attempt | undefined = attempts.at(-1);
  if (tries === 0 || last === undefined) return maxItems;
  if (last.error?.startsWith(refusedTogether) === true) return 1;
  if (last.status === 429) return maxItems;
  if (tries >= retriesMax) return 1;
  return tries === 1 ? maxItems : Math.max(1, Math.floor((last.batch?.size ?? 1) * partKept));
}

/** The delivery's own id is in each request; of a batch it is the first's. */
function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in headers) if (name !== 'carom-delivery-id') lines += `${name}\n${headers[name] ?? ''}\n`;
  return lines;
}

/** `retriesMax`: the length of the retry schedule. */
export function batchFormOf(delivery: Delivery, retriesMax: number): BatchForm | null {
  const { request } = delivery;
  const rule = request?.batch;
  if (rule === undefined || request === null || request.body === null) return null;
  const itemsMax = itemsMaxOf(delivery, rule.maxItems, retriesMax);
  if (itemsMax < 2 || request.bodyType !== 'json') return null;
  const list = findList(request.body, rule.list?.split('.').slice(1) ?? []);
  if (list === null) return null;
  const head = request.body.slice(0, list.start);
  const tail = request.body.slice(list.end);
  const item = request.body.slice(list.start, list.end);
  const { app, partner, callback, postback } = delivery;
  const { method, url, accepted, auth } = request;
  return {
    key: JSON.stringify([
      ...[app, partner, callback, postback, method, url, headerLines(request.headers), head, tail],
      ...[accepted, auth, rule],
    ]),
    head,
    item,
    tail,
    frameBytes: Buffer.byteLength(head) + Buffer.byteLength(tail),
    itemBytes: Buffer.byteLength(item),
    itemsMax,
  };
}
