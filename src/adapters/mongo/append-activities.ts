/**
 * Activities as they come in. Enters: a batch. Leaves: which were new. A batch is one request to the server, answered when a majority has it on disk; it
 * never changes an activity that is there.
 *
 * Where the server fails in the middle, some of the batch may be stored and nothing is answered but the failure: who sends it again is told that those are
 * duplicates, and they are judged like all others.
 */
import { Fault } from '../../errors';
import type { Activity } from '../../model/activity';
import type { AppendResult } from '../../ports/store';
import { insertNew } from './bulk';
import { keyOf, type ActivityDocument } from './documents';
import type { Mongo } from './mongo';
import { toActivityDocument } from './nouns';

/** One that is forgotten between the refusal and the question why is tried again. */
const roundsMax = 5;

interface Item {
  readonly document: ActivityDocument;
  /** In the batch. */
  readonly place: number;
}

function transactionOf({ app, event, transaction }: ActivityDocument): string | null {
  return transaction === undefined ? null : JSON.stringify([app, event, transaction]);
}

/** Those that share no id and no transaction with one before them, and the rest, which go after these. */
function splitTwins(items: readonly Item[]): { first: Item[]; later: Item[] } {
  const seen = new Set<string>();
  const first: Item[] = [];
  const later: Item[] = [];
  for (const item of items) {
    const names = [item.document._id, transactionOf(item.document)].filter((name) => name !== null);
    if (names.some((name) => seen.has(name))) later.push(item);
    else first.push(item);
    for (const name of names) seen.add(name);
  }
  return { first, later };
}

/** Why the server refused these; undefined: what stood in the way is gone. */
async function explain(
  { models }: Mongo,
  refused: readonly ActivityDocument[],
): Promise<readonly (AppendResult | undefined)[]> {
  const byId = await models.activities
    .find({ _id: { $in: refused.map(({ _id }) => _id) } }, { _id: 1 })
    .lean();
  const known = new Set(byId.map(({ _id }) => _id));
  return Promise.all(
    refused.map(async ({ _id, app, id, event, transaction }): Promise<AppendResult | undefined> => {
      if (known.has(_id)) return { outcome: 'duplicate', id, scope: 'id' };
      if (event === undefined || transaction === undefined) return undefined;
      const first = await models.activities.findOne({ app, event, transaction }, { id: 1 }).lean();
      return first === null ? undefined : { outcome: 'duplicate', id: first.id, scope: 'transaction' };
    }),
  );
}

export function activityAppender(mongo: Mongo) {
  const { models, sequence } = mongo;
  const appendRound = async (
    items: readonly Item[],
    results: (AppendResult | undefined)[],
  ): Promise<Item[]> => {
    const refused = await insertNew(
      models.activities,
      items.map(({ document }) => document),
    );
    items.forEach(({ place }, at) => {
      if (!refused.has(at)) results[place] = { outcome: 'new' };
    });
    if (refused.size === 0) return [];
    const doubtful = items.filter((_, at) => refused.has(at));
    const reasons = await explain(
      mongo,
      doubtful.map(({ document }) => document),
    );
    doubtful.forEach(({ place }, at) => (results[place] = reasons[at]));
    return doubtful.filter((_, at) => reasons[at] === undefined);
  };
  return async (batch: readonly Activity[], queuedUntil: number): Promise<readonly AppendResult[]> => {
    const results: (AppendResult | undefined)[] = batch.map(() => undefined);
    let left = batch.map((activity, place): Item => {
      const document = toActivityDocument(activity, sequence.next(activity.receivedAt));
      const { partition, seq } = document;
      return { document: { ...document, wait: { partition, seq, until: queuedUntil } }, place };
    });
    for (let round = 0; left.length > 0 && round < batch.length + roundsMax; round += 1) {
      const { first, later } = splitTwins(left);
      left = [...(await appendRound(first, results)), ...later];
    }
    return results.map((result) => {
      if (result === undefined)
        throw new Fault('store_unavailable', { message: 'The store changes its mind.' });
      return result;
    });
  };
}

/** Parked or set aside before: in line again, in its old place, due at once. */
export const backInLine = [
  {
    $set: {
      state: 'accepted',
      wait: { partition: '$partition', seq: '$seq', until: { $literal: 0 } },
    },
  },
  { $unset: ['parkedUntil', 'reason', 'aside'] },
];

export function idsOf(app: string, ids: readonly string[]): string[] {
  return ids.map((id) => keyOf(app, id));
}
