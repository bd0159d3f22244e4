/** `feed…`, `release…`, `counts`. Enters: a store. Leaves: tests. */
import type { Store } from '../../src/ports/store';
import { activity, attempt, delivery, plan, processed, t0 } from './samples';
import type { At } from './store-contract';

const spread = (partitions: readonly number[]) =>
  partitions.map((partition) => activity(`a${partition}`, { partition }));

const fed = async (store: Store, now: number, ticket = 'ticket2', limit = 10): Promise<string[]> =>
  (await store.feedDeliveries(now, ticket, now + 1_000, limit, now)).map(({ id }) => id);

const partitionsAt = async (store: Store, now: number): Promise<number[]> =>
  [...(await store.feedActivities(now, now + 1_000))].sort((a, b) => a - b);

function feedsActivities(at: At): void {
  test('each partition past its time, once, and not before', async () => {
    const { store } = at();
    await store.appendActivities([...spread([3, 0]), activity('b3', { partition: 3 })], t0 + 100);
    await store.appendActivities(spread([7]), t0 + 200);
    expect(await partitionsAt(store, t0 + 99)).toEqual([]);
    expect(await partitionsAt(store, t0 + 100)).toEqual([0, 3]);
  });

  test('what was fed is marked: it comes again when the mark ends', async () => {
    const { store } = at();
    await store.appendActivities([activity('a'), activity('b')], t0);
    expect(await partitionsAt(store, t0)).toEqual([0]);
    expect(await partitionsAt(store, t0 + 999)).toEqual([]);
    expect(await partitionsAt(store, t0 + 1_000)).toEqual([0]);
  });

  test('a partition comes as long as one of its activities waits', async () => {
    const { store } = at();
    await store.appendActivities([activity('a'), activity('b')], t0);
    await store.commitProcessed([processed('a')], 'ticket1', t0);
    expect(await partitionsAt(store, t0)).toEqual([0]);
    await store.commitProcessed([processed('b')], 'ticket1', t0);
    expect(await partitionsAt(store, t0 + 99_000)).toEqual([]);
  });

  test('of feeders that race, one gets each partition', async () => {
    const { store } = at();
    await store.appendActivities(spread([0, 1, 2]), t0);
    const all = await Promise.all([1, 2, 3].map(() => store.feedActivities(t0, t0 + 1_000)));
    expect(all.flat().sort()).toEqual([0, 1, 2]);
  });
}

function feedsDeliveries(at: At): void {
  test('oldest due first, at most the limit, with their destinations', async () => {
    const { store } = at();
    const due = (id: string, at: number) => delivery(id, { nextAttemptAt: at });
    await plan(store, [
      due('d3', t0 + 3),
      due('d1', t0 + 1),
      delivery('d2', { callback: 'cb', nextAttemptAt: t0 + 2 }),
    ]);
    const now = t0 + 1_000;
    expect(await store.feedDeliveries(now, 'ticket2', now + 9, 2, now)).toEqual([
      { id: 'd1', destination: 'partner:app1/net1' },
      { id: 'd2', destination: 'callback:cb' },
    ]);
    expect(await fed(store, now)).toEqual(['d3']);
    expect(await fed(store, now)).toEqual([]);
  });

  test.each([
    { name: 'due and past its queue time', now: t0 + 500, due: t0 + 500, queuedUntil: t0 + 500, comes: true },
    { name: 'one millisecond before it is due', now: t0 + 499, due: t0 + 500, queuedUntil: t0, comes: false },
    {
      name: 'one millisecond before its queue time',
      now: t0 + 499,
      due: t0,
      queuedUntil: t0 + 500,
      comes: false,
    },
  ])('$name: fed is $comes', async ({ now, due, queuedUntil, comes }) => {
    const { store } = at();
    await plan(store, [delivery('d1', { nextAttemptAt: due })], { queuedUntil });
    expect(await fed(store, now)).toEqual(comes ? ['d1'] : []);
  });

  test('one without a time of its own is due from its creation', async () => {
    const { store } = at();
    await plan(store, [delivery('d1', { createdAt: t0 + 5 })], { queuedUntil: t0 });
    expect(await fed(store, t0 + 4)).toEqual([]);
    expect(await fed(store, t0 + 5)).toEqual(['d1']);
  });

  test('the ticket is the new one, until the mark ends', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 });
    expect(await fed(store, t0)).toEqual(['d1']);
    expect(await store.claimDeliveries(['d1'], 'ticket1', t0 + 9_000)).toEqual([]);
    expect(await fed(store, t0 + 999, 'ticket3')).toEqual([]);
    expect(await fed(store, t0 + 1_000, 'ticket3')).toEqual(['d1']);
    expect(await store.claimDeliveries(['d1'], 'ticket2', t0 + 9_000)).toEqual([]);
    expect(await store.claimDeliveries(['d1'], 'ticket3', t0 + 9_000)).toHaveLength(1);
  });

  test.each([
    { name: 'at its queue time', lostBefore: t0 + 100, comes: true },
    { name: 'one millisecond before it', lostBefore: t0 + 99, comes: false },
    { name: 'never', lostBefore: 0, comes: false },
  ])('what was handed over and is known lost $name: fed is $comes', async ({ lostBefore, comes }) => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 + 100 });
    const feed = (lost: number) => store.feedDeliveries(t0 + 9_000, 'ticket2', t0 + 10_000, 10, lost);
    expect((await feed(lostBefore)).map(({ id }) => id)).toEqual(comes ? ['d1'] : []);
    if (comes) return;
    // What the queue still holds stays its own.
    expect(await store.claimDeliveries(['d1'], 'ticket1', t0 + 9_000)).toHaveLength(1);
  });

  const due = (count: number, prefix: string, callback: string) =>
    Array.from({ length: count }, (_, n) => delivery(`${prefix}${n}`, { callback, createdAt: t0 + n }));

  test.each([
    { name: 'eight', givenBack: 8, young: 16 },
    { name: 'seven', givenBack: 7, young: 33 },
  ])(
    '$name given back for later: of the younger of that destination $young go, of others all',
    async (of) => {
      const { store } = at();
      await plan(store, [...due(40, 'down', 'a'), ...due(1, 'up', 'b')], { queuedUntil: t0 });
      const now = t0 + 100;
      const older = Array.from({ length: of.givenBack }, (_, n) => `down${n}`);
      await store.releaseDeliveries(await store.claimDeliveries(older, 'ticket1', now), now + 1);
      const young = Array.from({ length: of.young }, (_, n) => `down${n + of.givenBack}`);
      expect((await fed(store, now, 'ticket2', 99)).sort()).toEqual([...young, 'up0'].sort());
      // While those are in hand no more are tried.
      expect(await fed(store, now, 'ticket3', 99)).toEqual([]);
      // Given back is not for good: then they come, before all that is left.
      expect((await fed(store, now + 1, 'ticket4', 99)).slice(0, of.givenBack)).toEqual(older);
    },
  );

  test('where the destination takes some of what it is fed, it is crowded and not down: the younger go on', async () => {
    const { store } = at();
    await plan(store, due(40, 'd', 'a'), { queuedUntil: t0 });
    const now = t0 + 100;
    expect(await fed(store, now, 'ticket2', 12)).toHaveLength(12);
    await store.recordOutcomes([
      { id: 'd0', outcome: { kind: 'delivered', attempt: attempt(now) }, nextAttemptAt: null },
    ]);
    const others = Array.from({ length: 11 }, (_, n) => `d${n + 1}`);
    await store.releaseDeliveries(await store.claimDeliveries(others, 'ticket2', now + 50), now + 50);
    expect(await fed(store, now, 'ticket3', 99)).toEqual(Array.from({ length: 28 }, (_, n) => `d${n + 12}`));
  });

  test('each destination gets its share of the limit, however much older another one’s are', async () => {
    const { store } = at();
    const late = due(3, 'late', 'b').map((one) => ({ ...one, nextAttemptAt: t0 + 50 }));
    await plan(store, [...due(9, 'old', 'a'), ...late], { queuedUntil: t0 });
    expect(await fed(store, t0 + 100, 'ticket2', 4)).toEqual(['old0', 'old1', 'late0', 'late1']);
  });

  test('what nobody was handed, or whose claim ran out, needs no loss', async () => {
    const { store } = at();
    await plan(
      store,
      ['claimed', 'released', 'retried', 'queued'].map((id) => delivery(id)),
    );
    await store.claimDeliveries(['claimed'], 'ticket1', t0 + 500);
    await store.releaseDeliveries(await store.claimDeliveries(['released'], 'ticket1', t0 + 500), t0 + 500);
    const outcome = { kind: 'retry', attempt: attempt(t0), afterMs: 1 } as const;
    await store.recordOutcomes([{ id: 'retried', outcome, nextAttemptAt: t0 + 500 }]);
    const feed = async (now: number) =>
      (await store.feedDeliveries(now, 'ticket2', now + 9, 10, 0)).map(({ id }) => id);
    expect(await feed(t0 + 499)).toEqual([]);
    expect((await feed(t0 + 500)).sort()).toEqual(['claimed', 'released', 'retried']);
  });

  test('of feeders that race, one gets each delivery', async () => {
    const { store } = at();
    const ids = Array.from({ length: 30 }, (_, n) => `d${n}`);
    await plan(
      store,
      ids.map((id) => delivery(id)),
      { queuedUntil: t0 },
    );
    const all = await Promise.all(['x', 'y', 'z'].map((ticket) => fed(store, t0, ticket, 13)));
    expect(all.flat().sort()).toEqual([...ids].sort());
    const claimed = await store.claimDeliveries(ids, 'y', t0 + 9_000);
    expect(claimed.map(({ id }) => id).sort()).toEqual([...(all[1] ?? [])].sort());
  });

  test('finished and skipped deliveries never come', async () => {
    const { store } = at();
    const skipped = delivery('d2', { status: 'skipped', request: null });
    await plan(store, [delivery('d1'), skipped], { queuedUntil: t0 });
    await store.recordOutcomes([
      { id: 'd1', outcome: { kind: 'delivered', attempt: attempt(t0) }, nextAttemptAt: null },
    ]);
    expect(await fed(store, t0 + 99_000)).toEqual([]);
  });
}

function releases(at: At): void {
  test('the queue lost what it held: all that waited in it is fed at once', async () => {
    const { store } = at();
    await store.appendActivities(spread([0, 1]), t0 + 90_000);
    await plan(store, [delivery('d1')], { id: 'planned', queuedUntil: t0 + 90_000 });
    await store.releaseQueued();
    await store.releaseQueued();
    expect(await partitionsAt(store, t0)).toEqual([0, 1]);
    expect(await store.claimDeliveries(['d1'], 'ticket1', t0 + 9)).toEqual([]);
    expect(await fed(store, t0)).toEqual(['d1']);
  });

  test('what is claimed is in flight, not in the queue: it is left until its claim ends', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2')]);
    await store.claimDeliveries(['d1'], 'ticket1', t0 + 5_000);
    await store.releaseQueued();
    await store.releaseTicket('ticket1');
    expect(await fed(store, t0)).toEqual(['d2']);
    expect(await fed(store, t0 + 4_999, 'ticket3')).toEqual(['d2']);
    expect(await fed(store, t0 + 5_000, 'ticket4')).toEqual(['d1']);
  });

  test('nobody lives who could hold a claim: what is claimed is fed too, under another ticket', async () => {
    const { store } = at();
    await store.appendActivities([activity('waiting', { partition: 3 })], t0 + 90_000);
    await plan(store, [delivery('d1'), delivery('d2')], { queuedUntil: t0 + 90_000 });
    await store.claimDeliveries(['d1'], 'ticket1', t0 + 5_000);
    await store.releaseQueued({ claimed: true });
    expect(await partitionsAt(store, t0)).toEqual([3]);
    expect((await fed(store, t0)).sort()).toEqual(['d1', 'd2']);
    expect(await store.claimDeliveries(['d1', 'd2'], 'ticket1', t0 + 9)).toEqual([]);
  });

  test('a release of claims opens nothing that is finished', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await store.claimDeliveries(['d1'], 'ticket1', t0 + 5_000);
    const outcome = { kind: 'delivered', attempt: attempt(t0) } as const;
    await store.recordOutcomes([{ id: 'd1', outcome, nextAttemptAt: null }]);
    await store.releaseQueued({ claimed: true });
    expect(await fed(store, t0 + 99_000)).toEqual([]);
  });

  test('a release leaves what is not due yet to its time', async () => {
    const { store } = at();
    await plan(store, [delivery('d1', { nextAttemptAt: t0 + 700 })]);
    await store.releaseQueued();
    expect(await fed(store, t0 + 699)).toEqual([]);
    expect(await fed(store, t0 + 700)).toEqual(['d1']);
  });

  test('the clock was set back: what was never tried is due, a retry waits for its time', async () => {
    const { store } = at();
    await plan(store, [delivery('d1', { createdAt: t0 + 700 }), delivery('d2'), delivery('d3')]);
    await store.claimDeliveries(['d2', 'd3'], 'ticket1', t0 + 500);
    const outcome = { kind: 'retry', afterMs: 700, attempt: attempt(t0), reason: 'no' } as const;
    await store.recordOutcomes([{ id: 'd2', outcome, nextAttemptAt: t0 + 700 }]);
    await store.releaseQueued({ firstDueBy: t0 });
    expect(await fed(store, t0)).toEqual(['d1']);
    expect(await fed(store, t0 + 500, 'ticket4')).toEqual(['d3']);
    expect(await fed(store, t0 + 700, 'ticket5')).toEqual(['d2']);
  });

  test('the clock was set back: what was planned for later keeps its delay, and so does a spread replay', async () => {
    const { store } = at();
    const hour = 3_600_000;
    const planned = delivery('ahead', { createdAt: t0 + hour, nextAttemptAt: t0 + hour + 500 });
    const before = delivery('before', { createdAt: t0 - 100, nextAttemptAt: t0 + 300 });
    await plan(store, [planned, before, delivery('r1'), delivery('r2', { createdAt: t0 + 1 })]);
    await store.recordOutcomes(
      ['r1', 'r2'].map((id) => ({
        id,
        outcome: { kind: 'refused', attempt: attempt(t0), reason: 'no' },
        nextAttemptAt: null,
      })),
    );
    const filter = { status: 'failed', limit: 9 } as const;
    expect(await store.replayDeliveries(filter, { from: t0 + hour, spacingMs: 400 })).toMatchObject({
      replayed: 2,
    });
    await store.releaseQueued({ firstDueBy: t0 });
    expect(await fed(store, t0)).toEqual(['r2']);
    expect(await fed(store, t0 + 299, 'ticket3')).toEqual([]);
    expect(await fed(store, t0 + 300, 'ticket4')).toEqual(['before']);
    expect(await fed(store, t0 + 400, 'ticket5')).toEqual(['r1']);
    expect(await fed(store, t0 + 499, 'ticket6')).toEqual([]);
    expect((await store.readDelivery('ahead'))?.nextAttemptAt).toBe(t0 + 500);
    // Once more, a moment later: what has its time keeps it.
    await store.releaseQueued({ firstDueBy: t0 + 200 });
    expect(await fed(store, t0 + 500, 'ticket7')).toEqual(expect.arrayContaining(['ahead']));
  });

  test('the hand-over of some partitions failed: those are fed, no others', async () => {
    const { store } = at();
    await store.appendActivities(spread([0, 1, 2]), t0 + 90_000);
    await store.releaseActivities([2, 0, 9]);
    expect(await partitionsAt(store, t0)).toEqual([0, 2]);
  });

  test('the hand-over of a ticket failed: its deliveries are fed, no others', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { id: 'a1', ticket: 'ticket1' });
    await plan(store, [delivery('d2')], { id: 'a2', ticket: 'ticket2' });
    await store.releaseTicket('ticket1');
    await store.releaseTicket('unknown');
    expect(await store.claimDeliveries(['d1'], 'ticket1', t0 + 9)).toEqual([]);
    expect(await fed(store, t0, 'ticket3')).toEqual(['d1']);
    expect(await store.claimDeliveries(['d2'], 'ticket2', t0 + 9)).toHaveLength(1);
  });
}

function counts(at: At): void {
  test('nothing is nothing', async () => {
    expect(await at().store.counts(t0)).toEqual({
      unprocessed: 0,
      oldestUnprocessedAt: null,
      openDeliveries: 0,
      dueDeliveries: 0,
      quarantined: 0,
    });
  });

  test('what waits, since when, what is open and what of it is due', async () => {
    const { store } = at();
    const batch = [
      activity('p', { receivedAt: t0 + 1, partition: 5 }),
      activity('q', { receivedAt: t0 + 2 }),
      activity('r', { receivedAt: t0 + 3, partition: 1 }),
    ];
    await store.appendActivities(batch, t0);
    await plan(store, [
      delivery('d1', { nextAttemptAt: t0 + 10 }),
      delivery('d2', { nextAttemptAt: t0 + 11 }),
      delivery('d3', { status: 'skipped', request: null }),
      delivery('d4'),
    ]);
    expect(await store.counts(t0 + 10)).toEqual({
      unprocessed: 3,
      oldestUnprocessedAt: t0 + 1,
      openDeliveries: 3,
      dueDeliveries: 2,
      quarantined: 0,
    });
    await store.commitProcessed([processed('p')], 'ticket1', t0);
    await store.recordOutcomes([
      { id: 'd1', outcome: { kind: 'delivered', attempt: attempt(t0) }, nextAttemptAt: null },
      { id: 'd4', outcome: { kind: 'retry', attempt: attempt(t0), afterMs: 1 }, nextAttemptAt: t0 + 50 },
    ]);
    expect(await store.counts(t0 + 10)).toEqual({
      unprocessed: 2,
      oldestUnprocessedAt: t0 + 2,
      openDeliveries: 2,
      dueDeliveries: 0,
      quarantined: 0,
    });
    expect(await store.counts(t0 + 50)).toMatchObject({ dueDeliveries: 2 });
  });
}

export function sweepContract(at: At): void {
  describe('feedActivities', () => feedsActivities(at));
  describe('feedDeliveries', () => feedsDeliveries(at));
  describe('releases', () => releases(at));
  describe('counts', () => counts(at));
}
