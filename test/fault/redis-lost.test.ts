/** Redis emptied, killed, full or ended under a running server: accepting goes on, and everything is delivered, once by its delivery id. */
import {
  call,
  cleanUp,
  eventually,
  isAlive,
  redisPidOf,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { startRedisServer, type RedisServer } from '../redis-server';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';

const recoveryMs = 60_000;
/** Deletes the jobs that wait, once there are a few; says how many. */
const takeWaitingJobs = `
  local key = redis.call('KEYS', '*:deliveries:wait')[1]
  local jobs = key and redis.call('LLEN', key) or 0
  if jobs < 5 then return 0 end
  redis.call('DEL', key)
  return jobs`;

let receiver: Receiver;
let redis: RedisServer;
beforeEach(async () => {
  [receiver, redis] = await Promise.all([startReceiver(), startRedisServer()]);
});
afterEach(async () => {
  receiver.close();
  await cleanUp();
  await redis.stop();
});

const redisState = async (server: Server) => {
  const { status, json } = await call(server, '/readyz');
  return { status, redis: String(json.redis), ready: json.ready as unknown };
};

test('FLUSHALL in the middle of a load', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { REDIS_URL: redis.url } });
  const app = await setStage(server, ledger);
  const load = runLoad(server, app, ledger, { total: 5_000, aheadMax: 1_000 });
  for (const delivered of [1_000, 2_500, 5_000]) {
    await ledger.reaches(delivered);
    await redis.command('FLUSHALL');
  }
  await load;
  expect(ledger.accepted.size).toBe(5_000);
  await ledger.complete(recoveryMs);
  expect(ledger.verdict()).toEqual(exactlyOnce);
});

test('kill -9 of Redis: 202 goes on, /readyz says so, and an empty one that comes back gets everything', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { REDIS_URL: redis.url } });
  const app = await setStage(server, ledger);
  const load = runLoad(server, app, ledger, { total: 2_500, aheadMax: 1_000 });
  await ledger.reaches(1_500);
  await redis.kill();
  // What was in hand goes out without Redis; the clients of the first load may wait for more than that.
  await runLoad(server, app, ledger, { total: 2_500, prefix: 'b' });
  expect(await redisState(server)).toEqual({ status: 200, redis: 'down', ready: true });
  expect(ledger.accepted.size).toBeGreaterThanOrEqual(2_500);
  expect(ledger.size).toBeLessThan(2 * ledger.accepted.size);
  await redis.restart();
  await load;
  expect(ledger.accepted.size).toBe(5_000);
  await ledger.complete(recoveryMs);
  // On a busy machine a single question may come back too late, and counts as none.
  await eventually(
    () => redisState(server),
    ({ status, redis: state, ready }) => status === 200 && state === 'up' && ready === true,
  );
  expect(ledger.verdict()).toEqual(exactlyOnce);
});

test('a Redis that takes no more writes: 202 goes on, and what it refused is delivered when there is room', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { REDIS_URL: redis.url } });
  const app = await setStage(server, ledger);
  await runLoad(server, app, ledger, { total: 500 });
  await ledger.complete();
  await redis.command('CONFIG', 'SET', 'maxmemory', '1');
  await runLoad(server, app, ledger, { total: 1_000, prefix: 'b' });
  expect(ledger.accepted.size).toBe(1_500);
  await redis.command('CONFIG', 'SET', 'maxmemory', '0');
  await ledger.complete(recoveryMs);
  expect(ledger.verdict()).toEqual(exactlyOnce);
});

test('jobs that vanish from a Redis that goes on as if nothing were: their deliveries are handed over again after the lease', async () => {
  const ledger = new Ledger(receiver);
  const env = {
    REDIS_URL: redis.url,
    QUEUE_LEASE_SECONDS: '1',
    DELIVERY_CONCURRENCY: '4',
    DELIVERY_BATCH: '2',
  };
  const server = await startServer({ env });
  const app = await setStage(server, ledger);
  const answers = receiver.answer;
  const held: (() => void)[] = [];
  receiver.answer = (request, response) => void held.push(() => answers(request, response));
  await runLoad(server, app, ledger, { total: 1_000 });
  // What finds no slot comes in jobs of its own before long; they are taken in one step with the look, before a worker does.
  await eventually(
    async () => Number(await redis.command('EVAL', takeWaitingJobs, '0')),
    (taken) => taken > 0,
    30_000,
  );
  receiver.answer = answers;
  for (const answer of held) answer();
  await ledger.complete(recoveryMs);
  expect(ledger.verdict()).toEqual(exactlyOnce);
});

test('the embedded Redis killed: it is started again, and everything is delivered', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer();
  const app = await setStage(server, ledger);
  const load = runLoad(server, app, ledger, { total: 5_000, aheadMax: 1_000 });
  await ledger.reaches(1_500);
  const killed = redisPidOf(server.dataDir) ?? 0;
  process.kill(killed, 'SIGKILL');
  await load;
  expect(ledger.accepted.size).toBe(5_000);
  await ledger.complete(recoveryMs);
  const now = await eventually(
    () => Promise.resolve(redisPidOf(server.dataDir) ?? 0),
    (pid) => pid !== killed,
  );
  expect(isAlive(now)).toBe(true);
  expect(ledger.verdict()).toEqual(exactlyOnce);
});
