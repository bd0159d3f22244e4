/**
 * Sends deliveries side by side, each origin in its own lane. Enters: claimed deliveries. Leaves: their outcomes, recorded in bulk, or their release.
 * It never holds a queue job for a partner: `submit` waits for room, not for answers. It never drops an outcome while it lives.
 */
import { describeError } from '../errors';
import type { Delivery, Outcome } from '../model/delivery';
import type { Clock } from '../ports/clock';
import type { Observer } from '../ports/observer';
import type { DeliveryOutcome } from '../ports/store';
import { destinationOf, observeOutcome } from './observe-outcome';
import { OriginLanes, type OriginLane } from './origin-lane';
import { OutcomeRecorder } from './outcome-recorder';

export interface DispatcherOptions {
  /** One attempt. */
  readonly deliver: (delivery: Delivery) => Promise<Outcome>;
  readonly record: (outcomes: readonly DeliveryOutcome[]) => Promise<void>;
  readonly release: (ids: readonly string[], availableAt: number) => Promise<void>;
  /** In flight at once. */
  readonly concurrency: number;
  /** In flight at once to one origin. */
  readonly originConcurrency: number;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly observer: Observer;
  /** Outcomes recorded together: at most this many … Default 64. */
  readonly recordItems?: number;
  /** … or those of this long. Default 5. */
  readonly recordMs?: number;
  /** How long a delivery waits for room, and then in its origin's line, before it goes back to the store; a claim must outlive twice this and the attempt. Default 5,000. */
  readonly lineMs?: number;
  /** What an attempt and its recording take at most: nothing is started that a claim would not outlive. Default 0. */
  readonly attemptMs?: number;
  /** How long `submit` watches an origin whose line is full before it judges whether places come soon. Default 250. */
  readonly patienceMs?: number;
}

export interface Dispatcher {
  /**
   * Resolves when there is room for more, never waiting for an answer. What finds no place is released; what is claimed no more (this process stood
   * still, or the clock was set) is let go, since somebody else may have it by now.
   * @param claimedUntil epoch milliseconds. Default: for ever.
   */
  submit(deliveries: readonly Delivery[], claimedUntil?: number): Promise<void>;
  /** Takes no more, releases what waits, and waits this long for what is in flight and its recording. What is left stays claimed until its claim runs out. */
  drain(timeoutMs: number): Promise<{ readonly unfinished: number }>;
  inFlight(): number;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new LaneDispatcher(options);
}

/** How long what was submitted together is ours, and when the last of it may start; epoch milliseconds. */
interface Claim {
  readonly until: number;
  readonly startBy: number;
}

const lineCheckMs = 250;
const faultReleaseMs = 30_000;
/** Places that come within this many times the patience are waited for. */
const patienceFactor = 4;
const backpressure: ReadonlySet<number | undefined> = new Set([429, 503]);

class LaneDispatcher implements Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes: OriginLanes;
  readonly #lineMs: number;
  readonly #recorder: OutcomeRecorder;
  readonly #waiters = new Set<() => void>();
  readonly #releases = new Set<Promise<void>>();
  #inFlight = 0;
  #draining = false;
  #lineTimer: NodeJS.Timeout | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#lineMs = options.lineMs ?? 5_000;
    // No origin may hold more than half of all slots, whatever the settings say.
    const half = Math.ceil(options.concurrency / 2);
    this.#lanes = new OriginLanes(Math.max(1, Math.min(options.originConcurrency, half)));
    this.#recorder = new OutcomeRecorder({
      record: options.record,
      recorded: () => this.#wake(),
      failed: (cause, waiting) =>
        options.observer.log('error', 'record', { error: describeError(cause), waiting }),
      batchItems: options.recordItems ?? 64,
      batchMs: options.recordMs ?? 5,
    });
  }

  inFlight(): number {
    return this.#inFlight;
  }

  async submit(deliveries: readonly Delivery[], claimedUntil = Infinity): Promise<void> {
    const left = new Map<OriginLane, Delivery[]>();
    const until = performance.now() + this.#lineMs;
    const claim: Claim = { until: claimedUntil, startBy: claimedUntil - (this.#options.attemptMs ?? 0) };
    for (const delivery of deliveries) {
      await this.#untilRoom(until);
      const lane = this.#lanes.laneOf(delivery);
      if (performance.now() < until && this.#hasRoom() && this.#place(delivery, lane, claim)) continue;
      const ofLane = left.get(lane);
      if (ofLane === undefined) left.set(lane, [delivery]);
      else ofLane.push(delivery);
    }
    await Promise.all([...left].map(([lane, ofLane]) => this.#placeOrRelease(ofLane, lane, until, claim)));
    await this.#untilRoom(Infinity);
  }

  async drain(timeoutMs: number): Promise<{ readonly unfinished: number }> {
    const deadline = performance.now() + timeoutMs;
    const leftMs = (): number => deadline - performance.now();
    this.#draining = true;
    for (const lane of this.#lanes.all()) this.#release(lane.takeAll(this.#options.clock.now()), 0);
    this.#wake();
    while (this.#inFlight > 0 && leftMs() > 0) await this.#untilChange(leftMs());
    await this.#recorder.flush(leftMs());
    const unfinished = this.#inFlight + this.#recorder.size;
    this.#recorder.stop();
    while (this.#releases.size > 0 && leftMs() > 0) await this.#untilChange(leftMs());
    if (this.#lineTimer !== null) clearInterval(this.#lineTimer);
    return { unfinished };
  }

  /**
   * Waits for places in the line of an origin that keeps up, as long as what it just answered says that they come soon. Who does not keep up
   * makes nobody wait twice: until its line is empty again, what finds no place goes back at once.
   */
  async #placeOrRelease(
    deliveries: readonly Delivery[],
    lane: OriginLane,
    until: number,
    claim: Claim,
  ): Promise<void> {
    const patienceMs = this.#options.patienceMs ?? 250;
    const startedAt = performance.now();
    const endedBefore = lane.ended;
    const left = [...deliveries];
    const inTime = (): boolean => performance.now() < until && this.#options.clock.now() < claim.startBy;
    while (!this.#draining && lane.worthWaiting && inTime()) {
      while (left[0] !== undefined && this.#hasRoom() && this.#place(left[0], lane, claim)) left.shift();
      if (left.length === 0) return;
      const elapsedMs = performance.now() - startedAt;
      const soon = ((lane.ended - endedBefore) / elapsedMs) * patienceMs * patienceFactor;
      if (this.#hasRoom() && elapsedMs >= patienceMs && left.length > soon)
        lane.crowded(this.#options.clock.now());
      else await this.#untilChange(patienceMs);
    }
    const now = this.#options.clock.now();
    if (now < claim.until) this.#release(left, lane.releaseMs(now));
  }

  /** Started or in line; false where it has to go back. */
  #place(delivery: Delivery, lane: OriginLane, claim: Claim): boolean {
    const now = this.#options.clock.now();
    if (this.#draining || now >= claim.startBy) return false;
    if (lane.open) {
      this.#start(delivery, lane);
      return true;
    }
    this.#lineTimer ??= setInterval(() => this.#dropStale(), lineCheckMs).unref();
    return lane.enqueue(delivery, Math.min(now + this.#lineMs, claim.startBy), claim.until);
  }

  #hasRoom(): boolean {
    const { concurrency } = this.#options;
    return this.#inFlight < concurrency && this.#recorder.size < 4 * concurrency;
  }

  /** What was claimed waits no longer than `until`, by `performance.now()`: its claim goes on running. */
  async #untilRoom(until: number): Promise<void> {
    while (!this.#draining && !this.#hasRoom() && performance.now() < until) {
      await this.#untilChange(until === Infinity ? undefined : until - performance.now());
    }
  }

  /** Resolves at the next finish, record or release, or after `timeoutMs`. */
  #untilChange(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => wake(), Math.max(1, timeoutMs));
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(wake);
        resolve();
      };
      this.#waiters.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake();
  }

  #start(delivery: Delivery, lane: OriginLane): void {
    this.#inFlight += 1;
    lane.start();
    void this.#options
      .deliver(delivery)
      .then((outcome) => this.#finish(delivery, lane, outcome))
      .catch((cause: unknown) => {
        // A fault of ours, not the partner's: no attempt is counted.
        this.#options.observer.log('error', 'deliver', {
          delivery: delivery.id,
          error: describeError(cause),
        });
        this.#release([delivery], faultReleaseMs);
      })
      .finally(() => {
        this.#inFlight -= 1;
        lane.end();
        this.#startNext(lane);
        this.#wake();
      });
  }

  /** A line is never empty-handed: who waits in one waits for a delivery of the same lane to end, and is started here. */
  #startNext(lane: OriginLane): void {
    while (this.#inFlight < this.#options.concurrency) {
      const next = lane.next(this.#options.clock.now());
      if (next === undefined) return;
      this.#start(next, lane);
    }
  }

  #finish(delivery: Delivery, lane: OriginLane, outcome: Outcome): void {
    const now = this.#options.clock.now();
    const nextAttemptAt = outcome.kind === 'retry' ? now + outcome.afterMs : null;
    this.#recorder.add({ id: delivery.id, outcome, nextAttemptAt });
    observeOutcome(this.#options.observer, delivery, outcome, now);
    const { status } = outcome.attempt;
    const unanswered =
      status === undefined &&
      (outcome.kind === 'retry' || (outcome.kind === 'refused' && outcome.reason === 'retries_exhausted'));
    if (unanswered || backpressure.has(status)) {
      lane.failed(now);
      this.#release(lane.takeLeft(now), lane.releaseMs(now));
    } else if (status !== undefined) lane.answered();
  }

  #dropStale(): void {
    const now = this.#options.clock.now();
    for (const lane of this.#lanes.all()) this.#release(lane.takeLeft(now), lane.releaseMs(now));
    if (this.#inFlight > 0 || this.#lineTimer === null) return;
    clearInterval(this.#lineTimer);
    this.#lineTimer = null;
  }

  /** Back to the store, spread, so that they do not come back as one. Where that fails their claim runs out instead. */
  #release(deliveries: readonly Delivery[], delayMs: number): void {
    if (deliveries.length === 0) return;
    const { clock, random, observer, release } = this.#options;
    const availableAt = Math.round(clock.now() + delayMs * (0.5 + random()));
    for (const delivery of deliveries) observer.delivery(destinationOf(delivery), 'deferred', 1);
    const released = release(
      deliveries.map(({ id }) => id),
      availableAt,
    )
      .catch((cause: unknown) =>
        observer.log('warn', 'deliver', { released: deliveries.length, error: describeError(cause) }),
      )
      .finally(() => {
        this.#releases.delete(released);
        this.#wake();
      });
    this.#releases.add(released);
  }
}
