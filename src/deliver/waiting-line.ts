/**
 * Who waits for a slot of one origin. Enters: deliveries with the time that they have. Leaves: the first, or those whose time is up. It bounds nothing and starts
 * nothing: its lane does.
 */
import type { Delivery } from '../model/delivery';
import { membersOf } from './joined';

export interface Place {
  readonly delivery: Delivery;
  /** Epoch milliseconds; after it the delivery goes back to the store, before its claim runs out. */
  readonly until: number;
  /** Epoch milliseconds; after it the delivery may be another process's. */
  readonly claimedUntil: number;
}

/** One for both, where they go together. */
export type Join = (first: Delivery, second: Delivery) => Delivery | null;

export class WaitingLine {
  #places: Place[] = [];

  get length(): number {
    return this.#places.length;
  }

  get first(): Place | undefined {
    return this.#places[0];
  }

  /** Of which several may stand in one place. */
  get deliveries(): number {
    return this.#places.reduce((count, { delivery }) => count + membersOf(delivery).length, 0);
  }

  push(place: Place): void {
    this.#places.push(place);
  }

  shift(): void {
    this.#places.shift();
  }

  /** Who waits anyway may wait together, in the place of the first; the shorter time is that of both. */
  joins({ delivery, until, claimedUntil }: Place, join: Join): boolean {
    for (const [at, waiting] of this.#places.entries()) {
      const both = join(waiting.delivery, delivery);
      if (both === null) continue;
      this.#places[at] = {
        delivery: both,
        until: Math.min(waiting.until, until),
        claimedUntil: Math.min(waiting.claimedUntil, claimedUntil),
      };
      return true;
    }
    return false;
  }

  /** The time of day was set back by so much: who waits waits no longer for it. Claims go by the store's time and stay. */
  setBack(byMs: number): void {
    this.#places = this.#places.map((place) => ({ ...place, until: place.until - byMs }));
  }

  /** Takes out; leaves those that are still ours to give back. */
  take(now: number, taken: (place: Place, index: number) => boolean): Delivery[] {
    const kept: Place[] = [];
    const left: Place[] = [];
    for (const [index, place] of this.#places.entries()) (taken(place, index) ? left : kept).push(place);
    if (left.length > 0) this.#places = kept;
    return left.filter(({ claimedUntil }) => now < claimedUntil).map(({ delivery }) => delivery);
  }
}
