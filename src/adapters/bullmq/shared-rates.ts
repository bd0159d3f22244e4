/**
 * Rates that all workers keep together, one key a bucket in Redis: the time at which its next turn is (GCRA). Enters: a rate and how many turns are wanted.
 * Leaves: turns. Where Redis does not answer this worker goes on with its own share of the rate, and says so once.
 */
import { describeError } from '../../errors';
import type { Observer } from '../../ports/observer';
import type { Rate, RateLimiter, Turns } from '../../ports/rate-limiter';
import type { RedisClient } from './open-client';

/** Turns that a pause saves up: no second has more than the rate and a tenth. */
const burstMs = 100;
/** After a failure Redis is asked again no sooner, so that its absence costs no delivery a wait. */
const restMs = 1_000;
const localMax = 4_096;

const script = `local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local interval, count, horizon = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local first = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now - ${burstMs})
local granted = math.max(0, math.min(count, math.floor((now + horizon - first) / interval) + 1))
local after = first + granted * interval
if granted > 0 then
  redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now) + ${burstMs} + 1000)
end
return { granted, string.format('%.3f', first - now), string.format('%.3f', after - now) }`;

export class SharedRates implements RateLimiter {
  readonly #redis: RedisClient;
  readonly #prefix: string;
  readonly #workers: () => number;
  readonly #observer: Observer;
  /** The same, by `performance.now()`, while Redis is away. */
  readonly #local = new Map<string, number>();
  #alone = false;
  #askAgainAt = 0;

  constructor(redis: RedisClient, prefix: string, workers: () => number, observer: Observer) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#workers = workers;
    this.#observer = observer;
  }

  async take(rate: Rate, count: number, horizonMs: number): Promise<Turns> {
    if (performance.now() < this.#askAgainAt) return this.#takeAlone(rate, count, horizonMs);
    try {
      const intervalMs = 1_000 / rate.perSecond;
      const key = `${this.#prefix}:${rate.bucket}`;
      const [granted, first, after] = (await this.#redis.eval(
        script,
        1,
        key,
        intervalMs,
        count,
        horizonMs,
      )) as [number, string, string];
      this.#say(false, null);
      return { granted, firstInMs: Number(first), intervalMs, nextInMs: Number(after) };
    } catch (cause) {
      this.#askAgainAt = performance.now() + restMs;
      this.#say(true, cause);
      return this.#takeAlone(rate, count, horizonMs);
    }
  }

  #takeAlone({ bucket, perSecond }: Rate, count: number, horizonMs: number): Turns {
    const now = performance.now();
    const intervalMs = (1_000 / perSecond) * Math.max(1, this.#workers());
    const first = Math.max(this.#local.get(bucket) ?? 0, now - burstMs);
    const fitting = Math.floor((now + horizonMs - first) / intervalMs) + 1;
    const granted = Math.max(0, Math.min(count, fitting));
    const after = first + granted * intervalMs;
    if (this.#local.size >= localMax) this.#forget(now);
    this.#local.set(bucket, after);
    return { granted, firstInMs: first - now, intervalMs, nextInMs: after - now };
  }

  #forget(now: number): void {
    for (const [bucket, after] of this.#local) if (after < now - burstMs) this.#local.delete(bucket);
  }

  #say(alone: boolean, cause: unknown): void {
    if (alone === this.#alone) return;
    this.#alone = alone;
    if (alone)
      this.#observer.log(
        'warn',
        'deliver',
        { workers: this.#workers(), error: describeError(cause) },
        'rates are kept by each worker for itself, its share of them, until Redis is back',
      );
    else this.#observer.log('info', 'deliver', {}, 'rates are kept by all workers together again');
  }
}
