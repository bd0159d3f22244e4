/**
 * What touches add to sums: clicks of sources, costs. Enters: touches that carry the name of their batch. Leaves: sums with each batch in them once. A touch
 * loses that name when its batch is added, so that a batch whose writer died is found and added by the sweeper; it never adds one twice.
 *
 * A sum names the batches in it that may be added again. Only their writer takes a name off, and only where no sweeper took a touch of it before: a sweeper that
 * slept with the touches in hand finds the name still there. `docs/decisions/0059-touches-are-summed-once.md` walks through it.
 */
import type { AnyBulkWriteOperation, Model } from 'mongoose';
import type { Touch } from '../../model/touch';
import { writeAll } from './bulk';
import { costSums } from './costs';
import type { CostDocument, SourceHourDocument, SumsPart } from './documents';
import type { Mongo, Sum } from './mongo';
import { clickSums } from './source-rates';

/** Longer than a batch takes to be stored: a sweeper that sees half of one would leave out the rest. */
const silentMs = 30_000;
const sweptMax = 200;
/** Sums that a process remembers names for; what it forgets stays in them until they expire. */
const rememberedMax = 10_000;

async function addOnce<T extends CostDocument | SourceHourDocument>(
  model: Model<T>,
  token: string,
  sums: readonly Sum[],
  droppedOf: (id: string) => readonly string[],
): Promise<void> {
  const write = (operations: readonly object[]): Promise<number> =>
    writeAll<T>(model, operations as AnyBulkWriteOperation<T>[]);
  const name = `adding.${token}`;
  // The document first: an upsert whose filter fails for the name alone would try to make it again.
  await write(
    sums.map(({ _id, empty }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: empty }, upsert: true },
    })),
  );
  await write(
    sums.map(({ _id, more }) => {
      const dropped = droppedOf(_id).map((done) => [`adding.${done}`, 1]);
      const $unset = dropped.length === 0 ? {} : { $unset: Object.fromEntries(dropped) as object };
      const update = { $inc: more, $set: { [name]: 1 }, ...$unset };
      return { updateOne: { filter: { _id, [name]: { $exists: false } }, update } };
    }),
  );
}

function addBatch(
  { models }: Mongo,
  token: string,
  touches: readonly Touch[],
  droppedOf: (id: string) => readonly string[] = () => [],
): Promise<unknown> {
  return Promise.all([
    addOnce<SourceHourDocument>(models.sourceHours, token, clickSums(touches), droppedOf),
    addOnce<CostDocument>(models.costs, token, costSums(touches), droppedOf),
  ]);
}

const isSummed = (touch: Touch): boolean => clickSums([touch]).length + costSums([touch]).length > 0;

/** What a touch carries until it is in its sums; nothing where it is in none. */
export function sumsPart(touch: Touch, token: string, at: number): { readonly sums?: SumsPart } {
  return isSummed(touch) ? { sums: { token, at, taken: 0 } } : {};
}

/** Adds what this process stored. */
export function touchSummer(mongo: Mongo) {
  const { models } = mongo;
  /** Names of batches that nobody can add again, by the sum that still holds them. */
  const done = new Map<string, string[]>();
  const takeDone = (id: string): readonly string[] => {
    const names = done.get(id) ?? [];
    done.delete(id);
    return names;
  };
  const remember = (token: string, touches: readonly Touch[]): void => {
    if (done.size > rememberedMax) done.clear();
    for (const { _id } of [...clickSums(touches), ...costSums(touches)])
      done.set(_id, [...(done.get(_id) ?? []), token]);
  };
  return async (token: string, at: number, stored: readonly Touch[]): Promise<void> => {
    const touches = stored.filter(isSummed);
    if (touches.length === 0) return;
    await addBatch(mongo, token, touches, takeDone);
    await mongo.step?.('sum');
    const { modifiedCount } = await models.touches.updateMany(
      {
        app: { $in: [...new Set(touches.map(({ app }) => app))] },
        'sums.at': at,
        'sums.token': token,
        'sums.taken': 0,
      },
      { $unset: { sums: 1 } },
    );
    if (modifiedCount === touches.length) remember(token, touches);
  };
}

/** Adds the batches whose writers are silent. */
export async function sumSilent(mongo: Mongo): Promise<void> {
  const { models, now } = mongo;
  const silent = await models.touches
    .find({ 'sums.at': { $lte: now() - silentMs } }, { sums: 1 })
    .sort({ 'sums.at': 1 })
    .limit(sweptMax)
    .lean();
  const batches = new Map(silent.flatMap(({ sums }) => (sums === undefined ? [] : [[sums.token, sums.at]])));
  for (const [token, at] of batches) {
    const batch = { 'sums.at': at, 'sums.token': token };
    await models.touches.updateMany(batch, { $set: { 'sums.taken': 1 } });
    const taken = { ...batch, 'sums.taken': 1 } as const;
    const found = await models.touches.find(taken, { body: 1 }).lean();
    if (found.length === 0) continue;
    await addBatch(
      mongo,
      token,
      found.map(({ body }) => JSON.parse(body) as Touch),
    );
    await models.touches.updateMany(taken, { $unset: { sums: 1 } });
  }
}
