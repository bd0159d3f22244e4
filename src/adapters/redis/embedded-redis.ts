/**
 * An own Redis on the data folder, for who runs no other. Enters: the folder. Leaves: its URL, a child that is restarted when it dies, and its end.
 * It never touches a Redis that is not of this very folder. What Redis loses, the store hands over again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describeError, Fault } from '../../errors';
import type { Observer } from '../../ports/observer';
import { askRedis, endRedis } from './ask-redis';

export interface EmbeddedRedis {
  readonly url: string;
  /** Forgets every job: for who knows that nobody else works, and hands over from the store what waits. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedRedisOptions {
  readonly dataDir: string;
  readonly observer: Observer;
  /** The end began: a start that is under way is given up, its child ended. */
  readonly signal?: AbortSignal;
  /** The server's program. Default `redis-server`, looked up on the PATH. */
  readonly command?: string;
}

interface Place {
  /** Absolute, links resolved, as Redis reports it. */
  readonly dir: string;
  readonly socket: string;
  readonly url: string;
}

/** A socket's path must fit into 108 bytes. */
const socketBytesMax = 100;
const startMs = 10_000;
const stopMs = 3_000;

/** @throws Fault `queue_unavailable` that says what to do where there is no redis-server, or it does not start. */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const place = await placeOf(options.dataDir);
  await endLeftover(place);
  const child = new RedisChild(place, options);
  const giveUp = (): void => void child.stop();
  options.signal?.addEventListener('abort', giveUp);
  try {
    await child.startFirst();
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  return {
    url: place.url,
    empty: async () => {
      await askRedis(place.socket, ['FLUSHALL', 'ASYNC']);
    },
    stop: () => child.stop(),
  };
}

/** The URL of the Redis that another process runs on this folder; null where none answers. */
export async function findEmbeddedRedis(dataDir: string): Promise<string | null> {
  try {
    const place = await placeOf(dataDir);
    const { url } = JSON.parse(await readFile(join(place.dir, 'redis.json'), 'utf8')) as { url?: unknown };
    return url === place.url && (await servesFolder(place)) ? url : null;
  } catch {
    return null;
  }
}

async function placeOf(dataDir: string): Promise<Place> {
  const folder = join(resolve(dataDir), 'redis');
  await mkdir(folder, { recursive: true });
  const dir = await realpath(folder);
  const near = join(dir, 'redis.sock');
  const name = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  const socket =
    Buffer.byteLength(near) <= socketBytesMax ? near : join(tmpdir(), `carom-${name}`, 'redis.sock');
  return { dir, socket, url: `unix:${socket}` };
}

/** A Redis whose parent was killed lives on and holds the files: it is ended before another opens them. */
async function endLeftover(place: Place): Promise<void> {
  if (await servesFolder(place)) await endRedis(place.socket, stopMs);
  await rm(place.socket, { force: true });
}

/** True of a Redis that answers on our socket and keeps its files in our folder. */
async function servesFolder(place: Place): Promise<boolean> {
  const answer = await askRedis(place.socket, ['CONFIG', 'GET', 'dir']);
  return Array.isArray(answer) && answer[1] === place.dir;
}

class RedisChild {
  readonly #place: Place;
  readonly #observer: Observer;
  readonly #command: string;
  #child: ChildProcess | null = null;
  #stopping = false;
  #running = false;
  #deaths = 0;
  #restart: NodeJS.Timeout | null = null;

  constructor(place: Place, options: EmbeddedRedisOptions) {
    this.#place = place;
    this.#observer = options.observer;
    this.#command = options.command ?? 'redis-server';
  }

  /** A file that Redis cannot read again is put away once: nothing in it is the only copy of anything. */
  async startFirst(): Promise<void> {
    const { dir, socket } = this.#place;
    await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
    try {
      await this.#start();
    } catch (cause) {
      if (this.#child?.pid === undefined) throw cause;
      this.#observer.log(
        'warn',
        'queue',
        { redis: 'emptied' },
        'The embedded Redis did not start; its file is removed',
      );
      await rm(join(dir, 'appendonlydir'), { recursive: true, force: true });
      await this.#start();
    }
    this.#running = true;
  }

  async #start(): Promise<void> {
    if (this.#stopping) return;
    const startedAt = performance.now();
    const child = spawn(this.#command, argumentsFor(this.#place), { stdio: 'ignore' });
    this.#child = child;
    child.on('error', () => undefined);
    child.once('exit', (code, signal) => this.#died(signal ?? `exit ${code ?? '?'}`, startedAt));
    await spawned(child);
    await answering(child, this.#place);
    const found = { pid: child.pid, url: this.#place.url };
    await writeFile(join(this.#place.dir, 'redis.json'), `${JSON.stringify(found)}\n`);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
    const child = this.#child;
    if (child !== null && isAlive(child)) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), stopMs);
      await gone;
      clearTimeout(kill);
    }
    await rm(join(this.#place.dir, 'redis.json'), { force: true });
    await rm(this.#place.socket, { force: true });
    if (dirname(this.#place.socket) !== this.#place.dir)
      await rm(dirname(this.#place.socket), { recursive: true, force: true });
  }

  /** Asked for, it died of our own signal or of the one that ends us all; else it is started again, later each time. */
  #died(how: string, startedAt: number): void {
    if (this.#stopping || !this.#running) return;
    this.#deaths = performance.now() - startedAt > 60_000 ? 1 : this.#deaths + 1;
    const afterMs = Math.min(10_000, 100 * 2 ** (this.#deaths - 1));
    this.#observer.log(
      'error',
      'queue',
      { redis: 'died', how, afterMs },
      'The embedded Redis died; it is started again',
    );
    this.#restart = setTimeout(() => {
      this.#start().catch((cause: unknown) =>
        this.#observer.log('error', 'queue', { redis: 'not started', error: describeError(cause) }),
      );
    }, afterMs);
  }
}

function argumentsFor({ dir, socket }: Place): string[] {
  return [
    ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', dir],
    ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
    ...['--maxmemory-policy', 'noeviction', '--logfile', 'redis.log', '--daemonize', 'no'],
  ];
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function spawned(child: ChildProcess): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new Fault('queue_unavailable', {
      message:
        'There is no redis-server on the PATH: install redis-server, or set REDIS_URL to a Redis that runs.',
      cause,
    });
  }
}

async function answering(child: ChildProcess, place: Place): Promise<void> {
  const deadline = performance.now() + startMs;
  while (isAlive(child) && performance.now() < deadline) {
    if ((await askRedis(place.socket, ['PING'])) === 'PONG') return;
    await new Promise((done) => setTimeout(done, 10));
  }
  child.kill('SIGKILL');
  throw new Fault('queue_unavailable', {
    message: `The embedded Redis did not start; ${join(place.dir, 'redis.log')} says why. Or set REDIS_URL to a Redis that runs.`,
  });
}
