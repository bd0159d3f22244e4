/**
 * What is kept for a time and then forgotten: address keys, rates of sources. Enters: a time. Leaves: how many rows went. It takes a bounded piece in one
 * transaction, so that nobody waits long for the writer, and reads no more rows than it removes.
 */
import type { Connection, Value } from './connection';
import { hourOf } from './source-rates';

/** Rows removed in one transaction; they lie scattered, a page of the file each. */
export const forgottenMax = 2_000;

/** The condition is, to the letter, that of the index `touch_keys_address`. */
export const oldAddressKeysSql = `SELECT app, key, time, id FROM touch_keys WHERE key GLOB 'ip:*' AND time < ? ORDER BY time LIMIT ?`;
export const oldSourceHoursSql = `SELECT app, partner, sub, hour FROM source_hours WHERE hour < ? ORDER BY hour LIMIT ?`;

function forget(connection: Connection, find: string, removal: string): (before: number) => number {
  const old = connection.statement(find);
  const remove = connection.statement(removal);
  return (before) => {
    // Most calls find nothing; they need no lock.
    if (old.get(before, 1) === undefined) return 0;
    return connection.write('normal', () => {
      const rows = old.all(before, forgottenMax) as Value[][];
      for (const row of rows) remove.run(...row);
      return rows.length;
    });
  };
}

export function forgetJobs(connection: Connection) {
  const forgetHours = forget(
    connection,
    oldSourceHoursSql,
    'DELETE FROM source_hours WHERE app = ? AND partner = ? AND sub = ? AND hour = ?',
  );
  return {
    forgetAddressKeys: forget(
      connection,
      oldAddressKeysSql,
      'DELETE FROM touch_keys WHERE app = ? AND key = ? AND time = ? AND id = ?',
    ),
    /** An hour that `before` lies in is not over. */
    forgetSourceRates: (before: number): number => forgetHours(hourOf(before)),
  };
}
