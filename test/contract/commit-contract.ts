/** `commitProcessed`: compare-and-set. Enters: a store. Leaves: tests. */
import type { Conversion } from '../../src/model/attribution';
import type { ProcessedActivity, Store } from '../../src/ports/store';
import { activity, attribution, delivery, device, plan, processed, t0 } from './samples';
import type { At } from './store-contract';

const install: Conversion = { activity: 'a1', kind: 'install', time: t0, credit: null };

const commit = (store: Store, ...batch: ProcessedActivity[]): Promise<readonly string[]> =>
  store.commitProcessed(batch, 'ticket1', t0 + 1_000);

/** Everything a verdict could have left behind. */
async function traces(store: Store): Promise<unknown> {
  const [devices = []] = await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }]);
  return {
    activities: (await store.listActivities({ limit: 100 })).items,
    deliveries: (await store.listDeliveries({ limit: 100 })).items,
    devices,
    unprocessed: (await store.takeUnprocessed(0, 100)).length,
    counts: await store.counts(t0),
  };
}

const full = (id: string, version = 0): ProcessedActivity =>
  processed(id, {
    kind: 'reattribution',
    attribution: attribution('net1'),
    rejected: [{ touch_id: 't9', reason: 'engagement_injection' }],
    device: device('d1', { version, sessions: version + 1, conversions: [install] }),
    derived: [
      {
        activity: activity(`derived-of-${id}`, { kind: 'reengagement', causedBy: id }),
        attribution: attribution('net2'),
        rejected: [{ touch_id: 't8', reason: 'r' }],
      },
    ],
    deliveries: [
      delivery(`sent-${id}`, { activity: id }),
      delivery(`skipped-${id}`, { activity: id, status: 'skipped', reason: 'not_credited', request: null }),
    ],
  });

function whatIsDone(at: At): void {
  test('the activity, its device, what is derived and the deliveries, together', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    expect(await commit(store, full('a1'))).toEqual(['done']);

    expect(await store.readActivity('app1', 'a1')).toMatchObject({
      activity: activity('a1'),
      state: 'processed',
      kind: 'reattribution',
      attribution: attribution('net1'),
      rejected: [{ touch_id: 't9', reason: 'engagement_injection' }],
      device: 'd1',
    });
    expect(await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }])).toEqual([
      [device('d1', { version: 1, sessions: 1, conversions: [install] })],
    ]);
    expect(await store.readActivity('app1', 'derived-of-a1')).toMatchObject({
      state: 'processed',
      kind: 'reengagement',
      attribution: attribution('net2'),
      rejected: [{ touch_id: 't8', reason: 'r' }],
    });
    for (const planned of full('a1').deliveries) {
      expect(await store.readDelivery(planned.id)).toEqual(planned);
    }
  });

  test('a verdict without attribution and without a device', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    expect(await commit(store, processed('a1'))).toEqual(['done']);
    expect(await store.readActivity('app1', 'a1')).toMatchObject({
      state: 'processed',
      attribution: null,
      device: null,
    });
  });

  test('a device keeps the keys it had and is found by those it gains', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1'), activity('a2')], t0);
    await commit(store, processed('a1', { device: device('d1', { keys: ['k:1'] }) }));
    await commit(store, processed('a2', { device: device('d1', { version: 1, keys: ['k:1', 'k:2'] }) }));
    for (const key of ['k:1', 'k:2']) {
      const [found] = await store.findDevices([{ app: 'app1', keys: [key] }]);
      expect(found).toEqual([device('d1', { version: 2, keys: ['k:1', 'k:2'] })]);
    }
  });

  test('open deliveries get the ticket and wait for it; skipped ones are nobody’s', async () => {
    const { store } = at();
    await plan(store, full('a1').deliveries);
    expect(await store.feedDeliveries(t0 + 999, 'ticket2', t0 + 9_000, 10, t0 + 999)).toEqual([]);
    const claimed = await store.claimDeliveries(['sent-a1', 'skipped-a1'], 'ticket1', t0 + 2_000);
    expect(claimed.map(({ id }) => id)).toEqual(['sent-a1']);
  });

  test('a delivery or a derived activity that is stored already is left as it is', async () => {
    const { store } = at();
    await plan(store, [delivery('d1', { activity: 'a1', postback: 'first' })]);
    await store.appendActivities([activity('a2'), activity('x', { body: { event: 'first' } })], t0);
    const again = processed('a2', {
      deliveries: [delivery('d1', { activity: 'a2', postback: 'second' })],
      derived: [{ activity: activity('x', { body: { event: 'second' } }), attribution: null, rejected: [] }],
    });
    expect(await commit(store, again)).toEqual(['done']);
    expect(await store.readDelivery('d1')).toMatchObject({ activity: 'a1', postback: 'first' });
    expect((await store.readActivity('app1', 'x'))?.activity.body.event).toBe('first');
    expect(await store.counts(t0)).toMatchObject({ openDeliveries: 1, unprocessed: 1 });
  });

  test('an empty batch is fine', async () => {
    expect(await commit(at().store)).toEqual([]);
  });
}

function whatIsQuarantined(at: At): void {
  test('it is in nobody’s way, and everything else stays as it was accepted', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1', { kind: 'install' }), activity('a2')], t0);
    expect(await commit(store, { ...full('a1'), quarantined: 'it broke' })).toEqual(['done']);
    expect(await store.readActivity('app1', 'a1')).toMatchObject({
      activity: activity('a1', { kind: 'install' }),
      state: 'quarantined',
      kind: 'install',
      attribution: null,
      rejected: [],
      device: null,
    });
    expect((await store.takeUnprocessed(0, 10)).map((stored) => stored.activity.id)).toEqual(['a2']);
    expect(await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }])).toEqual([[]]);
    expect((await store.listDeliveries({ limit: 10 })).items).toEqual([]);
    expect(await store.readActivity('app1', 'derived-of-a1')).toBeNull();
    expect(await store.counts(t0)).toMatchObject({ unprocessed: 1 });
    expect((await store.listActivities({ limit: 10 })).items).toHaveLength(2);
  });

  test('a later verdict on it is stale, and so is a quarantine of what was judged', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1'), activity('a2', { revision: 1 })], t0);
    await commit(store, processed('a1', { quarantined: 'it broke' }));
    expect(await commit(store, processed('a1'))).toEqual(['stale']);
    expect(await commit(store, processed('a2', { quarantined: 'it broke' }))).toEqual(['stale']);
    await commit(store, processed('a2', { revision: 1 }));
    expect(await commit(store, processed('a2', { revision: 1, quarantined: 'it broke' }))).toEqual(['stale']);
    expect(await store.readActivity('app1', 'a2')).toMatchObject({ state: 'processed' });
  });
}

function whatIsStale(at: At): void {
  test.each([
    { name: 'of an activity that is not there', batch: [full('unknown')] },
    { name: 'of another app’s activity', batch: [{ ...full('a2'), app: 'app2' }] },
    { name: 'that was committed already', batch: [full('a1', 1)] },
    { name: 'on an earlier revision', batch: [{ ...full('a2', 1), revision: 1 }] },
    { name: 'made from an older device', batch: [full('a2', 0)] },
    { name: 'made from a newer device', batch: [full('a2', 2)] },
    {
      name: 'made from a device that is not there',
      batch: [{ ...full('a2'), device: device('d2', { version: 1, keys: ['device_id:d1'] }) }],
    },
  ])('a verdict $name is stale and changes nothing', async ({ batch }) => {
    const { store } = at();
    await store.appendActivities([activity('a1'), activity('a2')], t0);
    expect(await commit(store, full('a1', 0))).toEqual(['done']);
    const before = await traces(store);
    expect(await commit(store, ...batch)).toEqual(['stale']);
    expect(await traces(store)).toEqual(before);
  });

  test('the stored revision is the one that counts', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1', { revision: 1 })], t0);
    expect(await commit(store, processed('a1', { revision: 0 }))).toEqual(['stale']);
    expect(await commit(store, processed('a1', { revision: 1 }))).toEqual(['done']);
  });
}

function whatABatchDoes(at: At): void {
  test('one device twice in a batch, by successive versions', async () => {
    const { store } = at();
    await store.appendActivities(
      ['a1', 'a2', 'a3'].map((id) => activity(id)),
      t0,
    );
    expect(await commit(store, full('a1', 0), full('a2', 1), full('a3', 2))).toEqual([
      'done',
      'done',
      'done',
    ]);
    const [found] = await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }]);
    expect(found).toMatchObject([{ version: 3, sessions: 3 }]);
  });

  test('one stale verdict makes those of the same device after it stale, and no others', async () => {
    const { store } = at();
    await store.appendActivities(
      ['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => activity(id)),
      t0,
    );
    await commit(store, full('a1', 0));
    const other = processed('a4', { device: device('d2') });
    // a1 is finished already, so a2 and a3 build on a version that was never stored.
    expect(await commit(store, full('a1', 1), full('a2', 2), other, full('a3', 3))).toEqual([
      'stale',
      'stale',
      'done',
      'stale',
    ]);
    expect((await store.takeUnprocessed(0, 10)).map((stored) => stored.activity.id)).toEqual([
      'a2',
      'a3',
      'a5',
    ]);
    expect(await store.readDelivery('sent-a2')).toBeNull();
  });

  test('one activity twice in a batch is done once', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    expect(await commit(store, processed('a1'), processed('a1'))).toEqual(['done', 'stale']);
  });

  test('of two handlers that race, one commits', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    const results = await Promise.all([1, 2, 3].map(() => commit(store, full('a1'))));
    expect(results.flat().sort()).toEqual(['done', 'stale', 'stale']);
  });

  test('of two activities that race for one new device, one commits', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1'), activity('a2')], t0);
    const results = await Promise.all([commit(store, full('a1', 0)), commit(store, full('a2', 0))]);
    expect(results.flat().sort()).toEqual(['done', 'stale']);
    expect((await store.takeUnprocessed(0, 10)).length).toBe(1);
  });
}

export function commitContract(at: At): void {
  describe('what is done', () => whatIsDone(at));
  describe('what is quarantined', () => whatIsQuarantined(at));
  describe('what is stale', () => whatIsStale(at));
  describe('what a batch does', () => whatABatchDoes(at));
}
