/**
 * What advertising cost, by day and place. Enters: what touches of one transaction cost, what was posted. Leaves: sums and lines. Sums are added up inside
 * the transaction that stores the touches, so that nothing is counted twice or not at all.
 */
import type { CostLine, CostShare, PostedCost } from '../../model/cost';
import { spentOf } from '../../model/cost';
import type { CostModel } from '../../model/touch';
import type { CostFilter, CostStore, PutCostResult } from '../../ports/cost-store';
import type { Page } from '../../ports/page';
import type { Connection, Value } from './connection';
import { readCursor, writeCursor } from './cursor';
import type { ReaderJobs } from './jobs';
import type { Caller } from './store-thread';

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

/** Rows removed in one transaction. */
const forgottenMax = 2_000;
export const oldCostsSql = 'SELECT rowid FROM costs WHERE day < ? ORDER BY day LIMIT ?';

export function costJobs(connection: Connection) {
  const old = connection.statement(oldCostsSql);
  const remove = connection.statement('DELETE FROM costs WHERE rowid = ?');
  return {
    putCosts: putCostsJob(connection),
    forgetCosts: (beforeDay: string): number => {
      // Most calls find nothing; they need no lock.
      if (old.get(beforeDay, 1) === undefined) return 0;
      return connection.write('normal', () => {
        const rows = old.all(beforeDay, forgottenMax) as [number][];
        for (const [row] of rows) remove.run(row);
        return rows.length;
      });
    },
  };
}

const order = 'c.day, c.partner, c.link, c.campaign, c.adgroup, c.creative, c.source, c.model, c.currency';
const cursorShape = Array.from({ length: 9 }, () => 'string' as const);
/** Of the same place only touches are superseded, and a place is as large as it has empty levels. Each level is asked for as it is and as all: 32 steps at most. */
const supersededSql = `EXISTS (SELECT 1 FROM costs p WHERE p.app = c.app AND p.day = c.day
  AND p.partner IN ('', c.partner) AND p.link IN ('', c.link) AND p.campaign IN ('', c.campaign)
  AND p.adgroup IN ('', c.adgroup) AND p.creative IN ('', c.creative) AND p.source = 'posted'
  AND (c.source = 'touches' OR p.rowid <> c.rowid))`;

/** Led by its key, and in the order of it. */
export function costsSql(filter: Pick<CostFilter, 'since' | 'until' | 'partner' | 'cursor'>): string {
  return `SELECT c.app, ${order}, CAST(c.micros AS TEXT), c.touches, c.amount, c.posted_currency, c.posted_at, ${supersededSql}
    FROM costs c WHERE c.app = ?
    ${filter.since === undefined ? '' : 'AND c.day >= ?'} ${filter.until === undefined ? '' : 'AND c.day <= ?'}
    ${filter.partner === undefined ? '' : 'AND +c.partner = ?'}
    ${filter.cursor === undefined ? '' : `AND (${order}) > (?, ?, ?, ?, ?, ?, ?, ?, ?)`}
    ORDER BY ${order} LIMIT ?`;
}

type Columns = readonly [
  app: string,
  day: string,
  partner: string,
  link: string,
  campaign: string,
  adgroup: string,
  creative: string,
  source: 'posted' | 'touches',
  model: CostModel | '',
  currency: string,
  micros: string | null,
  touches: number | null,
  amount: string | null,
  postedCurrency: string | null,
  postedAt: number | null,
  superseded: 0 | 1,
];

function toLine(row: Columns): CostLine {
  const [app, day, partner, link, campaign, adgroup, creative, source, model, currency, ...rest] = row;
  const [micros, touches, amount, postedCurrency, postedAt, superseded] = rest;
  return {
    ...{ app, day, partner, link, campaign, adgroup, creative, source },
    cost:
      source === 'posted'
        ? { amount: amount ?? '0', currency: postedCurrency ?? '' }
        : { amount: spentOf(micros ?? '0', model), currency },
    ...(model === '' ? {} : { model }),
    ...(touches === null ? {} : { touches }),
    ...(postedAt === null ? {} : { postedAt }),
    superseded: superseded === 1,
  };
}

export function costMethods(reader: Caller<ReaderJobs>): Pick<CostStore, 'listCosts'> {
  return {
    async listCosts(filter): Promise<Page<CostLine>> {
      const { app, since, until, partner, cursor, limit } = filter;
      const after = cursor === undefined ? [] : readCursor('costs', cursorShape, cursor);
      const given = [since, until, partner].filter((value) => value !== undefined);
      const values: readonly Value[] = [app, ...given, ...after, limit + 1];
      const rows = (await reader.call('all', costsSql(filter), values)) as Columns[];
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map(toLine),
        next: last === undefined ? null : writeCursor('costs', last.slice(1, 10)),
      };
    },
  };
}
