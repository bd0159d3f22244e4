/** The lanes there are, by origin. Enters: deliveries. Leaves: each one's lane, and what there is to say of all. Those that idle are forgotten when they become many. */
import type { Delivery } from '../model/delivery';
import type { LaneReport } from '../ports/lane-board';
import { OriginLane, type LaneRules } from './origin-lane';

const lanesMax = 2_048;
/** Nothing is said of a lane that was not used for so long … */
const reportedMs = 3_600_000;
/** … nor of more than so many, those that are in trouble first. */
const reportsMax = 1_000;

export class OriginLanes {
  readonly #rules: LaneRules;
  readonly #lanes = new Map<string, OriginLane>();

  constructor(rules: LaneRules) {
    this.#rules = rules;
  }

  laneOf(delivery: Delivery, now: number): OriginLane {
    const origin = originOf(delivery.request?.url ?? '');
    const known = this.#lanes.get(origin);
    if (known !== undefined) return known;
    if (this.#lanes.size >= lanesMax) this.#makeRoom(now);
    const lane = new OriginLane(origin, this.#rules, now);
    this.#lanes.set(origin, lane);
    return lane;
  }

  all(): Iterable<OriginLane> {
    return this.#lanes.values();
  }

  reports(now: number): LaneReport[] {
    const found: LaneReport[] = [];
    for (const lane of this.#lanes.values()) {
      const report = lane.report(now);
      const quiet = lane.idle && report.state === 'closed' && now - lane.usedAt > reportedMs;
      if (!quiet && report.origin !== '') found.push(report);
    }
    if (found.length <= reportsMax) return found;
    return found
      .sort((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed'))
      .slice(0, reportsMax);
  }

  /** First those that nothing is known against: what is known of the others is worth keeping. */
  #makeRoom(now: number): void {
    for (const [key, lane] of this.#lanes)
      if (lane.idle && lane.report(now).state === 'closed') this.#lanes.delete(key);
    if (this.#lanes.size < lanesMax) return;
    for (const [key, lane] of this.#lanes) if (lane.idle) this.#lanes.delete(key);
  }
}

/** Scheme, host and port; what has none shares one lane. */
export function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0].toLowerCase() ?? '';
}
