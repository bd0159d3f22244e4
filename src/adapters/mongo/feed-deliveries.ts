/**
 * Due deliveries for the queue, oldest due first. Enters: times and a ticket. Leaves: what to hand over. Each is marked only where it is still as it was
 * found, so that of feeders that race one gets it.
 *
 * A claim that ran out with nothing recorded means that whoever sent it is gone. After the second time a delivery goes apart, in a job of its own. Those that are
 * apart go side by side, a few dozen in the whole store; what is lost even so, or is apart with nobody beside it, goes with no other, and after two such losses
 * it is failed as `quarantined`.
 */
import { apartMax, lostAlone, lostApart, lostMax } from '../../model/lost';
import type { DueDelivery, Store } from '../../ports/store';
import { held, type DeliveryDocument } from './documents';
import { dueFinder, type Due, type DueTimes } from './due';
import type { Mongo } from './mongo';

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
  const isApart = { 'open.held': held.apart };
  const inHand = { 'open.lost': { $gte: lostApart }, 'open.held': { $in: [held.queue, held.job] } };
  const someInHand = async (more: object = {}): Promise<boolean> =>
    (await models.deliveries.exists({ ...inHand, ...more })) !== null;
  const find = (from: number, below: number, limit: number): Promise<Due[]> =>
    models.deliveries
      .find({ 'open.lost': { $gte: from, $lt: below }, ...isApart }, { open: 1 })
      .sort({ 'open.dueAt': 1 })
      .limit(limit)
      .lean<Due[]>();
  const keep = async (ids: readonly string[], ticket: string): Promise<void> => {
    if (ids.length === 0) return;
    await models.deliveries.updateMany(
      { _id: { $in: [...ids] }, 'open.ticket': ticket },
      { $set: { 'open.held': held.apart, 'open.queuedUntil': never }, $unset: { 'open.ticket': 1 } },
    );
  };
  return {
    keep,
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
    /** Those that go next, marked; none while others are under way. */
    next: async (ticket: string, queuedUntil: number): Promise<readonly Due[]> => {
      const beside = await find(lostApart, lostAlone, apartMax);
      const waiting = beside.length > 0 ? beside : await find(lostAlone, lostMax, 1);
      if (waiting.length === 0 || (await someInHand())) return [];
      const ids = waiting.map(({ _id }) => _id);
      await models.deliveries.updateMany(
        { _id: { $in: ids }, ...isApart },
        { $set: { 'open.ticket': ticket, 'open.queuedUntil': queuedUntil, 'open.held': held.queue } },
      );
      // Two feeders may have begun at once: whoever sees the other gives way.
      if (await someInHand({ 'open.ticket': { $ne: ticket } })) {
        await keep(ids, ticket);
        return [];
      }
      // With nobody beside it, its loss will be its own.
      if (ids.length === 1)
        await models.deliveries.updateMany(
          { _id: { $in: ids }, 'open.ticket': ticket },
          { $max: { 'open.lost': lostAlone } },
        );
      return models.deliveries
        .find({ _id: { $in: ids }, 'open.ticket': ticket }, { open: 1 })
        .sort({ 'open.dueAt': 1 })
        .lean<Due[]>();
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
    return [...fed, ...next.map((one) => show(one, 'alone'))];
  };
}
