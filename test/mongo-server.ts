/** Databases on the run's MongoDB-compatible server. Enters: nothing. Leaves: URLs of empty databases; after `closeMongo` nothing is left of them. */
import mongoose, { type Connection } from 'mongoose';
import { databaseUrl } from '../scripts/mongo-server';

const server = process.env.CAROM_TEST_MONGO;
let connection: Connection | null = null;
let made = 0;
const names = new Set<string>();

export const mongoMissing: string | null =
  server === undefined ? (process.env.CAROM_TEST_NO_MONGO ?? 'no server was started for this run') : null;

/** `describe`, or one that is skipped and says why. */
export function describeMongo(name: string, tests: () => void): void {
  if (mongoMissing === null) describe(name, tests);
  else describe.skip(`${name} (skipped: ${mongoMissing})`, tests);
}

export async function openServer(): Promise<Connection> {
  if (server === undefined) throw new Error(mongoMissing ?? '');
  connection ??= await mongoose.createConnection(server, { serverSelectionTimeoutMS: 10_000 }).asPromise();
  return connection;
}

export function urlOf(name: string): string {
  return databaseUrl(server ?? '', name);
}

/** A database that nothing is in; the same one each time, so that its collections and indexes need not be made anew. */
export async function emptyDatabase(name = `carom_test_${process.pid}`): Promise<string> {
  names.add(name);
  const db = (await openServer()).getClient().db(name);
  for (const { name: collection } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (collection !== 'layout') await db.collection(collection).deleteMany({});
  return urlOf(name);
}

/** One that was never there. */
export function freshDatabase(): Promise<string> {
  made += 1;
  return emptyDatabase(`carom_test_${process.pid}_${made}`);
}

export async function closeMongo(): Promise<void> {
  if (connection === null) return;
  for (const name of names) await connection.getClient().db(name).dropDatabase();
  names.clear();
  await connection.close();
  connection = null;
}
