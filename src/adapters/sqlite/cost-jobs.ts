/**
 * What advertising cost, by day and place. Enters: what touches of one transaction cost, what was posted. Leaves: sums. Sums are added up inside
 * the transaction that stores the touches, so that nothing is counted twice or not at all.
 */
import type { CostShare, PostedCost } from '../../model/cost';
import type { PutCostResult } from '../../ports/cost-store';
import type { Connection } from './connection';
import { forgetInPieces } from './forget-in-pieces';

/** app, day, partner, link, campaign, adgroup, creative, model, currency */
export type CostKey = readonly string[];
export interface CostRow {
  readonly key: CostKey;
  readonly micros: number;
}

/** Far below where SQLite would go on with floats: a sum that is absurd stays absurd, and holds nobody up. */
const microsMax = '4000000000000000000';

export function toCostRow(share: CostShare | null): CostRow | null {
  if (share === null) return null;
  const { app, day, partner, link, campaign, adgroup, creative, model, currency } = share;
  return {
    key: [app, day, partner, link, campaign, adgroup, creative, model, currency],
    micros: share.micros,
  };
}

/** Adds up a batch first: a thousand clicks of one link are one row. */
export function costCounter(connection: Connection) {
  const add = connection.statement(
    `INSERT INTO costs (app, day, partner, link, campaign, adgroup, creative, model, currency, source, micros, touches)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'touches', CAST(? AS INTEGER), ?)
     ON CONFLICT DO UPDATE SET micros = min(micros + excluded.micros, ${microsMax}), touches = touches + excluded.touches`,
  );
  return (rows: readonly CostRow[]): void => {
    const sums = new Map<string, { readonly key: CostKey; micros: bigint; touches: number }>();
    for (const { key, micros } of rows) {
      const name = JSON.stringify(key);
      const sum = sums.get(name) ?? { key, micros: 0n, touches: 0 };
      sum.micros += BigInt(micros);
      sum.touches += 1;
      sums.set(name, sum);
    }
    for (const { key, micros, touches } of sums.values()) add.run(...key, String(micros), touches);
  };
}

function putCostsJob(connection: Connection) {
  const place =
    'app = ? AND day = ? AND partner = ? AND link = ? AND campaign = ? AND adgroup = ? AND creative = ?';
  const posted = `${place} AND source = 'posted' AND model = '' AND currency = ''`;
  const read = connection.statement(`SELECT amount, posted_currency FROM costs WHERE ${posted}`);
  const write = connection.statement(
    `INSERT OR REPLACE INTO costs (app, day, partner, link, campaign, adgroup, creative, model, currency, source, amount, posted_currency, posted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, '', '', 'posted', ?, ?, ?)`,
  );
  const remove = connection.statement(`DELETE FROM costs WHERE ${posted}`);
  const put = ({ cost, postedAt, ...at }: PostedCost): PutCostResult => {
    const key = [at.app, at.day, at.partner, at.link, at.campaign, at.adgroup, at.creative];
    const known = read.get(...key) as [string, string] | undefined;
    if (cost === null) {
      remove.run(...key);
      return known === undefined ? 'absent' : 'removed';
    }
    if (known?.[0] === cost.amount && known[1] === cost.currency) return 'same';
    write.run(...key, cost.amount, cost.currency, postedAt);
    return known === undefined ? 'new' : 'changed';
  };
  return (batch: readonly PostedCost[]): PutCostResult[] => connection.write('full', () => batch.map(put));
}

export const oldCostsSql = 'SELECT rowid FROM costs WHERE day < ? ORDER BY day LIMIT ?';

export function costJobs(connection: Connection) {
  return {
    putCosts: putCostsJob(connection),
    forgetCosts: forgetInPieces(connection, oldCostsSql, 'DELETE FROM costs WHERE rowid = ?'),
  };
}
