/**
 * One origin's share of the slots, its short line and its breaker. Enters: its starts, and what its attempts came to. Leaves: whether it may start another,
 * who waits, and when what finds no place is to come again. An origin that does not answer holds ever less; one that answers wins it back.
 */
import type { Delivery } from '../model/delivery';
import type { LaneReport } from '../ports/lane-board';
import { AdaptiveLimit } from './adaptive-limit';
import { Breaker, type BreakerRule } from './breaker';
import { WaitingLine, type Join } from './waiting-line';

/**
 * What an attempt says of the origin: it answers; it answers that it has a fault (5xx); it asks for less (429, 503); it does not answer.
 */
export type Sign = 'answered' | 'faulty' | 'strained' | 'silent';

/** What a sign brought about. */
export type Change = 'opened' | 'closed' | null;

const placesPerSlot = 4;
/** Of the patience with one that is known to answer. */
const unknownPatience = 0.2;
const releaseMinMs = 1_000;
const releaseMaxMs = 60_000;
/** What an open breaker puts off comes back in the order it came, so many milliseconds apart: a backlog is no stampede. */
const putOffSpacingMs = 2;

const setBackMinMs = 1_000;

export interface LaneRules {
  /** In flight at once to one origin. */
  readonly limitMax: number;
  /** Slots kept for origins that answer. */
  readonly reserve: number;
  readonly breaker: BreakerRule;
  readonly join?: Join;
}

export class OriginLane {
  readonly origin: string;
  readonly #limit: AdaptiveLimit;
  readonly #breaker: Breaker;
  /** Slots that are not for who is not known to answer. */
  readonly #reserve: number;
  readonly #join: Join | undefined;
  #active = 0;
  /** Those in flight that began after the breaker last opened: the limit is for these. */
  #counted = 0;
  /** Grows with each cut and each opening: what began in an earlier round says nothing new. */
  #round = 0;
  #openedRound = 0;
  #ended = 0;
  readonly #line = new WaitingLine();
  /** Since when it has not answered, or not kept up. */
  #failingSince: number | null = null;
  #crowdedSince: number | null = null;
  #putOffUntil = 0;
  #answers = false;
  /** By `performance.now()`. */
  #movedAt = 0;
  #usedAt: number;
  /** The latest time that anybody brought. */
  #seenAt: number;

  constructor(origin: string, rules: LaneRules, now: number) {
    this.origin = origin;
    this.#limit = new AdaptiveLimit(rules.limitMax);
    this.#reserve = rules.reserve;
    this.#join = rules.join;
    this.#breaker = new Breaker(rules.breaker, now);
    this.#usedAt = now;
    this.#seenAt = now;
  }

  /** Someone waits in line and nobody is in flight whose end would start him. */
  get stuck(): boolean {
    return this.#active === 0 && this.#line.length > 0;
  }

  get idle(): boolean {
    return this.#active === 0 && this.#line.length === 0;
  }

  /** When it last started something. */
  get usedAt(): number {
    return this.#usedAt;
  }

  /** Nobody waits before it and it has a share left. `free`: slots that nobody holds; no origin holds more than these, so that there is one for the next. */
  hasShare(free: number): boolean {
    return this.#line.length === 0 && this.#mayStart(free);
  }

  /** False where its breaker is open: what comes is put off, and nothing is tried. */
  admits(now: number): boolean {
    this.#heed(now);
    return this.#breaker.state(now) !== 'open';
  }

  /** It answers and has kept up so far, so that a moment's wait for a place in its line is worth it. */
  get worthWaiting(): boolean {
    return this.#failingSince === null && this.#crowdedSince === null;
  }

  /** How long nothing began or ended here, of the time that one waits for an origin of its kind: one that never answered gets little. */
  stalledMs(): { readonly ms: number; readonly patience: number } {
    return { ms: performance.now() - this.#movedAt, patience: this.#answers ? 1 : unknownPatience };
  }

  /** Deliveries that came to an end, ever. */
  get ended(): number {
    return this.#ended;
  }

  /** The round it belongs to, for `end` and `settle`. */
  start(now: number): number {
    this.#active += 1;
    this.#counted += 1;
    this.#usedAt = now;
    this.#movedAt = performance.now();
    return this.#round;
  }

  end(round: number): void {
    this.#active -= 1;
    if (round >= this.#openedRound) this.#counted -= 1;
    this.#ended += 1;
    this.#movedAt = performance.now();
  }

  /** False where the line is full, or where nothing in flight would ever call the next. */
  enqueue(delivery: Delivery, until: number, claimedUntil = Infinity): boolean {
    if (this.#active === 0) return false;
    const place = { delivery, until, claimedUntil };
    const joins = this.#join !== undefined && delivery.request?.batch !== undefined;
    if (joins && this.#line.joins(place, this.#join)) return true;
    if (this.#line.length >= placesPerSlot * this.#limit.value) return false;
    this.#line.push(place);
    return true;
  }

  /**
   * The first in line, where the share allows one more. Whose time is up is not started: in a process that stood still, somebody else may have
   * sent it by now.
   */
  next(free: number, now: number): Delivery | undefined {
    this.#heed(now);
    const { first } = this.#line;
    if (first === undefined) {
      this.#crowdedSince = null;
      return undefined;
    }
    if (first.until <= now || !this.#mayStart(free) || !this.admits(now)) return undefined;
    this.#line.shift();
    return first.delivery;
  }

  /** What an attempt of this round came to. Those that began before it opened are too old to say anything. */
  settle(sign: Sign, round: number, now: number): Change {
    this.#heed(now);
    if (round < this.#openedRound) return null;
    this.#answers = sign !== 'silent';
    if (sign === 'answered') {
      this.#limit.grow();
      this.#failingSince = null;
      return this.#breaker.succeeded(now) ? 'closed' : null;
    }
    this.#trouble(sign, round, now);
    const wasProbe = this.#breaker.state(now) === 'half_open';
    const opened = this.#breaker.failed(now, sign !== 'silent');
    if (opened || wasProbe) this.#shut();
    return opened ? 'opened' : null;
  }

  crowded(now: number): void {
    this.#crowdedSince ??= now;
  }

  /**
   * Takes out those whose time is up, and those beyond what the share now allows; all of them where the breaker is open. Leaves those that are still
   * ours to give back.
   */
  takeLeft(now: number): Delivery[] {
    this.#heed(now);
    if (this.#line.length === 0) return [];
    if (!this.admits(now)) return this.takeAll(now);
    return this.#line.take(
      now,
      (place, index) => place.until <= now || index >= placesPerSlot * this.#limit.value,
    );
  }

  takeAll(now: number): Delivery[] {
    return this.#line.take(now, () => true);
  }

  /**
   * When `count` that found no place are to come again. Behind an open breaker: at its probe, each in its turn. Else half as long as the trouble has
   * lasted, so that a short outage costs little and a long one few rounds, spread so that they do not come as one.
   */
  putOff(count: number, now: number, random: () => number): number {
    this.#heed(now);
    const probeAt = this.#breaker.nextProbeAt;
    if (probeAt === null) {
      const since = this.#failingSince ?? this.#crowdedSince ?? now;
      const delayMs = Math.min(releaseMaxMs, Math.max(releaseMinMs, (now - since) / 2));
      return Math.round(now + delayMs * (0.5 + random()));
    }
    const at = Math.max(probeAt, now + releaseMinMs / 2, this.#putOffUntil);
    this.#putOffUntil = at + count * putOffSpacingMs;
    return Math.round(at);
  }

  report(now: number): LaneReport {
    this.#heed(now);
    const { samples, failures } = this.#breaker.tally(now);
    const nextProbeAt = this.#breaker.nextProbeAt;
    const ahead = this.#putOffUntil - Math.max(now, nextProbeAt ?? now);
    return {
      origin: this.origin,
      state: this.#breaker.state(now),
      since: this.#breaker.since,
      samples,
      failures,
      inFlight: this.#active,
      limit: this.#limit.value,
      waiting: this.#line.deliveries + Math.max(0, Math.round(ahead / putOffSpacingMs)),
      nextProbeAt,
    };
  }

  /** The time of day was set back: what is to come keeps its distance, or an open breaker would stay open for as long as that. */
  #heed(now: number): void {
    const backMs = this.#seenAt - now;
    // Who asks may have looked at the clock a moment ago.
    if (backMs < setBackMinMs) {
      this.#seenAt = Math.max(this.#seenAt, now);
      return;
    }
    this.#seenAt = now;
    this.#breaker.setBack(backMs);
    this.#putOffUntil -= backMs;
    this.#usedAt -= backMs;
    if (this.#failingSince !== null) this.#failingSince -= backMs;
    if (this.#crowdedSince !== null) this.#crowdedSince -= backMs;
    this.#line.setBack(backMs);
  }

  #mayStart(free: number): boolean {
    return this.#counted < this.#limit.value && this.#active < free - (this.#answers ? 0 : this.#reserve);
  }

  #trouble(sign: Sign, round: number, now: number): void {
    if (sign === 'faulty') {
      this.#failingSince = null;
      return;
    }
    this.#failingSince ??= now;
    // Who asks for less asks once a round; who does not answer loses half for each.
    if (sign === 'strained' && round < this.#round) return;
    this.#limit.cut();
    this.#round += 1;
  }

  #shut(): void {
    this.#limit.toOne();
    this.#round += 1;
    this.#openedRound = this.#round;
    this.#counted = 0;
  }
}
