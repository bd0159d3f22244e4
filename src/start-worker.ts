/** The worker's start. Enters: the parts. Leaves: jobs taken, deliveries sent, the sweeper's timer running; what ends them stands in the lifecycle. */
import { deliver } from './deliver/deliver';
import { deliverJoined } from './deliver/deliver-joined';
import { createDispatcher } from './deliver/dispatcher';
import { createJoiner } from './deliver/joined';
import { createDisableGone } from './disable-gone';
import { createLaneReporter } from './lane-reporter';
import { createForgetOld } from './forget-old';
import { readKeepTimes } from './keep-times';
import { createTokens } from './deliver/oauth-tokens';
import type { Parts } from './parts';
import { createPipeline } from './pipeline';
import { createRateOf } from './rate-of';
import { createReveal } from './reveal';
import { createSweeper, type Sweeper } from './sweeper';
import { createSwitchedOff } from './switched-off';
import { version } from './version';

/** Outcomes wait so long for company: nobody is held up by it, and what a crash takes of them is sent again. */
const recordMs = 20;
const recordItems = 256;

/**
 * Attributes, plans, sends and sweeps.
 * @param beforeFirstJob what must be settled with other workers before the first job is taken.
 */
export async function startWorker(parts: Parts, beforeFirstJob: () => Promise<void>): Promise<Sweeper> {
  const { config, life, clock, observer, store, secrets, directory, registry, queue, sender } = parts;
  const { decider, board, rates } = parts;
  const reveal = createReveal(directory, secrets);
  const means = {
    sender,
    tokens: createTokens(sender),
    clock,
    random: () => Math.random(),
    retryScheduleSeconds: config.retryScheduleSeconds,
    reveal,
    userAgent: `Carom/${version}`,
  };
  const attemptMs = config.deliveryTimeoutMs + config.connectTimeoutMs;
  const dispatcher = createDispatcher({
    deliver: (delivery) => deliver(delivery, means),
    joined: {
      deliver: (joined) => deliverJoined(joined, means),
      joiner: createJoiner({ retriesMax: config.retryScheduleSeconds.length }),
    },
    record: (outcomes) => store.recordOutcomes(outcomes),
    release: (held, availableAt) => store.releaseDeliveries(held, availableAt),
    withdrawals: {
      reasonOf: createSwitchedOff(directory),
      withdraw: (held, reason) => store.withdrawDeliveries(held, reason),
    },
    concurrency: config.deliveryConcurrency,
    originConcurrency: config.originConcurrency,
    attemptMs: attemptMs + 2_000,
    clock,
    random: () => Math.random(),
    observer,
    recordItems,
    recordMs,
    breaker: { failurePercent: config.breakerFailurePercent, samplesMin: config.breakerSamplesMin },
    rates: { limiter: rates, rateOf: createRateOf(directory, registry) },
    gone: createDisableGone({ store, directory, clock, observer }),
  });
  const reporter = createLaneReporter(() => dispatcher.lanes(), board);
  life.add('lane reports', 500, () => reporter.stop());
  const leaseMs = config.queueLeaseSeconds * 1_000;
  const pipeline = createPipeline({
    store,
    queue,
    directory,
    decider,
    dispatcher,
    clock,
    observer,
    processBatch: config.processBatch,
    // The wait for room and in line, the attempt, and its recording.
    claimMs: attemptMs + 15_000,
  });
  const { sweepMs: everyMs, deliveryBatch } = config;
  const forgetOld = createForgetOld({
    store,
    clock,
    observer,
    keepTimes: () => readKeepTimes(config, store),
  });
  const sweeper = createSweeper({
    store,
    queue,
    clock,
    observer,
    everyMs,
    leaseMs,
    deliveryBatch,
    workers: () => board.workers,
    forgetOld,
  });
  await beforeFirstJob();
  // Before the first job: what the queue lost is noticed, and what waits is on its way at once.
  await sweeper.sweep();
  // A question for nothing: what deciding needs is read now, not while the first activity waits. Where that fails the first job tries again, and says so.
  await decider.decide({ partition: 0, limit: 0, claimMs: 0 }).catch(() => undefined);
  await queue.work(pipeline);
  // Together: jobs in hand wait for room in the dispatcher, which gives way only once it drains.
  life.add('workers', 5_000, () => Promise.all([queue.stopWorking(), dispatcher.drain(4_500)]));
  sweeper.start();
  life.add('forgetting', 1_000, () => forgetOld.stop());
  life.add('sweeper', 1_000, () => sweeper.stop());
  return sweeper;
}
