/** What every part of the engine works with. Enters: nothing. Leaves: a type, and ways to read the small counters. */
import type { Models } from './schemas';
import type { Sequence } from './sequence';

export interface Mongo {
  readonly models: Models;
  /** Of activities and deliveries. */
  readonly sequence: Sequence;
  /** Of devices and opt-outs. */
  readonly arrivals: Sequence;
  /** Names this process among the takers. */
  readonly self: string;
  /** Epoch milliseconds, of this host: how long something has lain there, never what is decided. */
  readonly now: () => number;
  /** Called between the steps of a commit, or of storing touches; what it throws ends it there, as a death would. For tests. */
  readonly step?: (after: CommitStep) => void | Promise<void>;
}

export type CommitStep = 'propose' | 'judge' | 'spread' | 'store' | 'sum';

/** What a batch adds to one document. */
export interface Sum {
  readonly _id: string;
  /** The document before anything was added. */
  readonly empty: object;
  readonly more: Readonly<Record<string, number | bigint>>;
}

export async function readCounter({ models }: Mongo, name: string): Promise<number> {
  const found = await models.counters.findById(name).lean();
  return found?.value ?? 0;
}

export async function growCounter({ models }: Mongo, name: string): Promise<void> {
  await models.counters.updateOne({ _id: name }, { $inc: { value: 1 } }, { upsert: true });
}

/** Grows with each opt-out and each withdrawal, before anything of it is done: who decided by an older one decides again. */
export const optOutsCounter = 'opt_outs';

export function readOptOutsVersion(mongo: Mongo): Promise<number> {
  return readCounter(mongo, optOutsCounter);
}
