/** Counts and logs what an attempt came to. Enters: a delivery and its outcome. Leaves: nothing; names of destinations alone, no personal data. */
import type { Delivery, Outcome } from '../model/delivery';
import type { Observer } from '../ports/observer';
import type { DeliveryOutcome } from '../ports/store';
import type { Joined } from './joined';

const names = { delivered: 'delivered', refused: 'failed', retry: 'retrying' } as const;

export function observeOutcome(observer: Observer, delivery: Delivery, outcome: Outcome, now: number): void {
  observer.attempt(destinationOf(delivery), outcome.attempt.durationMs / 1_000);
  observeDelivery(observer, delivery, outcome, now);
}

/** One request, an outcome for each that was in it. */
export function observeJoined(
  observer: Observer,
  joined: Joined,
  outcomes: readonly Outcome[],
  now: number,
): void {
  observer.attempt(destinationOf(joined), (outcomes[0]?.attempt.durationMs ?? 0) / 1_000);
  for (const [place, outcome] of outcomes.entries()) {
    const member = joined.members[place];
    if (member !== undefined) observeDelivery(observer, member, outcome, now);
  }
}

/** It was refused as a whole and goes again in halves, which have their own outcomes. */
export function observeParting(observer: Observer, joined: Joined, { attempt }: Outcome): void {
  const { id: batch, app, members } = joined;
  const destination = destinationOf(joined);
  const { status, durationMs: ms } = attempt;
  observer.attempt(destination, ms / 1_000);
  observer.log('info', 'deliver', {
    app,
    destination,
    batch,
    size: members.length,
    outcome: 'parted',
    status,
    ms,
  });
}

function observeDelivery(observer: Observer, delivery: Delivery, outcome: Outcome, now: number): void {
  const destination = destinationOf(delivery);
  observer.delivery(destination, names[outcome.kind], 1);
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
