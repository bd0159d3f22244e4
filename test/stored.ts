/** The store of a server under test, seen from behind, whichever it is. Enters: the server's data folder. Leaves: settings, what is stored as text, a changed activity. */
import Database from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseOf, openServer } from './mongo-server';

/** Jest's project `mongodb` runs the same tests on the other store. */
export const onMongo = process.env['TEST_STORE'] === 'mongodb';

function fileOf(dataDir: string): string {
  return join(dataDir, 'carom.sqlite');
}

/** For one more process on the same store, wherever its own data folder is. */
export function storeUrlOf(dataDir: string): string {
  return onMongo ? databaseOf(dataDir) : `sqlite:${fileOf(dataDir)}`;
}

async function database(dataDir: string) {
  return (await openServer()).getClient().db(new URL(databaseOf(dataDir)).pathname.slice(1));
}

/** Every document of every collection; or every file of the store, its log included. */
export async function dumpStore(dataDir: string): Promise<string> {
  if (!onMongo)
    return readdirSync(dataDir)
      .filter((name) => name.startsWith('carom.sqlite'))
      .map((name) => readFileSync(join(dataDir, name), 'latin1'))
      .join('\n');
  const db = await database(dataDir);
  const collections = await db.listCollections({}, { nameOnly: true }).toArray();
  const found = await Promise.all(collections.map(({ name }) => db.collection(name).find({}).toArray()));
  return JSON.stringify(found);
}

/** As if it could not be judged. */
export async function setAside(dataDir: string, id: string, reason: string): Promise<void> {
  if (!onMongo) {
    const db = new Database(fileOf(dataDir), { timeout: 5_000 });
    db.prepare('UPDATE activities SET state = 2, reason = ? WHERE id = ?').run(reason, id);
    db.close();
    return;
  }
  const activities = (await database(dataDir)).collection('activities');
  await activities.updateOne({ id }, [{ $set: { state: 'quarantined', reason, aside: '$seq' } }]);
}
