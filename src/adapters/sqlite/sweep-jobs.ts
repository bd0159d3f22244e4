/**
 * What waits for attribution, handed over again. Enters: times. Leaves: partitions. It touches only the narrow tables, never a large row.
 */
import type { Connection } from './connection';
import { heldByJob, heldByNobody, heldByQueue } from './held';
import { unparkDue } from './unpark';

/** Rows marked in one transaction: a backlog of a million must not hold the writer for seconds. */
const markedMax = 50_000;

/** Each partition with anything waiting, by one step down the index a partition. */
export const partitionsSql = `WITH RECURSIVE p (n) AS (
    SELECT MIN(partition) FROM waiting
    UNION ALL SELECT (SELECT MIN(partition) FROM waiting WHERE partition > p.n) FROM p WHERE p.n IS NOT NULL)
  SELECT n FROM p WHERE n IS NOT NULL`;

function feedActivitiesJob(connection: Connection) {
  const partitions = connection.statement(partitionsSql);
  const due = connection.statement('SELECT 1 FROM waiting WHERE partition = ? AND queued_until <= ? LIMIT 1');
  const mark = connection.statement(
    `UPDATE waiting SET queued_until = ? WHERE (partition, seq) IN
       (SELECT partition, seq FROM waiting WHERE partition = ? AND queued_until <= ? LIMIT ?)`,
  );
  const parked = unparkDue(connection);
  const listDue = (now: number): number[] =>
    (partitions.all() as [number][]).map(([n]) => n).filter((n) => due.get(n, now) !== undefined);
  return (now: number, queuedUntil: number): number[] => {
    // Most rounds find nothing; they need no lock.
    if (listDue(now).length === 0 && !parked.due(now)) return [];
    return connection.write('normal', () => {
      parked.release(now, markedMax);
      let left = markedMax;
      const fed = listDue(now);
      // What is beyond the limit stays due: its partition comes again in the next round, and a second wake-up costs nothing.
      for (const partition of fed) if (left > 0) left -= mark.run(queuedUntil, partition, now, left).changes;
      return fed;
    });
  };
}

export function sweepJobs(connection: Connection) {
  const releasePartition = connection.statement(
    'UPDATE waiting SET queued_until = 0 WHERE partition = ? AND queued_until > 0',
  );
  const releaseWaiting = connection.statement('UPDATE waiting SET queued_until = 0 WHERE queued_until > 0');
  // What is claimed is in flight, not in the queue: it is left until its claim ends.
  const releaseOpen = connection.statement(
    `UPDATE open_deliveries SET queued_until = 0, ticket = NULL, held = ${heldByNobody}
     WHERE held = ${heldByQueue} OR (held = ${heldByNobody} AND queued_until > 0)`,
  );
  const releaseClaimed = connection.statement(
    `UPDATE open_deliveries SET queued_until = 0, ticket = NULL, held = ${heldByNobody}, lost = lost + 1 WHERE held = ${heldByJob}`,
  );
  const advance = connection.statement(
    `UPDATE open_deliveries SET due_at = ? + delay_ms
     WHERE due_at > ? + delay_ms AND (SELECT d.tries FROM deliveries d WHERE d.seq = open_deliveries.delivery) = 0
     RETURNING delivery, due_at`,
  );
  const showDue = connection.statement(
    'UPDATE deliveries SET next_attempt_at = ? WHERE seq = ? AND next_attempt_at IS NOT NULL',
  );
  const advanceFirst = (firstDueBy: number): void => {
    for (const [delivery, dueAt] of advance.all(firstDueBy, firstDueBy) as [number, number][])
      showDue.run(dueAt, delivery);
  };
  return {
    feedActivities: feedActivitiesJob(connection),
    releaseActivities: (partitions: readonly number[]): void =>
      connection.write('normal', () => partitions.forEach((partition) => releasePartition.run(partition))),
    releaseQueued: (claimed: boolean, firstDueBy: number | null): void =>
      connection.write('normal', () => {
        releaseWaiting.run();
        releaseOpen.run();
        if (claimed) releaseClaimed.run();
        if (firstDueBy !== null) advanceFirst(firstDueBy);
      }),
  };
}
