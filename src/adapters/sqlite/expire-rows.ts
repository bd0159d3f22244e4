/**
 * Touches, activities, deliveries and devices that had their time. Enters: a time. Leaves: how many rows were looked at. It never removes what is not
 * finished: an activity that waits, is parked or was set aside, a delivery that is open.
 */
import { stateProcessed } from './accept-jobs';
import type { Connection } from './connection';

/** Rows looked at in one transaction: each takes its keys with it, which lie scattered. */
export const lookedAtMax = 500;

export const oldestTouchesSql = 'SELECT seq, id, app, time, body FROM touches ORDER BY seq LIMIT ?';
export const oldActivitiesSql = `SELECT received_at, seq, app, state, body FROM activities
  WHERE (received_at, seq) > (?, ?) AND received_at < ? ORDER BY received_at, seq LIMIT ?`;
export const oldDeliveriesSql = `SELECT created_at, seq, body FROM deliveries
  WHERE (created_at, seq) > (?, ?) AND created_at < ? ORDER BY created_at, seq LIMIT ?`;
/**
 * A body is shared by deliveries that were written together, and by no others: where anybody else sends it, the next one with a body on either side does. A
 * commit writes fewer deliveries of one activity than are looked through.
 */
export const bodyBeforeSql = `SELECT body FROM deliveries WHERE seq < ? AND seq > ? - 2000 AND body IS NOT NULL ORDER BY seq DESC LIMIT 1`;
export const bodyAfterSql = `SELECT body FROM deliveries WHERE seq > ? AND seq < ? + 2000 AND body IS NOT NULL ORDER BY seq LIMIT 1`;
export const devicesSql = 'SELECT seq, app, doc FROM devices WHERE seq > ? ORDER BY seq LIMIT ?';

type TouchOld = [seq: number, id: string, app: string, time: number, body: string];

/** In commit order, which is that of arrival but for moments: the walk ends at the first that is young. It needs no index of its own. */
export function forgetTouchesJob(connection: Connection) {
  const oldest = connection.statement(oldestTouchesSql);
  const remove = connection.statement('DELETE FROM touches WHERE seq = ?');
  const removeKey = connection.statement(
    'DELETE FROM touch_keys WHERE app = ? AND key = ? AND time = ? AND id = ?',
  );
  const oldOf = (before: number, limit: number): TouchOld[] => {
    const rows = oldest.all(limit) as TouchOld[];
    const young = rows.findIndex(
      ([, , , , body]) => (JSON.parse(body) as { receivedAt: number }).receivedAt >= before,
    );
    return young === -1 ? rows : rows.slice(0, young);
  };
  return (before: number): number => {
    if (oldOf(before, 1).length === 0) return 0;
    return connection.write('normal', () => {
      const rows = oldOf(before, lookedAtMax);
      for (const [seq, id, app, time, body] of rows) {
        for (const key of (JSON.parse(body) as { keys: string[] }).keys) removeKey.run(app, key, time, id);
        remove.run(seq);
      }
      return rows.length;
    });
  };
}

type OldRow = readonly [time: number, seq: number, ...rest: readonly unknown[]];

/** Rows by time, then commit; where the last piece ended is kept in the thread, so that what stays is passed once a walk. */
function walk(
  connection: Connection,
  sql: string,
  removeOne: (row: OldRow) => void,
): (before: number) => number {
  const old = connection.statement(sql);
  let from: readonly [number, number] = [0, 0];
  return (before) => {
    if (old.get(...from, before, 1) === undefined) {
      from = [0, 0];
      return 0;
    }
    return connection.write('normal', () => {
      const rows = old.all(...from, before, lookedAtMax) as unknown as OldRow[];
      for (const row of rows) removeOne(row);
      const last = rows.at(-1);
      from = last === undefined ? [0, 0] : [last[0], last[1]];
      return rows.length;
    });
  };
}

export function forgetActivitiesJob(connection: Connection) {
  const remove = connection.statement('DELETE FROM activities WHERE seq = ?');
  const removeKey = connection.statement('DELETE FROM activity_keys WHERE app = ? AND key = ? AND seq = ?');
  type Old = [receivedAt: number, seq: number, app: string, state: number, body: string];
  return walk(connection, oldActivitiesSql, (row) => {
    const [, seq, app, state, body] = row as Old;
    if (state !== stateProcessed) return;
    for (const key of (JSON.parse(body) as { keys: { device: string[] } }).keys.device)
      removeKey.run(app, key, seq);
    remove.run(seq);
  });
}

export function forgetDeliveriesJob(connection: Connection) {
  const remove = connection.statement(
    'DELETE FROM deliveries WHERE seq = ? AND NOT EXISTS (SELECT 1 FROM open_deliveries WHERE delivery = ?)',
  );
  const neighbours = [connection.statement(bodyBeforeSql), connection.statement(bodyAfterSql)];
  const removeBody = connection.statement('DELETE FROM bodies WHERE id = ?');
  type Old = [createdAt: number, seq: number, body: number | null];
  return walk(connection, oldDeliveriesSql, (row) => {
    const [, seq, body] = row as Old;
    if (remove.run(seq, seq).changes === 0 || body === null) return;
    const used = neighbours.some((next) => (next.get(seq, seq) as [number] | undefined)?.[0] === body);
    if (!used) removeBody.run(body);
  });
}

/** All devices in turn: their last activity stands in the document alone, and an index over it would be written with every activity. */
export function forgetDevicesJob(connection: Connection) {
  const next = connection.statement(devicesSql);
  const remove = connection.statement('DELETE FROM devices WHERE seq = ?');
  const removeKey = connection.statement('DELETE FROM device_keys WHERE app = ? AND key = ? AND device = ?');
  let from = 0;
  return (before: number, exceptApps: readonly string[]): number => {
    const rows = next.all(from, lookedAtMax) as [number, string, string][];
    from = rows.at(-1)?.[0] ?? 0;
    const idle = rows.flatMap(([seq, app, text]) => {
      const doc = JSON.parse(text) as { keys: string[]; lastActivityAt: number | null };
      const old = doc.lastActivityAt !== null && doc.lastActivityAt < before && !exceptApps.includes(app);
      return old ? [{ seq, app, keys: doc.keys }] : [];
    });
    if (idle.length === 0) return rows.length;
    connection.write('normal', () => {
      for (const { seq, app, keys } of idle) {
        for (const key of keys) removeKey.run(app, key, seq);
        remove.run(seq);
      }
    });
    return rows.length;
  };
}
