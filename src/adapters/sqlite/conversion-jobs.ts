/**
 * Conversions that move, and refusals counted. Enters: moves and counts made on the main thread. Leaves: which were stale. It changes of an activity only
 * what the move says: the row may have lost its address or its owner since it was read.
 */
import { refusalsMax } from '../../ports/conversion-store';
import { stateAccepted, stateProcessed } from './accept-jobs';
import type { Connection } from './connection';

export interface MoveRow {
  readonly app: string;
  readonly id: string;
  readonly revision: number;
  readonly movedAt: number;
  /** A merge patch of the activity's document (RFC 7396). */
  readonly patch: string;
}

/** app, hour, field, value, count */
export type RefusalRow = readonly [string, number, string, string, number];

function moveActivitiesJob(connection: Connection) {
  const read = connection.statement(
    'SELECT seq, partition, state, revision FROM activities WHERE app = ? AND id = ?',
  );
  const change = connection.statement(
    'UPDATE activities SET revision = ?, moved_at = ?, state = ?, body = json_patch(body, ?) WHERE seq = ?',
  );
  const wait = connection.statement(
    'INSERT OR IGNORE INTO waiting (partition, seq, queued_until) VALUES (?, ?, ?)',
  );
  const moveOne = ({ app, id, revision, movedAt, patch }: MoveRow, queuedUntil: number): 'done' | 'stale' => {
    const found = read.get(app, id) as [number, number, number, number] | undefined;
    if (found === undefined) return 'stale';
    const [seq, partition, state, stored] = found;
    if (stored !== revision - 1) return 'stale';
    change.run(revision, movedAt, state === stateProcessed ? stateAccepted : state, patch, seq);
    if (state === stateProcessed) wait.run(partition, seq, queuedUntil);
    return 'done';
  };
  return (rows: readonly MoveRow[], queuedUntil: number): ('done' | 'stale')[] =>
    connection.write('full', () => rows.map((row) => moveOne(row, queuedUntil)));
}

function countRefusalsJob(connection: Connection) {
  const add = connection.statement(
    'UPDATE refusals SET count = count + ? WHERE app = ? AND hour = ? AND field = ? AND value = ?',
  );
  const different = connection.statement('SELECT COUNT(*) FROM refusals WHERE app = ? AND hour = ?');
  const insert = connection.statement(
    'INSERT INTO refusals (app, hour, field, value, count) VALUES (?, ?, ?, ?, ?)',
  );
  return (rows: readonly RefusalRow[]): void =>
    connection.write('normal', () => {
      for (const [app, hour, field, value, count] of rows) {
        if (add.run(count, app, hour, field, value).changes > 0) continue;
        if ((different.get(app, hour) as [number])[0] < refusalsMax)
          insert.run(app, hour, field, value, count);
      }
    });
}

export function conversionJobs(connection: Connection) {
  return {
    moveActivities: moveActivitiesJob(connection),
    countRefusals: countRefusalsJob(connection),
  };
}
