/**
 * Lets deliveries that have a rate through in their turn. Enters: deliveries of a batch. Leaves: those that go now; the others come later by a timer, or
 * are put off to the store where their turn is further away. It asks the limiter once a bucket and batch, and never for what has no rate.
 */
import type { Delivery } from '../model/delivery';
import type { Joiner } from './joined';
import type { Rate, RateLimiter, Turns } from '../ports/rate-limiter';

export interface RateGateOptions {
  readonly limiter: RateLimiter;
  /** Undefined: no rate. */
  readonly rateOf: (delivery: Delivery) => Rate | undefined;
  /** Its turn has come. */
  readonly pass: (delivery: Delivery) => void;
  readonly putOff: (deliveries: readonly Delivery[], delayMs: number) => void;
  /** Absent: each takes a turn of its own. */
  readonly joiner?: Pick<Joiner, 'join' | 'keyOf'>;
}

/** Turns this near are waited for here: shorter than the sweeper's round would make sense, and well within a claim. */
const horizonMs = 1_000;
/** So many wait here at most, of all buckets; beyond, only turns that have come are taken. */
const waitingMax = 2_048;
/** Put off together, spread by the rate; never further than this, so that a higher rate is soon felt. */
const groupSize = 16;
const putOffMaxMs = 900_000;

interface Held {
  readonly timer: NodeJS.Timeout;
  /** Grows where others of its kind take its turn with it. */
  delivery: Delivery;
}

export class RateGate {
  readonly #options: RateGateOptions;
  readonly #waiting = new Set<Held>();
  /** By key, the last that waits and may not be full. */
  readonly #open = new Map<string, Held>();
  /** By bucket, when the last of those put off comes again; by `performance.now()`. */
  readonly #tails = new Map<string, number>();
  #closed = false;

  constructor(options: RateGateOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Null where none of them has a rate, which costs a look at each. */
  sort(deliveries: readonly Delivery[]): { free: Delivery[]; rated: Map<string, [Rate, Delivery[]]> } | null {
    let rated: Map<string, [Rate, Delivery[]]> | null = null;
    for (const delivery of deliveries) {
      const rate = this.#options.rateOf(delivery);
      if (rate === undefined) continue;
      rated ??= new Map();
      const group = rated.get(rate.bucket);
      if (group === undefined) rated.set(rate.bucket, [rate, [delivery]]);
      else group[1].push(delivery);
    }
    if (rated === null) return null;
    const held = new Set([...rated.values()].flatMap(([, group]) => group));
    return { free: deliveries.filter((delivery) => !held.has(delivery)), rated };
  }

  /** Those whose turn is now. Who finds one of his kind waiting for its turn goes with it, and takes none. */
  async admit([rate, all]: readonly [Rate, readonly Delivery[]]): Promise<readonly Delivery[]> {
    const deliveries = all.filter((delivery) => !this.#joins(delivery));
    if (deliveries.length === 0) return [];
    const { limiter } = this.#options;
    const turns = await limiter.take(
      rate,
      deliveries.length,
      this.#waiting.size < waitingMax ? horizonMs : 0,
    );
    const now: Delivery[] = [];
    for (const [at, delivery] of deliveries.slice(0, turns.granted).entries()) {
      const inMs = turns.firstInMs + at * turns.intervalMs;
      if (inMs < 1) now.push(delivery);
      else this.#hold(delivery, inMs);
    }
    this.#putOff(rate.bucket, deliveries.slice(turns.granted), turns);
    return now;
  }

  /** Holds no more; what waited. */
  close(): readonly Delivery[] {
    this.#closed = true;
    const left = [...this.#waiting].map(({ timer, delivery }) => {
      clearTimeout(timer);
      return delivery;
    });
    this.#waiting.clear();
    this.#open.clear();
    return left;
  }

  #joins(delivery: Delivery): boolean {
    const { joiner } = this.#options;
    const held = this.#open.get(joiner?.keyOf(delivery) ?? '');
    const both = held === undefined ? null : (joiner?.join(held.delivery, delivery) ?? null);
    if (held === undefined || both === null) return false;
    held.delivery = both;
    return true;
  }

  #hold(delivery: Delivery, inMs: number): void {
    if (this.#closed) {
      this.#options.putOff([delivery], 0);
      return;
    }
    const key = this.#options.joiner?.keyOf(delivery);
    const held: Held = {
      delivery,
      timer: setTimeout(() => {
        this.#waiting.delete(held);
        if (key !== undefined && this.#open.get(key) === held) this.#open.delete(key);
        this.#options.pass(held.delivery);
      }, inMs),
    };
    this.#waiting.add(held);
    if (key !== undefined) this.#open.set(key, held);
  }

  /** In the order they came, behind those that were put off before. */
  #putOff(bucket: string, deliveries: readonly Delivery[], { nextInMs, intervalMs }: Turns): void {
    const now = performance.now();
    for (let at = 0; at < deliveries.length; at += groupSize) {
      const group = deliveries.slice(at, at + groupSize);
      const tail = this.#tails.get(bucket) ?? 0;
      const first = Math.min(Math.max(now + nextInMs, tail), now + putOffMaxMs);
      this.#tails.set(bucket, first + group.length * intervalMs);
      this.#options.putOff(group, first - now);
    }
    if (this.#tails.size > waitingMax) this.#forget(now);
  }

  #forget(now: number): void {
    for (const [bucket, tail] of this.#tails) if (tail < now) this.#tails.delete(bucket);
  }
}
