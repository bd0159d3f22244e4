/** How much waits. Enters: a time. Leaves: numbers, from the indexes of what waits alone. */
import type { StoreCounts } from '../../ports/store';
import { inTurns, openDestinations } from './due';
import type { Mongo } from './mongo';
import { upTo } from './sequence';
import { waitingPartitions } from './sweep';

/** More for one destination are not counted one by one: a million due would cost seconds each time somebody asks. */
const dueCountedMax = 100_000;

export function counter(mongo: Mongo) {
  const { activities, deliveries } = mongo.models;
  const oldest = async (): Promise<number | null> => {
    const firsts = await inTurns(await waitingPartitions(mongo), (partition) =>
      activities
        .find({ 'wait.partition': partition }, { receivedAt: 1, movedAt: 1 })
        .sort({ 'wait.seq': 1 })
        .limit(1)
        .lean(),
    );
    const times = firsts.flat().map(({ receivedAt, movedAt }) => movedAt ?? receivedAt);
    return times.length === 0 ? null : Math.min(...times);
  };
  const due = async (now: number): Promise<number> => {
    const of = await inTurns(await openDestinations(mongo), (destination) =>
      deliveries.countDocuments(
        { 'open.destination': destination, 'open.dueAt': upTo(now) },
        { limit: dueCountedMax },
      ),
    );
    return of.reduce((sum, count) => sum + count, 0);
  };
  return async (now: number): Promise<StoreCounts> => {
    const [unprocessed, oldestUnprocessedAt, openDeliveries, dueDeliveries, quarantined] = await Promise.all([
      activities.countDocuments({ 'wait.partition': { $gte: 0 } }),
      oldest(),
      deliveries.countDocuments({ 'open.destination': { $gt: '' } }),
      due(now),
      activities.countDocuments({ aside: { $gte: 0 } }),
    ]);
    return { unprocessed, oldestUnprocessedAt, openDeliveries, dueDeliveries, quarantined };
  };
}
