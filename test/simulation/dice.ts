/** Chance from a seed. Enters: a whole number. Leaves: draws, the same for the same seed on every machine. Never reads a clock or the system's chance. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to 1, without 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** Whole, both ends included. */
  whole(min: number, max: number): number {
    return Math.floor(this.between(min, max + 1));
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.next() * list.length)] ?? list[0];
  }

  /** How often something happens that happens `mean` times on average (Knuth's multiplication). */
  times(mean: number): number {
    const limit = Math.exp(-mean);
    let [product, count] = [this.next(), 0];
    while (product > limit) {
      product *= this.next();
      count += 1;
    }
    return count;
  }

  hex(length: number): string {
    return Array.from({ length }, () => Math.floor(this.next() * 16).toString(16)).join('');
  }
}

/** Draws by weight. The sums are made once, so that a draw costs a search. */
export function weighted<T>(list: readonly T[], weightOf: (each: T) => number): (dice: Dice) => T {
  const sums: number[] = [];
  let total = 0;
  for (const each of list) sums.push((total += weightOf(each)));
  return (dice) => {
    const at = dice.next() * total;
    const found = list[sums.findIndex((sum) => at < sum)] ?? list.at(-1);
    if (found === undefined) throw new RangeError('Nothing to draw from.');
    return found;
  };
}
