/**
 * What happened to a device, in one answer. Enters: a store, identity keys or an activity's id. Leaves: touches, activities, verdicts with every
 * candidate, decisions and attempts. It never reads without a bound: what is beyond is said by `truncated`.
 */
import type { Activity } from '../model/activity';
import type { Device } from '../model/attribution';
import type { Delivery } from '../model/delivery';
import type { Touch } from '../model/touch';
import type { Store, StoredActivity } from '../ports/store';
import { showActivity, showDevice, showTouch, type Shown } from './show-activity';
import { showDelivery } from './show-delivery';

export interface TraceQuery {
  readonly app: string;
  /** The story of this activity: itself, what it was derived from, what was derived from it. */
  readonly activity?: string;
  /** A touch to show, whoever it was credited to. */
  readonly click?: string;
  /** The story of the device that these name. */
  readonly deviceKeys: readonly string[];
  /** Further keys under which touches are found. */
  readonly touchKeys: readonly string[];
}

/** The keys under which an activity's touches are found; they are not stored with it. */
export type TouchKeysOf = (activity: Activity) => readonly string[];

export interface Trace {
  readonly device: Shown | null;
  readonly touches: readonly Shown[];
  readonly activities: readonly Shown[];
  /** Something was left out: there is more than a trace shows. */
  readonly truncated: boolean;
}

export const traceMax = { activities: 200, touches: 200, deliveriesEach: 500, deviceKeys: 50 };
const readsAtOnce = 16;

async function mapBounded<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += readsAtOnce)
    results.push(...(await Promise.all(items.slice(at, at + readsAtOnce).map(read))));
  return results;
}

async function findDevice(store: Store, app: string, keys: readonly string[]): Promise<Device | null> {
  if (keys.length === 0) return null;
  const [found] = await store.findDevices([{ app, keys }]);
  return found?.[0] ?? null;
}

/** Newest first by commit order. */
function merged(lists: readonly (readonly StoredActivity[])[]): StoredActivity[] {
  const byId = new Map(lists.flat().map((stored) => [stored.activity.id, stored]));
  return [...byId.values()].sort((a, b) => b.seq - a.seq);
}

async function deviceActivities(
  store: Store,
  app: string,
  deviceKeys: readonly string[],
): Promise<StoredActivity[]> {
  const limit = traceMax.activities + 1;
  return merged(
    await mapBounded(deviceKeys.slice(0, traceMax.deviceKeys), async (deviceKey) => {
      const page = await store.listActivities({ app, deviceKey, limit });
      return page.items;
    }),
  );
}

async function family(store: Store, app: string, root: StoredActivity): Promise<StoredActivity[]> {
  const { causedBy } = root.activity;
  const [cause, derived] = await Promise.all([
    causedBy === undefined ? null : store.readActivity(app, causedBy),
    store.listDerived(app, root.activity.id),
  ]);
  return merged([[root], cause === null ? [] : [cause], derived]);
}

/** The touches that verdicts speak of: winners, candidates, assists, refused ones. */
function namedTouches(activities: readonly StoredActivity[]): string[] {
  const ids = activities.flatMap(({ attribution, rejected }) => [
    ...(attribution?.touch_id === undefined || attribution.touch_id === null ? [] : [attribution.touch_id]),
    ...(attribution?.candidates ?? []).map((candidate) => candidate.touch_id),
    ...(attribution?.assists ?? []),
    ...rejected.map((rejection) => rejection.touch_id),
  ]);
  return [...new Set(ids)];
}

/** Address keys are left out: under them stand other people's touches. */
async function findTouches(
  store: Store,
  query: TraceQuery,
  activities: readonly StoredActivity[],
  touchKeysOf: TouchKeysOf,
): Promise<Touch[]> {
  const keys = [
    ...new Set([...query.touchKeys, ...activities.flatMap(({ activity }) => touchKeysOf(activity))]),
  ];
  const limit = traceMax.touches + 1;
  const listed = keys.length === 0 ? [] : await store.listTouches(query.app, keys, limit);
  const known = new Set(listed.map((touch) => touch.id));
  const missing = [...(query.click === undefined ? [] : [query.click]), ...namedTouches(activities)]
    .filter((id) => !known.has(id))
    .slice(0, limit);
  const read = await mapBounded(missing, (id) => store.readTouch(id));
  const own = read.filter((touch): touch is Touch => touch !== null && touch.app === query.app);
  return [...listed, ...own].sort((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1));
}

async function withDecisions(store: Store, app: string, stored: StoredActivity): Promise<Shown> {
  const page = await store.listDeliveries({
    app,
    activity: stored.activity.id,
    limit: traceMax.deliveriesEach,
  });
  const decisions: readonly Delivery[] = page.items;
  return {
    activity: showActivity(stored),
    attribution: stored.attribution,
    rejected: stored.rejected,
    decisions: decisions.map(showDelivery),
    ...(page.next === null ? {} : { decisions_truncated: true }),
  };
}

async function gather(
  store: Store,
  query: TraceQuery,
): Promise<{ device: Device | null; activities: StoredActivity[] } | null> {
  if (query.activity !== undefined) {
    const root = await store.readActivity(query.app, query.activity);
    if (root === null) return null;
    const device = await findDevice(store, query.app, root.activity.keys.device);
    return { device, activities: await family(store, query.app, root) };
  }
  const device = await findDevice(store, query.app, query.deviceKeys);
  const keys = [...new Set([...query.deviceKeys, ...(device?.keys ?? [])])];
  return { device, activities: await deviceActivities(store, query.app, keys) };
}

/** Null: there is no such activity. A device that nobody knows has an empty story. */
export async function trace(
  store: Store,
  query: TraceQuery,
  touchKeysOf: TouchKeysOf,
): Promise<Trace | null> {
  const found = await gather(store, query);
  if (found === null) return null;
  const activities = found.activities.slice(0, traceMax.activities);
  const touches = await findTouches(store, query, activities, touchKeysOf);
  return {
    device: found.device === null ? null : showDevice(found.device),
    touches: touches.slice(0, traceMax.touches).map(showTouch),
    activities: await mapBounded(activities, (stored) => withDecisions(store, query.app, stored)),
    truncated: found.activities.length > activities.length || touches.length > traceMax.touches,
  };
}
