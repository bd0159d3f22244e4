/** The place beside the rows: who lives in the writer's thread sees what was just committed, fails alone, and comes back with its thread. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore, type SqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { StoreThread } from '../../src/adapters/sqlite/store-thread';
import type { WriterJobs } from '../../src/adapters/sqlite/jobs';
import { activity, t0 } from './samples';

const counting = path.join(__dirname, '..', 'fixtures', 'counting-tenant.js');
let folder: string;
let store: SqliteStore;
let told: unknown[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carom-tenant-'));
  told = [];
  store = await openSqliteStore({ path: path.join(folder, 'carom.db'), onTold: (each) => told.push(each) });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test('it is opened once, sees what was committed before it was asked, and tells unasked', async () => {
  const place = { module: counting, given: 'a setting' };
  await store.appendActivities([activity('a', { partition: 0 })], t0);
  expect(await store.askTenant(place, 'any')).toEqual({ given: 'a setting', asked: 1, waiting: ['a'] });
  expect(await store.askTenant(place, 'any')).toMatchObject({ asked: 2 });
  expect(told).toEqual([{ asked: 1 }, { asked: 2 }]);
});

test('a question that fails fails alone', async () => {
  const place = { module: counting, given: null };
  await expect(store.askTenant(place, 'fail')).rejects.toMatchObject({ kind: 'internal' });
  expect(await store.askTenant(place, 'any')).toMatchObject({ asked: 2 });
  expect(await store.takeUnprocessed(0, 1)).toEqual([]);
});

test('one that cannot be opened is tried again at the next question', async () => {
  await expect(store.askTenant({ module: counting, given: 'refuse' }, 'any')).rejects.toMatchObject({
    kind: 'internal',
  });
  expect(await store.askTenant({ module: counting, given: 'open' }, 'any')).toMatchObject({
    given: 'open',
    asked: 1,
  });
});

test('with a new thread comes a new tenant', async () => {
  const thread = new StoreThread<WriterJobs>({ path: path.join(folder, 'other.db'), role: 'writer' });
  const place = { module: counting, given: 1 };
  expect(await thread.ask(place, 'any')).toMatchObject({ asked: 1 });
  await thread.kill();
  expect(await thread.ask(place, 'any')).toMatchObject({ asked: 1 });
  await thread.close();
});
