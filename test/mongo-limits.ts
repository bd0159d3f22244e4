/**
 * What a MongoDB-compatible server lacks, found out by trying. Enters: the run's server. Leaves: a table; each lack is a printed line, and a test that cannot
 * ask for it says so by that.
 */
import { emptyDatabase, openServer } from './mongo-server';

export interface ServerLimits {
  /** An index with more than one field serves an order, with nothing sorted in memory. */
  readonly sortsByIndex: boolean;
  /** `distinct` steps down an index from value to value. */
  readonly skipsInIndex: boolean;
}

const told: Readonly<Record<keyof ServerLimits, string>> = {
  sortsByIndex:
    'sorts in memory what a compound index has in order: that plans sort nothing is not asked of it',
  skipsInIndex:
    'reads all entries of an index for a `distinct`: that it steps from value to value is not asked of it',
};

async function probe(): Promise<ServerLimits> {
  const name = `carom_test_limits_${process.pid}`;
  await emptyDatabase(name);
  const db = (await openServer()).getClient().db(name);
  const collection = db.collection('probe');
  await collection.createIndexes([{ key: { a: 1, b: 1 }, name: 'ab' }]);
  await collection.insertMany(Array.from({ length: 50 }, (_, n) => ({ a: n % 5, b: n })));
  const sorted = JSON.stringify(await collection.find({ a: 1 }).sort({ b: 1 }).explain('queryPlanner'));
  const distinct = JSON.stringify(
    await db
      .command({
        explain: { distinct: 'probe', key: 'a', query: { a: { $gte: 0 } } },
        verbosity: 'queryPlanner',
      })
      .catch(() => ({})),
  );
  await db.dropDatabase();
  return {
    sortsByIndex: !sorted.includes('"stage":"SORT"'),
    skipsInIndex: distinct.includes('DISTINCT_SCAN'),
  };
}

let known: Promise<ServerLimits> | null = null;

export function serverLimits(): Promise<ServerLimits> {
  known ??= probe().then((limits) => {
    for (const [name, text] of Object.entries(told))
      if (!limits[name as keyof ServerLimits])
        process.stderr.write(`This MongoDB-compatible server ${text}.\n`);
    return limits;
  });
  return known;
}
