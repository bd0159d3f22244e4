/** What a store counts over a window, for who looks for faults: tallies, each with an example. A part of the store's port; it only reads. */
import type { ActivityKind } from '../model/activity';
import type { DeliveryStatus } from '../model/delivery';
import type { Money } from '../model/money';

export interface SurveyQuery {
  readonly app: string;
  /** Epoch milliseconds: deliveries by when they were planned, activities by when they were received, touches by their time. */
  readonly since: number;
  /** The newest this many are counted. */
  readonly limit: number;
}

export interface Survey<T> {
  readonly tallies: readonly T[];
  /** How many were counted. */
  readonly counted: number;
  /** The window holds more, or may. */
  readonly truncated: boolean;
}

/** How often an event, by the app's name of it. */
export interface EventTally {
  readonly event: string;
  readonly count: number;
}

/** Names that a tally holds at most; the rest of them is in its count alone. */
export const eventNamesMax = 20;

/** Deliveries to one destination that have the same status, reason and last answer. */
export interface DeliveryTally {
  readonly partner: string | null;
  readonly callback: string | null;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  /** Of the last attempt, where it was not delivered: the status as text, else the error. */
  readonly answer: string | null;
  readonly count: number;
  /** Those of activities that were credited to the partner; each activity once, as far as one reading sees. */
  readonly credited: number;
  /** When the newest was planned. */
  readonly lastAt: number;
  /** The newest one's id. */
  readonly example: string;
  /** Revenue of the activities, where nothing was delivered; a sum a currency. For ranking: cut to four decimal places, amounts of a thousand million and more left out. */
  readonly revenue: readonly Money[];
  /** Of what was skipped as `event_not_mapped`: which events, the commonest first, equal counts by name, at most `eventNamesMax`; absent of all else. */
  readonly events?: readonly EventTally[];
}

/** Activities with the same credit that became the same kind. */
export interface ActivityTally {
  readonly partner: string | null;
  readonly link: string | null;
  readonly kind: ActivityKind;
  readonly count: number;
  readonly lastAt: number;
  readonly example: string;
}

/** Touches of one link, by what came as the partner's click id. */
export interface TouchTally {
  readonly link: string;
  readonly partner: string | null;
  readonly clickId: 'given' | 'absent' | 'unexpanded';
  readonly count: number;
  readonly example: string;
}

export interface SurveyStore {
  /** Each reads in pieces, so that other questions are answered in between. Tests are left out, also of what the limit counts. */
  surveyDeliveries(query: SurveyQuery): Promise<Survey<DeliveryTally>>;
  /** Production alone. */
  surveyActivities(query: SurveyQuery): Promise<Survey<ActivityTally>>;
  /** Of the store's newest touches, whosever they are, a bounded number is looked at: where other apps have many more, an app's older ones are not reached. The limit may be passed by some thousands. */
  surveyTouches(query: SurveyQuery): Promise<Survey<TouchTally>>;
}
