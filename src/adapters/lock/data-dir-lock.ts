/**
 * One server a data folder. Enters: the folder. Leaves: a lock that the operating system takes back when the process ends, however it ends.
 * It holds no data; the side file with the pid is for the message alone and decides nothing.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Fault } from '../../errors';
import { isBusy } from './is-busy';

export interface DataDirLock {
  release(): void;
}

/** @throws Fault `already_running` where another live process holds the folder. */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true });
  const pidFile = join(dataDir, 'lock.pid');
  const database = new Database(join(dataDir, 'lock.sqlite'), { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw cause;
    throw new Fault('already_running', {
      message: `Another Carom server (pid ${readPid(pidFile)}) uses the data folder ${dataDir}; stop it, or set DATA_DIR to another folder.`,
      cause,
    });
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release: () => {
      if (!database.open) return;
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
