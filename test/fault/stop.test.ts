/** SIGTERM: the process ends by itself, with 0, in time, whatever Redis and partners do; what was in hand goes on at the next start. */
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cleanUp,
  emptyFolder,
  eventually,
  isAlive,
  redisPidOf,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { startRedisServer, stopRedisServers } from '../redis-server';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';

const promisedMs = 10_000;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);
afterAll(stopRedisServers);

interface End {
  readonly code: number | null;
  readonly inTime: boolean;
}
const orderly: End = { code: 0, inTime: true };

async function endOf(exited: Promise<number | null>): Promise<End> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<End>((resolve) => {
    timer = setTimeout(() => resolve({ code: null, inTime: false }), promisedMs);
  });
  const end = await Promise.race([exited.then((code) => ({ code, inTime: true })), late]);
  clearTimeout(timer);
  return end;
}

/** Everything accepted before arrives after the next start, in order to see that nothing was lost. */
async function goesOn(ledger: Ledger, dataDir: string, env: Record<string, string> = {}): Promise<void> {
  const next = await startServer({ dataDir, env });
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(await next.stop()).toBe(0);
}

async function underLoad(server: Server): Promise<{ ledger: Ledger; load: Promise<void> }> {
  const ledger = new Ledger(receiver);
  const app = await setStage(server, ledger);
  const load = runLoad(server, app, ledger, { total: 2_000, aheadMax: 800 });
  await ledger.reaches(1_000);
  return { ledger, load };
}

test('in the middle of a load', async () => {
  const server = await startServer();
  const redis = redisPidOf(server.dataDir) ?? 0;
  const { ledger, load } = await underLoad(server);
  process.kill(server.pid, 'SIGTERM');
  expect(await endOf(server.exited)).toEqual(orderly);
  expect(isAlive(redis)).toBe(false);
  await goesOn(ledger, server.dataDir);
  await load;
});

test('to the whole process group, its Redis included', async () => {
  const server = await startServer({ detached: true });
  const redis = redisPidOf(server.dataDir) ?? 0;
  const { ledger, load } = await underLoad(server);
  process.kill(-server.pid, 'SIGTERM');
  expect(await endOf(server.exited)).toEqual(orderly);
  expect(isAlive(redis)).toBe(false);
  await goesOn(ledger, server.dataDir);
  await load;
});

test('while the embedded Redis stands still', async () => {
  const server = await startServer();
  const redis = redisPidOf(server.dataDir) ?? 0;
  const { ledger, load } = await underLoad(server);
  process.kill(redis, 'SIGSTOP');
  process.kill(server.pid, 'SIGTERM');
  expect(await endOf(server.exited)).toEqual(orderly);
  expect(isAlive(redis)).toBe(false);
  await goesOn(ledger, server.dataDir);
  await load;
});

test('while the Redis of REDIS_URL stands still: it is left as it is', async () => {
  const redis = await startRedisServer();
  const env = { REDIS_URL: redis.url };
  const server = await startServer({ env });
  const { ledger, load } = await underLoad(server);
  redis.pause();
  process.kill(server.pid, 'SIGTERM');
  expect(await endOf(server.exited)).toEqual(orderly);
  redis.resume();
  expect(await redis.command('PING')).toBe('PONG');
  await goesOn(ledger, server.dataDir, env);
  await load;
  await redis.stop();
});

test('while a partner does not answer', async () => {
  const server = await startServer();
  const ledger = new Ledger(receiver);
  const app = await setStage(server, ledger);
  const answers = receiver.answer;
  receiver.answer = () => undefined;
  await runLoad(server, app, ledger, { total: 500 });
  await receiver.until((received) => received.length > 0);
  process.kill(server.pid, 'SIGTERM');
  expect(await endOf(server.exited)).toEqual(orderly);
  receiver.answer = answers;
  await goesOn(ledger, server.dataDir);
});

describe('while it is still starting', () => {
  /** SIGTERM as soon as `sign` holds; how it ended. */
  async function stopAtStart(
    dataDir: string,
    env: Record<string, string>,
    sign: () => boolean,
  ): Promise<End & { said: string }> {
    let child: ChildProcess | undefined;
    const ended = startServer({ dataDir, env, onSpawn: (spawned) => (child = spawned) }).then(
      () => 'it listened',
      (cause: unknown) => (cause as Error).message,
    );
    await eventually(
      () => Promise.resolve(sign()),
      (holds) => holds,
    );
    child?.kill('SIGTERM');
    const end = await endOf(ended.then(() => child?.exitCode ?? null));
    return { ...end, said: await ended };
  }

  test('and waits for the Redis of REDIS_URL', async () => {
    const redis = await startRedisServer();
    redis.pause();
    const dataDir = emptyFolder();
    const end = await stopAtStart(dataDir, { REDIS_URL: redis.url }, () =>
      existsSync(join(dataDir, 'carom.sqlite')),
    );
    redis.resume();
    await redis.stop();
    expect(end).toEqual({ ...orderly, said: 'exit 0: ' });
  });

  test('and waits for its own Redis, which does not outlive it', async () => {
    const dataDir = emptyFolder();
    const bin = emptyFolder();
    const pidFile = join(bin, 'pid');
    writeFileSync(
      join(bin, 'redis-server'),
      `#!/bin/sh\necho $$ > ${pidFile}.new && mv ${pidFile}.new ${pidFile}\nexec sleep 60\n`,
    );
    chmodSync(join(bin, 'redis-server'), 0o755);
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    const end = await stopAtStart(dataDir, env, () => existsSync(pidFile));
    expect(end).toEqual({ ...orderly, said: 'exit 0: ' });
    expect(isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  });
});
