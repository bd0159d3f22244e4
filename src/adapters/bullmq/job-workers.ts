/**
 * Takes jobs off the queues and hands them to the handlers. Enters: queues and handlers. Leaves: handlers called, one at a time for each partition.
 * A job whose handler throws goes to the back of its queue; none is lost or given up. Its end never waits for Redis.
 */
import { WaitingError, Worker, type Job } from 'bullmq';
import { describeError } from '../../errors';
import type { Observer } from '../../ports/observer';
import { Complaints } from './complaints';
import type { RedisClient } from './open-client';

export interface WorkedQueue {
  readonly name: string;
  readonly prefix: string;
  /** Jobs in hand at once in this process. */
  readonly concurrency: number;
  readonly handle: (data: unknown, signal: AbortSignal) => Promise<void>;
}

/**
 * The partition of a worker that died stands still until its job's lock ran out and somebody looked: together under five seconds. BullMQ lets only one look
 * pass in `stalledMs`; were the timer as long as that, every other look of a worker that is alone would come a moment too early and be in vain.
 * The lock is renewed about every other second: an event loop that stands still for less than two loses nothing.
 */
const lockMs = 4_000;
const stalledMs = 400;
const lookMs = 500;
/** How long the partition of a worker that died stands still at most. */
export const standsStillMs = lockMs + stalledMs + lookMs;
/** How long the end waits for Redis to hear of finished jobs; what it does not hear is done again, which changes nothing. */
const reportMs = 300;

export class JobWorkers {
  readonly #observer: Observer;
  readonly #complaints: Complaints;
  readonly #workers: Worker[];
  readonly #stop = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  readonly #stalledTimer: NodeJS.Timeout;
  #unreported = 0;
  #allReported: (() => void) | null = null;

  constructor(redis: RedisClient, queues: readonly WorkedQueue[], observer: Observer) {
    this.#observer = observer;
    this.#complaints = new Complaints(observer);
    this.#workers = queues.map((queue) => this.#open(redis, queue));
    this.#stalledTimer = setInterval(() => this.#returnStalled(), lookMs);
  }

  /** Takes no more; resolves when the handlers in hand returned. */
  async stop(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#stalledTimer);
    for (const worker of this.#workers) void worker.pause(true).catch(() => undefined);
    await Promise.allSettled(this.#inHand);
    await this.#reported();
  }

  /** Ends the workers without waiting for anything; to be called once their connections are ended. */
  abandon(): void {
    this.#stop.abort();
    clearInterval(this.#stalledTimer);
    for (const worker of this.#workers) void worker.close(true).catch(() => undefined);
  }

  #open(redis: RedisClient, queue: WorkedQueue): Worker {
    const worker = new Worker(queue.name, (job, token) => this.#work(job, token, queue), {
      connection: redis,
      prefix: queue.prefix,
      concurrency: queue.concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledMs,
      // The check is run here: BullMQ's own leaves a timer of five seconds behind when Redis is away.
      skipStalledCheck: true,
      // A job is never given up for having met workers that died; what crashes them is the pipeline's to set aside.
      maxStalledCount: 1_000_000_000,
      runRetryDelay: 500,
      skipVersionCheck: true,
    });
    worker.on('error', (cause) => this.#complaints.hear(cause));
    for (const event of ['completed', 'failed'] as const) worker.on(event, () => this.#report());
    return worker;
  }

  async #work(job: Job, token: string | undefined, queue: WorkedQueue): Promise<void> {
    if (this.#stop.signal.aborted) {
      // It was on its way when the end began; somebody else shall have it now and not when its lock runs out.
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const work = queue.handle(job.data, this.#stop.signal);
    this.#inHand.add(work);
    this.#unreported += 1;
    try {
      await work;
    } catch (cause) {
      this.#observer.log('error', 'queue', {
        queue: queue.prefix,
        job: job.name,
        error: describeError(cause),
      });
      // What is thrown is kept in Redis; the cause may hold what must not be there.
      throw new Error('The handler threw; see the log.', { cause });
    } finally {
      this.#inHand.delete(work);
    }
  }

  #report(): void {
    this.#unreported -= 1;
    if (this.#unreported <= 0) this.#allReported?.();
  }

  #reported(): Promise<void> {
    if (this.#unreported <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, reportMs);
      this.#allReported = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #returnStalled(): void {
    for (const worker of this.#workers) {
      worker
        .getBackend()
        .moveStalledJobsToWait()
        .catch((cause: unknown) => this.#complaints.hear(cause));
    }
  }
}
