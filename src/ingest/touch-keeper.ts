/**
 * Touches on their way to the store, each once. Enters: touches in the order they come. Leaves: the id that stands for each, and when it is stored.
 * A repeat is counted with the touch that it repeats. It never holds more than its lines allow.
 */
import { Fault } from '../errors';
import type { Touch } from '../model/touch';
import type { TouchCount } from '../ports/store';
import { GroupCommit } from './group-commit';
import type { IntakeDeps } from './intake-deps';
import { Repeats, type First } from './repeats';
import { steadyClock } from './steady-clock';
import { TouchLine } from './touch-line';

export interface KeptTouch {
  /** Its own, or that of the touch that it repeats. */
  readonly id: string;
  /** Of a visitor's it never rejects: what was lost was counted where it was lost. */
  readonly stored: Promise<unknown>;
}

export interface TouchKeeper {
  keep(touch: Touch, server: boolean): KeptTouch;
  drain(): Promise<void>;
  /** Touches that wait for the store, and the age of the oldest. */
  line(): { readonly size: number; readonly oldestMs: number };
}

function createLine(deps: IntakeDeps): TouchLine {
  const { observer } = deps;
  return new TouchLine({
    async store(batch) {
      const began = steadyClock.now();
      await deps.storeTouches(batch);
      observer.log('info', 'touch', {
        touches: batch.map(({ id }) => id),
        ms: Math.round(steadyClock.now() - began),
      });
    },
    itemsMax: deps.commitItems,
    delayMs: deps.commitMs,
    lineMax: deps.lineMax,
    lineMs: deps.lineMs,
    onLost: (count, fault) => {
      observer.touchFate('lost', count);
      observer.log('error', 'touch', { lost: count, code: fault.kind });
    },
  });
}

function createCounts({ store, commitItems, commitMs, lineMax }: IntakeDeps) {
  return new GroupCommit<TouchCount, undefined>({
    async commit(batch) {
      await store.countTouches(batch);
      return batch.map(() => undefined);
    },
    itemsMax: commitItems,
    delayMs: commitMs,
    lineMax,
  });
}

export function createTouchKeeper(deps: IntakeDeps): TouchKeeper {
  const { observer } = deps;
  const line = createLine(deps);
  const counts = createCounts(deps);
  const repeats = new Repeats();

  const keepFirst = (touch: Touch, server: boolean): KeptTouch => {
    observer.touches(touch.type, 1);
    const stored = server ? line.store(touch) : line.keep(touch);
    repeats.remember(touch, stored);
    const forget = (): void => repeats.forget(touch);
    stored.then((kept) => (kept === false ? forget() : undefined), forget);
    return { id: touch.id, stored };
  };

  const countRepeat = (first: First, server: boolean): KeptTouch => {
    observer.touchFate('repeated', 1);
    const { id, count } = first;
    const stored = first.stored.then((kept) => (kept === false ? [] : counts.add([{ id, count }])));
    if (server) return { id, stored };
    const lost = (cause: unknown): void => {
      const code = cause instanceof Fault ? cause.kind : 'internal';
      observer.log('error', 'touch', { uncounted: id, code });
    };
    return { id, stored: stored.catch(lost) };
  };

  return {
    keep: (touch, server) => {
      const first = repeats.find(touch);
      return first === null ? keepFirst(touch, server) : countRepeat(first, server);
    },
    async drain() {
      await line.drain();
      await counts.drain();
    },
    line: () => ({ size: line.size + counts.size, oldestMs: line.oldestMs }),
  };
}
