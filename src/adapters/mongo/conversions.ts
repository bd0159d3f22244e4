/**
 * Conversions that move, are found by their order id, and refusals counted. Enters: moves, order ids, counts. Leaves: the model's nouns. A move changes of an
 * activity only what it says: by compare-and-set on what was read, since the activity may lose its address or its owner meanwhile.
 */
import { Fault } from '../../errors';
import type { Activity } from '../../model/activity';
import {
  refusalsMax,
  transactionActivitiesMax,
  type ActivityMove,
  type ConversionStore,
  type RefusalTally,
} from '../../ports/conversion-store';
import { writeAll } from './bulk';
import { readCursor, writeCursor } from './cursor';
import { keyOf, type ActivityDocument, type RefusalDocument } from './documents';
import { inTurns } from './due';
import type { Mongo } from './mongo';
import { activityShown, fromActivityDocument, without } from './nouns';
import { finishSeen } from './outbox';
import { hourOf } from './source-rates';

const hourMs = 3_600_000;
/** Somebody else changed it between the look and the write. */
const turnsMax = 8;

/** The same document at the next revision. */
function movedBody(body: string, { revision, history }: ActivityMove): string {
  const activity = JSON.parse(body) as Activity;
  const { status, status_time: statusTime, payout, revenue } = history[revision] ?? { at: 0 };
  // What no longer stands goes.
  const stated = without(activity.body, 'status', 'status_time', 'payout', 'revenue');
  return JSON.stringify({
    ...activity,
    revision,
    history,
    body: {
      ...stated,
      ...(status === undefined ? {} : { status }),
      ...(statusTime === undefined ? {} : { status_time: statusTime }),
      ...(payout === undefined ? {} : { payout }),
      ...(revenue === undefined ? {} : { revenue }),
    },
  });
}

async function moveOne(
  { models }: Mongo,
  move: ActivityMove,
  queuedUntil: number,
): Promise<'done' | 'stale'> {
  const { revision, history } = move;
  const _id = keyOf(move.app, move.id);
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const found = await models.activities
      .findById(_id, { state: 1, revision: 1, body: 1, partition: 1, seq: 1 })
      .lean<ActivityDocument>();
    if (found?.revision !== revision - 1) return 'stale';
    const { state, body, partition, seq } = found;
    const judged = state === 'processed';
    const { matchedCount } = await models.activities.updateOne(
      { _id, revision: revision - 1, state, body },
      {
        $set: {
          ...{ revision, movedAt: history[revision]?.at ?? 0, body: movedBody(body, move) },
          ...(judged ? { state: 'accepted', wait: { partition, seq, until: queuedUntil } } : {}),
        },
        ...(judged ? { $unset: { rawAt: 1 } } : {}),
      },
    );
    if (matchedCount === 1) return 'done';
  }
  throw new Fault('store_unavailable', { message: 'An activity was changed by others again and again.' });
}

/** Of one activity one after another. */
async function moveAll(
  mongo: Mongo,
  batch: readonly ActivityMove[],
  queuedUntil: number,
): Promise<readonly ('done' | 'stale')[]> {
  const results = batch.map((): 'done' | 'stale' => 'stale');
  const byActivity = new Map<string, number[]>();
  batch.forEach(({ app, id }, at) =>
    byActivity.set(keyOf(app, id), [...(byActivity.get(keyOf(app, id)) ?? []), at]),
  );
  await inTurns([...byActivity.values()], async (places) => {
    for (const at of places) {
      const move = batch[at];
      if (move !== undefined) results[at] = await moveOne(mongo, move, queuedUntil);
    }
  });
  return results;
}

function refusalCounter({ models }: Mongo): ConversionStore['countRefusals'] {
  const countHour = async (app: string, hour: number, counted: readonly RefusalDocument[]): Promise<void> => {
    const stored = await models.refusals
      .find({ app, hour }, { _id: 1 })
      .limit(2 * refusalsMax)
      .lean();
    const known = new Set(stored.map(({ _id }) => _id));
    const fresh = counted
      .filter(({ _id }) => !known.has(_id))
      .slice(0, Math.max(0, refusalsMax - known.size));
    await writeAll<RefusalDocument>(
      models.refusals,
      [...counted.filter(({ _id }) => known.has(_id)), ...fresh].map(({ _id, count, ...fields }) => ({
        updateOne: { filter: { _id }, update: { $inc: { count }, $setOnInsert: fields }, upsert: true },
      })),
    );
  };
  return async (batch) => {
    const sums = new Map<string, RefusalDocument>();
    for (const { app, field, value, count, at } of batch) {
      const hour = hourOf(at);
      const _id = JSON.stringify([app, hour, field, value]);
      sums.set(_id, { _id, app, hour, field, value, count: count + (sums.get(_id)?.count ?? 0) });
    }
    const hours = new Map<string, RefusalDocument[]>();
    for (const one of sums.values()) {
      const name = JSON.stringify([one.app, one.hour]);
      hours.set(name, [...(hours.get(name) ?? []), one]);
    }
    await inTurns([...hours.values()], async (counted) => {
      const [first] = counted;
      if (first !== undefined) await countHour(first.app, first.hour, counted);
    });
  };
}

function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function refusalSurvey({ models }: Mongo): ConversionStore['surveyRefusals'] {
  return async ({ app, since, limit }) => {
    const found = await models.refusals.find({ app, hour: { $gte: hourOf(since) } }).lean();
    const tallies = new Map<string, RefusalTally>();
    for (const { field, value, count, hour } of found) {
      const name = JSON.stringify([field, value]);
      const known = tallies.get(name);
      tallies.set(name, {
        field,
        value,
        count: count + (known?.count ?? 0),
        lastAt: Math.max(hour * hourMs, known?.lastAt ?? 0),
      });
    }
    return [...tallies.values()]
      .sort((a, b) => b.count - a.count || bytewise(a.field, b.field) || bytewise(a.value, b.value))
      .slice(0, limit);
  };
}

type Methods = Omit<ConversionStore, 'forgetRefusals'>;

export function conversionMethods(mongo: Mongo): Methods {
  const { activities } = mongo.models;
  return {
    moveActivities: (batch, queuedUntil) => moveAll(mongo, batch, queuedUntil),
    countRefusals: refusalCounter(mongo),
    surveyRefusals: refusalSurvey(mongo),
    findTransactions: (app, transactions) =>
      inTurns(transactions, async (transaction) => {
        const found = await activities
          .find({ app, transaction }, activityShown)
          .sort({ event: 1 })
          .limit(transactionActivitiesMax)
          .lean<ActivityDocument[]>();
        await finishSeen(mongo, found);
        return found.map(fromActivityDocument);
      }),
    async listTransactions(app, { limit, cursor }) {
      const [transaction, event] =
        cursor === undefined ? ['', ''] : readCursor('transactions', ['string', 'string'], cursor);
      const after =
        cursor === undefined
          ? { transaction: { $gt: '' } }
          : {
              transaction: { $gte: transaction, $gt: '' },
              $or: [{ transaction: { $gt: transaction } }, { event: { $gt: event } }],
            };
      const found = await activities
        .find({ app, ...after } as Record<string, unknown>, activityShown)
        .sort({ transaction: 1, event: 1 })
        .limit(limit + 1)
        .lean<ActivityDocument[]>();
      await finishSeen(mongo, found);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const more = found.length > limit && last !== undefined;
      return {
        items: shown.map(fromActivityDocument),
        next: more ? writeCursor('transactions', [last.transaction ?? '', last.event ?? '']) : null,
      };
    },
  };
}
