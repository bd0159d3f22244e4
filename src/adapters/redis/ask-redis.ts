/** One command to the Redis on a socket. Enters: a path and a command. Leaves: the answer, or null where there is none. It never rejects and keeps no connection. */
import { Redis } from 'ioredis';

const answerMs = 1_000;

export async function askRedis(socket: string, command: readonly [string, ...string[]]): Promise<unknown> {
  const redis = connect(socket);
  try {
    await redis.connect();
    const [name, ...args] = command;
    return await redis.call(name, ...args);
  } catch {
    return null;
  } finally {
    redis.disconnect();
  }
}

/** Ends it without writing; resolves when it has closed its connections, or after `timeoutMs`. */
export async function endRedis(socket: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    await askRedis(socket, ['SHUTDOWN', 'NOSAVE']);
    if ((await askRedis(socket, ['PING'])) === null) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

function connect(socket: string): Redis {
  const redis = new Redis({
    path: socket,
    lazyConnect: true,
    disconnectTimeout: 50,
    connectTimeout: answerMs,
    commandTimeout: answerMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // A server that is still loading its file is asked again by who waits for it.
    enableReadyCheck: false,
  });
  redis.on('error', () => undefined);
  return redis;
}
