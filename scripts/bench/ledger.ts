/**
 * What was accepted against what arrived. Enters: the sink's process and the ids that were answered 202. Leaves: when the last delivery came, or an
 * error that says what is missing or came twice. No figure is shown before this has passed.
 */
import { startChild, type Child } from './child';
import { pause } from './clock';
import type { Arrivals, SinkReport } from './sink';

export interface Sink {
  /** Three origins. */
  readonly urls: readonly string[];
  reset(): Promise<void>;
  /** Resolves with the time of the last arrival once so many different deliveries came. */
  reaches(deliveries: number): Promise<number>;
  arrivals(): Promise<Arrivals>;
  stop(): Promise<void>;
}

/** Without a single new arrival for so long nothing more is expected: twice what a claim lasts whose holder died. */
const stalledMs = 60_000;
const lookMs = 25;
/** How long to look for what must not come. */
const quietMs = 300;

export async function startSink(): Promise<Sink> {
  const child: Child = await startChild('sink');
  const report = async (): Promise<SinkReport> => (await child.ask('report')) as SinkReport;
  return {
    urls: child.ready as readonly string[],
    async reset() {
      await child.ask('reset');
    },
    async reaches(deliveries) {
      let last = await report();
      let changedAt = Date.now();
      while (last.deliveries < deliveries) {
        await pause(lookMs);
        const now = await report();
        if (now.deliveries !== last.deliveries) changedAt = Date.now();
        if (Date.now() - changedAt > stalledMs)
          throw new Error(`Only ${now.deliveries} of ${deliveries} deliveries arrived.`);
        last = now;
      }
      return last.lastAt;
    },
    arrivals: async () => (await child.ask('arrivals')) as Arrivals,
    stop: () => child.stop(),
  };
}

/** @throws Error where an accepted activity was not delivered exactly once to each destination, or one came that nobody accepted. */
export async function checkExactlyOnce(
  sink: Sink,
  accepted: readonly string[],
  destinations: number,
): Promise<Arrivals> {
  await sink.reaches(accepted.length * destinations);
  await pause(quietMs);
  const found = await sink.arrivals();
  if (new Set(accepted).size !== accepted.length) throw new Error('An id was accepted twice.');
  const wrong = accepted.filter((id) => found.arrivals.get(id)?.length !== destinations);
  if (wrong.length > 0 || found.repeated > 0 || found.arrivals.size !== accepted.length) {
    throw new Error(
      `Not exactly once: ${wrong.length} of ${accepted.length} activities have another number of deliveries than ${destinations} ` +
        `(${wrong.slice(0, 3).join(', ')}), ${found.repeated} deliveries came again, ${found.arrivals.size} activities arrived.`,
    );
  }
  return found;
}
