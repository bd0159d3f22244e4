/**
 * Managed records, and the forgetting of sandbox devices. Enters: documents. Leaves: whether it was done.
 *
 * `recordsVersion` grows after each change and with it. A change announces itself before it is made: where its writer dies in between, whoever asks for the
 * version sees an announcement that is too old and grows the version in its place.
 */
import { randomUUID } from 'node:crypto';
import type { Activity } from '../../model/activity';
import type { Store } from '../../ports/store';
import { insertNew, writeAll } from './bulk';
import { type ActivityDocument, type DeviceDocument, type RecordDocument } from './documents';
import { findDeviceDocuments } from './find';
import type { Mongo } from './mongo';
import { fromDeviceDocument, present, without } from './nouns';

const recordsCounter = 'records';
/** A writer that lives has made its change by then, or failed. */
const silentMs = 30_000;

function changer({ models, now }: Mongo) {
  return async (change: () => Promise<boolean>): Promise<boolean> => {
    const token = randomUUID();
    await models.counters.updateOne(
      { _id: recordsCounter },
      { $push: { changes: { token, at: now() } }, $setOnInsert: { value: 0 } },
      { upsert: true },
    );
    const done = await change();
    await models.counters.updateOne(
      { _id: recordsCounter, 'changes.token': token },
      { $pull: { changes: { token } }, ...(done ? { $inc: { value: 1 } } : {}) },
    );
    return done;
  };
}

function versionReader({ models, now }: Mongo): Store['recordsVersion'] {
  return async () => {
    const found = await models.counters.findById(recordsCounter).lean();
    if (found === null) return 0;
    const left = (found.changes ?? []).filter(({ at }) => at < now() - silentMs);
    if (left.length === 0) return found.value;
    await models.counters.updateOne(
      { _id: recordsCounter, 'changes.token': { $in: left.map(({ token }) => token) } },
      { $pull: { changes: { token: { $in: left.map(({ token }) => token) } } }, $inc: { value: 1 } },
    );
    return found.value + 1;
  };
}

/** What says whose activity it was. */
const identity = [
  'gps_adid',
  'idfa',
  'idfv',
  'oaid',
  'fire_adid',
  'android_id',
  'device_id',
  'ip_address',
  'user_agent',
] as const;

function withoutIdentity(body: string): string {
  const activity = JSON.parse(body) as Activity;
  const device = without(activity.body.device, ...identity);
  const rest = without(activity.body, 'user');
  return JSON.stringify({
    ...activity,
    body: { ...rest, device },
    keys: { device: [], touch: [], address: [] },
  });
}

const forgottenAtOnce = 500;

function deviceForgetter(mongo: Mongo): Store['forgetDevices'] {
  const { models } = mongo;
  const strip = async (app: string, keys: readonly string[]): Promise<void> => {
    for (;;) {
      // What still waits for its verdict keeps its keys: the verdict needs them.
      const found = await models.activities
        .find({ app, keys: { $in: [...keys] }, state: 'processed' }, { body: 1 })
        .limit(forgottenAtOnce)
        .lean<ActivityDocument[]>();
      await writeAll<ActivityDocument>(
        models.activities,
        found.map(({ _id, body }) => ({
          updateOne: {
            filter: { _id },
            update: {
              $set: { body: withoutIdentity(body) },
              $unset: { device: 1, keys: 1, rawAt: 1 },
            },
          },
        })),
      );
      if (found.length < forgottenAtOnce) return;
    }
  };
  return async (app, keys) => {
    const devices = await findDeviceDocuments(mongo, app, keys);
    if (devices.length === 0) return 0;
    await models.devices.deleteMany({ _id: { $in: devices.map(({ _id }: DeviceDocument) => _id) } });
    await strip(app, [...new Set(devices.flatMap((device) => fromDeviceDocument(device).keys))]);
    return devices.length;
  };
}

export function recordMethods(
  mongo: Mongo,
): Pick<Store, 'putRecord' | 'deleteRecord' | 'recordKeyUses' | 'recordsVersion' | 'forgetDevices'> {
  const { models } = mongo;
  const change = changer(mongo);
  return {
    putRecord: ({ kind, id, app, createdAt, document }, expected) =>
      change(async () => {
        const _id = `${kind}:${id}`;
        const fields = { createdAt, document: JSON.stringify(document ?? null), ...present({ app }) };
        if (expected === 0) {
          const made: RecordDocument = { _id, kind, id, version: 1, ...fields };
          return (await insertNew(models.records, [made])).size === 0;
        }
        const done = await models.records.updateOne(
          { _id, version: expected },
          {
            $set: { ...fields, version: expected + 1 },
            ...(app === undefined ? { $unset: { app: 1 } } : {}),
          },
        );
        return done.matchedCount === 1;
      }),
    deleteRecord: (kind, id) =>
      change(async () => (await models.records.deleteOne({ _id: `${kind}:${id}` })).deletedCount === 1),
    // No change of the record: nobody reads his directory again for it.
    async recordKeyUses(uses) {
      await writeAll<RecordDocument>(
        models.records,
        uses.map(({ id, at }) => ({
          updateOne: { filter: { _id: `key:${id}` }, update: { $max: { usedAt: at } } },
        })),
      );
    },
    recordsVersion: versionReader(mongo),
    forgetDevices: deviceForgetter(mongo),
  };
}
