/**
 * Writing what comes in. Enters: rows made on the main thread. Leaves: which were new. It never changes a row that is there.
 */
import type { TouchCount } from '../../ports/store';
import type { Connection, Value } from './connection';
import { costCounter, type CostRow } from './cost-jobs';
import { deliveryWriter } from './delivery-writer';
import { optOutsVersionSql } from './opt-out-jobs';
import type { ActivityRow, PlannedRow, TouchRow, VerdictRow } from './rows';
import { clickCounter, type SourceHour } from './source-rates';

/** Null: new. Else the id of the first one, and by what it was known. */
export type AppendedRow = readonly [id: string, scope: 'id' | 'transaction'] | null;

export const stateAccepted = 0;
export const stateProcessed = 1;
export const stateQuarantined = 2;
export const stateParked = 3;

const insertActivitySql = `INSERT INTO activities
  (app, id, kind, event, transaction_id, received_at, partition, revision, caused_by, body, state, planned, device, partner, attribution,
  rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** Returns the activity's place in the commit order, or null where it is stored already. */
export function activityWriter(connection: Connection) {
  const insert = connection.statement(insertActivitySql);
  const insertKey = connection.statement(
    'INSERT OR IGNORE INTO activity_keys (app, key, seq) VALUES (?, ?, ?)',
  );
  return (
    row: ActivityRow,
    state: number,
    device: string | null,
    verdict: VerdictRow | null,
  ): number | null => {
    const judged: Value[] =
      verdict === null
        ? [state, null, null, null, null, '[]']
        : [state, 0, device, verdict.partner, verdict.attribution, verdict.rejected];
    const { changes, lastInsertRowid } = insert.run(...row.values, ...judged);
    if (changes === 0) return null;
    const seq = Number(lastInsertRowid);
    for (const key of row.keys) insertKey.run(row.app, key, seq);
    return seq;
  };
}

function appendActivitiesJob(connection: Connection) {
  const write = activityWriter(connection);
  const wait = connection.statement('INSERT INTO waiting (partition, seq, queued_until) VALUES (?, ?, ?)');
  const byId = connection.statement('SELECT id FROM activities WHERE app = ? AND id = ?');
  const byTransaction = connection.statement(
    `SELECT id FROM activities WHERE app = ? AND event = ? AND transaction_id = ?
       AND event IS NOT NULL AND transaction_id IS NOT NULL AND caused_by IS NULL`,
  );
  const explain = (row: ActivityRow): AppendedRow => {
    if (byId.get(row.app, row.id) !== undefined) return [row.id, 'id'];
    const [first] = byTransaction.get(row.app, row.event, row.transaction) as [string];
    return [first, 'transaction'];
  };
  return (rows: readonly ActivityRow[], queuedUntil: number): AppendedRow[] =>
    connection.write('full', () =>
      rows.map((row) => {
        const seq = write(row, stateAccepted, null, null);
        if (seq === null) return explain(row);
        wait.run(row.partition, seq, queuedUntil);
        return null;
      }),
    );
}

function appendTouchesJob(connection: Connection) {
  const insert = connection.statement(
    'INSERT INTO touches (id, app, time, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const insertKey = connection.statement(
    'INSERT OR IGNORE INTO touch_keys (app, key, time, id) VALUES (?, ?, ?, ?)',
  );
  const countClicks = clickCounter(connection);
  const countCosts = costCounter(connection);
  const writeDeliveries = deliveryWriter(connection);
  const version = connection.statement(optOutsVersionSql);
  return (rows: readonly TouchRow[], planned: PlannedRow | null, optOuts: number | null): 'done' | 'stale' =>
    connection.write('full', () => {
      if (optOuts !== null && optOuts !== (version.get() as [number])[0]) return 'stale';
      const clicks: (readonly [string, SourceHour])[] = [];
      const costs: CostRow[] = [];
      for (const { id, app, time, body, keys, source, cost } of rows) {
        if (insert.run(id, app, time, body).changes === 0) continue;
        for (const key of keys) insertKey.run(app, key, time, id);
        if (source !== null) clicks.push([app, source]);
        if (cost !== null) costs.push(cost);
      }
      countClicks(clicks);
      countCosts(costs);
      if (planned !== null) writeDeliveries(planned.rows, planned.ticket, planned.queuedUntil);
      return 'done';
    });
}

function countTouchesJob(connection: Connection) {
  const raise = connection.statement(
    `UPDATE touches SET body = json_set(body, '$.count', ?) WHERE id = ? AND coalesce(body ->> '$.count', 1) < ?`,
  );
  return (counts: readonly TouchCount[]): void =>
    connection.write('full', () => {
      for (const { id, count } of counts) raise.run(count, id, count);
    });
}

export function acceptJobs(connection: Connection) {
  return {
    appendActivities: appendActivitiesJob(connection),
    appendTouches: appendTouchesJob(connection),
    countTouches: countTouchesJob(connection),
  };
}
