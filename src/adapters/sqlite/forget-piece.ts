/**
 * What an opt-out left to do, a piece at a time. Enters: the oldest note in `forgetting`. Leaves: rows without identity, and in the end no note. A piece
 * is one short transaction, so that nobody waits long for the writer.
 */
import { stateAccepted, stateParked } from './accept-jobs';
import type { Connection } from './connection';
import { rowForgetter } from './forget-rows';
import { unparkOne } from './unpark';

/** Activities or touches in one transaction, each with its deliveries. */
export const pieceMax = 100;

type Note = readonly [
  seq: number,
  app: string,
  what: 'activities' | 'touches',
  key: string,
  device: string | null,
  after: number,
];
type Found = readonly [seq: number, id: string, state: number, device: string | null];

function activityPiece(connection: Connection) {
  const forget = rowForgetter(connection);
  const unpark = unparkOne(connection);
  const find = connection.statement(
    `SELECT a.seq, a.id, a.state, a.device FROM activity_keys k CROSS JOIN activities a ON a.seq = k.seq
     WHERE k.app = ? AND k.key = ? AND k.seq > ? ORDER BY k.seq LIMIT ${pieceMax}`,
  );
  const forgetOne = (app: string, [seq, id, state]: Found): void => {
    if (state === stateAccepted || state === stateParked) {
      // Its verdict finds the opt-out, and takes out the rest.
      forget.deliveries(app, id);
      if (state === stateParked) unpark(app, id);
    } else forget.activity(seq);
  };
  /** Where the next piece begins; null: there is none. */
  return ([, app, , key, only, after]: Note): number | null => {
    const rows = find.all(app, key, after) as Found[];
    for (const row of rows) if (only === null || row[3] === only) forgetOne(app, row);
    return rows.length < pieceMax ? null : (rows.at(-1)?.[0] ?? null);
  };
}

function touchPiece(connection: Connection) {
  const forget = rowForgetter(connection);
  const find = connection.statement(
    `SELECT id, time FROM touch_keys WHERE app = ? AND key = ? ORDER BY time, id LIMIT ${pieceMax}`,
  );
  const removeKey = connection.statement(
    'DELETE FROM touch_keys WHERE app = ? AND key = ? AND time = ? AND id = ?',
  );
  return ([, app, , key]: Note): number | null => {
    const rows = find.all(app, key) as [string, number][];
    // The key goes with them: the next piece begins at the start again.
    for (const [id, time] of rows) {
      forget.touch(app, id);
      removeKey.run(app, key, time, id);
    }
    return rows.length < pieceMax ? null : 0;
  };
}

function forgetPieceJob(connection: Connection) {
  const next = connection.statement(
    'SELECT seq, app, what, key, device, after FROM forgetting ORDER BY seq LIMIT 1',
  );
  const remove = connection.statement('DELETE FROM forgetting WHERE seq = ?');
  const goOn = connection.statement('UPDATE forgetting SET after = ? WHERE seq = ?');
  const leaveTraces = connection.statement(`UPDATE counters SET value = 2 WHERE name = 'traces'`);
  const pieces = { activities: activityPiece(connection), touches: touchPiece(connection) };
  return (): number => {
    // Most rounds find nothing; they need no lock.
    if (next.get() === undefined) return 0;
    return connection.write('full', () => {
      const note = next.get() as Note | undefined;
      if (note === undefined) return 0;
      const after = pieces[note[2]](note);
      if (after === null) remove.run(note[0]);
      else goOn.run(after, note[0]);
      leaveTraces.run();
      return 1;
    });
  };
}

/** The log holds pages as they were before they were overwritten, until it is cut. In the counter: 0 nothing, 1 of dropped activities, 2 of opt-outs. */
function forgetTracesJob(connection: Connection) {
  const read = connection.statement(`SELECT value FROM counters WHERE name = 'traces'`);
  const mark = connection.statement(`UPDATE counters SET value = ? WHERE name = 'traces'`);
  return (of: 'opt-outs' | 'all'): void => {
    const [left] = read.get() as [number];
    if (left === 0 || (left === 1 && of === 'opt-outs')) return;
    connection.write('normal', () => void mark.run(0));
    // Whoever stands in the way, a reader or a checkpoint, is gone by the next round.
    if (!connection.cutLog()) connection.write('normal', () => void mark.run(left));
  };
}

export function forgetPieceJobs(connection: Connection) {
  return { forgetPiece: forgetPieceJob(connection), forgetTraces: forgetTracesJob(connection) };
}
