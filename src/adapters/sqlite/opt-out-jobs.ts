/**
 * Remembering who is to be forgotten. Enters: keyed hashes and, for the time that forgetting takes, the keys they were made of. Leaves: who is opted out.
 * No key outlives its piece of work in `forgetting`.
 */
import type { Device } from '../../model/attribution';
import { isUserKey } from '../../model/opt-out';
import type { OptOutQuery, OptOutRequest, OptOutResult } from '../../ports/opt-out-store';
import type { Connection } from './connection';

/** More than a person has: a `user:` key that names more is nobody's own. */
export const devicesMax = 200;

interface Named {
  readonly seq: number;
  readonly device: Device;
}

interface Linked {
  readonly devices: readonly Named[];
  /** Not asked for yet. */
  readonly keys: readonly string[];
  /** `user:` keys that name other devices too: what was this device's under them is forgotten, they themselves are not. */
  readonly shared: readonly (readonly [key: string, device: string])[];
}

/** One look-up a hash, whatever is stored. */
export const optedOutSql = 'SELECT 1 FROM opt_out_keys WHERE app = ? AND hash = ? LIMIT 1';

/** Grows in the transaction that changes who is opted out, or what is forgotten: whoever decided by the older one decides again. */
export const optOutsVersionSql = `SELECT value FROM counters WHERE name = 'opt_outs'`;

function linker(connection: Connection) {
  const byKey = connection.statement(
    `SELECT d.seq, d.doc FROM device_keys k CROSS JOIN devices d ON d.seq = k.device WHERE k.app = ? AND k.key = ? LIMIT ${devicesMax + 1}`,
  );
  const find = (app: string, key: string): Named[] =>
    (byKey.all(app, key) as [number, string][]).map(([seq, doc]) => ({
      seq,
      device: JSON.parse(doc) as Device,
    }));
  return (app: string, asked: ReadonlySet<string>): Linked => {
    const devices = new Map<number, Named>();
    for (const key of asked) for (const named of find(app, key)) devices.set(named.seq, named);
    const keys = new Set<string>();
    const shared: (readonly [string, string])[] = [];
    if (devices.size > devicesMax) return { devices: [...devices.values()], keys: [], shared };
    for (const { device } of devices.values()) {
      for (const key of device.keys) {
        if (asked.has(key)) continue;
        if (!isUserKey(key) || find(app, key).every(({ seq }) => devices.has(seq))) keys.add(key);
        else shared.push([key, device.id]);
      }
    }
    return { devices: [...devices.values()], keys: [...keys], shared };
  };
}

/** The opt-out that holds all of these already, so that a request that comes twice is one. */
function knownFinder(connection: Connection) {
  const holders = connection.statement(
    'SELECT k.opt_out, o.id FROM opt_out_keys k CROSS JOIN opt_outs o ON o.seq = k.opt_out WHERE k.app = ? AND k.hash = ? ORDER BY k.opt_out',
  );
  const holds = connection.statement('SELECT 1 FROM opt_out_keys WHERE app = ? AND hash = ? AND opt_out = ?');
  return ({ app, keys }: OptOutRequest): string | null => {
    const [first, ...others] = keys;
    if (first === undefined) return null;
    for (const [seq, id] of holders.all(app, first.hash) as [number, string][])
      if (others.every(({ hash }) => holds.get(app, hash, seq) !== undefined)) return id;
    return null;
  };
}

function rememberer(connection: Connection) {
  const insert = connection.statement(
    'INSERT INTO opt_outs (id, app, environment, created_at, reason, forgotten) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const insertKey = connection.statement(
    'INSERT OR IGNORE INTO opt_out_keys (app, hash, opt_out) VALUES (?, ?, ?)',
  );
  const known = knownFinder(connection);
  return (request: OptOutRequest, forgotten: number): string => {
    const { id, app, environment, createdAt, reason, keys, touchKeys } = request;
    const first = known(request);
    if (first !== null) return first;
    const { changes, lastInsertRowid } = insert.run(
      id,
      app,
      environment,
      createdAt,
      reason ?? null,
      forgotten,
    );
    if (changes === 1)
      for (const { hash } of [...keys, ...touchKeys]) insertKey.run(app, hash, Number(lastInsertRowid));
    return id;
  };
}

function optOutJob(connection: Connection) {
  const link = linker(connection);
  const remember = rememberer(connection);
  const removeKey = connection.statement('DELETE FROM device_keys WHERE app = ? AND key = ? AND device = ?');
  const removeDevice = connection.statement('DELETE FROM devices WHERE seq = ?');
  const note = connection.statement(
    'INSERT INTO forgetting (app, what, key, device, after) VALUES (?, ?, ?, ?, 0)',
  );
  const grow = connection.statement(`UPDATE counters SET value = value + 1 WHERE name = 'opt_outs'`);
  const forget = (request: OptOutRequest): OptOutResult => {
    const { app, keys, touchKeys } = request;
    const linked = link(app, new Set(keys.map(({ key }) => key)));
    if (linked.devices.length > devicesMax) return { outcome: 'too_many' };
    if (linked.keys.length > 0) return { outcome: 'linked', keys: linked.keys };
    const id = remember(request, linked.devices.length);
    for (const { seq, device } of linked.devices) {
      for (const key of device.keys) removeKey.run(app, key, seq);
      removeDevice.run(seq);
    }
    for (const { key } of keys) note.run(app, 'activities', key, null);
    for (const { key } of touchKeys) note.run(app, 'touches', key, null);
    for (const [key, device] of linked.shared) note.run(app, 'activities', key, device);
    grow.run();
    return { outcome: 'done', id, forgotten: linked.devices.length };
  };
  return (request: OptOutRequest): OptOutResult => connection.write('full', () => forget(request));
}

function withdrawJob(connection: Connection) {
  const remove = connection.statement('DELETE FROM opt_outs WHERE app = ? AND id = ? RETURNING seq');
  const removeKeys = connection.statement('DELETE FROM opt_out_keys WHERE opt_out = ?');
  const grow = connection.statement(`UPDATE counters SET value = value + 1 WHERE name = 'opt_outs'`);
  return (app: string, id: string): boolean =>
    connection.write('full', () => {
      const row = remove.get(app, id) as [number] | undefined;
      if (row === undefined) return false;
      removeKeys.run(row[0]);
      grow.run();
      return true;
    });
}

/** The version is read first: what changes after it makes whoever decided by it stale. */
function findOptOutsJob(connection: Connection) {
  const version = connection.statement(optOutsVersionSql);
  const has = connection.statement(optedOutSql);
  return (queries: readonly OptOutQuery[]): { version: number; forgotten: boolean[] } => ({
    version: (version.get() as [number])[0],
    forgotten: queries.map(({ app, hashes }) => hashes.some((hash) => has.get(app, hash) !== undefined)),
  });
}

export function optOutJobs(connection: Connection) {
  return {
    optOut: optOutJob(connection),
    withdrawOptOut: withdrawJob(connection),
    findOptOuts: findOptOutsJob(connection),
  };
}

/** With its hashes, as JSON. */
export const optOutColumns = `o.seq, o.id, o.app, o.environment, o.created_at, o.reason, o.forgotten,
  (SELECT json_group_array(k.hash) FROM opt_out_keys k WHERE k.opt_out = o.seq)`;
export type OptOutColumns = [number, string, string, string, number, string | null, number, string];
