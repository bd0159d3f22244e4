/**
 * What the store does for conversions that come by a tracker's call or in a file: they move, are found by their order id, and what was refused is
 * counted. A part of the store's port.
 */
import type { ConversionState } from '../model/activity';
import type { Page, PageQuery } from './page';
import type { StoredActivity } from './stored-activity';
import type { SurveyQuery } from './survey-store';

/** The next revision of an activity. */
export interface ActivityMove {
  readonly app: string;
  readonly id: string;
  /** What this makes it: committed only where the stored revision is one less. */
  readonly revision: number;
  /** The activity's from now on, whole: `revision` + 1 entries. The body's `status`, `status_time`, `payout` and `revenue` become the last one's, and absent where that has none. */
  readonly history: readonly ConversionState[];
}

/** Calls that were refused alike, to be added to what is counted. */
export interface RefusalCount {
  readonly app: string;
  /** The parameter as it was sent. */
  readonly field: string;
  /** What stood there, cut short. */
  readonly value: string;
  readonly count: number;
  /** The UTC hour that it lies in is what it is counted in; epoch milliseconds. */
  readonly at: number;
}

export interface RefusalTally {
  readonly field: string;
  readonly value: string;
  readonly count: number;
  /** Of the newest hour in which it came: its beginning. */
  readonly lastAt: number;
}

/** Activities of one transaction that `findTransactions` gives at most. */
export const transactionActivitiesMax = 20;
/** Different refusals of one app that an hour counts; further ones are not told apart, and not counted. */
export const refusalsMax = 100;

export interface ConversionStore {
  /**
   * One durable commit for the batch; results in order. `stale`: there is no such activity, or another revision stands. What was judged is unprocessed
   * again, in its old place in the commit order, its verdict kept; what is parked or quarantined stays so; of what was not judged only what it says changes.
   * Nothing else of the activity is touched.
   */
  moveActivities(batch: readonly ActivityMove[], queuedUntil: number): Promise<readonly ('done' | 'stale')[]>;
  /**
   * The app's activities that have this `transaction_id` and an `event`, none that was derived, by event, bytewise; at most `transactionActivitiesMax`.
   * One result a transaction, in order. Compared by case.
   */
  findTransactions(
    app: string,
    transactions: readonly string[],
  ): Promise<readonly (readonly StoredActivity[])[]>;
  /** All of them, by transaction, then event, bytewise. */
  listTransactions(app: string, page: PageQuery): Promise<Page<StoredActivity>>;
  /** Adds; where an hour of an app has `refusalsMax` different ones, further ones are left out. Need not survive a power cut. */
  countRefusals(batch: readonly RefusalCount[]): Promise<void>;
  /** From the UTC hour on that `since` lies in, most frequent first, at most `limit`; equally frequent ones by field, then value, bytewise. */
  surveyRefusals(query: SurveyQuery): Promise<readonly RefusalTally[]>;
  /** Counts of hours that ended by `before` go, oldest first, a bounded number a call. How many; 0: none is left. */
  forgetRefusals(before: number): Promise<number>;
}
