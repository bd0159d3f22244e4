/** Holds that were lost: who stood still for longer than its claim moves nothing of whoever came after. Enters: a store. Leaves: tests. */
import type { Outcome } from '../../src/model/delivery';
import type { HeldDelivery, Store } from '../../src/ports/store';
import { activity, attempt, delivery, plan, processed, t0 } from './samples';
import type { At } from './store-contract';

const hour = 3_600_000;
const delivered = (at: number): Outcome => ({ kind: 'delivered', attempt: attempt(at) });
const refused = (at: number): Outcome => ({ kind: 'refused', attempt: attempt(at), reason: 'status_400' });
const retry = (at: number): Outcome => ({ kind: 'retry', attempt: attempt(at, { status: 503 }), afterMs: 5 });

const record = (store: Store, held: HeldDelivery, outcome: Outcome): Promise<void> =>
  store.recordOutcomes([{ ...held, outcome, nextAttemptAt: outcome.kind === 'retry' ? t0 + 9_000 : null }]);

async function claim(store: Store, ticket: string, until = t0 + 500): Promise<HeldDelivery> {
  const [held] = await store.claimDeliveries(['d1'], ticket, until);
  if (held?.claim === undefined) throw new Error(`The ticket ${ticket} claimed nothing.`);
  return { id: held.id, claim: held.claim };
}

const feed = (store: Store, now: number, ticket: string) =>
  store.feedDeliveries(now, ticket, now + 1_000, 10, now);

/** How somebody else came to have what the first one held. */
const successions: readonly { name: string; to: (store: Store) => Promise<HeldDelivery> }[] = [
  {
    name: 'its time was over, and it was fed and claimed again',
    to: async (store) => {
      await feed(store, t0 + 500, 'ticket2');
      return claim(store, 'ticket2', t0 + 5_000);
    },
  },
  {
    name: 'its job ran again, under the same ticket, until the same time',
    to: (store) => claim(store, 'ticket1'),
  },
  {
    name: 'every claim was taken back by a start that knew of nobody',
    to: async (store) => {
      await store.releaseQueued({ claimed: true });
      await feed(store, t0, 'ticket2');
      return claim(store, 'ticket2', t0 + 5_000);
    },
  },
  {
    name: 'it was replayed while it was held',
    to: async (store) => {
      await store.replayDelivery('d1', t0);
      await feed(store, t0, 'ticket2');
      return claim(store, 'ticket2', t0 + 5_000);
    },
  },
];

function lost(at: At): void {
  const open = async (to: (store: Store) => Promise<HeldDelivery>) => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    const first = await claim(store, 'ticket1');
    return { store, first, second: await to(store) };
  };
  /** It is the second one's: nobody is fed it before its claim ends, and what that one says counts. */
  const isHeld = async (store: Store, second: HeldDelivery): Promise<void> => {
    expect(await feed(store, t0 + 499, 'probe')).toEqual([]);
    expect(await store.readDelivery('d1')).toMatchObject({ status: 'pending' });
    await record(store, second, retry(t0 + 400));
    expect(await store.readDelivery('d1')).toMatchObject({ status: 'retrying', nextAttemptAt: t0 + 9_000 });
  };

  test.each(successions)('$name: a late release and withdrawal change nothing', async ({ to }) => {
    const { store, first, second } = await open(to);
    const before = await store.readDelivery('d1');
    await store.releaseDeliveries([first], t0);
    await store.withdrawDeliveries([first], 'inactive');
    expect(await store.readDelivery('d1')).toEqual(before);
    await isHeld(store, second);
  });

  test.each(
    successions.flatMap((of) => [
      { ...of, late: retry(t0 + 300) },
      { ...of, late: refused(t0 + 300) },
    ]),
  )('$name: a late $late.kind moves nothing, and its attempt is kept', async ({ to, late }) => {
    const { store, first, second } = await open(to);
    await record(store, first, late);
    expect(await store.readDelivery('d1')).toMatchObject({
      status: 'pending',
      attempts: [late.attempt],
      tries: 1,
    });
    // Recorded again, it is no second attempt.
    await record(store, first, late);
    await isHeld(store, second);
    expect((await store.readDelivery('d1'))?.attempts).toEqual([late.attempt, retry(t0 + 400).attempt]);
  });

  test.each(successions)('$name: that it was delivered counts all the same', async ({ to }) => {
    const { store, first, second } = await open(to);
    await record(store, first, delivered(t0 + 300));
    expect(await store.readDelivery('d1')).toMatchObject({ status: 'delivered' });
    for (const outcome of [retry(t0 + 400), refused(t0 + 401)]) await record(store, second, outcome);
    expect(await store.readDelivery('d1')).toMatchObject({ status: 'delivered', tries: 3 });
    expect(await feed(store, t0 + hour, 'ticket9')).toEqual([]);
  });
}

function kept(at: At): void {
  test.each([
    {
      name: 'a release',
      does: (store: Store, held: HeldDelivery) => store.releaseDeliveries([held], t0 + 9_000),
    },
    { name: 'a retry', does: (store: Store, held: HeldDelivery) => record(store, held, retry(t0 + 600)) },
  ])('over its time, but nobody else’s yet: $name holds', async ({ does }) => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await does(store, await claim(store, 'ticket1'));
    expect(await feed(store, t0 + 8_999, 'ticket2')).toEqual([]);
    expect(await feed(store, t0 + 9_000, 'ticket2')).toMatchObject([{ id: 'd1' }]);
  });

  test('who planned and claimed at one stroke holds by the claim it named, until it is fed', async () => {
    const { store } = at();
    const planned = ['d1', 'd2', 'd3'].map((id) => delivery(id));
    await store.appendActivities([activity('a1')], t0);
    const done = await store.commitProcessed(
      [processed('a1', { deliveries: planned })],
      'none',
      t0 + 500,
      42,
    );
    expect(done).toEqual(['done']);
    expect(await store.claimDeliveries(['d1'], 'none', t0 + 9_000)).toEqual([]);
    await store.releaseDeliveries([{ id: 'd1', claim: 41 }], t0);
    expect(await feed(store, t0 + 499, 'ticket2')).toEqual([]);
    await store.releaseDeliveries([{ id: 'd1', claim: 42 }], t0);
    expect(await feed(store, t0 + 499, 'ticket2')).toMatchObject([{ id: 'd1' }]);
    await record(store, { id: 'd2', claim: 42 }, retry(t0 + 300));
    expect(await store.readDelivery('d2')).toMatchObject({ status: 'retrying' });
    expect(await feed(store, t0 + 500, 'ticket3')).toMatchObject([{ id: 'd3' }]);
    await record(store, { id: 'd3', claim: 42 }, retry(t0 + 300));
    expect(await store.readDelivery('d3')).toMatchObject({ status: 'pending', tries: 1 });
  });

  test('two claims never have one name', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    const names = new Set<number | undefined>();
    for (let turn = 0; turn < 50; turn += 1) names.add((await claim(store, 'ticket1')).claim);
    expect(names.size).toBe(50);
  });
}

export function claimContract(at: At): void {
  describe('a claim that was lost', () => lost(at));
  describe('a claim that holds', () => kept(at));
}
