/**
 * Which store is measured: the embedded one of each data folder, or a database of its own on a MongoDB-compatible server. Enters: `--store`. Leaves: settings for
 * servers, and the store itself to fill.
 */
import { basename, join } from 'node:path';
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import type { Store } from '../../src/ports/store';
import { databaseUrl, startMongoServer, type MongoServer } from '../mongo-server';

export const storeNames = ['sqlite', 'mongodb'] as const;
export type StoreName = (typeof storeNames)[number];

let server: MongoServer | null = null;

/** @returns what it is, for the table. */
export async function chooseStore(name: StoreName): Promise<string> {
  if (name === 'sqlite') return 'SQLite';
  const started = await startMongoServer(process.env);
  if (typeof started === 'string') throw new Error(started);
  server = started;
  return started.what;
}

export async function leaveStore(): Promise<void> {
  await server?.stop();
  server = null;
}

function urlOf(dataDir: string): string | null {
  return server === null
    ? null
    : databaseUrl(server.url, `bench_${basename(dataDir).replaceAll(/\W/g, '_')}`);
}

/** One process, whichever store: what it costs is read off that one. */
export function storeSettings(dataDir: string): Readonly<Record<string, string>> {
  const url = urlOf(dataDir);
  return url === null ? {} : { STORE_URL: url, WORKERS: '0' };
}

export async function withStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const url = urlOf(dataDir);
  const store =
    url === null
      ? await openSqliteStore({ path: join(dataDir, 'carom.sqlite') })
      : await openMongoStore({ url });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
