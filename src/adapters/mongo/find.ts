/**
 * Looking devices and touches up. Enters: a batch of queries. Leaves: each one's nouns, in its order.
 *
 * One question a batch and app on the index of keys. It names no time: the range is applied to what was found, since a key of one person names few. A key
 * that names many (an address that a city shares) is found out by halving, and asked for by itself, newest first and no further than wanted.
 */
import type { Device } from '../../model/attribution';
import type { Touch } from '../../model/touch';
import type { DeviceQuery, TouchQuery } from '../../ports/store';
import { settleDevices } from './device-writes';
import type { DeviceDocument, TouchDocument } from './documents';
import type { Mongo } from './mongo';
import { fromDeviceDocument, fromTouchDocument } from './nouns';
import { upTo } from './sequence';

/** Found in one question at most; more than any batch of ordinary people has. */
const foundMax = 2_000;
/** Keys in one question. */
const keysMax = 4_000;

type Named = Pick<TouchDocument, '_id' | 'time'>;

/** Newest first; equal times by id, bytewise, descending. */
export function newerFirst(a: Named, b: Named): number {
  return b.time - a.time || Buffer.compare(Buffer.from(b._id), Buffer.from(a._id));
}

/** What keys name: all of it, or, of a key that names too much, `null`. */
type Holdings = Map<string, TouchDocument[] | null>;

const newest = { time: -1, _id: -1 } as const;

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}

/** Groups by app: the keys of all queries, each once. */
function keysByApp(
  queries: readonly { readonly app: string; readonly keys: readonly string[] }[],
): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  for (const { app, keys } of queries) {
    const ofApp = asked.get(app) ?? new Set<string>();
    asked.set(app, ofApp);
    for (const key of keys) ofApp.add(key);
  }
  return asked;
}

function touchHolder({ models }: Mongo) {
  const learn = async (app: string, keys: readonly string[], into: Holdings): Promise<void> => {
    if (keys.length === 0) return;
    const found = await models.touches
      .find({ app, keys: { $in: [...keys] } })
      .limit(foundMax + 1)
      .lean<TouchDocument[]>();
    if (found.length > foundMax) {
      const [only] = keys;
      if (keys.length === 1 && only !== undefined) {
        into.set(only, null);
        return;
      }
      const half = Math.ceil(keys.length / 2);
      await Promise.all([learn(app, keys.slice(0, half), into), learn(app, keys.slice(half), into)]);
      return;
    }
    const asked = new Set(keys);
    for (const key of keys) into.set(key, []);
    for (const touch of found)
      for (const key of touch.keys ?? []) if (asked.has(key)) into.get(key)?.push(touch);
    for (const key of keys) into.get(key)?.sort(newerFirst);
  };
  return async (app: string, keys: readonly string[]): Promise<Holdings> => {
    const holdings: Holdings = new Map();
    await Promise.all(chunk(keys, keysMax).map((some) => learn(app, some, holdings)));
    return holdings;
  };
}

export function touchFinder(mongo: Mongo) {
  const { models } = mongo;
  const hold = touchHolder(mongo);
  const ofKey = async (
    { app, since, until }: TouchQuery,
    key: string,
    limit: number,
    holdings: Holdings,
  ): Promise<readonly TouchDocument[]> => {
    const known = holdings.get(key);
    if (known === null)
      return models.touches
        .find({ app, keys: key, time: { $gte: since, ...upTo(until) } })
        .sort(newest)
        .limit(limit)
        .lean<TouchDocument[]>();
    return (known ?? []).filter(({ time }) => time >= since && time <= until).slice(0, limit);
  };
  const findOne = async (
    query: TouchQuery,
    holdings: Holdings,
    named: ReadonlyMap<string, TouchDocument>,
  ): Promise<readonly Touch[]> => {
    const { app, ids, keys, addressKeys = [], limitPerKey } = query;
    const wanted = new Map<string, TouchDocument>();
    for (const id of ids) {
      const touch = named.get(id);
      if (touch?.app === app) wanted.set(id, touch);
    }
    const ofKeys = await Promise.all(keys.map((key) => ofKey(query, key, limitPerKey, holdings)));
    for (const touch of ofKeys.flat()) wanted.set(touch._id, touch);
    let left = limitPerKey;
    for (const key of addressKeys) {
      if (left <= 0) break;
      const found = await ofKey(query, key, left, holdings);
      for (const touch of found) wanted.set(touch._id, touch);
      left -= found.length;
    }
    return [...wanted.values()].sort(newerFirst).map(fromTouchDocument);
  };
  return async (queries: readonly TouchQuery[]): Promise<readonly (readonly Touch[])[]> => {
    const asked = keysByApp(
      queries.map(({ app, keys, addressKeys = [] }) => ({ app, keys: [...keys, ...addressKeys] })),
    );
    const ids = [...new Set(queries.flatMap((query) => query.ids))];
    const [byId, ...held] = await Promise.all([
      ids.length === 0 ? [] : models.touches.find({ _id: { $in: ids } }).lean<TouchDocument[]>(),
      ...[...asked].map(async ([app, keys]) => [app, await hold(app, [...keys])] as const),
    ]);
    const holdings = new Map(held);
    const named = new Map(byId.map((touch) => [touch._id, touch]));
    return Promise.all(
      queries.map((query) => findOne(query, holdings.get(query.app) ?? new Map<string, null>(), named)),
    );
  };
}

/** Newest first, of any of the keys. */
export function touchLister({ models }: Mongo) {
  return async (app: string, keys: readonly string[], limit: number): Promise<readonly Touch[]> => {
    const ofKeys = await Promise.all(
      keys.map((key) =>
        models.touches.find({ app, keys: key }).sort(newest).limit(limit).lean<TouchDocument[]>(),
      ),
    );
    const named = new Map(ofKeys.flat().map((touch) => [touch._id, touch]));
    return [...named.values()].sort(newerFirst).slice(0, limit).map(fromTouchDocument);
  };
}

/** What is on its way with a verdict is settled first: nobody decides by a device that is about to be another. */
export async function findDeviceDocuments(
  mongo: Mongo,
  app: string,
  keys: readonly string[],
  limit?: number,
): Promise<DeviceDocument[]> {
  if (keys.length === 0) return [];
  const ask = (): Promise<DeviceDocument[]> => {
    const question = mongo.models.devices.find({ app, keys: { $in: [...keys] } });
    return (limit === undefined ? question : question.limit(limit)).lean<DeviceDocument[]>();
  };
  const found = await ask();
  const unsettled = found.filter(({ next }) => next !== undefined).map(({ _id }) => _id);
  if (unsettled.length === 0) return found.filter(({ version }) => version > 0);
  await settleDevices(mongo, unsettled);
  return (await ask()).filter(({ version }) => version > 0);
}

export function deviceFinder(mongo: Mongo) {
  return async (queries: readonly DeviceQuery[]): Promise<readonly (readonly Device[])[]> => {
    const asked = keysByApp(queries);
    const found = await Promise.all(
      [...asked].map(async ([app, keys]) => {
        const chunks = await Promise.all(
          chunk([...keys], keysMax).map((some) => findDeviceDocuments(mongo, app, some)),
        );
        return [app, chunks.flat()] as const;
      }),
    );
    const byApp = new Map(found);
    return queries.map(({ app, keys }) => {
      const wanted = new Set(keys);
      const own = new Map(
        (byApp.get(app) ?? [])
          .filter((device) => device.keys.some((key) => wanted.has(key)))
          .map((device) => [device._id, device]),
      );
      return [...own.values()].sort((a, b) => a.seq - b.seq).map(fromDeviceDocument);
    });
  };
}
