/**
 * How much waits for attribution, for a process that has no sweeper to ask. Enters: a store, looked at once a second. Leaves: its latest counts.
 * While the store does not answer the last counts hold.
 */
import type { Clock } from './ports/clock';
import type { Store, StoreCounts } from './ports/store';

export interface BacklogWatch {
  counts(): StoreCounts | null;
  stop(): void;
}

export function watchBacklog(store: Store, clock: Clock, everyMs: number): BacklogWatch {
  let latest: StoreCounts | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    // Who cannot be asked cannot take anything either, and says so itself.
    latest = await store.counts(clock.now()).catch(() => latest);
    if (!stopped) timer = setTimeout(() => void look(), everyMs).unref();
  };
  void look();
  return {
    counts: () => latest,
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
