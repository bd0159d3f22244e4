/**
 * A MongoDB-compatible server to test against. Enters: an environment. Leaves: its URL. In this order: MONGO_URL; a `mongod` on the PATH, as a replica set
 * of one in a temporary folder; SecantusDB, from the virtual environment that scripts/setup.sh makes. It ends with whoever started it.
 */
import mongoose from 'mongoose';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface MongoServer {
  /** Without a database: a path can be put behind it. */
  readonly url: string;
  readonly what: string;
  stop(): Promise<void>;
}

const root = join(__dirname, '..', '..');
const startMs = 60_000;
/** The child ends when it is told to, and when its parent is gone without a word. */
const leash =
  'exec 3<&0; "$@" </dev/null 3<&- & child=$!; trap "kill $child" TERM; (cat <&3; kill $child) >/dev/null 2>&1 & wait $child';

function findExecutable(name: string, folders: readonly string[]): string | null {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until it answers. */
async function ask(url: string, child: ChildProcess, command: Record<string, unknown>): Promise<void> {
  const until = performance.now() + startMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    try {
      const connection = await mongoose
        .createConnection(url, { serverSelectionTimeoutMS: 1_000, directConnection: true })
        .asPromise();
      await connection.getClient().db('admin').command(command);
      await connection.close();
      return;
    } catch (cause) {
      if (performance.now() > until) throw cause;
      await pause(100);
    }
  }
}

async function startChild(
  what: string,
  command: (port: number, folder: string) => readonly string[],
  settle: (url: string, child: ChildProcess) => Promise<void>,
  query = '',
): Promise<MongoServer> {
  const folder = mkdtempSync(join(tmpdir(), 'carom-mongo-'));
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}`;
  const child = spawn('sh', ['-c', leash, 'sh', ...command(port, folder)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    await settle(url, child);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { url: `${url}/${query}`, what, stop };
}

function startMongod(mongod: string): Promise<MongoServer> {
  return startChild(
    'mongod, a replica set of one',
    (port, folder) => [
      ...[mongod, '--port', `${port}`, '--dbpath', folder, '--bind_ip', '127.0.0.1'],
      ...['--replSet', 'carom', '--wiredTigerCacheSizeGB', '0.25', '--nounixsocket'],
    ],
    async (url, child) => {
      const host = url.slice('mongodb://'.length);
      await ask(url, child, { ping: 1 });
      await ask(url, child, { replSetInitiate: { _id: 'carom', members: [{ _id: 0, host }] } });
    },
    '?replicaSet=carom',
  );
}

function startSecantus(secantusd: string): Promise<MongoServer> {
  return startChild(
    'SecantusDB',
    (port, folder) => [
      ...[secantusd, '--port', `${port}`, '--storage-path', join(folder, 'data')],
      ...['--sync-on-commit', '--cache-size', '128M', '--log-level', 'ERROR'],
    ],
    (url, child) => ask(url, child, { ping: 1 }),
  );
}

/** @returns why there is none, as a sentence, where there is none. */
export async function startMongoServer(env: NodeJS.ProcessEnv): Promise<MongoServer | string> {
  const { MONGO_URL: given = '', PATH = '', SECANTUSD = '' } = env;
  if (given !== '')
    return { url: given, what: 'the server that MONGO_URL names', stop: () => Promise.resolve() };
  const mongod = findExecutable('mongod', PATH.split(delimiter));
  if (mongod !== null) return startMongod(mongod);
  const secantusd =
    SECANTUSD === '' ? findExecutable('secantusd-py', [join(root, '.cache', 'secantus', 'bin')]) : SECANTUSD;
  if (secantusd !== null) return startSecantus(secantusd);
  return 'no MongoDB: MONGO_URL is not set, there is no mongod on the PATH, and SecantusDB is not installed (./scripts/test installs it where there is Python 3.10)';
}

/** `mongodb://host/?x` and a name → `mongodb://host/name?x`. */
export function databaseUrl(url: string, name: string): string {
  const [, base = url, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  return `${base}/${name}${query}`;
}

async function run(): Promise<void> {
  const server = await startMongoServer(process.env);
  if (typeof server === 'string') throw new Error(server);
  process.stdout.write(`${databaseUrl(server.url, 'carom')}\n`);
  process.stderr.write(`carom: ${server.what} is running; Ctrl-C ends it and removes its data.\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
}

if (require.main === module)
  run().catch((cause: unknown) => {
    process.stderr.write(`carom: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  });
