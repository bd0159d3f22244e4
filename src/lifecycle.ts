/**
 * What was opened, to be closed in the reverse order. Enters: names and ways to close. Leaves: everything closed, each within its time.
 * A step that fails or hangs is logged and passed over: what is in hand stays in the store.
 */
import { describeError } from './errors';
import type { Observer } from './ports/observer';

export class Lifecycle {
  private readonly steps: {
    readonly name: string;
    readonly withinMs: number;
    readonly close: () => unknown;
  }[] = [];
  private closing: Promise<void> | null = null;
  private observer: Observer | null = null;

  /** Who hears of steps that fail. */
  tell(observer: Observer): void {
    this.observer = observer;
  }

  add(name: string, withinMs: number, close: () => unknown): void {
    this.steps.push({ name, withinMs, close });
  }

  /** Once; who calls again waits for the first. */
  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (const step of this.steps.reverse()) {
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
}
