/**
 * Touches into the store, with what callbacks that ask for them are to get, in one commit. Enters: touches. Leaves: touches and deliveries, and a word to
 * the queue, which is not waited for.
 */
import { compileCallbacks } from './callback-urls';
import { handOver, newTicket } from './hand-over';
import type { Delivery } from './model/delivery';
import type { Touch } from './model/touch';
import { planTouch } from './plan/plan';
import type { Clock } from './ports/clock';
import type { Directory } from './ports/directory';
import type { Observer } from './ports/observer';
import type { Queue } from './ports/queue';
import type { Secrets } from './ports/secrets';
import type { Store } from './ports/store';

export interface TouchStoreDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly directory: Directory;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly leaseMs: number;
  readonly deliveryBatch: number;
}

export function createTouchStore(deps: TouchStoreDeps): (batch: readonly Touch[]) => Promise<void> {
  return async (batch) => {
    const deliveries = batch.flatMap((touch) => planFor(touch, deps));
    if (deliveries.length === 0) return deps.store.appendTouches(batch);
    const ticket = newTicket();
    await deps.store.appendTouches(batch, {
      deliveries,
      ticket,
      queuedUntil: deps.clock.now() + deps.leaseMs,
    });
    // Not waited for: the redirect is. Where even the release fails, the lease runs out.
    const ids = deliveries.filter(({ status }) => status === 'pending').map(({ id }) => id);
    void handOver(ids, ticket, deps).catch(() => undefined);
  };
}

function planFor(touch: Touch, deps: TouchStoreDeps): readonly Delivery[] {
  const app = deps.directory.app(touch.app);
  if (app === undefined) return [];
  const callbacks = compileCallbacks(deps.directory.callbacks(app.id), deps.observer);
  return planTouch({
    touch,
    app,
    callbacks,
    marker: (owner, name) => deps.secrets.marker(owner, name),
    now: deps.clock.now(),
  });
}
