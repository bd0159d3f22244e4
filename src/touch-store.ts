/**
 * Touches into the store, with what callbacks that ask for them are to get, in one commit. Enters: touches. Leaves: touches and deliveries, and a word to
 * the queue, which is not waited for.
 */
import { randomUUID } from 'node:crypto';
import { compileCallbacks } from './callback-urls';
import { describeError } from './errors';
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
    const ticket = `t-${randomUUID()}`;
    await deps.store.appendTouches(batch, {
      deliveries,
      ticket,
      queuedUntil: deps.clock.now() + deps.leaseMs,
    });
    void handOver(deliveries, ticket, deps);
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

/** What Redis does not take stays in the store, and the sweeper finds it. */
async function handOver(
  deliveries: readonly Delivery[],
  ticket: string,
  deps: TouchStoreDeps,
): Promise<void> {
  const ids = deliveries.filter(({ status }) => status === 'pending').map(({ id }) => id);
  const batches = [];
  for (let at = 0; at < ids.length; at += deps.deliveryBatch)
    batches.push({ ticket, ids: ids.slice(at, at + deps.deliveryBatch) });
  try {
    await deps.queue.send(batches);
  } catch (cause) {
    deps.observer.log(
      'debug',
      'queue',
      { deliveries: ids.length, error: describeError(cause) },
      'left to the sweeper',
    );
    await deps.store.releaseTicket(ticket).catch(() => undefined);
  }
}
