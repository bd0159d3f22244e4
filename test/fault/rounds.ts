/**
 * How long a fault test runs, and its dice. Enters: `LONG=1` (`npm run test:fault`), `SEED`. Leaves: numbers that are the same again for the same seed.
 * The seed is printed, so that what a run found can be run again.
 */

/** Many rounds and real lengths of time; otherwise as few and as short as still show the fault. */
export const long = process.env['LONG'] === '1';

export interface Dice {
  readonly seed: number;
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

export function throwDice(): Dice {
  const given = Number(process.env['SEED']);
  const seed = Number.isInteger(given) && given > 0 ? given : Math.ceil(Math.random() * 1_000_000);
  process.stdout.write(`SEED=${seed}\n`);
  return diceOf(seed);
}

/** Mulberry32: small, and good enough to choose whom to kill. */
function diceOf(seed: number): Dice {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    seed,
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}
