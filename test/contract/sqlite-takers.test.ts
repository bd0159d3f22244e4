/** The SQLite engine against what is said of takers, each test on a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { takersContract } from './takers-contract';

takersContract('SQLite', {
  place: async () => path.join(await mkdtemp(path.join(tmpdir(), 'carom-takers-')), 'carom.db'),
  open: (place) => openSqliteStore({ path: place }),
  remove: (place) => rm(path.dirname(place), { recursive: true }),
});
