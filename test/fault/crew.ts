/**
 * An installation in three processes: a Redis, an API, a worker, on one store. Enters: whom to kill. Leaves: the same installation, alive again.
 * What is asked of `url` goes to the API that lives.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { emptyFolder, startServer, type Server } from '../harness';
import { startRedisServer, type RedisServer } from '../redis-server';

export const victims = ['the API', 'the worker', 'Redis', 'Redis, emptied', 'everybody'] as const;
export type Victim = (typeof victims)[number];

const isRedis = (victim: Victim): boolean => victim.startsWith('Redis') || victim === 'everybody';
const isApi = (victim: Victim): boolean => victim === 'the API' || victim === 'everybody';
export const isWorker = (victim: Victim): boolean => victim === 'the worker' || victim === 'everybody';

export interface Lock {
  release(): void;
}

export class Crew {
  private constructor(
    readonly redis: RedisServer,
    readonly env: Readonly<Record<string, string>>,
    public api: Server,
    public worker: Server,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<Crew> {
    const redis = await startRedisServer({ keeps: true });
    const all = { REDIS_URL: redis.url, ...env };
    const dataDir = emptyFolder();
    const api = await startServer({ role: 'api', dataDir, env: all });
    const worker = await startServer({ role: 'worker', dataDir, env: all });
    return new Crew(redis, all, api, worker);
  }

  get url(): string {
    return this.api.url;
  }

  /** SIGKILL; resolves when the dead are gone. */
  async kill(victim: Victim): Promise<void> {
    await Promise.all([
      ...(isRedis(victim) ? [this.redis.kill()] : []),
      ...(isApi(victim) ? [this.api.kill()] : []),
      ...(isWorker(victim) ? [this.worker.kill()] : []),
    ]);
  }

  /** Who was killed starts again. */
  async restore(victim: Victim): Promise<void> {
    if (isRedis(victim)) await this.redis.restart({ empty: victim === 'Redis, emptied' });
    const { dataDir } = this.api;
    if (isApi(victim)) this.api = await startServer({ role: 'api', dataDir, env: this.env });
    if (isWorker(victim)) this.worker = await startServer({ role: 'worker', dataDir, env: this.env });
  }

  /** The worker stands still, or goes on. */
  pauseWorker(): void {
    process.kill(this.worker.pid, 'SIGSTOP');
  }

  resumeWorker(): void {
    process.kill(this.worker.pid, 'SIGCONT');
  }

  lockStore(): Lock {
    return lockStore(this.api.dataDir);
  }

  /** In order: the exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all([this.worker.stop(), this.api.stop()]);
    await this.redis.stop();
    return codes;
  }
}

/** Whether somebody is in the middle of a commit just now: who stands still there holds up everybody. */
export function isStoreLocked(dataDir: string): boolean {
  const database = new Database(join(dataDir, 'carom.sqlite'), { timeout: 0 });
  try {
    database.exec('BEGIN IMMEDIATE');
    return false;
  } catch (cause) {
    // Of another test file's class: the native part of the library keeps the first one's.
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY'))
      return true;
    throw cause;
  } finally {
    database.close();
  }
}

/** This process takes the store's file for itself: nobody else can commit until it is released. */
export function lockStore(dataDir: string): Lock {
  const database = new Database(join(dataDir, 'carom.sqlite'), { timeout: 20_000 });
  database.exec('BEGIN IMMEDIATE');
  return {
    release() {
      if (database.open) database.close();
    },
  };
}
