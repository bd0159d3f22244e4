/** `claimDeliveries`, `recordOutcomes`, `releaseDeliveries`, `replayDelivery`. Enters: a store. Leaves: tests. */
import type { Delivery, Outcome } from '../../src/model/delivery';
import type { HeldDelivery, Store } from '../../src/ports/store';
import { attempt, delivery, plan, t0 } from './samples';
import type { At } from './store-contract';

const delivered = (at: number): Outcome => ({ kind: 'delivered', attempt: attempt(at) });
const refused = (at: number, reason: string): Outcome => ({ kind: 'refused', attempt: attempt(at), reason });
const retry = (at: number): Outcome => ({ kind: 'retry', attempt: attempt(at, { status: 503 }), afterMs: 5 });

const claim = async (store: Store, ticket: string, ids: readonly string[] = ['d1']): Promise<string[]> =>
  (await store.claimDeliveries(ids, ticket, t0 + 2_000)).map(({ id }) => id);

const hold = (
  store: Store,
  ticket: string,
  ids: readonly string[] = ['d1'],
): Promise<readonly HeldDelivery[]> => store.claimDeliveries(ids, ticket, t0 + 2_000);

const record = (store: Store, outcome: Outcome, nextAttemptAt: number | null = null): Promise<void> =>
  store.recordOutcomes([{ id: 'd1', outcome, nextAttemptAt }]);

const fed = async (store: Store, now: number, ticket = 'ticket2'): Promise<string[]> =>
  (await store.feedDeliveries(now, ticket, now + 1_000, 10, now)).map(({ id }) => id);

function claims(at: At): void {
  test('those that are open and carry the ticket, as they were planned', async () => {
    const { store } = at();
    const planned = delivery('d1', {
      callback: 'cb1',
      templateVersion: '3',
      settingsVersion: '7',
      request: {
        method: 'POST',
        url: 'https://cb.test/',
        headers: {},
        body: '{"a":"😀"}',
        bodyType: 'json',
        batch: { maxItems: 5, list: 'json.a.b', failures: { list: 'e.0.list', index: 'at.0' } },
      },
    });
    await plan(store, [planned, delivery('d2')]);
    const [claimed, ...more] = await store.claimDeliveries(['d1', 'unknown'], 'ticket1', t0 + 2_000);
    const { claim: name, ...rest } = claimed ?? planned;
    expect([rest, more]).toEqual([planned, []]);
    expect(name).toBeGreaterThan(0);
    // A hold is no part of what is told of it.
    expect(await store.readDelivery('d1')).toEqual(planned);
  });

  test('another ticket claims nothing, and a claim of nothing is fine', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    expect(await claim(store, 'ticket2')).toEqual([]);
    expect(await claim(store, 'ticket1', [])).toEqual([]);
    expect(await claim(store, 'ticket1')).toEqual(['d1']);
  });

  test('the same ticket may claim again: its job ran again', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    expect(await claim(store, 'ticket1')).toEqual(['d1']);
    expect(await claim(store, 'ticket1')).toEqual(['d1']);
  });

  test('an id that is named twice is claimed once', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    expect(await claim(store, 'ticket1', ['d1', 'd1'])).toEqual(['d1']);
  });

  test('what is claimed is nobody else’s before the claim ends', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')], { queuedUntil: t0 + 10 });
    await claim(store, 'ticket1');
    expect(await fed(store, t0 + 1_999)).toEqual([]);
    expect(await fed(store, t0 + 2_000)).toEqual(['d1']);
    expect(await claim(store, 'ticket1')).toEqual([]);
    expect(await claim(store, 'ticket2')).toEqual(['d1']);
  });
}

const moves: readonly { name: string; outcome: Outcome; next: number | null; becomes: Partial<Delivery> }[] =
  [
    {
      name: 'delivered',
      outcome: delivered(t0 + 1),
      next: null,
      becomes: { status: 'delivered', nextAttemptAt: null },
    },
    {
      name: 'refused, which fails it for good',
      outcome: refused(t0 + 1, 'status_400'),
      next: null,
      becomes: { status: 'failed', reason: 'status_400', nextAttemptAt: null },
    },
    {
      name: 'retry with a time',
      outcome: retry(t0 + 1),
      next: t0 + 500,
      becomes: { status: 'retrying', nextAttemptAt: t0 + 500 },
    },
    {
      name: 'retry with no time left',
      outcome: retry(t0 + 1),
      next: null,
      becomes: { status: 'failed', reason: 'retries_exhausted', nextAttemptAt: null },
    },
  ];

function records(at: At): void {
  test.each(moves)('$name', async ({ outcome, next, becomes }) => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await claim(store, 'ticket1');
    await record(store, outcome, next);
    const after = { ...delivery('d1'), ...becomes, tries: 1, attempts: [outcome.attempt] };
    expect(await store.readDelivery('d1')).toEqual(after);
    // Not even with its ticket: it is finished, or the schedule's now.
    expect(await claim(store, 'ticket1')).toEqual([]);
  });

  test.each(moves)('$name, recorded again, changes nothing', async ({ outcome, next }) => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await record(store, outcome, next);
    const before = await store.readDelivery('d1');
    await record(store, outcome, next);
    expect(await store.readDelivery('d1')).toEqual(before);
  });

  test.each([
    { name: 'delivered', first: delivered(t0 + 1), status: 'delivered', later: retry(t0 + 2), next: t0 + 9 },
    {
      name: 'delivered',
      first: delivered(t0 + 1),
      status: 'delivered',
      later: refused(t0 + 2, 'r'),
      next: null,
    },
    {
      name: 'failed',
      first: refused(t0 + 1, 'r'),
      status: 'failed',
      later: refused(t0 + 2, 's'),
      next: null,
    },
    { name: 'failed', first: refused(t0 + 1, 'r'), status: 'failed', later: retry(t0 + 2), next: t0 + 9 },
  ])(
    'a $name delivery is not moved by a later $later.kind; the attempt is kept',
    async ({ first, status, later, next }) => {
      const { store } = at();
      await plan(store, [delivery('d1')]);
      await record(store, first);
      await record(store, later, next);
      const after = await store.readDelivery('d1');
      expect(after).toMatchObject({ status, nextAttemptAt: null, attempts: [first.attempt, later.attempt] });
      expect(after?.reason).toBe(status === 'failed' ? 'r' : undefined);
      expect(await fed(store, t0 + 99_000)).toEqual([]);
    },
  );

  test('a failed delivery that was delivered all the same is delivered, and no replay of what failed sends it again', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await record(store, refused(t0 + 1, 'r'));
    await record(store, delivered(t0 + 2));
    const after = await store.readDelivery('d1');
    expect(after).toMatchObject({ status: 'delivered', nextAttemptAt: null, tries: 2 });
    expect(after).not.toHaveProperty('reason');
    expect(
      await store.replayDeliveries({ status: 'failed', limit: 9 }, { from: t0, spacingMs: 0 }),
    ).toMatchObject({ replayed: 0 });
  });

  test('an attempt says which batch it was in', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await claim(store, 'ticket1');
    const batch = { id: 'd0', size: 5, place: 3, refused: [{ size: 10, status: 400 }] };
    const outcome: Outcome = { kind: 'delivered', attempt: attempt(t0 + 1, { batch }) };
    await record(store, outcome);
    expect((await store.readDelivery('d1'))?.attempts).toEqual([outcome.attempt]);
  });

  test('attempts are kept in order through the retries', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await record(store, retry(t0 + 1), t0 + 100);
    await record(store, retry(t0 + 101), t0 + 200);
    await record(store, delivered(t0 + 201));
    const after = await store.readDelivery('d1');
    expect(after).toMatchObject({ status: 'delivered', tries: 3 });
    expect(after?.attempts.map((made) => made.at)).toEqual([t0 + 1, t0 + 101, t0 + 201]);
  });

  test('a retry is fed at its time, not before, whatever the claim said', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await claim(store, 'ticket1');
    await record(store, retry(t0 + 1), t0 + 500);
    expect(await fed(store, t0 + 499)).toEqual([]);
    expect(await fed(store, t0 + 500)).toEqual(['d1']);
    expect(await claim(store, 'ticket2')).toEqual(['d1']);
  });

  test('one call moves many, and an unknown id stops none of them', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2')]);
    await store.recordOutcomes([
      { id: 'd1', outcome: delivered(t0), nextAttemptAt: null },
      { id: 'unknown', outcome: delivered(t0), nextAttemptAt: null },
      { id: 'd2', outcome: refused(t0, 'r'), nextAttemptAt: null },
    ]);
    expect((await store.readDelivery('d1'))?.status).toBe('delivered');
    expect((await store.readDelivery('d2'))?.status).toBe('failed');
    await store.recordOutcomes([]);
  });
}

function releases(at: At): void {
  test('given back for the time named, and nobody’s until then', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2')]);
    const held = await hold(store, 'ticket1');
    await store.releaseDeliveries([...held, { id: 'unknown', claim: 7 }], t0 + 300);
    expect(await claim(store, 'ticket1')).toEqual([]);
    expect(await fed(store, t0 + 299)).toEqual([]);
    expect(await fed(store, t0 + 300)).toEqual(['d1']);
    expect(await store.readDelivery('d1')).toEqual(delivery('d1'));
  });

  test.each([
    { name: 'without a claim', held: { id: 'd1' } },
    { name: 'by a claim that never was', held: { id: 'd1', claim: 7 } },
  ])('what waits in the queue is not given back $name', async ({ held }) => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await store.releaseDeliveries([held], t0);
    await store.withdrawDeliveries([held], 'inactive');
    expect(await claim(store, 'ticket1')).toEqual(['d1']);
    expect(await store.readDelivery('d1')).toEqual(delivery('d1'));
  });

  test('what was given back waits, and keeps its place by when it was due', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2')]);
    const [d1, d2] = await hold(store, 'ticket1', ['d1', 'd2']);
    await store.releaseDeliveries(d1 === undefined ? [] : [d1], t0 + 300);
    await store.releaseDeliveries(d2 === undefined ? [] : [d2], t0 + 200);
    expect(await fed(store, t0 + 199)).toEqual([]);
    expect(await fed(store, t0 + 300)).toEqual(['d1', 'd2']);
  });

  test('what is finished stays finished', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    const held = await hold(store, 'ticket1');
    await record(store, delivered(t0));
    await store.releaseDeliveries(held, t0);
    await store.withdrawDeliveries(held, 'inactive');
    expect(await fed(store, t0 + 99_000)).toEqual([]);
    expect(await store.readDelivery('d1')).toMatchObject({ status: 'delivered' });
  });
}

function withdrawals(at: At): void {
  test('it fails without an attempt, comes no more, and is replayed when a person says so', async () => {
    const { store } = at();
    await plan(store, [delivery('d1'), delivery('d2')]);
    const held = await hold(store, 'ticket1');
    await store.withdrawDeliveries([...held, { id: 'unknown', claim: 7 }], 'inactive');
    await store.withdrawDeliveries(held, 'inactive');
    const failed = { ...delivery('d1'), status: 'failed', reason: 'inactive' };
    expect(await store.readDelivery('d1')).toEqual(failed);
    expect(await store.readDelivery('d2')).toEqual(delivery('d2'));
    expect(await claim(store, 'ticket1')).toEqual([]);
    expect(await fed(store, t0 + 99_000)).toEqual(['d2']);
    const filter = { status: 'failed', limit: 9 } as const;
    expect(await store.replayDeliveries(filter, { from: t0, spacingMs: 0 })).toMatchObject({ replayed: 1 });
    expect(await fed(store, t0, 'ticket3')).toEqual(['d1']);
  });

  test('one that was tried keeps its attempts, and waits for no time any more', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await record(store, retry(t0 + 1), t0 + 500);
    await fed(store, t0 + 500, 'ticket2');
    await store.withdrawDeliveries(await hold(store, 'ticket2'), 'inactive');
    expect(await store.readDelivery('d1')).toMatchObject({
      status: 'failed',
      reason: 'inactive',
      nextAttemptAt: null,
      attempts: [retry(t0 + 1).attempt],
      tries: 1,
    });
  });
}

function replays(at: At): void {
  test.each([
    { name: 'delivered', outcome: delivered(t0 + 1), next: null },
    { name: 'failed', outcome: refused(t0 + 1, 'r'), next: null },
    { name: 'retrying', outcome: retry(t0 + 1), next: t0 + 90_000 },
  ])('a $name delivery is open again, due at once, its attempts kept', async ({ outcome, next }) => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    await record(store, outcome, next);
    expect(await store.replayDelivery('d1', t0 + 50)).toBe(true);
    const after = await store.readDelivery('d1');
    expect(after).toMatchObject({ status: 'pending', tries: 0, attempts: [outcome.attempt] });
    expect(after?.reason).toBeUndefined();
    expect(await fed(store, t0 + 49)).toEqual([]);
    expect(await fed(store, t0 + 50)).toEqual(['d1']);
    await record(store, delivered(t0 + 60));
    expect(await store.readDelivery('d1')).toMatchObject({ status: 'delivered', tries: 1 });
  });

  test('one that waits in the queue is the sweeper’s again', async () => {
    const { store } = at();
    await plan(store, [delivery('d1')]);
    expect(await store.replayDelivery('d1', t0)).toBe(true);
    expect(await store.replayDelivery('d1', t0)).toBe(true);
    expect(await claim(store, 'ticket1')).toEqual([]);
    expect(await fed(store, t0)).toEqual(['d1']);
  });

  test('one that was skipped is not replayed, nor one that is not there', async () => {
    const { store } = at();
    const skipped = delivery('d1', { status: 'skipped', reason: 'event_not_mapped', request: null });
    await plan(store, [skipped]);
    expect(await store.replayDelivery('d1', t0)).toBe(false);
    expect(await store.replayDelivery('unknown', t0)).toBe(false);
    expect(await store.readDelivery('d1')).toEqual(skipped);
    expect(await fed(store, t0 + 99_000)).toEqual([]);
  });
}

export function deliverContract(at: At): void {
  describe('claimDeliveries', () => claims(at));
  describe('recordOutcomes', () => records(at));
  describe('releaseDeliveries', () => releases(at));
  describe('withdrawDeliveries', () => withdrawals(at));
  describe('replayDelivery', () => replays(at));
}
