/**
 * Many requests, one commit. Enters: items, a few a request. Leaves: each request's own results once the commit that held them is done.
 * One commit is in flight at a time; what arrives meanwhile makes the next. Never holds more than its line allows, never drops an item
 * without telling who sent it.
 */
import { Fault } from '../errors';
import type { Clock } from '../ports/clock';
import { steadyClock } from './steady-clock';

export interface GroupCommitOptions<T, R> {
  /** One result an item, in order. */
  readonly commit: (items: readonly T[]) => Promise<readonly R[]>;
  /** A commit starts at this many items … */
  readonly itemsMax: number;
  /** … or this long after the first of them, milliseconds; 0: at the end of the event loop's turn. What comes during a commit makes the next in any case. */
  readonly delayMs: number;
  /** Items that may wait or be in flight; above it `overloaded`. */
  readonly lineMax: number;
  /** For how long things wait; default: one that never jumps. */
  readonly steady?: Clock;
}

interface Entry<T, R> {
  readonly items: readonly T[];
  readonly since: number;
  readonly resolve: (results: readonly R[]) => void;
  readonly reject: (fault: Fault) => void;
}

export class GroupCommit<T, R> {
  private readonly options: GroupCommitOptions<T, R>;
  private readonly steady: Clock;
  private waiting: Entry<T, R>[] = [];
  private waitingItems = 0;
  private inFlight: readonly Entry<T, R>[] = [];
  private inFlightItems = 0;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Immediate | undefined;
  private draining = false;
  private onIdle: (() => void)[] = [];

  constructor(options: GroupCommitOptions<T, R>) {
    this.options = options;
    this.steady = options.steady ?? steadyClock;
  }

  /** Items of one request: committed together, answered together. @rejects Fault `overloaded`, `shutting_down`, or the store's. */
  add(items: readonly T[]): Promise<readonly R[]> {
    if (items.length === 0) return Promise.resolve([]);
    if (this.draining) return Promise.reject(new Fault('shutting_down', { retryAfterSeconds: 1 }));
    // A request alone is taken however large it is: it would never be, otherwise.
    if (this.size > 0 && this.size + items.length > this.options.lineMax)
      return Promise.reject(new Fault('overloaded', { retryAfterSeconds: 1 }));
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, since: this.steady.now(), resolve, reject });
      this.waitingItems += items.length;
      this.schedule();
    });
  }

  /** Items that wait or are in flight. */
  get size(): number {
    return this.waitingItems + this.inFlightItems;
  }

  /** How long the oldest item has waited, milliseconds; 0 where none waits. */
  get oldestMs(): number {
    const oldest = this.inFlight[0] ?? this.waiting[0];
    return oldest === undefined ? 0 : Math.max(0, this.steady.now() - oldest.since);
  }

  /** Takes nothing more; resolves when everything taken was answered. */
  drain(): Promise<void> {
    this.draining = true;
    this.flushIfFree();
    return this.size === 0 ? Promise.resolve() : new Promise((resolve) => this.onIdle.push(resolve));
  }

  private schedule(): void {
    if (this.inFlightItems > 0) return;
    if (this.waitingItems >= this.options.itemsMax) this.flushIfFree();
    else if (this.options.delayMs === 0) this.soon ??= setImmediate(() => this.flushIfFree());
    else this.timer ??= setTimeout(() => this.flushIfFree(), this.options.delayMs);
  }

  private flushIfFree(): void {
    this.soon = undefined;
    if (this.inFlightItems > 0 || this.waiting.length === 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const entries = this.takeEntries();
    const items = entries.length === 1 && entries[0] ? entries[0].items : entries.flatMap((e) => e.items);
    this.inFlight = entries;
    this.inFlightItems = items.length;
    this.waitingItems -= items.length;
    void this.flush(entries, items);
  }

  /** Whole requests, until the commit is full: a request is never split over two commits. */
  private takeEntries(): Entry<T, R>[] {
    let count = 0;
    let end = 0;
    while (end < this.waiting.length && count < this.options.itemsMax) {
      count += this.waiting[end]?.items.length ?? 0;
      end += 1;
    }
    return this.waiting.splice(0, end);
  }

  private async flush(entries: readonly Entry<T, R>[], items: readonly T[]): Promise<void> {
    try {
      const results = await this.options.commit(items);
      let at = 0;
      for (const entry of entries) {
        entry.resolve(results.slice(at, at + entry.items.length));
        at += entry.items.length;
      }
    } catch (cause) {
      const fault = cause instanceof Fault ? cause : new Fault('store_unavailable', { cause });
      for (const entry of entries) entry.reject(fault);
    }
    this.inFlight = [];
    this.inFlightItems = 0;
    // What came meanwhile has waited as long as a commit takes: it goes at once.
    this.flushIfFree();
    if (this.size === 0) for (const resolve of this.onIdle.splice(0)) resolve();
  }
}
