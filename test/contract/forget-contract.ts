/** What is kept for a time: `forget…`, `truncateAddresses`, `giveBackSpace`. Enters: a store. Leaves: tests. */
import type { Store } from '../../src/ports/store';
import { activity, attempt, delivery, device, plan, processed, t0, touch } from './samples';
import type { At } from './store-contract';

/** Until the end is reached; how many were looked at, and in how many pieces. */
async function all(forget: () => Promise<number>): Promise<{ looked: number; pieces: number }> {
  let looked = 0;
  for (let pieces = 0; ; pieces += 1) {
    const count = await forget();
    if (count === 0) return { looked, pieces };
    looked += count;
  }
}

const touchesOf = async (store: Store, key: string): Promise<string[]> => {
  const query = { app: 'app1', ids: [], keys: [key], since: 0, until: t0 + 9_999, limitPerKey: 9_999 };
  return ((await store.findTouches([query]))[0] ?? []).map(({ id }) => id);
};

function forgetsTouches(at: At): void {
  test('by when they were received, with their keys; both sides of the edge', async () => {
    const { store } = at();
    const keys = ['gps_adid:a', 'ip:b'];
    await store.appendTouches([touch('old', { receivedAt: t0 - 1, time: t0 - 9, keys })]);
    await store.appendTouches([touch('young', { receivedAt: t0, time: t0 - 9, keys })]);
    await all(() => store.forgetTouches(t0));
    expect(await store.readTouch('old')).toBeNull();
    expect(await store.readTouch('young')).not.toBeNull();
    for (const key of keys) expect(await touchesOf(store, key)).toEqual(['young']);
    // Its id is free again: nothing of it is left behind.
    await store.appendTouches([touch('old', { keys })]);
    expect(await touchesOf(store, 'gps_adid:a')).toEqual(['old', 'young']);
  });

  test('many go a bounded piece at a time', async () => {
    const { store } = at();
    await store.appendTouches(
      Array.from({ length: 3_000 }, (_, n) => touch(`t${n}`, { keys: ['gps_adid:a'] })),
    );
    const first = await store.forgetTouches(t0 + 1);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(3_000);
    await all(() => store.forgetTouches(t0 + 1));
    expect(await touchesOf(store, 'gps_adid:a')).toEqual([]);
  });
}

function forgetsActivities(at: At): void {
  const judge = async (store: Store, id: string, receivedAt: number): Promise<void> => {
    await store.appendActivities([activity(id, { receivedAt, keys: { device: ['device_id:d'] } })], t0);
    await store.commitProcessed([processed(id)], 'ticket1', t0);
  };

  test('by when they were received; then the id is new again', async () => {
    const { store } = at();
    await judge(store, 'old', t0 - 1);
    await judge(store, 'young', t0);
    await all(() => store.forgetActivities(t0));
    expect(await store.readActivity('app1', 'old')).toBeNull();
    const listed = await store.listActivities({ app: 'app1', deviceKey: 'device_id:d', limit: 10 });
    expect(listed.items.map((stored) => stored.activity.id)).toEqual(['young']);
    expect(await store.appendActivities([activity('old'), activity('young')], t0)).toEqual([
      { outcome: 'new' },
      { outcome: 'duplicate', id: 'young', scope: 'id' },
    ]);
  });

  test('what is not judged stays, however old: waiting, parked, quarantined', async () => {
    const { store } = at();
    await store.appendActivities(
      ['waiting', 'parked', 'quarantined'].map((id) => activity(id)),
      t0,
    );
    await store.commitProcessed(
      [processed('parked', { parkUntil: t0 + 9 }), processed('quarantined', { quarantined: 'x' })],
      'ticket1',
      t0,
    );
    for (let walk = 0; walk < 2; walk += 1) await all(() => store.forgetActivities(t0 + 1));
    const states = (await store.listActivities({ limit: 10 })).items.map(({ state }) => state);
    expect(states.sort()).toEqual(['accepted', 'parked', 'quarantined']);
  });

  test('what stays holds up nothing behind it', async () => {
    const { store } = at();
    const many = Array.from({ length: 1_200 }, (_, n) => activity(`w${n}`, { receivedAt: t0 - 5_000 + n }));
    await store.appendActivities(many, t0);
    await judge(store, 'last', t0);
    expect((await all(() => store.forgetActivities(t0 + 1))).pieces).toBeGreaterThan(1);
    expect(await store.readActivity('app1', 'last')).toBeNull();
    expect((await store.counts(t0)).unprocessed).toBe(1_200);
  });
}

function forgetsDeliveries(at: At): void {
  test('by when they were planned, with their attempts; what is open stays', async () => {
    const { store } = at();
    await plan(store, [
      delivery('done', { createdAt: t0 - 1 }),
      delivery('skipped', { createdAt: t0 - 1, status: 'skipped', request: null }),
      delivery('open', { createdAt: t0 - 1 }),
      delivery('young', { createdAt: t0, status: 'skipped', request: null }),
    ]);
    const outcome = { kind: 'delivered', attempt: attempt(t0) } as const;
    await store.recordOutcomes([{ id: 'done', outcome, nextAttemptAt: null }]);
    await all(() => store.forgetDeliveries(t0));
    const left = (await store.listDeliveries({ limit: 10 })).items.map(({ id }) => id);
    expect(left.sort()).toEqual(['open', 'young']);
    await store.recordOutcomes([{ id: 'open', outcome, nextAttemptAt: null }]);
    await all(() => store.forgetDeliveries(t0));
    expect(await store.readDelivery('open')).toBeNull();
  });
}

function forgetsBodies(at: At): void {
  test('a body that several share stays as long as one of them does', async () => {
    const { store } = at();
    const request = { method: 'POST', url: 'https://x.test/', headers: {}, body: '{"a":1}' } as const;
    await plan(store, [
      delivery('d1', { createdAt: t0 - 1, request }),
      delivery('d2', { createdAt: t0, request }),
      delivery('d3', { createdAt: t0 - 1, request, callback: 'cb' }),
    ]);
    const outcome = { kind: 'delivered', attempt: attempt(t0) } as const;
    await store.recordOutcomes(['d1', 'd2', 'd3'].map((id) => ({ id, outcome, nextAttemptAt: null })));
    await all(() => store.forgetDeliveries(t0));
    expect(await store.readDelivery('d1')).toBeNull();
    expect((await store.readDelivery('d2'))?.request).toEqual(request);
    await all(() => store.forgetDeliveries(t0 + 1));
    expect((await store.listDeliveries({ limit: 9 })).items).toEqual([]);
  });
}

function forgetsDevices(at: At): void {
  test('by their last activity, but for those of the apps named', async () => {
    const { store } = at();
    const put = async (id: string, lastActivityAt: number, app = 'app1'): Promise<void> => {
      await store.appendActivities([activity(`a-${id}`, { app })], t0);
      const item = processed(`a-${id}`, { app, device: device(id, { app, lastActivityAt }) });
      await store.commitProcessed([item], 'ticket1', t0);
    };
    await put('idle', t0 - 1);
    await put('active', t0);
    await put('lasting', t0 - 1, 'app2');
    await all(() => store.forgetIdleDevices(t0, ['app2']));
    const ids = async (app: string, id: string) =>
      (await store.findDevices([{ app, keys: [`device_id:${id}`] }]))[0]?.map((found) => found.id);
    expect(await ids('app1', 'idle')).toEqual([]);
    expect(await ids('app1', 'active')).toEqual(['active']);
    expect(await ids('app2', 'lasting')).toEqual(['lasting']);
    // A verdict that was made from it is stale now, and is made again from none.
    await store.appendActivities([activity('late')], t0);
    const late = processed('late', { device: device('idle', { version: 1 }) });
    expect(await store.commitProcessed([late], 'ticket1', t0)).toEqual(['stale']);
  });
}

function truncates(at: At): void {
  const addresses = async (store: Store) => ({
    touch: (await store.readTouch('t1'))?.device.ip_address,
    activity: (await store.readActivity('app1', 'a1'))?.activity.body.device.ip_address,
  });

  test.each([
    { name: 'IPv4: its /24', address: '203.0.113.7', network: '203.0.113.0' },
    { name: 'IPv6: its /48', address: '2001:db8:1:2::3', network: '2001:db8:1::' },
  ])('$name, of touches and activities received before the time', async ({ address, network }) => {
    const { store } = at();
    await store.appendTouches([touch('t1', { device: { ip_address: address } })]);
    await store.appendActivities([activity('a1', { body: { device: { ip_address: address } } })], t0);
    await store.commitProcessed([processed('a1')], 'ticket1', t0);
    await all(() => store.truncateAddresses(t0));
    expect(await addresses(store)).toEqual({ touch: address, activity: address });
    expect((await all(() => store.truncateAddresses(t0 + 1))).looked).toBe(2);
    expect(await addresses(store)).toEqual({ touch: network, activity: network });
    // Each is looked at once, also by who opens the store later.
    expect(await (await at().reopen()).truncateAddresses(t0 + 1)).toBe(0);
  });

  test('what is still to be judged keeps its address until then', async () => {
    const { store } = at();
    const device = { ip_address: '203.0.113.7' };
    await store.appendActivities([activity('a1', { body: { device } })], t0);
    await all(() => store.truncateAddresses(t0 + 1));
    expect((await addresses(store)).activity).toBe('203.0.113.7');
    await store.commitProcessed([processed('a1')], 'ticket1', t0);
    await all(() => store.truncateAddresses(t0 + 1));
    expect((await addresses(store)).activity).toBe('203.0.113.0');
  });

  test('everything else stays, and keys still find it', async () => {
    const { store } = at();
    const before = touch('t1', { device: { ip_address: '203.0.113.7', os_name: 'ios' }, keys: ['ip:k'] });
    await store.appendTouches([before, touch('t2')]);
    await all(() => store.truncateAddresses(t0 + 1));
    expect(await store.readTouch('t1')).toEqual({
      ...before,
      device: { ip_address: '203.0.113.0', os_name: 'ios' },
    });
    expect(await store.readTouch('t2')).toEqual(touch('t2'));
    expect(await touchesOf(store, 'ip:k')).toEqual(['t1']);
  });
}

export function forgetContract(at: At): void {
  describe('forgetTouches', () => forgetsTouches(at));
  describe('forgetActivities', () => forgetsActivities(at));
  describe('forgetDeliveries', () => {
    forgetsDeliveries(at);
    forgetsBodies(at);
  });
  describe('forgetIdleDevices', () => forgetsDevices(at));
  describe('truncateAddresses', () => truncates(at));
  test('giveBackSpace ends', async () => {
    await all(() => at().store.giveBackSpace());
  });
}
