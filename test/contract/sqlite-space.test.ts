/** The file's size: what retention frees is used again, or goes back to the disk a little at a time, while others write. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import type { Store } from '../../src/ports/store';
import { activity, attempt, delivery, processed, t0, touch } from './samples';

let folder = '';
let store: Store;
const file = (): string => path.join(folder, 'carom.db');

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carom-space-'));
  store = await openSqliteStore({ path: file() });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Pages of the file and rows that are left of what is forgotten. */
function look(): { pages: number; rows: number } {
  const db = new Database(file(), { readonly: true });
  const tables = ['touches', 'touch_keys', 'activities', 'activity_keys', 'deliveries', 'bodies'];
  const rows = tables.map((table) => db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get() as number);
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.close();
  return { pages, rows: rows.reduce((sum, count) => sum + count, 0) };
}

async function fill(prefix: string): Promise<void> {
  const filler = 'x'.repeat(2_000);
  const ids = Array.from({ length: 1_000 }, (_, n) => `${prefix}${n}`);
  await store.appendTouches(ids.map((id) => touch(id, { keys: [`gps_adid:${id}`], params: { filler } })));
  await store.appendActivities(
    ids.map((id) => activity(id, { keys: { device: [`gps_adid:${id}`] }, body: { params: { filler } } })),
    t0,
  );
  const request = { method: 'POST', url: 'https://x.test/', headers: {}, body: filler } as const;
  await store.commitProcessed(
    ids.map((id) => processed(id, { deliveries: [delivery(`d${id}`, { activity: id, request })] })),
    'ticket1',
    t0,
  );
  const outcome = { kind: 'delivered', attempt: attempt(t0) } as const;
  await store.recordOutcomes(ids.map((id) => ({ id: `d${id}`, outcome, nextAttemptAt: null })));
}

async function forgetAll(): Promise<void> {
  for (const forget of [
    () => store.forgetTouches(t0 + 1),
    () => store.forgetActivities(t0 + 1),
    () => store.forgetDeliveries(t0 + 1),
  ])
    while ((await forget()) > 0);
}

test('nothing is left of what was forgotten, and the file is an eighth of what it was or less', async () => {
  const empty = look().pages;
  await fill('a');
  const full = look();
  expect(full.rows).toBe(6_000);
  await forgetAll();
  expect(look().rows).toBe(0);
  while ((await store.giveBackSpace()) > 0);
  expect(look().pages).toBeLessThan(empty + 256 + full.pages / 8);
});

test('what is filled and forgotten again and again needs no more room than once', async () => {
  await fill('a');
  const once = look().pages;
  for (const prefix of ['b', 'c', 'd']) {
    await forgetAll();
    await fill(prefix);
  }
  // Pages that are half full are filled by other rows than before.
  expect(look().pages).toBeLessThan(once * 1.25);
});
