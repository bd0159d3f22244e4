/** `surveyDeliveries`, `surveyActivities`, `surveyTouches`. Enters: a store. Leaves: tests. */
import type { Delivery } from '../../src/model/delivery';
import type { Store } from '../../src/ports/store';
import { eventNamesMax } from '../../src/ports/survey-store';
import { activity, attempt, attribution, delivery, processed, t0, touch, type Change } from './samples';
import type { At } from './store-contract';

const price = (amount: string, currency = 'USD') => ({ body: { revenue: { amount, currency } } });

async function fillDeliveries(store: Store): Promise<void> {
  await store.appendActivities(
    [
      activity('a1', price('9.99')),
      activity('a2', price('0.0101')),
      activity('a3', price('5', 'EUR')),
      activity('a4', price('1000000000')),
      activity('b1', { app: 'app2', ...price('1') }),
    ],
    t0,
  );
  const of = (id: string, at: number, of: string, change: Change<Delivery> = {}) =>
    delivery(id, { activity: of, createdAt: t0 + at, ...change });
  const skipped = { status: 'skipped', request: null } as const;
  await store.commitProcessed(
    [
      processed('a1', {
        deliveries: [
          of('d1', 1, 'a1'),
          of('d2', 1, 'a1', { postback: 'two' }),
          of('e1', 1, 'a1', { partner: 'net2' }),
        ],
      }),
      processed('a2', { deliveries: [of('d3', 2, 'a2'), of('c1', 2, 'a2', { callback: 'cb1' })] }),
      processed('a3', { deliveries: [of('d4', 3, 'a3')] }),
      processed('a4', {
        deliveries: [
          of('s1', 4, 'a4', { ...skipped, reason: 'empty_leaf:query.x' }),
          of('s2', 4, 'a4', { ...skipped, reason: 'not_credited', partner: 'net2', visibleToPartner: false }),
        ],
      }),
      processed('b1', { app: 'app2', deliveries: [of('x1', 4, 'b1', { app: 'app2' })] }),
    ],
    'ticket1',
    t0,
  );
  const refused = (id: string, status: number) => ({
    id,
    outcome: { kind: 'refused' as const, reason: 'r', attempt: attempt(t0, { status }) },
    nextAttemptAt: null,
  });
  const delivered = (id: string) => ({
    id,
    outcome: { kind: 'delivered' as const, attempt: attempt(t0) },
    nextAttemptAt: null,
  });
  const silent = { at: t0, error: 'timeout', durationMs: 1 };
  await store.recordOutcomes([
    refused('d1', 400),
    refused('d2', 400),
    refused('d3', 400),
    refused('d4', 403),
    delivered('e1'),
    { id: 'c1', outcome: { kind: 'retry', afterMs: 1, attempt: silent }, nextAttemptAt: t0 + 9 },
  ]);
}

const none = { callback: null, reason: null, answer: null, revenue: [] };
const tally = (change: object) => expect.objectContaining(change) as unknown;

function deliveries(at: At): void {
  test('by destination, status, reason and answer, with the money that was lost', async () => {
    const { store } = at();
    await fillDeliveries(store);
    const found = await store.surveyDeliveries({ app: 'app1', since: t0, limit: 100 });
    expect(found).toMatchObject({ counted: 8, truncated: false });
    expect(found.tallies).toHaveLength(6);
    expect(found.tallies).toEqual(
      expect.arrayContaining([
        tally({
          partner: 'net1',
          status: 'failed',
          reason: 'r',
          answer: '400',
          count: 3,
          credited: 2,
          lastAt: t0 + 2,
          example: 'd3',
          revenue: [{ amount: '19.9901', currency: 'USD' }],
        }),
        tally({
          status: 'failed',
          answer: '403',
          count: 1,
          example: 'd4',
          revenue: [{ amount: '5', currency: 'EUR' }],
        }),
        tally({ ...none, partner: 'net2', status: 'delivered', count: 1, credited: 1, example: 'e1' }),
        tally({
          partner: null,
          callback: 'cb1',
          status: 'retrying',
          answer: 'timeout',
          revenue: [{ amount: '0.0101', currency: 'USD' }],
        }),
        tally({ ...none, partner: 'net1', status: 'skipped', reason: 'empty_leaf:query.x', example: 's1' }),
        tally({ ...none, partner: 'net2', status: 'skipped', reason: 'not_credited', credited: 0 }),
      ]),
    );
  });

  test('what was not mapped, event by event; the commonest, each name once', async () => {
    const { store } = at();
    const twice = Array.from({ length: eventNamesMax }, (_, n) => `e${10 + n}`);
    const events = ['rare', ...twice, 'often', 'often', ...twice.toReversed(), 'often'];
    const ids = events.map((event, n) => ({ event, id: `n${n}` }));
    await store.appendActivities(
      ids.map(({ id, event }) => activity(id, { body: { event } })),
      t0,
    );
    const unmapped = { status: 'skipped', request: null, reason: 'event_not_mapped' } as const;
    await store.commitProcessed(
      ids.map(({ id }) =>
        processed(id, { deliveries: [delivery(`d-${id}`, { ...unmapped, activity: id })] }),
      ),
      'ticket1',
      t0,
    );
    const { tallies } = await store.surveyDeliveries({ app: 'app1', since: t0, limit: 1_000 });
    expect(tallies).toMatchObject([{ reason: 'event_not_mapped', count: events.length }]);
    const alike = twice.slice(0, eventNamesMax - 1).map((event) => ({ event, count: 2 }));
    expect(tallies[0]?.events).toEqual([{ event: 'often', count: 3 }, ...alike]);
  });

  test('of any other reason no event is named', async () => {
    const { store } = at();
    await fillDeliveries(store);
    const { tallies } = await store.surveyDeliveries({ app: 'app1', since: t0, limit: 100 });
    expect(tallies.filter((each) => 'events' in each)).toEqual([]);
  });

  test.each([
    { name: 'the limit is the newest', since: t0, limit: 3, counted: 3, truncated: true },
    { name: 'exactly all is not cut', since: t0, limit: 8, counted: 8, truncated: false },
    { name: 'one less is', since: t0, limit: 7, counted: 7, truncated: true },
    { name: "the window's edge counts", since: t0 + 4, limit: 9, counted: 2, truncated: false },
    { name: 'one millisecond later does not', since: t0 + 5, limit: 9, counted: 0, truncated: false },
  ])('$name', async ({ since, limit, counted, truncated }) => {
    const { store } = at();
    await fillDeliveries(store);
    const found = await store.surveyDeliveries({ app: 'app1', since, limit });
    expect(found).toMatchObject({ counted, truncated });
    expect(found.tallies.reduce((sum, { count }) => sum + count, 0)).toBe(counted);
  });
}

function activities(at: At): void {
  test('by credit, link and kind; production alone', async () => {
    const { store } = at();
    const kinds = ['a1', 'a2', 'a3'].map((id, n) => activity(id, { receivedAt: t0 + n }));
    await store.appendActivities(
      [...kinds, activity('test', { environment: 'sandbox' }), activity('b1', { app: 'app2' })],
      t0,
    );
    await store.commitProcessed(
      [
        processed('a1', { kind: 'install', attribution: attribution('net1') }),
        processed('a2', { kind: 'install', attribution: attribution('net1') }),
        processed('a3', { attribution: attribution(null) }),
      ],
      'ticket1',
      t0,
    );
    const found = await store.surveyActivities({ app: 'app1', since: t0, limit: 100 });
    expect(found).toMatchObject({ counted: 4, truncated: false });
    expect(found.tallies).toHaveLength(2);
    expect(found.tallies).toEqual(
      expect.arrayContaining([
        { partner: 'net1', link: 'link1', kind: 'install', count: 2, lastAt: t0 + 1, example: 'a2' },
        { partner: null, link: null, kind: 'event', count: 1, lastAt: t0 + 2, example: 'a3' },
      ]),
    );
    const cut = await store.surveyActivities({ app: 'app1', since: t0 + 1, limit: 1 });
    expect(cut).toMatchObject({ counted: 1, truncated: true });
    expect(cut.tallies[0]?.example).toBe('a3');
    expect((await store.surveyActivities({ app: 'app1', since: t0 + 3, limit: 1 })).tallies).toEqual([]);
  });
}

function touches(at: At): void {
  test("by link, partner and what came as the partner's click id", async () => {
    const { store } = at();
    await store.appendTouches([
      touch('t1', { partnerClickId: 'x' }),
      touch('t2', { partnerClickId: 'y' }),
      touch('t3'),
      touch('t4', { link: 'link2', flags: ['late', 'unexpanded_macro'] }),
      touch('t5', { app: 'app2' }),
      touch('t6', { time: t0 - 1 }),
    ]);
    const found = await store.surveyTouches({ app: 'app1', since: t0, limit: 100 });
    expect(found).toMatchObject({ counted: 4, truncated: false });
    const of = { link: 'link1', partner: 'net1' };
    expect(found.tallies).toHaveLength(3);
    expect(found.tallies).toEqual(
      expect.arrayContaining([
        { ...of, clickId: 'given', count: 2, example: 't2' },
        { ...of, clickId: 'absent', count: 1, example: 't3' },
        { ...of, link: 'link2', clickId: 'unexpanded', count: 1, example: 't4' },
      ]),
    );
  });

  test('of an empty store nothing', async () => {
    const nothing = { tallies: [], counted: 0, truncated: false };
    const query = { app: 'app1', since: 0, limit: 10 };
    expect(await at().store.surveyTouches(query)).toEqual(nothing);
    expect(await at().store.surveyDeliveries(query)).toEqual(nothing);
    expect(await at().store.surveyActivities(query)).toEqual(nothing);
  });
}

export function surveyContract(at: At): void {
  describe('deliveries', () => deliveries(at));
  describe('activities', () => activities(at));
  describe('touches', () => touches(at));
}
