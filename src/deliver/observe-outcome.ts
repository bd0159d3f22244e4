/** Counts and logs what an attempt came to. Enters: a delivery and its outcome. Leaves: nothing; names of destinations alone, no personal data. */
import type { Delivery, Outcome } from '../model/delivery';
import type { Observer } from '../ports/observer';
import type { DeliveryOutcome } from '../ports/store';

const names = { delivered: 'delivered', refused: 'failed', retry: 'retrying' } as const;

export function observeOutcome(observer: Observer, delivery: Delivery, outcome: Outcome, now: number): void {
  const destination = destinationOf(delivery);
  observer.delivery(destination, names[outcome.kind], 1);
  observer.attempt(destination, outcome.attempt.durationMs / 1_000);
  if (outcome.kind !== 'delivered') logTrouble(observer, delivery, outcome);
  if (outcome.kind === 'delivered' && delivery.tries === 0) {
    observer.latency('deliver', Math.max(0, now - delivery.createdAt) / 1_000);
  }
}

/** What was delivered is named in the line of its recording, with all that were recorded with it: a line each would cost as much as deciding. */
function logTrouble(observer: Observer, delivery: Delivery, outcome: Outcome): void {
  const { status, error, durationMs } = outcome.attempt;
  observer.log('info', 'deliver', {
    app: delivery.app,
    activity: delivery.activity,
    delivery: delivery.id,
    destination: destinationOf(delivery),
    outcome: names[outcome.kind],
    tries: delivery.tries + 1,
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    ms: durationMs,
  });
}

/** One line for all that were recorded together. */
export function observeRecorded(observer: Observer, outcomes: readonly DeliveryOutcome[]): void {
  const delivered = outcomes.filter(({ outcome }) => outcome.kind === 'delivered').map(({ id }) => id);
  const others = outcomes.length - delivered.length;
  observer.log('info', 'record', { delivered, ...(others === 0 ? {} : { others }) });
}

/** The partner's id, or `callback`. */
export function destinationOf(delivery: Delivery): string {
  return delivery.partner ?? 'callback';
}
