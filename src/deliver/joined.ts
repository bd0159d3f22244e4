/**
 * Several deliveries that travel in one request; in lanes and lines they stand as one. Enters: deliveries that wait at the same time. Leaves: the same, those
 * of a kind joined. It holds nobody back to wait for company, and changes no delivery.
 */
import type { Attempt, AttemptBatch, Delivery, DeliveryRequest } from '../model/delivery';
import { batchFormOf, type BatchForm } from './batch-form';

/** As a delivery it is its first; `members` are all, in the list's order. */
export interface Joined extends Delivery {
  readonly members: readonly Delivery[];
  readonly forms: readonly BatchForm[];
  readonly bytes: number;
  readonly itemsMax: number;
  /** Of a half of a refused batch: what came before. Nobody joins it. */
  readonly parted: Parted | null;
}

export interface Parted {
  readonly refused: NonNullable<AttemptBatch['refused']>;
  /** Each member's try that was refused together: recorded where the half cannot go at once. */
  readonly attempts: readonly Attempt[];
}

/** Larger than any list of identifiers needs, small enough for any server's limit. */
export const batchBytesMax = 262_144;

export function isJoined(delivery: Delivery): delivery is Joined {
  return 'members' in delivery;
}

export function membersOf(delivery: Delivery): readonly Delivery[] {
  return isJoined(delivery) ? delivery.members : [delivery];
}

export interface Joiner {
  /** One for both, the first's items first; null: they do not go together. */
  readonly join: (first: Delivery, second: Delivery) => Joined | null;
  /** Those that go together joined, in the order of their first. */
  readonly joinAll: (deliveries: readonly Delivery[]) => readonly Delivery[];
  /** The same for all that may go together; undefined: it goes alone. */
  readonly keyOf: (delivery: Delivery) => string | undefined;
}

/** `retriesMax`: the length of the retry schedule. */
export function createJoiner({ retriesMax }: { readonly retriesMax: number }): Joiner {
  const forms = new WeakMap<Delivery, BatchForm | null>();
  const formOf: FormOf = (delivery) => {
    if (isJoined(delivery)) return delivery.parted === null ? (delivery.forms[0] ?? null) : null;
    if (delivery.request?.batch === undefined) return null;
    const known = forms.get(delivery);
    if (known !== undefined) return known;
    const form = batchFormOf(delivery, retriesMax);
    forms.set(delivery, form);
    return form;
  };
  const join = (first: Delivery, second: Delivery): Joined | null => {
    const key = formOf(first)?.key;
    if (key === undefined || key !== formOf(second)?.key) return null;
    const [a, b] = [asJoined(first, formOf), asJoined(second, formOf)];
    return a === null || b === null ? null : joinTwo(a, b);
  };
  return {
    join,
    joinAll: (deliveries) => joinAll(deliveries, formOf),
    keyOf: (delivery) => formOf(delivery)?.key,
  };
}

type FormOf = (delivery: Delivery) => BatchForm | null;

function asJoined(delivery: Delivery, formOf: FormOf): Joined | null {
  if (isJoined(delivery)) return delivery;
  const form = formOf(delivery);
  if (form === null) return null;
  const { frameBytes, itemBytes, itemsMax } = form;
  const bytes = frameBytes + itemBytes;
  return { ...delivery, members: [delivery], forms: [form], bytes, itemsMax, parted: null };
}

function joinTwo(a: Joined, b: Joined): Joined | null {
  const [frame] = a.forms;
  if (frame === undefined || frame.key !== b.forms[0]?.key) return null;
  const itemsMax = Math.min(a.itemsMax, b.itemsMax);
  const bytes = a.bytes + b.bytes - frame.frameBytes + 1;
  if (a.members.length + b.members.length > itemsMax || bytes > batchBytesMax) return null;
  return {
    ...a,
    members: [...a.members, ...b.members],
    forms: [...a.forms, ...b.forms],
    bytes,
    itemsMax,
  };
}

function joinAll(deliveries: readonly Delivery[], formOf: FormOf): readonly Delivery[] {
  const able = deliveries.filter(({ request }) => request?.batch !== undefined).length;
  if (able < 2) return deliveries;
  const all: Delivery[] = [];
  /** By key, where in `all` the one stands that may have room. */
  const open = new Map<string, number>();
  for (const delivery of deliveries) {
    const key = formOf(delivery)?.key;
    const at = key === undefined ? undefined : open.get(key);
    const together = at === undefined ? null : joinAt(all, at, delivery, formOf);
    if (together !== null && at !== undefined) {
      all[at] = together;
      continue;
    }
    if (key !== undefined) open.set(key, all.length);
    all.push(delivery);
  }
  return all;
}

function joinAt(all: readonly Delivery[], at: number, delivery: Delivery, formOf: FormOf): Joined | null {
  const before = all[at];
  const first = before === undefined ? null : asJoined(before, formOf);
  const second = asJoined(delivery, formOf);
  return first === null || second === null ? null : joinTwo(first, second);
}

/** What goes out for all of them; the first's headers, and the ids of all where they find room. */
export function joinedRequest({ request, members, forms }: Joined): DeliveryRequest | null {
  const [frame] = forms;
  if (request === null || frame === undefined || members.length === 1) return request;
  const ids = members.map(({ id }) => id).join(',');
  return {
    ...request,
    headers: {
      ...request.headers,
      ...(ids.length > idsLengthMax ? {} : { 'carom-delivery-ids': ids }),
    },
    body: frame.head + forms.map(({ item }) => item).join(',') + frame.tail,
  };
}

/** Servers take some 8 KiB of headers. */
const idsLengthMax = 4_096;

/** Two halves of what was refused as a whole, to find out whose fault it was. `attempts`: each member's of that try. */
export function halvesOf(joined: Joined, attempts: readonly Attempt[]): readonly Joined[] {
  const size = joined.members.length;
  const refused = [...(joined.parted?.refused ?? []), { size, status: attempts[0]?.status ?? 0 }];
  const middle = Math.ceil(size / 2);
  const half = (from: number, to: number): readonly Joined[] => {
    const members = joined.members.slice(from, to);
    const [first] = members;
    if (first === undefined) return [];
    const { bytes, itemsMax } = joined;
    const parted = { refused, attempts: attempts.slice(from, to) };
    return [{ ...first, members, forms: joined.forms.slice(from, to), bytes, itemsMax, parted }];
  };
  return [...half(0, middle), ...half(middle, size)];
}

/** Without what lets it join others: what may be to blame for the loss of its senders takes nobody along. */
export function goingAlone(delivery: Delivery): Delivery {
  const { request } = delivery;
  if (request?.batch === undefined) return delivery;
  const { method, url, headers, body, bodyType, accepted, sign, auth } = request;
  return {
    ...delivery,
    request: {
      ...{ method, url, headers, body },
      ...(bodyType === undefined ? {} : { bodyType }),
      ...(accepted === undefined ? {} : { accepted }),
      ...(sign === undefined ? {} : { sign }),
      ...(auth === undefined ? {} : { auth }),
    },
  };
}
