/** What each worker says of its lanes, where every process can read it. A report ages out: that of a worker that died is gone within half a minute. */

export interface LaneReport {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly state: 'closed' | 'open' | 'half_open';
  /** When it opened or closed last, or was first used; epoch milliseconds. */
  readonly since: number;
  /** Attempts of the last half minute, and how many of them failed. */
  readonly samples: number;
  readonly failures: number;
  readonly inFlight: number;
  /** In flight at once at most, as of now. */
  readonly limit: number;
  /** In the worker's line, and put off to the store because of this origin. */
  readonly waiting: number;
  /** Epoch milliseconds; null where it is closed. */
  readonly nextProbeAt: number | null;
}

export interface LaneBoard {
  /** How many workers posted of late, as of this one's last post; 1 before it. */
  readonly workers: number;
  /** In place of what this worker said before. Rejects quickly with a Fault `queue_unavailable` where Redis does not take it. */
  post(reports: readonly LaneReport[]): Promise<void>;
  /** Of every worker that posted of late. Rejects as `post`. */
  read(): Promise<readonly (readonly LaneReport[])[]>;
}
