/**
 * Feeds the queue what the store holds and the queue does not: activities whose wake-up was lost, deliveries that fall due. Enters: time.
 * Leaves: hand-overs. A timer in every worker; two at once do no harm, since a row is fed by whoever marks it. Nothing of it is kept in Redis.
 */
import { describeError } from './errors';
import { newTicket, toBatches } from './hand-over';
import { forgetDevices } from './forget-devices';
import { createForgetOld } from './forget-old';
import { watchClock } from './watch-clock';
import type { Clock } from './ports/clock';
import type { Observer } from './ports/observer';
import type { Queue } from './ports/queue';
import type { Store, StoreCounts } from './ports/store';

export interface SweeperDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly everyMs: number;
  readonly leaseMs: number;
  readonly deliveryBatch: number;
}

export interface Sweeper {
  start(): void;
  /** Resolves when the round in hand ended. */
  stop(): Promise<void>;
  /** One round now. */
  sweep(): Promise<void>;
  counts(): StoreCounts | null;
}

const epochRecord = 'queue_epoch';
/** Fed in one go at most, so that a day's backlog enters Redis a piece at a time. */
const feedMax = 2_000;
/** While this many delivery jobs wait, no more are fed: Redis holds minutes, the store the rest. */
const waitingJobsMax = 500;
const handOverMs = 5_000;
const secondLookMs = 5_000;

export function createSweeper(deps: SweeperDeps): Sweeper {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  let latest: StoreCounts | null = null;
  let failing = false;
  const forgetOld = createForgetOld(deps.store, deps.clock);
  const noticeClock = createNoticeClock(deps);

  const round = async (): Promise<void> => {
    try {
      latest = await deps.store.counts(deps.clock.now());
      await noticeLoss(deps);
      await noticeClock();
      await feedActivities(deps);
      while ((await feedDeliveries(deps)) === feedMax && !stopped);
      await forgetDevices(deps.store);
      await forgetOld();
      if (failing) deps.observer.log('info', 'sweep', {}, 'the queue is back');
      failing = false;
    } catch (cause) {
      if (!failing)
        deps.observer.log(
          'warn',
          'sweep',
          { error: describeError(cause) },
          'nothing is fed until this passes',
        );
      failing = true;
    }
  };
  const sweep = (): Promise<void> => (running ??= round().finally(() => (running = null)));
  const schedule = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void sweep().then(schedule), deps.everyMs);
    timer.unref();
  };
  return {
    start: schedule,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
    sweep,
    counts: () => latest,
  };
}

/**
 * Leases and first attempts are due by the time of day: set back, it would hold them for as long as that. By less than a lease is no matter. What was
 * being decided at that moment is committed after it, with the old time: hence a second look.
 */
function createNoticeClock({ store, clock, observer, leaseMs }: SweeperDeps): () => Promise<void> {
  const setBackMs = watchClock(clock);
  let looksAt: readonly number[] = [];
  return async () => {
    const backMs = setBackMs();
    if (backMs > leaseMs) {
      looksAt = [0, secondLookMs].map((afterMs) => performance.now() + afterMs);
      observer.log(
        'warn',
        'sweep',
        { backMs },
        'the clock was set back: everything waiting is handed over again',
      );
    }
    const [next] = looksAt;
    if (next === undefined || performance.now() < next) return;
    await store.releaseQueued({ firstDueBy: clock.now() });
    looksAt = looksAt.slice(1);
  };
}

/** Another Redis, a restarted or an emptied one: what was handed over may be lost, so all of it is handed over again. */
async function noticeLoss({ store, queue, observer, clock }: SweeperDeps): Promise<void> {
  const epoch = await queue.epoch();
  const record = await store.readRecord('meta', epochRecord);
  if (record?.document === epoch) return;
  await store.releaseQueued();
  await store.putRecord(
    { kind: 'meta', id: epochRecord, createdAt: record?.createdAt ?? clock.now(), document: epoch },
    record?.version ?? 0,
  );
  observer.log(
    'info',
    'sweep',
    { epoch },
    'the queue may have lost what it held: everything waiting is handed over again',
  );
}

async function feedActivities({ store, queue, clock, leaseMs }: SweeperDeps): Promise<void> {
  const now = clock.now();
  const partitions = await store.feedActivities(now, now + leaseMs);
  if (partitions.length === 0) return;
  try {
    await queue.wake(partitions);
  } catch (cause) {
    await store.releaseActivities(partitions);
    throw cause;
  }
}

/**
 * A queue serves in order: what was handed over before its oldest job, and a lease ago, is not in it any more. Leases begin a little before
 * the hand-over, and clocks differ: a job that is only almost the oldest is left alone.
 */
function lostBefore(now: number, oldestMs: number, leaseMs: number): number {
  return Math.min(now, now - oldestMs + leaseMs - handOverMs);
}

/** How many. */
async function feedDeliveries(deps: SweeperDeps): Promise<number> {
  const { store, queue, clock, leaseMs, deliveryBatch, observer } = deps;
  const depths = (await queue.depth()).filter(({ queue: name }) => name.includes('deliveries'));
  const waiting = depths.reduce((sum, depth) => sum + depth.waiting, 0);
  if (waiting > waitingJobsMax) return 0;
  const oldestMs = depths.reduce((max, depth) => Math.max(max, depth.oldestMs), 0);
  const now = clock.now();
  const ticket = newTicket();
  const due = await store.feedDeliveries(
    now,
    ticket,
    now + leaseMs,
    feedMax,
    lostBefore(now, oldestMs, leaseMs),
  );
  if (due.length === 0) return 0;
  const ids = [...due].sort((a, b) => (a.destination < b.destination ? -1 : 1)).map(({ id }) => id);
  try {
    await queue.send(toBatches(ids, ticket, deliveryBatch));
    observer.log('info', 'sweep', { deliveries: ids.length }, 'fed');
    return ids.length;
  } catch (cause) {
    await store.releaseTicket(ticket);
    throw cause;
  }
}
