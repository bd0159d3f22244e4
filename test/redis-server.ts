/**
 * Starts a real redis-server for one test file, on a unix socket in its own temporary folder. Enters: nothing. Leaves: its URL and what a
 * fault test needs: kill, pause, restart empty. It never touches a Redis it did not start.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface RedisServer {
  /** `unix:/…/redis.sock` */
  readonly url: string;
  readonly dir: string;
  pid(): number;
  /** One command on a connection of its own: `command('FLUSHALL')`. */
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** A new server on the same socket: an empty one, unless this one writes down what it holds and none of it is to be lost. */
  restart(options?: { readonly empty?: boolean }): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

const started = new Set<RedisServer>();

/** For `afterAll`: ends those that a failed test did not get to stop. */
export async function stopRedisServers(): Promise<void> {
  await Promise.all([...started].map((server) => server.stop()));
}

/** @param options.keeps what it holds is written to an append-only file, and is there again after `restart`. */
export async function startRedisServer(options: { readonly keeps?: boolean } = {}): Promise<RedisServer> {
  const keeps = options.keeps ?? false;
  const dir = await mkdtemp(join(tmpdir(), 'carom-redis-'));
  const socket = join(dir, 'redis.sock');
  let child = await launch(dir, socket, keeps);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const server: RedisServer = {
    url: `unix:${socket}`,
    dir,
    pid: () => child.pid ?? 0,
    command: (name, ...args) => runCommand(socket, name, args),
    kill,
    restart: async ({ empty = false } = {}) => {
      await kill();
      if (empty) await rm(join(dir, 'appendonlydir'), { recursive: true, force: true });
      child = await launch(dir, socket, keeps);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      await kill();
      await rm(dir, { recursive: true, force: true });
      started.delete(server);
    },
  };
  started.add(server);
  return server;
}

async function launch(dir: string, socket: string, keeps: boolean): Promise<ChildProcess> {
  await rm(socket, { force: true });
  const args = ['--port', '0', '--unixsocket', socket, '--dir', dir, '--save', ''];
  const life = ['--appendonly', keeps ? 'yes' : 'no', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', [...args, ...life], { stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', resolve);
  });
  await answering(socket, child);
  return child;
}

async function answering(socket: string, child: ChildProcess): Promise<void> {
  const redis = new Redis({
    path: socket,
    disconnectTimeout: 50,
    retryStrategy: () => 10,
    maxRetriesPerRequest: null,
    commandTimeout: 10_000,
  });
  redis.on('error', () => undefined);
  child.once('exit', () => redis.disconnect());
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}

async function runCommand(
  socket: string,
  name: string,
  args: readonly (string | number)[],
): Promise<unknown> {
  const redis = new Redis({
    path: socket,
    disconnectTimeout: 50,
    retryStrategy: () => null,
    commandTimeout: 10_000,
  });
  redis.on('error', () => undefined);
  try {
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
