/**
 * Who works on a store's file. Enters: a file beside the store's. Leaves: a share in it that the operating system takes back when the process ends,
 * however it ends. It holds no data. Who finds nobody else there knows that every claim in the store is a dead process's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { isBusy } from './is-busy';

export interface WorkersLock {
  readonly alone: boolean;
  leave(): void;
}

/** Calls `whenAlone` where no other process has a share, and before another can get one. */
export async function joinWorkers(file: string, whenAlone: () => Promise<void>): Promise<WorkersLock> {
  const database = new Database(file, { timeout: 0 });
  try {
    const alone = succeeds(() => database.exec('BEGIN EXCLUSIVE'));
    if (alone) {
      await whenAlone();
      database.exec('COMMIT');
    }
    // A reader's lock, kept for as long as the transaction is open; it waits only for one that is alone just now.
    database.exec('BEGIN');
    while (!succeeds(() => database.prepare('SELECT count(*) FROM sqlite_schema').get())) await pause(10);
    return { alone, leave: () => void database.close() };
  } catch (cause) {
    database.close();
    throw cause;
  }
}

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (cause) {
    if (isBusy(cause)) return false;
    throw cause;
  }
}
