/** When keys were last used is written soon, at most once a minute a key, and what waits is written at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDirectory } from '../../src/adapters/directory/directory';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { createKeyUses, type KeyUses } from '../../src/key-uses';
import type { ManagedDirectory } from '../../src/ports/directory';
import type { Store } from '../../src/ports/store';
import { silentObserver } from '../../src/silent-observer';
import { eventually } from '../harness';

let dataDir: string;
let store: Store;
let directory: ManagedDirectory;
let uses: KeyUses;
let now = 1_795_341_600_000;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'carom-key-uses-'));
  store = await openSqliteStore({ path: join(dataDir, 'carom.sqlite') });
  for (const name of ['a', 'b'])
    await store.putRecord(
      { kind: 'key', id: `key_${name}`, createdAt: now, document: { role: 'admin', hash: `h${name}` } },
      0,
    );
  const inner = await openDirectory(store, { pollMs: 400, onError: () => undefined });
  uses = createKeyUses({ store, clock: { now: () => now }, observer: silentObserver });
  directory = uses.watch(inner);
});
afterEach(async () => {
  directory.close();
  await uses.close();
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const usedAt = async (id: string): Promise<number | undefined> => (await store.readRecord('key', id))?.usedAt;
const written = (id: string): Promise<number | undefined> =>
  eventually(
    () => usedAt(id),
    (at) => at !== undefined,
    60_000,
  );

test('a look-up is written soon; within a minute not again, whoever else is; at the end what waits is', async () => {
  const first = now;
  expect(directory.keyByHash('ha')).toMatchObject({ id: 'key_a' });
  expect(await written('key_a')).toBe(first);
  now += 5_000;
  directory.keyByHash('ha');
  directory.keyByHash('hb');
  // Both waited for the same write, and only one was due.
  expect(await written('key_b')).toBe(now);
  expect(await usedAt('key_a')).toBe(first);
  await uses.close();
  expect(await usedAt('key_a')).toBe(now);
});

test('what is no key is not noted', async () => {
  expect(directory.keyByHash('hx')).toBeUndefined();
  await uses.close();
  expect(await usedAt('key_a')).toBeUndefined();
});

test('where the store does not take it, looking a key up goes on, and the log says it', async () => {
  const said: unknown[] = [];
  const closed = createKeyUses({
    store,
    clock: { now: () => now },
    observer: { log: (...words) => void said.push(words) },
  });
  const watched = closed.watch(directory);
  await store.close();
  expect(watched.keyByHash('ha')).toMatchObject({ id: 'key_a' });
  await closed.close();
  expect(said).toHaveLength(1);
});
