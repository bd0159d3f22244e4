/**
 * Sends deliveries side by side, each origin in its own lane. Enters: claimed deliveries. Leaves: their outcomes, recorded in bulk, or their release.
 * It never holds a queue job for a partner: `submit` waits for room, not for answers. It never drops an outcome while it lives.
 */
import { describeError } from '../errors';
import type { Delivery, Outcome } from '../model/delivery';
import type { LaneReport } from '../ports/lane-board';
import type { Rate } from '../ports/rate-limiter';
import { forEver, heldOf, type Claim } from './claim';
import type { Dispatcher, DispatcherOptions } from './dispatcher-options';
import { GiveBack } from './give-back';
import { observeChange } from './observe-change';
import {
  destinationOf,
  observeJoined,
  observeOutcome,
  observeParting,
  observeRecorded,
} from './observe-outcome';
import type { JoinedOutcome } from './deliver-joined';
import { isJoined, membersOf, type Joined } from './joined';
import type { OriginLane } from './origin-lane';
import { OriginLanes } from './origin-lanes';
import { OutcomeRecorder } from './outcome-recorder';
import { RateGate } from './rate-gate';
import { signOf } from './sign-of';
import { Waiters } from './waiters';

export type { Dispatcher, DispatcherOptions } from './dispatcher-options';

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new LaneDispatcher(options);
}

const lineCheckMs = 250;
const faultReleaseMs = 30_000;
/** Places that come within this many times the patience are waited for. */
const patienceFactor = 4;
const ratedReleaseMs = 1_000;
/** One slot in so many is kept for origins that are known to answer. */
const reservePart = 8;

class LaneDispatcher implements Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes: OriginLanes;
  readonly #lineMs: number;
  readonly #recorder: OutcomeRecorder;
  readonly #gate: RateGate | null;
  /** Of those that wait at the gate, and of those that may travel together. */
  readonly #claims = new WeakMap<Delivery, Claim>();
  readonly #waiters = new Waiters();
  readonly #back: GiveBack;
  #inFlight = 0;
  #draining = false;
  #lineTimer: NodeJS.Timeout | null = null;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#lineMs = options.lineMs ?? 5_000;
    const { joined } = options;
    this.#back = new GiveBack(options, () => this.#waiters.wake());
    this.#lanes = new OriginLanes({
      ...(joined === undefined ? {} : { join: joined.joiner.join }),
      limitMax: options.originConcurrency,
      reserve: Math.floor(options.concurrency / reservePart),
      breaker: options.breaker ?? { failurePercent: 50, samplesMin: 20 },
    });
    this.#gate =
      options.rates === undefined
        ? null
        : new RateGate({
            ...options.rates,
            ...(joined === undefined ? {} : { joiner: joined.joiner }),
            pass: (delivery) => this.#passGate(delivery),
            putOff: (deliveries, delayMs) => this.#release(deliveries, this.#options.clock.now() + delayMs),
          });
    this.#recorder = new OutcomeRecorder({
      record: options.record,
      recorded: (outcomes) => {
        observeRecorded(options.observer, outcomes);
        this.#waiters.wake();
      },
      failed: (cause, waiting) =>
        options.observer.log('error', 'record', { error: describeError(cause), waiting }),
      batchItems: options.recordItems ?? 64,
      batchMs: options.recordMs ?? 5,
    });
  }

  inFlight(): number {
    return this.#inFlight;
  }

  lanes(): readonly LaneReport[] {
    return this.#lanes.reports(this.#options.clock.now());
  }

  async submit(deliveries: readonly Delivery[], claimedUntil = Infinity): Promise<void> {
    const claim: Claim = { until: claimedUntil, startBy: claimedUntil - (this.#options.attemptMs ?? 0) };
    const { joined } = this.#options;
    const wanted = this.#back.stillWanted(deliveries);
    if (joined === undefined) return this.#route(wanted, claim);
    for (const delivery of wanted)
      if (delivery.request?.batch !== undefined) this.#claims.set(delivery, claim);
    await this.#route(joined.joiner.joinAll(wanted), claim);
  }

  /** At once, or in their turn where they have a rate. */
  async #route(deliveries: readonly Delivery[], claim: Claim): Promise<void> {
    const sorted = this.#gate === null ? null : this.#gate.sort(deliveries);
    if (sorted === null) return this.#submit(deliveries, claim);
    const rated = [...sorted.rated.values()].map((group) => this.#submitRated(group, claim));
    await Promise.all([this.#submit(sorted.free, claim), ...rated]);
  }

  async #submit(deliveries: readonly Delivery[], claim: Claim): Promise<void> {
    const left = new Map<OriginLane, Delivery[]>();
    const until = performance.now() + this.#lineMs;
    for (const delivery of deliveries) {
      if (!this.#hasRoom()) await this.#untilRoom(until);
      const lane = this.#lanes.laneOf(delivery, this.#options.clock.now());
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
    const { clock } = this.#options;
    for (const lane of this.#lanes.all()) this.#release(lane.takeAll(clock.now()), clock.now());
    this.#release(this.#gate?.close() ?? [], clock.now());
    this.#waiters.wake();
    while (this.#inFlight > 0 && leftMs() > 0) await this.#waiters.wait(leftMs());
    await this.#recorder.flush(leftMs());
    const unfinished = this.#inFlight + this.#recorder.size;
    this.#recorder.stop();
    while (this.#back.size > 0 && leftMs() > 0) await this.#waiters.wait(leftMs());
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
      const { ms: stalledMs, patience } = lane.stalledMs();
      const stalled = stalledMs >= patience * patienceMs;
      if (this.#hasRoom() && (stalled || (elapsedMs >= patienceMs && left.length > soon)))
        lane.crowded(this.#options.clock.now());
      else await this.#waiters.wait(patience * patienceMs);
    }
    if (this.#options.clock.now() < claim.until) this.#putOff(left, lane);
  }

  /** No turn is asked for where the breaker is open. */
  async #submitRated([rate, deliveries]: readonly [Rate, readonly Delivery[]], claim: Claim): Promise<void> {
    const now = this.#options.clock.now();
    const admitted = deliveries.filter((delivery) => this.#lanes.laneOf(delivery, now).admits(now));
    if (admitted.length < deliveries.length) {
      const refused = deliveries.filter((delivery) => !admitted.includes(delivery));
      await this.#submit(refused, claim);
    }
    if (this.#gate === null || admitted.length === 0) return;
    for (const delivery of admitted) this.#claims.set(delivery, claim);
    await this.#submit(await this.#gate.admit([rate, admitted]), claim);
  }

  /** Its turn came by a timer, and nobody waits for it: where there is no place its turn is over. */
  #passGate(delivery: Delivery): void {
    const now = this.#options.clock.now();
    const claim = this.#claimOf(delivery);
    if (this.#hasRoom() && this.#place(delivery, this.#lanes.laneOf(delivery, now), claim)) return;
    if (now < claim.until) this.#release([delivery], now + ratedReleaseMs);
  }

  /** Started or in line, or not to be sent any more; false where it has to go back. */
  #place(delivery: Delivery, lane: OriginLane, claim: Claim): boolean {
    const now = this.#options.clock.now();
    if (this.#draining || now >= claim.startBy) return false;
    if (this.#isWithdrawn(delivery)) return true;
    if (!lane.admits(now)) return false;
    if (lane.hasShare(this.#free)) {
      this.#start(delivery, lane, now);
      return true;
    }
    this.#lineTimer ??= setInterval(() => this.#checkLines(), lineCheckMs).unref();
    return lane.enqueue(delivery, Math.min(now + this.#lineMs, claim.startBy), claim.until);
  }

  /** Its destination was switched off while it waited here. */
  #isWithdrawn(delivery: Delivery): boolean {
    // Half of a batch is on its way already.
    if (isJoined(delivery) && delivery.parted !== null) return false;
    return this.#back.stillWanted([delivery]).length === 0;
  }

  get #free(): number {
    return this.#options.concurrency - this.#inFlight;
  }

  #hasRoom(): boolean {
    const { concurrency } = this.#options;
    return this.#inFlight < concurrency && this.#recorder.size < 4 * concurrency;
  }

  /** What was claimed waits no longer than `until`, by `performance.now()`: its claim goes on running. */
  async #untilRoom(until: number): Promise<void> {
    while (!this.#draining && !this.#hasRoom() && performance.now() < until) {
      await this.#waiters.wait(until === Infinity ? undefined : until - performance.now());
    }
  }

  #start(delivery: Delivery, lane: OriginLane, now: number): void {
    this.#inFlight += 1;
    const round = lane.start(now);
    void this.#send(delivery)
      .then((sent) => this.#finish(delivery, lane, round, sent))
      .catch((cause: unknown) => {
        // A fault of ours, not the partner's: no attempt is counted.
        this.#options.observer.log('error', 'deliver', {
          delivery: delivery.id,
          error: describeError(cause),
        });
        const { clock, random } = this.#options;
        this.#release([delivery], clock.now() + faultReleaseMs * (0.5 + random()));
      })
      .finally(() => {
        this.#inFlight -= 1;
        lane.end(round);
        this.#startNext(lane);
        this.#waiters.wake();
      });
  }

  /** Who waits in a line waits for a delivery of the same lane to end, and is started here; where no slot is free then, by the next look at the lines. */
  #startNext(lane: OriginLane): void {
    const now = this.#options.clock.now();
    for (;;) {
      const next = lane.next(this.#free, now);
      if (next === undefined) return;
      if (!this.#isWithdrawn(next)) this.#start(next, lane, now);
    }
  }

  #send(delivery: Delivery): Promise<Outcome | JoinedOutcome> {
    const { deliver, joined } = this.#options;
    return joined !== undefined && isJoined(delivery) ? joined.deliver(delivery) : deliver(delivery);
  }

  /** Of several the one that ends first. */
  #claimOf(delivery: Delivery): Claim {
    const claims = membersOf(delivery).map((member) => this.#claims.get(member) ?? forEver);
    return claims.reduce((a, b) => (a.startBy < b.startBy ? a : b), forEver);
  }

  #record(delivery: Delivery, outcome: Outcome, now: number): void {
    const nextAttemptAt = outcome.kind === 'retry' ? now + outcome.afterMs : null;
    this.#recorder.add({ ...heldOf(delivery), outcome, nextAttemptAt });
  }

  /** An outcome for each; or, of a batch that was refused as a whole, its halves again at once, as long as they are ours. */
  #finishJoined(joined: Joined, { whole, outcomes, halves }: JoinedOutcome, now: number): void {
    const { observer } = this.#options;
    const claim = this.#claimOf(joined);
    if (halves.length === 0 || this.#draining || now >= claim.startBy) {
      joined.members.forEach((member, place) => this.#record(member, outcomes[place] ?? whole, now));
      observeJoined(observer, joined, outcomes, now);
      return;
    }
    observeParting(observer, joined, whole);
    // What cannot be routed stays claimed until its claim runs out, and comes again.
    this.#route(halves, claim).catch((cause: unknown) =>
      observer.log('error', 'deliver', { batch: joined.id, error: describeError(cause) }),
    );
  }

  #finish(delivery: Delivery, lane: OriginLane, round: number, sent: Outcome | JoinedOutcome): void {
    const { clock, observer, gone } = this.#options;
    const now = clock.now();
    const outcome = 'whole' in sent ? sent.whole : sent;
    if ('whole' in sent && isJoined(delivery)) this.#finishJoined(delivery, sent, now);
    else {
      this.#record(delivery, outcome, now);
      observeOutcome(observer, delivery, outcome, now);
    }
    const sign = signOf(outcome);
    if (sign === null) return;
    const change = lane.settle(sign, round, now);
    if (change !== null) observeChange(observer, lane.report(now), change, now);
    if (sign !== 'answered') this.#putOff(lane.takeLeft(now), lane);
    if (outcome.attempt.status === 410) gone?.(delivery);
  }

  #checkLines(): void {
    const now = this.#options.clock.now();
    for (const lane of this.#lanes.all()) {
      this.#putOff(lane.takeLeft(now), lane);
      if (lane.stuck) this.#startNext(lane);
    }
    if (this.#inFlight > 0 || this.#lineTimer === null) return;
    clearInterval(this.#lineTimer);
    this.#lineTimer = null;
  }

  #putOff(deliveries: readonly Delivery[], lane: OriginLane): void {
    if (deliveries.length === 0) return;
    const { clock, random } = this.#options;
    this.#release(deliveries, lane.putOff(deliveries.length, clock.now(), random));
  }

  /** Back to the store until then. Where that fails their claim runs out instead. */
  #release(waiting: readonly Delivery[], availableAt: number): void {
    const untried = waiting.filter((each) => !this.#recordParted(each, availableAt));
    this.#back.release(untried.flatMap(membersOf), availableAt);
  }

  /** Half of a refused batch has been tried, and must not come back as if it had not: it would meet the same company again. */
  #recordParted(delivery: Delivery, availableAt: number): boolean {
    if (!isJoined(delivery) || delivery.parted === null) return false;
    const now = this.#options.clock.now();
    for (const [place, member] of delivery.members.entries()) {
      const attempt = delivery.parted.attempts[place];
      if (attempt === undefined) continue;
      const outcome: Outcome = {
        kind: 'retry',
        attempt,
        afterMs: Math.max(0, Math.round(availableAt) - now),
      };
      this.#record(member, outcome, now);
      this.#options.observer.delivery(destinationOf(member), 'retrying', 1);
    }
    return true;
  }
}
