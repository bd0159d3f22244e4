/**
 * The life of a delivery after it was planned. Enters: ids, tickets, outcomes. Leaves: documents. It never moves a delivery that is delivered or failed;
 * that is for `replays.ts`.
 */
import type { Delivery } from '../../model/delivery';
import type { DeliveryOutcome, Store } from '../../ports/store';
import { Fault } from '../../errors';
import { writeAll } from './bulk';
import { held, type DeliveryDocument } from './documents';
import { forgetAttemptText } from './forget-rows';
import type { Mongo } from './mongo';
import { fromDeliveryDocument, unsentOf } from './nouns';

/** Somebody else moved one between the look and the write. */
const turnsMax = 8;

async function claim(
  { models }: Mongo,
  ids: readonly string[],
  ticket: string,
  claimedUntil: number,
): Promise<readonly Delivery[]> {
  if (ids.length === 0) return [];
  const own = { _id: { $in: [...ids] }, 'open.ticket': ticket };
  const { matchedCount } = await models.deliveries.updateMany(own, {
    $set: { 'open.held': held.job, 'open.queuedUntil': claimedUntil },
  });
  if (matchedCount === 0) return [];
  const found = await models.deliveries
    .find({ ...own, 'open.held': held.job })
    .lean<DeliveryDocument[]>();
  const byId = new Map(found.map((each) => [each._id, each]));
  return [...new Set(ids)].flatMap((id) => {
    const each = byId.get(id);
    return each === undefined ? [] : [fromDeliveryDocument(each)];
  });
}

interface Move {
  readonly status: 'delivered' | 'failed' | 'retrying';
  readonly reason: string | null;
  readonly nextAttemptAt: number | null;
}

function moveOf({ outcome, nextAttemptAt }: DeliveryOutcome): Move {
  if (outcome.kind === 'delivered') return { status: 'delivered', reason: null, nextAttemptAt: null };
  if (outcome.kind === 'refused') return { status: 'failed', reason: outcome.reason, nextAttemptAt: null };
  if (nextAttemptAt === null) return { status: 'failed', reason: 'retries_exhausted', nextAttemptAt: null };
  return { status: 'retrying', reason: null, nextAttemptAt };
}

/** Null: it is recorded already. */
function recording(found: DeliveryDocument, made: DeliveryOutcome) {
  const { _id, attempts = [], open, request } = found;
  const whole = JSON.stringify(made.outcome.attempt);
  // It was on its way when its device was forgotten: that it was sent is recorded, what came back is not.
  const attempt = request === undefined ? forgetAttemptText(whole) : whole;
  if (attempts.includes(attempt)) return null;
  const add = { $push: { attempts: attempt }, $inc: { tries: 1 } };
  const filter = { _id, attempts: { $ne: attempt }, request: { $exists: request !== undefined } };
  if (open === undefined) return { updateOne: { filter: { ...filter, open: { $exists: false } }, update: add } };
  const { status, reason, nextAttemptAt } = moveOf(made);
  const { unsent } = unsentOf(status);
  return {
    updateOne: {
      filter: { ...filter, open: { $exists: true } },
      update: {
        ...add,
        $set: {
          status,
          nextAttemptAt,
          ...(reason === null ? {} : { reason }),
          ...(unsent === undefined ? {} : { unsent }),
          ...(nextAttemptAt === null
            ? {}
            : {
                open: {
                  ...{ destination: open.destination, dueAt: nextAttemptAt },
                  ...{ queuedUntil: 0, held: held.nobody },
                },
              }),
        },
        $unset: {
          ...(reason === null ? { reason: 1 as const } : {}),
          ...(unsent === undefined ? { unsent: 1 as const } : {}),
          ...(nextAttemptAt === null ? { open: 1 as const } : {}),
        },
      },
    },
  };
}

const recordLooked = { attempts: 1, open: 1, request: 1 } as const;

/** Outcomes of different deliveries. */
async function recordTogether({ models }: Mongo, outcomes: readonly DeliveryOutcome[]): Promise<void> {
  const ids = outcomes.map(({ id }) => id);
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const found = await models.deliveries.find({ _id: { $in: ids } }, recordLooked).lean<DeliveryDocument[]>();
    const byId = new Map(found.map((each) => [each._id, each]));
    const writes = outcomes.flatMap((made) => {
      const each = byId.get(made.id);
      return each === undefined ? [] : (recording(each, made) ?? []);
    });
    if ((await writeAll<DeliveryDocument>(models.deliveries, writes)) === writes.length) return;
  }
  throw new Fault('store_unavailable', { message: 'Deliveries were moved by others again and again.' });
}

async function record(mongo: Mongo, outcomes: readonly DeliveryOutcome[]): Promise<void> {
  let left = outcomes;
  while (left.length > 0) {
    const seen = new Set<string>();
    const later: DeliveryOutcome[] = [];
    const now = left.filter((made) => {
      const first = !seen.has(made.id);
      seen.add(made.id);
      if (!first) later.push(made);
      return first;
    });
    await recordTogether(mongo, now);
    left = later;
  }
}

type Methods = 'claimDeliveries' | 'recordOutcomes' | 'releaseDeliveries' | 'releaseTicket';

export function deliveryMethods(mongo: Mongo): Pick<Store, Methods> {
  const { models } = mongo;
  return {
    claimDeliveries: (ids, ticket, claimedUntil) => claim(mongo, ids, ticket, claimedUntil),
    recordOutcomes: (outcomes) => record(mongo, outcomes),
    async releaseDeliveries(ids, availableAt) {
      if (ids.length === 0) return;
      await models.deliveries.updateMany(
        { _id: { $in: [...ids] }, open: { $exists: true } },
        { $set: { 'open.queuedUntil': availableAt, 'open.held': held.nobody }, $unset: { 'open.ticket': 1 } },
      );
    },
    async releaseTicket(ticket) {
      await models.deliveries.updateMany(
        { 'open.ticket': ticket, 'open.held': held.queue },
        { $set: { 'open.queuedUntil': 0, 'open.held': held.nobody }, $unset: { 'open.ticket': 1 } },
      );
    },
  };
}
