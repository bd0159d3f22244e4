/** The whole file, read out a piece at a time. Enters: a file that nobody works on. Leaves: nouns in commit order. It never writes. */
import Database from 'better-sqlite3';
import { Fault } from '../../errors';
import type { Device } from '../../model/attribution';
import type { Environment } from '../../model/activity';
import type { CostModel, Touch } from '../../model/touch';
import type { ArchiveItems, ArchiveKind, ArchivePiece, ArchiveSource } from '../../ports/archive';
import { layoutNewest } from './migrations';
import {
  activityColumns,
  deliveryColumns,
  fromActivityRow,
  fromDeliveryRow,
  fromDeviceRow,
  fromRecordRow,
  type ActivityColumns,
  type DeliveryColumns,
  type DeviceColumns,
  type RecordColumns,
} from './rows';

type Row = readonly unknown[];

interface Reading<K extends ArchiveKind> {
  readonly table: string;
  /** Place in the order first, then what `item` reads; with `?` for the place and the limit. */
  readonly sql: string;
  readonly item: (row: Row) => ArchiveItems[K];
}

const list = (sql: string): string => `(SELECT json_group_array(k.key) FROM ${sql})`;
const page = 'ORDER BY 1 LIMIT ?';

const readings: { readonly [K in ArchiveKind]: Reading<K> } = {
  records: {
    table: 'records',
    sql: `SELECT n, kind, id, app, version, created_at, document, used_at FROM
      (SELECT row_number() OVER (ORDER BY kind, id) AS n, * FROM records) WHERE n > ? ${page}`,
    item: ([, ...row]) => fromRecordRow(row as RecordColumns),
  },
  optOuts: {
    table: 'opt_outs',
    sql: `SELECT o.seq, o.id, o.app, o.environment, o.created_at, o.reason, o.forgotten,
      (SELECT json_group_array(k.hash) FROM opt_out_keys k WHERE k.opt_out = o.seq) FROM opt_outs o WHERE o.seq > ? ${page}`,
    item: (row) => {
      const [, id, app, environment, createdAt, reason, forgotten, hashes] = row as [
        ...[number, string, string, Environment, number, string | null, number, string],
      ];
      const why = reason === null ? {} : { reason };
      return { id, app, environment, createdAt, ...why, forgotten, hashes: JSON.parse(hashes) as string[] };
    },
  },
  notes: {
    table: 'forgetting',
    sql: `SELECT seq, app, what, key, device FROM forgetting WHERE seq > ? ${page}`,
    item: (row) => {
      const [seq, app, what, key, device] = row as [
        number,
        string,
        'activities' | 'touches',
        string,
        string | null,
      ];
      return { id: `copied:${seq}`, app, what, key, device };
    },
  },
  touches: {
    table: 'touches',
    sql: `SELECT t.seq, t.body, (SELECT json_group_array(j.value) FROM json_each(t.body, '$.keys') j
        WHERE EXISTS (SELECT 1 FROM touch_keys k WHERE k.app = t.app AND k.key = j.value AND k.time = t.time AND k.id = t.id))
      FROM touches t WHERE t.seq > ? ${page}`,
    item: ([, body, keys]) => ({
      touch: JSON.parse(body as string) as Touch,
      keys: JSON.parse(keys as string) as string[],
    }),
  },
  devices: {
    table: 'devices',
    sql: `SELECT d.seq, d.version, d.doc, ${list('device_keys k WHERE k.app = d.app AND k.device = d.seq')}
      FROM devices d WHERE d.seq > ? ${page}`,
    item: (row): Device => fromDeviceRow(row.slice(0, 3) as unknown as DeviceColumns),
  },
  activities: {
    table: 'activities',
    sql: `SELECT ${activityColumns}, a.moved_at, p.until,
        (SELECT json_group_array(j.value) FROM json_each(a.body, '$.keys.device') j
         WHERE EXISTS (SELECT 1 FROM activity_keys k WHERE k.app = a.app AND k.key = j.value AND k.seq = a.seq))
      FROM activities a LEFT JOIN parked p ON p.seq = a.seq WHERE a.seq > ? ORDER BY a.seq LIMIT ?`,
    item: (row) => {
      const [movedAt, parkedUntil, keys] = row.slice(-3) as [number | null, number | null, string];
      const stored = fromActivityRow(row.slice(0, -3) as unknown as ActivityColumns);
      return { stored, keys: JSON.parse(keys) as string[], movedAt, parkedUntil };
    },
  },
  deliveries: {
    table: 'deliveries',
    sql: `SELECT d.seq, o.due_at, o.delay_ms, o.lost, ${deliveryColumns} FROM deliveries d
      LEFT JOIN open_deliveries o ON o.delivery = d.seq WHERE d.seq > ? ${page}`,
    item: ([, dueAt, delayMs, lost, ...row]) => ({
      delivery: fromDeliveryRow(row as DeliveryColumns),
      open:
        dueAt === null ? null : { dueAt: dueAt as number, delayMs: delayMs as number, lost: lost as number },
    }),
  },
  rates: {
    table: 'source_hours',
    sql: `SELECT * FROM (SELECT row_number() OVER (ORDER BY app, partner, sub, hour) AS n, app, partner, sub, hour, clicks, conversions
      FROM source_hours) WHERE n > ? ${page}`,
    item: (row) => {
      const [, app, partner, sub, hour, clicks, conversions] = row as [
        ...[number, string, string, string, number, number, number],
      ];
      return { app, partner, sub, hour, clicks, conversions };
    },
  },
  refusals: {
    table: 'refusals',
    sql: `SELECT * FROM (SELECT row_number() OVER (ORDER BY app, hour, field, value) AS n, app, hour, field, value, count
      FROM refusals) WHERE n > ? ${page}`,
    item: (row) => {
      const [, app, hour, field, value, count] = row as [number, string, number, string, string, number];
      return { app, hour, field, value, count };
    },
  },
  costs: {
    table: 'costs',
    sql: `SELECT rowid, app, day, partner, link, campaign, adgroup, creative, source, model, currency, CAST(micros AS TEXT), touches,
      amount, posted_currency, posted_at FROM costs WHERE rowid > ? ${page}`,
    item: ([, ...row]) => {
      const [app, day, partner, link, campaign, adgroup, creative, ...rest] = row as [
        ...[string, string, string, string, string, string, string],
        ...['posted' | 'touches', CostModel | '', string, string | null, number | null],
        ...[string | null, string | null, number | null],
      ];
      const [source, model, currency, micros, touches, amount, postedCurrency, postedAt] = rest;
      return {
        ...{ app, day, partner, link, campaign, adgroup, creative, source, model, currency },
        ...{ micros, touches, amount, postedCurrency, postedAt },
      };
    },
  },
  answers: {
    table: 'answers',
    sql: `SELECT * FROM (SELECT row_number() OVER (ORDER BY id) AS n, id, fingerprint, at, answer FROM answers) WHERE n > ? ${page}`,
    item: (row) => {
      const [, id, fingerprint, at, answer] = row as [number, string, string, number, string | null];
      return { id, fingerprint, at, answer };
    },
  },
  counters: {
    table: `(SELECT 1 FROM counters WHERE name IN ('records', 'opt_outs'))`,
    sql: `SELECT * FROM (SELECT row_number() OVER (ORDER BY name) AS n, name, value FROM counters
      WHERE name IN ('records', 'opt_outs')) WHERE n > ? ${page}`,
    item: ([, name, value]) => ({ name: name as 'records' | 'opt_outs', value: value as number }),
  },
};

/** @throws Fault `store_unavailable` where there is no such file, or its layout is another version's. */
export function openSqliteArchive(path: string): ArchiveSource {
  let db: Database.Database;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
  } catch (cause) {
    throw new Fault('store_unavailable', { cause, message: `There is no store at ${path}.` });
  }
  const layout = Number(db.pragma('user_version', { simple: true }));
  if (layout !== layoutNewest) {
    db.close();
    throw new Fault('store_unavailable', {
      message: `The store at ${path} has layout ${layout}, this version copies layout ${layoutNewest}: run carom migrate on it first.`,
    });
  }
  // One moment of it, however long the copy takes.
  db.exec('BEGIN');
  return {
    count: (kind) => db.prepare(`SELECT COUNT(*) FROM ${readings[kind].table}`).pluck().get() as number,
    read: <K extends ArchiveKind>(kind: K, from: number, limit: number): ArchivePiece<K> => {
      const { sql, item } = readings[kind];
      const rows = db.prepare(sql).raw(true).all(from, limit) as Row[];
      const last = rows.at(-1)?.[0] as number | undefined;
      return { items: rows.map(item), next: rows.length < limit || last === undefined ? null : last };
    },
    close: () => void db.close(),
  };
}
