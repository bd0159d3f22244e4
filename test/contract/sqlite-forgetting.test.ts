/** What is left of a forgotten device in SQLite's own files: nothing, its log included, while the store stays open. */
import { hash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { optedOutSql } from '../../src/adapters/sqlite/opt-out-jobs';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import type { Store } from '../../src/ports/store';
import { activity, attempt, delivery, device, processed, t0, touch } from './samples';

const secret = 'cdda802e-fb9c-47ad-0794d394c912';
let folder = '';
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carom-sqlite-'));
  store = await openSqliteStore({ path: path.join(folder, 'carom.db') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Names of the files that hold the identifier. */
async function holders(): Promise<string[]> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'latin1')));
  return names.filter((_, at) => texts[at]?.includes(secret) === true);
}

/** Until the checkpoint that runs beside the writer does not stand in the way. */
async function forgetTraces(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await store.forgetTraces('all');
    if ((await holders()).length === 0) return;
  }
}

async function optOut(): Promise<void> {
  const named = { key: `gps_adid:${secret}`, hash: 'h' };
  const asked = { app: 'app1', environment: 'production', createdAt: t0, keys: [named] } as const;
  expect(await store.optOut({ ...asked, id: 'opt', touchKeys: [named] })).toMatchObject({ outcome: 'done' });
  while ((await store.forgetPiece()) > 0);
  await forgetTraces();
}

/** Rows of every size, rewritten a few times: what fits a page, what fills chains of them, what moved and left a copy behind. */
async function fill(count: number): Promise<void> {
  const keys = { device: [`gps_adid:${secret}`], touch: [], address: [] };
  for (let n = 0; n < count; n += 1) {
    const padding = 'x'.repeat((n * 997) % 9_000);
    await store.appendTouches([
      touch(`t${n}`, { keys: keys.device, device: { gps_adid: secret }, params: { padding } }),
    ]);
    // Others' rows around it, in no order: pages that split and fill leave copies of what moved.
    const others = Array.from({ length: 8 }, (_, k) => `gps_adid:${hash('md5', `${n} ${k}`)}`);
    await store.appendTouches(others.map((key) => touch(`t${key}`, { keys: [key], params: {} })));
    await store.appendActivities(
      others.map((key) => activity(`a${key}`, { keys: { device: [key] } })),
      t0,
    );
    const body = { device: { gps_adid: secret }, params: { padding } };
    await store.appendActivities([activity(`a${n}`, { keys, body })], t0);
    const url = `https://net.test/${secret}/${padding}`;
    const request = { method: 'POST', url, headers: {}, body: `${padding} ${secret}` } as const;
    const sent = [`d${n}`, `e${n}`].map((id) => delivery(id, { activity: `a${n}`, request }));
    await store.commitProcessed(
      [processed(`a${n}`, { device: device('d', { keys: keys.device, version: n }), deliveries: sent })],
      'ticket1',
      t0,
    );
    const response = `${padding} ${secret}`;
    for (const status of [503, 200])
      await store.recordOutcomes([
        {
          id: `d${n}`,
          outcome:
            status === 200
              ? { kind: 'delivered', attempt: attempt(t0, { response }) }
              : { kind: 'retry', attempt: attempt(t0, { status, response }), afterMs: 1 },
          nextAttemptAt: status === 200 ? null : t0,
        },
      ]);
  }
}

test('what was stored, however large and however often rewritten', async () => {
  await fill(60);
  expect(await holders()).not.toEqual([]);
  await optOut();
  expect(await holders()).toEqual([]);
});

test('what came later, once its verdict dropped it and the log was cut', async () => {
  await optOut();
  const { version } = await store.findOptOuts([]);
  const keys = { device: [`gps_adid:${secret}`] };
  await store.appendActivities([activity('late', { keys, body: { device: { gps_adid: secret } } })], t0);
  expect(await holders()).not.toEqual([]);
  const dropped = processed('late', { forgotten: true, optOuts: version });
  expect(await store.commitProcessed([dropped], 'ticket1', t0)).toEqual(['done']);
  await forgetTraces();
  expect(await holders()).toEqual([]);
});

test('the look-up of an opt-out is one step down its index', () => {
  const db = new Database(path.join(folder, 'carom.db'), { readonly: true });
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${optedOutSql}`).all('a', 'h') as { detail: string }[];
  db.close();
  expect(steps.map(({ detail }) => detail)).toEqual([
    'SEARCH opt_out_keys USING PRIMARY KEY (app=? AND hash=?)',
  ]);
});
