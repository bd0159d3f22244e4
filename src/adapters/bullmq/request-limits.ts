/**
 * Requests counted in Redis, by all API processes together: a window of one second that begins with a caller's first request. Enters: who asks. Leaves: how
 * many are left. Where Redis does not answer each process counts for itself; a caller's name reaches Redis as a hash alone.
 */
import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestLimits, Taken } from '../../ports/request-limits';
import type { RedisClient } from './open-client';

const seconds = 1;
const hashLetters = 32;

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, hashLetters);
}

export class SharedRequestLimits implements RequestLimits {
  readonly #redis: RedisClient;
  readonly #prefix: string;
  readonly #limiters = new Map<string, RateLimiterRedis>();

  constructor(redis: RedisClient, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async take(kind: 'key' | 'address', name: string, perSecond: number): Promise<Taken> {
    const taken = await this.#limiter(kind, perSecond)
      .consume(hashOf(name))
      .catch((refused: unknown) => {
        // It rejects with its count where there is none left.
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
    return { limit: perSecond, remaining: perSecond - taken.consumedPoints, resetMs: taken.msBeforeNext };
  }

  /** One a kind and limit: the limits are settings, so there are few. */
  #limiter(kind: string, points: number): RateLimiterRedis {
    const known = this.#limiters.get(`${kind} ${points}`);
    if (known !== undefined) return known;
    const limiter = new RateLimiterRedis({
      storeClient: this.#redis,
      keyPrefix: `${this.#prefix}:${kind}`,
      points,
      duration: seconds,
      rejectIfRedisNotReady: true,
      // Whoever used up his second is answered from memory until it is over: a flood costs Redis nothing.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
    });
    this.#limiters.set(`${kind} ${points}`, limiter);
    return limiter;
  }
}
