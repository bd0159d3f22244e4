/**
 * A partition's unprocessed activities, handed out; and what happens where they kill who takes them. Enters: a partition. Leaves: rows in commit order.
 *
 * Whoever opened the file for writing is a taker. The table `takers` knows who took a partition last and which activity was the first then. Another taker
 * that finds the same one still first knows that the last died over it. So nothing is written while one taker goes on from batch to batch; each
 * take is written down only where there is a suspicion. Two deaths split the batch into single activities; two more over a single one set it
 * aside. It never sets aside what was not alone in hand, and never counts an error that was caught: the taker lives on and is the same.
 */
import { randomUUID } from 'node:crypto';
import { stateAccepted, stateQuarantined } from './accept-jobs';
import type { Connection } from './connection';
import { activityColumns, type ActivityColumns } from './rows';

/** Deaths over a batch that split it, and over a single activity that set it aside. */
export const deathsMax = 2;
export const crashReason = 'crashed: the process ended each time this was judged';

interface Mark {
  /** Null: the last one left in order, and nothing was in hand. */
  readonly taker: string | null;
  readonly firstSeq: number;
  readonly deaths: number;
  /** Up to this activity they are handed out one at a time; 0: in batches. */
  readonly splitTo: number;
}

const noMark: Mark = { taker: null, firstSeq: 0, deaths: 0, splitTo: 0 };

/** Deaths over the activity that is first now. */
function countDeaths(mark: Mark, self: string, firstSeq: number): number {
  const foreign = mark.taker !== null && mark.taker !== self;
  if (mark.firstSeq === firstSeq) return mark.deaths + (foreign ? 1 : 0);
  // It got on from there, and each take of a split batch is written down: this one was in nobody's hand.
  return foreign && mark.splitTo === 0 ? 1 : 0;
}

function marks(connection: Connection) {
  const read = connection.statement(
    'SELECT taker, first_seq, deaths, split_to FROM takers WHERE partition = ?',
  );
  const write = connection.statement(
    'INSERT OR REPLACE INTO takers (partition, taker, first_seq, deaths, split_to) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    read: (partition: number): Mark => {
      const row = read.get(partition) as [string | null, number, number, number] | undefined;
      if (row === undefined) return noMark;
      const [taker, firstSeq, deaths, splitTo] = row;
      return { taker, firstSeq, deaths, splitTo };
    },
    write: (partition: number, { taker, firstSeq, deaths, splitTo }: Mark): void =>
      void write.run(partition, taker, firstSeq, deaths, splitTo),
  };
}

/** Out of the line, with the reason. */
function setAside(connection: Connection) {
  const quarantine = connection.statement(
    `UPDATE activities SET state = ${stateQuarantined}, reason = ? WHERE seq = ? AND state = ${stateAccepted}`,
  );
  const unwait = connection.statement('DELETE FROM waiting WHERE partition = ? AND seq = ?');
  return (partition: number, seq: number): void => {
    quarantine.run(crashReason, seq);
    unwait.run(partition, seq);
  };
}

export function takeJobs(connection: Connection) {
  const self = randomUUID();
  const mark = marks(connection);
  const aside = setAside(connection);
  const take = connection.statement(
    `SELECT ${activityColumns} FROM waiting w CROSS JOIN activities a ON a.seq = w.seq
     WHERE w.partition = ? ORDER BY w.seq LIMIT ?`,
  );
  const leave = connection.statement('UPDATE takers SET taker = NULL WHERE taker = ?');

  const watched = (partition: number, limit: number): ActivityColumns[] => {
    let last = mark.read(partition);
    for (;;) {
      const rows = take.all(partition, limit) as ActivityColumns[];
      const firstSeq = rows[0]?.[0];
      if (firstSeq === undefined) return [];
      let deaths = countDeaths(last, self, firstSeq);
      let splitTo = firstSeq > last.splitTo ? 0 : last.splitTo;
      if (splitTo === 0 && deaths >= deathsMax) {
        splitTo = rows.at(-1)?.[0] ?? firstSeq;
        deaths = 0;
      }
      last = { taker: self, firstSeq, deaths, splitTo };
      if (splitTo > 0 && deaths >= deathsMax) {
        aside(partition, firstSeq);
        continue;
      }
      mark.write(partition, last);
      return splitTo > 0 ? rows.slice(0, 1) : rows;
    }
  };

  return {
    takeUnprocessed: (partition: number, limit: number): ActivityColumns[] => {
      const { taker, deaths, splitTo } = mark.read(partition);
      if (taker === self && deaths === 0 && splitTo === 0)
        return take.all(partition, limit) as ActivityColumns[];
      // Where nothing waits there is nothing to write down.
      if ((take.all(partition, 1) as ActivityColumns[]).length === 0) return [];
      return connection.write('normal', () => watched(partition, limit));
    },
    /** In order: what was in hand is nobody's death. */
    leaveTaken: (): void => {
      if (connection.statement('SELECT 1 FROM takers WHERE taker = ? LIMIT 1').get(self) === undefined)
        return;
      connection.write('normal', () => void leave.run(self));
    },
  };
}
