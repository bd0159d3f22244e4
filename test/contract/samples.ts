/** Nouns for the store's contract. Enters: what a test is about. Leaves: whole, valid nouns around it. */
import type { Activity } from '../../src/model/activity';
import type { Attribution, Device } from '../../src/model/attribution';
import type { Attempt, Delivery } from '../../src/model/delivery';
import type { Touch } from '../../src/model/touch';
import type { ProcessedActivity, Store } from '../../src/ports/store';

/** 2026-11-22T10:00:00Z: far enough from 0 that a lost digit shows. */
export const t0 = 1_795_341_600_000;

export type Change<T> = { readonly [K in keyof T]?: T[K] };

export interface ActivityChange extends Change<Omit<Activity, 'body' | 'keys'>> {
  readonly body?: Change<Activity['body']>;
  readonly keys?: Change<Activity['keys']>;
}

export function activity(id: string, change: ActivityChange = {}): Activity {
  const { body, keys, ...rest } = change;
  return {
    app: 'app1',
    id,
    kind: 'event',
    time: t0 - 5,
    receivedAt: t0,
    environment: 'production',
    partition: 0,
    flags: [],
    revision: 0,
    ...rest,
    body: { kind: 'event', event: 'purchase', device: { os_name: 'android' }, ...body },
    keys: { device: [], touch: [], address: [], ...keys },
  };
}

export function touch(id: string, change: Change<Touch> = {}): Touch {
  return {
    id,
    app: 'app1',
    link: 'link1',
    partner: 'net1',
    type: 'click',
    time: t0,
    receivedAt: t0,
    retargeting: false,
    device: { os_name: 'android' },
    params: { sub1: 'ß “quoted” 😀' },
    keys: [],
    hasIdentifier: true,
    flags: [],
    ...change,
  };
}

export function device(id: string, change: Change<Device> = {}): Device {
  return {
    id,
    app: 'app1',
    version: 0,
    keys: [`device_id:${id}`],
    conversions: [],
    lastActivityAt: t0,
    sessions: 1,
    uninstalledAt: null,
    credit: null,
    secondary: null,
    secondaryShown: false,
    creditUntil: null,
    spentTouches: [],
    ...change,
  };
}

export function attribution(partner: string | null): Attribution {
  return {
    status: partner === null ? 'organic' : 'attributed',
    partner,
    link: partner === null ? null : 'link1',
    campaign: null,
    adgroup: null,
    creative: null,
    touch_id: partner === null ? null : 'touch1',
    touch_type: partner === null ? null : 'click',
    touched_at: partner === null ? null : '2026-11-22T10:00:00.000Z',
    match_type: partner === null ? null : 'device_id',
    secondary: null,
    assists: [],
    flags: [],
    candidates: [],
    policy_version: 'carom-1',
  };
}

export function delivery(id: string, change: Change<Delivery> = {}): Delivery {
  return {
    id,
    app: 'app1',
    activity: 'a1',
    revision: 0,
    ...(change.callback === undefined ? { partner: 'net1' } : {}),
    postback: 'install',
    status: 'pending',
    request: { method: 'GET', url: 'https://net1.test/p?a=1', headers: { accept: '*/*' }, body: null },
    attempts: [],
    tries: 0,
    nextAttemptAt: null,
    createdAt: t0,
    visibleToPartner: true,
    ...change,
  };
}

export function attempt(at: number, change: Change<Attempt> = {}): Attempt {
  return { at, status: 200, durationMs: 12, response: 'OK "quoted" [{}]', ...change };
}

export function processed(id: string, change: Change<ProcessedActivity> = {}): ProcessedActivity {
  return {
    app: 'app1',
    id,
    revision: 0,
    kind: 'event',
    attribution: null,
    rejected: [],
    device: null,
    derived: [],
    deliveries: [],
    ...change,
  };
}

/** Appends one activity and commits its verdict with these deliveries under the ticket. */
export async function plan(
  store: Store,
  deliveries: readonly Delivery[],
  { id = 'a1', ticket = 'ticket1', queuedUntil = t0 + 1_000 } = {},
): Promise<void> {
  await store.appendActivities([activity(id)], t0 + 1_000);
  const done = await store.commitProcessed([processed(id, { deliveries })], ticket, queuedUntil);
  if (done[0] !== 'done') throw new Error(`The verdict on ${id} was ${done[0] ?? 'not answered'}.`);
}

/** All pages of a list, in order; fails where a page is larger than asked or the list never ends. */
export async function walk<T>(
  list: (cursor?: string) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
  pageMax: number,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 1_000; pages += 1) {
    const { items, next } = await list(cursor);
    if (items.length > pageMax) throw new Error(`A page of ${pageMax} holds ${items.length}.`);
    all.push(...items);
    if (next === null) return all;
    cursor = next;
  }
  throw new Error('The list does not end.');
}
