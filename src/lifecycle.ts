/**
 * What was opened, to be closed in the reverse order. Enters: names and ways to close. Leaves: everything closed, each within its time.
 * A step that fails or hangs is logged and passed over: what is in hand stays in the store.
 */
import { describeError, Fault } from './errors';
import type { Observer } from './ports/observer';

interface Step {
  readonly name: string;
  readonly withinMs: number;
  readonly close: () => unknown;
}

export class Lifecycle {
  private readonly steps: Step[] = [];
  private readonly ending = new AbortController();
  private closing: Promise<void> | null = null;
  private observer: Observer | null = null;

  /** Aborted when the end begins, so that a start under way gives up. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Who hears of steps that fail. */
  tell(observer: Observer): void {
    this.observer = observer;
  }

  /** @throws Fault `shutting_down` where the end began meanwhile; what came too late is closed at once. */
  add(name: string, withinMs: number, close: () => unknown): void {
    const step = { name, withinMs, close };
    if (this.signal.aborted) {
      void this.closeStep(step);
      throw new Fault('shutting_down');
    }
    this.steps.push(step);
  }

  /** Nothing is opened from here on. */
  end(): void {
    this.ending.abort();
  }

  /** Once; who calls again waits for the first. */
  close(): Promise<void> {
    this.end();
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (const step of this.steps.reverse()) await this.closeStep(step);
  }

  private async closeStep(step: Step): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${step.withinMs} ms`)), step.withinMs);
    });
    try {
      await Promise.race([Promise.resolve().then(step.close), late]);
    } catch (cause) {
      this.observer?.log('warn', 'stop', { step: step.name, error: describeError(cause) });
    } finally {
      clearTimeout(timer);
    }
  }
}
