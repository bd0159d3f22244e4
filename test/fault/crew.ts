/**
 * An installation in several processes: a Redis, APIs, workers, on one store. Enters: how many, whom to kill. Leaves: the same installation, alive again.
 * What is asked of `url` goes to each API that lives in turn.
 */
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { emptyFolder, startServer, type Server } from '../harness';
import { startRedisServer, type RedisServer } from '../redis-server';
import { storeUrlOf } from '../stored';

export const victims = ['the API', 'the worker', 'Redis', 'Redis, emptied', 'everybody'] as const;
export type Victim = (typeof victims)[number];

const isRedis = (victim: Victim): boolean => victim.startsWith('Redis') || victim === 'everybody';
const isApi = (victim: Victim): boolean => victim === 'the API' || victim === 'everybody';
export const isWorker = (victim: Victim): boolean => victim === 'the worker' || victim === 'everybody';

export interface Lock {
  release(): void;
}

export interface CrewSize {
  readonly apis: number;
  readonly workers: number;
}

/** One process, and the folder in which it starts again. */
interface Member {
  readonly role: 'api' | 'worker';
  readonly dataDir: string;
  server: Server;
  alive: boolean;
}

const pair: CrewSize = { apis: 1, workers: 1 };

export class Crew {
  private asked = 0;

  private constructor(
    readonly redis: RedisServer,
    readonly env: Readonly<Record<string, string>>,
    private readonly members: readonly Member[],
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}, size = pair): Promise<Crew> {
    const redis = await startRedisServer({ keeps: true });
    const dataDir = emptyFolder();
    const all = { REDIS_URL: redis.url, STORE_URL: storeUrlOf(dataDir), ...env };
    const members: Member[] = [];
    for (const [role, count] of [['api', size.apis] as const, ['worker', size.workers] as const])
      for (let at = 0; at < count; at += 1) {
        // One API holds a folder.
        const own = at === 0 || role === 'worker' ? dataDir : emptyFolder();
        const server = await startServer({ role, dataDir: own, env: all });
        members.push({ role, dataDir: own, server, alive: true });
      }
    return new Crew(redis, all, members);
  }

  /** The first of each. */
  get api(): Server {
    return this.all('api')[0] as Server;
  }

  get worker(): Server {
    return this.all('worker')[0] as Server;
  }

  get url(): string {
    const living = this.members.filter(({ role, alive }) => role === 'api' && alive);
    this.asked += 1;
    return (living[this.asked % living.length]?.server ?? this.api).url;
  }

  all(role: 'api' | 'worker'): readonly Server[] {
    return this.members.filter((member) => member.role === role).map(({ server }) => server);
  }

  /** SIGKILL; resolves when the dead are gone. Of several APIs or workers the one of this number. */
  async kill(victim: Victim, at = 0): Promise<void> {
    await Promise.all([
      ...(isRedis(victim) ? [this.redis.kill()] : []),
      ...this.struck(victim, at).map(async (member) => {
        member.alive = false;
        await member.server.kill();
      }),
    ]);
  }

  /** SIGTERM to a worker; its exit code. */
  async stopWorker(at = 0): Promise<number | null> {
    const [member] = this.struck('the worker', at);
    if (member === undefined) throw new Error('there is no worker');
    member.alive = false;
    return member.server.stop();
  }

  /** Who was killed starts again. */
  async restore(victim: Victim): Promise<void> {
    if (isRedis(victim)) await this.redis.restart({ empty: victim === 'Redis, emptied' });
    for (const member of this.members) {
      if (member.alive) continue;
      const { role, dataDir } = member;
      member.server = await startServer({ role, dataDir, env: this.env });
      member.alive = true;
    }
  }

  private struck(victim: Victim, at: number): readonly Member[] {
    if (victim === 'everybody') return this.members;
    const role = isApi(victim) ? 'api' : isWorker(victim) ? 'worker' : null;
    const those = this.members.filter((member) => member.role === role);
    return those.length === 0 ? [] : those.slice(at % those.length, (at % those.length) + 1);
  }

  /** The worker stands still, outside of a commit. */
  async holdWorker(): Promise<void> {
    await standStill(this.worker);
  }

  /** The worker stands still, wherever it is just now, or goes on. */
  pauseWorker(at = 0): void {
    for (const { server } of this.struck('the worker', at)) process.kill(server.pid, 'SIGSTOP');
  }

  resumeWorker(at = 0): void {
    for (const { server } of this.struck('the worker', at)) process.kill(server.pid, 'SIGCONT');
  }

  lockStore(): Lock {
    return lockStore(this.api.dataDir);
  }

  /** In order: the exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all(this.members.map(({ server }) => server.stop()));
    await this.redis.stop();
    return codes;
  }
}

/** Whether somebody is in the middle of a commit just now: who stands still there holds up everybody. */
function isStoreLocked(dataDir: string): boolean {
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

/** SIGSTOP, outside of a commit: in one it would hold the file's lock, and everybody else would stand still with it, which is `store-locked`'s to test. */
export async function standStill({ pid, dataDir }: Server): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  while (isStoreLocked(dataDir)) {
    process.kill(pid, 'SIGCONT');
    await nextTurn();
    process.kill(pid, 'SIGSTOP');
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
