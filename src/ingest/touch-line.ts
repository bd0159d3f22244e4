/**
 * The line in which touches wait for the store. Enters: touches. Leaves: each stored; or, of a visitor's, kept and tried again while the store
 * is away, and counted when it is lost after all. Never holds more than its line allows.
 */
import { Fault } from '../errors';
import type { Touch } from '../model/touch';
import type { Clock } from '../ports/clock';
import { GroupCommit } from './group-commit';
import { steadyClock } from './steady-clock';

export interface TouchLineOptions {
  readonly store: (batch: readonly Touch[]) => Promise<void>;
  readonly itemsMax: number;
  readonly delayMs: number;
  readonly lineMax: number;
  /** While the oldest has waited this long, milliseconds, a server's touch is refused at once. */
  readonly lineMs: number;
  /** For how long things wait; default: one that never jumps. */
  readonly steady?: Clock;
  /** Touches that nobody will ever see. */
  readonly onLost: (count: number, fault: Fault) => void;
  /** Waits between tries, milliseconds; after the last the touch is lost. */
  readonly retryMs?: readonly number[];
}

/** About two minutes: a store that restarts or elects is back by then. */
const retryDefaultMs = [100, 500, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];

interface Kept {
  readonly touch: Touch;
  readonly tries: number;
  readonly since: number;
  readonly settle: (stored: boolean) => void;
}

export class TouchLine {
  private readonly options: TouchLineOptions;
  private readonly group: GroupCommit<Touch, undefined>;
  private readonly retryMs: readonly number[];
  private readonly steady: Clock;
  private kept: Kept[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly underWay = new Set<Promise<void>>();
  private draining = false;

  constructor(options: TouchLineOptions) {
    this.options = options;
    this.steady = options.steady ?? steadyClock;
    this.retryMs = options.retryMs ?? retryDefaultMs;
    this.group = new GroupCommit({
      commit: async (batch) => {
        await options.store(batch);
        return batch.map(() => undefined);
      },
      itemsMax: options.itemsMax,
      delayMs: options.delayMs,
      lineMax: options.lineMax,
      steady: this.steady,
    });
  }

  get size(): number {
    return this.group.size + this.kept.length;
  }

  get oldestMs(): number {
    const oldest = this.kept[0];
    const keptMs = oldest === undefined ? 0 : Math.max(0, this.steady.now() - oldest.since);
    return Math.max(this.group.oldestMs, keptMs);
  }

  /** One try: resolves once it is stored. @rejects Fault `overloaded`, `shutting_down`, or the store's. */
  async store(touch: Touch): Promise<void> {
    const { lineMax, lineMs } = this.options;
    if (this.size >= lineMax || this.oldestMs > lineMs)
      throw new Fault('overloaded', { retryAfterSeconds: 1 });
    await this.group.add([touch]);
  }

  /** Tries until it is stored (true) or lost (false, and told to `onLost`). Never rejects. */
  keep(touch: Touch): Promise<boolean> {
    return new Promise((settle) => {
      const kept: Kept = { touch, tries: 0, since: this.steady.now(), settle };
      if (this.size >= this.options.lineMax) this.lose([kept], new Fault('overloaded'));
      else void this.attempt([kept]);
    });
  }

  /** Takes nothing more. What is on its way is let arrive; what is kept after that gets one last try. */
  async drain(): Promise<void> {
    await Promise.all(this.underWay);
    this.draining = true;
    await this.retry();
    await this.group.drain();
  }

  private attempt(batch: readonly Kept[]): Promise<void> {
    const trying = this.commit(batch).finally(() => this.underWay.delete(trying));
    this.underWay.add(trying);
    return trying;
  }

  private async commit(batch: readonly Kept[]): Promise<void> {
    try {
      await this.group.add(batch.map(({ touch }) => touch));
      for (const { settle } of batch) settle(true);
    } catch (cause) {
      const fault = cause instanceof Fault ? cause : new Fault('internal', { cause });
      this.keepOrLose(batch, fault);
    }
  }

  private keepOrLose(batch: readonly Kept[], fault: Fault): void {
    const last = this.draining || fault.kind === 'shutting_down';
    const lost = batch.filter(({ tries }) => last || tries >= this.retryMs.length);
    this.lose(lost, fault);
    if (lost.length === batch.length) return;
    for (const item of batch)
      if (item.tries < this.retryMs.length) this.kept.push({ ...item, tries: item.tries + 1 });
    // The touch that waited longest sets the pace: after it came back all go together.
    const tries = this.kept[0]?.tries ?? 1;
    this.timer ??= setTimeout(() => void this.retry(), this.retryMs[tries - 1] ?? 0);
  }

  private lose(batch: readonly Kept[], fault: Fault): void {
    if (batch.length === 0) return;
    this.options.onLost(batch.length, fault);
    for (const { settle } of batch) settle(false);
  }

  private async retry(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const due = this.kept;
    this.kept = [];
    const attempts: Promise<void>[] = [];
    for (let at = 0; at < due.length; at += this.options.itemsMax)
      attempts.push(this.attempt(due.slice(at, at + this.options.itemsMax)));
    await Promise.all(attempts);
  }
}
