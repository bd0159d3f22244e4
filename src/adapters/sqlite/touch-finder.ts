/**
 * Looking touches up by id and by key. Enters: a batch of queries. Leaves: each one's touches as JSON, newest first. It reads no more rows than it
 * returns, whatever is stored: each key that names any costs a walk down the index and `limitPerKey` steps along it, all address keys together no more steps than one.
 */
import type { TouchQuery } from '../../ports/store';
import type { Connection } from './connection';

interface Found {
  readonly id: string;
  readonly time: number;
  readonly body: string;
}

type Named = Pick<Found, 'id' | 'time'>;

/** Newest first; equal times by id, bytewise, descending. */
export function newerFirst(a: Named, b: Named): number {
  return b.time - a.time || Buffer.compare(Buffer.from(b.id), Buffer.from(a.id));
}

export const touchByIdSql = 'SELECT id, time, body FROM touches WHERE id = ? AND app = ?';
export const touchesByKeySql = `SELECT id FROM touch_keys WHERE app = ? AND key = ? AND time BETWEEN ? AND ?
  ORDER BY time DESC, id DESC LIMIT ?`;

/**
 * An activity has some fifteen keys and most of them name nothing. One statement asks for the keys of a whole batch; a statement a key would be most of what
 * deciding costs.
 */
export const knownKeysSql = `SELECT j.value FROM json_each(?) j
  WHERE EXISTS (SELECT 1 FROM touch_keys k WHERE k.app = ? AND k.key = j.value)`;

type Known = (app: string, key: string) => boolean;

/** Which of the queries' keys name any touch. */
function keyProbe(connection: Connection): (queries: readonly TouchQuery[]) => Known {
  const probe = connection.statement(knownKeysSql);
  return (queries) => {
    const asked = new Map<string, Set<string>>();
    for (const { app, keys, addressKeys = [] } of queries) {
      const ofApp = asked.get(app) ?? new Set<string>();
      asked.set(app, ofApp);
      for (const key of keys) ofApp.add(key);
      for (const key of addressKeys) ofApp.add(key);
    }
    const known = new Map<string, ReadonlySet<string>>();
    for (const [app, keys] of asked) {
      const rows = probe.all(JSON.stringify([...keys]), app) as [string][];
      known.set(app, new Set(rows.map(([key]) => key)));
    }
    return (app, key) => known.get(app)?.has(key) === true;
  };
}

export function touchFinder(connection: Connection): (queries: readonly TouchQuery[]) => string[][] {
  const probe = keyProbe(connection);
  const find = oneFinder(connection);
  return (queries) => {
    const known = probe(queries);
    return queries.map((query) => find(query, known));
  };
}

function oneFinder(connection: Connection): (query: TouchQuery, known: Known) => string[] {
  const byId = connection.statement(touchByIdSql);
  const byKey = connection.statement(touchesByKeySql);
  return ({ app, ids, keys, addressKeys = [], since, until, limitPerKey }, known) => {
    const wanted = new Set(ids);
    for (const key of keys) {
      if (!known(app, key)) continue;
      for (const [id] of byKey.all(app, key, since, until, limitPerKey) as [string][]) wanted.add(id);
    }
    let left = limitPerKey;
    for (const key of addressKeys) {
      if (left <= 0) break;
      if (!known(app, key)) continue;
      const newest = byKey.all(app, key, since, until, left) as [string][];
      for (const [id] of newest) wanted.add(id);
      left -= newest.length;
    }
    const found: Found[] = [];
    for (const wantedId of wanted) {
      const row = byId.get(wantedId, app) as [string, number, string] | undefined;
      if (row !== undefined) found.push({ id: row[0], time: row[1], body: row[2] });
    }
    return found.sort(newerFirst).map(({ body }) => body);
  };
}
