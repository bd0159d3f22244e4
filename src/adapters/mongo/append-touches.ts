/**
 * Touches as they come in, with what is to be sent for them. Enters: a batch. Leaves: whether it was stored. A touch carries what is to be sent for it, and the
 * name of its batch, until that is written and summed, so that neither is ever there without the other for longer than a sweep.
 */
import { randomUUID } from 'node:crypto';
import type { Touch } from '../../model/touch';
import { Fault } from '../../errors';
import type { PlannedDeliveries, Store } from '../../ports/store';
import { insertNew, writeAll } from './bulk';
import type { DeliveryDocument, TouchDocument } from './documents';
import { readOptOutsVersion, type Mongo } from './mongo';
import { toDeliveryDocument, toTouchDocument } from './nouns';
import { sumsPart, touchSummer } from './touch-sums';

function plannedDocuments({ sequence }: Mongo, planned: PlannedDeliveries | undefined): DeliveryDocument[] {
  if (planned === undefined) return [];
  const { deliveries, ticket, queuedUntil } = planned;
  return deliveries.map((delivery) =>
    toDeliveryDocument(delivery, sequence.next(delivery.createdAt), { holder: ticket, queuedUntil }),
  );
}

/** Writes what these still have to send. */
export async function finishTouches(
  { models }: Mongo,
  touches: readonly Pick<TouchDocument, '_id' | 'todo'>[],
): Promise<void> {
  const left = touches.filter(({ todo }) => todo !== undefined);
  if (left.length === 0) return;
  await insertNew(
    models.deliveries,
    left.flatMap(({ todo }) => JSON.parse(todo ?? '[]') as DeliveryDocument[]),
  );
  await models.touches.updateMany(
    { _id: { $in: left.map(({ _id }) => _id) } },
    { $unset: { todo: 1, todoAt: 1 } },
  );
}

function withTodo(
  touch: Touch,
  planned: readonly DeliveryDocument[],
  token: string,
  now: number,
): TouchDocument {
  const own = planned.filter(({ activity }) => activity === touch.id);
  const document = { ...toTouchDocument(touch), ...sumsPart(touch, token, now) };
  return own.length === 0 ? document : { ...document, todo: JSON.stringify(own), todoAt: now };
}

export function touchAppender(mongo: Mongo) {
  const { models, now } = mongo;
  const sum = touchSummer(mongo);
  return async (
    batch: readonly Touch[],
    planned?: PlannedDeliveries,
    optOuts?: number,
  ): Promise<'done' | 'stale'> => {
    const isStale = async (): Promise<boolean> =>
      optOuts !== undefined && (await readOptOutsVersion(mongo)) !== optOuts;
    if (await isStale()) return 'stale';
    const first = [...new Map([...batch].reverse().map((touch) => [touch.id, touch])).values()].reverse();
    const deliveries = plannedDocuments(mongo, planned);
    const token = randomUUID();
    const at = now();
    const documents = first.map((touch) => withTodo(touch, deliveries, token, at));
    const known = await insertNew(models.touches, documents);
    // Whoever was opted out between the two looks is not to be found by these: they were not there when his were forgotten.
    if (await isStale()) {
      const fresh = documents.filter((_, at) => !known.has(at)).map(({ _id }) => _id);
      await models.touches.deleteMany({ _id: { $in: fresh } });
      return 'stale';
    }
    const fresh = first.filter((_, at) => !known.has(at));
    await mongo.step?.('store');
    const ids = new Set(documents.map(({ _id }) => _id));
    await insertNew(
      models.deliveries,
      deliveries.filter(({ activity }) => !ids.has(activity)),
    );
    await finishTouches(mongo, documents);
    await sum(token, at, fresh);
    return 'done';
  };
}

/** Somebody else changed one between the look and the write. */
const countTurns = 8;

/** A touch's count only grows. */
export function touchCounter({ models }: Mongo): Store['countTouches'] {
  return async (counts) => {
    let left = [...new Map(counts.map((each) => [each.id, each])).values()].map(({ id }) => ({
      id,
      count: Math.max(...counts.filter((each) => each.id === id).map(({ count }) => count)),
    }));
    for (let turn = 0; turn < countTurns && left.length > 0; turn += 1) {
      const found = await models.touches.find({ _id: { $in: left.map(({ id }) => id) } }, { body: 1 }).lean();
      const bodies = new Map(found.map(({ _id, body }) => [_id, body]));
      const raised = left.flatMap(({ id, count }) => {
        const body = bodies.get(id);
        if (body === undefined) return [];
        const touch = JSON.parse(body) as Touch;
        if ((touch.count ?? 1) >= count) return [];
        return [
          {
            updateOne: {
              filter: { _id: id, body },
              update: { $set: { body: JSON.stringify({ ...touch, count }) } },
            },
          },
        ];
      });
      if ((await writeAll<TouchDocument>(models.touches, raised)) === raised.length) return;
      left = left.filter(({ id }) => raised.some(({ updateOne }) => updateOne.filter._id === id));
    }
    if (left.length > 0)
      throw new Fault('store_unavailable', { message: 'Touches were changed by others again and again.' });
  };
}
