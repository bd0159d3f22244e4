/** The MongoDB engine against the store's contract, each test on an empty database. */
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { closeMongo, emptyDatabase } from '../mongo-server';
import { storeContract } from './store-contract';

storeContract('MongoDB', async () => {
  const url = await emptyDatabase();
  const first = await openMongoStore({ url });
  let last = first;
  return {
    store: first,
    reopen: async () => {
      await last.close();
      last = await openMongoStore({ url });
      return last;
    },
    close: () => last.close(),
  };
});
afterAll(closeMongo);
