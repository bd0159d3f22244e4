/** Says that a breaker opened or closed. Enters: the lane's report. Leaves: one log line and one count; no personal data. */
import type { LaneReport } from '../ports/lane-board';
import type { Observer } from '../ports/observer';

export function observeChange(
  observer: Observer,
  report: LaneReport,
  change: 'opened' | 'closed',
  now: number,
): void {
  observer.switched(`breaker_${change}`);
  const { origin, samples, failures, inFlight, nextProbeAt } = report;
  const opened = { samples, failures, probeInMs: nextProbeAt === null ? 0 : nextProbeAt - now };
  observer.log(
    change === 'opened' ? 'warn' : 'info',
    'deliver',
    { origin, breaker: change, inFlight, ...(change === 'opened' ? opened : {}) },
    change === 'opened' ? 'a destination fails: its deliveries wait in the store' : 'a destination is back',
  );
}
