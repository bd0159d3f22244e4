/** What main.ts built, as the starts take it: ports alone, no adapter. Enters: nothing. Leaves: a type. */
import type { ServerRole } from './command';
import type { Config } from './config';
import type { Decider } from './decider';
import type { IsAnonymousAddress } from './ingest/anonymous-networks';
import type { Lifecycle } from './lifecycle';
import type { Clock } from './ports/clock';
import type { ManagedDirectory } from './ports/directory';
import type { LaneBoard } from './ports/lane-board';
import type { Observer } from './ports/observer';
import type { Queue } from './ports/queue';
import type { RateLimiter } from './ports/rate-limiter';
import type { RequestLimits } from './ports/request-limits';
import type { Secrets } from './ports/secrets';
import type { Sender } from './ports/sender';
import type { Store } from './ports/store';
import type { Registry } from './registry';

export interface Parts {
  readonly config: Config;
  readonly role: ServerRole;
  readonly life: Lifecycle;
  readonly clock: Clock;
  readonly observer: Observer;
  /** The Prometheus exposition. */
  readonly metrics: () => Promise<string>;
  readonly store: Store;
  readonly decider: Decider;
  readonly secrets: Secrets;
  readonly isAnonymous: IsAnonymousAddress;
  readonly directory: ManagedDirectory;
  readonly registry: Registry;
  readonly queue: Queue;
  readonly sender: Sender;
  readonly board: LaneBoard;
  readonly rates: RateLimiter;
  readonly limits: RequestLimits;
}
