/**
 * The embedded store: the port's methods over two threads on one SQLite file. Enters: the model's nouns. Leaves: the same.
 * Whatever decides something goes through the one writer, in order; what people look at goes through a reader of its own, so that a
 * slow listing never holds up the writer. Nothing here waits on the disk in the main thread.
 */
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { describeError, Fault } from '../../errors';
import type { Store } from '../../ports/store';
import type { ReaderJobs, WriterJobs } from './jobs';
import { storeOver } from './store-over';
import { StoreThread, type TenantPlace } from './store-thread';

export interface SqliteStoreOptions {
  /** The file; its folder is made where it is missing. */
  readonly path: string;
  /** The file may not grow beyond this many pages of 4 KiB; for tests of a full disk. */
  readonly maxPages?: number;
  /** Hears what the tenant says unasked. */
  readonly onTold?: (told: unknown) => void;
}

export interface SqliteStore extends Store {
  /** Asks the tenant that lives in the writer's thread. */
  askTenant(place: TenantPlace, question: unknown): Promise<unknown>;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Fault('store_unavailable', {
      cause,
      message: `The store's folder cannot be made: ${describeError(cause)}`,
    });
  }
}

/**
 * Opens the file, brings its layout up to date, and starts both threads. The writer comes first: it turns WAL on.
 * @throws Fault `store_unavailable` where the file cannot be opened, or was written by a newer version.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const file = path.resolve(options.path);
  makeFolder(path.dirname(file));
  const { maxPages } = options;
  const writer = new StoreThread<WriterJobs>(
    {
      path: file,
      role: 'writer',
      ...(maxPages === undefined ? {} : { maxPages }),
    },
    options.onTold,
  );
  const reader = new StoreThread<ReaderJobs>({ path: file, role: 'reader' });
  const ping = async (): Promise<void> => {
    await writer.call('ping');
    await reader.call('all', 'SELECT value FROM counters', []);
  };
  const close = async (): Promise<void> => {
    await reader.close();
    await writer.close();
  };
  try {
    await writer.call('open');
    await reader.call('all', 'SELECT value FROM counters', []);
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    ...storeOver(writer, reader, { ping, close }),
    askTenant: (place, question) => writer.ask(place, question),
  };
}
