/** `recordTest`, and who leaves tests out. Enters: a store. Leaves: tests. */
import type { TestDelivery } from '../../src/model/delivery';
import type { Store } from '../../src/ports/store';
import { activity, attempt, delivery, plan, processed, t0, type Change } from './samples';
import type { At } from './store-contract';

function tested(id: string, change: Change<TestDelivery> = {}): TestDelivery {
  return {
    ...delivery(id, {
      activity: 'test_1',
      status: 'failed',
      reason: 'status 400',
      attempts: [attempt(t0, { status: 400 })],
      tries: 1,
      ...change,
    }),
    test: true,
  };
}

/** One of the pipeline, refused, at the same time as the tests. */
async function refuseOne(store: Store): Promise<void> {
  await plan(store, [delivery('d1')]);
  const outcome = { kind: 'refused', reason: 'status 400', attempt: attempt(t0, { status: 400 }) } as const;
  await store.recordOutcomes([{ id: 'd1', outcome, nextAttemptAt: null }]);
}

function keeps(at: At): void {
  test('it is read and listed as it was sent, after the store was opened again too', async () => {
    const body = '{"a":"😀"}';
    const request = {
      method: 'POST',
      url: 'https://cb.test/',
      headers: { 'carom-test': '1' },
      body,
    } as const;
    const [own, called] = [
      tested('t1'),
      tested('t2', { callback: 'cb1', request, createdAt: t0 + 1, settingsVersion: '7' }),
    ];
    await at().store.recordTest(own);
    await at().store.recordTest(called);
    const store = await at().reopen();
    expect(await store.readDelivery('t1')).toEqual(own);
    expect(await store.readDelivery('t2')).toEqual(called);
    const listed = async (filter: object): Promise<string[]> =>
      (await store.listDeliveries({ limit: 9, ...filter })).items.map(({ id }) => id);
    expect(await listed({ app: 'app1' })).toEqual(['t2', 't1']);
    expect(await listed({ partner: 'net1', visibleToPartner: true })).toEqual(['t1']);
    expect(await listed({ status: 'failed', activity: 'test_1' })).toEqual(['t2', 't1']);
  });

  test('one id twice changes nothing, whichever came first', async () => {
    const { store } = at();
    await refuseOne(store);
    await store.recordTest(tested('t1'));
    await store.recordTest(tested('t1', { status: 'delivered', attempts: [] }));
    await store.recordTest(tested('d1', { status: 'delivered' }));
    expect(await store.readDelivery('t1')).toEqual(tested('t1'));
    const planned = await store.readDelivery('d1');
    expect([planned?.status, planned?.test]).toEqual(['failed', undefined]);
  });

  test('it is never open', async () => {
    const { store } = at();
    await store.recordTest(tested('t1'));
    expect(await store.counts(t0 + 9)).toMatchObject({ openDeliveries: 0, dueDeliveries: 0 });
    await store.releaseQueued({ claimed: true });
    expect(await store.feedDeliveries(t0 + 9, 'ticket2', t0 + 99, 9, t0 + 9)).toEqual([]);
    expect(await store.claimDeliveries(['t1'], 'ticket2', t0 + 99)).toEqual([]);
  });

  test('it goes when its time is over, like others', async () => {
    const { store } = at();
    await store.recordTest(tested('t1'));
    await store.recordTest(tested('t2', { createdAt: t0 + 1 }));
    while ((await store.forgetDeliveries(t0 + 1)) > 0);
    expect(await store.readDelivery('t1')).toBeNull();
    expect(await store.readDelivery('t2')).not.toBeNull();
  });
}

function leavesOut(at: At): void {
  test('no replay opens it, one or many', async () => {
    const { store } = at();
    await refuseOne(store);
    await store.recordTest(tested('t1', { createdAt: t0 + 1 }));
    expect(await store.replayDelivery('t1', t0)).toBe(false);
    const pace = { from: t0, spacingMs: 0 };
    const filter = { app: 'app1', limit: 9 };
    const found = { replayed: 1, next: null };
    expect(await store.replayDeliveries(filter, { ...pace, dryRun: true })).toEqual(found);
    expect(await store.replayDeliveries(filter, pace)).toEqual(found);
    expect((await store.readDelivery('d1'))?.status).toBe('pending');
    expect(await store.readDelivery('t1')).toEqual(tested('t1', { createdAt: t0 + 1 }));
  });

  test('a survey counts none of them, nor its limit', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    await store.commitProcessed([processed('a1', { deliveries: [delivery('d1')] })], 'ticket1', t0);
    for (const n of [1, 2, 3]) await store.recordTest(tested(`t${n}`, { createdAt: t0 + n }));
    const found = await store.surveyDeliveries({ app: 'app1', since: t0, limit: 1 });
    expect(found).toMatchObject({ counted: 1, truncated: false });
    expect(found.tallies).toMatchObject([{ status: 'pending', example: 'd1', count: 1 }]);
  });
}

export function testSendContract(at: At): void {
  describe('is kept', () => keeps(at));
  describe('is left out', () => leavesOut(at));
}
