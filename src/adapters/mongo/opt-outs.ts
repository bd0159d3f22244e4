/**
 * Remembering who is to be forgotten. Enters: keyed hashes and, for the time that forgetting takes, the keys they were made of. Leaves: who is opted out.
 *
 * In this order, each step safe to do again: the opt-out with its hashes and with what is left to do; the version; a mark on activities that wait, which
 * makes verdicts of older versions stale; devices removed; notes of what else is to be forgotten. Where the writer dies in between, `forgetPiece` goes on
 * from what was left to do.
 */
import type { Device } from '../../model/attribution';
import { isUserKey } from '../../model/opt-out';
import type { OptOutRequest, OptOutStore } from '../../ports/opt-out-store';
import { insertNew } from './bulk';
import { keyOf, type ForgettingDocument, type OptOutDocument } from './documents';
import { findDeviceDocuments } from './find';
import { growCounter, optOutsCounter, readOptOutsVersion, type Mongo } from './mongo';
import { fromDeviceDocument, present } from './nouns';

/** More than a person has: a `user:` key that names more is nobody's own. */
export const devicesMax = 200;
const waitingMarkedMax = 10_000;

interface Linked {
  readonly devices: readonly { readonly _id: string; readonly device: Device }[];
  /** Not asked for yet. */
  readonly keys: readonly string[];
  /** `user:` keys that name other devices too: what was this device's under them is forgotten, they themselves are not. */
  readonly shared: readonly (readonly [key: string, device: string])[];
}

/** What is left to do of an opt-out. */
export interface OptOutTodo {
  readonly devices: readonly string[];
  readonly keys: readonly string[];
  readonly touchKeys: readonly string[];
  readonly shared: Linked['shared'];
}

async function link(mongo: Mongo, app: string, asked: ReadonlySet<string>): Promise<Linked> {
  const named = async (keys: readonly string[]): Promise<Linked['devices']> =>
    (await findDeviceDocuments(mongo, app, keys, devicesMax + 1)).map((found) => ({
      _id: found._id,
      device: fromDeviceDocument(found),
    }));
  const devices = await named([...asked]);
  const none = { devices, keys: [], shared: [] };
  if (devices.length > devicesMax) return none;
  const ids = new Set(devices.map(({ _id }) => _id));
  const keys = new Set<string>();
  const shared: (readonly [string, string])[] = [];
  for (const { device } of devices) {
    for (const key of device.keys) {
      if (asked.has(key) || keys.has(key)) continue;
      const own = !isUserKey(key) || (await named([key])).every(({ _id }) => ids.has(_id));
      if (own) keys.add(key);
      else shared.push([key, device.id]);
    }
  }
  return { devices, keys: [...keys], shared };
}

/** The opt-out that holds all of these already, so that a request that comes twice is one. */
async function findKnown({ models }: Mongo, { app, keys }: OptOutRequest): Promise<OptOutDocument | null> {
  const [first] = keys;
  if (first === undefined) return null;
  const holders = await models.optOuts.find({ app, hashes: first.hash }).lean<OptOutDocument[]>();
  const all = holders.filter(({ hashes }) => keys.every(({ hash }) => hashes.includes(hash)));
  return all.sort((a, b) => a.seq - b.seq)[0] ?? null;
}

/** A verdict that was committed between the look at the devices and the mark may have made one more of these keys. */
async function lateDevices(
  mongo: Mongo,
  app: string,
  todo: OptOutTodo,
): Promise<Pick<OptOutTodo, 'devices' | 'shared'>> {
  const found = await findDeviceDocuments(mongo, app, todo.keys, devicesMax);
  const late = found.filter(({ _id }) => !todo.devices.includes(_id)).map(fromDeviceDocument);
  return {
    devices: late.map(({ id }) => keyOf(app, id)),
    shared: late.flatMap(({ id, keys }) =>
      keys.filter((key) => !todo.keys.includes(key)).map((key) => [key, id] as const),
    ),
  };
}

/** Everything but the opt-out itself. */
export async function carryOut(
  mongo: Mongo,
  optOut: Pick<OptOutDocument, '_id' | 'app'>,
  todo: OptOutTodo,
): Promise<void> {
  const { models } = mongo;
  const { _id: id, app } = optOut;
  await growCounter(mongo, optOutsCounter);
  const version = await readOptOutsVersion(mongo);
  const keys = [...todo.keys, ...todo.shared.map(([key]) => key)];
  for (;;) {
    const waiting = await models.activities
      .find(
        {
          app,
          keys: { $in: keys },
          state: { $in: ['accepted', 'parked'] },
          optOuts: { $not: { $gte: version } },
        },
        { _id: 1 },
      )
      .limit(waitingMarkedMax)
      .lean();
    if (waiting.length === 0) break;
    await models.activities.updateMany(
      { _id: { $in: waiting.map(({ _id }) => _id) } },
      { $max: { optOuts: version } },
    );
  }
  const late = await lateDevices(mongo, app, todo);
  await models.devices.deleteMany({ _id: { $in: [...todo.devices, ...late.devices] } });
  const shared = [...todo.shared, ...late.shared];
  const note = (
    what: ForgettingDocument['what'],
    key: string,
    at: number,
    device?: string,
  ): ForgettingDocument => ({
    ...{ _id: `${id}:${version}:${what}:${at}`, app, what, key, after: 0 },
    ...present({ device }),
  });
  await insertNew(models.forgetting, [
    ...todo.keys.map((key, at) => note('activities', key, at)),
    ...todo.touchKeys.map((key, at) => note('touches', key, at)),
    ...shared.map(([key, device], at) => note('activities', key, todo.keys.length + at, device)),
  ]);
  await models.optOuts.updateOne({ _id: id }, { $unset: { todo: 1, todoAt: 1 } });
}

function optOuter(mongo: Mongo): OptOutStore['optOut'] {
  const { models, arrivals, now } = mongo;
  return async (request) => {
    const { id, app, environment, createdAt, reason, keys, touchKeys } = request;
    const linked = await link(mongo, app, new Set(keys.map(({ key }) => key)));
    if (linked.devices.length > devicesMax) return { outcome: 'too_many' };
    if (linked.keys.length > 0) return { outcome: 'linked', keys: linked.keys };
    const todo: OptOutTodo = {
      devices: linked.devices.map(({ _id }) => _id),
      keys: keys.map(({ key }) => key),
      touchKeys: touchKeys.map(({ key }) => key),
      shared: linked.shared,
    };
    const forgotten = linked.devices.length;
    const left = { todo: JSON.stringify(todo), todoAt: now() };
    const known = await findKnown(mongo, request);
    const document: OptOutDocument = {
      ...{ _id: known?._id ?? id, app, seq: arrivals.next(createdAt), environment, createdAt, forgotten },
      hashes: [...new Set([...keys, ...touchKeys].map(({ hash }) => hash))],
      ...present({ reason }),
      ...left,
    };
    if (known === null) await insertNew(models.optOuts, [document]);
    else await models.optOuts.updateOne({ _id: known._id }, { $set: left });
    await carryOut(mongo, document, todo);
    return { outcome: 'done', id: document._id, forgotten };
  };
}

export function optOutMethods(mongo: Mongo): Pick<OptOutStore, 'findOptOuts' | 'optOut' | 'withdrawOptOut'> {
  const { models } = mongo;
  const inLine = serially();
  const optOut = optOuter(mongo);
  return {
    async findOptOuts(queries) {
      // The version first: what changes after it makes whoever decided by it stale.
      const version = await readOptOutsVersion(mongo);
      const apps = [...new Set(queries.map(({ app }) => app))];
      const known = await Promise.all(
        apps.map(async (app) => {
          const hashes = [
            ...new Set(queries.filter((query) => query.app === app).flatMap((query) => query.hashes)),
          ];
          if (hashes.length === 0) return [app, new Set<string>()] as const;
          const found = await models.optOuts.find({ app, hashes: { $in: hashes } }, { hashes: 1 }).lean();
          return [app, new Set(found.flatMap((each) => each.hashes))] as const;
        }),
      );
      const byApp = new Map(known);
      return {
        version,
        forgotten: queries.map(({ app, hashes }) =>
          hashes.some((hash) => byApp.get(app)?.has(hash) === true),
        ),
      };
    },
    optOut: (request) => inLine(() => optOut(request)),
    async withdrawOptOut(app, id) {
      const found = await models.optOuts.findOne({ _id: id, app }, { _id: 1 }).lean();
      if (found === null) return false;
      await growCounter(mongo, optOutsCounter);
      const { deletedCount } = await models.optOuts.deleteOne({ _id: id, app });
      // Who read between the two had the new version and the old answer: it is another one now.
      await growCounter(mongo, optOutsCounter);
      return deletedCount === 1;
    },
  };
}

/** One after another in this process: what is asked twice at once is one opt-out. */
function serially(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
