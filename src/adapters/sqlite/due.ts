/**
 * Which deliveries are next, destination by destination. Enters: times and a limit. Leaves: their numbers, oldest due first. It reads an index alone, walks
 * each destination from its oldest due and no further than a bound, and writes nothing.
 */
import type { Connection } from './connection';
import { heldApart, heldByNobody, heldByQueue } from './held';

/** Each destination with anything open, by one step down the index a destination. */
export const destinationsSql = `WITH RECURSIVE d (n) AS (
    SELECT MIN(destination) FROM open_deliveries
    UNION ALL SELECT (SELECT MIN(destination) FROM open_deliveries WHERE destination > d.n) FROM d WHERE d.n IS NOT NULL)
  SELECT n FROM d WHERE n IS NOT NULL`;
export const dueSql = `SELECT due_at, delivery, held, queued_until FROM open_deliveries
  WHERE destination = ? AND due_at <= ? ORDER BY due_at LIMIT ?`;

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

/** Whether a destination took any of what it was fed last: such are not open any more. */
function takers(connection: Connection) {
  const open = connection.statement('SELECT 1 FROM open_deliveries WHERE delivery = ?');
  const last = new Map<number, number[]>();
  return {
    takes: (destination: number): boolean =>
      last.get(destination)?.some((delivery) => open.get(delivery) === undefined) ?? false,
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

interface Picked {
  readonly free: readonly (readonly [dueAt: number, delivery: number])[];
  /** How many of them are before those that were given back. */
  readonly inOrder: number;
  readonly inHand: number;
}

/** Those of one destination that may go, at most `limit`. */
function pick(rows: Iterable<DueRow>, { now, lostBefore }: DueTimes, limit: number): Picked {
  const free: [number, number][] = [];
  let inOrder: number | null = null;
  let inHand = 0;
  let givenBack = 0;
  for (const [dueAt, delivery, held, queuedUntil] of rows) {
    if (queuedUntil <= (held === heldByQueue ? lostBefore : now)) free.push([dueAt, delivery]);
    else if (held === heldByNobody) givenBack += 1;
    else if (held !== heldApart) inHand += 1;
    if (givenBack >= givenBackMax) inOrder ??= free.length;
    if (free.length >= limit || inHand >= inHandMax) break;
  }
  return { free, inOrder: inOrder ?? free.length, inHand };
}

export function dueFinder(connection: Connection): DueFinder {
  const destinations = connection.statement(destinationsSql);
  const due = connection.statement(dueSql);
  const { takes, remember } = takers(connection);
  const hasDue = (destination: number, now: number): boolean => due.get(destination, now, 1) !== undefined;
  const ofOne = (destination: number, times: DueTimes, share: number): Due[] => {
    const rows = due.iterate(destination, times.now, share + walkedMax) as Iterable<DueRow>;
    const { free, inOrder, inHand } = pick(rows, times, share);
    const behind = inOrder === free.length || takes(destination) ? share : inHand === 0 ? probes : 0;
    const going = free.slice(0, inOrder + behind);
    return going.map(([dueAt, delivery]) => ({ dueAt, delivery, destination }));
  };
  return {
    remember,
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
