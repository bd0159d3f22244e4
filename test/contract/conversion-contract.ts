/** `moveActivities`, `findTransactions`, `listTransactions`, and counted refusals. Enters: a store. Leaves: tests. */
import type { Activity, ConversionState } from '../../src/model/activity';
import {
  refusalsMax,
  transactionActivitiesMax,
  type ActivityMove,
  type RefusalCount,
} from '../../src/ports/conversion-store';
import type { StoredActivity } from '../../src/ports/store';
import { activity, attribution, delivery, device, processed, t0, walk } from './samples';
import type { At } from './store-contract';

const hour = 3_600_000;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const pending: ConversionState = { at: t0, status: 'pending', payout: usd('2') };
const since = '2026-11-22T10:00:00.123Z';
const approved: ConversionState = {
  at: t0 + 60_000,
  status: 'approved',
  status_time: since,
  payout: usd('2.50'),
};
const rejected: ConversionState = { at: t0 + 90_000, status: 'rejected', revenue: usd('0') };

function sale(id: string, transaction: string, change: { event?: string; app?: string } = {}): Activity {
  const { event = 'sale', ...rest } = change;
  return activity(id, {
    ...rest,
    body: {
      event,
      transaction_id: transaction,
      status: 'pending',
      payout: usd('2'),
      params: { sku: 'ß"1"' },
    },
    keys: { device: [`device_id:${id}`] },
  });
}

function move(id: string, revision: number, ...history: readonly ConversionState[]): ActivityMove {
  return { app: 'app1', id, revision, history };
}

export function conversionContract(at: At): void {
  describe('a move', () => movesContract(at));
  describe('transactions', () => transactionsContract(at));
  describe('refusals', () => refusalsContract(at));
}

async function judge(at: At, id: string, revision = 0): Promise<readonly ('done' | 'stale')[]> {
  return at().store.commitProcessed(
    [
      processed(id, {
        revision,
        attribution: attribution('net1'),
        device: device(id, { version: revision }),
      }),
    ],
    'ticket1',
    t0 + 1_000,
  );
}

async function read(at: At, id: string): Promise<StoredActivity> {
  const stored = await at().store.readActivity('app1', id);
  if (stored === null) throw new Error(`There is no ${id}.`);
  return stored;
}

const first = move('a', 1, pending, approved);

function movesContract(at: At): void {
  test('of what was judged makes it unprocessed again, with its verdict, its device and the new state', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await judge(at, 'a');
    expect(await read(at, 'a')).toMatchObject({ state: 'processed', plannedRevision: 0 });
    expect(await at().store.moveActivities([first], t0 + 5_000)).toEqual(['done']);
    const [taken, ...more] = await at().store.takeUnprocessed(0, 10);
    expect(more).toEqual([]);
    expect(taken).toMatchObject({
      state: 'accepted',
      attribution: { partner: 'net1' },
      device: 'a',
      plannedRevision: 0,
      activity: {
        revision: 1,
        history: [pending, approved],
        body: {
          status: 'approved',
          status_time: since,
          payout: usd('2.50'),
          params: { sku: 'ß"1"' },
          transaction_id: 'T1',
        },
        keys: { device: ['device_id:a'] },
      },
    });
  });

  test('is not handed out again before its time, as what was appended is not', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await judge(at, 'a');
    await at().store.moveActivities([first], t0 + 5_000);
    expect(await at().store.feedActivities(t0 + 4_999, t0 + 9_000)).toEqual([]);
    expect(await at().store.feedActivities(t0 + 5_000, t0 + 9_000)).toEqual([0]);
  });

  test('survives the end of the process', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await judge(at, 'a');
    await at().store.moveActivities([first], t0);
    const again = await at().reopen();
    expect((await again.takeUnprocessed(0, 10)).map((stored) => stored.activity.revision)).toEqual([1]);
  });

  test('takes out what no longer stands', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await at().store.moveActivities([first], t0);
    await at().store.moveActivities([move('a', 2, pending, approved, rejected)], t0);
    const { activity: stored } = await read(at, 'a');
    expect(stored.body).toMatchObject({ status: 'rejected', revenue: usd('0') });
    expect(stored.body.payout).toBeUndefined();
    expect(stored.body.status_time).toBeUndefined();
  });

  test.each([
    { name: 'of nothing', id: 'x', revision: 1 },
    { name: 'that comes twice', id: 'a', revision: 0 },
    { name: 'that leaves one out', id: 'a', revision: 2 },
  ])('$name is stale and changes nothing', async ({ id, revision }) => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await judge(at, 'a');
    const before = await read(at, 'a');
    const history = Array.from({ length: revision + 1 }, () => rejected);
    expect(await at().store.moveActivities([move(id, revision, ...history)], t0)).toEqual(['stale']);
    expect(await read(at, 'a')).toEqual(before);
  });

  test('two of one revision: one is done, in one batch and in two', async () => {
    await at().store.appendActivities([sale('a', 'T1'), sale('b', 'T2')], t0);
    expect(await at().store.moveActivities([first, move('a', 1, pending, rejected)], t0)).toEqual([
      'done',
      'stale',
    ]);
    const both = await Promise.all([
      at().store.moveActivities([move('b', 1, pending, approved)], t0),
      at().store.moveActivities([move('b', 1, pending, rejected)], t0),
    ]);
    expect(both.flat().sort()).toEqual(['done', 'stale']);
    expect((await read(at, 'a')).activity.body.status).toBe('approved');
  });

  test('of what was not judged waits with it, and a verdict on the older revision is stale', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await at().store.moveActivities([first], t0 + 5_000);
    expect(await judge(at, 'a', 0)).toEqual(['stale']);
    expect(await read(at, 'a')).toMatchObject({
      state: 'accepted',
      plannedRevision: null,
      attribution: null,
    });
    const done = await at().store.commitProcessed([processed('a', { revision: 1 })], 'ticket1', t0);
    expect(done).toEqual(['done']);
    expect(await read(at, 'a')).toMatchObject({ state: 'processed', plannedRevision: 1 });
  });

  test('of what is parked leaves it parked; nothing is planned of it before it is unparked', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await at().store.commitProcessed([processed('a', { parkUntil: t0 + hour })], 'ticket1', t0);
    expect(await at().store.moveActivities([first], t0)).toEqual(['done']);
    expect(await read(at, 'a')).toMatchObject({
      state: 'parked',
      plannedRevision: null,
      activity: { revision: 1 },
    });
    expect(await at().store.takeUnprocessed(0, 10)).toEqual([]);
    expect(await at().store.feedActivities(t0 + hour, t0 + 2 * hour)).toEqual([0]);
    expect(await at().store.takeUnprocessed(0, 10)).toMatchObject([{ activity: { revision: 1 } }]);
  });

  test('of what is quarantined leaves it so', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await at().store.commitProcessed([processed('a', { quarantined: 'why' })], 'ticket1', t0);
    expect(await at().store.moveActivities([first], t0)).toEqual(['done']);
    expect(await read(at, 'a')).toMatchObject({ state: 'quarantined', activity: { revision: 1 } });
    expect(await at().store.takeUnprocessed(0, 10)).toEqual([]);
    expect(await at().store.replayActivity('app1', 'a')).toBe(true);
    expect(await at().store.takeUnprocessed(0, 10)).toHaveLength(1);
  });

  test('its verdict keeps the device, where it names none, and its deliveries are added', async () => {
    await at().store.appendActivities([sale('a', 'T1')], t0);
    await judge(at, 'a');
    await at().store.moveActivities([first], t0);
    const told = processed('a', {
      revision: 1,
      attribution: attribution('net1'),
      deliveries: [delivery('d1', { activity: 'a', revision: 1 })],
    });
    expect(await at().store.commitProcessed([told], 'ticket1', t0)).toEqual(['done']);
    expect(await read(at, 'a')).toMatchObject({ state: 'processed', plannedRevision: 1, device: 'a' });
    const { items } = await at().store.listDeliveries({ app: 'app1', activity: 'a', limit: 10 });
    expect(items.map(({ id, revision }) => [id, revision])).toEqual([['d1', 1]]);
  });

  test('comes back in its old place of the order', async () => {
    await at().store.appendActivities([sale('a', 'T1'), sale('b', 'T2')], t0);
    await judge(at, 'a');
    await at().store.moveActivities([first], t0);
    const taken = await at().store.takeUnprocessed(0, 10);
    expect(taken.map((stored) => stored.activity.id)).toEqual(['a', 'b']);
  });

  test('does not bring back what was cut meanwhile', async () => {
    const posted = sale('a', 'T1');
    const addressed = { ...posted, body: { ...posted.body, device: { ip_address: '203.0.113.7' } } };
    await at().store.appendActivities([addressed], t0);
    await judge(at, 'a');
    while ((await at().store.truncateAddresses(t0 + 1)) > 0);
    await at().store.moveActivities([first], t0);
    expect((await read(at, 'a')).activity.body.device.ip_address).toBe('203.0.113.0');
  });

  test('an empty batch is fine', async () => {
    expect(await at().store.moveActivities([], t0)).toEqual([]);
  });
}

function transactionsContract(at: At): void {
  const ids = (found: readonly (readonly StoredActivity[])[]): string[][] =>
    found.map((each) => each.map((stored) => stored.activity.id));

  test('are found by id, by event, one result each, none of another app, none derived, none without an event', async () => {
    await at().store.appendActivities(
      [
        sale('late', 'T1', { event: 'sale' }),
        sale('lead', 'T1', { event: 'lead' }),
        sale('other', 'T1', { app: 'app2' }),
        { ...sale('derived', 'T1'), causedBy: 'late' },
        sale('case', 't1'),
        {
          ...activity('bare', { kind: 'ad_revenue' }),
          body: { kind: 'ad_revenue', device: {}, transaction_id: 'T1' },
        },
      ],
      t0,
    );
    expect(ids(await at().store.findTransactions('app1', ['T1', 'none', 't1']))).toEqual([
      ['lead', 'late'],
      [],
      ['case'],
    ]);
    expect(await at().store.findTransactions('app1', [])).toEqual([]);
  });

  test('of one id are bounded', async () => {
    const many = Array.from({ length: transactionActivitiesMax + 1 }, (_, n) =>
      sale(`m${n}`, 'T1', { event: `e${n}` }),
    );
    await at().store.appendActivities(many, t0);
    const [found = []] = await at().store.findTransactions('app1', ['T1']);
    expect(found).toHaveLength(transactionActivitiesMax);
  });

  test('are listed in order, in pages, each once', async () => {
    const names = ['b', 'a', 'B', 'ä', 'a b', ''];
    await at().store.appendActivities(
      [
        ...names.map((name, n) => sale(`n${n}`, `T-${name}`)),
        sale('two', 'T-a', { event: 'lead' }),
        sale('foreign', 'T-a', { app: 'app2' }),
      ],
      t0,
    );
    const listed = await walk(
      (cursor) =>
        at().store.listTransactions('app1', { limit: 2, ...(cursor === undefined ? {} : { cursor }) }),
      2,
    );
    expect(listed.map(({ activity: { body } }) => [body.transaction_id, body.event])).toEqual([
      ['T-', 'sale'],
      ['T-B', 'sale'],
      ['T-a', 'lead'],
      ['T-a', 'sale'],
      ['T-a b', 'sale'],
      ['T-b', 'sale'],
      ['T-ä', 'sale'],
    ]);
  });

  test('a cursor of another list is refused', async () => {
    const { store } = at();
    await store.appendActivities([activity('x'), activity('y')], t0);
    const { next } = await store.listActivities({ app: 'app1', limit: 1 });
    await expect(store.listTransactions('app1', { limit: 1, cursor: next ?? '' })).rejects.toMatchObject({
      kind: 'invalid_cursor',
    });
  });
}

function refusalsContract(at: At): void {
  const now = t0 + 0.5 * hour;
  const refusal = (value: string, change: Partial<RefusalCount> = {}): RefusalCount => ({
    app: 'app1',
    field: 'cid',
    value,
    count: 1,
    at: now,
    ...change,
  });
  const survey = (since: number, limit = 10) => at().store.surveyRefusals({ app: 'app1', since, limit });

  test('are added up, over batches and hours, most frequent first', async () => {
    await at().store.countRefusals([
      refusal('{a}'),
      refusal('{b}', { count: 5 }),
      refusal('{a}', { app: 'app2' }),
    ]);
    await at().store.countRefusals([refusal('{a}', { count: 2 }), refusal('{b}', { at: now + hour })]);
    await at().store.countRefusals([refusal('{a}', { field: 'txid' })]);
    expect(await survey(t0)).toEqual([
      { field: 'cid', value: '{b}', count: 6, lastAt: t0 + hour },
      { field: 'cid', value: '{a}', count: 3, lastAt: t0 },
      { field: 'txid', value: '{a}', count: 1, lastAt: t0 },
    ]);
    expect(await survey(t0 + hour)).toEqual([{ field: 'cid', value: '{b}', count: 1, lastAt: t0 + hour }]);
    expect(await survey(t0, 1)).toHaveLength(1);
  });

  test('of an hour are bounded; those that are told apart go on being counted', async () => {
    const many = Array.from({ length: refusalsMax + 5 }, (_, n) =>
      refusal(`{${String(n).padStart(4, '0')}}`),
    );
    await at().store.countRefusals(many);
    await at().store.countRefusals([
      refusal('{0000}'),
      refusal('{new}'),
      refusal('{new}', { at: now + hour }),
    ]);
    const found = await survey(t0, 1_000);
    expect(found).toHaveLength(refusalsMax + 1);
    expect(found[0]).toMatchObject({ value: '{0000}', count: 2 });
    expect(found.find(({ value }) => value === '{new}')).toMatchObject({ lastAt: t0 + hour });
  });

  test('go when their hour ended, and not before', async () => {
    await at().store.countRefusals([refusal('{a}'), refusal('{b}', { at: now + hour })]);
    expect(await at().store.forgetRefusals(now)).toBe(0);
    expect(await at().store.forgetRefusals(t0 + hour)).toBe(1);
    expect(await at().store.forgetRefusals(t0 + hour)).toBe(0);
    expect((await survey(t0)).map(({ value }) => value)).toEqual(['{b}']);
  });
}
