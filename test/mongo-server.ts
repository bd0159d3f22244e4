/** Databases on the run's MongoDB-compatible server. Enters: nothing. Leaves: URLs of empty databases; after `closeMongo` nothing is left of them. */
import mongoose, { type Connection } from 'mongoose';
import { basename } from 'node:path';
import { databaseUrl } from '../scripts/mongo-server';

const server = process.env.CAROM_TEST_MONGO;
let connection: Connection | null = null;
let made = 0;
const names = new Set<string>();

export const mongoMissing: string | null =
  server === undefined ? (process.env.CAROM_TEST_NO_MONGO ?? 'no server was started for this run') : null;

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

/** The database of a server under test on this data folder: it is the same one for as long as the folder is. */
export function databaseOf(dataDir: string): string {
  const name = `carom_e2e_${basename(dataDir).replaceAll(/\W/g, '_')}`;
  names.add(name);
  return urlOf(name);
}

export async function closeMongo(): Promise<void> {
  if (names.size === 0) return;
  connection = await openServer();
  for (const name of names) await connection.getClient().db(name).dropDatabase();
  names.clear();
  await connection.close();
  connection = null;
}
