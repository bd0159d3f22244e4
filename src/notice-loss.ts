/**
 * Notices that the queue may have lost what it held. Enters: its epochs, and those that the store remembers. Leaves: what may be lost, free to be handed
 * over again: of one partition its activities; where a queue of deliveries lost some, everything, since the store does not know which queue has what.
 */
import type { Clock } from './ports/clock';
import type { Observer } from './ports/observer';
import type { Queue, QueueEpoch } from './ports/queue';
import type { Store } from './ports/store';

export interface NoticeLossDeps {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly observer: Observer;
}

const epochRecord = 'queue_epoch';

/** Several workers do so at once; who is late releases once more what is in a queue, which costs work and changes nothing. */
export async function noticeLoss({ store, queue, observer, clock }: NoticeLossDeps): Promise<void> {
  const epochs = await queue.epochs();
  const record = await store.readRecord('meta', epochRecord);
  const known = readKnown(record?.document);
  // Who does not answer is left as it was: it is asked again, and may come back with all it held.
  const changed = epochs.filter(({ queue: name, epoch }) => epoch !== null && known[name] !== epoch);
  if (changed.length === 0) return;
  const partitions = changed.flatMap(({ partition }) => (partition === null ? [] : [partition]));
  if (partitions.length < changed.length) await store.releaseQueued();
  else await store.releaseActivities(partitions);
  await store.putRecord(
    {
      kind: 'meta',
      id: epochRecord,
      createdAt: record?.createdAt ?? clock.now(),
      document: merge(known, epochs),
    },
    record?.version ?? 0,
  );
  observer.log(
    'info',
    'sweep',
    { queues: changed.map(({ queue: name }) => name) },
    'the queue may have lost what it held: what waits there is handed over again',
  );
}

type Known = Readonly<Record<string, string>>;

/** Queues that are gone, since there are now fewer partitions, are forgotten with it. */
function merge(known: Known, epochs: readonly QueueEpoch[]): Known {
  return Object.fromEntries(
    epochs.flatMap(({ queue, epoch }) => {
      const latest = epoch ?? known[queue];
      return latest === undefined ? [] : [[queue, latest]];
    }),
  );
}

function readKnown(document: unknown): Known {
  return typeof document === 'object' && document !== null ? (document as Known) : {};
}
