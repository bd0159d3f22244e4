/**
 * The collections' documents, as types. Enters: nothing. Leaves: types.
 *
 * What is asked for stands in fields of its own; everything else is the noun as JSON text, which keeps what BSON would not (a lone surrogate, any key) and
 * costs less to read. A field that is there only while something waits (`wait`, `open`, `parkedUntil`, `todoAt`, …) leads a sparse index: finding what
 * waits costs nothing as the finished pile up.
 */
import type { DeliveryStatus } from '../../model/delivery';
import type { CostModel } from '../../model/touch';
import type { StoredActivity } from '../../ports/store';

/** In line for its verdict; `until`: as long as the queue has it. */
export interface WaitPart {
  readonly partition: number;
  readonly seq: number;
  readonly until: number;
}

export interface ActivityDocument {
  /** `<app>:<id>`; an app's id has no colon. */
  readonly _id: string;
  readonly app: string;
  readonly id: string;
  /** Commit order (`sequence.ts`). */
  readonly seq: number;
  readonly kind: string;
  readonly event?: string;
  /** Only where a second of the same event would be a duplicate. */
  readonly transaction?: string;
  readonly receivedAt: number;
  readonly partition: number;
  readonly revision: number;
  /** The newest revision whose deliveries were planned. */
  readonly planned?: number;
  /** When its last revision came. */
  readonly movedAt?: number;
  readonly causedBy?: string;
  /** JSON of the activity, without keys that find touches. */
  readonly body: string;
  /** Its device keys. */
  readonly keys?: readonly string[];
  readonly state: StoredActivity['state'];
  readonly wait?: WaitPart;
  readonly parkedUntil?: number;
  readonly device?: string;
  readonly partner?: string;
  /** JSON. */
  readonly attribution?: string;
  /** JSON. */
  readonly rejected?: string;
  readonly reason?: string;
  /** The kind, where it is none of the common ones. */
  readonly rare?: string;
  /** `seq`, while it is quarantined. */
  readonly aside?: number;
  /** It came with an address. */
  readonly ip?: boolean;
  /** `receivedAt`, once it is judged and while it holds a whole address. */
  readonly rawAt?: number;
  /** Which attempt at a verdict it has. */
  readonly by?: string;
  /** Which attempt may not have it any more. */
  readonly barred?: string;
  /** Verdicts decided by older opt-outs than these are stale. */
  readonly optOuts?: number;
  /** JSON of `Outbox`: what its verdict brings about and may not be written yet. */
  readonly todo?: string;
  /** Since when. */
  readonly todoAt?: number;
}

/** The batch that a touch came in, until that is in its sums. */
export interface SumsPart {
  readonly token: string;
  /** When it was stored. */
  readonly at: number;
  /** 1: a sweeper adds it. A number that is always there, so that an index holds it. */
  readonly taken: 0 | 1;
}

export interface TouchDocument {
  readonly _id: string;
  readonly app: string;
  readonly time: number;
  readonly receivedAt: number;
  /** JSON of the touch. */
  readonly body: string;
  readonly keys?: readonly string[];
  /** `time`, while address keys are among its keys. */
  readonly addressedAt?: number;
  /** `receivedAt`, while it holds a whole address. */
  readonly rawAt?: number;
  readonly todo?: string;
  readonly todoAt?: number;
  readonly sums?: SumsPart;
}

/** A device as an activity's verdict will make it, once that activity has this verdict (`by`). */
export interface NextDevice {
  readonly token: string;
  /** `_id` of the activity. */
  readonly activity: string;
  readonly doc: string;
  readonly lastActivityAt: number | null;
}

export interface DeviceDocument {
  /** `<app>:<id>` */
  readonly _id: string;
  readonly app: string;
  readonly id: string;
  /** Order in which they came. */
  readonly seq: number;
  /** 0: not there yet; a verdict is on its way that makes it. */
  readonly version: number;
  readonly keys: readonly string[];
  readonly lastActivityAt: number | null;
  /** JSON; empty at version 0. */
  readonly doc: string;
  readonly next?: NextDevice;
}

/** Who has an open delivery. */
export const held = { nobody: 0, queue: 1, job: 2, apart: 3 } as const;

export interface OpenPart {
  readonly destination: string;
  readonly dueAt: number;
  readonly held: number;
  readonly queuedUntil: number;
  readonly ticket?: string;
  /** Names the hold of the job that has it. */
  readonly claim?: number;
  /** For how much later than it was planned or replayed. */
  readonly delayMs: number;
  /** Claims that ran out with nothing recorded. */
  readonly lost?: number;
}

export interface DeliveryDocument {
  readonly _id: string;
  readonly seq: number;
  readonly app: string;
  readonly activity: string;
  readonly revision: number;
  readonly partner?: string;
  readonly callback?: string;
  readonly postback: string;
  /** JSON of the request without its body; absent where there is none. */
  readonly request?: string;
  readonly body?: string;
  readonly createdAt: number;
  readonly templateVersion?: string;
  readonly settingsVersion?: string;
  readonly visible: boolean;
  readonly status: DeliveryStatus;
  /** The status, where it is failed or retrying. */
  readonly unsent?: 'failed' | 'retrying';
  readonly reason?: string;
  readonly tries: number;
  readonly nextAttemptAt: number | null;
  /** JSON of each. */
  readonly attempts?: readonly string[];
  readonly open?: OpenPart;
  readonly test?: true;
}

export interface RefusalDocument {
  readonly _id: string;
  readonly app: string;
  readonly hour: number;
  readonly field: string;
  readonly value: string;
  readonly count: number;
}

export interface CostDocument {
  /** All of its key, in the order of the list. */
  readonly _id: string;
  readonly app: string;
  readonly day: string;
  readonly partner: string;
  readonly link: string;
  readonly campaign: string;
  readonly adgroup: string;
  readonly creative: string;
  readonly source: 'posted' | 'touches';
  readonly model: CostModel | '';
  readonly currency: string;
  /** Of what touches cost. The driver gives what no number counts as a kind of its own, which prints itself. */
  readonly micros?: bigint;
  readonly touches?: number;
  /** Of what was posted. */
  readonly amount?: string;
  readonly postedCurrency?: string;
  readonly postedAt?: number;
  /** Batches in `micros` and `touches` that may come again (`touch-sums.ts`). */
  readonly adding?: Readonly<Record<string, 1>>;
}

export interface SourceHourDocument {
  readonly _id: string;
  readonly app: string;
  readonly partner: string;
  readonly sub: string;
  readonly hour: number;
  readonly clicks: number;
  readonly conversions: number;
  /** The last attempts at a verdict that were counted as conversions, so that one is not counted twice. */
  readonly counted?: readonly string[];
  /** Batches in `clicks` that may come again (`touch-sums.ts`). */
  readonly adding?: Readonly<Record<string, 1>>;
}

export interface TakerDocument {
  /** Partition. */
  readonly _id: number;
  readonly taker: string | null;
  readonly firstSeq: number;
  readonly deaths: number;
  readonly splitTo: number;
}

export interface OptOutDocument {
  readonly _id: string;
  readonly app: string;
  readonly seq: number;
  readonly environment: string;
  readonly createdAt: number;
  readonly reason?: string;
  readonly hashes: readonly string[];
  readonly forgotten: number;
  /** JSON of `OptOutTodo`: keys in clear, until what they name was noted in `forgetting`. */
  readonly todo?: string;
  readonly todoAt?: number;
}

export interface ForgettingDocument {
  /** Opt-out and place in it: noted twice, it is one. */
  readonly _id: string;
  readonly app: string;
  readonly what: 'activities' | 'touches';
  readonly key: string;
  /** Only what was this device's. */
  readonly device?: string;
  /** How far it got. */
  readonly after: number;
}

export interface RecordDocument {
  /** `<kind>:<id>` */
  readonly _id: string;
  readonly kind: string;
  readonly id: string;
  readonly app?: string;
  readonly version: number;
  readonly createdAt: number;
  /** JSON. */
  readonly document: string;
  readonly usedAt?: number;
}

export interface AnswerDocument {
  readonly _id: string;
  readonly fingerprint: string;
  readonly at: number;
  /** Sealed; absent: there is none yet. */
  readonly answer?: string;
}

/** A change that is on its way, and since when. */
export interface Change {
  readonly token: string;
  readonly at: number;
}

export interface CounterDocument {
  readonly _id: string;
  readonly value: number;
  readonly changes?: readonly Change[];
}

export interface LayoutDocument {
  readonly _id: string;
  readonly version: number;
  readonly lock?: { readonly token: string; readonly until: number };
}

export function keyOf(app: string, id: string): string {
  return `${app}:${id}`;
}
