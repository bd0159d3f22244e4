/** What the simulated week must show, of the default seed and of others: the figures stand, and are justified, in docs/simulation.md. */
import { readFileSync } from 'node:fs';
import { measure, wrongShare } from './measure';
import { defaultSeed, marks, simulate } from './run';
import { makeWorld, usual } from './world';

/** Of all that carom guesses; see docs/simulation.md for the arithmetic behind it. */
const wrongShareMax = 0.2;

describe.each([defaultSeed, 2])('seed %i', (seed) => {
  const world = makeWorld(seed);
  const [carom, adjust] = [measure(world, 'carom'), measure(world, 'adjust')];

  test('there is enough to judge by', () => {
    expect(carom.installs).toBeGreaterThan(1_500);
    expect(carom.guessed.right + carom.guessed.wrong).toBeGreaterThan(100);
    expect(adjust.crowded).toBeGreaterThan(0);
  });

  test('carom never guesses where the touches of two or more phones remain', () => {
    expect(carom.crowded).toBe(0);
    expect(carom.refused).toBeGreaterThan(0);
  });

  test("carom's guesses are wrong no more often than is stated, and less often than adjust's", () => {
    expect(wrongShare(carom.guessed)).toBeLessThanOrEqual(wrongShareMax);
    expect(wrongShare(carom.guessed)).toBeLessThan(wrongShare(adjust.guessed));
  });

  test('what is certain is never wrong', () => {
    expect([carom.certain.wrong, adjust.certain.wrong]).toEqual([0, 0]);
  });
});

test('one seed makes one world, and another another', () => {
  const small = (seed: number) => makeWorld(seed, { ...usual, phones: 300 });
  expect(small(5)).toEqual(small(5));
  expect(small(6).touches).not.toEqual(small(5).touches);
});

test('docs/simulation.md shows what the default seed gives (npm run simulate -- --write)', () => {
  const page = readFileSync('docs/simulation.md', 'utf8');
  expect(page.split(marks.from)[1]?.split(marks.to)[0]?.trim()).toBe(simulate(defaultSeed));
});
