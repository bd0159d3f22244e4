/** Many workers sweep together no more often than a few. */
import { sweepPauseMs } from '../../src/sweep-pause';

test.each([
  { name: 'one sweeps as set', everyMs: 500, workers: 1, is: 500 },
  { name: 'four do', everyMs: 500, workers: 4, is: 500 },
  { name: 'of eight each half as often', everyMs: 500, workers: 8, is: 1_000 },
  { name: 'forty come to the longest pause', everyMs: 500, workers: 40, is: 5_000 },
  { name: 'more do not pause longer', everyMs: 500, workers: 400, is: 5_000 },
  { name: 'a setting beyond the longest pause holds', everyMs: 60_000, workers: 400, is: 60_000 },
])('$name', ({ everyMs, workers, is }) => {
  expect(sweepPauseMs(everyMs, workers)).toBe(is);
});
