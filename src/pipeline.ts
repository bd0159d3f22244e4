/**
 * The sentence: accept → attribute → plan → deliver → record. Enters: wake-ups and batches from the queue. Leaves: commits to the store, hand-overs
 * to the queue. Every fault of the store is waited out in place; the queue is never the only one to know of anything.
 */
import type { DecidedBatch, Decider } from './decider';
import type { Dispatcher } from './deliver/dispatcher';
import { goingAlone } from './deliver/joined';
import { describeError } from './errors';
import type { Activity } from './model/activity';
import type { Clock } from './ports/clock';
import type { ManagedDirectory } from './ports/directory';
import type { DeliveryBatch, Queue, QueueHandlers } from './ports/queue';
import type { Observer } from './ports/observer';
import type { Store } from './ports/store';

export interface PipelineDeps {
  readonly store: Store;
  readonly directory: Pick<ManagedDirectory, 'refresh' | 'version'>;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly queue: Queue;
  readonly decider: Decider;
  readonly dispatcher: Dispatcher;
  /** Activities attributed in one transaction. */
  readonly processBatch: number;
  /** How long a claimed delivery may take: a whole attempt, its wait in line and its recording. */
  readonly claimMs: number;
}

const backoffFirstMs = 50;
const backoffMaxMs = 2_000;

export function createPipeline(deps: PipelineDeps): QueueHandlers {
  const unplaced = new Set<Promise<void>>();
  return {
    processPartition: (partition, signal) => processPartition(partition, signal, unplaced, deps),
    sendBatch: (batch, signal) => sendBatch(batch, signal, deps),
  };
}

/** Batches whose deliveries still look for a place to be sent from: a destination that is slow to make room holds up no partition before there are so many. */
const unplacedMax = 8;

async function processPartition(
  partition: number,
  signal: AbortSignal,
  unplaced: Set<Promise<void>>,
  deps: PipelineDeps,
): Promise<void> {
  while (!signal.aborted) {
    const batch = await waitOut(() => decideOnce(partition, deps), signal, deps);
    if (batch === undefined || batch.took === 0) return;
    // It was planned with callbacks and settings that this thread may not have read yet; without them no secret is found, and nothing counts as switched on.
    if (batch.directoryVersion > deps.directory.version())
      await waitOut(() => deps.directory.refresh(), signal, deps);
    if (batch.deliveries.length === 0) continue;
    // What it planned is sent from here, without a way through the queue: the claim was made with the plan.
    const { claim, claimedUntil } = batch;
    const placed = deps.dispatcher
      .submit(
        batch.deliveries.map((delivery) => ({ ...delivery, claim })),
        claimedUntil,
      )
      .finally(() => unplaced.delete(placed));
    unplaced.add(placed);
    if (unplaced.size >= unplacedMax) await Promise.race(unplaced);
  }
}

async function decideOnce(partition: number, deps: PipelineDeps): Promise<DecidedBatch> {
  const { processBatch: limit, claimMs } = deps;
  const batch = await deps.decider.decide({ partition, limit, claimMs });
  if (batch.took === 0) return batch;
  observeBatch(batch, deps);
  return batch;
}

function observeBatch(batch: DecidedBatch, { observer }: PipelineDeps): void {
  const { activities, stale, deliveries, skipped, tookMs: ms } = batch;
  for (const [kind, match, count] of batch.verdicts) observer.attributed(kind, match, count);
  for (const [destination, count] of skipped) observer.delivery(destination, 'skipped', count);
  for (const waitedMs of batch.waitedMs) observer.latency('attribute', waitedMs / 1_000);
  observer.log('info', 'attribute', {
    activities,
    ...(stale === 0 ? {} : { stale }),
    pending: deliveries.length,
    skipped: skipped.reduce((sum, [, count]) => sum + count, 0),
    ms,
  });
}

async function sendBatch(batch: DeliveryBatch, signal: AbortSignal, deps: PipelineDeps): Promise<void> {
  let claimedUntil = 0;
  const claimed = await waitOut(
    async () => {
      // First: who planned these may know a callback or a setting that this process has not read yet, and without it no secret is found.
      await deps.directory.refresh();
      claimedUntil = deps.clock.now() + deps.claimMs;
      return deps.store.claimDeliveries(batch.ids, batch.ticket, claimedUntil);
    },
    signal,
    deps,
  );
  if (claimed === undefined || claimed.length === 0) return;
  // What comes in a job of its own may be what its senders died of.
  await deps.dispatcher.submit(batch.ids.length === 1 ? claimed.map(goingAlone) : claimed, claimedUntil);
}

/** Tries until it succeeds or the signal says stop; then `undefined`: the job ends, and the store still knows. */
async function waitOut<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  deps: PipelineDeps,
): Promise<T | undefined> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    try {
      return await work();
    } catch (cause) {
      if (tries === 0 || tries % 10 === 0)
        deps.observer.log(
          'error',
          'pipeline',
          { error: describeError(cause), tries },
          'waiting for the store',
        );
      await pause(Math.min(backoffMaxMs, backoffFirstMs * 2 ** Math.min(tries, 10)), signal);
    }
  }
  return undefined;
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
}

/**
 * The hand-over of accepted activities to the queue: of each partition one wake-up in flight, everything that comes meanwhile in the next. A partition
 * whose queue does not answer holds up no other.
 */
export class Waker {
  private readonly waiting = new Set<number>();
  private readonly running = new Map<number, Promise<void>>();

  constructor(private readonly deps: Pick<PipelineDeps, 'queue' | 'store' | 'observer'>) {}

  wake(activities: readonly Activity[]): void {
    for (const { partition } of activities) {
      this.waiting.add(partition);
      if (!this.running.has(partition)) this.running.set(partition, this.run(partition));
    }
  }

  async drain(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async run(partition: number): Promise<void> {
    while (this.waiting.delete(partition)) {
      try {
        await this.deps.queue.wake([partition]);
      } catch (cause) {
        this.deps.observer.log(
          'debug',
          'queue',
          { partition, error: describeError(cause) },
          'left to the sweeper',
        );
        // Where even this fails the rows' lease runs out instead.
        await this.deps.store.releaseActivities([partition]).catch(() => undefined);
      }
    }
    // In one step with the last look: who comes after it starts the next run.
    this.running.delete(partition);
  }
}
