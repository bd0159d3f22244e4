/**
 * What people look at: records, lists, traces, counts. Enters: ids and filters. Leaves: the model's nouns. It never writes: the
 * connection under it cannot.
 */
import type { Environment } from '../../model/activity';
import type { OptOut } from '../../model/opt-out';
import type { Touch } from '../../model/touch';
import type { Page, Store, StoredActivity } from '../../ports/store';
import type { Value } from './connection';
import { readCursor, writeCursor } from './cursor';
import { destinationsSql } from './due';
import type { ReaderJobs } from './jobs';
import { activityQuestion, deliveryQuestion, recordColumns, recordQuestion, type Question } from './listing';
import {
  activityColumns,
  deliveryColumns,
  fromActivityRow,
  fromDeliveryRow,
  fromRecordRow,
  type ActivityColumns,
  type DeliveryColumns,
  type RecordColumns,
} from './rows';
import { optOutColumns, type OptOutColumns } from './opt-out-jobs';
import type { Caller } from './store-thread';
import { partitionsSql } from './sweep-jobs';
import { newerFirst } from './touch-finder';

type Reader = Caller<ReaderJobs>;

async function ask<Row>(reader: Reader, { sql, values }: Question): Promise<Row[]> {
  return (await reader.call('all', sql, values)) as Row[];
}

async function askOne<Row>(reader: Reader, sql: string, ...values: Value[]): Promise<Row | undefined> {
  return (await ask<Row>(reader, { sql, values }))[0];
}

/** The question asked for one row more than the page holds: whether there is a next page is known without counting. */
function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  read: (row: Row) => T,
  cursorOf: (last: Row) => string,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(read), next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

type ActivityMethods = 'readActivity' | 'listActivities' | 'listDerived';

function activityMethods(reader: Reader): Pick<Store, ActivityMethods> {
  const from = `SELECT ${activityColumns} FROM activities a WHERE a.app = ?`;
  return {
    async readActivity(app, id): Promise<StoredActivity | null> {
      const row = await askOne<ActivityColumns>(reader, `${from} AND a.id = ?`, app, id);
      return row === undefined ? null : fromActivityRow(row);
    },
    async listActivities(filter) {
      const rows = await ask<ActivityColumns>(reader, activityQuestion(filter));
      return toPage(rows, filter.limit, fromActivityRow, ([seq]) => writeCursor('activities', [seq]));
    },
    async listDerived(app, causedBy) {
      const sql = `${from} AND a.caused_by = ? ORDER BY a.seq`;
      return (await ask<ActivityColumns>(reader, { sql, values: [app, causedBy] })).map(fromActivityRow);
    },
  };
}

interface Named {
  readonly time: number;
  readonly id: string;
}

/** Newest first of one key; a key with a million touches is walked no further than the page. */
const touchesOfKeySql = `SELECT time, id FROM touch_keys WHERE app = ? AND key = ? ORDER BY time DESC, id DESC LIMIT ?`;
const touchesByIdSql = 'SELECT t.body FROM json_each(?) j CROSS JOIN touches t ON t.id = j.value';

function touchMethods(reader: Reader): Pick<Store, 'readTouch' | 'listTouches'> {
  return {
    async readTouch(id) {
      const row = await askOne<[string]>(reader, 'SELECT body FROM touches WHERE id = ?', id);
      return row === undefined ? null : (JSON.parse(row[0]) as Touch);
    },
    async listTouches(app, keys, limit) {
      const ofKeys = await Promise.all(
        keys.map((key) => ask<[number, string]>(reader, { sql: touchesOfKeySql, values: [app, key, limit] })),
      );
      const named = new Map<string, Named>(ofKeys.flat().map(([time, id]) => [id, { time, id }]));
      const newest = [...named.values()].sort(newerFirst).slice(0, limit);
      const values = [JSON.stringify(newest.map(({ id }) => id))];
      const rows = await ask<[string]>(reader, { sql: touchesByIdSql, values });
      return rows.map(([body]) => JSON.parse(body) as Touch);
    },
  };
}

function deliveryMethods(reader: Reader): Pick<Store, 'readDelivery' | 'listDeliveries'> {
  return {
    async readDelivery(id) {
      const sql = `SELECT ${deliveryColumns} FROM deliveries d WHERE d.id = ?`;
      const row = await askOne<DeliveryColumns>(reader, sql, id);
      return row === undefined ? null : fromDeliveryRow(row);
    },
    async listDeliveries(filter) {
      const rows = await ask<DeliveryColumns>(reader, deliveryQuestion(filter));
      return toPage(rows, filter.limit, fromDeliveryRow, (last) =>
        writeCursor('deliveries', [last[8], last[17]]),
      );
    },
  };
}

function recordMethods(reader: Reader): Pick<Store, 'readRecord' | 'listRecords' | 'recordsVersion'> {
  return {
    async readRecord(kind, id) {
      const sql = `SELECT ${recordColumns} FROM records r WHERE r.kind = ? AND r.id = ?`;
      const row = await askOne<RecordColumns>(reader, sql, kind, id);
      return row === undefined ? null : fromRecordRow(row);
    },
    async listRecords(kind, filter) {
      const rows = await ask<RecordColumns>(reader, recordQuestion(kind, filter));
      return toPage(rows, filter.limit, fromRecordRow, ([, id, , , createdAt]) =>
        writeCursor('records', [createdAt, id]),
      );
    },
    async recordsVersion() {
      const row = await askOne<[number]>(reader, `SELECT value FROM counters WHERE name = 'records'`);
      return row?.[0] ?? 0;
    },
  };
}

function fromOptOutRow(row: OptOutColumns): OptOut {
  const [, id, app, environment, createdAt, reason, forgotten, hashes] = row;
  return {
    id,
    app,
    environment: environment as Environment,
    createdAt,
    ...(reason === null ? {} : { reason }),
    hashes: JSON.parse(hashes) as string[],
    forgotten,
  };
}

function optOutMethods(reader: Reader): Pick<Store, 'listOptOuts'> {
  return {
    async listOptOuts(app, { limit, cursor }) {
      const before = cursor === undefined ? [] : readCursor('opt_outs', ['number'], cursor);
      const sql = `SELECT ${optOutColumns} FROM opt_outs o WHERE o.app = ?${before.length === 0 ? '' : ' AND o.seq < ?'}
        ORDER BY o.seq DESC LIMIT ?`;
      const rows = await ask<OptOutColumns>(reader, { sql, values: [app, ...before, limit + 1] });
      return toPage(rows, limit, fromOptOutRow, ([seq]) => writeCursor('opt_outs', [seq]));
    },
  };
}
/** More for one destination are not counted one by one: a million due would cost a twentieth of a second each time somebody asks. */
const dueCountedMax = 100_000;

/** Only the narrow tables are counted; the oldest is found by one step down the index a partition. */
export const countsSql = `SELECT
  (SELECT COUNT(*) FROM waiting),
  (SELECT MIN((SELECT COALESCE(a.moved_at, a.received_at) FROM waiting w CROSS JOIN activities a ON a.seq = w.seq
               WHERE w.partition = p.n ORDER BY w.seq LIMIT 1)) FROM (${partitionsSql}) p),
  (SELECT COUNT(*) FROM open_deliveries),
  (SELECT TOTAL((SELECT COUNT(*) FROM (SELECT 1 FROM open_deliveries o WHERE o.destination = d.n AND o.due_at <= ?
     LIMIT ${dueCountedMax}))) FROM (${destinationsSql}) d),
  (SELECT COUNT(*) FROM activities WHERE state = 2)`;

function countMethods(reader: Reader): Pick<Store, 'counts'> {
  return {
    async counts(now) {
      const row = await askOne<[number, number | null, number, number, number]>(reader, countsSql, now);
      const [unprocessed, oldestUnprocessedAt, openDeliveries, dueDeliveries, quarantined] = row ?? [
        0,
        null,
        0,
        0,
        0,
      ];
      return { unprocessed, oldestUnprocessedAt, openDeliveries, dueDeliveries, quarantined };
    },
  };
}

export function readMethods(
  reader: Reader,
): Pick<
  Store,
  | ActivityMethods
  | 'readTouch'
  | 'listTouches'
  | 'readDelivery'
  | 'listDeliveries'
  | 'readRecord'
  | 'listRecords'
  | 'recordsVersion'
  | 'counts'
  | 'listOptOuts'
> {
  return {
    ...activityMethods(reader),
    ...touchMethods(reader),
    ...deliveryMethods(reader),
    ...recordMethods(reader),
    ...countMethods(reader),
    ...optOutMethods(reader),
  };
}
