/**
 * Which deliveries are next, destination by destination. Enters: times and a limit. Leaves: ids, oldest due first. It walks each destination from its oldest
 * due and no further than a bound, and writes nothing.
 */
import { held, type DeliveryDocument } from './documents';
import type { Mongo } from './mongo';
import { upTo } from './sequence';

/** Of one destination in the queue and in jobs together; with more the rest wait in the store. */
const inHandMax = 4_000;
/** Documents that are stepped over at most. */
const walkedMax = 2 * inHandMax;
/** So many that were given back for later hold up those behind them. A few do not: one that fails for a reason of its own is no sign of a destination that is down. */
const givenBackMax = 8;
/** Of those behind them these many go all the same when none is in hand, to see whether the destination takes any. Where it takes some, it is crowded and not down. */
const probes = 16;
/** Of the last that were fed to a destination these many are looked at again to see whether it takes any. */
const rememberedMax = 16;
const destinationsMax = 10_000;
/** Destinations asked about at a time. */
const askedAtOnce = 16;

export type Due = Required<Pick<DeliveryDocument, '_id' | 'open'>>;

export interface DueTimes {
  readonly now: number;
  /** What the queue got before it, the queue has lost. */
  readonly lostBefore: number;
}

export function isFree({ open }: Due, { now, lostBefore }: DueTimes): boolean {
  return open.queuedUntil <= (open.held === held.queue ? lostBefore : now);
}

interface Picked {
  readonly free: readonly Due[];
  /** Where the walk ended at those that were given back: those behind have a due time no earlier than this. */
  readonly behindFrom: number | null;
}

/** Those of one destination that may go, at most `limit`, up to where too many were given back. */
async function pick(documents: AsyncIterable<Due>, times: DueTimes, limit: number): Promise<Picked> {
  const free: Due[] = [];
  let inHand = 0;
  let givenBack = 0;
  for await (const due of documents) {
    if (isFree(due, times)) free.push(due);
    else if (due.open.held === held.nobody) givenBack += 1;
    else if (due.open.held !== held.apart) inHand += 1;
    if (givenBack >= givenBackMax) return { free, behindFrom: due.open.dueAt };
    if (free.length >= limit || inHand >= inHandMax) break;
  }
  return { free, behindFrom: null };
}

export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += askedAtOnce)
    results.push(...(await Promise.all(items.slice(at, at + askedAtOnce).map(work))));
  return results;
}

/** Each destination with anything open: steps down the index, where the server can. */
export function openDestinations({ models }: Mongo): Promise<string[]> {
  return models.deliveries.distinct('open.destination', { 'open.destination': { $gt: '' } });
}

/** What became of those that a destination was fed last. */
function lastFed({ models }: Mongo) {
  const last = new Map<string, string[]>();
  return {
    /** How many more may go behind those that were given back: some of the last are done, or some are under way, or neither. */
    room: async (destination: string, share: number): Promise<number> => {
      const ids = last.get(destination) ?? [];
      if (ids.length === 0) return probes;
      const open = await models.deliveries
        .find({ _id: { $in: ids }, open: { $exists: true } }, { open: 1 })
        .lean<Due[]>();
      if (open.length < ids.length) return share;
      const inHand = open.some(({ open: { held: by } }) => by === held.queue || by === held.job);
      return inHand ? 0 : probes;
    },
    remember: (fed: readonly Due[]): void => {
      if (last.size > destinationsMax) last.clear();
      const fresh = new Set<string>();
      for (const { _id, open } of fed) {
        const known = fresh.has(open.destination) ? last.get(open.destination) : undefined;
        if (known === undefined) last.set(open.destination, [_id]);
        else if (known.length < rememberedMax) known.push(_id);
        fresh.add(open.destination);
      }
    },
  };
}

function byDue(a: Due, b: Due): number {
  return a.open.dueAt - b.open.dueAt || (a._id < b._id ? -1 : 1);
}

/**
 * Those behind, without a step over any that are not free: never handed over, by due time; given back until a time that has come; and in a queue that has lost
 * them.
 */
function behindFinder({ models }: Mongo) {
  const find = (question: object, order: Record<string, 1>, limit: number): Promise<Due[]> =>
    models.deliveries.find(question, { open: 1 }).sort(order).limit(limit).lean<Due[]>();
  /** At most `limit` that are not among those known already. */
  return async (
    destination: string,
    from: number,
    { now, lostBefore }: DueTimes,
    limit: number,
    known: readonly Due[],
  ): Promise<readonly Due[]> => {
    if (limit <= 0) return [];
    const seen = new Set(known.map(({ _id }) => _id));
    const of = { 'open.destination': destination, 'open.dueAt': { $gte: from, ...upTo(now) } };
    const again = (by: number, until: number): Promise<Due[]> =>
      find(
        { ...of, 'open.held': by, 'open.queuedUntil': { $gt: 0, ...upTo(until) } },
        { 'open.queuedUntil': 1 },
        room,
      );
    const room = limit + seen.size;
    const found = await Promise.all([
      find({ ...of, 'open.held': held.nobody, 'open.queuedUntil': 0 }, { 'open.dueAt': 1 }, room),
      again(held.nobody, now),
      again(held.queue, lostBefore),
    ]);
    return found
      .flat()
      .filter(({ _id }) => !seen.has(_id))
      .sort(byDue)
      .slice(0, limit);
  };
}

export function dueFinder(mongo: Mongo) {
  const { models } = mongo;
  const last = lastFed(mongo);
  const behind = behindFinder(mongo);
  const walk = (destination: string, now: number, limit: number) =>
    models.deliveries
      .find({ 'open.destination': destination, 'open.dueAt': upTo(now) }, { open: 1 })
      .sort({ 'open.dueAt': 1 })
      .limit(limit)
      .lean<Due[]>();
  const ofOne = async (destination: string, times: DueTimes, share: number): Promise<readonly Due[]> => {
    const documents = walk(destination, times.now, share + walkedMax).cursor({ batchSize: share + 64 });
    const { free, behindFrom } = await pick(documents as AsyncIterable<Due>, times, share);
    await documents.close();
    if (behindFrom === null) return free;
    const room = Math.min(await last.room(destination, share), share - free.length);
    return [...free, ...(await behind(destination, behindFrom, times, room, free))];
  };
  return {
    /** These were fed. */
    remember: last.remember,
    find: async (times: DueTimes, limit: number): Promise<readonly Due[]> => {
      const all = await openDestinations(mongo);
      const due = await inTurns(all, async (destination) =>
        (await walk(destination, times.now, 1)).length > 0 ? [destination] : [],
      );
      const withDue = due.flat();
      const share = Math.ceil(limit / Math.max(1, withDue.length));
      const found = await inTurns(withDue, (destination) => ofOne(destination, times, share));
      return found.flat().sort(byDue).slice(0, limit);
    },
  };
}
