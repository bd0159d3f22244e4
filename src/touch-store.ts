/**
 * Touches into the store, with what callbacks that ask for them are to get, in one commit; those of a forgotten device without what tells whose they are. Enters: touches. Leaves: touches and deliveries, and a word to
 * the queue, which is not waited for.
 */
import { compileCallbacks } from './callback-urls';
import { Fault } from './errors';
import { handOver, newTicket } from './hand-over';
import type { Delivery } from './model/delivery';
import { forgetTouch, forgottenReason } from './model/opt-out';
import type { Touch } from './model/touch';
import type { OptOutBook } from './opt-outs';
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
  readonly optOuts: OptOutBook;
  readonly leaseMs: number;
  readonly deliveryBatch: number;
}

/** Each further try is because somebody opted out in between. */
const triesMax = 20;

export function createTouchStore(deps: TouchStoreDeps): (batch: readonly Touch[]) => Promise<void> {
  return async (batch) => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      if ((await storeOnce(batch, deps)) === 'done') return;
      await deps.optOuts.refresh();
    }
    throw new Fault('overloaded', { retryAfterSeconds: 1 });
  };
}

async function storeOnce(batch: readonly Touch[], deps: TouchStoreDeps): Promise<'done' | 'stale'> {
  const { version, forgotten } = await deps.optOuts.ofTouches(batch);
  const touches = batch.map((touch, at) => (forgotten[at] === true ? forgetTouch(touch) : touch));
  const deliveries = touches.flatMap((touch) => planFor(touch, deps));
  if (deliveries.length === 0) return deps.store.appendTouches(touches, undefined, version);
  const ticket = newTicket();
  const queuedUntil = deps.clock.now() + deps.leaseMs;
  const stored = await deps.store.appendTouches(touches, { deliveries, ticket, queuedUntil }, version);
  if (stored === 'stale') return stored;
  // Not waited for: the redirect is. Where even the release fails, the lease runs out.
  const ids = deliveries.filter(({ status }) => status === 'pending').map(({ id }) => id);
  void handOver(ids, ticket, deps).catch(() => undefined);
  return stored;
}

function planFor(touch: Touch, deps: TouchStoreDeps): readonly Delivery[] {
  const app = deps.directory.app(touch.app);
  if (app === undefined) return [];
  const callbacks = compileCallbacks(deps.directory.callbacks(app.id), deps.observer);
  const planned = planTouch({
    touch,
    app,
    callbacks,
    marker: (owner, name) => deps.secrets.marker(owner, name),
    now: deps.clock.now(),
  });
  return touch.flags.includes(forgottenReason) ? planned.map(skipForgotten) : planned;
}

function skipForgotten(delivery: Delivery): Delivery {
  return { ...delivery, status: 'skipped', reason: forgottenReason, request: null, nextAttemptAt: null };
}
