/** Parking, and touches with their deliveries. Enters: a store. Leaves: tests. */
import type { ProcessedActivity } from '../../src/ports/store';
import { activity, attribution, delivery, device, processed, t0, touch } from './samples';
import type { At } from './store-contract';

const until = t0 + 600_000;
const ids = (stored: readonly { readonly activity: { readonly id: string } }[]): readonly string[] =>
  stored.map((each) => each.activity.id);

export function parkContract(at: At): void {
  const park = async (...waiting: readonly string[]): Promise<void> => {
    const { store } = at();
    await store.appendActivities(
      waiting.map((id) => activity(id)),
      t0 + 1_000,
    );
    const batch = waiting.map((id, version): ProcessedActivity =>
      processed(id, {
        attribution: attribution(null),
        device: device('d1', { version, parked: waiting.slice(0, version + 1) }),
        deliveries: [delivery(`now-${id}`, { activity: id })],
        parkUntil: until,
      }),
    );
    expect(await store.commitProcessed(batch, 'ticket1', t0 + 1_000)).toEqual(waiting.map(() => 'done'));
  };

  test('what is parked has its verdict, its device and its deliveries, and is not taken', async () => {
    const { store } = at();
    await park('a1');
    expect(await store.readActivity('app1', 'a1')).toMatchObject({
      state: 'parked',
      attribution: attribution(null),
      device: 'd1',
    });
    expect(await store.takeUnprocessed(0, 10)).toEqual([]);
    expect((await store.claimDeliveries(['now-a1'], 'ticket1', t0 + 2_000)).map(({ id }) => id)).toEqual([
      'now-a1',
    ]);
    const [[found] = []] = await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }]);
    expect(found?.parked).toEqual(['a1']);
  });

  test('another activity ends its wait: it is unprocessed at once, with its first verdict, in its old place', async () => {
    const { store } = at();
    await park('a1', 'a2');
    await store.appendActivities([activity('i', { kind: 'install' }), activity('z')], t0 + 1_000);
    await store.commitProcessed(
      [
        processed('i', {
          kind: 'install',
          device: device('d1', { version: 2 }),
          unparked: ['a1', 'a2', 'never'],
        }),
      ],
      'ticket2',
      t0 + 1_000,
    );
    const taken = await store.takeUnprocessed(0, 10);
    expect(ids(taken)).toEqual(['a1', 'a2', 'z']);
    expect(taken[0]).toMatchObject({ state: 'accepted', attribution: attribution(null) });
    expect(await store.feedActivities(t0, t0 + 5_000)).toEqual([0]);
  });

  test.each([
    { name: 'not a millisecond before its time', now: until - 1, taken: [] },
    { name: 'at its time', now: until, taken: ['a1'] },
  ])('the sweeper finds it $name', async ({ now, taken }) => {
    const { store } = at();
    await park('a1');
    expect(await store.feedActivities(now, now + 5_000)).toEqual(taken.length === 0 ? [] : [0]);
    expect(ids(await store.takeUnprocessed(0, 10))).toEqual(taken);
  });

  test('judged again it is processed; what it had sent is not sent twice', async () => {
    const { store } = at();
    await park('a1');
    await store.feedActivities(until, until + 5_000);
    const again = processed('a1', {
      attribution: attribution('net1'),
      device: device('d1', { version: 1 }),
      deliveries: [delivery('now-a1', { activity: 'a1' }), delivery('later-a1', { activity: 'a1' })],
    });
    expect(await store.commitProcessed([again], 'ticket2', until + 1_000)).toEqual(['done']);
    expect(await store.readActivity('app1', 'a1')).toMatchObject({
      state: 'processed',
      attribution: attribution('net1'),
    });
    const claimed = await store.claimDeliveries(['now-a1', 'later-a1'], 'ticket2', until + 2_000);
    expect(claimed.map(({ id }) => id)).toEqual(['later-a1']);
  });

  test('a reopened store still holds what is parked', async () => {
    await park('a1');
    const store = await at().reopen();
    expect(await store.takeUnprocessed(0, 10)).toEqual([]);
    await store.feedActivities(until, until + 5_000);
    expect(ids(await store.takeUnprocessed(0, 10))).toEqual(['a1']);
  });

  test('a refusal is listed for the partner whose touch was refused', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    const refused = {
      activity: activity('r1', { kind: 'rejected_install', causedBy: 'a1' }),
      attribution: null,
      rejected: [{ touch_id: 't1', reason: 'engagement_injection' }],
      refusedPartner: 'net9',
    };
    await store.commitProcessed([processed('a1', { derived: [refused] })], 'ticket1', t0);
    expect(ids((await store.listActivities({ partner: 'net9', limit: 10 })).items)).toEqual(['r1']);
  });

  test('touches and what is to be sent for them are one commit, and repeating it changes nothing', async () => {
    const { store } = at();
    const planned = {
      deliveries: [delivery('d-t1', { activity: 't1', callback: 'cb1' })],
      ticket: 'ticket1',
      queuedUntil: t0 + 1_000,
    };
    await store.appendTouches([touch('t1')], planned);
    await store.appendTouches([touch('t1')], planned);
    expect(await store.readTouch('t1')).toEqual(touch('t1'));
    expect(await store.claimDeliveries(['d-t1'], 'ticket1', t0 + 2_000)).toHaveLength(1);
    expect((await store.listDeliveries({ activity: 't1', limit: 10 })).items).toHaveLength(1);
  });
}
