/**
 * Taking out of documents what tells whose they were. Enters: ids of activities and touches. Leaves: the same documents without it. It removes no activity,
 * touch or delivery; done twice it is done once.
 */
import type { Activity } from '../../model/activity';
import type { Attribution } from '../../model/attribution';
import type { Attempt } from '../../model/delivery';
import { forgetActivity, forgetAttempt, forgetTouch, forgottenReason } from '../../model/opt-out';
import { writeAll } from './bulk';
import type { ActivityDocument, DeliveryDocument, TouchDocument } from './documents';
import type { Mongo } from './mongo';
import { fromTouchDocument } from './nouns';

/** The same attempt without what it was answered, as JSON. */
export function forgetAttemptText(attempt: string): string {
  return JSON.stringify(forgetAttempt(JSON.parse(attempt) as Attempt));
}

/** The touch that has its credit was this device's, whether it carried an identifier or not. */
export function creditedTouch(attribution: string | undefined): string | null {
  return attribution === undefined ? null : (JSON.parse(attribution) as Attribution).touch_id;
}

function forgotten(found: DeliveryDocument) {
  const { _id, attempts = [], open } = found;
  const stopped =
    open === undefined
      ? {}
      : {
          status: attempts.length === 0 ? ('skipped' as const) : ('failed' as const),
          reason: forgottenReason,
          nextAttemptAt: null,
          ...(attempts.length === 0 ? {} : { unsent: 'failed' as const }),
        };
  const unsent = open !== undefined && attempts.length === 0 ? { unsent: 1 as const } : {};
  return {
    updateOne: {
      // An attempt that was recorded meanwhile is met in the next turn.
      filter: { _id, attempts: attempts.length === 0 ? { $exists: false } : [...attempts] },
      update: {
        $set: {
          ...stopped,
          ...(attempts.length === 0 ? {} : { attempts: attempts.map(forgetAttemptText) }),
        },
        $unset: { request: 1 as const, body: 1 as const, open: 1 as const, ...unsent },
      },
    },
  };
}

const turnsMax = 5;

export function rowForgetter(mongo: Mongo) {
  const { models } = mongo;
  /** What was to be sent is stopped, what was sent is known no longer. What was derived was planned with its cause, so it goes along. */
  const deliveries = async (app: string, ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    const derived = await models.activities.find({ app, causedBy: { $in: [...ids] } }, { id: 1 }).lean();
    const of = [...ids, ...derived.map(({ id }) => id)];
    for (let turn = 0; turn < turnsMax; turn += 1) {
      const found = await models.deliveries
        .find({ activity: { $in: of } }, { app: 1, attempts: 1, open: 1, request: 1 })
        .lean<DeliveryDocument[]>();
      const left = found.filter((each) => each.app === app && each.request !== undefined);
      if (left.length === 0) return;
      await writeAll<DeliveryDocument>(models.deliveries, left.map(forgotten));
    }
  };
  /** With their keys, and what was sent for them. */
  const touches = async (app: string, ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    const found = await models.touches.find({ _id: { $in: [...ids] }, app }).lean();
    await writeAll<TouchDocument>(
      models.touches,
      found.map((each) => ({
        updateOne: {
          filter: { _id: each._id },
          update: {
            $set: { body: JSON.stringify(forgetTouch(fromTouchDocument(each))) },
            $unset: { keys: 1, addressedAt: 1, rawAt: 1 },
          },
        },
      })),
    );
    await deliveries(
      app,
      found.map(({ _id }) => _id),
    );
  };
  /** Judged ones, with their keys, what was sent for them, and the touches that have their credit. */
  const activities = async (app: string, found: readonly ActivityDocument[]): Promise<void> => {
    await writeAll<ActivityDocument>(
      models.activities,
      found.map(({ _id, body }) => ({
        updateOne: {
          filter: { _id },
          update: {
            $set: { body: JSON.stringify(forgetActivity(JSON.parse(body) as Activity)) },
            $unset: { device: 1, keys: 1, rawAt: 1 },
          },
        },
      })),
    );
    await deliveries(
      app,
      found.map(({ id }) => id),
    );
    const credited = found.flatMap(({ attribution }) => creditedTouch(attribution) ?? []);
    await touches(app, [...new Set(credited)]);
  };
  return { deliveries, touches, activities };
}
