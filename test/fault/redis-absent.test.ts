/** No Redis at the start: the first start ends with one sentence that says what to do; a store that worked before goes on accepting. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { call, cleanUp, emptyFolder, startReceiver, startServer } from '../harness';
import { startRedisServer, stopRedisServers } from '../redis-server';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';

afterAll(cleanUp);
afterAll(stopRedisServers);

/** What a start that ends says: nothing before it, one line, and its exit code. */
async function refusal(env: Record<string, string>): Promise<{ said: string; withinMs: number }> {
  const startedAt = performance.now();
  const said = await startServer({ env }).then(
    () => 'it listens',
    (cause: unknown) => (cause as Error).message,
  );
  return { said, withinMs: performance.now() - startedAt };
}

test('REDIS_URL where nothing listens: exit 1 and one sentence, within 10 s', async () => {
  const { said, withinMs } = await refusal({ REDIS_URL: `unix:${emptyFolder()}/none.sock` });
  expect(said).toMatch(
    /^exit 1: carom: Redis does not answer \(.+\): start it, or set REDIS_URL to one that runs\.$/,
  );
  expect(withinMs).toBeLessThan(10_000);
});

test('a Redis that stands still is no Redis', async () => {
  const redis = await startRedisServer();
  redis.pause();
  const { said, withinMs } = await refusal({ REDIS_URL: redis.url });
  redis.resume();
  await redis.stop();
  expect(said).toMatch(
    /^exit 1: carom: Redis does not answer \(.+\): start it, or set REDIS_URL to one that runs\.$/,
  );
  expect(withinMs).toBeLessThan(10_000);
});

test('no REDIS_URL and no redis-server on the PATH: exit 1 and one sentence', async () => {
  const { said } = await refusal({ PATH: emptyFolder() });
  expect(said).toBe(
    'exit 1: carom: There is no redis-server on the PATH: install redis-server, or set REDIS_URL to a Redis that runs.',
  );
});

test('a redis-server that does not start: one sentence that says where to look', async () => {
  const path = join(emptyFolder(), 'bin');
  mkdirSync(path);
  symlinkSync('/bin/false', join(path, 'redis-server'));
  const { said } = await refusal({ PATH: path });
  expect(said).toMatch(
    /^exit 1: carom: The embedded Redis did not start; .+redis\.log says why\. Or set REDIS_URL .+\.$/,
  );
});

test('a store that worked before starts without Redis, accepts, and delivers when it is back', async () => {
  const redis = await startRedisServer();
  const receiver = await startReceiver();
  const ledger = new Ledger(receiver);
  const env = { REDIS_URL: redis.url };
  const first = await startServer({ env });
  const app = await setStage(first, ledger);
  expect(await first.stop()).toBe(0);
  await redis.kill();

  const second = await startServer({ dataDir: first.dataDir, env });
  expect((await call(second, '/readyz')).json).toMatchObject({ ready: true, redis: 'down' });
  await runLoad(second, app, ledger, { total: 500 });
  expect(ledger.accepted.size).toBe(500);
  expect(ledger.size).toBe(0);
  await redis.restart();
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(await second.stop()).toBe(0);
  receiver.close();
  await redis.stop();
});
