/**
 * What a clock that was ahead left behind. Enters: a store, a clock. Leaves: what waits for a time that is an hour off, handed over again. It never moves what
 * was tried: retries keep the time they were given.
 */
import type { Clock } from './ports/clock';
import type { Observer } from './ports/observer';
import type { Store } from './ports/store';
import { watchClock } from './watch-clock';

const secondLookMs = 5_000;
const clockLookMs = 50;

export interface NoticeDeps {
  readonly store: Pick<Store, 'releaseQueued'>;
  readonly clock: Clock;
  readonly observer: Pick<Observer, 'log'>;
  readonly leaseMs: number;
}

export interface ClockNotice {
  /** Hands over again what a clock that was ahead holds up. */
  noticeClock(): Promise<void>;
  /** Looks at the clock between the rounds too: one that was set ahead and right again within a round left its times behind all the same. */
  startWatch(): void;
  stopWatch(): void;
}

/**
 * Leases and first attempts are due by the time of day: set back, it would hold them for as long as that. By less than a lease is no matter. What was
 * being decided at that moment is committed after it, with the old time: hence a second look.
 */
export function createNoticeClock({ store, clock, observer, leaseMs }: NoticeDeps): ClockNotice {
  const setBackMs = watchClock(clock);
  let looksAt: readonly number[] = [];
  let seenBackMs = 0;
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    seenBackMs = Math.max(seenBackMs, setBackMs());
  };
  const noticeClock = async (): Promise<void> => {
    look();
    const backMs = seenBackMs;
    seenBackMs = 0;
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
  return {
    noticeClock,
    startWatch: () => {
      timer ??= setInterval(look, clockLookMs).unref();
    },
    stopWatch: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
}
