/**
 * One queue of BullMQ's, all of whose keys live on one node of Redis. Enters: wake-ups, or batches of delivery ids. Leaves: jobs; how many wait; an epoch
 * that changes whenever that node may have lost some. What it does not take within a second it refuses.
 */
import { randomUUID } from 'node:crypto';
import { Queue as BullQueue, type JobsOptions } from 'bullmq';
import type { DeliveryBatch, QueueDepth } from '../../ports/queue';
import type { RedisClient } from './open-client';
import { quickly } from './quickly';
import { Waker } from './waker';

export interface NodeQueueOptions {
  readonly redis: RedisClient;
  /** Before it a question waits its second; later, while Redis is away, it is refused at once. */
  readonly firstReady: Promise<void>;
  /** The hash tag of its keys. */
  readonly tag: string;
  /** The partition whose wake-ups it holds; null: it holds deliveries. */
  readonly partition: number | null;
}

/** A job that throws waits a second and goes to the back; it has as many attempts as there are. */
const jobOptions: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: 100,
  attempts: 1_000_000_000,
  backoff: { type: 'fixed', delay: 1_000 },
  stackTraceLimit: 0,
};

/** After a refusal it is asked last for so long, so that its absence costs nobody a wait. */
const restMs = 1_000;

/**
 * A marker, gone where what the node held is gone; the run of the node, another after each start; and what it replicates as, another after each
 * failover, also one back to a node that never stopped.
 */
const epochScript = `redis.call('SET', KEYS[1], ARGV[1], 'NX')
return table.concat({
  string.match(redis.call('INFO', 'server'), 'run_id:(%w+)'),
  string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)'),
  redis.call('GET', KEYS[1]) }, ':')`;

export class NodeQueue {
  readonly name: string;
  readonly prefix: string;
  readonly partition: number | null;
  readonly #redis: RedisClient;
  readonly #firstReady: Promise<void>;
  readonly #bull: BullQueue;
  readonly #waker = new Waker(() => this.#wakeOnce());
  #epoch: string | null = null;
  #restsUntil = 0;

  constructor({ redis, firstReady, tag, partition }: NodeQueueOptions) {
    this.name = partition === null ? 'deliveries' : 'activities';
    this.prefix = `{${tag}}`;
    this.partition = partition;
    this.#redis = redis;
    this.#firstReady = firstReady;
    this.#bull = new BullQueue(this.name, {
      connection: redis,
      prefix: this.prefix,
      streams: { events: { maxLen: 100 } },
      skipVersionCheck: true,
    });
    // The connection's own trouble is watched where it is opened; a command's is its caller's.
    this.#bull.on('error', () => undefined);
  }

  /** As it is called outside. */
  get title(): string {
    return `${this.name}${this.prefix}`;
  }

  /** It refused something within the last second. */
  get rests(): boolean {
    return performance.now() < this.#restsUntil;
  }

  wake(): Promise<void> {
    return this.#ask(() => this.#waker.wake());
  }

  async send(batches: readonly DeliveryBatch[]): Promise<void> {
    const jobs = batches.map((data) => ({ name: 'send', data, opts: jobOptions }));
    if (jobs.length > 0) await this.#ask(() => this.#bull.addBulk(jobs));
  }

  /** Whoever notices another one also sets again what was kept in Redis. */
  async epoch(): Promise<string> {
    const epoch = String(
      await this.#ask(() => this.#redis.eval(epochScript, 1, `${this.prefix}:epoch`, randomUUID())),
    );
    if (epoch !== this.#epoch) await this.prepare();
    this.#epoch = epoch;
    return epoch;
  }

  depth(): Promise<QueueDepth> {
    return this.#ask(async () => {
      const [counts, [oldest]] = await Promise.all([
        this.#bull.getJobCounts('wait', 'delayed', 'active'),
        this.#bull.getJobs('wait', 0, 0, true),
      ]);
      return {
        queue: this.title,
        waiting: (counts['wait'] ?? 0) + (counts['delayed'] ?? 0),
        active: counts['active'] ?? 0,
        oldestMs: oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.timestamp),
      };
    });
  }

  /** One wake-up of a partition at a time, across all workers: kept in Redis, and therefore gone whenever its node was emptied. */
  async prepare(): Promise<void> {
    if (this.partition !== null) await this.#ask(() => this.#bull.setGlobalConcurrency(1));
  }

  /** Waits for nobody. */
  close(): void {
    void this.#bull.close().catch(() => undefined);
  }

  /** One that waits will see what this one would have shown: only a partition where none waits gets another. */
  async #wakeOnce(): Promise<void> {
    if ((await this.#redis.llen(this.#bull.toKey('wait'))) > 0) return;
    await this.#bull.add('wake', {}, jobOptions);
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await quickly(question, this.#firstReady);
    } catch (cause) {
      this.#restsUntil = performance.now() + restMs;
      throw cause;
    }
  }
}
