/** What is wrong with an app's deliveries, dearest first. Enters: facts. Leaves: findings, and each destination's counts. It is pure: of the same facts it finds the same. */
import type { DeliveryStatus } from '../../model/delivery';
import { checkBreakers, checkDeliveries, checkGone } from './check-deliveries';
import { checkCalls } from './check-calls';
import { checkClicks } from './check-clicks';
import { checkSettings, checkSwitchedOn, checkTemplates } from './check-setup';
import { checkSilence } from './check-silence';
import { creditedTo, type DoctorFacts } from './facts';
import { rank, type DoctorFinding } from './finding';

/** What should have gone out and what did. */
export interface DestinationCounts {
  readonly partner?: string;
  readonly callback?: string;
  /** Of an integration: activities credited to it. */
  readonly credited?: number;
  readonly statuses: Readonly<Partial<Record<DeliveryStatus, number>>>;
  readonly skipped: Readonly<Record<string, number>>;
  /** By the last answer or error. */
  readonly refused: Readonly<Record<string, number>>;
}

export interface Diagnosis {
  readonly findings: readonly DoctorFinding[];
  readonly cut: boolean;
  readonly destinations: readonly DestinationCounts[];
}

function addTo(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/** Without a prototype's names: reasons carry what a template's author wrote. */
const asRecord = (counts: ReadonlyMap<string, number>): Record<string, number> => Object.fromEntries(counts);

function countDestination(
  facts: DoctorFacts,
  whose: { partner?: string; callback?: string },
): DestinationCounts {
  const [statuses, skipped, refused] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  for (const { partner, callback, status, reason, answer, count } of facts.deliveries) {
    if (partner !== (whose.partner ?? null) || callback !== (whose.callback ?? null)) continue;
    addTo(statuses, status, count);
    if (status === 'skipped') addTo(skipped, reason ?? 'unknown', count);
    if (status === 'failed') addTo(refused, answer ?? reason ?? 'unknown', count);
  }
  const credited = whose.partner === undefined ? {} : { credited: creditedTo(facts, whose.partner).count };
  return {
    ...whose,
    ...credited,
    statuses: asRecord(statuses),
    skipped: asRecord(skipped),
    refused: asRecord(refused),
  };
}

export function diagnose(facts: DoctorFacts): Diagnosis {
  const sent = [...checkDeliveries(facts), ...checkGone(facts), ...checkBreakers(facts)];
  const setUp = [
    ...checkSettings(facts, sent),
    ...checkSwitchedOn(facts),
    ...checkClicks(facts),
    ...checkCalls(facts),
  ];
  const found = [...sent, ...setUp, ...checkSilence(facts, [...sent, ...setUp]), ...checkTemplates(facts)];
  return {
    ...rank(found, facts.currency),
    destinations: [
      ...facts.integrations
        .filter(({ active }) => active)
        .map(({ partner }) => countDestination(facts, { partner })),
      ...facts.callbacks.map(({ id }) => countDestination(facts, { callback: id })),
    ],
  };
}
