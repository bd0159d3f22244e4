/**
 * What the stages need of a store. Two engines implement it; test/contract holds both to these words.
 * Every method is safe to call again with the same arguments. A method that cannot be carried out rejects with a `Fault`.
 */
import type { Activity, ActivityKind } from '../model/activity';
import type { Attribution, Device, Rejection } from '../model/attribution';
import type { Delivery, DeliveryStatus, Outcome, TestDelivery } from '../model/delivery';
import type { Source } from '../model/source';
import type { Touch } from '../model/touch';
import type { AnswerStore } from './answer-store';
import type { ConversionStore } from './conversion-store';
import type { CostStore } from './cost-store';
import type { OptOutStore } from './opt-out-store';
import type { Page, PageQuery } from './page';
import type { StoredActivity } from './stored-activity';
import type { SurveyStore } from './survey-store';

export type { Page, PageQuery, StoredActivity };

export type AppendResult =
  | { readonly outcome: 'new' }
  /** `id` is the first one's. */
  | { readonly outcome: 'duplicate'; readonly id: string; readonly scope: 'id' | 'transaction' };

export interface TouchQuery {
  readonly app: string;
  /** Touch ids named outright (click_id, referrer). */
  readonly ids: readonly string[];
  readonly keys: readonly string[];
  /** Keys of one address, a day each, the newest day first: an older one is asked only for what the newer ones left of the limit. */
  readonly addressKeys?: readonly string[];
  /** Not older than, not newer than; epoch milliseconds, both ends included. */
  readonly since: number;
  readonly until: number;
  /** Newest this many a key, and of all address keys together. */
  readonly limitPerKey: number;
}

export interface DeviceQuery {
  readonly app: string;
  readonly keys: readonly string[];
}

/** One activity's whole result, committed together or not at all. */
export interface ProcessedActivity {
  readonly app: string;
  readonly id: string;
  /**
   * Committed only where the stored revision is still this and the state still `accepted`. `deliveries` hold those of each revision up to it that was
   * not planned before; unless it is parked, it is the activity's `plannedRevision` from then on.
   */
  readonly revision: number;
  readonly kind: ActivityKind;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  /** The device after this activity; committed only where the stored version is `device.version`; stored as the next version. */
  readonly device: Device | null;
  /** Derived activities, already judged, with their own deliveries among `deliveries`. */
  readonly derived: readonly DerivedActivity[];
  readonly deliveries: readonly Delivery[];
  /** Of an activity that was itself refused: whose touch it was; it is listed for that partner. */
  readonly refusedPartner?: string;
  /**
   * It waits for its install: verdict, device and deliveries are stored, its state is `parked` until it is `unparked` by
   * another activity, or until this time (epoch milliseconds), when `feedActivities` finds it; then it is `accepted` again, its first verdict with it.
   */
  readonly parkUntil?: number;
  /** Parked activities of the same app that this one ends the wait of; they are unprocessed again at once. */
  readonly unparked?: readonly string[];
  /** An install: the source whose conversion it is. Counted in the UTC hour in which the activity was received. */
  readonly conversionOf?: Source;
  /** Why it could not be judged: its state becomes `quarantined`, everything else stays as it was accepted. */
  readonly quarantined?: string;
  /** Its device asked to be forgotten: what tells whose it is goes from what is stored of it and of what was sent for it; its keys go. */
  readonly forgotten?: true;
  /** Committed only where the store's opt-outs are still those of this version (`FoundOptOuts`); absent: whatever they are. */
  readonly optOuts?: number;
}

export interface DerivedActivity {
  readonly activity: Activity;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  /** Of a refusal: whose touch was refused; it is listed for that partner. */
  readonly refusedPartner?: string;
}

export interface SourceRate {
  readonly clicks: number;
  readonly conversions: number;
}

/** How often a touch came. */
export interface TouchCount {
  readonly id: string;
  readonly count: number;
}

/** Deliveries that go with touches, and the ticket that the open ones get. */
export interface PlannedDeliveries {
  readonly deliveries: readonly Delivery[];
  readonly ticket: string;
  readonly queuedUntil: number;
}

/** `ticket` says which queue job may claim the delivery. */
export interface DueDelivery {
  readonly id: string;
  /** Destination, for grouping: `partner:<app>/<id>` or `callback:<id>`. */
  readonly destination: string;
  /**
   * Absent: it goes with others. `alone`: its senders were lost twice, so it goes in a job of its own. `quarantined`: and twice more with nobody beside it; it is
   * failed now, and told so that somebody counts it.
   */
  readonly handling?: 'alone' | 'quarantined';
}

/** A delivery, and the hold on it that whoever names it believes to have. */
export type HeldDelivery = Pick<Delivery, 'id' | 'claim'>;

export interface DeliveryOutcome extends HeldDelivery {
  readonly outcome: Outcome;
  /** For `retry`: when. Epoch milliseconds. */
  readonly nextAttemptAt: number | null;
}

export interface ActivityFilter extends PageQuery {
  readonly app?: string;
  /** Credited to. */
  readonly partner?: string;
  readonly kind?: ActivityKind;
  /** Received at or after, epoch milliseconds. */
  readonly since?: number;
  /** Any device key of `Activity.keys.device`, with `app`. */
  readonly deviceKey?: string;
  /** Only what could not be judged. */
  readonly state?: 'quarantined';
}

export interface DeliveryFilter extends PageQuery {
  readonly app?: string;
  readonly partner?: string;
  readonly callback?: string;
  readonly status?: DeliveryStatus;
  readonly activity?: string;
  readonly since?: number;
  /** Only those a partner may see. */
  readonly visibleToPartner?: boolean;
}

/** A managed noun as a document: apps, keys, links, integrations, callbacks, templates, settings of the installation. */
export interface StoredRecord {
  readonly kind: RecordKind;
  readonly id: string;
  /** The app it belongs to, where it does. */
  readonly app?: string;
  readonly version: number;
  readonly createdAt: number;
  readonly document: unknown;
  /** Of a key: when it was last used, as `recordKeyUses` said. */
  readonly usedAt?: number;
}

/** Epoch milliseconds. */
export interface KeyUse {
  readonly id: string;
  readonly at: number;
}

export const recordKinds = [
  'app',
  'key',
  'link',
  'integration',
  'callback',
  'partner',
  'template',
  'compat',
  'meta',
] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface StoreCounts {
  readonly unprocessed: number;
  readonly oldestUnprocessedAt: number | null;
  readonly openDeliveries: number;
  /** Counted up to 100,000 a destination. */
  readonly dueDeliveries: number;
  readonly quarantined: number;
}

/** How a replay of many is spread. */
export interface ReplayPace {
  /** When the first is due, epoch milliseconds; each further one this much later. */
  readonly from: number;
  readonly spacingMs: number;
  /** Counts, and opens nothing. */
  readonly dryRun?: boolean;
}

export interface Store extends OptOutStore, SurveyStore, ConversionStore, CostStore, AnswerStore {
  // accept
  /** One durable commit for the batch (it survives a power cut); results in order. Duplicates inside the batch count too. */
  appendActivities(batch: readonly Activity[], queuedUntil: number): Promise<readonly AppendResult[]>;
  /**
   * One durable commit for the batch, what is to be sent for it, its clicks in their sources' rates (`clickSource`; by the UTC hour in which they
   * were received), and its costs (`costShare`) in the sums of their days. A touch or a delivery whose id is stored already changes nothing. With `optOuts`: `stale`, and nothing is stored, where the store's
   * opt-outs are no longer those of this version.
   */
  appendTouches(
    batch: readonly Touch[],
    planned?: PlannedDeliveries,
    optOuts?: number,
  ): Promise<'done' | 'stale'>;
  /** One durable commit. A touch's `count` becomes this one where it is higher; one that is not stored is passed over. */
  countTouches(counts: readonly TouchCount[]): Promise<void>;

  // attribute
  /**
   * The partition's unprocessed activities in commit order, without the parked ones. The store remembers who takes: where takers die over the same ones
   * twice they come one at a time, and one that two more die over is quarantined. Who closed the store in order did not die.
   */
  takeUnprocessed(partition: number, limit: number): Promise<readonly StoredActivity[]>;
  /** Newest first; equal times by id, bytewise, descending. One result a query, in order. */
  findTouches(queries: readonly TouchQuery[]): Promise<readonly (readonly Touch[])[]>;
  /** Every device that any of the keys names, oldest first. One result a query, in order. */
  findDevices(queries: readonly DeviceQuery[]): Promise<readonly (readonly Device[])[]>;
  /** What each source sent and converted from the UTC hour on that `since` lies in. One result a source, in order; zeros where nothing is known. */
  readSourceRates(app: string, sources: readonly Source[], since: number): Promise<readonly SourceRate[]>;
  /**
   * Compare-and-set; `stale` changed nothing. Deliveries that are open get the ticket and `queuedUntil`; with `claim` no job may claim them any more:
   * they are this caller's until then, and `claim` (a positive whole number drawn at random) names its hold.
   */
  commitProcessed(
    batch: readonly ProcessedActivity[],
    ticket: string,
    queuedUntil: number,
    claim?: number,
  ): Promise<readonly ('done' | 'stale')[]>;

  // deliver
  /**
   * Those of `ids` that are open and carry the ticket, each with its new `claim`; they are this caller's until `claimedUntil`. A hold is lost when somebody
   * else gets the delivery: by a feed after its time, by another claim under the same ticket, by `releaseQueued`, by a replay. Until then it holds, even
   * after its time.
   */
  claimDeliveries(ids: readonly string[], ticket: string, claimedUntil: number): Promise<readonly Delivery[]>;
  /**
   * Appends the attempt and moves the status. An attempt that was made is kept whatever became of the hold; where the outcome's `claim` was lost it moves
   * nothing, for the delivery is somebody else's, unless it was delivered: that counts, also where somebody else has failed it by now. What
   * is delivered is not moved again, what failed by nothing else. An outcome without a `claim` is taken as its holder's.
   */
  recordOutcomes(outcomes: readonly DeliveryOutcome[]): Promise<void>;
  /**
   * Gives claimed deliveries back to the sweeper, without an attempt; nobody gets them before `availableAt`; they keep their place by when they were due.
   * One whose claim was lost, or that names none, stays as it is.
   */
  releaseDeliveries(held: readonly HeldDelivery[], availableAt: number): Promise<void>;
  /** Fails claimed deliveries for this reason, without an attempt; they can be replayed. One whose claim was lost, or that names none, stays as it is. */
  withdrawDeliveries(held: readonly HeldDelivery[], reason: string): Promise<void>;

  // sweep
  /** Partitions with unprocessed activities past their `queued_until`; those rows are marked until `queuedUntil`. */
  feedActivities(now: number, queuedUntil: number): Promise<readonly number[]>;
  /**
   * Open deliveries due by `now` that nobody holds, oldest due first, every destination getting its share of `limit`. Where older ones of a destination were
   * given back for later, or many are in hand, its younger ones wait behind them: they come in order, and a destination that is down does not
   * make the rest go round in vain. Nobody holds what was never handed to the queue; claimed, with the claim run out by `now`;
   * or handed over, with `queued_until` at or before `lostBefore`. They get the ticket and `queuedUntil`. One whose claims ran out with nothing
   * recorded comes `alone`, one such at a time, or `quarantined`.
   */
  feedDeliveries(
    now: number,
    ticket: string,
    queuedUntil: number,
    limit: number,
    lostBefore: number,
  ): Promise<readonly DueDelivery[]>;
  /**
   * Forgets every `queued_until` of what waits in the queue, or was given back for later: the queue lost what it held, or the clock was set. With
   * `claimed` what is claimed too: for who knows that nobody lives who could hold a claim. Where `firstDueBy` (epoch milliseconds) is given, the clock that
   * planned was ahead: what was never tried since it was planned or replayed is due by then and the delay that it was planned or replayed with.
   */
  releaseQueued(options?: { readonly claimed?: boolean; readonly firstDueBy?: number }): Promise<void>;
  /** As `releaseQueued`, for the activities of these partitions and deliveries of this ticket: the hand-over to the queue failed. */
  releaseActivities(partitions: readonly number[]): Promise<void>;
  releaseTicket(ticket: string): Promise<void>;
  /**
   * Touches older than `before` are found by their address no more: their keys that begin with `ip:` go, oldest first, a bounded number a call (some
   * thousands). How many; 0: none is left. The touches stay as they are, found by every other key and by id.
   */
  forgetAddressKeys(before: number): Promise<number>;
  /** The rates of hours that ended by `before` go, oldest first, a bounded number a call. How many; 0: none is left. */
  forgetSourceRates(before: number): Promise<number>;
  /**
   * These forget what came before a time, oldest first, a bounded number a call (some hundreds). How many they looked at; 0: the end is reached, and the
   * next call begins anew. Touches with their keys, by when they were received.
   */
  forgetTouches(before: number): Promise<number>;
  /** By when they were received; only what was judged. Afterwards its id is not known as a duplicate any more. */
  forgetActivities(before: number): Promise<number>;
  /** With their attempts, by when they were planned; never an open one. */
  forgetDeliveries(before: number): Promise<number>;
  /** Devices whose last activity was before, but for those of the apps named. */
  forgetIdleDevices(before: number, exceptApps: readonly string[]): Promise<number>;
  /** Addresses of touches and activities received before are cut to their network (/24, /48). */
  truncateAddresses(before: number): Promise<number>;
  /** Gives back to the disk some of what was freed, where much is free. How much, in units of the engine; 0: no more. */
  giveBackSpace(): Promise<number>;

  // record
  readActivity(app: string, id: string): Promise<StoredActivity | null>;
  /** Newest first by commit order. */
  listActivities(filter: ActivityFilter): Promise<Page<StoredActivity>>;
  /** Activities derived from this one. */
  listDerived(app: string, causedBy: string): Promise<readonly StoredActivity[]>;
  readTouch(id: string): Promise<Touch | null>;
  /** Newest first. */
  listTouches(app: string, keys: readonly string[], limit: number): Promise<readonly Touch[]>;
  readDelivery(id: string): Promise<Delivery | null>;
  /** Newest first. */
  listDeliveries(filter: DeliveryFilter): Promise<Page<Delivery>>;
  /**
   * Keeps a test that was sent, with its attempt: finished, read and listed like others, forgotten like others. No replay opens it and no survey counts it.
   * Durable; an id that is stored already changes nothing.
   */
  recordTest(delivery: TestDelivery): Promise<void>;
  /** Open again, due at once, its place in the retry schedule at the start; attempts are kept. False: no such delivery, or it was skipped, or a test. */
  replayDelivery(id: string, now: number): Promise<boolean>;
  /**
   * As `replayDelivery`, for the page of the filter's deliveries that `limit` and `cursor` name, newest first, in one commit. What was skipped, tests, and
   * what the queue or a job has in hand is left as it is.
   */
  replayDeliveries(
    filter: DeliveryFilter,
    pace: ReplayPace,
  ): Promise<{ readonly replayed: number; readonly next: string | null }>;
  /** A quarantined activity is unprocessed again, in its old place. False: there is none of this id. */
  replayActivity(app: string, id: string): Promise<boolean>;
  counts(now: number): Promise<StoreCounts>;

  // manage
  readRecord(kind: RecordKind, id: string): Promise<StoredRecord | null>;
  /** By creation, oldest first; equal times by id. */
  listRecords(kind: RecordKind, filter: PageQuery & { readonly app?: string }): Promise<Page<StoredRecord>>;
  /** Stores as version `expected + 1` where the stored version is `expected` (0: none yet); false where it is not. */
  putRecord(record: Omit<StoredRecord, 'version' | 'usedAt'>, expected: number): Promise<boolean>;
  deleteRecord(kind: RecordKind, id: string): Promise<boolean>;
  /**
   * When keys were last used: their records' `usedAt` moves on, never back, and stays where the record is changed. It is no change of a record: neither its version
   * nor `recordsVersion` grows. A key that is not there is passed over. A power cut may take it.
   */
  recordKeyUses(uses: readonly KeyUse[]): Promise<void>;
  /** Grows with every change of a record of any kind, by any process. Cheap. */
  recordsVersion(): Promise<number>;

  // sandbox
  /** Forgets the devices these keys name, and their activities' identity; how many. */
  forgetDevices(app: string, keys: readonly string[]): Promise<number>;

  /** Rejects where the store does not answer, or would not take a write. */
  ping(): Promise<void>;
  /** Finishes what is in hand. */
  close(): Promise<void>;
}
