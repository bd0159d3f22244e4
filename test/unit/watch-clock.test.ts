import { watchClock } from '../../src/watch-clock';

test.each([
  { name: 'time that goes on', wall: 500, steady: 500, back: 0 },
  { name: 'set ahead', wall: 3_600_000, steady: 500, back: 0 },
  { name: 'a millisecond slower', wall: 499, steady: 500, back: 1 },
  { name: 'stands still', wall: 0, steady: 500, back: 500 },
  { name: 'set back an hour', wall: -3_599_500, steady: 500, back: 3_600_000 },
])('$name: $back ms back', ({ wall, steady, back }) => {
  let [wallNow, steadyNow] = [1_800_000_000_000, 1_000];
  const setBackMs = watchClock({ now: () => wallNow }, { now: () => steadyNow });
  wallNow += wall;
  steadyNow += steady;
  expect(setBackMs()).toBe(back);
  // It is said once.
  expect(setBackMs()).toBe(0);
});
