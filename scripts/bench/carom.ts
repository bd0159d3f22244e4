/**
 * The server that is measured: the built one, on an empty data folder, with the Redis it brings along and the store that was chosen. Enters: a folder, a role, the sink's
 * origins. Leaves: a target for the load and the process ids to account for.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { call } from '../demo-server';
import type { Target } from './activity';
import { pause } from './clock';
import { storeSettings } from './store';

export const adminKey = 'bench-admin-key';
export const secretKey = 'bench-secret-key-of-no-worth';

export interface Server {
  readonly url: string;
  readonly port: number;
  /** The server and, where it started one, its Redis. */
  readonly pids: readonly number[];
  readonly redisSocket: string;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly dataDir: string;
  readonly role?: 'all' | 'api' | 'worker';
  /** Folder for CPU profiles of its threads. */
  readonly profileDir?: string;
}

const main = join(__dirname, '..', '..', 'src', 'main.js');

export async function startCarom({ dataDir, role = 'all', profileDir }: StartOptions): Promise<Server> {
  const profile = profileDir === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileDir];
  const logFile = join(dataDir, `${role}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [...profile, main, 'start', '--role', role], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      ADMIN_KEY: adminKey,
      SECRET_KEY: secretKey,
      LOG_LEVEL: 'info',
      ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8',
      ...storeSettings(dataDir),
    },
    // Straight into the file: nobody else's time is spent on it.
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const port = await listeningPort(child, logFile);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pids: [child.pid ?? 0, ...redisPids(dataDir, role)],
    redisSocket: redisSocket(dataDir, role),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  for (;;) {
    const said = readFileSync(logFile, 'utf8');
    const url = /"url":"http:\/\/[^"]*:(\d+)"[^\n]*"listening"/.exec(said)?.[1];
    if (url !== undefined) return Number(url);
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(tail(logFile));
    await pause(20);
  }
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2_000) : 'The server ended without a word.';
}

function readRedis(dataDir: string): { readonly pid: number; readonly url: string } {
  return JSON.parse(readFileSync(join(dataDir, 'redis', 'redis.json'), 'utf8')) as {
    pid: number;
    url: string;
  };
}

function redisPids(dataDir: string, role: string): readonly number[] {
  return role === 'worker' ? [] : [readRedis(dataDir).pid];
}

function redisSocket(dataDir: string, role: string): string {
  return role === 'worker' ? '' : readRedis(dataDir).url.replace(/^unix:/, '');
}

export interface Stage {
  readonly app: string;
  readonly link: string;
  readonly target: Target;
}

/** An app with a link, and a callback at each of these origins for every activity. */
export async function setStage(server: Server, origins: readonly string[]): Promise<Stage> {
  const make = async (path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> =>
    (await call(`${server.url}${path}`, { key: adminKey, body })).json;
  const app = await make('/v1/apps', { name: 'Bench', platform: 'android', store_id: 'com.example.bench' });
  const id = String(app['id']);
  const link = await make(`/v1/apps/${id}/links`, {
    partner: 'tune',
    campaign: 'bench',
    destinations: { android: 'https://play.google.com/store/apps/details?id=com.example.bench' },
  });
  for (const origin of origins)
    await make(`/v1/apps/${id}/callbacks`, { url: `${origin}/callback`, method: 'POST' });
  return {
    app: id,
    link: String(link['token']),
    target: { port: server.port, path: '/v1/activities', key: String(app['key']) },
  };
}

/** How an activity was judged, as the server itself tells it. */
export async function readStatus(server: Server, app: string, activity: string): Promise<string> {
  const { json } = await call(`${server.url}/v1/apps/${app}/activities/${activity}`, { key: adminKey });
  const attribution = json['attribution'] as Readonly<Record<string, unknown>> | null;
  return String(attribution?.['status']);
}
