/** What is SQLite's own: plans, layouts, racing openers, a full disk, a killed process, a dead thread. */
import Database from 'better-sqlite3';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { destinationsSql, dueSql, freeAgainSql, neverFedSql } from '../../src/adapters/sqlite/due';
import { apartSql } from '../../src/adapters/sqlite/feed-jobs';
import { oldAddressKeysSql, oldSourceHoursSql } from '../../src/adapters/sqlite/forget-jobs';
import {
  bodyAfterSql,
  bodyBeforeSql,
  devicesSql,
  oldActivitiesSql,
  oldDeliveriesSql,
  oldestTouchesSql,
} from '../../src/adapters/sqlite/expire-rows';
import type { WriterJobs } from '../../src/adapters/sqlite/jobs';
import {
  activityQuestion,
  deliveryQuestion,
  recordQuestion,
  replayQuestion,
} from '../../src/adapters/sqlite/listing';
import { layoutNewest } from '../../src/adapters/sqlite/migrations';
import { countsSql } from '../../src/adapters/sqlite/reading';
import { toActivityRow } from '../../src/adapters/sqlite/rows';
import { oldAnswersSql } from '../../src/adapters/sqlite/answer-jobs';
import { oldCostsSql } from '../../src/adapters/sqlite/cost-jobs';
import { costsSql } from '../../src/adapters/sqlite/cost-lines';
import { sourceRateSql } from '../../src/adapters/sqlite/source-rates';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { StoreThread } from '../../src/adapters/sqlite/store-thread';
import { firstSinceSql } from '../../src/adapters/sqlite/survey-sql';
import { knownKeysSql, touchByIdSql, touchesByKeySql } from '../../src/adapters/sqlite/touch-finder';
import type { Store } from '../../src/ports/store';
import { activitiesFromSql, touchesFromSql } from '../../src/adapters/sqlite/truncate-jobs';
import { activity, delivery, plan, t0, touch } from './samples';

const unavailable = expect.objectContaining({ name: 'Fault', kind: 'store_unavailable' }) as unknown;

let folder = '';
let file = '';
const opened: Store[] = [];
const children: ChildProcess[] = [];

async function open(maxPages?: number): Promise<Store> {
  const store = await openSqliteStore({ path: file, ...(maxPages === undefined ? {} : { maxPages }) });
  opened.push(store);
  return store;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carom-sqlite-'));
  file = path.join(folder, 'deep', 'carom.db');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const store of opened.splice(0)) await store.close();
  await rm(folder, { recursive: true });
});

describe('plans', () => {
  const since = t0;
  const page = { limit: 50 };
  const activityCursor = Buffer.from('["activities",9]').toString('base64url');
  const deliveryCursor = Buffer.from('["deliveries",9,9]').toString('base64url');
  const questions: readonly { name: string; sql: string; index: string }[] = [
    { name: 'touches of a key', sql: touchesByKeySql, index: 'touch_keys' },
    {
      name: 'which keys name any touch',
      sql: knownKeysSql,
      index: 'SEARCH k EXISTS USING PRIMARY KEY (app=? AND key=?)',
    },
    { name: 'a touch by id', sql: touchByIdSql, index: 'sqlite_autoindex_touches_1' },
    { name: 'old address keys', sql: oldAddressKeysSql, index: 'COVERING INDEX touch_keys_address' },
    { name: 'old hours of sources', sql: oldSourceHoursSql, index: 'COVERING INDEX source_hours_hour' },
    { name: 'the rate of a source', sql: sourceRateSql, index: 'SEARCH source_hours USING PRIMARY KEY' },
    {
      name: 'costs of a time',
      sql: costsSql({ since: 'd', until: 'd' }),
      index: 'SEARCH c USING INDEX costs_place (app=? AND day>? AND day<?)',
    },
    {
      name: 'which cost stands',
      sql: costsSql({}),
      index:
        'SEARCH p USING COVERING INDEX costs_place (app=? AND day=? AND partner=? AND link=? AND campaign=? AND adgroup=? AND creative=?',
    },
    { name: 'old answers', sql: oldAnswersSql, index: 'INDEX answers_at (at<?)' },
    { name: 'old costs', sql: oldCostsSql, index: 'INDEX costs_day (day<?)' },
    { name: 'due deliveries', sql: dueSql, index: 'COVERING INDEX open_deliveries_due' },
    {
      name: 'deliveries that were never fed',
      sql: neverFedSql,
      index: 'COVERING INDEX open_deliveries_free (destination=? AND held=? AND queued_until=? AND due_at>',
    },
    {
      name: 'deliveries that are free again',
      sql: freeAgainSql,
      index: 'COVERING INDEX open_deliveries_free (destination=? AND held=? AND queued_until>',
    },
    { name: 'deliveries to be sent alone', sql: apartSql, index: 'INDEX open_deliveries_lost' },
    { name: 'old activities', sql: oldActivitiesSql, index: 'INDEX activities_received (received_at>' },
    { name: 'old deliveries', sql: oldDeliveriesSql, index: 'INDEX deliveries_created (created_at>' },
    { name: 'the oldest touches', sql: oldestTouchesSql, index: 'SCAN touches' },
    { name: 'devices in turn', sql: devicesSql, index: 'SEARCH devices USING INTEGER PRIMARY KEY' },
    { name: 'touches in turn', sql: touchesFromSql, index: 'SEARCH touches USING INTEGER PRIMARY KEY' },
    {
      name: 'activities in turn',
      sql: activitiesFromSql,
      index: 'SEARCH activities USING INTEGER PRIMARY KEY',
    },
    {
      name: 'who else sends a body',
      sql: bodyBeforeSql,
      index: 'SEARCH deliveries USING INTEGER PRIMARY KEY',
    },
    {
      name: 'who else sends it, after',
      sql: bodyAfterSql,
      index: 'SEARCH deliveries USING INTEGER PRIMARY KEY',
    },
    {
      name: 'what a replay opens',
      sql: replayQuestion({ ...page, app: 'a', partner: 'p', status: 'failed', since }).sql,
      index: 'deliveries_partner',
    },
    {
      name: 'quarantined activities of an app',
      sql: activityQuestion({ ...page, app: 'a', state: 'quarantined', since, cursor: activityCursor }).sql,
      index: 'activities_quarantined',
    },
    { name: 'activities', sql: activityQuestion(page).sql, index: 'SCAN a' },
    {
      name: 'activities of an app',
      sql: activityQuestion({ ...page, app: 'a' }).sql,
      index: 'activities_app',
    },
    {
      name: 'activities of an app and a rare kind',
      sql: activityQuestion({ ...page, app: 'a', kind: 'install', cursor: activityCursor }).sql,
      index: 'activities_kind',
    },
    {
      name: 'activities of an app and a common kind',
      sql: activityQuestion({ ...page, app: 'a', kind: 'session', cursor: activityCursor }).sql,
      index: 'activities_app',
    },
    {
      name: 'activities credited to a partner',
      sql: activityQuestion({ ...page, app: 'a', partner: 'p', kind: 'install', since }).sql,
      index: 'activities_partner',
    },
    {
      name: 'activities of a device',
      sql: activityQuestion({
        ...page,
        app: 'a',
        deviceKey: 'k',
        partner: 'p',
        since,
        cursor: activityCursor,
      }).sql,
      index: 'SEARCH k USING PRIMARY KEY',
    },
    { name: 'deliveries since', sql: deliveryQuestion({ ...page, since }).sql, index: 'deliveries_created' },
    {
      name: 'deliveries of an app',
      sql: deliveryQuestion({ ...page, app: 'a', since, cursor: deliveryCursor }).sql,
      index: 'deliveries_app',
    },
    {
      name: 'deliveries to a partner',
      sql: deliveryQuestion({ ...page, app: 'a', partner: 'p', status: 'failed' }).sql,
      index: 'deliveries_partner',
    },
    {
      name: 'deliveries to a callback',
      sql: deliveryQuestion({ ...page, callback: 'c' }).sql,
      index: 'deliveries_callback',
    },
    {
      name: 'deliveries of an activity',
      sql: deliveryQuestion({ ...page, app: 'a', partner: 'p', activity: 'x' }).sql,
      index: 'deliveries_activity',
    },
    {
      name: 'failed deliveries of an app',
      sql: deliveryQuestion({ ...page, app: 'a', status: 'failed' }).sql,
      index: 'deliveries_unsent',
    },
    { name: 'records', sql: recordQuestion('link', page).sql, index: 'records_created' },
    {
      name: 'records of an app',
      sql: recordQuestion('link', { ...page, app: 'a' }).sql,
      index: 'records_app',
    },
  ];

  const explain = (sql: string): string[] => {
    const db = new Database(file, { readonly: true });
    const values = Array.from({ length: sql.split('?').length - 1 }, () => 1);
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    db.close();
    return rows.map(({ detail }) => detail);
  };

  test.each(questions)('$name: led by $index, nothing sorted', async ({ sql, index, name }) => {
    await open();
    const steps = explain(sql);
    expect(steps.join('\n')).toContain(index);
    expect(steps.join('\n')).not.toContain('TEMP B-TREE');
    // The partial index holds nothing but what is asked for. Without a filter, a page is a walk from one end of the rows, which SQLite calls a scan and ends at the limit.
    if (!['activities', 'the oldest touches', 'deliveries to be sent alone'].includes(name))
      expect(steps.filter((step) => /^SCAN (?!CONSTANT|j VIRTUAL)/.test(step))).toEqual([]);
  });

  test('each destination with something open is found by one step down the index', async () => {
    await open();
    const steps = explain(destinationsSql);
    expect(steps).toContain(
      'SEARCH open_deliveries USING COVERING INDEX open_deliveries_due (destination>?)',
    );
    expect(steps.filter((step) => /SCAN open_deliveries/.test(step))).toEqual([]);
  });

  test('a window’s first commit is looked for in a piece of the window, by when it came', async () => {
    await open();
    expect(explain(firstSinceSql)).toEqual([
      expect.stringContaining('CO-ROUTINE'),
      'SEARCH activities USING COVERING INDEX activities_received (received_at>?)',
      expect.stringContaining('SEARCH'),
    ]);
    expect(activityQuestion({ app: 'app1', since, limit: 5 }).sql).toContain(firstSinceSql);
  });

  test('counts read no large table but for one row a partition', async () => {
    await open();
    const steps = explain(countsSql);
    expect(steps.filter((step) => /SCAN (a|activities|deliveries)\b(?! USING)/.test(step))).toEqual([]);
    expect(steps.join('\n')).toContain('activities_quarantined');
    expect(steps).toContain('SEARCH a USING INTEGER PRIMARY KEY (rowid=?)');
  });
});

describe('layouts', () => {
  test('a file of a newer layout is refused and not touched', async () => {
    await (await open()).close();
    const db = new Database(file);
    expect(db.pragma('user_version', { simple: true })).toBe(layoutNewest);
    db.pragma(`user_version = ${layoutNewest + 1}`);
    db.close();
    await expect(open()).rejects.toEqual(unavailable);
    await expect(open()).rejects.toThrow(/newer version/);
    const again = new Database(file);
    expect(again.pragma('user_version', { simple: true })).toBe(layoutNewest + 1);
    again.close();
  });

  test('what is no database is refused', async () => {
    file = process.execPath;
    await expect(open()).rejects.toEqual(unavailable);
  });

  test('a folder that cannot be made is refused', async () => {
    file = path.join(process.execPath, 'carom.db');
    await expect(open()).rejects.toEqual(unavailable);
  });
});

describe('several openers of one file', () => {
  test('they race to open it new, and all can write and see each other’s rows', async () => {
    const stores = await Promise.all([open(), open(), open(), open()]);
    const batches = stores.flatMap((store, s) =>
      Array.from({ length: 25 }, (_, n) => store.appendActivities([activity(`s${s}-${n}`)], t0)),
    );
    expect((await Promise.all(batches)).flat().every(({ outcome }) => outcome === 'new')).toBe(true);
    for (const store of stores)
      expect((await store.listActivities({ limit: 1_000 })).items).toHaveLength(100);
  });

  test('of sweepers that race, one gets each partition and each delivery', async () => {
    const [one, two] = [await open(), await open()];
    const ids = Array.from({ length: 50 }, (_, n) => `d${n}`);
    await plan(
      one,
      ids.map((id) => delivery(id)),
      { queuedUntil: t0 },
    );
    await one.appendActivities(
      [0, 1, 2, 3].map((partition) => activity(`a-${partition}`, { partition })),
      t0,
    );
    const feed = (store: Store, ticket: string) => store.feedDeliveries(t0, ticket, t0 + 9, 20, t0);
    const fed = await Promise.all([feed(one, 'x'), feed(two, 'y'), feed(one, 'z'), feed(two, 'w')]);
    expect(
      fed
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
    const woken = await Promise.all([one, two].map((store) => store.feedActivities(t0, t0 + 9)));
    expect(woken.flat().sort()).toEqual([0, 1, 2, 3]);
  });

  test('records_version is seen by the others', async () => {
    const [one, two] = [await open(), await open()];
    const before = await two.recordsVersion();
    await one.putRecord({ kind: 'app', id: 'x', createdAt: t0, document: {} }, 0);
    expect(await two.recordsVersion()).toBe(before + 1);
  });

  test('whoever holds the write lock delays a writer and fails no one', async () => {
    const store = await open();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const appending = store.appendActivities([activity('a1')], t0);
    // Readers do not wait for it.
    expect(await store.readActivity('app1', 'a1')).toBeNull();
    other.exec('COMMIT');
    other.close();
    expect(await appending).toEqual([{ outcome: 'new' }]);
  });
});

describe('a disk that is full', () => {
  const filler = (n: number) => touch(`t${n}`, { params: { filler: 'x'.repeat(40_000) } });

  test('is a fault; what was there stays, and writing goes on where there is room', async () => {
    const store = await open(120);
    await store.putRecord({ kind: 'meta', id: 'big', createdAt: t0, document: 'x'.repeat(100_000) }, 0);
    let kept = 0;
    const fill = async (): Promise<never> => {
      for (;;) {
        await store.appendTouches([filler(kept)]);
        kept += 1;
      }
    };
    await expect(fill()).rejects.toEqual(unavailable);
    expect(kept).toBeGreaterThan(0);
    const large = Array.from({ length: 10 }, (_, n) =>
      activity(`a${n}`, { body: { params: { x: 'x'.repeat(20_000) } } }),
    );
    await expect(store.appendActivities(large, t0)).rejects.toEqual(unavailable);
    expect(await store.takeUnprocessed(0, 100)).toEqual([]);
    expect(await store.readTouch(`t${kept - 1}`)).not.toBeNull();
    expect(await store.readTouch(`t${kept}`)).toBeNull();

    expect(await store.deleteRecord('meta', 'big')).toBe(true);
    expect(await store.appendActivities([activity('small')], t0)).toEqual([{ outcome: 'new' }]);
    await store.appendTouches([filler(kept)]);
    expect(await store.readTouch(`t${kept}`)).not.toBeNull();
  });
});

describe('what dies', () => {
  test('a process that is killed loses nothing that it acknowledged', async () => {
    const child = spawn(process.execPath, [path.join(__dirname, 'append-forever.js'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const acknowledged: string[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      acknowledged.push(...line.split(' '));
      if (acknowledged.length >= 500) child.kill('SIGKILL');
    });
    await Promise.all([once(child, 'exit'), once(lines, 'close')]);
    expect(child.signalCode).toBe('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(500);

    const store = await open();
    const stored = (await store.takeUnprocessed(0, 1_000_000)).map((taken) => taken.activity.id);
    expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
    // Of what was in flight, a batch is there whole or not at all.
    expect(stored.length % 5).toBe(0);
    expect(await store.appendActivities([activity('after')], t0)).toEqual([{ outcome: 'new' }]);
  });

  test('a thread that dies fails what is in hand, and the next call starts another', async () => {
    await open();
    const thread = new StoreThread<WriterJobs>({ path: file, role: 'writer' });
    await thread.call('ping');
    const rows = Array.from({ length: 20_000 }, (_, n) => toActivityRow(activity(`a${n}`)));
    const inHand = [thread.call('appendActivities', rows, t0), thread.call('ping')];
    const failed = Promise.allSettled(inHand);
    await thread.kill();
    for (const result of await failed) expect(result).toEqual({ status: 'rejected', reason: unavailable });
    expect(await thread.call('takeUnprocessed', 0, 10)).toEqual([]);
    expect(await thread.call('appendActivities', rows.slice(0, 1), t0)).toEqual([null]);
    await thread.close();
  });

  test('a mistake in a call is a fault of ours, and the next call works', async () => {
    const store = await open();
    const broken = activity('a1', { receivedAt: Number.NaN });
    const internal = expect.objectContaining({ name: 'Fault', kind: 'internal' }) as unknown;
    await expect(store.appendActivities([activity('a0'), broken], t0)).rejects.toEqual(internal);
    expect(await store.takeUnprocessed(0, 10)).toEqual([]);
    expect(await store.appendActivities([activity('a0')], t0)).toEqual([{ outcome: 'new' }]);
  });
});
