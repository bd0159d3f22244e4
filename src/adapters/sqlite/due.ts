/**
 * Which deliveries are next, destination by destination. Enters: times and a limit. Leaves: their numbers, oldest due first. It reads an index alone, walks
 * each destination from its oldest due and no further than a bound, and writes nothing.
 */
import type { Connection } from './connection';
import { heldApart, heldByJob, heldByNobody, heldByQueue } from './held';

/** Each destination with anything open, by one step down the index a destination. */
export const destinationsSql = `WITH RECURSIVE d (n) AS (
    SELECT MIN(destination) FROM open_deliveries
    UNION ALL SELECT (SELECT MIN(destination) FROM open_deliveries WHERE destination > d.n) FROM d WHERE d.n IS NOT NULL)
  SELECT n FROM d WHERE n IS NOT NULL`;
export const dueSql = `SELECT due_at, delivery, held, queued_until FROM open_deliveries
  WHERE destination = ? AND due_at <= ? ORDER BY due_at LIMIT ?`;
/** Those behind, without a step over any that are not free: never handed over, by due time … */
export const neverFedSql = `SELECT due_at, delivery FROM open_deliveries
  WHERE destination = ? AND held = ${heldByNobody} AND queued_until = 0 AND due_at >= ? AND due_at <= ? ORDER BY due_at LIMIT ?`;
/** … and given back until a time that has come, by that time. */
export const freeAgainSql = `SELECT due_at, delivery FROM open_deliveries
  WHERE destination = ? AND held = ${heldByNobody} AND queued_until > 0 AND queued_until <= ? AND due_at >= ? AND due_at <= ?
  ORDER BY queued_until LIMIT ?`;

/** Of one destination in the queue and in jobs together; with more the rest wait in the store. */
const inHandMax = 4_000;
/** Rows that are stepped over at most. */
const walkedMax = 2 * inHandMax;
/** So many that were given back for later hold up those behind them. A few do not: one that fails for a reason of its own is no sign of a destination that is down. */
const givenBackMax = 8;
/** Of those behind them these many go all the same when none is in hand, to see whether the destination takes any. Where it takes some, it is crowded and not down, and all may go. */
const probes = 16;
/** Of the last that were fed to a destination these many are looked at again to see whether it takes any. */
const rememberedMax = 16;
const destinationsMax = 10_000;

export interface Due {
  readonly dueAt: number;
  readonly delivery: number;
  readonly destination: number;
}
type DueRow = [dueAt: number, delivery: number, held: number, queuedUntil: number];

export interface DueTimes {
  readonly now: number;
  /** What the queue got before it, the queue has lost. */
  readonly lostBefore: number;
}

export interface DueFinder {
  find(times: DueTimes, limit: number): readonly Due[];
  /** These were fed. */
  remember(fed: readonly Due[]): void;
}

/** What became of those that a destination was fed last. */
function lastFed(connection: Connection) {
  const open = connection.statement('SELECT held FROM open_deliveries WHERE delivery = ?');
  const last = new Map<number, number[]>();
  const held = (delivery: number): number | undefined => (open.get(delivery) as [number] | undefined)?.[0];
  return {
    /** Some are done. */
    taken: (destination: number): boolean =>
      last.get(destination)?.some((delivery) => held(delivery) === undefined) ?? false,
    /** Some are under way. */
    inHand: (destination: number): boolean =>
      last.get(destination)?.some((delivery) => {
        const by = held(delivery);
        return by === heldByQueue || by === heldByJob;
      }) ?? false,
    remember: (fed: readonly Due[]): void => {
      if (last.size > destinationsMax) last.clear();
      const fresh = new Set<number>();
      for (const { destination, delivery } of fed) {
        const known = fresh.has(destination) ? last.get(destination) : undefined;
        if (known === undefined) last.set(destination, [delivery]);
        else if (known.length < rememberedMax) known.push(delivery);
        fresh.add(destination);
      }
    },
  };
}

type Free = readonly [dueAt: number, delivery: number];

interface Picked {
  readonly free: readonly Free[];
  /** Where the walk ended at those that were given back: those behind have a due time no earlier than this. */
  readonly behindFrom: number | null;
}

/** Those of one destination that may go, at most `limit`, up to where too many were given back. */
function pick(rows: Iterable<DueRow>, { now, lostBefore }: DueTimes, limit: number): Picked {
  const free: Free[] = [];
  let inHand = 0;
  let givenBack = 0;
  for (const [dueAt, delivery, held, queuedUntil] of rows) {
    if (queuedUntil <= (held === heldByQueue ? lostBefore : now)) free.push([dueAt, delivery]);
    else if (held === heldByNobody) givenBack += 1;
    else if (held !== heldApart) inHand += 1;
    if (givenBack >= givenBackMax) return { free, behindFrom: dueAt };
    if (free.length >= limit || inHand >= inHandMax) break;
  }
  return { free, behindFrom: null };
}

export function dueFinder(connection: Connection): DueFinder {
  const destinations = connection.statement(destinationsSql);
  const due = connection.statement(dueSql);
  const neverFed = connection.statement(neverFedSql);
  const freeAgain = connection.statement(freeAgainSql);
  const last = lastFed(connection);
  const hasDue = (destination: number, now: number): boolean => due.get(destination, now, 1) !== undefined;
  /** At most `limit` that are not among those known already. */
  const behind = (
    destination: number,
    from: number,
    now: number,
    limit: number,
    known: readonly Free[],
  ): Free[] => {
    const seen = new Set(known.map(([, delivery]) => delivery));
    const room = limit + seen.size;
    const found = [
      ...(neverFed.all(destination, from, now, room) as Free[]),
      ...(freeAgain.all(destination, now, from, now, room) as Free[]),
    ];
    return found
      .filter(([, delivery]) => !seen.has(delivery))
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .slice(0, limit);
  };
  const ofOne = (destination: number, times: DueTimes, share: number): Due[] => {
    const rows = due.iterate(destination, times.now, share + walkedMax) as Iterable<DueRow>;
    const { free, behindFrom } = pick(rows, times, share);
    const room = last.taken(destination) ? share : last.inHand(destination) ? 0 : probes;
    const more =
      behindFrom === null
        ? []
        : behind(destination, behindFrom, times.now, Math.min(room, share - free.length), free);
    return [...free, ...more].map(([dueAt, delivery]) => ({ dueAt, delivery, destination }));
  };
  return {
    remember: last.remember,
    find: (times, limit) => {
      const withDue = (destinations.all() as [number][])
        .map(([destination]) => destination)
        .filter((destination) => hasDue(destination, times.now));
      const share = Math.ceil(limit / Math.max(1, withDue.length));
      return withDue
        .flatMap((destination) => ofOne(destination, times, share))
        .sort((a, b) => a.dueAt - b.dueAt || a.delivery - b.delivery)
        .slice(0, limit);
    },
  };
}
