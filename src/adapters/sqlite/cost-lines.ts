/** Lines of what advertising cost, page by page. Enters: a filter. Leaves: lines in the order of their key. It changes nothing. */
import type { CostLine } from '../../model/cost';
import { spentOf } from '../../model/cost';
import type { CostModel } from '../../model/touch';
import type { CostFilter, CostStore } from '../../ports/cost-store';
import type { Page } from '../../ports/page';
import type { Value } from './connection';
import { readCursor, writeCursor } from './cursor';
import type { ReaderJobs } from './jobs';
import type { Caller } from './store-thread';

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
