/**
 * What a person opens again: deliveries, one or a filter's, and activities that were set aside. Enters: ids, a filter. Leaves: documents that are open or in
 * line again. A page is several writes: one that failed in the middle is asked for again, and what it opened already is opened once more, to the same end.
 */
import type { Store } from '../../ports/store';
import { backInLine } from './append-activities';
import { writeAll } from './bulk';
import { cursorAfter } from './cursor';
import { held, keyOf, type DeliveryDocument } from './documents';
import { deliveryQuestion } from './listing';
import type { Mongo } from './mongo';
import { destinationOf } from './nouns';

function reopened(
  found: Pick<DeliveryDocument, 'app' | 'partner' | 'callback'>,
  dueAt: number,
  delayMs: number,
) {
  const open = { destination: destinationOf(found), dueAt, delayMs, held: held.nobody, queuedUntil: 0 };
  return {
    $set: { status: 'pending' as const, tries: 0, nextAttemptAt: dueAt, open },
    $unset: { reason: 1 as const, unsent: 1 as const },
  };
}

/** Has a request, was not skipped, and is no test. */
const replayable = {
  status: { $ne: 'skipped' as const },
  request: { $exists: true },
  test: { $exists: false },
};
const inHand: readonly number[] = [held.queue, held.job];
const looked = { app: 1, partner: 1, callback: 1, seq: 1, open: 1 } as const;

export function replayMethods(
  mongo: Mongo,
): Pick<Store, 'replayDelivery' | 'replayDeliveries' | 'replayActivity'> {
  const { models } = mongo;
  return {
    async replayDelivery(id, now) {
      const found = await models.deliveries
        .findOne({ _id: id, ...replayable }, looked)
        .lean<DeliveryDocument>();
      if (found === null) return false;
      const done = await models.deliveries.updateOne({ _id: id, ...replayable }, reopened(found, now, 0));
      return done.matchedCount === 1;
    },
    async replayDeliveries(filter, { from, spacingMs, dryRun = false }) {
      const question = { $and: [deliveryQuestion(filter), replayable] };
      const found = await models.deliveries
        .find(question, looked)
        .sort({ seq: -1 })
        .limit(filter.limit + 1)
        .lean<DeliveryDocument[]>();
      const page = found.slice(0, filter.limit);
      const next = found.length > filter.limit ? cursorAfter('deliveries', page, filter.cursor) : null;
      if (dryRun) return { replayed: page.length, next };
      const free = page.filter(({ open }) => open === undefined || !inHand.includes(open.held));
      const replayed = await writeAll<DeliveryDocument>(
        models.deliveries,
        free.map((each, n) => ({
          updateOne: {
            filter: { _id: each._id, ...replayable, 'open.held': { $nin: [...inHand] } },
            update: reopened(each, Math.round(from) + Math.round(n * spacingMs), Math.round(n * spacingMs)),
          },
        })),
      );
      return { replayed, next };
    },
    async replayActivity(app, id) {
      const done = await models.activities.collection.updateOne(
        { _id: keyOf(app, id) as never, state: 'quarantined' },
        backInLine,
      );
      return done.matchedCount === 1;
    },
  };
}
