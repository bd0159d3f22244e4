/**
 * When keys were last used. Enters: the directory that keys are looked up in. Leaves: the same, whose look-ups are noted; and, a second later and beside every
 * answer, one small write for all keys that were used, each at most once a minute. No request waits for it.
 */
import { describeError } from './errors';
import type { Clock } from './ports/clock';
import type { ManagedDirectory } from './ports/directory';
import type { Observer } from './ports/observer';
import type { Store } from './ports/store';

export interface KeyUses {
  watch(directory: ManagedDirectory): ManagedDirectory;
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

export interface KeyUsesDeps {
  readonly store: Pick<Store, 'recordKeyUses'>;
  readonly clock: Clock;
  readonly observer: Pick<Observer, 'log'>;
}

const soonMs = 1_000;
/** Between two writes of one key. */
export const keyUseEveryMs = 60_000;

/** Holds an entry for each key that was used in the last minute, and no more. */
class UseNotes implements KeyUses {
  private readonly unwritten = new Map<string, number>();
  private readonly written = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly deps: KeyUsesDeps) {}

  watch(directory: ManagedDirectory): ManagedDirectory {
    return {
      ...directory,
      keyByHash: (hash) => {
        const key = directory.keyByHash(hash);
        if (key !== undefined) this.note(key.id);
        return key;
      },
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.writing;
    await this.write([...this.unwritten.keys()]);
  }

  private note(id: string): void {
    this.unwritten.set(id, this.deps.clock.now());
    this.wake(soonMs);
  }

  private wake(afterMs: number): void {
    if (this.timer !== null || this.closed) return;
    this.timer = setTimeout(() => {
      this.writing = this.writeDue().then((nextMs) => {
        this.timer = null;
        if (this.unwritten.size > 0) this.wake(nextMs);
      });
    }, afterMs).unref();
  }

  /** How long until the next look. */
  private async writeDue(): Promise<number> {
    const now = performance.now();
    for (const [id, at] of this.written) if (now - at >= keyUseEveryMs) this.written.delete(id);
    const due = [...this.unwritten.keys()].filter((id) => !this.written.has(id));
    return (await this.write(due)) ? soonMs : keyUseEveryMs;
  }

  /** False: the store did not take it, and it waits for the next time. */
  private async write(ids: readonly string[]): Promise<boolean> {
    const uses = ids.map((id) => ({ id, at: this.unwritten.get(id) ?? 0 }));
    if (uses.length === 0) return true;
    try {
      await this.deps.store.recordKeyUses(uses);
    } catch (cause) {
      this.deps.observer.log('warn', 'http', { error: describeError(cause) }, 'when keys were last used');
      return false;
    }
    const now = performance.now();
    for (const { id, at } of uses) {
      this.written.set(id, now);
      // It may have been used again meanwhile.
      if (this.unwritten.get(id) === at) this.unwritten.delete(id);
    }
    return true;
  }
}

export function createKeyUses(deps: KeyUsesDeps): KeyUses {
  return new UseNotes(deps);
}
