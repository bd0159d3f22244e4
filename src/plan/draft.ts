/** A delivery before it is known what it sends. Enters: the plan's input and the destination. Leaves: deliveries, pending or skipped. */
import type { Delivery } from '../model/delivery';
import type { PlanInput } from './plan-input';

/** Where a postback's name would stand when no postback applies. */
export const noPostback = '-';

type Destination = Pick<
  Delivery,
  'partner' | 'callback' | 'templateVersion' | 'settingsVersion' | 'visibleToPartner'
>;

export type Draft = Omit<Delivery, 'id' | 'postback'>;

/** Pending and due now; `request` is still to be filled. */
export function draftDelivery({ activity, now }: PlanInput, destination: Destination): Draft {
  return {
    app: activity.app,
    activity: activity.id,
    revision: activity.revision,
    ...destination,
    status: 'pending',
    request: null,
    attempts: [],
    tries: 0,
    nextAttemptAt: now,
    createdAt: now,
  };
}

/** The decision not to send, by which rule. */
export function skip(draft: Draft, id: string, postback: string, reason: string): Delivery {
  return { ...draft, id, postback, status: 'skipped', reason, nextAttemptAt: null };
}
