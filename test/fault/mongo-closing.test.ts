/**
 * Questions to MongoDB while its sockets close. Enters: a store behind a line that is cut. Leaves: tests that each question is answered or refused, and that
 * no socket of the pool is lost to one that is neither.
 */
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import type { Store } from '../../src/ports/store';
import { Cable } from '../cable';
import { closeMongo, emptyDatabase } from '../mongo-server';

const sockets = 6;
const cable = new Cable();
let store: Store | undefined;
afterAll(async () => {
  cable.remove();
  await store?.close();
  await closeMongo();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a question asked while the sockets close is refused, not forgotten', async () => {
  const url = await cable.layTo(await emptyDatabase());
  const opened = (store = await openMongoStore({ url, poolMax: sockets }));
  const ask = () => opened.readActivity('app1', 'a');
  // More rounds than sockets: one that is lost each time would be missed at last.
  for (let round = 0; round < sockets + 1; round += 1) {
    await Promise.all(Array.from({ length: sockets }, ask));
    cable.cut();
    // Between what a turn of the event loop reads and what it closes.
    const asked: Promise<unknown>[] = [];
    for (let turns = 0; turns < 5; turns += 1) {
      await turn();
      asked.push(ask().catch(() => undefined));
    }
    cable.mend();
    await Promise.all(asked);
  }
  expect(await ask()).toBeNull();
});
