/**
 * What a person asks for: a test that was sent, deliveries to be opened again, one or a filter's, and activities that were set aside. Enters: rows, ids, a
 * question. Leaves: a row that is finished; rows that are open or in line again. It takes a bounded piece in one transaction, and never touches what a job has in hand when many are asked for at once.
 */
import { stateAccepted, stateQuarantined } from './accept-jobs';
import type { Connection, Value } from './connection';
import { deliveryWriter } from './delivery-writer';
import { destinationNumber, heldByJob, heldByNobody, heldByQueue } from './held';
import type { DeliveryRow } from './rows';

/** created_at and seq of the last one looked at; null: that was all. */
export type ReplayedRows = readonly [
  replayed: number,
  next: readonly [createdAt: number, seq: number] | null,
];

const reopenSet = `UPDATE deliveries SET status = 'pending', reason = NULL, tries = 0, next_attempt_at = ?`;

type Reopened = [seq: number, app: string, partner: string | null, callback: string | null];

function replayDeliveryJob(connection: Connection) {
  const reopen = connection.statement(
    `${reopenSet} WHERE id = ? AND status <> 'skipped' AND request IS NOT NULL AND test IS NULL RETURNING seq, app, partner, callback`,
  );
  const open = connection.statement(
    `INSERT OR REPLACE INTO open_deliveries (delivery, destination, due_at, queued_until, held, ticket)
     VALUES (?, ?, ?, 0, ${heldByNobody}, NULL)`,
  );
  return (id: string, now: number): boolean =>
    connection.write('full', () => {
      const row = reopen.get(now, id) as Reopened | undefined;
      if (row === undefined) return false;
      const [seq, ...to] = row;
      open.run(seq, destinationNumber(...to), now);
      return true;
    });
}

/** The question's rows are those of `replayQuestion`, one more than the piece; the n-th opened is due n times `spacingMs` after `from`. */
function replayDeliveriesJob(connection: Connection) {
  const reopen = connection.statement(`${reopenSet} WHERE seq = ?`);
  const open = connection.statement(
    `INSERT INTO open_deliveries (delivery, destination, due_at, delay_ms, queued_until, held, ticket) VALUES (?, ?, ?, ?, 0, ${heldByNobody}, NULL)
     ON CONFLICT (delivery) DO UPDATE SET due_at = excluded.due_at, delay_ms = excluded.delay_ms, queued_until = 0, held = ${heldByNobody}, ticket = NULL, lost = 0
       WHERE held NOT IN (${heldByQueue}, ${heldByJob})`,
  );
  return (
    sql: string,
    values: readonly Value[],
    limit: number,
    from: number,
    spacingMs: number,
    dryRun: boolean,
  ): ReplayedRows => {
    const piece = (): ReplayedRows => {
      const found = connection.statement(sql).all(...values) as [...Reopened, number][];
      const rows = found.slice(0, limit);
      let opened = 0;
      for (const [seq, app, partner, callback] of rows) {
        const delayMs = Math.round(opened * spacingMs);
        const dueAt = Math.round(from) + delayMs;
        const to = destinationNumber(app, partner, callback);
        if (!dryRun && open.run(seq, to, dueAt, delayMs).changes === 0) continue;
        if (!dryRun) reopen.run(dueAt, seq);
        opened += 1;
      }
      const last = rows.at(-1);
      return [opened, found.length > limit && last !== undefined ? [last[4], last[0]] : null];
    };
    return dryRun ? piece() : connection.write('full', piece);
  };
}

function replayActivityJob(connection: Connection) {
  const accept = connection.statement(
    `UPDATE activities SET state = ${stateAccepted}, reason = NULL WHERE app = ? AND id = ? AND state = ${stateQuarantined}
     RETURNING partition, seq`,
  );
  const wait = connection.statement(
    'INSERT OR IGNORE INTO waiting (partition, seq, queued_until) VALUES (?, ?, 0)',
  );
  return (app: string, id: string): boolean =>
    connection.write('full', () => {
      const found = accept.get(app, id) as [number, number] | undefined;
      if (found === undefined) return false;
      wait.run(...found);
      return true;
    });
}

/** A test that was sent stands beside what was planned; it was never open. */
function recordTestJob(connection: Connection) {
  const write = deliveryWriter(connection);
  return (row: DeliveryRow): void => connection.write('full', () => write([row], '', 0));
}

export function replayJobs(connection: Connection) {
  return {
    recordTest: recordTestJob(connection),
    replayDelivery: replayDeliveryJob(connection),
    replayDeliveries: replayDeliveriesJob(connection),
    replayActivity: replayActivityJob(connection),
  };
}
