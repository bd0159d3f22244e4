/** Spread over shards: unique indexes allow it, scripts/shard.js does what the table says, and what is asked for every batch names its shard key. */
import mongoose from 'mongoose';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { indexes } from '../../src/adapters/mongo/indexes';
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { shardKeys } from '../../src/adapters/mongo/shard-keys';
import { closeMongo, emptyDatabase } from '../mongo-server';
import { activity, delivery, device, processed, t0, touch } from './samples';

afterAll(closeMongo);
afterEach(() => mongoose.set('debug', false));

test.each(shardKeys)('$collection: every unique index begins with the shard key', ({ collection, key }) => {
  const fields = Object.keys(key);
  const unique = indexes.filter((row) => row.collection === collection && row.unique === true);
  for (const row of unique) expect(Object.keys(row.key).slice(0, fields.length)).toEqual(fields);
  // `_id` is unique by itself only where the key has it, or it begins with what the key has.
  expect(fields.includes('_id') || fields.join() === 'app').toBe(true);
});

test('scripts/shard.js spreads what the table says', () => {
  const spread: unknown[] = [];
  const made: unknown[] = [];
  runInNewContext(readFileSync(join(__dirname, '..', '..', '..', 'scripts', 'shard.js'), 'utf8'), {
    print: () => undefined,
    db: {
      getName: () => 'carom',
      getCollection: (name: string) => ({ createIndex: (key: unknown) => void made.push([name, key]) }),
    },
    sh: {
      enableSharding: () => undefined,
      shardCollection: (name: string, key: unknown) => void spread.push([name, key]),
    },
  });
  const rows = shardKeys.map(({ collection, key }) => [collection, key] as const);
  expect(made).toEqual(rows);
  expect(spread).toEqual(rows.map(([collection, key]) => [`carom.${collection}`, key]));
});

/** Asked of every shard, and why that is borne. */
const scattered = [
  // A partition has activities of many apps. Once a batch; a shard on which none waits answers from an empty index.
  'activities find wait.partition',
];

interface Asked {
  readonly collection: string;
  readonly filter: object;
}

/** What the driver is asked, filters of updates in bulk one by one. Documents that are inserted have their shard key in them. */
function watch(): Asked[] {
  const asked: Asked[] = [];
  mongoose.set('debug', (collection: string, method: string, ...args: unknown[]) => {
    const [first] = args;
    const filters = method === 'bulkWrite' ? (first as { updateOne?: { filter: object } }[]) : [];
    for (const { updateOne } of filters)
      if (updateOne !== undefined) asked.push({ collection, filter: updateOne.filter });
    if (/^(find|update|delete|count|distinct)/.test(method))
      asked.push({ collection, filter: first as object });
  });
  return asked;
}

const isTargeted = ({ collection, filter }: Asked): boolean => {
  const [field = ''] = Object.keys(shardKeys.find((row) => row.collection === collection)?.key ?? {});
  return field === '' || field in filter;
};

test('what is asked for every batch names its shard key', async () => {
  const store = await openMongoStore({ url: await emptyDatabase() });
  const asked = watch();
  const ids = ['a1', 'a2'];
  await store.appendTouches([touch('t1', { keys: ['gps_adid:g1'] })]);
  await store.appendActivities(
    [...ids.map((id) => activity(id)), activity('b1', { app: 'app2' })],
    t0 + 1_000,
  );
  await store.appendActivities([activity('a1')], t0 + 1_000);
  expect(await store.takeUnprocessed(0, 10)).toHaveLength(3);
  await store.findTouches([
    {
      ...{ app: 'app1', ids: ['t1'], keys: ['gps_adid:g1'], addressKeys: ['ip:1'] },
      ...{ since: 0, until: t0 + 1, limitPerKey: 10 },
    },
  ]);
  await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }]);
  const verdicts = ids.map((id) =>
    processed(id, { device: device(`d-${id}`), deliveries: [delivery(`of-${id}`, { activity: id })] }),
  );
  const other = processed('b1', { app: 'app2', device: device('d-b1', { app: 'app2' }) });
  expect(await store.commitProcessed([...verdicts, other], 'ticket1', t0 + 1_000)).toEqual([
    'done',
    'done',
    'done',
  ]);
  expect(await store.claimDeliveries(['of-a1', 'of-a2'], 'ticket1', t0 + 5_000)).toHaveLength(2);
  expect(await store.readActivity('app1', 'a1')).not.toBeNull();
  mongoose.set('debug', false);
  await store.close();
  expect(asked.length).toBeGreaterThan(8);
  const everywhere = asked
    .filter((one) => !isTargeted(one))
    .map(({ collection, filter }) => `${collection} find ${Object.keys(filter).join(' ')}`);
  expect([...new Set(everywhere)]).toEqual(scattered);
});
