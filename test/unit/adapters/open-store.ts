/** A real embedded store in a folder of its own. Enters: nothing. Leaves: the store, and what closes and removes it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/adapters/sqlite/sqlite-store';
import type { RecordKind, Store } from '../../../src/ports/store';

export interface OpenStore {
  readonly store: Store;
  remove(): Promise<void>;
}

export async function openStore(): Promise<OpenStore> {
  const dir = await mkdtemp(join(tmpdir(), 'carom-unit-'));
  const store = await openSqliteStore({ path: join(dir, 'carom.sqlite') });
  return {
    store,
    async remove() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function put(
  store: Store,
  kind: RecordKind,
  id: string,
  document: unknown,
  app?: string,
): Promise<void> {
  const before = await store.readRecord(kind, id);
  const record = { kind, id, createdAt: 1_000, document, ...(app === undefined ? {} : { app }) };
  if (!(await store.putRecord(record, before?.version ?? 0))) throw new Error(`${kind} ${id} was not stored`);
}
