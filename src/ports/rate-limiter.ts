/** A rate that all workers keep together. */

export interface Rate {
  /** Who shares it: a partner's id, or `<app>/<partner>`. */
  readonly bucket: string;
  /** Requests a second. */
  readonly perSecond: number;
}

/** Turns that were given out, one after another: the first `granted` of what was asked for, each an interval after the one before. */
export interface Turns {
  readonly granted: number;
  /** From now to the first turn; below 0 where it was due before, after a pause. */
  readonly firstInMs: number;
  /** Between two turns. */
  readonly intervalMs: number;
  /** From now to the first turn that was not given. */
  readonly nextInMs: number;
}

export interface RateLimiter {
  /** Turns within the next `horizonMs`. Never rejects: where Redis is away this worker keeps its own share of the rate, and the log says so. */
  take(rate: Rate, count: number, horizonMs: number): Promise<Turns>;
}
