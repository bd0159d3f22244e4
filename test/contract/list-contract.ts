/** `readActivity`, `listActivities`, `listDerived`, `listTouches`, `readDelivery`, `listDeliveries`. Enters: a store. Leaves: tests. */
import type { ActivityFilter, DeliveryFilter, Store } from '../../src/ports/store';
import { activity, attempt, attribution, delivery, plan, processed, t0, touch, walk } from './samples';
import type { At } from './store-contract';

const invalidCursor = expect.objectContaining({ name: 'Fault', kind: 'invalid_cursor' }) as unknown;

async function fillActivities(store: Store): Promise<void> {
  await store.appendActivities(
    [
      activity('a1', { receivedAt: t0 + 1, keys: { device: ['k:1', 'k:2'] } }),
      activity('a2', { receivedAt: t0 + 2, kind: 'install', keys: { device: ['k:2'], touch: ['k:1'] } }),
      activity('b1', { receivedAt: t0 + 3, app: 'app2', kind: 'session', keys: { device: ['k:1'] } }),
      activity('a3', { receivedAt: t0 + 4, kind: 'session', keys: { device: ['k:1'] } }),
    ],
    t0,
  );
  await store.commitProcessed(
    [
      processed('a2', { kind: 'reinstall', attribution: attribution('net1') }),
      processed('b1', { app: 'app2', kind: 'session', attribution: attribution('net1') }),
      processed('a3', { kind: 'session', attribution: attribution('net2') }),
    ],
    'ticket1',
    t0,
  );
}

const activityFilters: readonly { name: string; filter: Partial<ActivityFilter>; ids: readonly string[] }[] =
  [
    { name: 'all', filter: {}, ids: ['a3', 'b1', 'a2', 'a1'] },
    { name: 'of an app', filter: { app: 'app1' }, ids: ['a3', 'a2', 'a1'] },
    { name: 'of an app without any', filter: { app: 'app9' }, ids: [] },
    { name: 'credited to a partner', filter: { partner: 'net1' }, ids: ['b1', 'a2'] },
    { name: 'of an app, credited to a partner', filter: { app: 'app1', partner: 'net1' }, ids: ['a2'] },
    { name: 'of the kind they became', filter: { kind: 'reinstall' }, ids: ['a2'] },
    { name: 'not of the kind they were posted as', filter: { kind: 'install' }, ids: [] },
    { name: 'of an app and a rare kind', filter: { app: 'app1', kind: 'reinstall' }, ids: ['a2'] },
    { name: 'of an app and a common kind', filter: { app: 'app1', kind: 'session' }, ids: ['a3'] },
    { name: 'of a kind, before they were judged', filter: { app: 'app1', kind: 'event' }, ids: ['a1'] },
    { name: 'received at the time or after it', filter: { since: t0 + 3 }, ids: ['a3', 'b1'] },
    { name: 'received one millisecond later', filter: { since: t0 + 4 }, ids: ['a3'] },
    { name: 'received after all', filter: { since: t0 + 5 }, ids: [] },
    { name: 'of a device', filter: { app: 'app1', deviceKey: 'k:1' }, ids: ['a3', 'a1'] },
    { name: 'of a device, by another key', filter: { app: 'app1', deviceKey: 'k:2' }, ids: ['a2', 'a1'] },
    { name: 'of a device in another app', filter: { app: 'app2', deviceKey: 'k:1' }, ids: ['b1'] },
    {
      name: 'of a device, by everything',
      filter: { app: 'app1', deviceKey: 'k:2', partner: 'net1', kind: 'reinstall', since: t0 + 2 },
      ids: ['a2'],
    },
  ];

function activities(at: At): void {
  test.each(activityFilters)('newest first: $name', async ({ filter, ids }) => {
    const { store } = at();
    await fillActivities(store);
    const page = await store.listActivities({ limit: 10, ...filter });
    expect(page.items.map((stored) => stored.activity.id)).toEqual(ids);
    expect(page.next).toBeNull();
  });

  test.each(activityFilters)('one by one the same: $name', async ({ filter, ids }) => {
    const { store } = at();
    await fillActivities(store);
    const all = await walk(
      (cursor) => store.listActivities({ limit: 1, ...filter, ...(cursor && { cursor }) }),
      1,
    );
    expect(all.map((stored) => stored.activity.id)).toEqual(ids);
  });

  test('commit order, not time, is what is listed by', async () => {
    const { store } = at();
    await store.appendActivities([activity('late', { time: t0 + 50 })], t0);
    await store.appendActivities([activity('early', { time: t0 - 50 })], t0);
    const { items } = await store.listActivities({ limit: 10 });
    expect(items.map((stored) => stored.activity.id)).toEqual(['early', 'late']);
  });

  test('what comes while the pages are turned moves none of them', async () => {
    const { store } = at();
    await store.appendActivities(
      ['1', '2', '3'].map((id) => activity(id)),
      t0,
    );
    const first = await store.listActivities({ limit: 2 });
    await store.appendActivities([activity('4')], t0);
    const second = await store.listActivities({ limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map((stored) => stored.activity.id)).toEqual(['3', '2', '1']);
  });

  test.each(['', 'x', '!!!', 'bnVsbA', 'W10', Buffer.from('["activities","5"]').toString('base64url')])(
    'the cursor "%s" is nobody’s',
    async (cursor) => {
      const { store } = at();
      await expect(store.listActivities({ limit: 1, cursor })).rejects.toEqual(invalidCursor);
    },
  );

  test('one list’s cursor is not another’s', async () => {
    const { store } = at();
    await store.appendActivities(
      ['1', '2', '3'].map((id) => activity(id)),
      t0,
    );
    await plan(store, [delivery('d1'), delivery('d2')]);
    const ofActivities = (await store.listActivities({ limit: 1 })).next ?? '';
    const ofDeliveries = (await store.listDeliveries({ limit: 1 })).next ?? '';
    expect(ofActivities).not.toBe('');
    expect(ofDeliveries).not.toBe('');
    await expect(store.listDeliveries({ limit: 1, cursor: ofActivities })).rejects.toEqual(invalidCursor);
    await expect(store.listActivities({ limit: 1, cursor: ofDeliveries })).rejects.toEqual(invalidCursor);
    await expect(store.listRecords('app', { limit: 1, cursor: ofActivities })).rejects.toEqual(invalidCursor);
  });

  test('an activity is read in its app, and not in another', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    expect((await store.readActivity('app1', 'a1'))?.activity).toEqual(activity('a1'));
    expect(await store.readActivity('app2', 'a1')).toBeNull();
    expect(await store.readActivity('app1', 'a2')).toBeNull();
  });

  test('what was derived from one, and from no other', async () => {
    const { store } = at();
    const derived = (id: string, causedBy: string) => ({
      activity: activity(id, { kind: 'reengagement', causedBy, keys: { device: ['k:1'] } }),
      attribution: attribution('net1'),
      rejected: [],
    });
    await store.appendActivities([activity('a1'), activity('a2')], t0);
    const batch = [
      processed('a1', { derived: [derived('x1', 'a1'), derived('x2', 'a1')] }),
      processed('a2', { derived: [derived('y1', 'a2')] }),
    ];
    await store.commitProcessed(batch, 'ticket1', t0);
    const found = await store.listDerived('app1', 'a1');
    expect(found.map((stored) => stored.activity.id).sort()).toEqual(['x1', 'x2']);
    expect(await store.listDerived('app2', 'a1')).toEqual([]);
    expect(await store.listDerived('app1', 'x1')).toEqual([]);
    // They are activities like others: found by their device and by their credit.
    const ofDevice = await store.listActivities({ app: 'app1', deviceKey: 'k:1', limit: 10 });
    expect(ofDevice.items.map((stored) => stored.activity.id)).toEqual(['y1', 'x2', 'x1']);
    expect((await store.listActivities({ partner: 'net1', limit: 10 })).items).toHaveLength(3);
  });
}

function touches(at: At): void {
  test.each([
    { name: 'newest first, each once', keys: ['k:1', 'k:2'], limit: 10, ids: ['t3', 't2b', 't2a', 't1'] },
    { name: 'at most the limit', keys: ['k:1', 'k:2'], limit: 2, ids: ['t3', 't2b'] },
    { name: 'of one key', keys: ['k:1'], limit: 10, ids: ['t3', 't1'] },
    { name: 'of no key', keys: [], limit: 10, ids: [] },
    { name: 'of an unknown key', keys: ['k:9'], limit: 10, ids: [] },
  ])('touches: $name', async ({ keys, limit, ids }) => {
    const { store } = at();
    await store.appendTouches([
      touch('t1', { time: 1, keys: ['k:1'] }),
      touch('t3', { time: t0 * 2, keys: ['k:1', 'k:2'] }),
      touch('t2a', { time: t0, keys: ['k:2'] }),
      touch('t2b', { time: t0, keys: ['k:2'] }),
      touch('other', { app: 'app2', keys: ['k:1', 'k:2'] }),
    ]);
    expect((await store.listTouches('app1', keys, limit)).map(({ id }) => id)).toEqual(ids);
  });
}

async function fillDeliveries(store: Store): Promise<void> {
  const of = (id: string, n: number, change = {}) => delivery(id, { createdAt: t0 + n, ...change });
  await plan(store, [of('d1', 1), of('d2', 2, { callback: 'cb1', visibleToPartner: false })]);
  const other = [
    of('d3', 3, { activity: 'a2', partner: 'net2' }),
    of('d4', 4, { activity: 'a2', visibleToPartner: false }),
  ];
  await plan(store, other, { id: 'a2' });
  await store.appendActivities([activity('a9', { app: 'app2' })], t0);
  const abroad = of('d5', 5, { app: 'app2', activity: 'a9', status: 'skipped', reason: 'r', request: null });
  await store.commitProcessed([processed('a9', { app: 'app2', deliveries: [abroad] })], 'ticket1', t0);
  const done = { attempt: attempt(t0) };
  await store.recordOutcomes([
    { id: 'd1', outcome: { kind: 'delivered', ...done }, nextAttemptAt: null },
    { id: 'd2', outcome: { kind: 'refused', reason: 'r', ...done }, nextAttemptAt: null },
    { id: 'd3', outcome: { kind: 'retry', afterMs: 1, ...done }, nextAttemptAt: t0 + 9 },
  ]);
}

const deliveryFilters: readonly { name: string; filter: Partial<DeliveryFilter>; ids: readonly string[] }[] =
  [
    { name: 'all', filter: {}, ids: ['d5', 'd4', 'd3', 'd2', 'd1'] },
    { name: 'of an app', filter: { app: 'app1' }, ids: ['d4', 'd3', 'd2', 'd1'] },
    { name: 'to a partner', filter: { partner: 'net1' }, ids: ['d5', 'd4', 'd1'] },
    { name: 'of an app to a partner', filter: { app: 'app1', partner: 'net1' }, ids: ['d4', 'd1'] },
    { name: 'to a callback', filter: { callback: 'cb1' }, ids: ['d2'] },
    { name: 'pending', filter: { status: 'pending' }, ids: ['d4'] },
    { name: 'delivered', filter: { status: 'delivered' }, ids: ['d1'] },
    { name: 'failed', filter: { status: 'failed' }, ids: ['d2'] },
    { name: 'failed, of another app', filter: { status: 'failed', app: 'app2' }, ids: [] },
    { name: 'retrying', filter: { status: 'retrying', app: 'app1' }, ids: ['d3'] },
    { name: 'skipped', filter: { status: 'skipped' }, ids: ['d5'] },
    { name: 'of an activity', filter: { activity: 'a2' }, ids: ['d4', 'd3'] },
    { name: 'of an activity to a partner', filter: { activity: 'a2', partner: 'net2' }, ids: ['d3'] },
    { name: 'created at the time or after it', filter: { since: t0 + 4 }, ids: ['d5', 'd4'] },
    { name: 'that a partner may see', filter: { visibleToPartner: true }, ids: ['d5', 'd3', 'd1'] },
    {
      name: 'that this partner may see',
      filter: { partner: 'net1', visibleToPartner: true },
      ids: ['d5', 'd1'],
    },
  ];

function deliveries(at: At): void {
  test.each(deliveryFilters)('newest first: $name', async ({ filter, ids }) => {
    const { store } = at();
    await fillDeliveries(store);
    const whole = await store.listDeliveries({ limit: 10, ...filter });
    expect(whole.items.map(({ id }) => id)).toEqual(ids);
    expect(whole.next).toBeNull();
    const paged = await walk(
      (cursor) => store.listDeliveries({ limit: 1, ...filter, ...(cursor && { cursor }) }),
      1,
    );
    expect(paged.map(({ id }) => id)).toEqual(ids);
  });

  test.each([1, 2, 3, 4])('pages of %i through equal times lose and repeat none', async (limit) => {
    const { store } = at();
    const ids = ['m', 'z', 'a', 'q', 'b'];
    await plan(
      store,
      ids.map((id) => delivery(id)),
    );
    const paged = await walk(
      (cursor) => store.listDeliveries({ app: 'app1', limit, ...(cursor && { cursor }) }),
      limit,
    );
    expect(paged.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  test('a page that holds exactly the rest is the last', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2')]);
    expect((await store.listDeliveries({ limit: 2 })).next).toBeNull();
    expect((await store.listDeliveries({ limit: 1 })).next).not.toBeNull();
  });

  test('a foreign cursor is a fault', async () => {
    await expect(at().store.listDeliveries({ limit: 1, cursor: 'x' })).rejects.toEqual(invalidCursor);
  });

  test('a delivery that is not there', async () => {
    expect(await at().store.readDelivery('unknown')).toBeNull();
  });
}

export function listContract(at: At): void {
  describe('activities', () => activities(at));
  describe('touches', () => touches(at));
  describe('deliveries', () => deliveries(at));
}
