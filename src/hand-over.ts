/**
 * Deliveries that are committed, told to the queue. Enters: their ids and the ticket they were committed with. Leaves: jobs; or, where Redis does not
 * take them, rows that the sweeper finds. It never rejects for the queue's sake.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { describeError } from './errors';
import type { Observer } from './ports/observer';
import type { DeliveryBatch, Queue } from './ports/queue';
import type { Store } from './ports/store';

export interface HandOverDeps {
  readonly queue: Queue;
  readonly store: Store;
  readonly observer: Observer;
  /** Deliveries a job carries at most. */
  readonly deliveryBatch: number;
}

/** As many as `randomInt` draws from. */
const claimMax = 2 ** 48 - 1;

/** Names one hand-over: only its jobs may claim. */
export function newTicket(): string {
  return `t-${randomUUID()}`;
}

/** Names one hold on deliveries: nobody ever draws the same. */
export function newClaim(): number {
  return randomInt(1, claimMax);
}

export function toBatches(ids: readonly string[], ticket: string, size: number): readonly DeliveryBatch[] {
  const batches: DeliveryBatch[] = [];
  for (let at = 0; at < ids.length; at += size) batches.push({ ticket, ids: ids.slice(at, at + size) });
  return batches;
}

/** @rejects only where the store does not take the release either; then the lease runs out. */
export async function handOver(ids: readonly string[], ticket: string, deps: HandOverDeps): Promise<void> {
  if (ids.length === 0) return;
  try {
    await deps.queue.send(toBatches(ids, ticket, deps.deliveryBatch));
  } catch (cause) {
    deps.observer.log(
      'warn',
      'queue',
      { deliveries: ids.length, error: describeError(cause) },
      'left to the sweeper',
    );
    await deps.store.releaseTicket(ticket);
  }
}
