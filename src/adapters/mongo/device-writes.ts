/**
 * Devices, changed by verdicts. Enters: what a verdict makes of a device. Leaves: devices whose next form is known, then taken or dropped.
 *
 * A verdict first writes the device's next form beside the present one, by compare-and-set on its version; then its activity is committed; then the next
 * form becomes the present. Whoever finds a next form asks the activity: was it judged by that attempt, the next form holds; was it not, that attempt is
 * barred from the activity first, and then the next form goes. So a device is never ahead of its activity, nor behind it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Device } from '../../model/attribution';
import { writeAll } from './bulk';
import { keyOf, type DeviceDocument, type NextDevice } from './documents';
import type { Mongo } from './mongo';

/** A device after a verdict. */
export interface DeviceChange {
  readonly _id: string;
  /** Of which it was made. */
  readonly version: number;
  readonly keys: readonly string[];
  readonly doc: string;
  readonly lastActivityAt: number | null;
}

export interface Proposal extends DeviceChange {
  readonly app: string;
  readonly id: string;
  readonly token: string;
  /** `_id` of the activity. */
  readonly activity: string;
}

/** Another's verdict on the same device is under way: it is waited for so often before it is barred. */
const waits = 8;
const waitMs = 15;

export function toDeviceChange(app: string, device: Device): DeviceChange & Pick<Proposal, 'app' | 'id'> {
  return {
    _id: keyOf(app, device.id),
    app,
    id: device.id,
    version: device.version,
    keys: device.keys,
    doc: JSON.stringify(device),
    lastActivityAt: device.lastActivityAt,
  };
}

function nextOf({ token, activity, doc, lastActivityAt }: Proposal): NextDevice {
  return { token, activity, doc, lastActivityAt };
}

/** Writes next forms. Returns the tokens of those that stand; the others were made from a device that is no more. */
async function proposeOnce(
  { models, arrivals, now }: Mongo,
  proposals: readonly Proposal[],
): Promise<ReadonlySet<string>> {
  const written = await writeAll<DeviceDocument>(
    models.devices,
    proposals.map((proposal) => {
      const { _id, app, id, version, keys } = proposal;
      const next = nextOf(proposal);
      if (version > 0)
        return {
          updateOne: {
            filter: { _id, version, next: { $exists: false } },
            update: { $set: { next }, $addToSet: { keys: { $each: [...keys] } } },
          },
        };
      const document: DeviceDocument = {
        ...{ _id, app, id, version: 0, keys, doc: '', lastActivityAt: null, next },
        seq: arrivals.next(now()),
      };
      return { insertOne: { document } };
    }),
  );
  if (written === proposals.length) return new Set(proposals.map(({ token }) => token));
  const ids = proposals.map(({ _id }) => _id);
  const found = await models.devices
    .find({ _id: { $in: ids } }, { 'next.token': 1 })
    .lean<Pick<DeviceDocument, '_id' | 'next'>[]>();
  const standing = new Set(found.map(({ next }) => next?.token));
  return new Set(proposals.map(({ token }) => token).filter((token) => standing.has(token)));
}

/** One proposal a device. */
export async function propose(mongo: Mongo, proposals: readonly Proposal[]): Promise<ReadonlySet<string>> {
  if (proposals.length === 0) return new Set();
  const standing = new Set(await proposeOnce(mongo, proposals));
  if (standing.size === proposals.length) return standing;
  // Where somebody else's next form stood in the way, it is settled now.
  const refused = proposals.filter(({ token }) => !standing.has(token));
  const ids = refused.map(({ _id }) => _id);
  const blocked = await mongo.models.devices
    .find({ _id: { $in: ids }, next: { $exists: true } }, { _id: 1 })
    .lean();
  if (blocked.length === 0) return standing;
  await settleDevices(
    mongo,
    blocked.map(({ _id }) => _id),
  );
  const again = refused.filter(({ _id }) => blocked.some((device) => device._id === _id));
  for (const token of await proposeOnce(mongo, again)) standing.add(token);
  return standing;
}

/** The next forms of committed verdicts become the present ones. */
export async function finishDevices(
  { models }: Mongo,
  changes: readonly (Omit<DeviceChange, 'keys'> & { readonly token: string })[],
): Promise<void> {
  await writeAll<DeviceDocument>(
    models.devices,
    changes.map(({ _id, token, version, doc, lastActivityAt }) => ({
      updateOne: {
        filter: { _id, 'next.token': token },
        update: { $set: { version: version + 1, doc, lastActivityAt }, $unset: { next: 1 } },
      },
    })),
  );
}

/** Takes back next forms whose verdict will not be. */
export async function dropNext(
  { models }: Mongo,
  devices: readonly Pick<DeviceDocument, '_id' | 'next'>[],
): Promise<void> {
  const tokens = devices.flatMap(({ next }) => (next === undefined ? [] : [next.token]));
  if (tokens.length === 0) return;
  const _id = { $in: devices.map((device) => device._id) };
  await models.devices.deleteMany({ _id, version: 0, 'next.token': { $in: tokens } });
  const left = await models.devices.find({ _id, 'next.token': { $in: tokens } }).lean();
  await writeAll<DeviceDocument>(
    models.devices,
    left.map((device) => ({
      updateOne: {
        filter: { _id: device._id, 'next.token': device.next?.token ?? '' },
        update: { $set: { keys: keysIn(device.doc) }, $unset: { next: 1 } },
      },
    })),
  );
}

export function keysIn(doc: string): string[] {
  return [...(JSON.parse(doc) as Device).keys];
}

/** Which of these have a next form that was committed: its activity was judged by that attempt. */
async function committedOf(
  { models }: Mongo,
  devices: readonly DeviceDocument[],
): Promise<ReadonlySet<string>> {
  const ids = devices.flatMap(({ next }) => (next === undefined ? [] : [next.activity]));
  const judged = await models.activities.find({ _id: { $in: ids } }, { by: 1 }).lean();
  return new Set(judged.flatMap(({ by }) => (by === undefined ? [] : [by])));
}

/** Afterwards none of these has the next form that it has now. What is under way is given some time; then it is barred. */
export async function settleDevices(mongo: Mongo, ids: readonly string[]): Promise<void> {
  const { models } = mongo;
  const undecided = async (): Promise<DeviceDocument[]> => {
    const found = await models.devices.find({ _id: { $in: [...ids] }, next: { $exists: true } }).lean();
    const committed = await committedOf(mongo, found);
    const [done, open] = [true, false].map((is) =>
      found.filter(({ next }) => committed.has(next?.token ?? '') === is),
    );
    await finishDevices(
      mongo,
      (done ?? []).flatMap(({ _id, version, next }) =>
        next === undefined ? [] : [{ _id, version, ...next }],
      ),
    );
    return open ?? [];
  };
  for (let turn = 0; turn < waits; turn += 1) {
    if ((await undecided()).length === 0) return;
    await pause(waitMs);
  }
  const stuck = await undecided();
  await writeAll(
    models.activities,
    stuck.flatMap(({ next }) =>
      next === undefined
        ? []
        : [
            {
              updateOne: {
                filter: { _id: next.activity, by: { $ne: next.token } },
                update: { $set: { barred: next.token } },
              },
            },
          ],
    ),
  );
  // Now none of them can be committed any more: those that were in the last moment are found so.
  await dropNext(mongo, await undecided());
}
