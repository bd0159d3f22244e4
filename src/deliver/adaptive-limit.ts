/**
 * How many attempts one origin may have in flight, found out as TCP does. Enters: answers and trouble. Leaves: the limit. Pure but for its own numbers.
 * Up to where trouble last began it grows by one an answer, beyond by one a round; trouble halves it.
 */
const limitAtFirst = 16;

export class AdaptiveLimit {
  readonly #max: number;
  #limit: number;
  #steadyFrom: number;
  #growing = true;

  constructor(max: number) {
    this.#max = max;
    this.#limit = Math.min(limitAtFirst, max);
    this.#steadyFrom = max;
  }

  get value(): number {
    return Math.floor(this.#limit);
  }

  grow(): void {
    this.#growing = true;
    if (this.#limit >= this.#max) return;
    const step = this.#limit < this.#steadyFrom ? 1 : 1 / this.#limit;
    this.#limit = Math.min(this.#max, this.#limit + step);
  }

  /** Only the first cut of a trouble tells what was too much. */
  cut(): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    if (this.#growing) this.#steadyFrom = this.#limit;
    this.#growing = false;
  }

  /** One at a time, as for a probe; what it may grow to again stays known. */
  toOne(): void {
    this.#limit = 1;
  }
}
