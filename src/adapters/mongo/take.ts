/**
 * A partition's unprocessed activities, handed out; and what happens where they kill who takes them. Enters: a partition. Leaves: activities in commit order.
 *
 * Every opened store is a taker. `takers` knows who took a partition last and which activity was the first then: another taker that finds the same one still
 * first knows that the last died over it. Two deaths split the batch into single activities; two more over a single one set it aside. It never sets aside
 * what was not alone in hand, and never counts an error that was caught.
 */
import type { StoredActivity } from '../../ports/store';
import type { ActivityDocument, TakerDocument } from './documents';
import type { Mongo } from './mongo';
import { activityShown, fromActivityDocument } from './nouns';

/** Deaths over a batch that split it, and over a single activity that set it aside. */
export const deathsMax = 2;
export const crashReason = 'crashed: the process ended each time this was judged';

type Mark = Omit<TakerDocument, '_id'>;

const noMark: Mark = { taker: null, firstSeq: 0, deaths: 0, splitTo: 0 };

/** Deaths over the activity that is first now. */
function countDeaths(mark: Mark, self: string, firstSeq: number): number {
  const foreign = mark.taker !== null && mark.taker !== self;
  if (mark.firstSeq === firstSeq) return mark.deaths + (foreign ? 1 : 0);
  // It got on from there, and each take of a split batch is written down: this one was in nobody's hand.
  return foreign && mark.splitTo === 0 ? 1 : 0;
}

function nextMark(last: Mark, self: string, found: readonly ActivityDocument[], firstSeq: number): Mark {
  let deaths = countDeaths(last, self, firstSeq);
  let splitTo = firstSeq > last.splitTo ? 0 : last.splitTo;
  if (splitTo === 0 && deaths >= deathsMax) {
    splitTo = found.at(-1)?.seq ?? firstSeq;
    deaths = 0;
  }
  return { taker: self, firstSeq, deaths, splitTo };
}

export function activityTaker({ models, self }: Mongo) {
  const take = (partition: number, limit: number): Promise<ActivityDocument[]> =>
    models.activities
      .find({ 'wait.partition': partition }, activityShown)
      .sort({ 'wait.seq': 1 })
      .limit(limit)
      .lean<ActivityDocument[]>();
  /** Out of the line, with the reason. */
  const setAside = async ({ _id, seq }: ActivityDocument): Promise<void> => {
    await models.activities.updateOne(
      { _id, state: 'accepted' },
      { $set: { state: 'quarantined', reason: crashReason, aside: seq }, $unset: { wait: 1 } },
    );
  };
  const write = async (partition: number, mark: Mark): Promise<void> => {
    await models.takers.updateOne({ _id: partition }, { $set: mark }, { upsert: true });
  };
  const watched = async (
    partition: number,
    limit: number,
    known: Mark,
    taken: ActivityDocument[],
  ): Promise<ActivityDocument[]> => {
    let last = known;
    for (let found = taken; ; found = await take(partition, limit)) {
      const [first] = found;
      if (first === undefined) return [];
      last = nextMark(last, self, found, first.seq);
      if (last.splitTo > 0 && last.deaths >= deathsMax) {
        await setAside(first);
        continue;
      }
      await write(partition, last);
      return last.splitTo > 0 ? [first] : found;
    }
  };
  return {
    takeUnprocessed: async (partition: number, limit: number): Promise<readonly StoredActivity[]> => {
      const [mark, found] = await Promise.all([
        models.takers.findById(partition).lean<TakerDocument>(),
        take(partition, limit),
      ]);
      const { taker, deaths, splitTo } = mark ?? noMark;
      const alone = taker === self && deaths === 0 && splitTo === 0;
      // Where nothing waits there is nothing to write down.
      if (alone || found.length === 0) return found.map(fromActivityDocument);
      return (await watched(partition, limit, mark ?? noMark, found)).map(fromActivityDocument);
    },
    /** In order: what was in hand is nobody's death. */
    leaveTaken: async (): Promise<void> => {
      await models.takers.updateMany({ taker: self }, { $set: { taker: null } });
    },
  };
}
