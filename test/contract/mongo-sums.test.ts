/** Writers of touches that die or sleep before their sums are written. Enters: a store that ends there. Leaves: tests that each touch is in its sums once. */
import mongoose from 'mongoose';
import type { CommitStep } from '../../src/adapters/mongo/mongo';
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import type { Store } from '../../src/ports/store';
import { closeMongo, emptyDatabase } from '../mongo-server';
import { t0, touch } from './samples';

const opened: Store[] = [];
let url = '';
/** Ahead of every silence that is waited for. */
let aheadMs = 0;
const silence = 40_000;

async function open(step?: (after: CommitStep) => void | Promise<void>): Promise<Store> {
  const now = (): number => Date.now() + aheadMs;
  const store = await openMongoStore({ url, now, ...(step === undefined ? {} : { step }) });
  opened.push(store);
  return store;
}

beforeEach(async () => {
  aheadMs = 0;
  url = await emptyDatabase();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});
afterAll(closeMongo);

const cost = { model: 'cpc', amount: '0.25', currency: 'USD' } as const;
const clicks = (ids: readonly string[]) => ids.map((id) => touch(id, { cost }));
const sub = 'ß “quoted” 😀';

async function sums(store: Store): Promise<unknown> {
  const { items } = await store.listCosts({ app: 'app1', limit: 9 });
  const [rate] = await store.readSourceRates('app1', [{ partner: 'net1', sub }], t0 - 1);
  return [rate?.clicks, ...items.map(({ touches, cost: { amount } }) => [touches, amount])];
}

async function sweep(store: Store): Promise<void> {
  aheadMs += silence;
  await store.feedActivities(t0, t0 + 1);
}

test.each(['store', 'sum'] as const)('after %s: the sweeper adds what is missing, and once', async (at) => {
  const other = await open();
  await other.appendTouches(clicks(['before']));
  const dying = await open((after) => {
    if (after === at) throw new Error(`died after ${after}`);
  });
  await expect(dying.appendTouches(clicks(['a', 'b']))).rejects.toThrow();
  const early = at === 'store' ? [1, [1, '0.25']] : [3, [3, '0.75']];
  expect(await sums(other)).toEqual(early);
  await other.feedActivities(t0, t0 + 1);
  expect(await sums(other)).toEqual(early);
  // Whoever heard no answer sends it again.
  await other.appendTouches(clicks(['a', 'b']));
  for (let turn = 0; turn < 3; turn += 1) {
    await sweep(other);
    expect(await sums(other)).toEqual([3, [3, '0.75']]);
  }
});

test.each(['store', 'sum'] as const)('after %s: one that only slept adds nothing twice', async (at) => {
  const other = await open();
  const slow = await open((after) => (after === at ? sweep(other) : undefined));
  for (const [turn, id] of ['a', 'b', 'c'].entries()) {
    await slow.appendTouches(clicks([id]));
    await sweep(other);
    expect((await sums(other)) as unknown[]).toEqual([turn + 1, [turn + 1, String(0.25 * (turn + 1))]]);
  }
});

test('several that sweep at once add it once', async () => {
  const dying = await open(() => {
    throw new Error('died');
  });
  await expect(dying.appendTouches(clicks(['a', 'b', 'c']))).rejects.toThrow();
  aheadMs = silence;
  const stores = await Promise.all(Array.from({ length: 4 }, () => open()));
  await Promise.all(stores.map((store) => store.feedActivities(t0, t0 + 1)));
  expect(await sums(stores[0] as Store)).toEqual([3, [3, '0.75']]);
});

test('a sum forgets the batches that are done, and no touch keeps its mark', async () => {
  const store = await open();
  for (let n = 0; n < 20; n += 1) await store.appendTouches(clicks([`t${n}`]));
  expect(await sums(store)).toEqual([20, [20, '5']]);
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    for (const name of ['source_hours', 'costs']) {
      const found = await connection.collection(name).findOne();
      expect(Object.keys(found?.['adding'] as object)).toHaveLength(1);
    }
    expect(await connection.collection('touches').countDocuments({ sums: { $exists: true } })).toBe(0);
  } finally {
    await connection.close();
  }
});
