/** A delivery before it is known what it sends. Enters: the plan's input and the destination. Leaves: deliveries, pending or skipped. */
import type { Delivery, DeliveryRequest } from '../model/delivery';
import type { PlannedActivity } from './plan-input';

/** Where a postback's name would stand when no postback applies. */
export const noPostback = '-';

type Destination = Pick<
  Delivery,
  'partner' | 'callback' | 'templateVersion' | 'settingsVersion' | 'visibleToPartner'
>;

/** What all deliveries of one activity to one destination share. */
export interface Draft {
  readonly activity: Pick<PlannedActivity, 'app' | 'id' | 'revision'>;
  readonly destination: Destination;
  /** Epoch milliseconds. */
  readonly now: number;
  /** When it is due, epoch milliseconds; absent: now. */
  readonly dueAt?: number;
}

type Writable = { -readonly [K in keyof Delivery]: Delivery[K] };

/** One literal, then what may be absent: objects spread into each other would cost more than all else in planning. */
function make({ activity, destination, now, dueAt }: Draft, id: string, postback: string): Writable {
  const made: Writable = {
    id,
    app: activity.app,
    activity: activity.id,
    revision: activity.revision,
    postback,
    status: 'pending',
    request: null,
    attempts: [],
    tries: 0,
    nextAttemptAt: dueAt ?? now,
    createdAt: now,
    visibleToPartner: destination.visibleToPartner,
  };
  const { partner, callback, templateVersion, settingsVersion } = destination;
  if (partner !== undefined) made.partner = partner;
  if (callback !== undefined) made.callback = callback;
  if (templateVersion !== undefined) made.templateVersion = templateVersion;
  if (settingsVersion !== undefined) made.settingsVersion = settingsVersion;
  return made;
}

/** Pending, and due now or later. */
export function send(draft: Draft, id: string, postback: string, request: DeliveryRequest): Delivery {
  const made = make(draft, id, postback);
  made.request = request;
  return made;
}

/** The decision not to send, by which rule. */
export function skip(draft: Draft, id: string, postback: string, reason: string): Delivery {
  const made = make(draft, id, postback);
  made.status = 'skipped';
  made.reason = reason;
  made.nextAttemptAt = null;
  return made;
}
