/** The embedded Redis: found, ended with its server, restarted when it dies, and never anybody else's. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askRedis } from '../../../src/adapters/redis/ask-redis';
import {
  findEmbeddedRedis,
  startEmbeddedRedis,
  type EmbeddedRedis,
} from '../../../src/adapters/redis/embedded-redis';
import { Fault } from '../../../src/errors';
import type { Observer } from '../../../src/ports/observer';
import { startRedisServer } from '../../redis-server';
import { silentObserver } from '../../../src/silent-observer';

const observer: Observer = silentObserver;

let dataDir = '';
const running: EmbeddedRedis[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'carom-data-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((redis) => redis.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(dir = dataDir): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis({ dataDir: dir, observer });
  running.push(redis);
  return redis;
}

const socketOf = (url: string): string => url.replace(/^unix:/, '');

async function ask(url: string, ...command: [string, ...string[]]): Promise<unknown> {
  return askRedis(socketOf(url), command);
}

async function pidOf(url: string): Promise<number> {
  return Number(/^process_id:(\d+)/m.exec(String(await ask(url, 'INFO', 'server')))?.[1]);
}

/** Asks until it is so; each question is a round trip to the process that is waited for. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('it answers on its socket alone, keeps what it is given, and evicts nothing', async () => {
  const { url } = await start();
  expect(await ask(url, 'PING')).toBe('PONG');
  expect(await ask(url, 'CONFIG', 'GET', 'port')).toEqual(['port', '0']);
  expect(await ask(url, 'CONFIG', 'GET', 'appendonly')).toEqual(['appendonly', 'yes']);
  expect(await ask(url, 'CONFIG', 'GET', 'appendfsync')).toEqual(['appendfsync', 'everysec']);
  expect(await ask(url, 'CONFIG', 'GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
});

test('it ends with stop, and what it held is there at the next start', async () => {
  const first = await start();
  await ask(first.url, 'SET', 'k', 'v');
  const pid = await pidOf(first.url);
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(join(dataDir, 'redis', 'redis.json'))).toBe(false);
  const second = await start();
  expect(await ask(second.url, 'GET', 'k')).toBe('v');
});

test('another process finds it while it runs, and nothing after', async () => {
  expect(await findEmbeddedRedis(dataDir)).toBeNull();
  const redis = await start();
  expect(await findEmbeddedRedis(dataDir)).toBe(redis.url);
  await redis.stop();
  expect(await findEmbeddedRedis(dataDir)).toBeNull();
});

test('killed, it is started again on the same socket', async () => {
  const { url } = await start();
  const pid = await pidOf(url);
  process.kill(pid, 'SIGKILL');
  await until(async () => ![pid, Number.NaN].includes(await pidOf(url)));
  expect(await ask(url, 'PING')).toBe('PONG');
});

test('stop ends at once where the child already died of the signal that ends us all', async () => {
  const redis = await start();
  const pid = await pidOf(redis.url);
  process.kill(pid, 'SIGTERM');
  const from = performance.now();
  await redis.stop();
  expect(performance.now() - from).toBeLessThan(2_500);
  expect(isAlive(pid)).toBe(false);
  expect(await ask(redis.url, 'PING')).toBeNull();
});

test('stop is bounded where the child stands still', async () => {
  const redis = await start();
  const pid = await pidOf(redis.url);
  process.kill(pid, 'SIGSTOP');
  const from = performance.now();
  await redis.stop();
  expect(performance.now() - from).toBeLessThan(5_000);
  expect(isAlive(pid)).toBe(false);
});

test('one whose parent was killed is ended, and a new one takes its place and its file', async () => {
  const script = `require(${JSON.stringify(join(__dirname, '../../../src/adapters/redis/embedded-redis.js'))})
    .startEmbeddedRedis({ dataDir: process.argv[1], observer: { log() {} } }).then(({ url }) => process.stdout.write(url));`;
  const parent = spawn(process.execPath, ['-e', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const url = said.toString();
  await ask(url, 'SET', 'k', 'v');
  // What is not yet written when it is ended may be lost; here it is to be seen again.
  await until(async () => /^aof_pending_bio_fsync:0/m.test(String(await ask(url, 'INFO', 'persistence'))));
  const leftover = await pidOf(url);
  const gone = once(parent, 'exit');
  parent.kill('SIGKILL');
  await gone;
  expect(isAlive(leftover)).toBe(true);
  const redis = await start();
  expect(redis.url).toBe(url);
  expect(await pidOf(redis.url)).not.toBe(leftover);
  await until(() => Promise.resolve(!isAlive(leftover)));
  expect(await ask(redis.url, 'GET', 'k')).toBe('v');
});

test('a Redis of another folder is left alone', async () => {
  const other = await startRedisServer();
  try {
    // It answers where ours would, but keeps its files elsewhere.
    await mkdir(join(dataDir, 'redis'), { recursive: true });
    execFileSync('ln', ['-s', socketOf(other.url), join(dataDir, 'redis', 'redis.sock')]);
    await writeFile(
      join(dataDir, 'redis', 'redis.json'),
      JSON.stringify({ pid: other.pid(), url: other.url }),
    );
    expect(await findEmbeddedRedis(dataDir)).toBeNull();
    const redis = await start();
    expect(await pidOf(redis.url)).not.toBe(other.pid());
    expect(await other.command('PING')).toBe('PONG');
  } finally {
    await other.stop();
  }
});

test('a path too long for a socket gets one elsewhere', async () => {
  const long = join(dataDir, 'x'.repeat(120));
  const redis = await start(long);
  expect(Buffer.byteLength(socketOf(redis.url))).toBeLessThanOrEqual(100);
  expect(await ask(redis.url, 'PING')).toBe('PONG');
  expect(await findEmbeddedRedis(long)).toBe(redis.url);
  await redis.stop();
  expect(existsSync(socketOf(redis.url))).toBe(false);
});

test('a file that Redis cannot read is put away, and it starts', async () => {
  const first = await start();
  await ask(first.url, 'SET', 'k', 'v');
  await first.stop();
  const folder = join(dataDir, 'redis', 'appendonlydir');
  const manifest = await readFile(join(folder, 'appendonly.aof.manifest'), 'utf8');
  await writeFile(join(folder, 'appendonly.aof.manifest'), `${manifest}nonsense\n`);
  const second = await start();
  expect(await ask(second.url, 'GET', 'k')).toBeNull();
});

test('without redis-server the message says what to do', async () => {
  const command = join(dataDir, 'redis-server');
  const cause = await startEmbeddedRedis({ dataDir, observer, command }).catch((error: unknown) => error);
  expect(cause).toBeInstanceOf(Fault);
  expect(String(cause)).toMatch(/install redis-server, or set REDIS_URL/);
});
