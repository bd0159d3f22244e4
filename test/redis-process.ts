/**
 * One redis-server on a loopback port, in a folder of its own: a node of a cluster, a replica, a Sentinel. Enters: a port and arguments. Leaves: a process
 * that a test can kill, stop and start again. It never touches a Redis it did not start.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Redis } from 'ioredis';

/** Of every server that these tests start on a port: what answers without it is seen. */
export const redisPassword = 'test password/of @ Redis';

export interface RedisProcess {
  readonly port: number;
  readonly alive: boolean;
  /** One command on a connection of its own. */
  command(name: string, ...args: readonly (string | number)[]): Promise<unknown>;
  /** Starts it, also again on the same folder; resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
}

export function createRedisProcess(port: number, args: readonly string[]): RedisProcess {
  let child: ChildProcess | null = null;
  const isAlive = (): boolean => child !== null && child.exitCode === null && child.signalCode === null;
  return {
    port,
    get alive() {
      return isAlive();
    },
    command: (name, ...rest) => runCommand(port, name, rest),
    async start() {
      child = spawn('redis-server', [...args], { stdio: 'ignore' });
      await once(child, 'spawn');
      await answering(port, isAlive);
    },
    async kill() {
      if (child === null || !isAlive()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  };
}

/** Ports that are free now, all of them held at once so that no two are the same. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async (): Promise<Server> => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

/** Asks again until it holds; for servers that find each other. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function answering(port: number, isAlive: () => boolean): Promise<void> {
  await until(`redis-server on ${port} answers`, async () => {
    if (!isAlive()) throw new Error(`redis-server on ${port} ended; is there one of version 7?`);
    await runCommand(port, 'PING', []);
    return true;
  });
}

async function runCommand(port: number, name: string, args: readonly (string | number)[]): Promise<unknown> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    password: redisPassword,
    disconnectTimeout: 50,
    retryStrategy: () => null,
    commandTimeout: 10_000,
    enableReadyCheck: false,
  });
  redis.on('error', () => undefined);
  try {
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
