/**
 * Connections to Redis. Enters: a URL. Leaves: clients that fail fast (for those who answer requests) or wait (for workers), and their end.
 * Their trouble is said once when it begins and once when it is over; it never throws and never fills the log.
 */
import { Cluster } from 'ioredis';
import { describeError } from '../../errors';
import { readRedisUrl, type RedisTarget } from '../../model/redis-target';
import type { Observer } from '../../ports/observer';
import { keepAsking, openClient, type RedisClient } from './open-client';

export class Connections {
  readonly #target: RedisTarget;
  readonly #observer: Observer;
  readonly #open = new Set<RedisClient>();
  readonly #down = new Set<RedisClient>();
  #lostAt: number | null = null;

  constructor(redisUrl: string, observer: Observer) {
    this.#target = readRedisUrl(redisUrl);
    this.#observer = observer;
  }

  /** Rejects within about a second whatever Redis does, and at once while it is away. */
  openQuick(): RedisClient {
    return this.#watch(openClient(this.#target, 'quick'));
  }

  /** Waits for Redis as long as it takes; the blocking connections that BullMQ makes of it are watched too. */
  openPatient(): RedisClient {
    const redis = this.#watch(openClient(this.#target, 'patient'));
    if (redis instanceof Cluster) {
      const duplicate = redis.duplicate.bind(redis);
      redis.duplicate = (nodes, override) => {
        const copy = keepAsking(duplicate(nodes, override));
        this.#watch(copy);
        return copy;
      };
    } else {
      const duplicate = redis.duplicate.bind(redis);
      redis.duplicate = (override) => {
        const copy = duplicate(override);
        this.#watch(copy);
        return copy;
      };
    }
    return redis;
  }

  /** Ends every connection now, waiting for nobody; what was asked of them is rejected. */
  endAll(): void {
    for (const redis of this.#open) end(redis);
    this.#open.clear();
  }

  end(redis: RedisClient): void {
    end(redis);
    this.#open.delete(redis);
  }

  #watch<T extends RedisClient>(redis: T): T {
    this.#open.add(redis);
    redis.on('error', (cause) => this.#lost(redis, cause));
    redis.on('close', () => this.#lost(redis, null));
    redis.on('ready', () => this.#back(redis));
    redis.on('end', () => this.#down.delete(redis));
    return redis;
  }

  #lost(redis: RedisClient, cause: unknown): void {
    if (!this.#open.has(redis)) return;
    this.#down.add(redis);
    if (this.#lostAt !== null) return;
    this.#lostAt = Date.now();
    const error = cause === null ? 'the connection was closed' : describeError(cause);
    this.#observer.log('error', 'queue', { redis: 'lost', error }, 'Redis is away');
  }

  #back(redis: RedisClient): void {
    this.#down.delete(redis);
    if (this.#lostAt === null || this.#down.size > 0) return;
    const awayMs = Date.now() - this.#lostAt;
    this.#lostAt = null;
    this.#observer.log('info', 'queue', { redis: 'back', awayMs }, 'Redis is back');
  }
}

/**
 * While it waits to reconnect, ioredis forgets its timer on `disconnect` and never says `end`, so that whoever waits for an answer waits for
 * ever. An attempt that is ended once it began does say it: of one server at once, of a cluster once it has its first node.
 */
function end(redis: RedisClient): void {
  if (redis.status === 'reconnecting') {
    redis.disconnect();
    if (redis instanceof Cluster) redis.once('+node', () => process.nextTick(() => redis.disconnect()));
    redis.connect().catch(() => undefined);
    if (redis instanceof Cluster) return;
  }
  redis.disconnect();
}
