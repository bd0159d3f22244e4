/**
 * What a store keeps of requests that came with an `Idempotency-Key`, so that a repetition is answered as the first one was. A part of the store's port. A
 * claim comes before the work, its answer after it; a claim whose worker died stays without one.
 */

/** How long an answer is given again. */
export const answersKeptMs = 24 * 3_600_000;

/** Who holds the id since when. */
export interface AnswerHold {
  readonly id: string;
  /** Epoch milliseconds; it tells this hold from an earlier one. */
  readonly at: number;
}

export interface AnswerClaim extends AnswerHold {
  /** Of what was asked: another one under the same id is another request. */
  readonly fingerprint: string;
}

export interface KeptAnswer extends AnswerClaim {
  /** Null: there is none yet, or there never will be. */
  readonly answer: string | null;
}

export interface AnswerStore {
  /**
   * Takes the id for this caller, in one durable commit; null: it has it. Otherwise what holds it, and nothing was changed. What is older than
   * `keptSince` holds nothing any more.
   */
  claimAnswer(claim: AnswerClaim, keptSince: number): Promise<KeptAnswer | null>;
  /** Durable. Where the hold is no longer this one nothing is kept; an answer that is there stays. */
  keepAnswer(hold: AnswerHold, answer: string): Promise<void>;
  /** Gives up a hold that has no answer: whoever comes next has the id. */
  dropAnswer(hold: AnswerHold): Promise<void>;
  /** What is older goes, oldest first, a bounded number a call. How many; 0: none is left. */
  forgetAnswers(before: number): Promise<number>;
}
