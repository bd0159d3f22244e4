/** Between the model and the documents. Enters: nouns. Leaves: documents, and back. */
import type { Activity, ActivityKind } from '../../model/activity';
import type { Attribution, Device, Rejection } from '../../model/attribution';
import {
  isLater,
  type Attempt,
  type Delivery,
  type DeliveryRequest,
  type DeliveryStatus,
} from '../../model/delivery';
import type { Touch } from '../../model/touch';
import type { DerivedActivity, RecordKind, StoredActivity, StoredRecord } from '../../ports/store';
import {
  held,
  keyOf,
  type ActivityDocument,
  type DeliveryDocument,
  type DeviceDocument,
  type OpenPart,
  type RecordDocument,
  type TouchDocument,
} from './documents';

/** Absent where it is null, undefined or empty: an absent field is in no partial index. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof T]?: Exclude<T[K], null | undefined> };
}

export function without<T extends object, K extends keyof T & string>(
  fields: T,
  ...names: readonly K[]
): Omit<T, K> {
  const gone: readonly string[] = names;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !gone.includes(name))) as Omit<T, K>;
}

/** Keys that are made where touches are looked for are not stored. */
function storedForm(activity: Activity): Activity {
  const { device, touch, address } = activity.keys;
  if (touch.length === 0 && address.length === 0) return activity;
  return { ...activity, keys: { device, touch: [], address: [] } };
}

const commonKinds: readonly string[] = ['session', 'event', 'ad_revenue'] satisfies readonly ActivityKind[];

export function isCommon(kind: string): boolean {
  return commonKinds.includes(kind);
}

/** As it was accepted. */
export function toActivityDocument(activity: Activity, seq: number): ActivityDocument {
  const { app, id, kind, keys, causedBy, body } = activity;
  const derived = causedBy !== undefined;
  return {
    _id: keyOf(app, id),
    app,
    id,
    seq,
    kind,
    receivedAt: activity.receivedAt,
    partition: activity.partition,
    revision: activity.revision,
    body: JSON.stringify(storedForm(activity)),
    state: 'accepted',
    ...present({
      event: body.event,
      causedBy,
      // What is derived repeats its cause's transaction and is no second one.
      transaction: derived || body.event === undefined ? undefined : body.transaction_id,
      rare: isCommon(kind) ? undefined : kind,
      ip: body.device.ip_address === undefined ? undefined : true,
    }),
    ...(keys.device.length === 0 ? {} : { keys: keys.device }),
  };
}

/** As it was judged with what it was derived from. */
export function toDerivedDocument(
  { activity, attribution, rejected, refusedPartner }: DerivedActivity,
  device: string | null,
  seq: number,
): ActivityDocument {
  return {
    ...toActivityDocument(activity, seq),
    state: 'processed',
    planned: 0,
    rejected: JSON.stringify(rejected),
    ...present({
      device,
      partner: attribution?.partner ?? refusedPartner,
      attribution: attribution && JSON.stringify(attribution),
      rawAt: activity.body.device.ip_address === undefined ? undefined : activity.receivedAt,
    }),
  };
}

export function fromActivityDocument(found: ActivityDocument): StoredActivity {
  const { attribution, rejected, partner, reason } = found;
  return {
    activity: JSON.parse(found.body) as Activity,
    seq: found.seq,
    state: found.state,
    kind: found.kind as ActivityKind,
    attribution: attribution === undefined ? null : (JSON.parse(attribution) as Attribution),
    rejected: rejected === undefined ? [] : (JSON.parse(rejected) as Rejection[]),
    refusedPartner: attribution === undefined ? (partner ?? null) : null,
    device: found.device ?? null,
    plannedRevision: found.planned ?? null,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Of a list: everything but what only writers need. */
export const activityShown = { todo: 0, barred: 0, by: 0, keys: 0 } as const;

export function isAddressKey(key: string): boolean {
  return key.startsWith('ip:');
}

export function toTouchDocument(touch: Touch): TouchDocument {
  const { id, app, time, receivedAt, keys, device } = touch;
  return {
    _id: id,
    app,
    time,
    receivedAt,
    body: JSON.stringify(touch),
    ...(keys.length === 0 ? {} : { keys: [...new Set(keys)] }),
    ...present({
      addressedAt: keys.some(isAddressKey) ? time : undefined,
      rawAt: device.ip_address === undefined ? undefined : receivedAt,
    }),
  };
}

export function fromTouchDocument({ body }: Pick<TouchDocument, 'body'>): Touch {
  return JSON.parse(body) as Touch;
}

export function fromDeviceDocument({ doc, version }: Pick<DeviceDocument, 'doc' | 'version'>): Device {
  return { ...(JSON.parse(doc) as Device), version };
}

export function isOpen(status: DeliveryStatus): boolean {
  return status === 'pending' || status === 'retrying';
}

export function destinationOf({
  app,
  partner,
  callback,
}: Pick<Delivery, 'app' | 'partner' | 'callback'>): string {
  return partner === undefined ? `callback:${callback}` : `partner:${app}/${partner}`;
}

/** Who has the open ones: the queue under a ticket, or whoever writes them, by a claim. */
export interface Handing {
  readonly holder: string | number;
  readonly queuedUntil: number;
}

function openPart(delivery: Delivery, { holder, queuedUntil }: Handing): OpenPart {
  const { nextAttemptAt, createdAt } = delivery;
  const part = { destination: destinationOf(delivery), dueAt: nextAttemptAt ?? createdAt, delayMs: 0 };
  if (isLater(delivery))
    return { ...part, delayMs: part.dueAt - createdAt, held: held.nobody, queuedUntil: 0 };
  if (typeof holder === 'number') return { ...part, held: held.job, queuedUntil, claim: holder };
  return { ...part, held: held.queue, queuedUntil, ticket: holder };
}

export function unsentOf(status: DeliveryStatus): { readonly unsent?: 'failed' | 'retrying' } {
  return status === 'failed' || status === 'retrying' ? { unsent: status } : {};
}

export function toDeliveryDocument(delivery: Delivery, seq: number, handing: Handing): DeliveryDocument {
  const { id, app, activity, revision, partner, callback, postback, request, attempts, status } = delivery;
  return {
    _id: id,
    seq,
    app,
    activity,
    revision,
    postback,
    createdAt: delivery.createdAt,
    visible: delivery.visibleToPartner,
    status,
    tries: delivery.tries,
    nextAttemptAt: delivery.nextAttemptAt,
    ...present({
      partner,
      callback,
      request: request && JSON.stringify({ ...request, body: null }),
      body: request?.body,
      templateVersion: delivery.templateVersion,
      settingsVersion: delivery.settingsVersion,
      reason: delivery.reason,
      open: isOpen(status) ? openPart(delivery, handing) : undefined,
      test: delivery.test,
    }),
    ...unsentOf(status),
    ...(attempts.length === 0 ? {} : { attempts: attempts.map((attempt) => JSON.stringify(attempt)) }),
  };
}

export function fromDeliveryDocument(found: DeliveryDocument): Delivery {
  const { partner, callback, reason, templateVersion, settingsVersion, request, body = null } = found;
  return {
    id: found._id,
    app: found.app,
    activity: found.activity,
    revision: found.revision,
    ...present({ partner, callback, reason, templateVersion, settingsVersion }),
    postback: found.postback,
    status: found.status,
    request: request === undefined ? null : { ...(JSON.parse(request) as DeliveryRequest), body },
    attempts: (found.attempts ?? []).map((attempt) => JSON.parse(attempt) as Attempt),
    tries: found.tries,
    nextAttemptAt: found.nextAttemptAt,
    createdAt: found.createdAt,
    visibleToPartner: found.visible,
    ...(found.test === true ? { test: true } : {}),
  };
}

export function fromRecordDocument(found: RecordDocument): StoredRecord {
  const { kind, id, app, version, createdAt, document, usedAt } = found;
  return {
    kind: kind as RecordKind,
    id,
    ...present({ app }),
    version,
    createdAt,
    document: JSON.parse(document) as unknown,
    ...present({ usedAt }),
  };
}
