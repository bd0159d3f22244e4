/**
 * Switches off a callback whose endpoint answers 410 Gone: it asks for no more. Enters: deliveries that were answered so. Leaves: the callback, inactive,
 * with reason and time; a log line and a count. It never acts on what was planned with other settings than the callback has now.
 */
import { describeError } from './errors';
import type { Callback } from './model/app';
import type { Delivery } from './model/delivery';
import type { Clock } from './ports/clock';
import type { Directory } from './ports/directory';
import type { Observer } from './ports/observer';
import type { Store } from './ports/store';

export interface DisableDeps {
  readonly store: Store;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly observer: Observer;
}

export function createDisableGone(deps: DisableDeps): (delivery: Delivery) => void {
  const inHand = new Set<string>();
  return (delivery) => {
    const id = delivery.callback;
    if (id === undefined || inHand.has(id)) return;
    inHand.add(id);
    disable(id, delivery, deps)
      // The next 410 does it; until then nothing is lost but a request.
      .catch((cause: unknown) =>
        deps.observer.log('warn', 'deliver', { callback: id, error: describeError(cause) }, 'not disabled'),
      )
      .finally(() => inHand.delete(id));
  };
}

async function disable(
  id: string,
  delivery: Delivery,
  { store, directory, clock, observer }: DisableDeps,
): Promise<void> {
  const record = await store.readRecord('callback', id);
  if (record === null) return;
  const callback = record.document as Omit<Callback, 'id' | 'createdAt' | 'version'>;
  // Its URL may be another one by now, or a person switched it on again.
  if (!callback.active || String(record.version) !== delivery.settingsVersion) return;
  const disabled = { reason: 'gone', at: clock.now() };
  const { version, ...kept } = record;
  const document = { ...callback, active: false, disabled };
  if (!(await store.putRecord({ ...kept, document }, version))) return;
  observer.switched('callback_disabled');
  observer.log(
    'warn',
    'deliver',
    { app: delivery.app, callback: id, delivery: delivery.id, reason: 'gone' },
    'the callback answered 410 Gone and is switched off',
  );
  await directory.refresh();
}
