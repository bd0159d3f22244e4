/**
 * Feeds the queue what the store holds and the queue does not: activities whose wake-up was lost, deliveries that fall due. Enters: time.
 * Leaves: hand-overs. A timer in every worker; two at once do no harm, since a row is fed by whoever marks it. Nothing of it is kept in Redis.
 */
import { describeError } from './errors';
import type { ForgetOld } from './forget-old';
import { newTicket, toBatches } from './hand-over';
import { forgetDevices } from './forget-devices';
import { createNoticeClock } from './notice-clock';
import { noticeLoss } from './notice-loss';
import type { DeliveryBatch } from './ports/queue';
import { sweepPauseMs } from './sweep-pause';
import type { Clock } from './ports/clock';
import type { Observer } from './ports/observer';
import type { Queue } from './ports/queue';
import type { DueDelivery, Store, StoreCounts } from './ports/store';

export interface SweeperDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly everyMs: number;
  readonly leaseMs: number;
  readonly deliveryBatch: number;
  /** How many there are, this one included, as far as it knows. */
  readonly workers: () => number;
  /** Begins what it has to do and is not waited for. */
  readonly forgetOld?: Pick<ForgetOld, 'tick'>;
}

export interface Sweeper {
  start(): void;
  /** Resolves when the round in hand ended. */
  stop(): Promise<void>;
  /** One round now. */
  sweep(): Promise<void>;
  counts(): StoreCounts | null;
}

/** Fed in one go at most, so that a day's backlog enters Redis a piece at a time. */
const feedMax = 2_000;
/** While this many delivery jobs wait in each queue, no more are fed: Redis holds minutes, the store the rest. */
const waitingJobsMax = 500;
const handOverMs = 5_000;
const countPauseFactor = 20;
const countPauseMaxMs = 5_000;

export function createSweeper(deps: SweeperDeps): Sweeper {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  let latest: StoreCounts | null = null;
  let failing = false;
  const count = createCounting(deps);
  const clockNotice = createNoticeClock(deps);

  const round = async (): Promise<void> => {
    try {
      latest = await count();
      await noticeLoss(deps);
      await clockNotice.noticeClock();
      await feedActivities(deps);
      while ((await feedDeliveries(deps)) > 0 && !stopped);
      await forgetDevices(deps.store);
      deps.forgetOld?.tick();
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
    timer = setTimeout(() => void sweep().then(schedule), sweepPauseMs(deps.everyMs, deps.workers()));
    timer.unref();
  };
  return {
    start() {
      clockNotice.startWatch();
      schedule();
    },
    async stop() {
      stopped = true;
      clockNotice.stopWatch();
      if (timer !== null) clearTimeout(timer);
      await running;
    },
    sweep,
    counts: () => latest,
  };
}

/** The counts of the last time, while counting anew would cost more than a twentieth of the time: a store with millions open takes long to count. */
function createCounting({ store, clock }: SweeperDeps): () => Promise<StoreCounts> {
  let counts: StoreCounts | null = null;
  let againAt = 0;
  return async () => {
    if (counts !== null && performance.now() < againAt) return counts;
    const startedAt = performance.now();
    counts = await store.counts(clock.now());
    const endedAt = performance.now();
    againAt = endedAt + Math.min(countPauseMaxMs, (endedAt - startedAt) * countPauseFactor);
    return counts;
  };
}

/** A partition whose queue does not answer holds up no other: it is fed again at the next round. */
async function feedActivities({ store, queue, clock, leaseMs }: SweeperDeps): Promise<void> {
  const now = clock.now();
  const partitions = await store.feedActivities(now, now + leaseMs);
  const woken = await Promise.allSettled(partitions.map((partition) => queue.wake([partition])));
  const refused = partitions.filter((_, index) => woken[index]?.status === 'rejected');
  if (refused.length === 0) return;
  await store.releaseActivities(refused);
  const [first] = woken.filter(({ status }) => status === 'rejected');
  if (refused.length === partitions.length && first?.status === 'rejected') throw first.reason;
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
  const depths = await queue.depth('deliveries');
  const waiting = depths.reduce((sum, depth) => sum + depth.waiting, 0);
  if (waiting > waitingJobsMax * depths.length) return 0;
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
  tellSetAside(due, observer);
  try {
    await queue.send(batchesOf(due, ticket, deliveryBatch));
    observer.log('info', 'sweep', { deliveries: due.length }, 'fed');
    return due.length;
  } catch (cause) {
    await store.releaseTicket(ticket);
    throw cause;
  }
}

/** By destination, oldest due first within each; what may have killed its sender goes alone. */
function batchesOf(
  due: readonly DueDelivery[],
  ticket: string,
  deliveryBatch: number,
): readonly DeliveryBatch[] {
  const ids = due
    .filter(({ handling }) => handling === undefined)
    .sort((a, b) => (a.destination === b.destination ? 0 : a.destination < b.destination ? -1 : 1))
    .map(({ id }) => id);
  const alone = due.filter(({ handling }) => handling === 'alone').map(({ id }) => ({ ticket, ids: [id] }));
  return [...toBatches(ids, ticket, deliveryBatch), ...alone];
}

/** Nobody sends these any more: they are counted here. */
function tellSetAside(due: readonly DueDelivery[], observer: Observer): void {
  for (const { id, destination, handling } of due) {
    if (handling !== 'quarantined') continue;
    const partner = destination.startsWith('partner:')
      ? destination.split('/').slice(1).join('/')
      : 'callback';
    observer.delivery(partner, 'failed', 1);
    observer.log('error', 'sweep', { delivery: id, destination }, 'quarantined: its senders were lost');
  }
}
