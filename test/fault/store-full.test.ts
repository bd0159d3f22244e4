/**
 * A disk that takes no more: refused with 503, the process lives, and what was accepted before is delivered once there is room. The disk is made full by
 * the operating system's limit on the size of a file, which strikes in the middle of a write as a full disk does.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { call, cleanUp, eventually, startReceiver, startServer, type Receiver } from '../harness';
import { startRedisServer, type RedisServer } from '../redis-server';
import { exactlyOnce, Ledger } from './ledger';
import { postOnce, runLoad, setStage } from './load';

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

const ids = (prefix: string): string[] => Array.from({ length: 50 }, (_, at) => `${prefix}-${at}`);

/** Longer than three rounds of carrying. */
const fullForMs = 1_600;

/** A server on a store that has about this much room left, and a load that fills it. */
async function fill(ledger: Ledger, roomBytes: number) {
  const env = { REDIS_URL: redis.url };
  const first = await startServer({ env });
  const app = await setStage(first, ledger);
  expect(await first.stop()).toBe(0);
  const { dataDir } = first;
  const blocks = Math.ceil((statSync(join(dataDir, 'carom.sqlite')).size + roomBytes) / 512);
  const server = await startServer({ dataDir, env, shell: `ulimit -S -f ${blocks}` });
  // What the log holds is carried into the file meanwhile, which makes room once more: it is full when nothing went in for longer than that takes.
  let turn = 0;
  let tookAt = performance.now();
  await eventually(
    async () => {
      while (await postOnce(server, app, ledger, ids(`a${(turn += 1)}`))) tookAt = performance.now();
      if ((await call(server, '/readyz')).status === 200) tookAt = performance.now();
      return performance.now() - tookAt;
    },
    (fullMs) => fullMs > fullForMs,
    40_000,
  );
  const refused = await call(server, '/v1/events', {
    key: app.key,
    body: [
      { id: 'refused', event: 'tick', device: { device_id: 'd' } },
      ...ids('z').map((id) => ({ id, event: 'tick', device: { device_id: id } })),
    ],
  });
  expect([refused.status, refused.json.error.code, refused.headers.get('retry-after')]).toEqual([
    503,
    'store_unavailable',
    '1',
  ]);
  expect(ledger.accepted.size).toBeGreaterThan(100);
  return { server, app, dataDir, env };
}

test('503, alive, not ready; after a restart with room everything accepted is delivered', async () => {
  const ledger = new Ledger(receiver);
  const { server, app, dataDir, env } = await fill(ledger, 2_000_000);
  expect((await call(server, '/healthz')).status).toBe(200);
  const { json } = await eventually(
    () => call(server, '/readyz'),
    ({ status }) => status === 503,
  );
  expect(json).toMatchObject({ ready: false, store: 'down' });
  expect(await server.stop()).toBe(0);

  const next = await startServer({ dataDir, env });
  expect((await call(next, '/readyz')).json).toMatchObject({ ready: true, store: 'up' });
  await runLoad(next, app, ledger, { total: 200, prefix: 'b' });
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
});

const canMakeRoom = spawnSync('prlimit', ['--version']).status === 0;
if (!canMakeRoom)
  process.stdout.write('skipped: there is no prlimit, which lifts a limit of a running process\n');

(canMakeRoom ? test : test.skip)('when there is room again the same process goes on by itself', async () => {
  const ledger = new Ledger(receiver);
  const { server, app } = await fill(ledger, 2_000_000);
  expect(spawnSync('prlimit', ['--pid', String(server.pid), '--fsize=unlimited']).status).toBe(0);
  await eventually(
    async () => (await call(server, '/readyz')).status,
    (status) => status === 200,
  );
  await runLoad(server, app, ledger, { total: 200, prefix: 'b' });
  expect(ledger.accepted.has('b-199')).toBe(true);
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
});
