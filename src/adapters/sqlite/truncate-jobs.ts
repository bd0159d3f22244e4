/**
 * Raw addresses that had their time. Enters: a time. Leaves: touches and activities that know their network alone. Each row is visited once: how far it got
 * stands in the file. It never touches what is still to be judged, nor what is found by keyed hashes.
 */
import { truncateAddress } from '../../model/address';
import { stateAccepted, stateParked } from './accept-jobs';
import type { Connection } from './connection';

/** Rows looked at in one transaction. */
const lookedAtMax = 500;

export const touchesFromSql = 'SELECT seq, 1, body FROM touches WHERE seq > ? ORDER BY seq LIMIT ?';
/** What is still to be judged is matched by its address: the walk waits for it. */
export const activitiesFromSql = `SELECT seq, state NOT IN (${stateAccepted}, ${stateParked}), body FROM activities
  WHERE seq > ? ORDER BY seq LIMIT ?`;

interface Addressed {
  readonly receivedAt: number;
  readonly device?: { ip_address?: string };
  readonly body?: { readonly device?: { ip_address?: string } };
}

/** The same text with its address cut; null where there is nothing to cut. */
function cut(document: Addressed): string | null {
  const device = document.body?.device ?? document.device;
  const address = device?.ip_address;
  if (device === undefined || address === undefined) return null;
  const network = truncateAddress(address);
  if (network === address) return null;
  if (network === '') delete device.ip_address;
  else device.ip_address = network;
  return JSON.stringify(document);
}

function truncator(connection: Connection, table: 'touches' | 'activities', sql: string) {
  const name = `addresses_${table}`;
  const reached = connection.statement('SELECT value FROM counters WHERE name = ?');
  const reach = connection.statement('INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)');
  const next = connection.statement(sql);
  const update = connection.statement(`UPDATE ${table} SET body = ? WHERE seq = ?`);
  const oldOf = (before: number, limit: number): [number, Addressed][] => {
    const from = (reached.get(name) as [number] | undefined)?.[0] ?? 0;
    const rows = (next.all(from, limit) as [number, number, string][]).map(([seq, done, text]) => ({
      seq,
      done,
      document: JSON.parse(text) as Addressed,
    }));
    // In commit order, which is that of arrival but for moments.
    const end = rows.findIndex(({ done, document }) => done === 0 || document.receivedAt >= before);
    return (end === -1 ? rows : rows.slice(0, end)).map(({ seq, document }) => [seq, document]);
  };
  return (before: number): number => {
    if (oldOf(before, 1).length === 0) return 0;
    return connection.write('normal', () => {
      const rows = oldOf(before, lookedAtMax);
      for (const [seq, document] of rows) {
        const text = cut(document);
        if (text !== null) update.run(text, seq);
      }
      const last = rows.at(-1);
      if (last !== undefined) reach.run(name, last[0]);
      return rows.length;
    });
  };
}

export function truncateJobs(connection: Connection) {
  const touches = truncator(connection, 'touches', touchesFromSql);
  const activities = truncator(connection, 'activities', activitiesFromSql);
  return { truncateAddresses: (before: number): number => touches(before) + activities(before) };
}
