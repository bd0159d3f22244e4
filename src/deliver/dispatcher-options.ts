/** What the dispatcher is given and what it can be asked. Enters: nothing. Leaves: types. */
import type { Delivery, Outcome } from '../model/delivery';
import type { Clock } from '../ports/clock';
import type { LaneReport } from '../ports/lane-board';
import type { Observer } from '../ports/observer';
import type { Rate, RateLimiter } from '../ports/rate-limiter';
import type { DeliveryOutcome, HeldDelivery } from '../ports/store';
import type { BreakerRule } from './breaker';
import type { JoinedOutcome } from './deliver-joined';
import type { Joined, Joiner } from './joined';

export interface DispatcherOptions {
  /** One attempt. */
  readonly deliver: (delivery: Delivery) => Promise<Outcome>;
  /** One attempt at several that travel together. Absent: each goes alone. */
  readonly joined?: {
    readonly deliver: (joined: Joined) => Promise<JoinedOutcome>;
    readonly joiner: Joiner;
  };
  readonly record: (outcomes: readonly DeliveryOutcome[]) => Promise<void>;
  readonly release: (held: readonly HeldDelivery[], availableAt: number) => Promise<void>;
  /** Absent: everything that was planned is sent. */
  readonly withdrawals?: {
    /** Why it is not to be sent any more; null: it is. Asked when it comes, and again before it starts. */
    readonly reasonOf: (delivery: Delivery) => string | null;
    readonly withdraw: (held: readonly HeldDelivery[], reason: string) => Promise<void>;
  };
  /** In flight at once. */
  readonly concurrency: number;
  /** In flight at once to one origin. */
  readonly originConcurrency: number;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly observer: Observer;
  /** When an origin's breaker opens. Default: at half of 20 attempts. */
  readonly breaker?: BreakerRule;
  /** Absent: nothing has a rate. */
  readonly rates?: {
    readonly limiter: RateLimiter;
    readonly rateOf: (delivery: Delivery) => Rate | undefined;
  };
  /** Told of each answer 410. */
  readonly gone?: (delivery: Delivery) => void;
  /** Outcomes recorded together: at most this many … Default 64. */
  readonly recordItems?: number;
  /** … or those of this long. Default 5. */
  readonly recordMs?: number;
  /** How long a delivery waits for room, and then in its origin's line, before it goes back to the store; a claim must outlive twice this and the attempt. Default 5,000. */
  readonly lineMs?: number;
  /** What an attempt and its recording take at most: nothing is started that a claim would not outlive. Default 0. */
  readonly attemptMs?: number;
  /**
   * How long `submit` watches an origin whose line is full before it judges whether places come soon, and how long nothing may move there; a fifth of it
   * where the origin never answered. Default 250.
   */
  readonly patienceMs?: number;
}

export interface Dispatcher {
  /**
   * Resolves when there is room for more, never waiting for an answer. What finds no place is released; what is claimed no more (this process stood
   * still, or the clock was set) is let go, since somebody else may have it by now.
   * @param claimedUntil epoch milliseconds. Default: for ever.
   */
  submit(deliveries: readonly Delivery[], claimedUntil?: number): Promise<void>;
  /** Takes no more, releases what waits, and waits this long for what is in flight and its recording. What is left stays claimed until its claim runs out. */
  drain(timeoutMs: number): Promise<{ readonly unfinished: number }>;
  inFlight(): number;
  /** What there is to say of each origin. */
  lanes(): readonly LaneReport[];
}
