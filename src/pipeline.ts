/**
 * The sentence: accept → attribute → plan → deliver → record. Enters: wake-ups and batches from the queue. Leaves: commits to the store, hand-overs
 * to the queue. Every fault of the store is waited out in place; the queue is never the only one to know of anything.
 */
import { decide, type DecideDeps } from './decide';
import type { Dispatcher } from './deliver/dispatcher';
import { describeError } from './errors';
import { handOver, newTicket } from './hand-over';
import type { Activity } from './model/activity';
import type { DeliveryBatch, Queue, QueueHandlers } from './ports/queue';
import type { ProcessedActivity } from './ports/store';

export interface PipelineDeps extends DecideDeps {
  readonly queue: Queue;
  readonly dispatcher: Dispatcher;
  /** Activities attributed in one transaction. */
  readonly processBatch: number;
  /** Deliveries a job carries at most. */
  readonly deliveryBatch: number;
  /** How long what was handed to the queue is left to it. */
  readonly leaseMs: number;
  /** How long a claimed delivery may take: a whole attempt, its wait in line and its recording. */
  readonly claimMs: number;
}

const backoffFirstMs = 50;
const backoffMaxMs = 2_000;

export function createPipeline(deps: PipelineDeps): QueueHandlers {
  return {
    processPartition: (partition, signal) => processPartition(partition, signal, deps),
    sendBatch: (batch, signal) => sendBatch(batch, signal, deps),
  };
}

async function processPartition(partition: number, signal: AbortSignal, deps: PipelineDeps): Promise<void> {
  while (!signal.aborted) {
    const took = await waitOut(() => processOnce(partition, deps), signal, deps);
    if (took !== 'more') return;
  }
}

/** One batch of the partition, in accepted order, committed by compare-and-set. */
async function processOnce(partition: number, deps: PipelineDeps): Promise<'more' | 'done'> {
  const startedAt = deps.clock.now();
  const stored = await deps.store.takeUnprocessed(partition, deps.processBatch);
  if (stored.length === 0) return 'done';
  const decided = await decide(stored, deps);
  const ticket = newTicket();
  const results = await deps.store.commitProcessed(decided, ticket, startedAt + deps.leaseMs);
  const committed = decided.flatMap((processed, at) => {
    const taken = stored[at];
    return taken !== undefined && results[at] === 'done'
      ? [{ processed, receivedAt: taken.activity.receivedAt }]
      : [];
  });
  const deliveries = committed.flatMap(({ processed }) => processed.deliveries);
  const pending = deliveries.filter(({ status }) => status === 'pending');
  for (const each of committed) observeVerdict(each.processed, each.receivedAt, deps);
  const stale = stored.length - committed.length;
  deps.observer.log('info', 'attribute', {
    activities: committed.map(({ processed }) => processed.id),
    ...(stale === 0 ? {} : { stale }),
    pending: pending.length,
    skipped: deliveries.length - pending.length,
    ms: deps.clock.now() - startedAt,
  });
  await handOver(
    pending.map(({ id }) => id),
    ticket,
    deps,
  );
  return 'more';
}

/** @param receivedAt epoch milliseconds. */
function observeVerdict(
  processed: ProcessedActivity,
  receivedAt: number,
  { observer, clock }: PipelineDeps,
): void {
  const { app, id, kind, attribution, deliveries } = processed;
  const matchType = attribution?.match_type ?? attribution?.status ?? 'none';
  observer.attributed(kind, matchType, 1);
  observer.latency('attribute', Math.max(0, clock.now() - receivedAt) / 1_000);
  for (const { status, partner } of deliveries)
    if (status === 'skipped') observer.delivery(partner ?? 'callback', 'skipped', 1);
  observer.log('debug', 'attribute', {
    app,
    activity: id,
    kind,
    partner: attribution?.partner ?? null,
    match: matchType,
    deliveries: deliveries.map(({ id: delivery, status, reason }) => ({ id: delivery, status, reason })),
  });
}

async function sendBatch(batch: DeliveryBatch, signal: AbortSignal, deps: PipelineDeps): Promise<void> {
  const claimed = await waitOut(
    async () => {
      // First: who planned these may know a callback or a setting that this process has not read yet, and without it no secret is found.
      await deps.directory.refresh();
      return deps.store.claimDeliveries(batch.ids, batch.ticket, deps.clock.now() + deps.claimMs);
    },
    signal,
    deps,
  );
  if (claimed !== undefined && claimed.length > 0) await deps.dispatcher.submit(claimed);
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

/** The hand-over of accepted activities to the queue: one wake-up in flight, everything that comes meanwhile in the next. */
export class Waker {
  private waiting = new Set<number>();
  private running: Promise<void> | null = null;

  constructor(private readonly deps: Pick<PipelineDeps, 'queue' | 'store' | 'observer'>) {}

  wake(activities: readonly Activity[]): void {
    for (const { partition } of activities) this.waiting.add(partition);
    this.running ??= this.run();
  }

  async drain(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.size > 0) {
      const partitions = [...this.waiting];
      this.waiting = new Set();
      try {
        await this.deps.queue.wake(partitions);
      } catch (cause) {
        this.deps.observer.log(
          'debug',
          'queue',
          { partitions, error: describeError(cause) },
          'left to the sweeper',
        );
        // Where even this fails the rows' lease runs out instead.
        await this.deps.store.releaseActivities(partitions).catch(() => undefined);
      }
    }
    // In one step with the last look: who comes after it starts the next run.
    this.running = null;
  }
}
