/**
 * The life of a delivery after it was planned, and the sweeper's part of it. Enters: ids, tickets, claims, outcomes. Leaves: rows.
 * It never opens a delivery that is delivered or failed; that is for `replay-jobs.ts`. It never moves one for somebody who lost it.
 */
import { randomInt } from 'node:crypto';
import type { Connection } from './connection';
import { feedDeliveriesJob } from './feed-jobs';
import { forgetAttempts } from './forget-rows';
import { heldByJob, heldByNobody, heldByQueue } from './held';
import { replayJobs } from './replay-jobs';
import { deliveryColumns, type DeliveryColumns, type HeldRow, type OutcomeRow } from './rows';

/** Their hold's name, and what it holds. */
type ClaimedRows = readonly [claim: number, rows: readonly DeliveryColumns[]];

/** As many as `randomInt` draws from. */
const claimMax = 2 ** 48 - 1;

/** Held by this claim still; its time may be over, as long as nobody else was given it. */
const heldBy = `held = ${heldByJob} AND claim = ?`;
/** … or by whom it may concern. */
const heldByOrAny = `(? IS NULL OR (${heldBy}))`;

function claimDeliveriesJob(connection: Connection) {
  const read = connection.statement(`SELECT ${deliveryColumns} FROM deliveries d WHERE d.id = ?`);
  const claim = connection.statement(
    `UPDATE open_deliveries SET held = ${heldByJob}, queued_until = ?, claim = ? WHERE delivery = ? AND ticket = ?`,
  );
  return (ids: readonly string[], ticket: string, claimedUntil: number): ClaimedRows =>
    connection.write('normal', () => {
      const name = randomInt(1, claimMax);
      const claimed = new Map<string, DeliveryColumns>();
      for (const id of ids) {
        const row = read.get(id) as DeliveryColumns | undefined;
        if (row === undefined || claimed.has(id)) continue;
        if (claim.run(claimedUntil, name, row[17], ticket).changes === 1) claimed.set(id, row);
      }
      return [name, [...claimed.values()]];
    });
}

type Found = [seq: number, attempts: string, forgotten: number, status: string];

function recordOutcomesJob(connection: Connection) {
  const read = connection.statement(
    'SELECT seq, attempts, request IS NULL, status FROM deliveries WHERE id = ?',
  );
  const append = connection.statement('UPDATE deliveries SET attempts = ?, tries = tries + 1 WHERE seq = ?');
  const move = connection.statement(
    `UPDATE deliveries SET attempts = ?, tries = tries + 1, status = ?, reason = ?, next_attempt_at = ? WHERE seq = ?`,
  );
  const close = connection.statement(`DELETE FROM open_deliveries WHERE delivery = ? AND ${heldByOrAny}`);
  const retry = connection.statement(
    `UPDATE open_deliveries SET due_at = ?, queued_until = 0, held = ${heldByNobody}, ticket = NULL, lost = 0
     WHERE delivery = ? AND ${heldByOrAny}`,
  );
  const moves = (seq: number, { status, nextAttemptAt, claim }: OutcomeRow, was: Found): boolean => {
    // It was delivered, whoever has it by now, or failed it meanwhile; but whose device was forgotten keeps that as its end.
    if (status === 'delivered')
      return close.run(seq, null, null).changes === 1 || (was[3] === 'failed' && was[2] === 0);
    if (nextAttemptAt === null) return close.run(seq, claim, claim).changes === 1;
    return retry.run(nextAttemptAt, seq, claim, claim).changes === 1;
  };
  const recordOne = (row: OutcomeRow): void => {
    const { id, attempt: made, status, reason, nextAttemptAt } = row;
    const found = read.get(id) as Found | undefined;
    // It was on its way when its device was forgotten: that it was sent is recorded, what came back is not.
    const attempt = found?.[2] === 1 ? forgetAttempts(`[${made}]`).slice(1, -1) : made;
    // An attempt that is written already: the call is a repetition. (Inside a JSON string the quotes would be escaped.)
    if (found === undefined || found[1].includes(attempt)) return;
    const [seq, before] = found;
    const attempts = before === '[]' ? `[${attempt}]` : `${before.slice(0, -1)},${attempt}]`;
    if (moves(seq, row, found)) move.run(attempts, status, reason, nextAttemptAt, seq);
    else append.run(attempts, seq);
  };
  return (outcomes: readonly OutcomeRow[]): void =>
    connection.write('normal', () => outcomes.forEach(recordOne));
}

/** Deliveries that end, or go back, without an attempt. */
function giveUpJobs(connection: Connection) {
  const ofId = '(SELECT seq FROM deliveries WHERE id = ?)';
  const release = connection.statement(
    `UPDATE open_deliveries SET queued_until = ?, held = ${heldByNobody}, ticket = NULL WHERE delivery = ${ofId} AND ${heldBy}`,
  );
  const close = connection.statement(`DELETE FROM open_deliveries WHERE delivery = ${ofId} AND ${heldBy}`);
  const fail = connection.statement(
    `UPDATE deliveries SET status = 'failed', reason = ?, next_attempt_at = NULL WHERE id = ?`,
  );
  return {
    releaseDeliveries: (held: readonly HeldRow[], availableAt: number): void =>
      connection.write('normal', () => {
        for (const [id, claim] of held) release.run(availableAt, id, claim);
      }),
    withdrawDeliveries: (held: readonly HeldRow[], reason: string): void =>
      connection.write('normal', () => {
        for (const [id, claim] of held) if (close.run(id, claim).changes === 1) fail.run(reason, id);
      }),
  };
}

export function deliveryJobs(connection: Connection) {
  const releaseTicket = connection.statement(
    `UPDATE open_deliveries SET queued_until = 0, ticket = NULL, held = ${heldByNobody} WHERE ticket = ? AND held = ${heldByQueue}`,
  );
  return {
    claimDeliveries: claimDeliveriesJob(connection),
    recordOutcomes: recordOutcomesJob(connection),
    ...giveUpJobs(connection),
    releaseTicket: (ticket: string): void => connection.write('normal', () => void releaseTicket.run(ticket)),
    feedDeliveries: feedDeliveriesJob(connection),
    ...replayJobs(connection),
  };
}
