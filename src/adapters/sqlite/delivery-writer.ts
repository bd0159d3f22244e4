/** Writing deliveries as they are planned. Enters: rows. Leaves: rows in two tables. It never changes a delivery that is there. */
import type { Connection } from './connection';
import { heldByJob, heldByNobody, heldByQueue } from './held';
import type { DeliveryRow } from './rows';

/** Who has them: the queue under a ticket, or whoever writes them, by a claim. */
export type Holder = string | number;

/** Writes the deliveries of one activity or touch. Those for later are nobody's. */
export type WriteDeliveries = (rows: readonly DeliveryRow[], holder: Holder, queuedUntil: number) => void;

const nobody = [0, heldByNobody, null, 0] as const;

export function deliveryWriter(connection: Connection): WriteDeliveries {
  const insert = connection.statement(
    `INSERT INTO deliveries (body, id, app, activity, revision, partner, callback, postback, request, created_at, template_version,
       settings_version, visible_to_partner, status, reason, tries, next_attempt_at, attempts, test)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const insertBody = connection.statement('INSERT INTO bodies (body) VALUES (?)');
  const removeBody = connection.statement('DELETE FROM bodies WHERE id = ?');
  const open = connection.statement(
    `INSERT INTO open_deliveries (delivery, destination, due_at, delay_ms, queued_until, held, ticket, claim) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (rows, holder, queuedUntil) => {
    const held =
      typeof holder === 'number'
        ? ([queuedUntil, heldByJob, null, holder] as const)
        : ([queuedUntil, heldByQueue, holder, 0] as const);
    let text: string | null = null;
    let id = 0;
    let used = true;
    const dropUnused = (): void => {
      if (!used) removeBody.run(id);
    };
    for (const row of rows) {
      if (row.body !== null && text !== row.body) {
        dropUnused();
        [text, id, used] = [row.body, Number(insertBody.run(row.body).lastInsertRowid), false];
      }
      const { changes, lastInsertRowid } = insert.run(row.body === null ? null : id, ...row.values);
      if (changes === 0) continue;
      if (row.body !== null) used = true;
      if (row.dueAt !== null)
        open.run(
          ...[Number(lastInsertRowid), row.destination, row.dueAt, row.delayMs],
          ...(row.delayMs > 0 ? nobody : held),
        );
    }
    dropUnused();
  };
}
