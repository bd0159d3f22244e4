/**
 * Depth and age, read when somebody scrapes. Enters: functions that ask the queue and the store. Leaves: gauges.
 * A source that is silent or broken never holds up the scrape: its gauges go absent and `carom_source_up` says 0.
 */
import type { QueueDepth } from '../../ports/queue';
import type { StoreCounts } from '../../ports/store';
import type { Metrics } from './metrics';

export interface GaugeSources {
  readonly queue?: () => Promise<readonly QueueDepth[]>;
  readonly store?: () => Promise<StoreCounts>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Gauges = Metrics['gauges'];

async function within<T>(timeoutMs: number, read: () => Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    return await Promise.race([read(), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function showQueues(gauges: Gauges, depths: readonly QueueDepth[] | null): void {
  gauges.queueWaiting.reset();
  gauges.queueActive.reset();
  gauges.queueOldest.reset();
  gauges.sourceUp.set({ source: 'queue' }, depths === null ? 0 : 1);
  for (const { queue, waiting, active, oldestMs } of depths ?? []) {
    gauges.queueWaiting.set({ queue }, waiting);
    gauges.queueActive.set({ queue }, active);
    gauges.queueOldest.set({ queue }, oldestMs / 1_000);
  }
}

function showCounts(gauges: Gauges, counts: StoreCounts | null, now: number): void {
  gauges.sourceUp.set({ source: 'store' }, counts === null ? 0 : 1);
  const oldestMs =
    counts === null || counts.oldestUnprocessedAt === null ? 0 : now - counts.oldestUnprocessedAt;
  // NaN is how an exposition says that the value is not known.
  gauges.unprocessed.set(counts?.unprocessed ?? Number.NaN);
  gauges.oldestUnprocessed.set(counts === null ? Number.NaN : Math.max(0, oldestMs) / 1_000);
  gauges.quarantined.set(counts?.quarantined ?? Number.NaN);
  gauges.openDeliveries.set(counts?.openDeliveries ?? Number.NaN);
  gauges.dueDeliveries.set(counts?.dueDeliveries ?? Number.NaN);
}

export async function fillGauges(gauges: Gauges, sources: GaugeSources, timeoutMs: number): Promise<void> {
  const [depths, counts] = await Promise.all([
    sources.queue === undefined ? undefined : within(timeoutMs, sources.queue),
    sources.store === undefined ? undefined : within(timeoutMs, sources.store),
  ]);
  if (depths !== undefined) showQueues(gauges, depths);
  if (counts !== undefined) showCounts(gauges, counts, sources.now());
}
