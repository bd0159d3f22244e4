/**
 * Touches as they come in, with what is to be sent for them. Enters: a batch. Leaves: whether it was stored. A touch carries what is to be sent for it until
 * that is written, so that neither is ever there without the other for longer than a sweep.
 */
import type { Touch } from '../../model/touch';
import type { PlannedDeliveries } from '../../ports/store';
import { insertNew } from './bulk';
import type { DeliveryDocument, TouchDocument } from './documents';
import { readOptOutsVersion, type Mongo } from './mongo';
import { toDeliveryDocument, toTouchDocument } from './nouns';
import type { clickCounter } from './source-rates';

function plannedDocuments({ sequence }: Mongo, planned: PlannedDeliveries | undefined): DeliveryDocument[] {
  if (planned === undefined) return [];
  const { deliveries, ticket, queuedUntil } = planned;
  return deliveries.map((delivery) =>
    toDeliveryDocument(delivery, sequence.next(delivery.createdAt), { ticket, queuedUntil }),
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

function withTodo(touch: Touch, planned: readonly DeliveryDocument[], now: number): TouchDocument {
  const own = planned.filter(({ activity }) => activity === touch.id);
  const document = toTouchDocument(touch);
  return own.length === 0 ? document : { ...document, todo: JSON.stringify(own), todoAt: now };
}

export function touchAppender(mongo: Mongo, clicks: ReturnType<typeof clickCounter>) {
  const { models, now } = mongo;
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
    const documents = first.map((touch) => withTodo(touch, deliveries, now()));
    const known = await insertNew(models.touches, documents);
    // Whoever was opted out between the two looks is not to be found by these: they were not there when his were forgotten.
    if (await isStale()) {
      const fresh = documents.filter((_, at) => !known.has(at)).map(({ _id }) => _id);
      await models.touches.deleteMany({ _id: { $in: fresh } });
      return 'stale';
    }
    clicks.count(first.filter((_, at) => !known.has(at)));
    const ids = new Set(documents.map(({ _id }) => _id));
    await insertNew(
      models.deliveries,
      deliveries.filter(({ activity }) => !ids.has(activity)),
    );
    await finishTouches(mongo, documents);
    await clicks.flush();
    return 'done';
  };
}
