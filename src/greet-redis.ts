/**
 * The first word with Redis. Enters: a queue, a store that remembers whether it ever answered. Leaves: nothing, or a Fault that says what to do.
 * It holds up nobody who can do without.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { describeError, Fault } from './errors';
import type { Clock } from './ports/clock';
import type { Observer } from './ports/observer';
import type { Queue } from './ports/queue';
import type { Store } from './ports/store';

export interface GreetDeps {
  readonly queue: Queue;
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
}

const firstWaitMs = 5_000;
const askEveryMs = 100;

/**
 * A Redis that never answered is a mistake in the settings, once it had time to start. One that was there before comes back: accepting does not
 * wait for it, and what is accepted waits in the store.
 * @throws Fault `queue_unavailable`
 */
export async function greetRedis(deps: GreetDeps, signal: AbortSignal): Promise<void> {
  const { queue, store, clock, observer } = deps;
  const seen = (await store.readRecord('meta', 'redis_seen')) !== null;
  const cause = await askUntil(queue, clock, clock.now() + (seen ? 0 : firstWaitMs), signal);
  if (cause === null) {
    if (!seen)
      await store.putRecord({ kind: 'meta', id: 'redis_seen', createdAt: clock.now(), document: true }, 0);
    return;
  }
  if (!seen)
    throw new Fault('queue_unavailable', {
      message: `Redis does not answer (${describeError(cause)}): start it, or set REDIS_URL to one that runs.`,
    });
  observer.log('warn', 'queue', { error: describeError(cause) }, 'Redis does not answer; accepting goes on');
}

/** Null as soon as it answers; at `until` the reason why it does not. */
async function askUntil(queue: Queue, clock: Clock, until: number, signal: AbortSignal): Promise<unknown> {
  for (;;) {
    try {
      await queue.ping();
      return null;
    } catch (cause) {
      if (signal.aborted || clock.now() >= until) return cause;
      await pause(askEveryMs);
    }
  }
}
