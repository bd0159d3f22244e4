/** Devices that asked to be forgotten. Enters: a store. Leaves: tests. */
import type { Delivery } from '../../src/model/delivery';
import type { HashedKey, OptOutRequest } from '../../src/ports/opt-out-store';
import type { Store } from '../../src/ports/store';
import { activity, attempt, attribution, delivery, device, processed, t0, touch, walk } from './samples';
import type { At } from './store-contract';

const hashed = (key: string): HashedKey => ({ key, hash: `h-${key}` });

function request(keys: readonly string[], change: Partial<OptOutRequest> = {}): OptOutRequest {
  return {
    id: `opt-${keys.join('-')}`,
    app: 'app1',
    environment: 'production',
    createdAt: t0,
    keys: keys.map(hashed),
    touchKeys: [],
    ...change,
  };
}

/** A processed activity of a device with these keys, and what was sent for it. */
async function keep(
  store: Store,
  id: string,
  of: string,
  keys: readonly string[],
  deliveries: readonly Delivery[] = [],
): Promise<void> {
  const body = { device: { os_name: 'android', gps_adid: `id-of-${of}` }, user: { id: `user-of-${of}` } };
  await store.appendActivities([activity(id, { keys: { device: keys }, body })], t0);
  const [[known] = []] = await store.findDevices([{ app: 'app1', keys }]);
  const verdict = processed(id, {
    attribution: attribution('net1'),
    device: device(of, { keys, version: known?.version ?? 0 }),
    deliveries,
  });
  expect(await store.commitProcessed([verdict], 'ticket1', t0)).toEqual(['done']);
}

async function forgetAll(store: Store): Promise<void> {
  while ((await store.forgetPiece()) > 0);
  await store.forgetTraces('all');
}

function remembers(at: At): void {
  const ask = async (...hashes: readonly string[]) =>
    (await at().store.findOptOuts([{ app: 'app1', hashes }])).forgotten[0];

  test('nobody is opted out of a new store, and its version is 0', async () => {
    const { store } = at();
    expect(await store.findOptOuts([{ app: 'app1', hashes: ['h-k:1'] }])).toEqual({
      version: 0,
      forgotten: [false],
    });
  });

  test('one question for many, in order; any of a query’s hashes will do, in its own app alone', async () => {
    const { store } = at();
    await store.optOut(request(['k:1'], { touchKeys: [hashed('k_md5:1')] }));
    const { forgotten } = await store.findOptOuts([
      { app: 'app1', hashes: ['h-k:2'] },
      { app: 'app1', hashes: ['h-k:2', 'h-k:1'] },
      { app: 'app2', hashes: ['h-k:1'] },
      { app: 'app1', hashes: [] },
      { app: 'app1', hashes: ['h-k_md5:1'] },
    ]);
    expect(forgotten).toEqual([false, true, false, false, true]);
  });

  test('an opt-out outlives the process', async () => {
    await at().store.optOut(request(['k:1']));
    const again = await at().reopen();
    expect((await again.findOptOuts([{ app: 'app1', hashes: ['h-k:1'] }])).forgotten).toEqual([true]);
  });

  test('each opt-out and each withdrawal is another version', async () => {
    const { store } = at();
    const version = async () => (await store.findOptOuts([])).version;
    await store.optOut(request(['k:1']));
    const first = await version();
    await store.optOut(request(['k:2']));
    const second = await version();
    expect(await store.withdrawOptOut('app2', 'opt-k:1')).toBe(false);
    expect(await store.withdrawOptOut('app1', 'opt-k:1')).toBe(true);
    expect(await store.withdrawOptOut('app1', 'opt-k:1')).toBe(false);
    expect(new Set([0, first, second, await version()]).size).toBe(4);
    expect([await ask('h-k:1'), await ask('h-k:2')]).toEqual([false, true]);
  });

  test('what is asked twice is one opt-out; what says more is another', async () => {
    const { store } = at();
    const asked = await Promise.all(
      [
        request(['k:1', 'k:2'], { id: 'a' }),
        request(['k:2', 'k:1'], { id: 'b' }),
        request(['k:1', 'k:2', 'k:3'], { id: 'c' }),
      ].map((each) => store.optOut(each)),
    );
    expect(asked).toEqual(['a', 'a', 'c'].map((id) => ({ outcome: 'done', id, forgotten: 0 })));
  });

  test('listed newest first, page by page, without the keys', async () => {
    const { store } = at();
    for (const n of [1, 2, 3]) await store.optOut(request([`k:${n}`], n === 2 ? { reason: 'asked' } : {}));
    await store.optOut(request(['k:4'], { app: 'app2' }));
    const page = (cursor?: string) =>
      store.listOptOuts('app1', { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    const all = await walk(page, 2);
    expect(all.map(({ id }) => id)).toEqual(['opt-k:3', 'opt-k:2', 'opt-k:1']);
    expect(all[1]).toEqual({
      id: 'opt-k:2',
      app: 'app1',
      environment: 'production',
      createdAt: t0,
      reason: 'asked',
      hashes: ['h-k:2'],
      forgotten: 0,
    });
  });
}

function links(at: At): void {
  test('a device’s other keys are to be asked for too, and nothing is done before', async () => {
    const { store } = at();
    await keep(store, 'a1', 'd1', ['k:1', 'k:2']);
    expect(await store.optOut(request(['k:1']))).toEqual({ outcome: 'linked', keys: ['k:2'] });
    expect(await store.findOptOuts([{ app: 'app1', hashes: ['h-k:1'] }])).toEqual({
      version: 0,
      forgotten: [false],
    });
    expect(await store.optOut(request(['k:1', 'k:2']))).toMatchObject({ outcome: 'done', forgotten: 1 });
    expect(await store.findDevices([{ app: 'app1', keys: ['k:1', 'k:2'] }])).toEqual([[]]);
  });

  test.each([
    { name: 'its user’s name is one of them', others: [], linked: ['user:u'] },
    { name: 'a user’s name that names another device too is not', others: ['k:9', 'user:u'], linked: [] },
  ])('$name', async ({ others, linked }) => {
    const { store } = at();
    await keep(store, 'a1', 'd1', ['k:1', 'user:u']);
    if (others.length > 0) await keep(store, 'a2', 'd9', ['k:9']);
    if (others.length > 0) {
      const verdict = processed('a3', { device: device('d9', { keys: others, version: 1 }) });
      await store.appendActivities([activity('a3', { keys: { device: others } })], t0);
      expect(await store.commitProcessed([verdict], 'ticket1', t0)).toEqual(['done']);
    }
    const result = await store.optOut(request(['k:1']));
    expect(result).toMatchObject(
      linked.length > 0 ? { outcome: 'linked', keys: linked } : { outcome: 'done', forgotten: 1 },
    );
  });

  test('under a shared user’s name only what was the forgotten device’s is forgotten', async () => {
    const { store } = at();
    await keep(store, 'a1', 'd1', ['k:1', 'user:u']);
    await store.appendActivities(
      ['own', 'other'].map((id) =>
        activity(id, { keys: { device: ['user:u'] }, body: { user: { id: 'u' } } }),
      ),
      t0,
    );
    const verdicts = [
      processed('own', { device: device('d1', { keys: ['k:1', 'user:u'], version: 1 }) }),
      processed('other', { device: device('d2', { keys: ['k:2', 'user:u'] }) }),
    ];
    expect(await store.commitProcessed(verdicts, 'ticket1', t0)).toEqual(['done', 'done']);
    expect(await store.optOut(request(['k:1']))).toMatchObject({ outcome: 'done', forgotten: 1 });
    await forgetAll(store);
    const users = async (id: string) => (await store.readActivity('app1', id))?.activity.body.user;
    expect([await users('a1'), await users('own'), await users('other')]).toEqual([
      undefined,
      undefined,
      { id: 'u' },
    ]);
    expect((await store.findDevices([{ app: 'app1', keys: ['user:u'] }]))[0]).toMatchObject([{ id: 'd2' }]);
  });

  test.each([
    { count: 200, outcome: 'linked' },
    { count: 201, outcome: 'too_many' },
  ])('a name of $count devices: $outcome', async ({ count, outcome }) => {
    const { store } = at();
    const ids = Array.from({ length: count }, (_, n) => `${n}`);
    await store.appendActivities(
      ids.map((id) => activity(id)),
      t0,
    );
    const verdicts = ids.map((id) => processed(id, { device: device(id, { keys: [`k:${id}`, 'user:u'] }) }));
    await store.commitProcessed(verdicts, 'ticket1', t0);
    expect((await store.optOut(request(['user:u']))).outcome).toBe(outcome);
  });
}

function forgets(at: At): void {
  test.each([
    { name: 'one to be sent', given: { status: 'pending' }, left: ['skipped', 'forgotten_device', []] },
    {
      name: 'one that failed once',
      given: { status: 'retrying', attempts: [attempt(t0, { status: 503 })], nextAttemptAt: t0 },
      left: ['failed', 'forgotten_device', [{ at: t0, status: 503, durationMs: 12 }]],
    },
    {
      name: 'one that was sent',
      given: { status: 'delivered', attempts: [attempt(t0, { error: 'of id-of-d1' })] },
      left: ['delivered', undefined, [{ at: t0, status: 200, durationMs: 12 }]],
    },
    {
      name: 'one that was not to be sent',
      given: { status: 'skipped', reason: 'organic', request: null },
      left: ['skipped', 'organic', []],
    },
  ] as const)('of deliveries, $name', async ({ given, left }) => {
    const { store } = at();
    await keep(store, 'a1', 'd1', ['k:1'], [delivery('x', given)]);
    await store.optOut(request(['k:1']));
    await forgetAll(store);
    const found = await store.readDelivery('x');
    expect([found?.status, found?.reason, found?.attempts]).toEqual(left);
    expect([found?.request, found?.nextAttemptAt]).toEqual([null, null]);
    expect(await store.feedDeliveries(t0 + 9e9, 't', t0, 10, t0 + 9e9)).toEqual([]);
    expect(await store.replayDelivery('x', t0)).toBe(false);
  });

  test('of an attempt under way, that it was made is recorded, and not what came back', async () => {
    const { store } = at();
    await keep(store, 'a1', 'd1', ['k:1'], [delivery('x')]);
    expect(await store.claimDeliveries(['x'], 'ticket1', t0 + 1)).toHaveLength(1);
    await store.optOut(request(['k:1']));
    await forgetAll(store);
    const outcome = { kind: 'delivered', attempt: attempt(t0, { response: 'id-of-d1' }) } as const;
    await store.recordOutcomes([{ id: 'x', outcome, nextAttemptAt: null }]);
    expect(await store.readDelivery('x')).toMatchObject({
      status: 'skipped',
      reason: 'forgotten_device',
      attempts: [{ at: t0, status: 200, durationMs: 12 }],
    });
  });

  test('activities stay and say no longer whose they were, however many; nor does the touch that had the credit', async () => {
    const { store } = at();
    await store.appendTouches([touch('touch1', { keys: ['ip:x'], partnerClickId: 'theirs' })]);
    for (let n = 0; n < 3; n += 1) await keep(store, `a${n}`, 'd1', ['k:1', 'k:2']);
    const many = Array.from({ length: 230 }, (_, n) => activity(`m${n}`, { keys: { device: ['k:1'] } }));
    await store.appendActivities(many, t0);
    await store.commitProcessed(
      many.map(({ id }) => processed(id)),
      'ticket1',
      t0,
    );
    await keep(store, 'b', 'd2', ['k:3']);
    await store.optOut(request(['k:1', 'k:2']));
    await forgetAll(store);
    expect((await store.listActivities({ app: 'app1', deviceKey: 'k:1', limit: 10 })).items).toEqual([]);
    const stored = await store.readActivity('app1', 'a0');
    expect(stored).toMatchObject({ state: 'processed', device: null, attribution: { partner: 'net1' } });
    expect(stored?.activity.flags).toEqual(['forgotten_device']);
    expect(stored?.activity.body).toEqual({
      kind: 'event',
      event: 'purchase',
      device: { os_name: 'android' },
    });
    expect((await store.readActivity('app1', 'm229'))?.activity.flags).toEqual(['forgotten_device']);
    expect((await store.readActivity('app1', 'b'))?.activity.body.user).toEqual({ id: 'user-of-d2' });
    const credited = await store.readTouch('touch1');
    expect([credited?.partnerClickId, credited?.keys]).toEqual([undefined, []]);
  });

  test('touches that carry a form of it stay without it, however many, with what was sent for them', async () => {
    const { store } = at();
    const carriers = Array.from({ length: 230 }, (_, n) =>
      touch(`t${n}`, { keys: ['k_md5:1', 'ip:x'], device: { ip_address: '203.0.113.7' } }),
    );
    await store.appendTouches([...carriers, touch('other', { keys: ['ip:x'] })], {
      deliveries: [delivery('c', { activity: 't0', callback: 'cb' })],
      ticket: 'ticket1',
      queuedUntil: t0,
    });
    await store.optOut(request(['k:1'], { touchKeys: [hashed('k_md5:1')] }));
    await forgetAll(store);
    expect((await store.listTouches('app1', ['k_md5:1', 'ip:x'], 10)).map(({ id }) => id)).toEqual(['other']);
    expect(await store.readTouch('t229')).toEqual({
      id: 't229',
      app: 'app1',
      link: 'link1',
      partner: 'net1',
      type: 'click',
      time: t0,
      receivedAt: t0,
      retargeting: false,
      device: {},
      params: {},
      keys: [],
      hasIdentifier: false,
      flags: ['forgotten_device'],
    });
    expect(await store.readDelivery('c')).toMatchObject({ status: 'skipped', request: null });
  });

  test('what waits for its verdict is left to it, what is parked waits no longer; the verdict takes out the rest', async () => {
    const { store } = at();
    const keys = { device: ['k:1'] };
    const body = { user: { id: 'u' } };
    await store.appendActivities([activity('p', { keys, body }), activity('w', { keys, body })], t0);
    await store.commitProcessed([processed('p', { parkUntil: t0 + 9e9 })], 'ticket1', t0);
    await store.optOut(request(['k:1']));
    await forgetAll(store);
    const taken = await store.takeUnprocessed(0, 10);
    expect(taken.map(({ activity: { id, keys: has } }) => [id, has.device])).toEqual([
      ['p', ['k:1']],
      ['w', ['k:1']],
    ]);
    const { version } = await store.findOptOuts([]);
    const verdicts = ['p', 'w'].map((id) => processed(id, { forgotten: true, optOuts: version }));
    expect(await store.commitProcessed(verdicts, 'ticket1', t0)).toEqual(['done', 'done']);
    for (const id of ['p', 'w']) {
      const stored = await store.readActivity('app1', id);
      expect(stored).toMatchObject({ state: 'processed', attribution: null, device: null });
      expect([stored?.activity.body.user, stored?.activity.keys.device]).toEqual([undefined, []]);
    }
    expect((await store.listActivities({ app: 'app1', deviceKey: 'k:1', limit: 10 })).items).toEqual([]);
  });

  test('what was decided before an opt-out or its withdrawal is stale after it, and leaves nothing', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1', { keys: { device: ['k:1'] } })], t0);
    const verdict = processed('a1', { device: device('d1', { keys: ['k:1'] }), optOuts: 0 });
    await store.optOut(request(['k:1']));
    expect(await store.commitProcessed([verdict], 'ticket1', t0)).toEqual(['stale']);
    expect(await store.appendTouches([touch('t1')], undefined, 0)).toBe('stale');
    expect([await store.readTouch('t1'), await store.findDevices([{ app: 'app1', keys: ['k:1'] }])]).toEqual([
      null,
      [[]],
    ]);
    const { version } = await store.findOptOuts([]);
    expect(await store.appendTouches([touch('t1')], undefined, version)).toBe('done');
    await store.withdrawOptOut('app1', 'opt-k:1');
    const dropped = processed('a1', { forgotten: true, optOuts: version });
    expect(await store.commitProcessed([dropped], 'ticket1', t0)).toEqual(['stale']);
  });
}

export function optOutContract(at: At): void {
  describe('remembering', () => remembers(at));
  describe('what belongs together', () => links(at));
  describe('forgetting', () => forgets(at));
}
