/** A process to be killed: appends activities to the file or the database it is given and prints the ids of each batch once it was acknowledged. */
import { writeSync } from 'node:fs';
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { activity, t0 } from './samples';

async function run(place: string): Promise<void> {
  const mongo = place.startsWith('mongodb://');
  const store = mongo ? await openMongoStore({ url: place }) : await openSqliteStore({ path: place });
  for (let batch = 0; ; batch += 1) {
    const ids = Array.from({ length: 5 }, (_, n) => `b${batch}-${n}`);
    await store.appendActivities(
      ids.map((id) => activity(id)),
      t0,
    );
    writeSync(1, `${ids.join(' ')}\n`);
  }
}

void run(process.argv[2] ?? '');
