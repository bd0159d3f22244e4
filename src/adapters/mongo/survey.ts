/**
 * Counts over a window. Enters: an app, a time, a limit. Leaves: tallies. It reads down one index from the newest on, a piece at a time; it never writes and
 * never reads beyond the limit.
 */
import type { Activity } from '../../model/activity';
import type { Attempt } from '../../model/delivery';
import type { Money } from '../../model/money';
import type { Touch } from '../../model/touch';
import {
  eventNamesMax,
  type ActivityTally,
  type DeliveryTally,
  type Survey,
  type SurveyQuery,
  type SurveyStore,
  type TouchTally,
} from '../../ports/survey-store';
import { keyOf, type ActivityDocument, type DeliveryDocument, type TouchDocument } from './documents';
import type { Mongo } from './mongo';
import { firstAt } from './sequence';

/** Documents a piece. */
const pieceSize = 1_000;
/** Touches of all apps that are looked at for one app's. */
const touchesSeenMax = 200_000;
const moneyPlaces = 4;

/** A decimal text as a whole number of 1/10,000; of a thousand million and more: nothing. */
export function unitsOf(text: string): number | null {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '' || whole.length > 9) return null;
  const units = Number(whole + fraction.slice(0, moneyPlaces).padEnd(moneyPlaces, '0'));
  return sign === '-' ? -units : units;
}

/** `123400` units → `12.34`. */
function amountOf(units: number): string {
  const digits = String(Math.abs(units)).padStart(moneyPlaces + 1, '0');
  const whole = digits.slice(0, -moneyPlaces);
  const fraction = digits.slice(-moneyPlaces).replace(/0+$/, '');
  return `${units < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

async function* pieces<T>(documents: AsyncIterable<T>): AsyncGenerator<T[]> {
  let piece: T[] = [];
  for await (const document of documents) {
    piece.push(document);
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** Hands on at most `limit`, and says whether there was more. */
async function walk<T>(
  documents: AsyncIterable<T>,
  limit: number,
  take: (piece: readonly T[]) => Promise<void> | void,
): Promise<{ readonly counted: number; readonly truncated: boolean }> {
  let counted = 0;
  let truncated = false;
  for await (const piece of pieces(documents)) {
    const fits = piece.slice(0, limit - counted);
    truncated = truncated || fits.length < piece.length;
    if (fits.length > 0) await take(fits);
    counted += fits.length;
  }
  return { counted, truncated };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The first seen of a key is the newest: its example is kept. */
function tallyOf<T extends { readonly count: number }>(
  found: Map<string, Writable<T>>,
  key: readonly unknown[],
  first: () => T,
): Writable<T> {
  const name = JSON.stringify(key);
  const known = found.get(name) ?? { ...first() };
  found.set(name, known);
  return known;
}

function answerOf({ status, attempts = [] }: DeliveryDocument): string | null {
  const last = attempts.at(-1);
  if (last === undefined || (status !== 'failed' && status !== 'retrying')) return null;
  const { status: code, error } = JSON.parse(last) as Attempt;
  return code === undefined ? (error ?? null) : String(code);
}

/** What was sent, or not asked for, is no loss. */
function isLost({ status, visible }: DeliveryDocument): boolean {
  return status === 'failed' || status === 'retrying' || (status === 'skipped' && visible);
}

function isUnmapped({ status, reason }: DeliveryDocument): boolean {
  return status === 'skipped' && reason === 'event_not_mapped';
}

interface Told {
  readonly revenue: Money | undefined;
  readonly event: string | undefined;
}

/** What the activities say of which something was lost or not mapped. */
async function readActivities(
  { models }: Mongo,
  of: readonly DeliveryDocument[],
): Promise<ReadonlyMap<string, Told>> {
  if (of.length === 0) return new Map();
  const ids = [...new Set(of.map(({ app, activity }) => keyOf(app, activity)))];
  const found = await models.activities.find({ _id: { $in: ids } }, { body: 1, event: 1 }).lean();
  return new Map(
    found.map(({ _id, body, event }) => [
      _id,
      { revenue: (JSON.parse(body) as Activity).body.revenue, event },
    ]),
  );
}

type Sums = Map<object, Map<string, number>>;

function addTo(sums: Sums, tally: object, name: string, count: number): void {
  const sum = sums.get(tally) ?? new Map<string, number>();
  sums.set(tally, sum);
  sum.set(name, (sum.get(name) ?? 0) + count);
}

function showEvents(counts: ReadonlyMap<string, number> | undefined): Pick<DeliveryTally, 'events'> {
  if (counts === undefined) return {};
  const events = [...counts].map(([event, count]) => ({ event, count }));
  events.sort((a, b) => b.count - a.count || (a.event < b.event ? -1 : 1));
  return { events: events.slice(0, eventNamesMax) };
}

function deliveryTallies() {
  const tallies = new Map<string, Writable<DeliveryTally>>();
  const credited = new Map<object, Set<string>>();
  const money: Sums = new Map();
  const events: Sums = new Map();
  return {
    add(one: DeliveryDocument, told: Told | undefined): void {
      const { partner = null, callback = null, status, reason = null, createdAt, _id } = one;
      const answer = answerOf(one);
      const tally = tallyOf<DeliveryTally>(tallies, [partner, callback, status, reason, answer], () => ({
        ...{ partner, callback, status, reason, answer, count: 0, credited: 0 },
        ...{ lastAt: createdAt, example: _id, revenue: [] },
      }));
      tally.count += 1;
      const activities = credited.get(tally) ?? new Set();
      credited.set(tally, activities);
      if (one.visible) activities.add(one.activity);
      if (isUnmapped(one) && told?.event !== undefined) addTo(events, tally, told.event, 1);
      const revenue = isLost(one) ? told?.revenue : undefined;
      const units = revenue === undefined ? null : unitsOf(revenue.amount);
      if (revenue !== undefined && units !== null) addTo(money, tally, revenue.currency, units);
    },
    all: (): DeliveryTally[] =>
      [...tallies.values()].map((tally) => ({
        ...tally,
        credited: credited.get(tally)?.size ?? 0,
        revenue: [...(money.get(tally) ?? [])].map(([currency, units]) => ({
          amount: amountOf(units),
          currency,
        })),
        ...showEvents(events.get(tally)),
      })),
  };
}

async function surveyDeliveries(mongo: Mongo, query: SurveyQuery): Promise<Survey<DeliveryTally>> {
  const { app, since, limit } = query;
  const tallies = deliveryTallies();
  const documents = mongo.models.deliveries
    .find(
      { app, seq: { $gte: firstAt(since) }, createdAt: { $gte: since }, test: { $exists: false } },
      { request: 0, body: 0 },
    )
    .sort({ seq: -1 })
    .limit(limit + 1)
    .lean<DeliveryDocument[]>()
    .cursor({ batchSize: pieceSize }) as AsyncIterable<DeliveryDocument>;
  const walked = await walk(documents, limit, async (piece) => {
    const told = await readActivities(
      mongo,
      piece.filter((one) => isLost(one) || isUnmapped(one)),
    );
    for (const one of piece) tallies.add(one, told.get(keyOf(one.app, one.activity)));
  });
  return { tallies: tallies.all(), ...walked };
}

async function surveyActivities(mongo: Mongo, query: SurveyQuery): Promise<Survey<ActivityTally>> {
  const { app, since, limit } = query;
  const tallies = new Map<string, Writable<ActivityTally>>();
  const documents = mongo.models.activities
    .find(
      { app, seq: { $gte: firstAt(since) }, receivedAt: { $gte: since } },
      { id: 1, kind: 1, attribution: 1, receivedAt: 1, body: 1 },
    )
    .sort({ seq: -1 })
    .limit(limit + 1)
    .lean<ActivityDocument[]>()
    .cursor({ batchSize: pieceSize }) as AsyncIterable<ActivityDocument>;
  const walked = await walk(documents, limit, (piece) => {
    for (const { id, kind, attribution, receivedAt, body } of piece) {
      if ((JSON.parse(body) as Activity).environment !== 'production') continue;
      const credit = JSON.parse(attribution ?? 'null') as {
        partner: string | null;
        link: string | null;
      } | null;
      const [partner, link] = [credit?.partner ?? null, credit?.link ?? null];
      const tally = tallyOf<ActivityTally>(tallies, [partner, link, kind], () => ({
        ...{ partner, link, kind: kind as ActivityTally['kind'] },
        ...{ count: 0, lastAt: receivedAt, example: id },
      }));
      tally.count += 1;
    }
  });
  return { tallies: [...tallies.values()], ...walked };
}

function clickIdOf({ flags, partnerClickId }: Touch): TouchTally['clickId'] {
  if (flags.includes('unexpanded_macro')) return 'unexpanded';
  return partnerClickId === undefined ? 'absent' : 'given';
}

async function surveyTouches(mongo: Mongo, query: SurveyQuery): Promise<Survey<TouchTally>> {
  const { app, since, limit } = query;
  const tallies = new Map<string, Writable<TouchTally>>();
  let counted = 0;
  // What happened since was not received before.
  const documents = mongo.models.touches
    .find({ receivedAt: { $gte: since } }, { app: 1, time: 1, body: 1 })
    .sort({ receivedAt: -1 })
    .limit(touchesSeenMax + 1)
    .lean<TouchDocument[]>()
    .cursor({ batchSize: pieceSize }) as AsyncIterable<TouchDocument>;
  let truncated = false;
  let seen = 0;
  for await (const piece of pieces(documents)) {
    seen += piece.length;
    truncated = seen > touchesSeenMax || counted >= limit;
    if (truncated) break;
    for (const found of piece) {
      if (found.app !== app || found.time < since) continue;
      const touch = JSON.parse(found.body) as Touch;
      const { link, partner = null } = touch;
      const clickId = clickIdOf(touch);
      const tally = tallyOf<TouchTally>(tallies, [link, partner, clickId], () => ({
        ...{ link, partner, clickId, count: 0, example: touch.id },
      }));
      tally.count += 1;
      if (touch.id > tally.example) tally.example = touch.id;
      counted += 1;
    }
  }
  return { tallies: [...tallies.values()], counted, truncated };
}

export function surveyMethods(mongo: Mongo): SurveyStore {
  return {
    surveyDeliveries: (query) => surveyDeliveries(mongo, query),
    surveyActivities: (query) => surveyActivities(mongo, query),
    surveyTouches: (query) => surveyTouches(mongo, query),
  };
}
