/** The queue port on a real Redis, one server or a cluster: what it promises while Redis is well, stopped, killed and emptied. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createQueue, type QueueOptions } from '../../src/adapters/bullmq/bullmq-queue';
import { Fault } from '../../src/errors';
import type { Observer } from '../../src/ports/observer';
import type { DeliveryBatch, Queue, QueueHandlers } from '../../src/ports/queue';
import type { RedisServer } from '../redis-server';
import { silentObserver } from '../../src/silent-observer';

/** One Redis, or what is as good. */
export type RedisUnderTest = Omit<RedisServer, 'dir' | 'pid'>;

/** Resolves when `holds`; what changes calls `changed`. */
class Until {
  #waiting: (() => void)[] = [];

  changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async holds(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

const nothing: QueueHandlers = {
  processPartition: () => Promise.resolve(),
  sendBatch: () => Promise.resolve(),
};

async function fault(promise: Promise<unknown>): Promise<{ kind: string; elapsedMs: number }> {
  const from = performance.now();
  const cause = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  return { kind: cause instanceof Fault ? cause.kind : String(cause), elapsedMs: performance.now() - from };
}

/** Asks again until Redis takes it: a client that just lost its connection needs a moment to have it back. */
async function whenBack<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      await new Promise(setImmediate);
    }
  }
}

/** Of all its queues; rejects where one does not answer. */
async function epochOf(queue: Queue): Promise<string> {
  const epochs = await queue.epochs();
  if (epochs.some(({ epoch }) => epoch === null)) throw new Fault('queue_unavailable');
  return epochs.map(({ queue: name, epoch }) => `${name} ${epoch}`).join(' ');
}

export function queueContract(kind: string, start: () => Promise<RedisUnderTest>): void {
  let redis: RedisUnderTest;
  const opened: Queue[] = [];
  const logged: { level: string; fields: Readonly<Record<string, unknown>> }[] = [];

  const quiet: Observer = {
    ...silentObserver,
    log: (level, _stage, fields) => void logged.push({ level, fields }),
  };

  function open(prefix: string, extra: Partial<QueueOptions> = {}): Queue {
    const given = { partitions: 3, deliveryQueues: 1, observer: quiet, ...extra };
    const queue = createQueue({ redisUrl: redis.url, prefix, ...given });
    opened.push(queue);
    return queue;
  }

  beforeAll(async () => {
    redis = await start();
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
    logged.length = 0;
  });

  afterAll(() => redis.stop());

  describe(`the queue on ${kind}`, () => {
    test('a wake-up reaches the handler of its partition, and of no other', async () => {
      const queue = open('wake');
      const woken: number[] = [];
      const until = new Until();
      await queue.work({
        ...nothing,
        processPartition: (partition) => {
          woken.push(partition);
          until.changed();
          return Promise.resolve();
        },
      });
      await queue.wake([2, 0, 2]);
      await until.holds(() => woken.length === 2);
      expect(woken.sort()).toEqual([0, 2]);
    });

    test('a batch reaches a handler as it was sent', async () => {
      const queue = open('send', { deliveryQueues: 2 });
      const got: DeliveryBatch[] = [];
      const until = new Until();
      await queue.work({
        ...nothing,
        sendBatch: (batch) => {
          got.push(batch);
          until.changed();
          return Promise.resolve();
        },
      });
      const batches = [1, 2, 3].map((n) => ({ ticket: `t:${n}`, ids: [`d:${n}`, 'x'] }));
      await queue.send(batches);
      await until.holds(() => got.length === 3);
      expect(got.sort((a, b) => a.ticket.localeCompare(b.ticket))).toEqual(batches);
    });

    test('wake-ups that nobody took yet are one job', async () => {
      const queue = open('coalesce');
      await queue.wake([0]);
      await Promise.all(Array.from({ length: 20 }, () => queue.wake([0, 1])));
      await queue.wake([0]);
      const depth = await queue.depth();
      expect(depth.map(({ waiting }) => waiting)).toEqual([1, 1, 0, 0]);
      expect(depth[0]?.oldestMs).toBeGreaterThanOrEqual(0);
    });

    test('a wake-up that comes while its handler runs makes it run again', async () => {
      const queue = open('again');
      const until = new Until();
      let runs = 0;
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      await queue.work({
        ...nothing,
        processPartition: async () => {
          runs += 1;
          until.changed();
          if (runs === 1) await held;
        },
      });
      await queue.wake([1]);
      await until.holds(() => runs === 1);
      await queue.wake([1]);
      letGo();
      await until.holds(() => runs === 2);
    });

    test('one partition is in one hand at a time, across two instances', async () => {
      const [first, second] = [open('order'), open('order')];
      const until = new Until();
      let inHand = 0;
      let most = 0;
      let runs = 0;
      const handlers: QueueHandlers = {
        ...nothing,
        processPartition: async () => {
          inHand += 1;
          most = Math.max(most, inHand);
          await new Promise(setImmediate);
          inHand -= 1;
          runs += 1;
          until.changed();
        },
      };
      await first.work(handlers);
      await second.work(handlers);
      for (let round = 0; round < 20; round += 1) {
        const before = runs;
        await Promise.all([first.wake([0]), second.wake([0])]);
        await until.holds(() => runs > before);
      }
      expect(most).toBe(1);
    });

    test('a job whose handler throws is done again after the others', async () => {
      const queue = open('throws');
      const until = new Until();
      const order: string[] = [];
      await queue.send([
        { ticket: 'bad', ids: [] },
        { ticket: 'good', ids: [] },
      ]);
      await queue.work({
        ...nothing,
        sendBatch: ({ ticket }) => {
          order.push(ticket);
          until.changed();
          if (ticket === 'bad' && order.filter((one) => one === 'bad').length === 1)
            throw new Error('on purpose');
          return Promise.resolve();
        },
      });
      await until.holds(() => order.length === 3);
      expect(order).toEqual(['bad', 'good', 'bad']);
    });

    test('the epoch stays while Redis keeps what it holds, in every process', async () => {
      const [first, second] = [open('epoch'), open('epoch')];
      const epoch = await epochOf(first);
      expect(await epochOf(second)).toBe(epoch);
      expect(await epochOf(first)).toBe(epoch);
    });

    test('FLUSHALL changes the epoch, and the global concurrency is set again', async () => {
      const queue = open('flush');
      const epoch = await epochOf(queue);
      await redis.command('FLUSHALL');
      expect(await epochOf(queue)).not.toBe(epoch);
      const keys = (await redis.command('KEYS', '{flush:a*:meta')) as string[];
      const set = await Promise.all(keys.map((key) => redis.command('HGET', key, 'concurrency')));
      expect(set).toEqual(['1', '1', '1']);
    });

    test('Redis killed and back empty while working: the epoch changed, and what is sent then is done', async () => {
      const queue = open('killed');
      const until = new Until();
      let runs = 0;
      await queue.work({
        ...nothing,
        processPartition: () => {
          runs += 1;
          until.changed();
          return Promise.resolve();
        },
      });
      const epoch = await epochOf(queue);
      await queue.wake([0]);
      await until.holds(() => runs === 1);
      await redis.kill();
      const refused = await fault(queue.wake([0]));
      expect(refused.kind).toBe('queue_unavailable');
      expect(refused.elapsedMs).toBeLessThan(2_000);
      await redis.restart();
      expect(await whenBack(() => epochOf(queue))).not.toBe(epoch);
      await whenBack(() => queue.wake([0]));
      await until.holds(() => runs === 2);
      expect(logged.filter(({ fields }) => fields['redis'] === 'lost')).toHaveLength(1);
      expect(logged.filter(({ level, fields }) => level === 'error' && fields['redis'] !== 'lost')).toEqual(
        [],
      );
    });

    test('a Redis that was away when the queue was opened is used when it comes', async () => {
      await redis.kill();
      const queue = open('late');
      expect((await fault(queue.ping())).kind).toBe('queue_unavailable');
      const until = new Until();
      let runs = 0;
      await queue.work({
        ...nothing,
        processPartition: () => {
          runs += 1;
          until.changed();
          return Promise.resolve();
        },
      });
      await redis.restart();
      await whenBack(() => queue.wake([0]));
      await until.holds(() => runs === 1);
    });

    describe('a Redis that does not answer', () => {
      test.each(['stopped', 'killed'] as const)(
        '%s: asking is refused quickly, and the end waits for nobody',
        async (how) => {
          const queue = open(`away-${how}`);
          const until = new Until();
          let started = false;
          let ended = false;
          await queue.work({
            ...nothing,
            processPartition: async (_partition, signal) => {
              started = true;
              until.changed();
              if (!signal.aborted) await once(signal, 'abort');
              ended = true;
            },
          });
          await queue.wake([0]);
          await until.holds(() => started);
          if (how === 'stopped') redis.pause();
          else await redis.kill();
          try {
            for (const ask of [
              () => queue.wake([1]),
              () => queue.send([{ ticket: 't', ids: [] }]),
              () => epochOf(queue),
            ]) {
              const refused = await fault(ask());
              expect(refused.kind).toBe('queue_unavailable');
              expect(refused.elapsedMs).toBeLessThan(1_900);
            }
            const from = performance.now();
            await queue.stopWorking();
            expect(ended).toBe(true);
            await queue.close();
            expect(performance.now() - from).toBeLessThan(1_500);
          } finally {
            if (how === 'stopped') redis.resume();
            else await redis.restart();
          }
        },
      );
    });

    test('stopWorking raises the signal, waits for the handler in hand, and gives its job up as done', async () => {
      const [first, second] = [open('stop'), open('stop')];
      const until = new Until();
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      let started = false;
      let aborted = false;
      await first.work({
        ...nothing,
        processPartition: async (_partition, signal) => {
          started = true;
          until.changed();
          signal.addEventListener('abort', () => {
            aborted = true;
            until.changed();
          });
          await held;
        },
      });
      await first.wake([0]);
      await until.holds(() => started);
      let stopped = false;
      const stopping = first.stopWorking().then(() => (stopped = true));
      await until.holds(() => aborted);
      expect(stopped).toBe(false);
      letGo();
      await stopping;
      expect((await second.depth()).map(({ active, waiting }) => active + waiting)).toEqual([0, 0, 0, 0]);
      await second.wake([1]);
      expect((await second.depth())[1]?.waiting).toBe(1);
    });

    test('a worker killed with its partition in hand: another has it within seconds', async () => {
      const script = `const { createQueue } = require(${JSON.stringify(join(__dirname, '../../src/adapters/bullmq/bullmq-queue.js'))});
        const queue = createQueue({ redisUrl: process.argv[1], prefix: 'died', partitions: 3, observer: { log() {} } });
        queue.work({ sendBatch: async () => {}, processPartition: () => (process.stdout.write('held'), new Promise(() => {})) });`;
      const worker = spawn(process.execPath, ['-e', script, redis.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const held = once(worker.stdout, 'data');
      const queue = open('died');
      await queue.wake([1]);
      await held;
      const gone = once(worker, 'exit');
      worker.kill('SIGKILL');
      await gone;
      const until = new Until();
      const taken: number[] = [];
      await queue.work({
        ...nothing,
        processPartition: (partition) => {
          taken.push(partition);
          until.changed();
          return Promise.resolve();
        },
      });
      const from = performance.now();
      await until.holds(() => taken.includes(1));
      expect(performance.now() - from).toBeLessThan(10_000);
    });
  });
}
