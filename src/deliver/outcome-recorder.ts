/**
 * Records outcomes in bulk. Enters: outcomes, one by one. Leaves: batches to the store, in the order they came.
 * None is dropped while the process lives: a batch that fails is recorded again until it succeeds, or `stop` gives up.
 */
import type { DeliveryOutcome } from '../ports/store';

export interface RecorderOptions {
  readonly record: (outcomes: readonly DeliveryOutcome[]) => Promise<void>;
  readonly failed: (cause: unknown, waiting: number) => void;
  /** Called after each batch that was recorded. */
  readonly recorded: (outcomes: readonly DeliveryOutcome[]) => void;
  readonly batchItems: number;
  readonly batchMs: number;
}

const backoffFirstMs = 50;
const backoffMaxMs = 5_000;
/** One transaction's most, when the store was slow and many wait. */
const batchItemsMax = 512;

export class OutcomeRecorder {
  readonly #options: RecorderOptions;
  #waiting: DeliveryOutcome[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #inHand = 0;
  #failures = 0;
  #stopped = false;
  #endBackOff: (() => void) | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Outcomes not yet in the store. */
  get size(): number {
    return this.#waiting.length + this.#inHand;
  }

  add(outcome: DeliveryOutcome): void {
    this.#waiting.push(outcome);
    if (this.#running !== null) return;
    if (this.#waiting.length >= this.#options.batchItems) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), this.#options.batchMs);
  }

  /** Resolves when all is recorded, or after `timeoutMs`. */
  async flush(timeoutMs: number): Promise<void> {
    if (this.#waiting.length > 0 && this.#running === null) this.#start();
    let late = false;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(
        () => {
          late = true;
          resolve();
        },
        Math.max(1, timeoutMs),
      );
    });
    // `late` is set by the timer, which control flow analysis does not see.
    while (this.#running !== null && !(late as boolean)) await Promise.race([this.#running, timeout]);
    clearTimeout(timer);
  }

  /** Gives up what is left: its claims run out and it is sent again. */
  stop(): void {
    this.#stopTimer();
    this.#stopped = true;
    this.#waiting = [];
    this.#endBackOff?.();
  }

  #start(): void {
    this.#stopTimer();
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#waiting.length > 0 && !this.#stopped) this.#start();
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stopped) {
      const batch = this.#waiting.splice(0, batchItemsMax);
      this.#inHand = batch.length;
      await this.#recordOnce(batch);
      this.#inHand = 0;
    }
  }

  async #recordOnce(batch: readonly DeliveryOutcome[]): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#options.record(batch);
        this.#failures = 0;
        this.#options.recorded(batch);
        return;
      } catch (cause) {
        this.#failures += 1;
        this.#options.failed(cause, this.size);
        await this.#backOff();
      }
    }
  }

  #backOff(): Promise<void> {
    const delayMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** (this.#failures - 1));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#endBackOff = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
