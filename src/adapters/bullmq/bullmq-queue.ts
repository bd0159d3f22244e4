/**
 * The queue on BullMQ. Enters: wake-ups for partitions and batches of delivery ids. Leaves: handlers called in some process.
 * Nothing in it is the only copy of anything: whatever Redis loses, the store still knows and the sweeper hands over again.
 */
import { Cluster } from 'ioredis';
import { describeError } from '../../errors';
import type { Observer } from '../../ports/observer';
import type { DeliveryBatch, Queue, QueueDepth, QueueEpoch, QueueHandlers } from '../../ports/queue';
import { Connections } from './connections';
import { JobWorkers, type WorkedQueue } from './job-workers';
import { NodeQueue } from './node-queue';
import type { RedisClient } from './open-client';
import { quickly } from './quickly';
import { slotTag } from './slots';

export interface QueueOptions {
  /** As `REDIS_URL`. */
  readonly redisUrl: string;
  /** First part of every key. */
  readonly prefix: string;
  /** Queues of activities; one device stays in one. */
  readonly partitions: number;
  /** Queues of deliveries; one lives on one Redis node. Default: as many as partitions, at most eight. */
  readonly deliveryQueues?: number;
  /** Delivery jobs in hand at once in this process, for each delivery queue. Default: four in all, one for each at least. */
  readonly deliveryJobs?: number;
  readonly observer: Observer;
}

export function createQueue(options: QueueOptions): Queue {
  return new BullmqQueue(options);
}

/** Deliveries have no order, so that a few queues carry those of any number of workers; a worker holds a connection for each. */
const deliveryQueuesMax = 8;
const deliveryJobsInAll = 4;

class BullmqQueue implements Queue {
  readonly #options: QueueOptions;
  readonly #connections: Connections;
  readonly #redis: RedisClient;
  readonly #firstReady: Promise<void>;
  readonly #activities: readonly NodeQueue[];
  readonly #deliveries: readonly NodeQueue[];
  #nextDelivery = 0;
  /** Queues whose node did not answer when it was last asked for its epoch. */
  #away = 0;
  #workers: { readonly jobs: JobWorkers; readonly redis: RedisClient } | null = null;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#connections = new Connections(options.redisUrl, options.observer);
    this.#redis = this.#connections.openQuick();
    this.#firstReady = new Promise((resolve) => this.#redis.once('ready', () => resolve()));
    const { partitions, deliveryQueues = Math.min(partitions, deliveryQueuesMax) } = options;
    this.#activities = this.#openQueues('a', partitions, (index) => index);
    this.#deliveries = this.#openQueues('d', deliveryQueues, () => null);
    this.#redis.on('ready', () => void this.#prepare());
  }

  async wake(partitions: readonly number[]): Promise<void> {
    await Promise.all(
      [...new Set(partitions)].map((partition) => {
        const queue = this.#activities[partition];
        if (queue === undefined) throw new Error(`there is no partition ${partition}`);
        return queue.wake();
      }),
    );
  }

  /** What one queue refuses, the others get: its node may be gone for a while. */
  async send(batches: readonly DeliveryBatch[]): Promise<void> {
    const well = this.#deliveries.filter(({ rests }) => !rests);
    let able = well.length > 0 ? well : this.#deliveries;
    let left = batches;
    let refusal: unknown = null;
    while (left.length > 0) {
      if (able.length === 0) throw refusal;
      const sent = await Promise.all(
        this.#share(left, able).map(async ({ queue, share }) => {
          try {
            await queue.send(share);
            return { queue, refused: [] };
          } catch (cause) {
            refusal = cause;
            return { queue, refused: share };
          }
        }),
      );
      left = sent.flatMap(({ refused }) => refused);
      able = sent.filter(({ refused }) => refused.length === 0).map(({ queue }) => queue);
    }
  }

  async epochs(): Promise<readonly QueueEpoch[]> {
    const queues = [...this.#activities, ...this.#deliveries];
    const answers = await answersOf(queues.map((queue) => queue.epoch()));
    const epochs = queues.map(({ title, partition }, index) => ({
      queue: title,
      partition,
      epoch: answers[index] ?? null,
    }));
    this.#tellAway(epochs.filter(({ epoch }) => epoch === null));
    return epochs;
  }

  async depth(of: 'all' | 'deliveries' = 'all'): Promise<readonly QueueDepth[]> {
    const queues = [...(of === 'all' ? this.#activities : []), ...this.#deliveries];
    const answers = await answersOf(queues.map((queue) => queue.depth()));
    return answers.filter((depth) => depth !== null);
  }

  /** Of a cluster one node has to answer. */
  async ping(): Promise<void> {
    const redis = this.#redis;
    await quickly(async () => {
      if (!(redis instanceof Cluster)) await redis.ping();
      else await Promise.any(redis.nodes('master').map((node) => node.ping()));
    }, this.#firstReady);
  }

  async work(handlers: QueueHandlers): Promise<void> {
    if (this.#workers !== null || this.#closed) return;
    const redis = this.#connections.openPatient();
    const { deliveryJobs = Math.ceil(deliveryJobsInAll / this.#deliveries.length) } = this.#options;
    const queues: WorkedQueue[] = [...this.#activities, ...this.#deliveries].map(
      ({ name, prefix, partition }) => ({
        name,
        prefix,
        concurrency: partition === null ? deliveryJobs : 1,
        handle: (data, signal) =>
          partition === null
            ? handlers.sendBatch(data as DeliveryBatch, signal)
            : handlers.processPartition(partition, signal),
      }),
    );
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
    for (const queue of [...this.#activities, ...this.#deliveries]) queue.close();
    return Promise.resolve();
  }

  #openQueues(kind: string, count: number, partitionOf: (index: number) => number | null): NodeQueue[] {
    return Array.from(
      { length: count },
      (_, index) =>
        new NodeQueue({
          redis: this.#redis,
          firstReady: this.#firstReady,
          tag: slotTag(this.#options.prefix, kind, index, count),
          partition: partitionOf(index),
        }),
    );
  }

  #share(
    batches: readonly DeliveryBatch[],
    queues: readonly NodeQueue[],
  ): readonly { readonly queue: NodeQueue; readonly share: DeliveryBatch[] }[] {
    const shares = queues.map((queue) => ({ queue, share: [] as DeliveryBatch[] }));
    for (const batch of batches) {
      this.#nextDelivery += 1;
      shares[this.#nextDelivery % shares.length]?.share.push(batch);
    }
    return shares;
  }

  /** At each connection; where one node alone came back, its queues notice by their epoch. */
  async #prepare(): Promise<void> {
    const prepared = await Promise.allSettled(this.#activities.map((queue) => queue.prepare()));
    const failed = prepared.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected' && !this.#closed)
      this.#options.observer.log('debug', 'queue', { error: describeError(failed.reason) });
  }

  /** All at once is the connection's to say; here it is a node of several. */
  #tellAway(away: readonly QueueEpoch[]): void {
    if (away.length > 0 && this.#away === 0) {
      const queues = away.map(({ queue }) => queue);
      this.#options.observer.log(
        'error',
        'queue',
        { redis: 'partly lost', queues },
        'a node of Redis is away',
      );
    }
    if (away.length === 0 && this.#away > 0)
      this.#options.observer.log('info', 'queue', { redis: 'whole' }, 'every queue answers again');
    this.#away = away.length;
  }
}

/** Null for who refused; rejects where all did. */
async function answersOf<T>(asked: readonly Promise<T>[]): Promise<readonly (T | null)[]> {
  const settled = await Promise.allSettled(asked);
  const [first] = settled;
  if (first?.status === 'rejected' && settled.every(({ status }) => status === 'rejected'))
    throw first.reason;
  return settled.map((answer) => (answer.status === 'fulfilled' ? answer.value : null));
}
