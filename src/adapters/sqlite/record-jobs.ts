/**
 * Managed records and the forgetting of sandbox devices. Enters: documents as JSON. Leaves: whether it was done.
 * No record changes without `records_version` growing in the same transaction.
 */
import type { KeyUse } from '../../ports/store';
import { stateProcessed } from './accept-jobs';
import type { Connection } from './connection';

export interface RecordRow {
  readonly kind: string;
  readonly id: string;
  readonly app: string | null;
  readonly createdAt: number;
  readonly document: string;
}

function recordWriters(connection: Connection) {
  const insert = connection.statement(
    `INSERT INTO records (app, created_at, document, kind, id, version) VALUES (?, ?, ?, ?, ?, 1)
     ON CONFLICT DO NOTHING`,
  );
  const update = connection.statement(
    `UPDATE records SET app = ?, created_at = ?, document = ?, version = version + 1
     WHERE kind = ? AND id = ? AND version = ?`,
  );
  const remove = connection.statement('DELETE FROM records WHERE kind = ? AND id = ?');
  const grow = connection.statement(`UPDATE counters SET value = value + 1 WHERE name = 'records'`);
  const counted = (work: () => { readonly changes: number }): boolean =>
    connection.write('full', () => {
      if (work().changes === 0) return false;
      grow.run();
      return true;
    });
  return {
    putRecord: ({ kind, id, app, createdAt, document }: RecordRow, expected: number): boolean =>
      counted(() =>
        expected === 0
          ? insert.run(app, createdAt, document, kind, id)
          : update.run(app, createdAt, document, kind, id, expected),
      ),
    deleteRecord: (kind: string, id: string): boolean => counted(() => remove.run(kind, id)),
  };
}

/** No change of the record: nobody reads his directory again for it. */
function keyUsesJob(connection: Connection) {
  const use = connection.statement(
    `UPDATE records SET used_at = ? WHERE kind = 'key' AND id = ? AND (used_at IS NULL OR used_at < ?)`,
  );
  return (uses: readonly KeyUse[]): void =>
    connection.write('normal', () => {
      for (const { id, at } of uses) use.run(at, id, at);
    });
}

/** What says whose activity it was: removed from the stored body. */
const identityPaths = [
  ...[
    'gps_adid',
    'idfa',
    'idfv',
    'oaid',
    'fire_adid',
    'android_id',
    'device_id',
    'ip_address',
    'user_agent',
  ].map((name) => `'$.body.device.${name}'`),
  `'$.body.user'`,
].join(', ');

function forgetDevicesJob(connection: Connection) {
  const byKey = connection.statement(
    `SELECT d.seq, (SELECT json_group_array(value) FROM json_each(d.doc, '$.keys'))
     FROM device_keys k CROSS JOIN devices d ON d.seq = k.device WHERE k.app = ? AND k.key = ?`,
  );
  const removeKey = connection.statement('DELETE FROM device_keys WHERE app = ? AND key = ? AND device = ?');
  const removeDevice = connection.statement('DELETE FROM devices WHERE seq = ?');
  // What still waits for its verdict keeps its keys: the verdict needs them.
  const strip = connection.statement(
    `UPDATE activities SET device = NULL, body = json_set(json_remove(body, ${identityPaths}),
       '$.keys', json('{"device":[],"touch":[],"address":[]}'))
     WHERE state = ${stateProcessed} AND seq IN (SELECT seq FROM activity_keys WHERE app = ? AND key = ?)`,
  );
  const removeActivityKeys = connection.statement(
    `DELETE FROM activity_keys WHERE app = ? AND key = ? AND seq IN
       (SELECT k.seq FROM activity_keys k CROSS JOIN activities a ON a.seq = k.seq
        WHERE k.app = ? AND k.key = ? AND a.state = ${stateProcessed})`,
  );
  return (app: string, keys: readonly string[]): number =>
    connection.write('full', () => {
      const devices = new Map<number, string[]>();
      for (const key of keys) {
        for (const [seq, all] of byKey.all(app, key) as [number, string][]) {
          devices.set(seq, JSON.parse(all) as string[]);
        }
      }
      const named = new Set<string>();
      for (const [seq, all] of devices) {
        for (const key of all) named.add(key);
        for (const key of [...all, ...keys]) removeKey.run(app, key, seq);
        removeDevice.run(seq);
      }
      for (const key of named) {
        strip.run(app, key);
        removeActivityKeys.run(app, key, app, key);
      }
      return devices.size;
    });
}

export function recordJobs(connection: Connection) {
  return {
    ...recordWriters(connection),
    recordKeyUses: keyUsesJob(connection),
    forgetDevices: forgetDevicesJob(connection),
  };
}
