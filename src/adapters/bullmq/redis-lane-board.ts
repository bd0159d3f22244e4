/**
 * The lane board as one hash in Redis, a field a worker. Enters: this worker's reports. Leaves: those of all that posted of late. By the clock of Redis,
 * so that machines whose clocks differ agree on what is old.
 */
import { Fault } from '../../errors';
import type { LaneBoard, LaneReport } from '../../ports/lane-board';
import type { RedisClient } from './open-client';

/** A worker posts every other second; who missed this many seconds is taken for dead. */
const liveSeconds = 15;

const dropOld = `local now = tonumber(redis.call('TIME')[1])
local all = redis.call('HGETALL', KEYS[1])
local live = {}
for i = 1, #all, 2 do
  if now - tonumber(string.match(all[i + 1], '^%d+')) > ${liveSeconds} then redis.call('HDEL', KEYS[1], all[i])
  else live[#live + 1] = all[i + 1] end
end`;
const postScript = `redis.call('HSET', KEYS[1], ARGV[1], redis.call('TIME')[1] .. ' ' .. ARGV[2])
redis.call('EXPIRE', KEYS[1], ${4 * liveSeconds})
${dropOld}
return #live`;
const readScript = `${dropOld}
return live`;

export class RedisLaneBoard implements LaneBoard {
  readonly #redis: RedisClient;
  readonly #key: string;
  readonly #worker: string;
  #workers = 1;

  constructor(redis: RedisClient, key: string, worker: string) {
    this.#redis = redis;
    this.#key = key;
    this.#worker = worker;
  }

  /** How many posted of late, as of this worker's last post. */
  get workers(): number {
    return this.#workers;
  }

  async post(reports: readonly LaneReport[]): Promise<void> {
    this.#workers = Number(await this.#ask(postScript, this.#worker, JSON.stringify(reports)));
  }

  async read(): Promise<readonly (readonly LaneReport[])[]> {
    const posts = (await this.#ask(readScript)) as string[];
    return posts.map((post) => JSON.parse(post.slice(post.indexOf(' ') + 1)) as LaneReport[]);
  }

  async #ask(script: string, ...values: string[]): Promise<unknown> {
    try {
      return await this.#redis.eval(script, 1, this.#key, ...values);
    } catch (cause) {
      throw new Fault('queue_unavailable', { cause });
    }
  }
}
