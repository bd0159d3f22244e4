/**
 * What waits, handed over again; and what a dead writer left half said. Enters: times. Leaves: partitions. It marks a bounded number of documents a call.
 */
import type { AnyBulkWriteOperation } from 'mongoose';
import type { Store } from '../../ports/store';
import { backInLine } from './append-activities';
import { finishTouches } from './append-touches';
import { writeAll } from './bulk';
import { held, type DeliveryDocument } from './documents';
import { inTurns } from './due';
import type { Mongo } from './mongo';
import { finishActivities } from './outbox';
import { sumSilent } from './touch-sums';

/** Marked a partition and call: what is beyond stays due, and its partition comes again. */
const markedMax = 5_000;
const finishedMax = 200;
const advancedAtOnce = 1_000;
/** A writer that lives has said all by then. */
const silentMs = 3_000;

/** Each partition with anything waiting. */
export function waitingPartitions({ models }: Mongo): Promise<number[]> {
  return models.activities.distinct('wait.partition', { 'wait.partition': { $gte: 0 } });
}

async function unparkDue({ models }: Mongo, now: number): Promise<void> {
  const due = await models.activities
    .find({ parkedUntil: { $lte: now } }, { _id: 1 })
    .limit(markedMax)
    .lean();
  if (due.length === 0) return;
  await models.activities.collection.updateMany(
    { _id: { $in: due.map(({ _id }) => _id) as never[] }, state: 'parked', parkedUntil: { $lte: now } },
    backInLine,
  );
}

/** Verdicts and clicks whose writers died before they had written all. */
async function finishSilent(mongo: Mongo): Promise<void> {
  const { models, now } = mongo;
  const silent = { todoAt: { $lte: now() - silentMs } };
  const [activities, touches] = await Promise.all([
    models.activities.find(silent, { _id: 1 }).limit(finishedMax).lean(),
    models.touches.find(silent, { todo: 1 }).limit(finishedMax).lean(),
  ]);
  await finishActivities(
    mongo,
    activities.map(({ _id }) => _id),
  );
  await finishTouches(mongo, touches);
  await sumSilent(mongo);
}

function activityFeeder(mongo: Mongo): Store['feedActivities'] {
  const { models } = mongo;
  const feed = async (partition: number, now: number, queuedUntil: number): Promise<number[]> => {
    const due = await models.activities
      .find({ 'wait.partition': partition, 'wait.until': { $lte: now } }, { _id: 1 })
      .limit(markedMax)
      .lean();
    if (due.length === 0) return [];
    const { modifiedCount } = await models.activities.updateMany(
      { _id: { $in: due.map(({ _id }) => _id) }, 'wait.until': { $lte: now } },
      { $set: { 'wait.until': queuedUntil } },
    );
    // Another feeder may have marked them first.
    return modifiedCount === 0 ? [] : [partition];
  };
  return async (now, queuedUntil) => {
    await finishSilent(mongo);
    await unparkDue(mongo, now);
    const partitions = await waitingPartitions(mongo);
    return (await inTurns(partitions, (partition) => feed(partition, now, queuedUntil))).flat();
  };
}

/** What was never tried keeps the delay that it was planned with, and no more. */
async function advanceFirst(models: Mongo['models'], firstDueBy: number): Promise<void> {
  const question = { 'open.destination': { $gt: '' }, 'open.dueAt': { $gt: firstDueBy }, tries: 0 };
  const found = models.deliveries
    .find(question, { open: 1, nextAttemptAt: 1 })
    .lean<DeliveryDocument[]>()
    .cursor({ batchSize: advancedAtOnce }) as AsyncIterable<DeliveryDocument>;
  let piece: AnyBulkWriteOperation<DeliveryDocument>[] = [];
  for await (const { _id, open, nextAttemptAt } of found) {
    const dueAt = firstDueBy + (open?.delayMs ?? 0);
    if (open === undefined || open.dueAt <= dueAt) continue;
    const shown = nextAttemptAt === null ? {} : { nextAttemptAt: dueAt };
    const filter = { _id, 'open.dueAt': open.dueAt, tries: 0 };
    piece.push({ updateOne: { filter, update: { $set: { 'open.dueAt': dueAt, ...shown } } } });
    if (piece.length < advancedAtOnce) continue;
    await writeAll<DeliveryDocument>(models.deliveries, piece);
    piece = [];
  }
  await writeAll<DeliveryDocument>(models.deliveries, piece);
}

async function releaseQueued(
  { models }: Mongo,
  { claimed = false, firstDueBy }: NonNullable<Parameters<Store['releaseQueued']>[0]>,
): Promise<void> {
  const free = { $set: { 'open.queuedUntil': 0, 'open.held': held.nobody }, $unset: { 'open.ticket': 1 } };
  const some = { 'open.destination': { $gt: '' } };
  await models.activities.updateMany(
    { 'wait.partition': { $gte: 0 }, 'wait.until': { $gt: 0 } },
    { $set: { 'wait.until': 0 } },
  );
  await models.deliveries.updateMany({ ...some, 'open.held': held.queue }, free);
  await models.deliveries.updateMany(
    { ...some, 'open.held': held.nobody, 'open.queuedUntil': { $gt: 0 } },
    free,
  );
  // What is claimed is in flight, not in the queue: it is left until its claim ends.
  if (claimed)
    await models.deliveries.updateMany(
      { ...some, 'open.held': held.job },
      { ...free, $inc: { 'open.lost': 1 } },
    );
  if (firstDueBy !== undefined) await advanceFirst(models, firstDueBy);
}

export function sweepMethods(
  mongo: Mongo,
): Pick<Store, 'feedActivities' | 'releaseQueued' | 'releaseActivities'> {
  const { models } = mongo;
  return {
    feedActivities: activityFeeder(mongo),
    releaseQueued: (options = {}) => releaseQueued(mongo, options),
    async releaseActivities(partitions) {
      if (partitions.length === 0) return;
      await models.activities.updateMany(
        { 'wait.partition': { $in: [...partitions] }, 'wait.until': { $gt: 0 } },
        { $set: { 'wait.until': 0 } },
      );
    },
  };
}
