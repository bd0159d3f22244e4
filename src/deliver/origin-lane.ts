/**
 * One origin's share of the slots, and its short line. Enters: its starts, answers and failures. Leaves: whether it may start another, and who waits.
 * An origin that does not answer loses its share step by step, so that it cannot hold the others' slots; one that answers wins it back.
 */
import type { Delivery } from '../model/delivery';

interface Place {
  readonly delivery: Delivery;
  /** Epoch milliseconds; after it the delivery goes back to the store, before its claim runs out. */
  readonly until: number;
  /** Epoch milliseconds; after it the delivery may be another process's. */
  readonly claimedUntil: number;
}

/** Until an origin has answered it gets this much; each answer adds one. */
const limitAtFirst = 16;
const placesPerSlot = 4;
const releaseMinMs = 1_000;
const releaseMaxMs = 60_000;
const lanesMax = 2_048;

export class OriginLane {
  readonly #limitMax: number;
  #limit: number;
  #active = 0;
  #ended = 0;
  #line: Place[] = [];
  /** Since when it has not answered, or not kept up. */
  #failingSince: number | null = null;
  #crowdedSince: number | null = null;

  constructor(limitMax: number) {
    this.#limitMax = limitMax;
    this.#limit = Math.min(limitAtFirst, limitMax);
  }

  get idle(): boolean {
    return this.#active === 0 && this.#line.length === 0;
  }

  /** Nobody waits before it and it has a share left. */
  get open(): boolean {
    return this.#active < this.#limit && this.#line.length === 0;
  }

  /** It answers and has kept up so far, so that a moment's wait for a place in its line is worth it. */
  get worthWaiting(): boolean {
    return this.#failingSince === null && this.#crowdedSince === null;
  }

  /** Deliveries that came to an end, ever. */
  get ended(): number {
    return this.#ended;
  }

  start(): void {
    this.#active += 1;
  }

  end(): void {
    this.#active -= 1;
    this.#ended += 1;
  }

  /** False where the line is full. */
  enqueue(delivery: Delivery, until: number, claimedUntil = Infinity): boolean {
    if (this.#line.length >= placesPerSlot * this.#limit) return false;
    this.#line.push({ delivery, until, claimedUntil });
    return true;
  }

  /**
   * The first in line, where the share allows one more. Whose time is up is not started: in a process that stood still, somebody else may have
   * sent it by now.
   */
  next(now: number): Delivery | undefined {
    const first = this.#line[0];
    if (this.#active >= this.#limit || (first !== undefined && first.until <= now)) return undefined;
    this.#line.shift();
    if (this.#line.length === 0) this.#crowdedSince = null;
    return first?.delivery;
  }

  answered(): void {
    this.#limit = Math.min(this.#limitMax, this.#limit + 1);
    this.#failingSince = null;
  }

  failed(now: number): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#failingSince ??= now;
  }

  crowded(now: number): void {
    this.#crowdedSince ??= now;
  }

  /** Takes out those whose time is up, and those beyond what the share now allows; leaves those that are still ours to give back. */
  takeLeft(now: number): Delivery[] {
    return this.#take(now, (place, index) => place.until <= now || index >= placesPerSlot * this.#limit);
  }

  takeAll(now: number): Delivery[] {
    return this.#take(now, () => true);
  }

  /** How long what finds no place stays away: half as long as the trouble has lasted, so that a short outage costs little and a long one few rounds. */
  releaseMs(now: number): number {
    const since = this.#failingSince ?? this.#crowdedSince ?? now;
    return Math.min(releaseMaxMs, Math.max(releaseMinMs, (now - since) / 2));
  }

  #take(now: number, taken: (place: Place, index: number) => boolean): Delivery[] {
    const kept: Place[] = [];
    const left: Place[] = [];
    for (const [index, place] of this.#line.entries()) (taken(place, index) ? left : kept).push(place);
    if (left.length > 0) this.#line = kept;
    return left.filter(({ claimedUntil }) => now < claimedUntil).map(({ delivery }) => delivery);
  }
}

/** The lanes there are; those that idle are forgotten when they become many. */
export class OriginLanes {
  readonly #limitMax: number;
  readonly #lanes = new Map<string, OriginLane>();

  constructor(limitMax: number) {
    this.#limitMax = limitMax;
  }

  laneOf(delivery: Delivery): OriginLane {
    const origin = originOf(delivery.request?.url ?? '');
    const known = this.#lanes.get(origin);
    if (known !== undefined) return known;
    if (this.#lanes.size >= lanesMax) {
      for (const [key, lane] of this.#lanes) if (lane.idle) this.#lanes.delete(key);
    }
    const lane = new OriginLane(this.#limitMax);
    this.#lanes.set(origin, lane);
    return lane;
  }

  all(): Iterable<OriginLane> {
    return this.#lanes.values();
  }
}

/** Scheme, host and port; what has none shares one lane. */
function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0].toLowerCase() ?? '';
}
