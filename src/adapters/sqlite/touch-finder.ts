/**
 * Looking touches up by id and by key. Enters: a query. Leaves: the touches' JSON, newest first. It reads no more rows than it
 * returns, whatever is stored: each key costs one walk down the index and `limitPerKey` steps along it, all address keys together no more steps than one.
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

export function touchFinder(connection: Connection): (query: TouchQuery) => string[] {
  const byId = connection.statement(touchByIdSql);
  const byKey = connection.statement(touchesByKeySql);
  return ({ app, ids, keys, addressKeys = [], since, until, limitPerKey }) => {
    const wanted = new Set(ids);
    for (const key of keys) {
      for (const [id] of byKey.all(app, key, since, until, limitPerKey) as [string][]) wanted.add(id);
    }
    let left = limitPerKey;
    for (const key of addressKeys) {
      if (left <= 0) break;
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
