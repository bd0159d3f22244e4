/** What workers share through a real Redis, one server or a cluster: rates and the lane board; while it is well, away, and back. */
import { createShared, type Shared } from '../../src/adapters/bullmq/shared';
import type { LaneReport } from '../../src/ports/lane-board';
import type { Observer } from '../../src/ports/observer';
import type { Rate, Turns } from '../../src/ports/rate-limiter';
import { startRedisCluster, stopRedisClusters } from '../redis-cluster';
import { startRedisServer, stopRedisServers } from '../redis-server';
import type { RedisUnderTest } from './queue-contract';
import { silentObserver } from '../../src/silent-observer';

const kinds: readonly { readonly kind: string; readonly start: () => Promise<RedisUnderTest> }[] = [
  { kind: 'one server', start: startRedisServer },
  { kind: 'a cluster', start: startRedisCluster },
];

afterAll(stopRedisServers);
afterAll(stopRedisClusters);

describe.each(kinds)('on $kind', ({ start }) => {
  let redis: RedisUnderTest;
  const opened: Shared[] = [];
  const logged: { level: string; message: string | undefined }[] = [];
  const observer: Observer = {
    ...silentObserver,
    log: (level, _stage, _fields, message) => void logged.push({ level, message }),
  };

  beforeEach(async () => {
    redis = await start();
  });
  afterEach(async () => {
    for (const shared of opened.splice(0)) shared.close();
    logged.length = 0;
    await redis.stop();
  });

  async function open(): Promise<Shared> {
    const shared = createShared({ redisUrl: redis.url, prefix: 'test', observer });
    opened.push(shared);
    await answering(shared);
    return shared;
  }

  /** Asks again until Redis is there. */
  async function answering(shared: Shared): Promise<void> {
    for (;;) {
      try {
        await shared.board.read();
        return;
      } catch {
        await new Promise(setImmediate);
      }
    }
  }

  const slow: Rate = { bucket: 'slow', perSecond: 2 };
  const all = (turns: readonly Turns[]): number => turns.reduce((sum, { granted }) => sum + granted, 0);

  describe('a rate', () => {
    test('is kept by two workers together, whoever asks', async () => {
      const [one, two] = [await open(), await open()];
      const taken: Turns[] = [];
      for (let at = 0; at < 10; at += 1)
        taken.push(await (at % 2 === 0 ? one : two).rates.take(slow, 1, 1_000));
      // One now, and those within the second that is looked ahead; a second more where the asking took so long.
      expect(all(taken)).toBeGreaterThanOrEqual(3);
      expect(all(taken)).toBeLessThanOrEqual(5);
      for (const { granted, nextInMs } of taken) if (granted === 0) expect(nextInMs).toBeGreaterThan(1_000);
    });

    test('gives turns an interval apart, and says when the next one is', async () => {
      const shared = await open();
      const turns = await shared.rates.take({ bucket: 'b', perSecond: 100 }, 50, 200);
      // Ten that a pause saved up, one now, twenty ahead.
      expect(turns).toMatchObject({ granted: 31, intervalMs: 10 });
      expect(turns.firstInMs).toBeCloseTo(-100, 0);
      expect(turns.nextInMs).toBeCloseTo(210, 0);
    });

    test('of one bucket is nothing to another', async () => {
      const shared = await open();
      for (const bucket of ['a', 'b', 'c'])
        expect((await shared.rates.take({ bucket, perSecond: 0.01 }, 5, 0)).granted).toBe(1);
    });

    test('is kept by each worker for itself while Redis is away, which is said, and together again when it is back', async () => {
      const [one, two] = [await open(), await open()];
      await one.board.post([]);
      await two.board.post([]);
      await one.board.post([]);
      await redis.kill();
      const turns = await one.rates.take({ bucket: 'b', perSecond: 100 }, 50, 0);
      // Two workers: each has half.
      expect(turns).toMatchObject({ intervalMs: 20, granted: 6 });
      expect(logged).toEqual([{ level: 'warn', message: expect.stringContaining('its share') as string }]);
      await redis.restart();
      await answering(one);
      let back = turns;
      while (back.intervalMs !== 10) {
        back = await one.rates.take({ bucket: 'c', perSecond: 100 }, 1, 0);
        await new Promise(setImmediate);
      }
      expect(logged.map(({ level }) => level)).toEqual(['warn', 'info']);
    });

    test('costs no more than a second while Redis stands still, and then nothing', async () => {
      const shared = await open();
      redis.pause();
      try {
        expect((await shared.rates.take(slow, 1, 0)).granted).toBe(1);
        expect((await shared.rates.take(slow, 1, 0)).granted).toBe(0);
      } finally {
        redis.resume();
      }
    });
  });

  test('requests of one caller are counted by all together, those of each caller apart', async () => {
    const [one, two] = [await open(), await open()];
    const take = async (shared: Shared, name: string) =>
      (await shared.limits.take('key', name, 1_000)).remaining;
    const left: number[] = [];
    // Until both fell into one second.
    while (left.at(-1) !== 998) left.push(await take(one, 'a'), await take(two, 'a'));
    for (const name of ['b', 'c', 'd', 'e']) expect(await take(one, name)).toBe(999);
  });

  describe('the lane board', () => {
    const report = (origin: string): LaneReport => ({
      origin,
      state: 'open',
      since: 1,
      samples: 2,
      failures: 2,
      inFlight: 0,
      limit: 1,
      waiting: 7,
      nextProbeAt: 3,
    });

    test('has the last word of every worker', async () => {
      const [one, two] = [await open(), await open()];
      expect(await one.board.read()).toEqual([]);
      await one.board.post([report('http://a.test')]);
      await one.board.post([report('http://b.test')]);
      await two.board.post([]);
      const posts = await two.board.read();
      expect(posts).toHaveLength(2);
      expect(posts.flat()).toEqual([report('http://b.test')]);
    });

    test('forgets a worker that is silent for a quarter of a minute, not before', async () => {
      const shared = await open();
      const [seconds] = (await redis.command('TIME')) as [string, string];
      const old = (ago: number): string =>
        `${Number(seconds) - ago} ${JSON.stringify([report(`http://${ago}.test`)])}`;
      await redis.command('HSET', 'test:lanes', 'dead', old(20), 'late', old(10));
      expect((await shared.board.read()).flat().map(({ origin }) => origin)).toEqual(['http://10.test']);
      expect(await redis.command('HLEN', 'test:lanes')).toBe(1);
    });

    test('says quickly that Redis is away', async () => {
      const shared = await open();
      await redis.kill();
      await expect(shared.board.read()).rejects.toMatchObject({ kind: 'queue_unavailable' });
      await expect(shared.board.post([])).rejects.toMatchObject({ kind: 'queue_unavailable' });
    });
  });
});
