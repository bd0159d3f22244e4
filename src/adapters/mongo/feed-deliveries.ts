/**
 * Due deliveries for the queue, oldest due first. Enters: times and a ticket. Leaves: what to hand over. Each is marked only where it is still as it was
 * found, so that of feeders that race one gets it.
 *
 * A claim that ran out with nothing recorded means that whoever sent it is gone. After the second time a delivery goes apart, one such at a time in the whole
 * store, and after two more it is failed as `quarantined`.
 */
import type { DueDelivery, Store } from '../../ports/store';
import { held, type DeliveryDocument } from './documents';
import { dueFinder, type Due, type DueTimes } from './due';
import type { Mongo } from './mongo';

/** Claims that ran out, after which a delivery is sent apart. The index `lost` begins here. */
const lostApart = 2;
/** … and after which it is set aside. */
const lostMax = 4;
/** No time comes after it; what is held apart is not found by its due time. */
const never = Number.MAX_SAFE_INTEGER;
const looksMax = 5;

interface Marking extends DueTimes {
  readonly ticket: string;
  readonly queuedUntil: number;
}

function marker({ models }: Mongo) {
  const update = async (ids: readonly string[], filter: object, change: object): Promise<void> => {
    if (ids.length > 0) await models.deliveries.updateMany({ _id: { $in: [...ids] }, ...filter }, change);
  };
  const idsHeld = (found: readonly Due[], by: number): string[] =>
    found.filter(({ open }) => open.held === by).map(({ _id }) => _id);
  /** Those that are this feeder's now. */
  return async (found: readonly Due[], { now, lostBefore, ticket, queuedUntil }: Marking): Promise<Due[]> => {
    const marked = {
      $set: { 'open.ticket': ticket, 'open.queuedUntil': queuedUntil, 'open.held': held.queue },
    };
    await Promise.all([
      update(
        idsHeld(found, held.nobody),
        { 'open.held': held.nobody, 'open.queuedUntil': { $lte: now } },
        marked,
      ),
      update(
        idsHeld(found, held.queue),
        { 'open.held': held.queue, 'open.queuedUntil': { $lte: lostBefore } },
        marked,
      ),
      update(
        idsHeld(found, held.job),
        { 'open.held': held.job, 'open.queuedUntil': { $lte: now } },
        { ...marked, $inc: { 'open.lost': 1 } },
      ),
    ]);
    return models.deliveries
      .find({ _id: { $in: found.map(({ _id }) => _id) }, 'open.ticket': ticket }, { open: 1 })
      .lean<Due[]>();
  };
}

function apartJobs({ models }: Mongo) {
  const inHand = (): Promise<Due[]> =>
    models.deliveries
      .find({ 'open.lost': { $gte: lostApart }, 'open.held': { $in: [held.queue, held.job] } }, { open: 1 })
      .limit(2)
      .lean<Due[]>();
  return {
    keep: async (ids: readonly string[], ticket: string): Promise<void> => {
      if (ids.length === 0) return;
      await models.deliveries.updateMany(
        { _id: { $in: [...ids] }, 'open.ticket': ticket },
        { $set: { 'open.held': held.apart, 'open.queuedUntil': never }, $unset: { 'open.ticket': 1 } },
      );
    },
    setAside: async (ids: readonly string[], ticket: string): Promise<void> => {
      if (ids.length === 0) return;
      await models.deliveries.updateMany(
        { _id: { $in: [...ids] }, 'open.ticket': ticket },
        {
          $set: { status: 'failed', reason: 'quarantined', nextAttemptAt: null, unsent: 'failed' },
          $unset: { open: 1 },
        },
      );
    },
    /** The next that goes alone, marked; null: there is none, or one is under way. */
    next: async (ticket: string, queuedUntil: number): Promise<Due | null> => {
      const question = { 'open.lost': { $gte: lostApart }, 'open.held': held.apart };
      const waiting = await models.deliveries
        .find(question, { open: 1 })
        .sort({ 'open.dueAt': 1 })
        .limit(1)
        .lean<Due[]>();
      const [first] = waiting;
      if (first === undefined || (await inHand()).length > 0) return null;
      const mark = { 'open.ticket': ticket, 'open.queuedUntil': queuedUntil, 'open.held': held.queue };
      const { modifiedCount } = await models.deliveries.updateOne(
        { _id: first._id, 'open.held': held.apart },
        { $set: mark },
      );
      if (modifiedCount === 0) return null;
      // Two feeders may have taken one each: the one with the later id gives it back.
      const under = await inHand();
      if (!under.some(({ _id }) => _id < first._id)) return first;
      await models.deliveries.updateOne(
        { _id: first._id, 'open.ticket': ticket },
        { $set: { 'open.held': held.apart, 'open.queuedUntil': never }, $unset: { 'open.ticket': 1 } },
      );
      return null;
    },
  };
}

function show({ _id, open }: Due, handling?: 'alone' | 'quarantined'): DueDelivery {
  return { id: _id, destination: open.destination, ...(handling === undefined ? {} : { handling }) };
}

export function deliveryFeeder(mongo: Mongo): Store['feedDeliveries'] {
  const due = dueFinder(mongo);
  const mark = marker(mongo);
  const apart = apartJobs(mongo);
  /** Where another feeder was faster, there is another look. */
  const findAndMark = async (marking: Marking, limit: number): Promise<{ found: Due[]; own: Due[] }> => {
    const found: Due[] = [];
    const own: Due[] = [];
    for (let look = 0; look < looksMax && own.length < limit; look += 1) {
      const some = await due.find(marking, limit - own.length);
      const marked = some.length === 0 ? [] : await mark(some, marking);
      found.push(...some);
      own.push(...marked);
      if (marked.length === some.length) break;
    }
    return { found, own };
  };
  return async (now, ticket, queuedUntil, limit, lostBefore) => {
    const { found, own } = await findAndMark({ now, lostBefore, ticket, queuedUntil }, limit);
    const lostOf = new Map(own.map(({ _id, open }) => [_id, open.lost ?? 0]));
    const withLost = (from: number, to: number): Due[] =>
      found.filter(({ _id }) => {
        const lost = lostOf.get(_id);
        return lost !== undefined && lost >= from && lost < to;
      });
    const ids = (some: readonly Pick<DeliveryDocument, '_id'>[]): string[] => some.map(({ _id }) => _id);
    const aside = withLost(lostMax, never);
    await apart.keep(ids(withLost(lostApart, lostMax)), ticket);
    await apart.setAside(ids(aside), ticket);
    due.remember(found);
    const fed = found.flatMap((one) => {
      if (aside.includes(one)) return [show(one, 'quarantined')];
      return (lostOf.get(one._id) ?? never) < lostApart ? [show(one)] : [];
    });
    const next = await apart.next(ticket, queuedUntil);
    return next === null ? fed : [...fed, show(next, 'alone')];
  };
}
