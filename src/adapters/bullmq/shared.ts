/**
 * What processes share through Redis beside the queue: rates, counts of requests, and what each worker says of its lanes. Enters: the queue's Redis. Leaves: the ports.
 * Nothing in it is missed when it is lost: rates begin anew, and every worker posts again within seconds.
 */
import { randomUUID } from 'node:crypto';
import type { LaneBoard } from '../../ports/lane-board';
import type { Observer } from '../../ports/observer';
import type { RateLimiter } from '../../ports/rate-limiter';
import { Connections } from './connections';
import type { RequestLimits } from '../../ports/request-limits';
import { RedisLaneBoard } from './redis-lane-board';
import { SharedRequestLimits } from './request-limits';
import { SharedRates } from './shared-rates';

export interface SharedOptions {
  /** As `REDIS_URL`. */
  readonly redisUrl: string;
  /** First part of every key. */
  readonly prefix: string;
  readonly observer: Observer;
}

export interface Shared {
  readonly board: LaneBoard;
  readonly rates: RateLimiter;
  readonly limits: RequestLimits;
  /** Never waits for Redis. */
  close(): void;
}

export function createShared({ redisUrl, prefix, observer }: SharedOptions): Shared {
  // The queue's own connection says when Redis is away; once is enough.
  const connections = new Connections(redisUrl, { ...observer, log: () => undefined });
  const redis = connections.openQuick();
  const close = (): void => connections.endAll();
  const board = new RedisLaneBoard(redis, `${prefix}:lanes`, randomUUID());
  const rates = new SharedRates(redis, `${prefix}:rate`, () => board.workers, observer);
  const limits = new SharedRequestLimits(redis, `${prefix}:limit`);
  return { board, rates, limits, close };
}
