/** Writing deliveries as they are planned. Enters: rows. Leaves: rows in two tables. It never changes a delivery that is there. */
import type { Connection } from './connection';
import { heldByJob, heldByQueue } from './delivery-jobs';
import type { DeliveryRow } from './rows';

export function deliveryWriter(connection: Connection) {
  const insert = connection.statement(
    `INSERT INTO deliveries (id, app, activity, revision, partner, callback, postback, request, created_at, template_version,
       settings_version, visible_to_partner, status, reason, tries, next_attempt_at, attempts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const open = connection.statement(
    `INSERT INTO open_deliveries (delivery, due_at, queued_until, held, ticket) VALUES (?, ?, ?, ?, ?)`,
  );
  /** Without a ticket the delivery is claimed by whoever writes it. */
  return (row: DeliveryRow, ticket: string | null, queuedUntil: number): void => {
    const { changes, lastInsertRowid } = insert.run(...row.values);
    if (changes === 1 && row.dueAt !== null)
      open.run(
        Number(lastInsertRowid),
        row.dueAt,
        queuedUntil,
        ticket === null ? heldByJob : heldByQueue,
        ticket,
      );
  };
}
