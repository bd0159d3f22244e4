/** What is lost again and again, and what a person opens again. Enters: a store. Leaves: tests. */
import type { DueDelivery, Store } from '../../src/ports/store';
import { activity, attempt, delivery, plan, processed, t0 } from './samples';
import type { At } from './store-contract';

const feed = (store: Store, now: number, ticket: string): Promise<readonly DueDelivery[]> =>
  store.feedDeliveries(now, ticket, now + 1_000, 10, now);

/** Claims what was fed, and is never heard of again. */
async function loseAll(store: Store, now: number, ticket: string): Promise<readonly DueDelivery[]> {
  const fed = await feed(store, now, ticket);
  await store.claimDeliveries(
    fed.map(({ id }) => id),
    ticket,
    now + 1,
  );
  return fed;
}

const shown = (fed: readonly DueDelivery[]) => fed.map(({ id, handling = 'batch' }) => `${id} ${handling}`);

function lostDeliveries(at: At): void {
  test('twice in company, then in a job of its own, then with no other beside it, twice, then set aside', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2', { nextAttemptAt: t0 + 1 })], { queuedUntil: t0 });
    const rounds: string[][] = [];
    for (let round = 1; round <= 9; round += 1)
      rounds.push(shown(await loseAll(store, t0 + round * 10, `lost${round}`)));
    expect(rounds).toEqual([
      ['d1 batch', 'd2 batch'],
      ['d1 batch', 'd2 batch'],
      ['d1 alone', 'd2 alone'],
      ['d1 alone'],
      ['d1 alone'],
      ['d1 quarantined', 'd2 alone'],
      ['d2 alone'],
      ['d2 quarantined'],
      [],
    ]);
    for (const id of ['d1', 'd2'])
      expect(await store.readDelivery(id)).toMatchObject({ status: 'failed', reason: 'quarantined' });
    expect((await store.counts(t0 + 99)).openDeliveries).toBe(0);
  });

  test('with nobody apart beside it: twice in company, twice alone, then set aside', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 });
    const rounds: string[][] = [];
    for (let round = 1; round <= 6; round += 1)
      rounds.push(shown(await loseAll(store, t0 + round * 10, `lost${round}`)));
    expect(rounds).toEqual([['d1 batch'], ['d1 batch'], ['d1 alone'], ['d1 alone'], ['d1 quarantined'], []]);
  });

  test('32 go apart at once, oldest due first, and no more until they are through', async () => {
    const { store } = at();
    const ids = Array.from({ length: 40 }, (_, n) => `d${String(n).padStart(2, '0')}`);
    const planned = ids.map((id, n) => delivery(id, { nextAttemptAt: t0 + n }));
    await plan(store, planned, { queuedUntil: t0 });
    const feedAll = (now: number, ticket: string) => store.feedDeliveries(now, ticket, now + 1_000, 100, now);
    for (const round of [1, 2]) {
      const now = t0 + round * 100;
      expect(await feedAll(now, `lost${round}`)).toHaveLength(40);
      await store.claimDeliveries(ids, `lost${round}`, now + 1);
    }
    const now = t0 + 300;
    const wave = await feedAll(now, 'wave1');
    expect(shown(wave)).toEqual(ids.slice(0, 32).map((id) => `${id} alone`));
    const claimed = await store.claimDeliveries(ids.slice(0, 32), 'wave1', now + 500);
    expect(shown(await feedAll(now + 1, 'none'))).toEqual([]);
    const recorded = claimed.map(({ id }) => ({
      id,
      outcome: { kind: 'delivered', attempt: attempt(now) } as const,
      nextAttemptAt: null,
    }));
    await store.recordOutcomes(recorded.slice(1));
    expect(shown(await feedAll(now + 2, 'none'))).toEqual([]);
    await store.recordOutcomes(recorded.slice(0, 1));
    expect(shown(await feedAll(now + 3, 'wave2'))).toEqual(ids.slice(32).map((id) => `${id} alone`));
  });

  test('one that comes through alone is as any other again', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 });
    for (const round of [1, 2]) await loseAll(store, t0 + round * 10, `lost${round}`);
    const now = t0 + 30;
    expect(shown(await feed(store, now, 'ticket3'))).toEqual(['d1 alone']);
    await store.claimDeliveries(['d1'], 'ticket3', now + 100);
    const outcome = { kind: 'retry', attempt: attempt(now), afterMs: 10 } as const;
    await store.recordOutcomes([{ id: 'd1', outcome, nextAttemptAt: now + 10 }]);
    expect(shown(await feed(store, now + 10, 'ticket4'))).toEqual(['d1 batch']);
  });

  test('what was given back was not lost, and what the queue lost killed nobody', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 });
    for (let round = 1; round <= 6; round += 1) {
      const now = t0 + round * 10;
      expect(shown(await feed(store, now, `ticket${round}`))).toEqual(['d1 batch']);
      if (round % 2 === 0) await store.releaseQueued();
      else {
        const claimed = await store.claimDeliveries(['d1'], `ticket${round}`, now + 1);
        await store.releaseDeliveries(claimed, now + 1);
      }
    }
  });

  test('a start that knows of no other worker counts what was claimed', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 });
    for (const round of [1, 2]) {
      await feed(store, t0 + round, `ticket${round}`);
      await store.claimDeliveries(['d1'], `ticket${round}`, t0 + 9_999);
      await store.releaseQueued({ claimed: true });
    }
    expect(shown(await feed(store, t0 + 3, 'ticket3'))).toEqual(['d1 alone']);
  });

  test('a replay begins anew', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 });
    for (let round = 1; round <= 5; round += 1) await loseAll(store, t0 + round * 10, `lost${round}`);
    expect(await store.replayDelivery('d1', t0 + 60)).toBe(true);
    expect(shown(await feed(store, t0 + 60, 'again'))).toEqual(['d1 batch']);
  });
}

function replaysActivities(at: At): void {
  test('a quarantined activity keeps its reason, is listed, and is taken again in its old place', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1'), activity('b1', { app: 'app2' }), activity('a2')], t0);
    const quarantine = (id: string, app = 'app1') => processed(id, { app, quarantined: 'it broke' });
    await store.commitProcessed([quarantine('a1'), quarantine('b1', 'app2')], 'ticket1', t0);
    expect(await store.readActivity('app1', 'a1')).toMatchObject({
      state: 'quarantined',
      reason: 'it broke',
    });
    expect((await store.counts(t0)).quarantined).toBe(2);
    const listed = async (app?: string) => {
      const filter = { state: 'quarantined', limit: 10, ...(app === undefined ? {} : { app }) } as const;
      return (await store.listActivities(filter)).items.map((stored) => stored.activity.id);
    };
    expect([await listed(), await listed('app1')]).toEqual([['b1', 'a1'], ['a1']]);

    expect(await store.replayActivity('app1', 'a1')).toBe(true);
    expect(await store.replayActivity('app1', 'a1')).toBe(false);
    expect(await store.replayActivity('app1', 'a2')).toBe(false);
    expect(await store.replayActivity('app1', 'unknown')).toBe(false);
    const taken = await store.takeUnprocessed(0, 10);
    expect(taken.map((stored) => stored.activity.id)).toEqual(['a1', 'a2']);
    expect(taken[0]?.reason).toBeUndefined();
    expect(await store.feedActivities(t0, t0 + 9)).toEqual([0]);
    expect(await store.commitProcessed([processed('a1')], 'ticket1', t0)).toEqual(['done']);
    expect([await listed(), (await store.counts(t0)).quarantined]).toEqual([['b1'], 1]);
  });
}

function replaysDeliveries(at: At): void {
  const failed = async (store: Store, count: number): Promise<void> => {
    const made = Array.from({ length: count }, (_, n) => delivery(`d${n}`, { createdAt: t0 + n }));
    await plan(store, [...made, delivery('skipped', { status: 'skipped', request: null })]);
    await store.recordOutcomes(
      made.map(({ id }) => ({
        id,
        outcome: { kind: 'refused', attempt: attempt(t0), reason: 'status 500' },
        nextAttemptAt: null,
      })),
    );
  };

  test('a page at a time, newest first, each due a step after the one before', async () => {
    const { store } = at();
    await failed(store, 5);
    const filter = { partner: 'net1', limit: 3 };
    const first = await store.replayDeliveries(filter, { from: t0, spacingMs: 10 });
    expect(first.replayed).toBe(3);
    const cursor = first.next ?? '';
    const rest = await store.replayDeliveries({ ...filter, cursor }, { from: t0 + 30, spacingMs: 10 });
    expect(rest).toEqual({ replayed: 2, next: null });
    expect(await feed(store, t0 + 19, 'ticket2')).toMatchObject([{ id: 'd4' }, { id: 'd3' }]);
    expect(await feed(store, t0 + 40, 'ticket3')).toMatchObject([{ id: 'd2' }, { id: 'd1' }, { id: 'd0' }]);
    expect(await store.readDelivery('d0')).toMatchObject({
      status: 'pending',
      tries: 0,
      nextAttemptAt: t0 + 40,
      attempts: [attempt(t0)],
    });
    expect(await store.readDelivery('skipped')).toMatchObject({ status: 'skipped' });
  });

  test('a dry run counts and opens nothing', async () => {
    const { store } = at();
    await failed(store, 2);
    const pace = { from: t0, spacingMs: 0, dryRun: true };
    expect(await store.replayDeliveries({ status: 'failed', limit: 9 }, pace)).toEqual({
      replayed: 2,
      next: null,
    });
    expect((await store.counts(t0)).openDeliveries).toBe(0);
  });

  test('what the queue or a job has in hand is left to it', async () => {
    const { store } = at();
    await plan(store, [delivery('queued'), delivery('claimed')]);
    await store.claimDeliveries(['claimed'], 'ticket1', t0 + 500);
    const pace = { from: t0, spacingMs: 0 };
    expect(await store.replayDeliveries({ app: 'app1', limit: 9 }, pace)).toEqual({
      replayed: 0,
      next: null,
    });
    expect(await store.claimDeliveries(['queued'], 'ticket1', t0 + 500)).toHaveLength(1);
    expect(await store.readDelivery('claimed')).toMatchObject({ nextAttemptAt: null });
  });
}

export function poisonContract(at: At): void {
  describe('deliveries that are lost again and again', () => lostDeliveries(at));
  describe('replayActivity', () => replaysActivities(at));
  describe('replayDeliveries', () => replaysDeliveries(at));
}
