/**
 * The layout of the database, by number. Enters: an open connection. Leaves: the same at the newest layout, or a Fault.
 * A migration that was released is never edited; a change is the next number. Each may be done again from its beginning: whoever dies in the middle of one
 * leaves the number as it was. One process at a time migrates; a database newer than the code is refused, never touched.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../errors';
import { indexes, type IndexRow } from './indexes';
import type { Models } from './schemas';

interface Migration {
  readonly what: string;
  up(models: Models): Promise<void>;
}

function optionsOf({ name, unique, sparse, only, atLeast }: IndexRow) {
  return {
    name,
    ...(unique === undefined ? {} : { unique }),
    ...(sparse === undefined ? {} : { sparse }),
    ...(only === undefined ? {} : { partialFilterExpression: { [only]: { $gt: '' } } }),
    ...(atLeast === undefined ? {} : { partialFilterExpression: { [atLeast[0]]: { $gte: atLeast[1] } } }),
  };
}

async function createIndexes(models: Models): Promise<void> {
  const byName = new Map(Object.values(models).map((model) => [model.collection.name, model]));
  for (const [name, model] of byName) {
    const own = indexes.filter(({ collection }) => collection === name);
    await model.createCollection();
    if (own.length > 0)
      await model.collection.createIndexes(own.map((row) => ({ key: { ...row.key }, ...optionsOf(row) })));
  }
}

const migrations: readonly Migration[] = [{ what: 'collections and indexes', up: createIndexes }];

/** The layout this code writes. */
export const layoutNewest = migrations.length;

const layoutId = 'layout';
/** Longer than a migration of this code takes between two steps; who died holds up the next one for so long. */
const lockMs = 60_000;
const lockWaitMs = 200;

async function layoutOf({ layout }: Models): Promise<number> {
  return (await layout.findById(layoutId).lean())?.version ?? 0;
}

function refuseNewer(found: number): void {
  if (found > layoutNewest)
    throw new Fault('store_unavailable', {
      message: `The store's database has layout ${found}, this version knows ${layoutNewest}: it was written by a newer version.`,
    });
}

/** Whose clock is wrong by more than the lock lasts may migrate beside another; each step may be done twice. */
async function lock({ layout }: Models, now: () => number): Promise<string | null> {
  const token = randomUUID();
  await layout.updateOne({ _id: layoutId }, { $setOnInsert: { version: 0 } }, { upsert: true });
  const { modifiedCount } = await layout.updateOne(
    { _id: layoutId, $or: [{ lock: { $exists: false } }, { 'lock.until': { $lt: now() } }] },
    { $set: { lock: { token, until: now() + lockMs } } },
  );
  return modifiedCount === 1 ? token : null;
}

/** @returns the numbers that were carried out. */
export async function migrate(models: Models, now: () => number): Promise<readonly number[]> {
  const done: number[] = [];
  for (;;) {
    const found = await layoutOf(models);
    refuseNewer(found);
    if (found === layoutNewest) return done;
    const token = await lock(models, now);
    if (token === null) {
      await pause(lockWaitMs);
      continue;
    }
    try {
      // Somebody else may have ended between the look and the lock.
      for (let at = await layoutOf(models); at < layoutNewest; at += 1) {
        await migrations[at]?.up(models);
        await models.layout.updateOne(
          { _id: layoutId, 'lock.token': token },
          { $set: { version: at + 1, 'lock.until': now() + lockMs } },
        );
        done.push(at + 1);
      }
    } finally {
      await models.layout.updateOne({ _id: layoutId, 'lock.token': token }, { $unset: { lock: 1 } });
    }
  }
}
