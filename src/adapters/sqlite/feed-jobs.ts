/**
 * Due deliveries for the queue, oldest due first. Enters: times and a ticket. Leaves: what to hand over.
 *
 * A claim that ran out with nothing recorded means that whoever sent it is gone. Who was in company may be innocent: after the second time a delivery goes
 * apart, in a job of its own. Those that are apart go side by side, a few dozen in the whole store; what is lost even so, or is apart with nobody beside it, goes with
 * no other, and after two such losses it is failed as `quarantined`. It never costs a delivery that was lost by nobody more than the column that its row has anyway.
 */
import { apartMax, lostAlone, lostApart, lostMax } from '../../model/lost';
import type { Connection } from './connection';
import { dueFinder } from './due';
import { destinationName, heldApart, heldByJob, heldByQueue } from './held';

/** `batch`: with others. `alone`: in a job of its own. `quarantined`: not to be sent any more. */
export type FedRow = readonly [id: string, destination: string, handling: 'batch' | 'alone' | 'quarantined'];

export const apartSql = `SELECT delivery FROM open_deliveries WHERE lost >= ${lostApart} AND held = ${heldApart} AND lost BETWEEN ? AND ? ORDER BY due_at LIMIT ?`;
const apartInHandSql = `SELECT 1 FROM open_deliveries WHERE lost >= ${lostApart} AND held IN (${heldByQueue}, ${heldByJob}) LIMIT 1`;

/** No time comes after it; what is held apart is not found by its due time. */
const never = Number.MAX_SAFE_INTEGER;

function apartJobs(connection: Connection) {
  const keep = connection.statement(
    `UPDATE open_deliveries SET held = ${heldApart}, queued_until = ${never}, ticket = NULL WHERE delivery = ?`,
  );
  const close = connection.statement('DELETE FROM open_deliveries WHERE delivery = ?');
  const fail = connection.statement(
    `UPDATE deliveries SET status = 'failed', reason = 'quarantined', next_attempt_at = NULL WHERE seq = ?`,
  );
  const suspect = connection.statement('UPDATE open_deliveries SET lost = max(lost, ?) WHERE delivery = ?');
  const waiting = connection.statement(apartSql);
  const inHand = connection.statement(apartInHandSql);
  const find = (from: number, to: number, limit: number): number[] =>
    (waiting.all(from, to, limit) as [number][]).map(([delivery]) => delivery);
  return {
    waits: (): boolean => inHand.get() === undefined && find(lostApart, lostMax, 1).length > 0,
    /** None while others are under way. */
    next: (): number[] => {
      if (inHand.get() !== undefined) return [];
      const beside = find(lostApart, lostAlone - 1, apartMax);
      const next = beside.length > 0 ? beside : find(lostAlone, lostMax, 1);
      // With nobody beside it, its loss will be its own.
      const [first, second] = next;
      if (first !== undefined && second === undefined) suspect.run(lostAlone, first);
      return next;
    },
    keep: (delivery: number): void => void keep.run(delivery),
    setAside: (delivery: number): void => {
      close.run(delivery);
      fail.run(delivery);
    },
  };
}

export function feedDeliveriesJob(connection: Connection) {
  const due = dueFinder(connection);
  const mark = connection.statement(
    `UPDATE open_deliveries SET ticket = ?, queued_until = ?, lost = lost + (held = ${heldByJob}), held = ${heldByQueue}
     WHERE delivery = ? RETURNING lost`,
  );
  const read = connection.statement('SELECT id, app, partner, callback FROM deliveries WHERE seq = ?');
  const apart = apartJobs(connection);
  const show = (delivery: number, handling: FedRow[2]): FedRow => {
    const [id, app, partner, callback] = read.get(delivery) as [string, string, string | null, string | null];
    return [id, destinationName(app, partner, callback), handling];
  };
  return (now: number, ticket: string, queuedUntil: number, limit: number, lostBefore: number): FedRow[] => {
    // Most rounds find nothing; they need no lock.
    if (due.find({ now, lostBefore }, 1).length === 0 && !apart.waits()) return [];
    const feedOne = (delivery: number): FedRow[] => {
      const [lost] = mark.get(ticket, queuedUntil, delivery) as [number];
      if (lost < lostApart) return [show(delivery, 'batch')];
      if (lost < lostMax) {
        apart.keep(delivery);
        return [];
      }
      apart.setAside(delivery);
      return [show(delivery, 'quarantined')];
    };
    return connection.write('normal', () => {
      const found = due.find({ now, lostBefore }, limit);
      const fed = found.flatMap(({ delivery }) => feedOne(delivery));
      due.remember(found);
      const alone = apart.next().map((next) => {
        mark.get(ticket, queuedUntil, next);
        return show(next, 'alone');
      });
      return [...fed, ...alone];
    });
  };
}
