/**
 * What had its time. Enters: a time. Leaves: how many documents were looked at; 0 at the end, after which a walk begins anew. A call takes a bounded piece,
 * and never what is not finished: an activity that waits, is parked or was set aside, a delivery that is open.
 *
 * No TTL index: how long things are kept are settings that may change and differ by app, and what is unfinished stays whatever its age.
 */
import { truncateAddress } from '../../model/address';
import type { Store } from '../../ports/store';
import { writeAll } from './bulk';
import type { ActivityDocument, DeliveryDocument, TouchDocument } from './documents';
import type { Mongo } from './mongo';
import { isAddressKey } from './nouns';
import { hourOf } from './source-rates';

/** Documents looked at in a call. */
const lookedAtMax = 500;
const keysForgottenMax = 2_000;

type Forget = (before: number) => Promise<number>;

function touchForgetter({ models }: Mongo): Forget {
  return async (before) => {
    const old = await models.touches
      .find({ receivedAt: { $lt: before } }, { _id: 1 })
      .sort({ receivedAt: 1 })
      .limit(lookedAtMax)
      .lean();
    if (old.length > 0) await models.touches.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
    return old.length;
  };
}

function addressKeyForgetter({ models }: Mongo): Forget {
  return async (before) => {
    const old = await models.touches
      .find({ addressedAt: { $lt: before } }, { keys: 1 })
      .sort({ addressedAt: 1 })
      .limit(keysForgottenMax)
      .lean();
    await writeAll<TouchDocument>(
      models.touches,
      old.map(({ _id, keys = [] }) => {
        const left = keys.filter((key) => !isAddressKey(key));
        const update =
          left.length === 0
            ? { $unset: { keys: 1 as const, addressedAt: 1 as const } }
            : { $set: { keys: left }, $unset: { addressedAt: 1 as const } };
        return { updateOne: { filter: { _id }, update } };
      }),
    );
    return old.reduce((sum, { keys = [] }) => sum + keys.filter(isAddressKey).length, 0);
  };
}

interface Walked {
  readonly _id: string;
  readonly seq: number;
}

/**
 * In commit order, which is that of arrival but for moments: the walk ends with a piece in which all is young. Where the last piece ended is kept in the
 * process, so that what stays is passed once a walk.
 */
function walk<T extends Walked>(
  read: (from: number, limit: number) => Promise<readonly T[]>,
  isOld: (one: T, before: number) => boolean,
  remove: (ids: readonly string[], before: number) => Promise<void>,
): Forget {
  let from = 0;
  return async (before) => {
    const found = await read(from, lookedAtMax);
    const old = found.filter((one) => isOld(one, before));
    if (old.length === 0) {
      from = 0;
      return 0;
    }
    await remove(
      old.map(({ _id }) => _id),
      before,
    );
    // Of one number there may be two: the next piece begins with it again, unless it would be the same piece.
    const last = found.at(-1)?.seq ?? 0;
    from = last === from ? last + 1 : last;
    return found.length;
  };
}

function activityForgetter({ models }: Mongo): Forget {
  return walk(
    (from, limit) =>
      models.activities
        .find({ seq: { $gte: from } }, { seq: 1, receivedAt: 1 })
        .sort({ seq: 1 })
        .limit(limit)
        .lean<Pick<ActivityDocument, '_id' | 'seq' | 'receivedAt'>[]>(),
    ({ receivedAt }, before) => receivedAt < before,
    async (ids) => {
      await models.activities.deleteMany({
        _id: { $in: [...ids] },
        state: 'processed',
        todoAt: { $exists: false },
      });
    },
  );
}

function deliveryForgetter({ models }: Mongo): Forget {
  return walk(
    (from, limit) =>
      models.deliveries
        .find({ seq: { $gte: from } }, { seq: 1, createdAt: 1 })
        .sort({ seq: 1 })
        .limit(limit)
        .lean<Pick<DeliveryDocument, '_id' | 'seq' | 'createdAt'>[]>(),
    ({ createdAt }, before) => createdAt < before,
    async (ids) => {
      await models.deliveries.deleteMany({ _id: { $in: [...ids] }, open: { $exists: false } });
    },
  );
}

/** All devices in turn: an index over their last activity would be written with every activity. */
function deviceForgetter({ models }: Mongo): Store['forgetIdleDevices'] {
  let from = '';
  return async (before, exceptApps) => {
    const found = await models.devices
      .find({ _id: { $gt: from } }, { app: 1, lastActivityAt: 1, version: 1 })
      .sort({ _id: 1 })
      .limit(lookedAtMax)
      .lean();
    from = found.at(-1)?._id ?? '';
    const idle = found.filter(
      ({ app, lastActivityAt, version }) =>
        version > 0 && lastActivityAt !== null && lastActivityAt < before && !exceptApps.includes(app),
    );
    if (idle.length > 0)
      await models.devices.deleteMany({
        _id: { $in: idle.map(({ _id }) => _id) },
        lastActivityAt: { $lt: before },
        next: { $exists: false },
      });
    return found.length;
  };
}

interface Addressed {
  readonly device?: { ip_address?: string };
  readonly body?: { readonly device?: { ip_address?: string } };
}

/** The same text with its address cut. */
export function cutAddress(body: string): string {
  const document = JSON.parse(body) as Addressed;
  const device: { ip_address?: string } | undefined = document.body?.device ?? document.device;
  const address = device?.ip_address;
  if (device === undefined || address === undefined) return body;
  const network = truncateAddress(address);
  if (network === '') delete device.ip_address;
  else device.ip_address = network;
  return JSON.stringify(document);
}

function truncator({ models }: Mongo): Forget {
  const cut = (found: readonly { readonly _id: string; readonly body: string }[]) =>
    found.map(({ _id, body }) => ({
      updateOne: {
        // Forgotten meanwhile, it has another body and no address.
        filter: { _id, body },
        update: { $set: { body: cutAddress(body) }, $unset: { rawAt: 1 as const } },
      },
    }));
  return async (before) => {
    const question = { rawAt: { $lt: before } };
    const [touches, activities] = await Promise.all([
      models.touches.find(question, { body: 1 }).limit(lookedAtMax).lean<TouchDocument[]>(),
      models.activities.find(question, { body: 1 }).limit(lookedAtMax).lean<ActivityDocument[]>(),
    ]);
    await writeAll<TouchDocument>(models.touches, cut(touches));
    await writeAll<ActivityDocument>(models.activities, cut(activities));
    return touches.length + activities.length;
  };
}

type Methods =
  | 'forgetAddressKeys'
  | 'forgetSourceRates'
  | 'forgetRefusals'
  | 'forgetTouches'
  | 'forgetActivities'
  | 'forgetDeliveries'
  | 'forgetIdleDevices'
  | 'truncateAddresses'
  | 'giveBackSpace';

export function expireMethods(mongo: Mongo): Pick<Store, Methods> {
  const { models } = mongo;
  return {
    forgetAddressKeys: addressKeyForgetter(mongo),
    /** An hour that `before` lies in is not over. */
    async forgetSourceRates(before) {
      const old = await models.sourceHours
        .find({ hour: { $lt: hourOf(before) } }, { _id: 1 })
        .sort({ hour: 1 })
        .limit(keysForgottenMax)
        .lean();
      if (old.length > 0) await models.sourceHours.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
      return old.length;
    },
    async forgetRefusals(before) {
      const old = await models.refusals
        .find({ hour: { $lt: hourOf(before) } }, { _id: 1 })
        .sort({ hour: 1 })
        .limit(keysForgottenMax)
        .lean();
      if (old.length > 0) await models.refusals.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
      return old.length;
    },
    forgetTouches: touchForgetter(mongo),
    forgetActivities: activityForgetter(mongo),
    forgetDeliveries: deliveryForgetter(mongo),
    forgetIdleDevices: deviceForgetter(mongo),
    truncateAddresses: truncator(mongo),
    /** The server uses again what was freed; giving it back is the operator's `compact`. */
    giveBackSpace: () => Promise.resolve(0),
  };
}
