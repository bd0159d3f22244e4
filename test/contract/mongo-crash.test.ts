/** Writers that die in the middle of a commit, after each of its steps. Enters: a store that ends there. Leaves: tests that another one finds all or nothing. */
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import type { CommitStep } from '../../src/adapters/mongo/mongo';
import type { ProcessedActivity, Store } from '../../src/ports/store';
import { closeMongo, emptyDatabase } from '../mongo-server';
import { activity, attribution, delivery, device, processed, t0 } from './samples';

const opened: Store[] = [];
let url = '';
/** Ahead of every silence that is waited for. */
let aheadMs = 0;

async function open(dieAfter?: CommitStep): Promise<Store> {
  const store = await openMongoStore({
    url,
    now: () => Date.now() + aheadMs,
    ...(dieAfter === undefined
      ? {}
      : {
          step: (after: CommitStep) => {
            if (after === dieAfter) throw new Error(`died after ${after}`);
          },
        }),
  });
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

const source = { partner: 'net1', sub: 'feed' };

function verdict(version = 0): ProcessedActivity {
  return processed('a1', {
    kind: 'install',
    attribution: attribution('net1'),
    device: device('d1', { version, keys: ['k:1', 'k:new'], sessions: 7 }),
    derived: [
      {
        activity: activity('derived', { kind: 'reengagement', causedBy: 'a1' }),
        attribution: attribution('net1'),
        rejected: [],
      },
    ],
    deliveries: ['x', 'y'].map((id) =>
      delivery(id, {
        ...(id === 'y' ? { callback: 'cb' } : {}),
        request: { method: 'POST', url: 'https://x.test/', headers: {}, body: '{"a":1}' },
      }),
    ),
    unparked: ['p'],
    conversionOf: source,
  });
}

/** Everything a verdict brings about, each asked for by itself. */
async function effects(store: Store): Promise<unknown> {
  const [devices = []] = await store.findDevices([{ app: 'app1', keys: ['k:1'] }]);
  const [byNew = []] = await store.findDevices([{ app: 'app1', keys: ['k:new'] }]);
  return {
    states: await Promise.all(['a1', 'p'].map(async (id) => (await store.readActivity('app1', id))?.state)),
    derived: (await store.listDerived('app1', 'a1')).map((stored) => stored.activity.id),
    deliveries: (await store.listDeliveries({ limit: 10 })).items.map(({ id, request }) => [
      id,
      request?.body,
    ]),
    devices: devices.map(({ version, sessions }) => [version, sessions]),
    byNew: byNew.length,
    rates: await store.readSourceRates('app1', [source], 0),
    due: (await store.feedDeliveries(t0 + 9_000, 'ticket2', t0 + 9_999, 9, t0 + 9_000))
      .map(({ id }) => id)
      .sort(),
  };
}

const nothing = {
  states: ['accepted', 'parked'],
  derived: [],
  deliveries: [],
  devices: [],
  byNew: 0,
  rates: [{ clicks: 0, conversions: 0 }],
  due: [],
};
const everything = {
  states: ['processed', 'accepted'],
  derived: ['derived'],
  deliveries: [
    ['y', '{"a":1}'],
    ['x', '{"a":1}'],
  ],
  devices: [[1, 7]],
  byNew: 1,
  rates: [{ clicks: 0, conversions: 1 }],
  due: ['x', 'y'],
};

/** One that waits, one that is parked, and a writer that dies over the first. */
async function die(after: CommitStep): Promise<Store> {
  const other = await open();
  await other.appendActivities([activity('a1', { kind: 'install' }), activity('p')], t0);
  await other.commitProcessed([processed('p', { parkUntil: t0 + 9e9 })], 'ticket1', t0);
  const dying = await open(after);
  await expect(dying.commitProcessed([verdict()], 'ticket1', t0 + 1_000)).rejects.toThrow();
  return other;
}

test('before the one write: nothing of it, and it is judged again', async () => {
  const other = await die('propose');
  expect(await effects(other)).toEqual(nothing);
  expect((await other.takeUnprocessed(0, 10)).map((stored) => stored.activity.id)).toEqual(['a1']);
  expect(await other.commitProcessed([verdict()], 'ticket1', t0 + 1_000)).toEqual(['done']);
  expect(await effects(other)).toEqual(everything);
});

test.each(['judge', 'spread'] as const)('after %s: who reads the activity finds all of it', async (after) => {
  const other = await die(after);
  expect((await other.readActivity('app1', 'a1'))?.state).toBe('processed');
  expect(await effects(other)).toEqual(everything);
  expect(await other.commitProcessed([verdict(1)], 'ticket1', t0)).toEqual(['stale']);
});

test.each(['judge', 'spread'] as const)('after %s: who lists activities finds all of it', async (after) => {
  const other = await die(after);
  await other.listActivities({ app: 'app1', limit: 10 });
  expect(await effects(other)).toEqual(everything);
});

test('after the one write: the next verdict on the same activity writes over nothing of the first', async () => {
  const other = await open();
  await other.appendActivities([activity('a1', { kind: 'install' })], t0);
  const dying = await open('judge');
  const parked = { ...verdict(), unparked: [], parkUntil: t0 + 500 };
  await expect(dying.commitProcessed([parked], 'ticket1', t0)).rejects.toThrow();
  expect(await other.feedActivities(t0 + 500, t0 + 900)).toEqual([0]);
  const again = processed('a1', { device: device('d1', { version: 1, keys: ['k:1'], sessions: 8 }) });
  expect(await other.commitProcessed([again], 'ticket1', t0)).toEqual(['done']);
  expect((await other.listDeliveries({ limit: 9 })).items.map(({ id }) => id)).toEqual(['y', 'x']);
  const [[found] = []] = await other.findDevices([{ app: 'app1', keys: ['k:1'] }]);
  expect(found).toMatchObject({ version: 2, sessions: 8 });
});

test('after the one write: who looks for the device finds it as it became, and may build on it', async () => {
  const other = await die('judge');
  const [[found] = []] = await other.findDevices([{ app: 'app1', keys: ['k:new'] }]);
  expect(found).toMatchObject({ version: 1, sessions: 7 });
});

test('after the one write: who changes the device without a look builds on what it became', async () => {
  const other = await die('judge');
  await other.appendActivities([activity('a2')], t0);
  const onOld = processed('a2', { device: device('d1', { version: 0, keys: ['k:1'] }) });
  expect(await other.commitProcessed([onOld], 'ticket1', t0)).toEqual(['stale']);
  const onNew = processed('a2', {
    device: device('d1', { version: 1, keys: ['k:1', 'k:new'], sessions: 8 }),
  });
  expect(await other.commitProcessed([onNew], 'ticket1', t0)).toEqual(['done']);
  const [[found] = []] = await other.findDevices([{ app: 'app1', keys: ['k:1'] }]);
  expect(found).toMatchObject({ version: 2, sessions: 8 });
});

test.each(['judge', 'spread'] as const)(
  'after %s: the sweeper finishes it when its writer is silent',
  async (after) => {
    const other = await die(after);
    await other.feedActivities(t0, t0 + 1);
    if (after === 'judge') expect(await other.readDelivery('x')).toBeNull();
    aheadMs = 10_000;
    await other.feedActivities(t0, t0 + 1);
    expect(await other.readDelivery('x')).not.toBeNull();
    expect(await effects(other)).toEqual(everything);
  },
);

test('what one proposed and never committed stands in nobody’s way, and leaves no key', async () => {
  const other = await die('propose');
  await other.appendActivities([activity('a2')], t0);
  const another = processed('a2', { device: device('d1', { keys: ['k:1'], sessions: 3 }) });
  expect(await other.commitProcessed([another], 'ticket1', t0)).toEqual(['done']);
  expect(await other.commitProcessed([verdict(0)], 'ticket1', t0)).toEqual(['stale']);
  const [[found] = []] = await other.findDevices([{ app: 'app1', keys: ['k:1'] }]);
  expect(found).toMatchObject({ version: 1, sessions: 3 });
  expect((await other.findDevices([{ app: 'app1', keys: ['k:new'] }]))[0]).toEqual([]);
});

test('an attempt that only slept before the one write was barred by whoever came by: it is stale, and leaves nothing', async () => {
  const other = await open();
  await other.appendActivities([activity('a1', { kind: 'install' }), activity('p')], t0);
  let looked: Promise<unknown> = Promise.resolve();
  const slow = await openMongoStore({
    url,
    step: (after) => {
      // Whoever looks for the device while it sleeps gives it some time, and then bars it.
      if (after !== 'propose') return;
      looked = other.findDevices([{ app: 'app1', keys: ['k:1'] }]);
      return looked.then(() => undefined);
    },
  });
  opened.push(slow);
  expect(await slow.commitProcessed([verdict()], 'ticket1', t0)).toEqual(['stale']);
  expect(await looked).toEqual([[]]);
  expect((await other.takeUnprocessed(0, 10)).map((stored) => stored.activity.id)).toEqual(['a1', 'p']);
  expect((await other.listDeliveries({ limit: 9 })).items).toEqual([]);
  expect(await other.commitProcessed([verdict()], 'ticket1', t0)).toEqual(['done']);
});

test('of many that race for few devices each verdict is whole or not there, and none is lost', async () => {
  const stores = [await open(), await open(), await open()];
  const ids = Array.from({ length: 24 }, (_, n) => `r${n}`);
  await stores[0]?.appendActivities(
    ids.map((id) => activity(id)),
    t0,
  );
  const judgeOne = async (store: Store, id: string, of: string): Promise<void> => {
    for (;;) {
      const [[known] = []] = await store.findDevices([{ app: 'app1', keys: [`k:${of}`] }]);
      const next = device(of, {
        keys: [`k:${of}`],
        version: known?.version ?? 0,
        sessions: (known?.sessions ?? 0) + 1,
      });
      const [result] = await store.commitProcessed(
        [processed(id, { device: next, deliveries: [delivery(`of-${id}`, { activity: id })] })],
        'ticket1',
        t0,
      );
      if (result === 'done') return;
    }
  };
  await Promise.all(ids.map((id, n) => judgeOne(stores[n % 3] as Store, id, `d${n % 2}`)));
  const [store] = stores;
  for (const of of ['d0', 'd1'])
    expect((await store?.findDevices([{ app: 'app1', keys: [`k:${of}`] }]))?.[0]).toMatchObject([
      { version: 12, sessions: 12 },
    ]);
  expect((await store?.listDeliveries({ limit: 100 }))?.items).toHaveLength(24);
});
