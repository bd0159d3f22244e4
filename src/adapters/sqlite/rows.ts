/**
 * Between the model and the file's rows, on the main thread. Enters: nouns. Leaves: strings and numbers, and back.
 * All JSON is made and read here, so that the writer's thread does nothing but write.
 */
import type { Activity, ActivityKind } from '../../model/activity';
import type { Attribution, Device, Rejection } from '../../model/attribution';
import type { DeliveryRequest, DeliveryStatus } from '../../model/delivery';
import { isLater, type Attempt, type Delivery } from '../../model/delivery';
import { costShare } from '../../model/cost';
import { clickSource, type Source } from '../../model/source';
import type { Touch } from '../../model/touch';
import type {
  DeliveryOutcome,
  DerivedActivity,
  HeldDelivery,
  PlannedDeliveries,
  ProcessedActivity,
  RecordKind,
  StoredActivity,
  StoredRecord,
} from '../../ports/store';
import type { Value } from './connection';
import { toCostRow, type CostRow } from './cost-jobs';
import { destinationNumber } from './held';
import { hourOf, type SourceHour } from './source-rates';

export interface ActivityRow {
  /** app, id, kind, event, transaction_id, received_at, partition, revision, caused_by, body */
  readonly values: readonly Value[];
  readonly app: string;
  readonly id: string;
  readonly event: string | null;
  readonly transaction: string | null;
  readonly partition: number;
  readonly keys: readonly string[];
}

export interface VerdictRow {
  readonly kind: string;
  readonly partner: string | null;
  readonly attribution: string | null;
  readonly rejected: string;
}

export interface DeliveryRow {
  readonly values: readonly Value[];
  /** The request's body; `values` hold the request without it. */
  readonly body: string | null;
  /** As `destinationNumber`. */
  readonly destination: number;
  /** When it is due; null: it is not open. */
  readonly dueAt: number | null;
  /** For how much later than it was made it was planned: nobody has it until then. 0: it goes at once. */
  readonly delayMs: number;
}

export interface ProcessedRow {
  readonly app: string;
  readonly id: string;
  readonly revision: number;
  readonly verdict: VerdictRow;
  readonly device: {
    readonly id: string;
    readonly version: number;
    readonly doc: string;
    readonly keys: readonly string[];
  } | null;
  readonly derived: readonly { readonly activity: ActivityRow; readonly verdict: VerdictRow }[];
  readonly deliveries: readonly DeliveryRow[];
  /** Why; null: it was judged. */
  readonly quarantined: string | null;
  readonly parkUntil: number | null;
  readonly unparked: readonly string[];
  readonly conversionOf: Source | null;
  readonly forgotten: boolean;
  readonly optOuts: number | null;
}

export interface TouchRow {
  readonly id: string;
  readonly app: string;
  readonly time: number;
  readonly body: string;
  readonly keys: readonly string[];
  /** Whose click it counts as, and when. */
  readonly source: SourceHour | null;
  readonly cost: CostRow | null;
}

export interface OutcomeRow {
  readonly id: string;
  /** Null: it is taken as its holder's. */
  readonly claim: number | null;
  readonly attempt: string;
  readonly status: 'delivered' | 'failed' | 'retrying';
  readonly reason: string | null;
  readonly nextAttemptAt: number | null;
}

/** Keys that are made where touches are looked for are not stored. */
function storedForm(activity: Activity): Activity {
  const { device, touch, address } = activity.keys;
  if (touch.length === 0 && address.length === 0) return activity;
  return { ...activity, keys: { device, touch: [], address: [] } };
}

export function toActivityRow(activity: Activity): ActivityRow {
  const { app, id, partition } = activity;
  const event = activity.body.event ?? null;
  const transaction = activity.body.transaction_id ?? null;
  return {
    values: [
      app,
      id,
      activity.kind,
      event,
      transaction,
      activity.receivedAt,
      partition,
      activity.revision,
      activity.causedBy ?? null,
      JSON.stringify(storedForm(activity)),
    ],
    app,
    id,
    event,
    // What is derived repeats its cause's transaction and is no second one.
    transaction: activity.causedBy === undefined ? transaction : null,
    partition,
    keys: activity.keys.device,
  };
}

function toVerdictRow(
  kind: ActivityKind,
  of: Pick<DerivedActivity, 'attribution' | 'rejected' | 'refusedPartner'>,
): VerdictRow {
  return {
    kind,
    partner: of.attribution?.partner ?? of.refusedPartner ?? null,
    attribution: of.attribution === null ? null : JSON.stringify(of.attribution),
    rejected: JSON.stringify(of.rejected),
  };
}

export function toProcessedRow(item: ProcessedActivity): ProcessedRow {
  const { device } = item;
  return {
    app: item.app,
    id: item.id,
    revision: item.revision,
    verdict: toVerdictRow(item.kind, item),
    device: device && {
      id: device.id,
      version: device.version,
      doc: JSON.stringify(device),
      keys: device.keys,
    },
    derived: item.derived.map((derived) => ({
      activity: toActivityRow(derived.activity),
      verdict: toVerdictRow(derived.activity.kind, derived),
    })),
    deliveries: item.deliveries.map(toDeliveryRow),
    quarantined: item.quarantined ?? null,
    parkUntil: item.parkUntil ?? null,
    unparked: item.unparked ?? [],
    conversionOf: item.conversionOf ?? null,
    forgotten: item.forgotten === true,
    optOuts: item.optOuts ?? null,
  };
}

/** What is to be sent for touches. */
export interface PlannedRow {
  readonly rows: readonly DeliveryRow[];
  readonly ticket: string;
  readonly queuedUntil: number;
}

export function toPlannedRow(planned: PlannedDeliveries): PlannedRow {
  const { deliveries, ticket, queuedUntil } = planned;
  return { rows: deliveries.map(toDeliveryRow), ticket, queuedUntil };
}

export function isOpen(status: DeliveryStatus): boolean {
  return status === 'pending' || status === 'retrying';
}

export function toDeliveryRow(delivery: Delivery): DeliveryRow {
  return {
    values: [
      delivery.id,
      delivery.app,
      delivery.activity,
      delivery.revision,
      delivery.partner ?? null,
      delivery.callback ?? null,
      delivery.postback,
      delivery.request === null ? null : JSON.stringify({ ...delivery.request, body: null }),
      delivery.createdAt,
      delivery.templateVersion ?? null,
      delivery.settingsVersion ?? null,
      delivery.visibleToPartner ? 1 : 0,
      delivery.status,
      delivery.reason ?? null,
      delivery.tries,
      delivery.nextAttemptAt,
      JSON.stringify(delivery.attempts),
      delivery.test === true ? 1 : null,
    ],
    body: delivery.request?.body ?? null,
    destination: destinationNumber(delivery.app, delivery.partner ?? null, delivery.callback ?? null),
    dueAt: isOpen(delivery.status) ? (delivery.nextAttemptAt ?? delivery.createdAt) : null,
    delayMs: isLater(delivery) ? (delivery.nextAttemptAt ?? 0) - delivery.createdAt : 0,
  };
}

export function toTouchRow(touch: Touch): TouchRow {
  const source = clickSource(touch);
  return {
    id: touch.id,
    app: touch.app,
    time: touch.time,
    body: JSON.stringify(touch),
    keys: touch.keys,
    source: source && [source.partner, source.sub, hourOf(touch.receivedAt)],
    cost: toCostRow(costShare(touch)),
  };
}

export function toOutcomeRow({ id, claim, outcome, nextAttemptAt }: DeliveryOutcome): OutcomeRow {
  const made = { id, claim: claim ?? null, attempt: JSON.stringify(outcome.attempt), nextAttemptAt: null };
  if (outcome.kind === 'delivered') return { ...made, status: 'delivered', reason: null };
  if (outcome.kind === 'refused') return { ...made, status: 'failed', reason: outcome.reason };
  if (nextAttemptAt === null) return { ...made, status: 'failed', reason: 'retries_exhausted' };
  return { ...made, status: 'retrying', reason: null, nextAttemptAt };
}

/** A delivery, and the hold on it: 0 is nobody's. */
export type HeldRow = readonly [id: string, claim: number];

export function toHeldRow({ id, claim = 0 }: HeldDelivery): HeldRow {
  return [id, claim];
}

/** Columns as `fromActivityRow` reads them. */
export const activityColumns =
  'a.seq, a.state, a.kind, a.attribution, a.rejected, a.device, a.body, a.partner, a.reason, a.planned';
export type ActivityColumns = [
  number,
  number,
  string,
  string | null,
  string,
  string | null,
  string,
  string | null,
  string | null,
  number | null,
];

const states = ['accepted', 'processed', 'quarantined', 'parked'] as const;

export function fromActivityRow(row: ActivityColumns): StoredActivity {
  const [seq, state, kind, attribution, rejected, device, body, partner, reason, planned] = row;
  return {
    activity: JSON.parse(body) as Activity,
    seq,
    state: states[state] ?? 'quarantined',
    kind: kind as ActivityKind,
    attribution: attribution === null ? null : (JSON.parse(attribution) as Attribution),
    rejected: JSON.parse(rejected) as Rejection[],
    refusedPartner: attribution === null ? partner : null,
    device,
    plannedRevision: planned,
    ...(reason === null ? {} : { reason }),
  };
}

/** Columns as `fromDeliveryRow` reads them. */
export const deliveryColumns = `d.id, d.app, d.activity, d.revision, d.partner, d.callback, d.postback, d.request, d.created_at,
  d.template_version, d.settings_version, d.visible_to_partner, d.status, d.reason, d.tries, d.next_attempt_at, d.attempts, d.seq,
  (SELECT b.body FROM bodies b WHERE b.id = d.body), d.test`;
export type DeliveryColumns = [
  ...[string, string, string, number, string | null, string | null, string, string | null, number],
  ...[string | null, string | null, number, string, string | null, number, number | null, string, number],
  ...[string | null, number | null],
];

export function fromDeliveryRow(row: DeliveryColumns): Delivery {
  const [id, app, activity, revision, partner, callback, postback, request, createdAt, ...rest] = row;
  const [
    templateVersion,
    settingsVersion,
    visible,
    status,
    reason,
    tries,
    nextAttemptAt,
    attempts,
    ,
    ...end
  ] = rest;
  const [body, test] = end;
  return {
    id,
    app,
    activity,
    revision,
    ...(partner === null ? {} : { partner }),
    ...(callback === null ? {} : { callback }),
    postback,
    status: status as DeliveryStatus,
    ...(reason === null ? {} : { reason }),
    request: request === null ? null : { ...(JSON.parse(request) as DeliveryRequest), body },
    attempts: JSON.parse(attempts) as Attempt[],
    tries,
    nextAttemptAt,
    createdAt,
    ...(templateVersion === null ? {} : { templateVersion }),
    ...(settingsVersion === null ? {} : { settingsVersion }),
    visibleToPartner: visible === 1,
    ...(test === 1 ? { test: true } : {}),
  };
}

export type DeviceColumns = [seq: number, version: number, doc: string];

export function fromDeviceRow([, version, doc]: DeviceColumns): Device {
  return { ...(JSON.parse(doc) as Device), version };
}

export type RecordColumns = [string, string, string | null, number, number, string, number | null];

export function fromRecordRow(row: RecordColumns): StoredRecord {
  const [kind, id, app, version, createdAt, document, usedAt] = row;
  return {
    kind: kind as RecordKind,
    id,
    ...(app === null ? {} : { app }),
    version,
    createdAt,
    document: JSON.parse(document) as unknown,
    ...(usedAt === null ? {} : { usedAt }),
  };
}
