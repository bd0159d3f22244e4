/**
 * The queue on BullMQ. Enters: wake-ups for partitions and batches of delivery ids. Leaves: handlers called in some process.
 * Nothing in it is the only copy of anything: whatever Redis loses, the store still knows and the sweeper hands over again.
 */
import { randomUUID } from 'node:crypto';
import { Queue as BullQueue, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { describeError, Fault } from '../../errors';
import type { Observer } from '../../ports/observer';
import type { DeliveryBatch, Queue, QueueDepth, QueueHandlers } from '../../ports/queue';
import { Connections, quickMs } from './connections';
import { JobWorkers, type WorkedQueue } from './job-workers';
import { slotTag } from './slots';
import { Waker } from './waker';

export interface QueueOptions {
  /** `redis://…`, `rediss://…` or `unix:/path`. */
  readonly redisUrl: string;
  /** First part of every key. */
  readonly prefix: string;
  /** Queues of activities; one device stays in one. */
  readonly partitions: number;
  /** Queues of deliveries; one lives on one Redis node. Default 1. */
  readonly deliveryQueues?: number;
  /** Delivery jobs in hand at once in this process, for each delivery queue. Default 4. */
  readonly deliveryJobs?: number;
  readonly observer: Observer;
}

export function createQueue(options: QueueOptions): Queue {
  return new BullmqQueue(options);
}

/** A job that throws waits a second and goes to the back; it has as many attempts as there are. */
const jobOptions: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: 100,
  attempts: 1_000_000_000,
  backoff: { type: 'fixed', delay: 1_000 },
  stackTraceLimit: 0,
};

class BullmqQueue implements Queue {
  readonly #options: QueueOptions;
  readonly #connections: Connections;
  readonly #redis: Redis;
  /** Before it a question waits its second; later, while Redis is away, it is refused at once. */
  readonly #firstReady: Promise<void>;
  readonly #activities: readonly BullQueue[];
  readonly #deliveries: readonly BullQueue[];
  readonly #wakers: readonly Waker[];
  #nextDelivery = 0;
  #epoch: string | null = null;
  #workers: { readonly jobs: JobWorkers; readonly redis: Redis } | null = null;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#connections = new Connections(options.redisUrl, options.observer);
    this.#redis = this.#connections.openQuick();
    this.#activities = this.#openQueues('activities', 'a', options.partitions);
    this.#deliveries = this.#openQueues('deliveries', 'd', options.deliveryQueues ?? 1);
    this.#wakers = this.#activities.map((queue) => new Waker(() => this.#wakeOnce(queue)));
    this.#firstReady = new Promise((resolve) => this.#redis.once('ready', () => resolve()));
    this.#redis.on('ready', () => void this.#prepare());
  }

  async wake(partitions: readonly number[]): Promise<void> {
    await this.#quickly(() =>
      Promise.all(
        [...new Set(partitions)].map((partition) => {
          const waker = this.#wakers[partition];
          if (waker === undefined) throw new Error(`there is no partition ${partition}`);
          return waker.wake();
        }),
      ),
    );
  }

  async send(batches: readonly DeliveryBatch[]): Promise<void> {
    if (batches.length === 0) return;
    const shares = this.#deliveries.map((): DeliveryBatch[] => []);
    for (const batch of batches) {
      shares[this.#nextDelivery]?.push(batch);
      this.#nextDelivery = (this.#nextDelivery + 1) % shares.length;
    }
    await this.#quickly(() =>
      Promise.all(
        this.#deliveries.map(async (queue, index) => {
          const jobs = (shares[index] ?? []).map((data) => ({ name: 'send', data, opts: jobOptions }));
          if (jobs.length > 0) await queue.addBulk(jobs);
        }),
      ),
    );
  }

  async epoch(): Promise<string> {
    const key = `${this.#options.prefix}:epoch`;
    const [, marker, info] = await this.#quickly(() =>
      Promise.all([
        this.#redis.set(key, randomUUID(), 'NX'),
        this.#redis.get(key),
        this.#redis.info('server'),
      ]),
    );
    const epoch = `${/^run_id:(\w+)/m.exec(info)?.[1] ?? ''}:${marker ?? ''}`;
    if (epoch !== this.#epoch) await this.#prepare();
    this.#epoch = epoch;
    return epoch;
  }

  depth(): Promise<readonly QueueDepth[]> {
    const queues = [...this.#activities, ...this.#deliveries];
    return this.#quickly(() => Promise.all(queues.map(readDepth)));
  }

  async ping(): Promise<void> {
    await this.#quickly(() => this.#redis.ping());
  }

  async work(handlers: QueueHandlers): Promise<void> {
    if (this.#workers !== null || this.#closed) return;
    const redis = this.#connections.openPatient();
    const queues: WorkedQueue[] = [
      ...this.#activities.map((queue, partition) => ({
        name: queue.name,
        prefix: prefixOf(queue),
        concurrency: 1,
        handle: (_data: unknown, signal: AbortSignal) => handlers.processPartition(partition, signal),
      })),
      ...this.#deliveries.map((queue) => ({
        name: queue.name,
        prefix: prefixOf(queue),
        concurrency: this.#options.deliveryJobs ?? 4,
        handle: (data: unknown, signal: AbortSignal) => handlers.sendBatch(data as DeliveryBatch, signal),
      })),
    ];
    await this.#prepare();
    this.#workers = { redis, jobs: new JobWorkers(redis, queues, this.#options.observer) };
  }

  async stopWorking(): Promise<void> {
    const workers = this.#workers;
    if (workers === null) return;
    await workers.jobs.stop();
    this.#workers = null;
    this.#connections.end(workers.redis);
    workers.jobs.abandon();
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#connections.endAll();
    this.#workers?.jobs.abandon();
    this.#workers = null;
    for (const queue of [...this.#activities, ...this.#deliveries]) void queue.close().catch(() => undefined);
    return Promise.resolve();
  }

  #openQueues(name: string, kind: string, count: number): BullQueue[] {
    return Array.from({ length: count }, (_, index) => {
      const queue = new BullQueue(name, {
        connection: this.#redis,
        prefix: `{${slotTag(this.#options.prefix, kind, index, count)}}`,
        streams: { events: { maxLen: 100 } },
        skipVersionCheck: true,
      });
      // The connection's own trouble is watched where it is opened; a command's is its caller's.
      queue.on('error', () => undefined);
      return queue;
    });
  }

  /** One that waits will see what this one would have shown: only a partition where none waits gets another. */
  async #wakeOnce(queue: BullQueue): Promise<void> {
    if ((await this.#redis.llen(queue.toKey('wait'))) > 0) return;
    await queue.add('wake', {}, jobOptions);
  }

  /** Kept in Redis, and therefore gone whenever Redis was emptied: set at each connection and each new epoch. */
  async #prepare(): Promise<void> {
    try {
      await this.#quickly(() => Promise.all(this.#activities.map((queue) => queue.setGlobalConcurrency(1))));
    } catch (cause) {
      if (!this.#closed) this.#options.observer.log('debug', 'queue', { error: describeError(cause) });
    }
  }

  async #quickly<T>(ask: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${quickMs} ms`)), quickMs);
    });
    try {
      return await Promise.race([this.#firstReady.then(ask), late]);
    } catch (cause) {
      throw new Fault('queue_unavailable', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

function prefixOf(queue: BullQueue): string {
  return queue.opts.prefix ?? '';
}

async function readDepth(queue: BullQueue): Promise<QueueDepth> {
  const [counts, [oldest]] = await Promise.all([
    queue.getJobCounts('wait', 'delayed', 'active'),
    queue.getJobs('wait', 0, 0, true),
  ]);
  return {
    queue: `${queue.name}${prefixOf(queue)}`,
    waiting: (counts['wait'] ?? 0) + (counts['delayed'] ?? 0),
    active: counts['active'] ?? 0,
    oldestMs: oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.timestamp),
  };
}
