/** A worker that dies over one activity. Enters: the file's path, or the database's URL. It judges what it takes, one commit a batch, and kills itself where `poison` is among it. */
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { processed } from './samples';

async function run(): Promise<void> {
  const place = process.argv[2] ?? '';
  const mongo = place.startsWith('mongodb://');
  const store = mongo ? await openMongoStore({ url: place }) : await openSqliteStore({ path: place });
  for (;;) {
    const taken = await store.takeUnprocessed(0, 10);
    if (taken.length === 0) break;
    if (taken.some(({ activity }) => activity.id === 'poison')) process.kill(process.pid, 'SIGKILL');
    await store.commitProcessed(
      taken.map(({ activity }) => processed(activity.id)),
      'ticket1',
      0,
    );
  }
  await store.close();
}

void run();
