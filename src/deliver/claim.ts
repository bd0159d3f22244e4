/** The hold on what a worker was given to send. Enters: a delivery. Leaves: what the store is told of the hold, and how long it lasts. Pure. */
import type { Delivery } from '../model/delivery';
import type { HeldDelivery } from '../ports/store';

/** How long what was submitted together is ours, and when the last of it may start; epoch milliseconds. */
export interface Claim {
  readonly until: number;
  readonly startBy: number;
}

export const forEver: Claim = { until: Infinity, startBy: Infinity };

export function heldOf({ id, claim }: Delivery): HeldDelivery {
  return claim === undefined ? { id } : { id, claim };
}
