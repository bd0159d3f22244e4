/**
 * A real server for a test: a process of its own on an empty data folder, with its own Redis, on a free port. Leaves: ways to call it, to watch what it
 * sends, to stop it and to kill it. Nothing of it is shared between test files.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { closeMongo, databaseOf } from './mongo-server';
import { onMongo } from './stored';

export const adminKey = 'test-admin-key';
const main = join(__dirname, '..', 'src', 'main.js');

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Everything it logged, a parsed JSON line each. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** SIGTERM to it alone; its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL to it alone: its Redis stays. */
  kill(): Promise<void>;
  /** Resolves when it ended, however. */
  readonly exited: Promise<number | null>;
}

export interface ServerOptions {
  /** Absent: an empty one, removed by `cleanUp`. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly role?: 'all' | 'api' | 'worker';
  /** In a process group of its own, so that a signal can be sent to the whole of it (`process.kill(-pid)`). */
  readonly detached?: boolean;
  /** What runs before the server becomes the process, in a POSIX shell: `ulimit -f 100`. */
  readonly shell?: string;
  /** Called once its process exists, long before it listens. */
  readonly onSpawn?: (child: ChildProcess) => void;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carom-test-'));
  folders.add(folder);
  return folder;
}

/** For `afterAll`: ends what this file started, its Redis children included, and removes its folders. */
export async function cleanUp(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      // One that a failed test left standing still hears nothing.
      child.kill('SIGCONT');
      await exited;
    }),
  );
  if (onMongo) await closeMongo();
  for (const folder of folders) {
    endRedisOf(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server that was killed leaves its Redis behind; the next start on the folder would stop it, a test that starts none does it here. */
function endRedisOf(dataDir: string): void {
  const pid = redisPidOf(dataDir);
  if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** Of the embedded Redis on this folder; null where none was started or it was stopped in order. */
export function redisPidOf(dataDir: string): number | null {
  try {
    return (JSON.parse(readFileSync(join(dataDir, 'redis', 'redis.json'), 'utf8')) as { pid: number }).pid;
  } catch {
    return null;
  }
}

/** A process that ended is dead, also where nobody has asked for its exit code yet. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function storeSettings(dataDir: string): Record<string, string> {
  return onMongo ? { STORE_URL: databaseOf(dataDir), WORKERS: '0' } : {};
}

/** Environment in which a test's server runs: nothing of the caller's settings. */
function settings(dataDir: string, env: Readonly<Record<string, string>>): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    ADMIN_KEY: adminKey,
    ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8',
    TRUST_PROXY: 'loopback',
    RETRY_SCHEDULE: '0,1,1,1',
    SWEEP_MS: '100',
    LOG_LEVEL: 'info',
    ...storeSettings(dataDir),
    ...env,
  };
}

function commandOf({ role = 'all', shell }: ServerOptions): [string, string[]] {
  const args = [main, 'start', '--role', role];
  if (shell === undefined) return [process.execPath, args];
  return ['/bin/sh', ['-c', `${shell} && exec "$@"`, 'sh', process.execPath, ...args]];
}

/** Resolves when it listens; rejects with what it said on standard error where it ends first. */
export function startServer(options: ServerOptions = {}): Promise<Server> {
  const dataDir = options.dataDir ?? emptyFolder();
  const [command, args] = commandOf(options);
  const child = spawn(command, args, {
    detached: options.detached ?? false,
    env: settings(dataDir, options.env ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  options.onSpawn?.(child);
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const log: Record<string, unknown>[] = [];
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      if (entry['msg'] !== 'listening') return;
      resolve({
        url: String(entry['url']),
        pid: child.pid ?? 0,
        dataDir,
        log,
        exited,
        async stop() {
          child.kill('SIGTERM');
          return exited;
        },
        async kill() {
          child.kill('SIGKILL');
          await exited;
        },
      });
    });
    void exited.then((code) => reject(new Error(`exit ${code}: ${said.trim()}`)));
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed where it is JSON, else undefined. */
  readonly json: Json;
}

/** What a test reads out of an answer; a wrong path reads `undefined` and fails the expectation. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are what the test is about to judge
export type Json = any;

export interface CallOptions {
  readonly method?: string;
  /** Default: the admin key; null: none. */
  readonly key?: string | null;
  /** An object is sent as JSON, text and bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function call(
  server: { readonly url: string },
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const { body, key = adminKey } = options;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(path.startsWith('http') ? path : `${server.url}${path}`, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: Json;
  /** `carom-delivery-id` */
  readonly delivery: string;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** How it answers from now on; default 200 `ok`. */
  answer: (request: Received, response: ServerResponse) => void;
  /** Resolves as soon as `passes` holds of all that came; rejects after `withinMs` (default 30 s) with how many did. */
  until(passes: (received: readonly Received[]) => boolean, withinMs?: number): Promise<void>;
  close(): void;
}

/** An endpoint that keeps what it gets: a partner's, or the advertiser's own. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const request = {
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body,
        json: parse(body),
        delivery: String(req.headers['carom-delivery-id']),
      };
      received.push(request);
      receiver.answer(request, res);
      for (const look of waiting) look();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    answer: (_request, response) => void response.end('ok'),
    until: (passes, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const done = (finish: () => void): void => {
          clearTimeout(timer);
          waiting.delete(look);
          finish();
        };
        const look = (): void => {
          if (passes(received)) done(resolve);
        };
        const timer = setTimeout(
          () =>
            done(() => reject(new Error(`not seen within ${withinMs} ms; ${received.length} requests came`))),
          withinMs,
        );
        waiting.add(look);
        look();
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}

export interface TestApp {
  readonly id: string;
  readonly key: string;
}

/** An app. Its events do not wait for an install that most tests never send, unless the test's policy says how long. */
export async function createApp(server: Pick<Server, 'url'>, more: object = {}): Promise<TestApp> {
  const given = 'policy' in more && typeof more.policy === 'object' ? more.policy : {};
  const events = given !== null && 'events' in given && typeof given.events === 'object' ? given.events : {};
  const policy = { ...given, events: { park: 0, ...events } };
  const { json, status } = await call(server, '/v1/apps', {
    body: { name: 'Test', platform: 'android', ...more, policy },
  });
  if (status !== 201) throw new Error(`no app: ${JSON.stringify(json)}`);
  return { id: String(json.id), key: String(json.key) };
}

/** Resolves when the condition holds; asks again at once, and gives up after `withinMs`. */
/** The server that stands in for MongoDB on a small machine takes its time. */
const patienceMs = onMongo ? 80_000 : 40_000;

export async function eventually<T>(
  look: () => Promise<T>,
  holds: (value: T) => boolean,
  withinMs = patienceMs,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
