/** `takeUnprocessed`, `findTouches`, `findDevices`. Enters: a store. Leaves: tests. */
import type { Store, TouchQuery } from '../../src/ports/store';
import { activity, device, processed, t0, touch } from './samples';
import type { At } from './store-contract';

const query = (change: Partial<TouchQuery>): TouchQuery => ({
  app: 'app1',
  ids: [],
  keys: [],
  since: t0 - 100,
  until: t0,
  limitPerKey: 10,
  ...change,
});

async function find(store: Store, change: Partial<TouchQuery>): Promise<string[]> {
  const [found = []] = await store.findTouches([query(change)]);
  return found.map(({ id }) => id);
}

const windowEdges = [
  { name: 'at its older end counts', time: t0 - 100, found: true },
  { name: 'one millisecond older does not', time: t0 - 101, found: false },
  { name: 'at its newer end counts', time: t0, found: true },
  { name: 'one millisecond newer does not', time: t0 + 1, found: false },
];

function takes(at: At): void {
  test('the partition’s own, in commit order, whatever their times', async () => {
    const { store } = at();
    await store.appendActivities([activity('c', { time: 9 }), activity('x', { partition: 1 })], t0);
    await store.appendActivities([activity('b', { time: 5 })], t0);
    await store.appendActivities([activity('a', { time: 7 })], t0);
    const taken = await store.takeUnprocessed(0, 10);
    expect(taken.map((stored) => stored.activity.id)).toEqual(['c', 'b', 'a']);
    expect(taken.map(({ seq }) => seq)).toEqual(taken.map(({ seq }) => seq).sort((a, b) => a - b));
    expect(new Set(taken.map(({ state }) => state))).toEqual(new Set(['accepted']));
    expect(await store.takeUnprocessed(2, 10)).toEqual([]);
  });

  test.each([
    { limit: 1, ids: ['a'] },
    { limit: 2, ids: ['a', 'b'] },
    { limit: 3, ids: ['a', 'b', 'c'] },
    { limit: 4, ids: ['a', 'b', 'c'] },
  ])('at most $limit are taken, the first', async ({ limit, ids }) => {
    const { store } = at();
    await store.appendActivities([activity('a'), activity('b'), activity('c')], t0);
    expect((await store.takeUnprocessed(0, limit)).map((stored) => stored.activity.id)).toEqual(ids);
  });

  test('taking takes nothing away; finishing does', async () => {
    const { store } = at();
    await store.appendActivities([activity('a'), activity('b')], t0);
    await store.takeUnprocessed(0, 10);
    expect(await store.takeUnprocessed(0, 10)).toHaveLength(2);
    await store.commitProcessed([processed('a')], 'ticket1', t0);
    expect((await store.takeUnprocessed(0, 10)).map((stored) => stored.activity.id)).toEqual(['b']);
  });
}

function findsTouches(at: At): void {
  test.each(windowEdges)('a touch of the window: $name', async ({ time, found }) => {
    const { store } = at();
    await store.appendTouches([touch('t1', { time, keys: ['k:1'] })]);
    expect(await find(store, { keys: ['k:1'] })).toEqual(found ? ['t1'] : []);
  });

  test.each(windowEdges)(
    'a touch that is named outright is found whatever its time: $name',
    async ({ time }) => {
      const { store } = at();
      await store.appendTouches([touch('t1', { time })]);
      expect(await find(store, { ids: ['t1'] })).toEqual(['t1']);
    },
  );

  test('another app’s touch is found neither by id nor by key', async () => {
    const { store } = at();
    await store.appendTouches([touch('t1', { app: 'app2', keys: ['k:1'] })]);
    expect(await find(store, { ids: ['t1'], keys: ['k:1'] })).toEqual([]);
    expect(await find(store, { app: 'app2', ids: ['t1'], keys: ['k:1'] })).toEqual(['t1']);
  });

  test('newest first; equal times by id, bytewise, descending', async () => {
    const { store } = at();
    const ids = ['b', 'a', 'B', 'é', '0'];
    await store.appendTouches([
      ...ids.map((id) => touch(id, { time: t0 - 10, keys: ['k:1'] })),
      touch('older', { time: t0 - 11, keys: ['k:1'] }),
      touch('newer', { time: t0 - 9, keys: ['k:1'] }),
    ]);
    const sorted = ['newer', 'é', 'b', 'a', 'B', '0', 'older'];
    expect(await find(store, { keys: ['k:1'] })).toEqual(sorted);
    expect(await find(store, { ids: ['0', 'é'], keys: ['k:1'], limitPerKey: 2 })).toEqual([
      'newer',
      'é',
      '0',
    ]);
  });

  test('the limit is for each key and keeps its newest', async () => {
    const { store } = at();
    await store.appendTouches([
      ...[1, 2, 3].map((n) => touch(`a${n}`, { time: t0 - n, keys: ['k:a'] })),
      ...[4, 5, 6].map((n) => touch(`b${n}`, { time: t0 - n, keys: ['k:b'] })),
    ]);
    const keys = ['k:a', 'k:b'];
    expect(await find(store, { keys, limitPerKey: 2 })).toEqual(['a1', 'a2', 'b4', 'b5']);
    expect(await find(store, { keys, limitPerKey: 3 })).toEqual(['a1', 'a2', 'a3', 'b4', 'b5', 'b6']);
  });

  test.each([
    { limit: 1, ids: ['a1'] },
    { limit: 2, ids: ['a1', 'a2'] },
    { limit: 3, ids: ['a1', 'a2', 'b3'] },
    { limit: 5, ids: ['a1', 'a2', 'b3', 'b4', 'c5'] },
    { limit: 6, ids: ['a1', 'a2', 'b3', 'b4', 'c5'] },
  ])(
    'of all address keys together the newest $limit, whatever the other keys found',
    async ({ limit, ids }) => {
      const { store } = at();
      const of = (key: string, ...times: number[]) =>
        times.map((n) => touch(`${key}${n}`, { time: t0 - n, keys: [`ip:${key}`] }));
      await store.appendTouches([...of('a', 1, 2), ...of('b', 3, 4), ...of('c', 5), ...of('d', 6)]);
      const addressKeys = ['ip:a', 'ip:none', 'ip:b', 'ip:c'];
      expect(await find(store, { addressKeys, limitPerKey: limit })).toEqual(ids);
      const both = await find(store, { addressKeys, keys: ['ip:d'], limitPerKey: limit });
      expect(both).toEqual([...ids, 'd6']);
    },
  );

  test.each(windowEdges)('a touch found by its address: $name', async ({ time, found }) => {
    const { store } = at();
    await store.appendTouches([touch('t1', { time, keys: ['ip:a'] })]);
    expect(await find(store, { addressKeys: ['ip:a'] })).toEqual(found ? ['t1'] : []);
  });

  test('at equal times the limit keeps the highest ids', async () => {
    const { store } = at();
    await store.appendTouches(['m', 'z', 'a'].map((id) => touch(id, { keys: ['k:1'] })));
    expect(await find(store, { keys: ['k:1'], limitPerKey: 2 })).toEqual(['z', 'm']);
  });

  test('a touch found in several ways comes once, whole', async () => {
    const { store } = at();
    const whole = touch('t1', { keys: ['k:1', 'k:2'] });
    await store.appendTouches([whole]);
    expect(await store.findTouches([query({ ids: ['t1', 't1'], keys: ['k:1', 'k:2', 'k:1'] })])).toEqual([
      [whole],
    ]);
  });

  test('one result a query, in order, empty ones too', async () => {
    const { store } = at();
    await store.appendTouches([touch('t1', { keys: ['k:1'] }), touch('t2', { keys: ['k:2'] })]);
    const found = await store.findTouches(['k:2', 'k:0', 'k:1'].map((key) => query({ keys: [key] })));
    expect(found.map((touches) => touches.map(({ id }) => id))).toEqual([['t2'], [], ['t1']]);
    expect(await store.findTouches([])).toEqual([]);
  });

  test('a touch is found as soon as it was appended', async () => {
    const { store } = at();
    const appending = store.appendTouches([touch('t1', { keys: ['k:1'] })]);
    await appending;
    expect(await find(store, { ids: ['t1'] })).toEqual(['t1']);
  });
}

function findsDevices(at: At): void {
  const keep = async (store: Store, id: string, keys: readonly string[], app = 'app1'): Promise<void> => {
    await store.appendActivities([activity(`of-${id}`, { app })], t0);
    await store.commitProcessed(
      [processed(`of-${id}`, { app, device: device(id, { app, keys }) })],
      'ticket1',
      t0,
    );
  };

  test('every device that any key names, once, oldest first', async () => {
    const { store } = at();
    await keep(store, 'z', ['k:1', 'k:shared']);
    await keep(store, 'a', ['k:2', 'k:shared']);
    await keep(store, 'm', ['k:3']);
    const found = await store.findDevices([
      { app: 'app1', keys: ['k:2', 'k:1'] },
      { app: 'app1', keys: ['k:shared', 'k:1', 'k:3'] },
      { app: 'app1', keys: ['k:4'] },
      { app: 'app1', keys: [] },
    ]);
    expect(found.map((devices) => devices.map(({ id }) => id))).toEqual([
      ['z', 'a'],
      ['z', 'a', 'm'],
      [],
      [],
    ]);
  });

  test('another app’s device is not found', async () => {
    const { store } = at();
    await keep(store, 'd', ['k:1'], 'app2');
    expect(await store.findDevices([{ app: 'app1', keys: ['k:1'] }])).toEqual([[]]);
    expect((await store.findDevices([{ app: 'app2', keys: ['k:1'] }]))[0]).toHaveLength(1);
  });
}

export function attributeContract(at: At): void {
  describe('takeUnprocessed', () => takes(at));
  describe('findTouches', () => findsTouches(at));
  describe('findDevices', () => findsDevices(at));
}
