/**
 * What an opt-out left to do, a piece at a time. Enters: the oldest note in `forgetting`. Leaves: documents without identity, and in the end no note. A piece
 * that was begun and not ended is done again.
 */
import type { OptOutStore } from '../../ports/opt-out-store';
import { backInLine } from './append-activities';
import type { ActivityDocument, ForgettingDocument, OptOutDocument } from './documents';
import { rowForgetter } from './forget-rows';
import type { Mongo } from './mongo';
import { carryOut, type OptOutTodo } from './opt-outs';
import { finishSeen } from './outbox';

/** Activities or touches a piece, each with its deliveries. */
export const pieceMax = 100;
/** Whoever writes an opt-out and lives has ended by then. */
const silentMs = 10_000;

function activityPiece(mongo: Mongo) {
  const { models } = mongo;
  const forget = rowForgetter(mongo);
  /** Where the next piece begins; null: there is none. */
  return async ({ app, key, device: only, after }: ForgettingDocument): Promise<number | null> => {
    const ofKey = { app, keys: key };
    const piece = await models.activities
      .find({ ...ofKey, seq: { $gt: after } })
      .sort({ seq: 1 })
      .limit(pieceMax)
      .lean<ActivityDocument[]>();
    const last = piece.at(-1)?.seq;
    // Another process may have given one more the last number.
    const twins =
      last === undefined
        ? []
        : await models.activities.find({ ...ofKey, seq: last }).lean<ActivityDocument[]>();
    const found = [...new Map([...piece, ...twins].map((one) => [one._id, one])).values()];
    await finishSeen(mongo, found);
    const own = found.filter(({ device }) => only === undefined || device === only);
    const open = own.filter(({ state }) => state === 'accepted' || state === 'parked');
    // Their verdict finds the opt-out, and takes out the rest.
    await forget.deliveries(
      app,
      open.map(({ id }) => id),
    );
    const parked = open.filter(({ state }) => state === 'parked').map(({ _id }) => _id as never);
    if (parked.length > 0)
      await models.activities.collection.updateMany({ _id: { $in: parked }, state: 'parked' }, backInLine);
    await forget.activities(
      app,
      own.filter((one) => !open.includes(one)),
    );
    return piece.length < pieceMax ? null : (last ?? null);
  };
}

function touchPiece(mongo: Mongo) {
  const forget = rowForgetter(mongo);
  return async ({ app, key }: ForgettingDocument): Promise<number | null> => {
    const found = await mongo.models.touches.find({ app, keys: key }, { _id: 1 }).limit(pieceMax).lean();
    // The key goes with them: the next piece begins at the start again.
    await forget.touches(
      app,
      found.map(({ _id }) => _id),
    );
    return found.length < pieceMax ? null : 0;
  };
}

export function forgetMethods(mongo: Mongo): Pick<OptOutStore, 'forgetPiece' | 'forgetTraces'> {
  const { models, now } = mongo;
  const pieces = { activities: activityPiece(mongo), touches: touchPiece(mongo) };
  const goOn = async (): Promise<number> => {
    const left = await models.optOuts.findOne({ todoAt: { $lte: now() - silentMs } }).lean<OptOutDocument>();
    if (left?.todo === undefined) return 0;
    await carryOut(mongo, left, JSON.parse(left.todo) as OptOutTodo);
    return 1;
  };
  return {
    async forgetPiece() {
      const note = await models.forgetting.findOne().sort({ _id: 1 }).lean<ForgettingDocument>();
      if (note === null) return goOn();
      const after = await pieces[note.what](note);
      if (after === null) await models.forgetting.deleteOne({ _id: note._id });
      else await models.forgetting.updateOne({ _id: note._id }, { $set: { after } });
      return 1;
    },
    /** The server's own journal and oplog are its operator's: docs/operations.md says how long they hold what was overwritten. */
    forgetTraces: () => Promise.resolve(),
  };
}
