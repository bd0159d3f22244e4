/**
 * What is decided of a forgotten device's activity: nothing is sent. Enters: the activity and the app's destinations. Leaves: one skipped delivery each.
 */
import type { Activity } from '../model/activity';
import type { Callback, Integration } from '../model/app';
import type { Delivery } from '../model/delivery';
import { forgottenReason } from '../model/opt-out';
import { deliveryId } from './delivery-id';
import { noPostback, skip } from './draft';
import { callbackPostback } from './plan-callback';

export interface ForgottenInput {
  readonly activity: Pick<Activity, 'app' | 'id' | 'revision' | 'receivedAt'>;
  readonly callbacks: readonly Callback[];
  readonly integrations: readonly Integration[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A partner may not see it: whose install it would have been is not known. */
export function planForgotten(input: ForgottenInput): readonly Delivery[] {
  const { activity, callbacks, integrations, now } = input;
  const skipped = (
    destination: Pick<Delivery, 'partner' | 'callback' | 'settingsVersion'>,
    name: string,
    postback: string,
  ): Delivery =>
    skip(
      { activity, destination: { ...destination, visibleToPartner: false }, now },
      deliveryId(activity, name, postback),
      postback,
      forgottenReason,
    );
  return [
    ...callbacks.map((callback) =>
      skipped(
        { callback: callback.id, settingsVersion: String(callback.version) },
        `callback:${callback.id}`,
        callbackPostback,
      ),
    ),
    ...integrations.map(({ partner, version }) =>
      skipped(
        { partner, settingsVersion: String(version) },
        `partner:${activity.app}/${partner}`,
        noPostback,
      ),
    ),
  ];
}
