/** `appendActivities`, `appendTouches`. Enters: a store. Leaves: tests. */
import type { Activity } from '../../src/model/activity';
import type { AppendResult } from '../../src/ports/store';
import { activity, t0, touch } from './samples';
import type { At } from './store-contract';

const fresh: AppendResult = { outcome: 'new' };
const sameId = (id: string): AppendResult => ({ outcome: 'duplicate', id, scope: 'id' });
const sameTransaction = (id: string): AppendResult => ({ outcome: 'duplicate', id, scope: 'transaction' });

const bought = (id: string, transaction: string, change: Partial<Activity> = {}): Activity =>
  activity(id, { ...change, body: { event: 'purchase', transaction_id: transaction } });
const unnamed = (id: string, transaction: string): Activity => {
  const made = activity(id, { kind: 'ad_revenue' });
  return { ...made, body: { kind: 'ad_revenue', device: {}, transaction_id: transaction } };
};
const otherEvent = (id: string, transaction: string): Activity =>
  activity(id, { body: { event: 'refund', transaction_id: transaction } });

const duplicates: readonly { name: string; batch: readonly Activity[]; says: readonly AppendResult[] }[] = [
  { name: 'an empty batch is fine', batch: [], says: [] },
  { name: 'different ids are new', batch: [activity('a'), activity('b')], says: [fresh, fresh] },
  { name: 'the same id is a duplicate', batch: [activity('a'), activity('a')], says: [fresh, sameId('a')] },
  { name: 'ids compare by case', batch: [activity('a'), activity('A')], says: [fresh, fresh] },
  {
    name: 'the same id in another app is new',
    batch: [activity('a'), activity('a', { app: 'app2' })],
    says: [fresh, fresh],
  },
  {
    name: 'the same id in another environment is a duplicate',
    batch: [activity('a'), activity('a', { environment: 'sandbox' })],
    says: [fresh, sameId('a')],
  },
  {
    name: 'the same event and transaction are a duplicate of the first',
    batch: [bought('a', 'T1'), bought('b', 'T1'), bought('c', 'T1')],
    says: [fresh, sameTransaction('a'), sameTransaction('a')],
  },
  {
    name: 'another transaction is new',
    batch: [bought('a', 'T1'), bought('b', 'T2')],
    says: [fresh, fresh],
  },
  {
    name: 'another event of the same transaction is new',
    batch: [bought('a', 'T1'), otherEvent('b', 'T1')],
    says: [fresh, fresh],
  },
  {
    name: 'the same transaction in another app is new',
    batch: [bought('a', 'T1'), bought('b', 'T1', { app: 'app2' })],
    says: [fresh, fresh],
  },
  {
    name: 'the id beats the transaction',
    batch: [bought('a', 'T1'), bought('b', 'T2'), bought('b', 'T1')],
    says: [fresh, fresh, sameId('b')],
  },
  {
    name: 'a transaction without an event name is no duplicate',
    batch: [unnamed('a', 'T1'), unnamed('b', 'T1')],
    says: [fresh, fresh],
  },
  {
    name: 'an event without a transaction is no duplicate',
    batch: [activity('a', { body: { event: 'e' } }), activity('b', { body: { event: 'e' } })],
    says: [fresh, fresh],
  },
  {
    name: 'what is derived repeats its cause’s transaction and is no duplicate',
    batch: [bought('a', 'T1'), bought('b', 'T1', { causedBy: 'a' }), bought('c', 'T1', { causedBy: 'a' })],
    says: [fresh, fresh, fresh],
  },
  {
    name: 'what was derived first does not stand in the way of its transaction',
    batch: [bought('a', 'T1', { causedBy: 'x' }), bought('b', 'T1'), bought('c', 'T1')],
    says: [fresh, fresh, sameTransaction('b')],
  },
];

export function acceptContract(at: At): void {
  test.each(duplicates)('in one batch: $name', async ({ batch, says }) => {
    expect(await at().store.appendActivities(batch, t0)).toEqual(says);
  });

  test.each(duplicates)('over several batches: $name', async ({ batch, says }) => {
    const said: AppendResult[] = [];
    for (const one of batch) said.push(...(await at().store.appendActivities([one], t0)));
    expect(said).toEqual(says);
  });

  test('a batch that is sent again is all duplicates and adds nothing', async () => {
    const { store } = at();
    const batch = [activity('a'), bought('b', 'T1')];
    await store.appendActivities(batch, t0);
    expect(await store.appendActivities(batch, t0)).toEqual([sameId('a'), sameId('b')]);
    expect((await store.takeUnprocessed(0, 10)).map((stored) => stored.activity.id)).toEqual(['a', 'b']);
  });

  test('a duplicate leaves the first as it was', async () => {
    const { store } = at();
    const first = activity('a', { body: { event: 'first' }, keys: { device: ['device_id:x'] } });
    await store.appendActivities([first], t0);
    await store.appendActivities([activity('a', { body: { event: 'second' }, partition: 3 })], t0);
    expect((await store.readActivity('app1', 'a'))?.activity).toEqual(first);
    expect(await store.takeUnprocessed(3, 10)).toEqual([]);
  });

  test('batches that race for one id and one transaction: one is new, all others name it', async () => {
    const { store } = at();
    const racers = ['a', 'b', 'c', 'd'].map((id) => store.appendActivities([bought(id, 'T1')], t0));
    const said = (await Promise.all(racers)).flat();
    expect(said.filter(({ outcome }) => outcome === 'new')).toHaveLength(1);
    const winner = ['a', 'b', 'c', 'd'][said.findIndex(({ outcome }) => outcome === 'new')] ?? '';
    expect(said.filter(({ outcome }) => outcome === 'duplicate')).toEqual(
      Array.from({ length: 3 }, () => sameTransaction(winner)),
    );
  });

  test('an activity is found as it was appended, waiting, without the keys that find touches', async () => {
    const { store } = at();
    const whole = activity('a', {
      flags: ['late'],
      causedBy: 'x',
      body: { params: { nested: [1, null, { text: 'ß "quoted" 😀' }] }, user: { id: 'u1' } },
      keys: { device: ['device_id:d'], touch: ['t:1', 't:2'], address: ['ip:9'] },
    });
    await store.appendActivities([whole], t0);
    const stored = await store.readActivity('app1', 'a');
    expect(stored).toEqual({
      activity: { ...whole, keys: { device: ['device_id:d'], touch: [], address: [] } },
      seq: stored?.seq,
      state: 'accepted',
      plannedRevision: null,
      kind: 'event',
      attribution: null,
      rejected: [],
      refusedPartner: null,
      device: null,
    });
  });

  test('a touch is found as it was appended', async () => {
    const { store } = at();
    const whole = touch('t1', { keys: ['gps_adid:1', 'ip:2'], cost: { amount: '0.10', currency: 'EUR' } });
    await store.appendTouches([whole, touch('t2')]);
    expect(await store.readTouch('t1')).toEqual(whole);
    expect(await store.readTouch('t3')).toBeNull();
  });

  test('a touch whose id is stored already changes nothing, in the batch and after it', async () => {
    const { store } = at();
    const first = touch('t1', { keys: ['k:1'] });
    const second = touch('t1', { keys: ['k:2'], time: t0 + 1, campaign: 'other' });
    await store.appendTouches([first, second]);
    await store.appendTouches([second]);
    expect(await store.readTouch('t1')).toEqual(first);
    expect(await store.listTouches('app1', ['k:2'], 10)).toEqual([]);
    expect(await store.listTouches('app1', ['k:1'], 10)).toEqual([first]);
  });

  test.each([
    { name: 'higher than once', counts: [2], is: 2 },
    { name: 'higher again', counts: [2, 5], is: 5 },
    { name: 'the same again', counts: [3, 3], is: 3 },
    { name: 'lower, come late', counts: [4, 2], is: 4 },
    { name: 'once', counts: [1], is: undefined },
  ])('a count that is $name: $is', async ({ counts, is }) => {
    const { store } = at();
    await store.appendTouches([touch('t1', { keys: ['k:1'] }), touch('t2')]);
    for (const count of counts) await store.countTouches([{ id: 't1', count }]);
    const whole = touch('t1', { keys: ['k:1'], ...(is === undefined ? {} : { count: is }) });
    expect(await store.readTouch('t1')).toEqual(whole);
    expect(await store.listTouches('app1', ['k:1'], 10)).toEqual([whole]);
    expect(await store.readTouch('t2')).toEqual(touch('t2'));
  });

  test('what is not stored is not counted, and holds up nobody in its batch', async () => {
    const { store } = at();
    await store.appendTouches([touch('t1')]);
    await store.countTouches([
      { id: 't9', count: 2 },
      { id: 't1', count: 2 },
    ]);
    expect(await store.readTouch('t9')).toBeNull();
    expect(await store.readTouch('t1')).toMatchObject({ count: 2 });
    await store.countTouches([]);
  });

  test('an empty batch of touches is fine', async () => {
    expect(await at().store.appendTouches([])).toBe('done');
  });
}
