/**
 * Counts over a window, on the reader's connection. Enters: an app, a time, a limit. Leaves: tallies. It walks an index from the newest on, a piece a
 * question, so that what others ask is answered in between; it never writes and never reads beyond the limit.
 */
import type { Money } from '../../model/money';
import {
  eventNamesMax,
  type ActivityTally,
  type DeliveryTally,
  type Survey,
  type SurveyQuery,
  type SurveyStore,
  type TouchTally,
} from '../../ports/survey-store';
import type { ReaderJobs } from './jobs';
import {
  activityPieceSql,
  deliveryPieceSql,
  firstSinceSql,
  touchPieceSql,
  touchesBelowSql,
} from './survey-sql';
import type { Caller } from './store-thread';

type Reader = Caller<ReaderJobs>;

/** Rows a question: some tens of milliseconds of the reader. */
const pieceRows = 5_000;
/** Touches of all apps that are looked at for one app's. */
const touchesSeenMax = 200_000;
const moneyPlaces = 4;

/** `123400` units → `12.34`. */
function amountOf(units: number): string {
  const digits = String(Math.abs(units)).padStart(moneyPlaces + 1, '0');
  const whole = digits.slice(0, -moneyPlaces);
  const fraction = digits.slice(-moneyPlaces).replace(/0+$/, '');
  return `${units < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The rows of one piece: how many there were, where it ended, and what was counted. */
interface Piece<Row> {
  readonly rows: readonly Row[];
  readonly seen: number;
  readonly end: readonly number[];
}

/** Walks until the window or the limit ends. `read` answers null where nothing is left. */
async function walk<Row>(
  limit: number,
  read: (size: number, after: readonly number[] | null) => Promise<Piece<Row> | null>,
  take: (row: Row) => void,
): Promise<{ counted: number; truncated: boolean }> {
  let counted = 0;
  let after: readonly number[] | null = null;
  while (counted < limit) {
    const size = Math.min(pieceRows, limit - counted);
    const piece: Piece<Row> | null = await read(size, after);
    if (piece === null || piece.seen === 0) return { counted, truncated: false };
    piece.rows.forEach(take);
    counted += piece.seen;
    after = piece.end;
    if (piece.seen < size) return { counted, truncated: false };
  }
  return { counted, truncated: (await read(1, after)) !== null };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Tallies of many pieces: equal keys are one tally; the first seen of a key holds the newest example. */
class Tallies<T extends { readonly count: number }> {
  readonly #found = new Map<string, Writable<T>>();

  add(key: readonly unknown[], tally: T, join: (into: Writable<T>) => void): void {
    const name = JSON.stringify(key);
    const known = this.#found.get(name);
    if (known === undefined) this.#found.set(name, { ...tally });
    else join(known);
  }

  all(): T[] {
    return [...this.#found.values()];
  }
}

function showMoney(sums: ReadonlyMap<string, number> | undefined): Money[] {
  return [...(sums ?? [])].map(([currency, units]) => ({ amount: amountOf(units), currency }));
}

type DeliveryRow = [
  ...[string | null, string | null, DeliveryTally['status'], string | null, string | null],
  ...[number, number, number, string, string | null, number | null, string | null],
];

type Named = Map<string, Map<string, number>>;

function addNamed(sums: Named, name: string, key: string | null, count: number | null): void {
  if (key === null || count === null) return;
  const sum = sums.get(name) ?? new Map<string, number>();
  sums.set(name, sum);
  sum.set(key, (sum.get(key) ?? 0) + count);
}

function showEvents(counts: ReadonlyMap<string, number> | undefined): Pick<DeliveryTally, 'events'> {
  if (counts === undefined) return {};
  const events = [...counts].map(([event, count]) => ({ event, count }));
  events.sort((a, b) => b.count - a.count || (a.event < b.event ? -1 : 1));
  return { events: events.slice(0, eventNamesMax) };
}

async function surveyDeliveries(reader: Reader, query: SurveyQuery): Promise<Survey<DeliveryTally>> {
  const tallies = new Tallies<DeliveryTally>();
  const sums: Named = new Map();
  const events: Named = new Map();
  const take = ([partner, callback, status, reason, answer, ...row]: DeliveryRow): void => {
    const [count, credited, lastAt, example, currency, units, event] = row;
    const key = [partner, callback, status, reason, answer];
    const tally = { partner, callback, status, reason, answer, count, credited, lastAt, example };
    tallies.add(key, { ...tally, revenue: [] }, (into) => {
      // Of one piece come several rows, one a currency and event: the newest of them is the example.
      if (lastAt > into.lastAt) Object.assign(into, { lastAt, example });
      into.count += count;
      into.credited += credited;
    });
    const name = JSON.stringify(key);
    addNamed(sums, name, currency, units);
    addNamed(events, name, event, count);
  };
  const read = async (size: number, after: readonly number[] | null): Promise<Piece<DeliveryRow> | null> => {
    const [createdAt, seq] = after ?? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    const from = [query.app, query.since, createdAt ?? 0, createdAt ?? 0, seq ?? 0, size];
    return readPiece(reader, deliveryPieceSql, from);
  };
  const walked = await walk(query.limit, read, take);
  const whole = tallies.all().map((tally) => {
    const { partner, callback, status, reason, answer } = tally;
    const name = JSON.stringify([partner, callback, status, reason, answer]);
    return { ...tally, revenue: showMoney(sums.get(name)), ...showEvents(events.get(name)) };
  });
  return { tallies: whole, ...walked };
}

/** The end of the piece and its size first: the counting then reads exactly these rows. */
async function readPiece<Row>(
  reader: Reader,
  sql: { readonly end: string; readonly rows: string },
  values: readonly (string | number)[],
): Promise<Piece<Row> | null> {
  const [found] = (await reader.call('all', sql.end, values)) as [number, ...number[]][];
  if (found === undefined || found[0] === 0) return null;
  const [seen, ...end] = found;
  return { rows: (await reader.call('all', sql.rows, values)) as Row[], seen, end };
}

type ActivityRow = [string | null, string | null, ActivityTally['kind'], number, number, string];

async function surveyActivities(reader: Reader, query: SurveyQuery): Promise<Survey<ActivityTally>> {
  const tallies = new Tallies<ActivityTally>();
  const take = ([partner, link, kind, count, lastAt, example]: ActivityRow): void =>
    tallies.add([partner, link, kind], { partner, link, kind, count, lastAt, example }, (into) => {
      into.count += count;
    });
  const [since] = (await reader.call('all', firstSinceSql, [query.since])) as [number | null][];
  const first = since?.[0] ?? Number.MAX_SAFE_INTEGER;
  const read = (size: number, after: readonly number[] | null): Promise<Piece<ActivityRow> | null> =>
    readPiece(reader, activityPieceSql, [
      query.app,
      after?.[0] ?? Number.MAX_SAFE_INTEGER,
      first,
      query.since,
      size,
    ]);
  const walked = await walk(query.limit, read, take);
  return { tallies: tallies.all(), ...walked };
}

type TouchRow = [string, string | null, TouchTally['clickId'], number, string];

async function surveyTouches(reader: Reader, query: SurveyQuery): Promise<Survey<TouchTally>> {
  const tallies = new Tallies<TouchTally>();
  const [top] = (await reader.call('all', 'SELECT MAX(seq) FROM touches', [])) as [number | null][];
  const newest = top?.[0] ?? 0;
  const lowest = Math.max(0, newest - touchesSeenMax);
  let counted = 0;
  let at = newest;
  let reached = newest === 0;
  for (; at > lowest && counted < query.limit && !reached; at -= pieceRows) {
    const values = [at, Math.max(lowest, at - pieceRows), query.app, query.since];
    for (const row of (await reader.call('all', touchPieceSql, values)) as TouchRow[]) {
      const [link, partner, clickId, count, example] = row;
      counted += count;
      tallies.add([link, partner, clickId], { link, partner, clickId, count, example }, (into) => {
        into.count += count;
      });
    }
    const [next] = (await reader.call('all', touchesBelowSql, [at - pieceRows])) as [number | null][];
    reached = (next?.[0] ?? 0) < query.since || next?.[0] === null;
  }
  return { tallies: tallies.all(), counted, truncated: !reached };
}

export function surveyMethods(reader: Reader): SurveyStore {
  return {
    surveyDeliveries: (query) => surveyDeliveries(reader, query),
    surveyActivities: (query) => surveyActivities(reader, query),
    surveyTouches: (query) => surveyTouches(reader, query),
  };
}
