/**
 * Taking out of rows what tells whose they were. Enters: places of activities, ids of touches. Leaves: the same rows without it. It removes no activity,
 * touch or delivery, and is called inside a transaction.
 */
import type { Activity } from '../../model/activity';
import type { Attempt } from '../../model/delivery';
import { forgetActivity, forgetAttempt, forgetTouch, forgottenReason } from '../../model/opt-out';
import type { Touch } from '../../model/touch';
import type { Connection } from './connection';

/** The same attempts without what they answered, as JSON. */
export function forgetAttempts(attempts: string): string {
  return attempts === '[]'
    ? attempts
    : JSON.stringify((JSON.parse(attempts) as Attempt[]).map(forgetAttempt));
}

type Sent = readonly [seq: number, attempts: string, body: number | null];

/**
 * What was to be sent is stopped, what was sent is known no longer. `activity` is a touch's id where a touch was sent. What was derived from an activity was
 * planned with it and may share its bodies, so it goes along.
 */
function deliveryForgetter(connection: Connection) {
  const find = connection.statement(
    'SELECT seq, attempts, body FROM deliveries WHERE activity = ? AND app = ? AND request IS NOT NULL',
  );
  const derived = connection.statement('SELECT id FROM activities WHERE app = ? AND caused_by = ?');
  const strip = connection.statement(
    'UPDATE deliveries SET request = NULL, body = NULL, attempts = ? WHERE seq = ?',
  );
  const removeBody = connection.statement('DELETE FROM bodies WHERE id = ?');
  const close = connection.statement('DELETE FROM open_deliveries WHERE delivery = ?');
  const stop = connection.statement(
    `UPDATE deliveries SET status = ?, reason = '${forgottenReason}', next_attempt_at = NULL WHERE seq = ?`,
  );
  const forget = ([seq, attempts, body]: Sent): void => {
    strip.run(forgetAttempts(attempts), seq);
    if (body !== null) removeBody.run(body);
    if (close.run(seq).changes === 1) stop.run(attempts === '[]' ? 'skipped' : 'failed', seq);
  };
  return (app: string, activity: string): void => {
    const ids = [activity, ...(derived.all(app, activity) as [string][]).map(([id]) => id)];
    for (const id of ids) (find.all(id, app) as Sent[]).forEach(forget);
  };
}

function touchForgetter(connection: Connection, forgetDeliveries: (app: string, id: string) => void) {
  const read = connection.statement('SELECT body FROM touches WHERE id = ? AND app = ?');
  const strip = connection.statement('UPDATE touches SET body = ? WHERE id = ?');
  const removeKey = connection.statement(
    'DELETE FROM touch_keys WHERE app = ? AND key = ? AND time = ? AND id = ?',
  );
  return (app: string, id: string): void => {
    const row = read.get(id, app) as [string] | undefined;
    if (row === undefined) return;
    const touch = JSON.parse(row[0]) as Touch;
    strip.run(JSON.stringify(forgetTouch(touch)), id);
    for (const key of touch.keys) removeKey.run(app, key, touch.time, id);
    forgetDeliveries(app, id);
  };
}

export type RowForgetter = ReturnType<typeof rowForgetter>;

export function rowForgetter(connection: Connection) {
  const deliveries = deliveryForgetter(connection);
  const touch = touchForgetter(connection, deliveries);
  const read = connection.statement('SELECT app, id, body, attribution FROM activities WHERE seq = ?');
  const strip = connection.statement('UPDATE activities SET device = NULL, body = ? WHERE seq = ?');
  const removeKey = connection.statement('DELETE FROM activity_keys WHERE app = ? AND key = ? AND seq = ?');
  const leaveTraces = connection.statement(
    `UPDATE counters SET value = 1 WHERE name = 'traces' AND value = 0`,
  );
  return {
    deliveries,
    /** With its keys, and what was sent for it. */
    touch,
    /** With its keys, what was sent for it, and the touch that has its credit: that one was this device's, whether it carried an identifier or not. */
    activity(seq: number): void {
      const [app, id, body, attribution] = read.get(seq) as [string, string, string, string | null];
      const activity = JSON.parse(body) as Activity;
      strip.run(JSON.stringify(forgetActivity(activity)), seq);
      for (const key of activity.keys.device) removeKey.run(app, key, seq);
      deliveries(app, id);
      const credited = creditedTouch(attribution);
      if (credited !== null) touch(app, credited);
      leaveTraces.run();
    },
  };
}

function creditedTouch(attribution: string | null): string | null {
  if (attribution === null) return null;
  return (JSON.parse(attribution) as { readonly touch_id: string | null }).touch_id;
}
