/** How long a sweeper pauses. Enters: the setting, how many workers there are. Leaves: milliseconds. Pure. */

/** So many sweep as often as the setting says; of more, each sweeps less often, so that the store and Redis are asked no more for their number. */
const inFullStep = 4;
/** Who is left alone by the death of the others does not sleep for long: what they had is due in seconds. */
const pauseMaxMs = 5_000;

export function sweepPauseMs(everyMs: number, workers: number): number {
  return Math.max(everyMs, Math.min(pauseMaxMs, (everyMs * workers) / inFullStep));
}
