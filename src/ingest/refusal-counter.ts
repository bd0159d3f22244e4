/**
 * Calls that were refused, counted for the doctor. Enters: what was refused. Leaves: sums to the store, every second while there are any. It holds a bounded
 * number of them, and never holds up or fails the call that it counts.
 */
import { describeError } from '../errors';
import type { Clock } from '../ports/clock';
import type { ConversionStore, RefusalCount } from '../ports/conversion-store';
import type { Observer } from '../ports/observer';

export interface RefusalCounter {
  count(app: string, field: string, value: string): void;
  /** Writes what is left. Never rejects. */
  drain(): Promise<void>;
}

interface RefusalDeps {
  readonly store: Pick<ConversionStore, 'countRefusals'>;
  readonly clock: Clock;
  readonly observer: Observer;
}

const everyMs = 1_000;
/** Different ones between two writes; further ones are not counted. */
const differentMax = 1_000;
const fieldMax = 128;
const valueMax = 60;

export function createRefusalCounter({ store, clock, observer }: RefusalDeps): RefusalCounter {
  let counts = new Map<string, RefusalCount>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (batch: readonly RefusalCount[]): Promise<void> => {
    try {
      await store.countRefusals(batch);
    } catch (cause) {
      // Counts, no activities: what cannot be written now is not worth keeping.
      observer.log('warn', 'accept', { error: describeError(cause), refusals: batch.length }, 'not counted');
    }
  };
  const flush = (): void => {
    timer = undefined;
    if (counts.size === 0) return;
    const batch = [...counts.values()];
    counts = new Map();
    writing = writing.then(() => write(batch));
  };

  return {
    count(app, field, value) {
      const shown = { app, field: field.slice(0, fieldMax), value: value.slice(0, valueMax) };
      const name = JSON.stringify(shown);
      const known = counts.get(name);
      if (known === undefined && counts.size >= differentMax) return;
      counts.set(name, { ...shown, at: known?.at ?? clock.now(), count: (known?.count ?? 0) + 1 });
      timer ??= setTimeout(flush, everyMs).unref();
    },
    async drain() {
      clearTimeout(timer);
      flush();
      await writing;
    },
  };
}
