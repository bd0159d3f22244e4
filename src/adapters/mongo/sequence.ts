/**
 * Commit order without a leader. Enters: the time something was received. Leaves: a number that grows with every call of this process.
 *
 * Microseconds by the clock of whoever received it: what arrives after another was answered has the larger number, in any process on the same clock, and as
 * far as clocks of several hosts agree. Never less than the time itself in microseconds, so that a list since some moment has a lower bound. At the
 * opening it goes on from what is stored: a clock that was set back turns no order round.
 */
import { Fault } from '../../errors';

/**
 * Up to and with a moment, in whole milliseconds. Said with `$lt`: where more fields follow in the index, not every server takes an equal one as within `$lte`.
 */
export function upTo(time: number): { readonly $lt: number } {
  return { $lt: time + 1 };
}

export interface Sequence {
  /** Epoch milliseconds. */
  next(at: number): number;
}

/** The least number of what was received at that time. */
export function firstAt(time: number): number {
  return time * 1_000;
}

export function createSequence(last: number): Sequence {
  let latest = last;
  return {
    next(at) {
      if (!Number.isFinite(at)) throw new Fault('internal', { message: `No time: ${at}.` });
      latest = Math.max(latest + 1, firstAt(at));
      return latest;
    },
  };
}
