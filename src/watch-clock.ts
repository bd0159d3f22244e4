/** Notices that the time of day was set back. Enters: a clock, and one that only goes on. Leaves: by how much, since it was asked last. */
import type { Clock } from './ports/clock';

/** @returns milliseconds; 0 where the time of day went on at least as fast as time does. */
export function watchClock(clock: Clock, steady: Clock = { now: () => performance.now() }): () => number {
  const lead = (): number => clock.now() - steady.now();
  let before = lead();
  return () => {
    const now = lead();
    const backMs = Math.max(0, before - now);
    before = now;
    return backMs;
  };
}
