/**
 * What is kept for a time and then forgotten. Enters: a time. Leaves: how many rows were looked at; 0 at the end, after which a walk begins anew. It takes
 * a bounded piece in one transaction, so that nobody waits long for the writer, and walks an index or the commit order, never a whole table at once.
 */
import type { Connection } from './connection';
import { forgetActivitiesJob, forgetDeliveriesJob, forgetDevicesJob, forgetTouchesJob } from './expire-rows';
import { forgetInPieces } from './forget-in-pieces';
import { hourOf } from './source-rates';
import { truncateJobs } from './truncate-jobs';

/** The condition is, to the letter, that of the index `touch_keys_address`. */
export const oldAddressKeysSql = `SELECT app, key, time, id FROM touch_keys WHERE key GLOB 'ip:*' AND time < ? ORDER BY time LIMIT ?`;
export const oldSourceHoursSql = `SELECT app, partner, sub, hour FROM source_hours WHERE hour < ? ORDER BY hour LIMIT ?`;

export const oldRefusalsSql = `SELECT app, hour, field, value FROM refusals WHERE hour < ? ORDER BY hour LIMIT ?`;

/** Pages of 4 KiB given back in one go. */
const pagesGiven = 256;

/** An eighth of the file stays free: what comes next fills it without growing the file. */
function giveBackJob(connection: Connection): () => number {
  const one = (pragma: string): number => (connection.statement(`PRAGMA ${pragma}`).get() as [number])[0];
  return () => {
    const free = one('freelist_count');
    if (free <= Math.max(pagesGiven, one('page_count') / 8)) return 0;
    connection.vacuum(pagesGiven);
    return free - one('freelist_count');
  };
}

export function forgetJobs(connection: Connection) {
  const forgetHours = forgetInPieces(
    connection,
    oldSourceHoursSql,
    'DELETE FROM source_hours WHERE app = ? AND partner = ? AND sub = ? AND hour = ?',
  );
  const forgetCounts = forgetInPieces(
    connection,
    oldRefusalsSql,
    'DELETE FROM refusals WHERE app = ? AND hour = ? AND field = ? AND value = ?',
  );
  return {
    forgetRefusals: (before: number): number => forgetCounts(hourOf(before)),
    forgetAddressKeys: forgetInPieces(
      connection,
      oldAddressKeysSql,
      'DELETE FROM touch_keys WHERE app = ? AND key = ? AND time = ? AND id = ?',
    ),
    /** An hour that `before` lies in is not over. */
    forgetSourceRates: (before: number): number => forgetHours(hourOf(before)),
    forgetTouches: forgetTouchesJob(connection),
    forgetActivities: forgetActivitiesJob(connection),
    forgetDeliveries: forgetDeliveriesJob(connection),
    forgetIdleDevices: forgetDevicesJob(connection),
    ...truncateJobs(connection),
    giveBackSpace: giveBackJob(connection),
  };
}
