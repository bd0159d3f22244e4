/** The SQLite engine against the store's contract, each test on a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { storeContract } from './store-contract';

storeContract('SQLite', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'carom-sqlite-'));
  const open = () => openSqliteStore({ path: path.join(folder, 'carom.db') });
  const first = await open();
  let last = first;
  return {
    store: first,
    reopen: async () => {
      await last.close();
      last = await open();
      return last;
    },
    close: async () => {
      await last.close();
      await rm(folder, { recursive: true });
    },
  };
});
