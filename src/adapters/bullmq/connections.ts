/**
 * Connections to Redis. Enters: a URL. Leaves: clients that fail fast (for those who answer requests) or wait (for workers), and their end.
 * Their trouble is said once when it begins and once when it is over; it never throws and never fills the log.
 */
import { Redis, type CommonRedisOptions, type StandaloneConnectionOptions } from 'ioredis';
import { describeError } from '../../errors';
import type { Observer } from '../../ports/observer';

/** How long a connection that is ended waits for the other side, which may be a process that stands still. */
const disconnectTimeout = 100;

type Target = StandaloneConnectionOptions &
  Pick<CommonRedisOptions, 'username' | 'password' | 'db' | 'keepAlive'>;

export class Connections {
  readonly #target: Target;
  readonly #observer: Observer;
  readonly #open = new Set<Redis>();
  readonly #down = new Set<Redis>();
  #lostAt: number | null = null;

  constructor(redisUrl: string, observer: Observer) {
    this.#target = readTarget(redisUrl);
    this.#observer = observer;
  }

  /** Rejects within about a second whatever Redis does, and at once while it is away. */
  openQuick(): Redis {
    return this.#watch(
      new Redis({
        ...this.#target,
        disconnectTimeout,
        maxRetriesPerRequest: 1,
        enableOfflineQueue: false,
        commandTimeout: quickMs,
        connectTimeout: 2_000,
        retryStrategy,
      }),
    );
  }

  /** Waits for Redis as long as it takes; the blocking connections that BullMQ makes of it are watched too. */
  openPatient(): Redis {
    const redis = this.#watch(
      new Redis({
        ...this.#target,
        disconnectTimeout,
        maxRetriesPerRequest: null,
        connectTimeout: 5_000,
        retryStrategy,
      }),
    );
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (override) => this.#watch(duplicate(override));
    return redis;
  }

  /** Ends every connection now, waiting for nobody; what was asked of them is rejected. */
  endAll(): void {
    for (const redis of this.#open) end(redis);
    this.#open.clear();
  }

  end(redis: Redis): void {
    end(redis);
    this.#open.delete(redis);
  }

  #watch(redis: Redis): Redis {
    this.#open.add(redis);
    redis.on('error', (cause) => this.#lost(redis, cause));
    redis.on('close', () => this.#lost(redis, null));
    redis.on('ready', () => this.#back(redis));
    redis.on('end', () => this.#down.delete(redis));
    return redis;
  }

  #lost(redis: Redis, cause: unknown): void {
    if (!this.#open.has(redis)) return;
    this.#down.add(redis);
    if (this.#lostAt !== null) return;
    this.#lostAt = Date.now();
    const error = cause === null ? 'the connection was closed' : describeError(cause);
    this.#observer.log('error', 'queue', { redis: 'lost', error }, 'Redis is away');
  }

  #back(redis: Redis): void {
    this.#down.delete(redis);
    if (this.#lostAt === null || this.#down.size > 0) return;
    const awayMs = Date.now() - this.#lostAt;
    this.#lostAt = null;
    this.#observer.log('info', 'queue', { redis: 'back', awayMs }, 'Redis is back');
  }
}

/** Longest a quick command takes. */
export const quickMs = 1_000;

const retryStrategy = (times: number): number => Math.min(500, 25 * 2 ** Math.min(times, 5));

/**
 * While it waits to reconnect, ioredis forgets its timer on `disconnect` and never says `end`, so that whoever waits for an answer waits for
 * ever. An attempt that is ended before it began does say it.
 */
function end(redis: Redis): void {
  if (redis.status === 'reconnecting') {
    redis.disconnect();
    redis.connect().catch(() => undefined);
  }
  redis.disconnect();
}

/** `redis://…`, `rediss://…`, `unix:/path`. */
function readTarget(redisUrl: string): Target {
  if (redisUrl.startsWith('unix:')) return { path: redisUrl.slice('unix:'.length) };
  const url = new URL(redisUrl);
  const database = url.pathname.slice(1);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || 6_379,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(database === '' ? {} : { db: Number(database) }),
    ...(url.protocol === 'rediss:' ? { tls: { servername: url.hostname } } : {}),
    keepAlive: 10_000,
  };
}
