/**
 * The distributed store: the port's methods over MongoDB. Enters: the model's nouns. Leaves: the same, or a Fault. Nothing of mongoose leaves this folder,
 * and nothing that matters is kept in the process: any number of them may be open on one database.
 */
import { randomUUID } from 'node:crypto';
import { Fault } from '../../errors';
import type { Store } from '../../ports/store';
import { activityAppender } from './append-activities';
import { answerMethods } from './answers';
import { touchAppender, touchCounter } from './append-touches';
import { verdictCommitter } from './commit';
import { connect, faultOf } from './connection';
import { conversionMethods } from './conversions';
import { costMethods } from './costs';
import { counter } from './counts';
import { deliveryMethods } from './deliveries';
import { expireMethods } from './expire';
import { deliveryFeeder } from './feed-deliveries';
import { deviceFinder, touchFinder } from './find';
import { forgetMethods } from './forget-piece';
import { readMethods } from './listing';
import { migrate } from './migrations';
import type { CommitStep, Mongo } from './mongo';
import { optOutMethods } from './opt-outs';
import { recordMethods } from './records';
import { replayMethods } from './replays';
import { createModels, type Models } from './schemas';
import { createSequence } from './sequence';
import { rateReader } from './source-rates';
import { surveyMethods } from './survey';
import { sweepMethods } from './sweep';
import { activityTaker } from './take';

export interface MongoStoreOptions {
  /** `mongodb://…` or `mongodb+srv://…`; without a database it is `carom`. */
  readonly url: string;
  readonly poolMax?: number;
  /** How long a server is waited for at the start, milliseconds. */
  readonly startMs?: number;
  /** See `Mongo.step`. */
  readonly step?: (after: CommitStep) => void | Promise<void>;
  /** This host's clock, epoch milliseconds. */
  readonly now?: () => number;
}

const poolDefault = 32;
const startDefaultMs = 15_000;

async function highest(models: Models): Promise<number> {
  const last = await Promise.all([
    models.activities.find({}, { seq: 1 }).sort({ seq: -1 }).limit(1).lean(),
    models.deliveries.find({}, { seq: 1 }).sort({ seq: -1 }).limit(1).lean(),
  ]);
  return Math.max(0, ...last.flat().map(({ seq }) => seq));
}

function methodsOf(mongo: Mongo): Omit<Store, 'ping' | 'close'> & { readonly finish: () => Promise<void> } {
  const commit = verdictCommitter(mongo);
  const { takeUnprocessed, leaveTaken } = activityTaker(mongo);
  return {
    appendActivities: activityAppender(mongo),
    appendTouches: touchAppender(mongo),
    countTouches: touchCounter(mongo),
    takeUnprocessed,
    findTouches: touchFinder(mongo),
    findDevices: deviceFinder(mongo),
    readSourceRates: rateReader(mongo),
    commitProcessed: (batch, ticket, queuedUntil, claim) =>
      commit(batch, { holder: claim ?? ticket, queuedUntil }),
    ...deliveryMethods(mongo),
    feedDeliveries: deliveryFeeder(mongo),
    ...replayMethods(mongo),
    ...sweepMethods(mongo),
    ...expireMethods(mongo),
    ...conversionMethods(mongo),
    ...costMethods(mongo),
    ...answerMethods(mongo),
    ...recordMethods(mongo),
    ...optOutMethods(mongo),
    ...forgetMethods(mongo),
    ...readMethods(mongo),
    ...surveyMethods(mongo),
    counts: counter(mongo),
    finish: leaveTaken,
  };
}

/** Every call's errors become Faults; none begins after the close, which waits for those that are under way. */
function guard<T extends object>(methods: T): { readonly methods: T; readonly close: () => Promise<void> } {
  const inHand = new Set<Promise<unknown>>();
  let closed = false;
  const guarded = (method: (...values: unknown[]) => Promise<unknown>) => {
    const call = async (...values: unknown[]): Promise<unknown> => {
      if (closed) throw new Fault('store_unavailable', { message: 'The store is closed.' });
      try {
        return await method(...values);
      } catch (cause) {
        throw faultOf(cause);
      }
    };
    return (...values: unknown[]): Promise<unknown> => {
      const running = call(...values);
      inHand.add(running);
      const done = (): void => void inHand.delete(running);
      running.then(done, done);
      return running;
    };
  };
  return {
    methods: Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        guarded(method as (...values: unknown[]) => Promise<unknown>),
      ]),
    ) as T,
    async close() {
      closed = true;
      await Promise.allSettled([...inHand]);
    },
  };
}

/**
 * Connects, brings the layout up to date, and answers the store.
 * @throws Fault `store_unavailable` where the server does not answer in time, or was written by a newer version.
 */
export async function openMongoStore(options: MongoStoreOptions): Promise<Store> {
  const { url, poolMax = poolDefault, startMs = startDefaultMs, now = Date.now } = options;
  const connection = await connect({ url, poolMax, startMs });
  try {
    const models = createModels(connection);
    await migrate(models, now);
    const mongo: Mongo = {
      models,
      sequence: createSequence(await highest(models)),
      arrivals: createSequence(0),
      self: randomUUID(),
      now,
      ...(options.step === undefined ? {} : { step: options.step }),
    };
    const { finish, ...methods } = methodsOf(mongo);
    const pings = {
      // It reads and writes: a server that lost its majority answers reads for a while.
      ping: async (): Promise<void> => {
        await models.counters.updateOne({ _id: 'ping' }, { $set: { value: now() } }, { upsert: true });
      },
    };
    const { methods: guarded, close } = guard({ ...methods, ...pings });
    let closing: Promise<void> | null = null;
    const end = async (): Promise<void> => {
      await close();
      await finish().catch(() => undefined);
      await connection.close();
    };
    return { ...guarded, close: () => (closing ??= end()) };
  } catch (cause) {
    await connection.close(true).catch(() => undefined);
    throw faultOf(cause);
  }
}
