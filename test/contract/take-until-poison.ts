/** A worker that dies over one activity. Enters: the file's path. It judges what it takes, one commit a batch, and kills itself where `poison` is among it. */
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { processed } from './samples';

async function run(): Promise<void> {
  const store = await openSqliteStore({ path: process.argv[2] ?? '' });
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
