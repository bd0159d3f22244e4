/**
 * The life of a delivery after it was planned, and the sweeper's part of it. Enters: ids, tickets, outcomes. Leaves: rows.
 * It never moves a delivery that is delivered or failed; that is for `replay-jobs.ts`.
 */
import type { Connection } from './connection';
import { feedDeliveriesJob } from './feed-jobs';
import { forgetAttempts } from './forget-rows';
import { heldByJob, heldByNobody, heldByQueue } from './held';
import { replayJobs } from './replay-jobs';
import { deliveryColumns, type DeliveryColumns, type OutcomeRow } from './rows';

function claimDeliveriesJob(connection: Connection) {
  const read = connection.statement(`SELECT ${deliveryColumns} FROM deliveries d WHERE d.id = ?`);
  const claim = connection.statement(
    `UPDATE open_deliveries SET held = ${heldByJob}, queued_until = ? WHERE delivery = ? AND ticket = ?`,
  );
  return (ids: readonly string[], ticket: string, claimedUntil: number): DeliveryColumns[] =>
    connection.write('normal', () => {
      const claimed = new Map<string, DeliveryColumns>();
      for (const id of ids) {
        const row = read.get(id) as DeliveryColumns | undefined;
        if (row === undefined || claimed.has(id)) continue;
        if (claim.run(claimedUntil, row[17], ticket).changes === 1) claimed.set(id, row);
      }
      return [...claimed.values()];
    });
}

function recordOutcomesJob(connection: Connection) {
  const read = connection.statement('SELECT seq, attempts, request IS NULL FROM deliveries WHERE id = ?');
  const append = connection.statement('UPDATE deliveries SET attempts = ?, tries = tries + 1 WHERE seq = ?');
  const move = connection.statement(
    `UPDATE deliveries SET attempts = ?, tries = tries + 1, status = ?, reason = ?, next_attempt_at = ? WHERE seq = ?`,
  );
  const close = connection.statement('DELETE FROM open_deliveries WHERE delivery = ?');
  const retry = connection.statement(
    `UPDATE open_deliveries SET due_at = ?, queued_until = 0, held = ${heldByNobody}, ticket = NULL, lost = 0 WHERE delivery = ?`,
  );
  const recordOne = ({ id, attempt: made, status, reason, nextAttemptAt }: OutcomeRow): void => {
    const found = read.get(id) as [number, string, number] | undefined;
    // It was on its way when its device was forgotten: that it was sent is recorded, what came back is not.
    const attempt = found?.[2] === 1 ? forgetAttempts(`[${made}]`).slice(1, -1) : made;
    // An attempt that is written already: the call is a repetition. (Inside a JSON string the quotes would be escaped.)
    if (found === undefined || found[1].includes(attempt)) return;
    const [seq, before] = found;
    const attempts = before === '[]' ? `[${attempt}]` : `${before.slice(0, -1)},${attempt}]`;
    const moved =
      nextAttemptAt === null ? close.run(seq).changes === 1 : retry.run(nextAttemptAt, seq).changes === 1;
    if (moved) move.run(attempts, status, reason, nextAttemptAt, seq);
    else append.run(attempts, seq);
  };
  return (outcomes: readonly OutcomeRow[]): void =>
    connection.write('normal', () => outcomes.forEach(recordOne));
}

export function deliveryJobs(connection: Connection) {
  const release = connection.statement(
    `UPDATE open_deliveries SET queued_until = ?, held = ${heldByNobody}, ticket = NULL
     WHERE delivery = (SELECT seq FROM deliveries WHERE id = ?)`,
  );
  const releaseTicket = connection.statement(
    `UPDATE open_deliveries SET queued_until = 0, ticket = NULL, held = ${heldByNobody} WHERE ticket = ? AND held = ${heldByQueue}`,
  );
  return {
    claimDeliveries: claimDeliveriesJob(connection),
    recordOutcomes: recordOutcomesJob(connection),
    releaseDeliveries: (ids: readonly string[], availableAt: number): void =>
      connection.write('normal', () => ids.forEach((id) => release.run(availableAt, id))),
    releaseTicket: (ticket: string): void => connection.write('normal', () => void releaseTicket.run(ticket)),
    feedDeliveries: feedDeliveriesJob(connection),
    ...replayJobs(connection),
  };
}
