/**
 * The port's methods for conversions. Enters: moves, order ids, counts. Leaves: the model's nouns. It reads by the index of transactions alone, so that what
 * has none costs nothing.
 */
import type { Activity, ActivityBody } from '../../model/activity';
import {
  transactionActivitiesMax,
  type ActivityMove,
  type ConversionStore,
  type RefusalCount,
  type RefusalTally,
} from '../../ports/conversion-store';
import type { MoveRow, RefusalRow } from './conversion-jobs';
import { readCursor, writeCursor } from './cursor';
import type { ReaderJobs, WriterJobs } from './jobs';
import { activityColumns, fromActivityRow, type ActivityColumns } from './rows';
import { hourOf } from './source-rates';
import type { Caller } from './store-thread';

const hourMs = 3_600_000;

/** To the letter the condition of the index `activities_transaction`. */
const ofTransactions = 'a.event IS NOT NULL AND a.transaction_id IS NOT NULL AND a.caused_by IS NULL';

export const transactionSql = `SELECT ${activityColumns} FROM activities a INDEXED BY activities_transaction
  WHERE a.app = ? AND a.transaction_id = ? AND ${ofTransactions} ORDER BY a.event LIMIT ${transactionActivitiesMax}`;
export const transactionsAfterSql = `SELECT ${activityColumns}, a.transaction_id, a.event FROM activities a
  INDEXED BY activities_transaction WHERE a.app = ? AND (a.transaction_id, a.event) > (?, ?) AND ${ofTransactions}
  ORDER BY a.transaction_id, a.event LIMIT ?`;
export const refusalsSql = `SELECT field, value, TOTAL(count), MAX(hour) FROM refusals WHERE app = ? AND hour >= ?
  GROUP BY field, value ORDER BY TOTAL(count) DESC, field, value LIMIT ?`;

type Stated = Pick<ActivityBody, 'status' | 'status_time' | 'payout' | 'revenue'>;

function toMoveRow({ app, id, revision, history }: ActivityMove): MoveRow {
  const { at, status, status_time: statusTime, payout, revenue } = history[revision] ?? { at: 0 };
  // Null takes out what no longer stands.
  const body: Record<keyof Stated, unknown> = {
    status: status ?? null,
    status_time: statusTime ?? null,
    payout: payout ?? null,
    revenue: revenue ?? null,
  };
  const patch: Partial<Record<keyof Activity, unknown>> = { revision, history, body };
  return { app, id, revision, movedAt: at, patch: JSON.stringify(patch) };
}

function toRefusalRow({ app, field, value, count, at }: RefusalCount): RefusalRow {
  return [app, hourOf(at), field, value, count];
}

type Ordered = [...ActivityColumns, transaction: string, event: string];
const width = 10;

export function conversionMethods(writer: Caller<WriterJobs>, reader: Caller<ReaderJobs>): ConversionStore {
  return {
    moveActivities: (batch, queuedUntil) => writer.call('moveActivities', batch.map(toMoveRow), queuedUntil),
    countRefusals: (batch) => writer.call('countRefusals', batch.map(toRefusalRow)),
    forgetRefusals: (before) => writer.call('forgetRefusals', before),
    findTransactions: (app, transactions) =>
      Promise.all(
        transactions.map(async (transaction) => {
          const rows = (await reader.call('all', transactionSql, [app, transaction])) as ActivityColumns[];
          return rows.map(fromActivityRow);
        }),
      ),
    async listTransactions(app, { limit, cursor }) {
      const [after, event] =
        cursor === undefined ? ['', ''] : readCursor('transactions', ['string', 'string'], cursor);
      const values = [app, after ?? '', event ?? '', limit + 1];
      const rows = (await reader.call('all', transactionsAfterSql, values)) as Ordered[];
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map((row) => fromActivityRow(row.slice(0, width) as ActivityColumns)),
        next:
          rows.length > limit && last !== undefined ? writeCursor('transactions', last.slice(width)) : null,
      };
    },
    async surveyRefusals({ app, since, limit }) {
      const rows = await reader.call('all', refusalsSql, [app, hourOf(since), limit]);
      return (rows as [string, string, number, number][]).map(
        ([field, value, count, hour]): RefusalTally => ({ field, value, count, lastAt: hour * hourMs }),
      );
    },
  };
}
