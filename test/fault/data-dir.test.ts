/** One server a data folder; what a dead one left is taken over; what is somebody else's is left alone; workers join. */
import { call, cleanUp, eventually, isAlive, redisPidOf, startReceiver, startServer } from '../harness';
import { startRedisServer, stopRedisServers } from '../redis-server';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';

afterAll(cleanUp);
afterAll(stopRedisServers);

const refusalOf = (start: Promise<unknown>): Promise<string> =>
  start.then(
    () => 'it listens',
    (cause: unknown) => (cause as Error).message,
  );

test.each(['all', 'api'] as const)('a second server, --role %s, ends with one sentence', async (role) => {
  const first = await startServer();
  const redis = redisPidOf(first.dataDir) ?? 0;
  expect(await refusalOf(startServer({ dataDir: first.dataDir, role }))).toBe(
    `exit 1: carom: Another Carom server (pid ${first.pid}) uses the data folder ${first.dataDir}; stop it, or set DATA_DIR to another folder.`,
  );
  await eventually(
    () => call(first, '/readyz'),
    ({ json }) => json.store === 'up' && json.redis === 'up',
  );
  expect([redisPidOf(first.dataDir), isAlive(redis)]).toEqual([redis, true]);
  expect(await first.stop()).toBe(0);
});

test('after kill -9 of the server alone the next start ends the Redis it left and runs its own', async () => {
  const first = await startServer();
  const left = redisPidOf(first.dataDir) ?? 0;
  await first.kill();
  expect(isAlive(left)).toBe(true);
  const second = await startServer({ dataDir: first.dataDir });
  const own = redisPidOf(first.dataDir) ?? 0;
  expect([own === left, isAlive(left), isAlive(own)]).toEqual([false, false, true]);
  expect(await second.stop()).toBe(0);
  expect(isAlive(own)).toBe(false);
});

test('a Redis of somebody else is never touched: neither one beside it nor the one of REDIS_URL', async () => {
  const redis = await startRedisServer();
  await redis.command('SET', 'theirs', 'kept');
  const embedded = await startServer();
  await embedded.kill();
  const again = await startServer({ dataDir: embedded.dataDir });
  expect(await again.stop()).toBe(0);
  const named = await startServer({ env: { REDIS_URL: redis.url } });
  expect(redisPidOf(named.dataDir)).toBeNull();
  await named.kill();
  const namedAgain = await startServer({ dataDir: named.dataDir, env: { REDIS_URL: redis.url } });
  expect(await namedAgain.stop()).toBe(0);
  expect(await redis.command('GET', 'theirs')).toBe('kept');
  await redis.stop();
});

test('a worker alone has no Redis to look for, and says so', async () => {
  expect(await refusalOf(startServer({ role: 'worker' }))).toMatch(
    /^exit 1: carom: No Redis: set REDIS_URL, or start the API on the data folder .+ first\.$/,
  );
});

test('an API and a worker are two processes on one folder; the worker killed, another goes on', async () => {
  const receiver = await startReceiver();
  const ledger = new Ledger(receiver);
  const api = await startServer({ role: 'api' });
  const app = await setStage(api, ledger);
  const worker = await startServer({ role: 'worker', dataDir: api.dataDir });
  const load = runLoad(api, app, ledger, { total: 2_000, aheadMax: 800 });
  await ledger.reaches(1_000);
  await worker.kill();
  const next = await startServer({ role: 'worker', dataDir: api.dataDir });
  await load;
  expect(ledger.accepted.size).toBe(2_000);
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
  await eventually(
    async () => (await call(api, '/v1/deliveries?status=pending')).json.items as unknown[],
    (items) => items.length === 0,
  );
  expect([await next.stop(), await api.stop()]).toEqual([0, 0]);
  receiver.close();
});

test('while one worker lives, another that starts leaves its claims alone', async () => {
  const receiver = await startReceiver();
  const ledger = new Ledger(receiver);
  const api = await startServer({ role: 'api' });
  const app = await setStage(api, ledger);
  const held: (() => void)[] = [];
  receiver.answer = (request, response) => {
    ledger.note(request);
    held.push(() => void response.end('ok'));
  };
  const first = await startServer({ role: 'worker', dataDir: api.dataDir });
  await runLoad(api, app, ledger, { total: 5, batch: 5 });
  await ledger.complete();
  const second = await startServer({ role: 'worker', dataDir: api.dataDir });
  const joined = second.log.find(({ msg }) => msg === 'joined the workers of this store');
  expect(joined).toMatchObject({ alone: false });
  for (const answer of held) answer();
  await eventually(
    async () => (await call(api, '/v1/deliveries?status=delivered')).json.items as unknown[],
    (items) => items.length === 10,
  );
  expect(ledger.repeated).toBe(0);
  expect([await first.stop(), await second.stop(), await api.stop()]).toEqual([0, 0, 0]);
  receiver.close();
});
