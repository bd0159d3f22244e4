/**
 * The questions with filters and pages, as SQL. Enters: a filter. Leaves: a statement and its values. Each is led by one index and
 * ordered by it; the other conditions carry a `+`, which keeps SQLite from choosing theirs.
 */
import { Fault } from '../../errors';
import type { ActivityFilter, DeliveryFilter, PageQuery, RecordKind } from '../../ports/store';
import type { Value } from './connection';
import { readCursor } from './cursor';
import { activityColumns, deliveryColumns } from './rows';
import { firstSinceSql } from './survey-sql';

export interface Question {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Conditions and their values, gathered in step. */
class Conditions {
  readonly #texts: string[] = [];
  readonly values: Value[] = [];

  add(text: string, ...values: readonly (Value | undefined)[]): void {
    const given = values.filter((value) => value !== undefined);
    if (given.length !== values.length) return;
    this.#texts.push(text);
    this.values.push(...given);
  }

  get text(): string {
    return this.#texts.length === 0 ? '' : `WHERE ${this.#texts.join(' AND ')}`;
  }
}

const commonKinds = `('session', 'event', 'ad_revenue')`;
const isCommon = (kind: string): boolean => commonKinds.includes(`'${kind}'`);

function activityLead(filter: ActivityFilter): 'key' | 'state' | 'partner' | 'app' {
  if (filter.deviceKey !== undefined) return 'key';
  if (filter.state !== undefined) return 'state';
  return filter.partner !== undefined ? 'partner' : 'app';
}

export function activityQuestion(filter: ActivityFilter): Question {
  const { app, partner, kind, since, deviceKey, state } = filter;
  if (deviceKey !== undefined && app === undefined) {
    throw new Fault('missing_field', { field: 'app', message: 'A device is looked up in one app.' });
  }
  const where = new Conditions();
  const led = activityLead(filter);
  const order = led === 'key' ? 'k.seq' : 'a.seq';
  if (led === 'key') where.add('k.app = ? AND k.key = ?', app, deviceKey);
  else where.add(led === 'app' ? 'a.app = ?' : '+a.app = ?', app);
  where.add(led === 'partner' ? 'a.partner = ?' : '+a.partner = ?', partner);
  if (kind !== undefined) {
    const rare = led === 'app' && app !== undefined && !isCommon(kind);
    where.add(rare ? `a.kind = ? AND a.kind NOT IN ${commonKinds}` : '+a.kind = ?', kind);
  }
  // Few are set aside: their own index is the narrowest.
  if (state !== undefined) where.add(led === 'state' ? 'a.state = 2' : '+a.state = 2');
  where.add(`${order} >= (${firstSinceSql}) AND +a.received_at >= ?`, since, since);
  if (filter.cursor !== undefined)
    where.add(`${order} < ?`, ...readCursor('activities', ['number'], filter.cursor));
  const from = led === 'key' ? 'activity_keys k CROSS JOIN activities a ON a.seq = k.seq' : 'activities a';
  return {
    sql: `SELECT ${activityColumns} FROM ${from} ${where.text} ORDER BY ${order} DESC LIMIT ?`,
    values: [...where.values, filter.limit + 1],
  };
}

/** The narrowest of the given conditions leads. */
function deliveryLead(filter: DeliveryFilter): 'activity' | 'callback' | 'partner' | 'status' | 'app' | null {
  const { status } = filter;
  if (filter.activity !== undefined) return 'activity';
  if (filter.callback !== undefined) return 'callback';
  if (filter.partner !== undefined) return 'partner';
  if (status === 'failed' || status === 'retrying') return 'status';
  return filter.app === undefined ? null : 'app';
}

function deliveryConditions(filter: DeliveryFilter): Conditions {
  const where = new Conditions();
  const lead = deliveryLead(filter);
  for (const name of ['activity', 'callback', 'partner', 'app'] as const) {
    where.add(`${name === lead ? '' : '+'}d.${name} = ?`, filter[name]);
  }
  if (lead === 'status') where.add(`d.status = ? AND d.status IN ('retrying', 'failed')`, filter.status);
  else where.add('+d.status = ?', filter.status);
  if (filter.visibleToPartner === true) where.add('d.visible_to_partner = 1');
  where.add('d.created_at >= ?', filter.since);
  if (filter.cursor !== undefined) {
    const [createdAt, seq] = readCursor('deliveries', ['number', 'number'], filter.cursor);
    where.add('d.created_at <= ? AND (d.created_at < ? OR d.seq < ?)', createdAt, createdAt, seq);
  }
  return where;
}

const newestFirst = 'ORDER BY d.created_at DESC, d.seq DESC LIMIT ?';

export function deliveryQuestion(filter: DeliveryFilter): Question {
  const where = deliveryConditions(filter);
  return {
    sql: `SELECT ${deliveryColumns} FROM deliveries d ${where.text} ${newestFirst}`,
    values: [...where.values, filter.limit + 1],
  };
}

/** What a replay of the filter opens again. */
export function replayQuestion(filter: DeliveryFilter): Question {
  const where = deliveryConditions(filter);
  where.add(`+d.status <> 'skipped' AND d.request IS NOT NULL AND d.test IS NULL`);
  return {
    sql: `SELECT d.seq, d.app, d.partner, d.callback, d.created_at FROM deliveries d ${where.text} ${newestFirst}`,
    values: [...where.values, filter.limit + 1],
  };
}

export const recordColumns = 'r.kind, r.id, r.app, r.version, r.created_at, r.document, r.used_at';

export function recordQuestion(kind: RecordKind, filter: PageQuery & { readonly app?: string }): Question {
  const where = new Conditions();
  where.add('r.kind = ?', kind);
  where.add('r.app = ?', filter.app);
  if (filter.cursor !== undefined) {
    where.add('(r.created_at, r.id) > (?, ?)', ...readCursor('records', ['number', 'string'], filter.cursor));
  }
  return {
    sql: `SELECT ${recordColumns} FROM records r ${where.text} ORDER BY r.created_at, r.id LIMIT ?`,
    values: [...where.values, filter.limit + 1],
  };
}
