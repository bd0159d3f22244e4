/** One callback's delivery of one activity. Enters: the facts and the callback. Leaves: one delivery, pending or skipped. */
import type { Callback } from '../model/app';
import type { Delivery, DeliveryRequest } from '../model/delivery';
import { deliveryId } from './delivery-id';
import { send, skip, type Draft } from './draft';
import type { PlanCallback, PlanInput } from './plan-input';

/** What stands where a postback's name would. */
export const callbackPostback = 'callback';

function stoppedBy(input: PlanInput, callback: Callback): string | null {
  const { kind, environment, body } = input.activity;
  if (!callback.active) return 'inactive';
  const wanted = callback.environment ?? 'production';
  if (environment !== wanted) return environment;
  if (callback.kinds !== undefined && !callback.kinds.includes(kind)) return 'kind_not_wanted';
  const named = kind === 'event' ? body.event : undefined;
  const unwanted = named !== undefined && callback.events !== undefined && !callback.events.includes(named);
  return unwanted ? 'event_not_wanted' : null;
}

/** Stored sealed; the sender puts the values in. */
function headersOf(callback: Callback, marker: PlanInput['marker']): Record<string, string> {
  const names = Object.keys(callback.headers);
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), marker(callback.id, `header_${name}`)]));
}

/** `bodyText` makes the JSON that a POST carries; it is asked for once for all callbacks of an activity. */
export function planCallback(input: PlanInput, entry: PlanCallback, bodyText: () => string): Delivery {
  const { activity } = input;
  const { callback, url } = entry;
  const id = deliveryId(activity, `callback:${callback.id}`, callbackPostback);
  const draft: Draft = {
    activity,
    now: input.now,
    destination: {
      callback: callback.id,
      settingsVersion: String(callback.version),
      visibleToPartner: false,
    },
  };
  const stopped = stoppedBy(input, callback);
  if (stopped !== null) return skip(draft, id, callbackPostback, stopped);
  const headers = { ...headersOf(callback, input.marker), 'carom-delivery-id': id };
  const request: DeliveryRequest =
    callback.method === 'GET'
      ? { method: 'GET', url: url.render(input, id), headers, body: null, sign: 'standard-webhooks' }
      : {
          method: 'POST',
          url: url.render(input, id),
          headers: { ...headers, 'content-type': 'application/json' },
          body: bodyText(),
          bodyType: 'json',
          sign: 'standard-webhooks',
        };
  return send(draft, id, callbackPostback, request);
}
