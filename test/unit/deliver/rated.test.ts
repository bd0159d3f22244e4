/** The dispatcher with rates: what has its turn goes, what does not waits in the store, and what has no rate asks nobody. */
import { createDispatcher, type Dispatcher } from '../../../src/deliver/dispatcher';
import type { Delivery, Outcome } from '../../../src/model/delivery';
import type { Observer } from '../../../src/ports/observer';
import type { Rate, RateLimiter } from '../../../src/ports/rate-limiter';
import { silentObserver } from '../../../src/silent-observer';

const silent: Observer = silentObserver;

const made: Dispatcher[] = [];
afterEach(async () => {
  for (const dispatcher of made.splice(0)) await dispatcher.drain(100);
});

const now = 1_800_000_000_000;
const rate: Rate = { bucket: 'rated', perSecond: 10 };

/** Gives out this many turns a call, the first after `firstInMs`. */
function limiter(granted: number, firstInMs = 0): RateLimiter & { asked: [string, number][] } {
  const asked: [string, number][] = [];
  return {
    asked,
    take: (of, count) => {
      asked.push([of.bucket, count]);
      const given = Math.min(granted, count);
      return Promise.resolve({ granted: given, firstInMs, intervalMs: 100, nextInMs: 1_100 });
    },
  };
}

function open(rates: RateLimiter) {
  const sent: string[] = [];
  const released: { id: string; afterMs: number }[] = [];
  const waiting: (() => void)[] = [];
  const changed = (): void => waiting.splice(0).forEach((wake) => wake());
  const delivered: Outcome = { kind: 'delivered', attempt: { at: now, status: 200, durationMs: 1 } };
  const dispatcher = createDispatcher({
    deliver: ({ id }) => {
      sent.push(id);
      changed();
      return Promise.resolve(delivered);
    },
    record: () => Promise.resolve(),
    release: (held, availableAt) => {
      released.push(...held.map(({ id }) => ({ id, afterMs: availableAt - now })));
      changed();
      return Promise.resolve();
    },
    concurrency: 64,
    originConcurrency: 64,
    clock: { now: () => now },
    random: () => 0.5,
    observer: silent,
    rates: { limiter: rates, rateOf: ({ partner }) => (partner === 'rated' ? rate : undefined) },
  });
  made.push(dispatcher);
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { dispatcher, sent, released, until };
}

function deliveries(partner: string, count: number): Delivery[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${partner}${n}`,
    app: 'app',
    activity: 'act',
    revision: 0,
    partner,
    postback: 'install',
    status: 'pending',
    request: { method: 'GET', url: `https://${partner}.test/`, headers: {}, body: null },
    attempts: [],
    tries: 0,
    nextAttemptAt: null,
    createdAt: now,
    visibleToPartner: true,
  }));
}

test('nobody is asked for what has no rate', async () => {
  const rates = limiter(0);
  const { dispatcher, sent } = open(rates);
  await dispatcher.submit(deliveries('free', 10));
  expect(sent).toHaveLength(10);
  expect(rates.asked).toEqual([]);
});

test('a batch asks once; what exceeds the rate waits in the store, an interval each', async () => {
  const rates = limiter(1);
  const { dispatcher, sent, released } = open(rates);
  await dispatcher.submit([...deliveries('rated', 40), ...deliveries('free', 2)]);
  expect(rates.asked).toEqual([['rated', 40]]);
  expect(sent.sort()).toEqual(['free0', 'free1', 'rated0']);
  // In groups of sixteen, each as far behind the one before as it takes to send that.
  const times = released.map(({ afterMs }) => afterMs);
  expect(released.map(({ id }) => id)).toEqual(
    deliveries('rated', 40)
      .slice(1)
      .map(({ id }) => id),
  );
  expect(new Set(times).size).toBe(3);
  expect(times[16]).toBeCloseTo((times[0] ?? 0) + 1_600, -2);
});

test('what comes later waits behind what was put off before', async () => {
  const { dispatcher, released } = open(limiter(0));
  await dispatcher.submit(deliveries('rated', 16));
  await dispatcher.submit(deliveries('rated', 1));
  expect(released[16]?.afterMs).toBeGreaterThan((released[0]?.afterMs ?? 0) + 1_000);
});

test('a turn that is near is waited for here', async () => {
  const { dispatcher, sent, released, until } = open(limiter(3, 20));
  await dispatcher.submit(deliveries('rated', 3));
  await until(() => sent.length === 3);
  expect(sent).toEqual(['rated0', 'rated1', 'rated2']);
  expect(released).toEqual([]);
});

test('drain gives back those that wait for their turn', async () => {
  const { dispatcher, sent, released } = open(limiter(3, 60_000));
  await dispatcher.submit(deliveries('rated', 3));
  await dispatcher.drain(100);
  expect(sent).toEqual([]);
  expect(released.map(({ id }) => id)).toEqual(['rated0', 'rated1', 'rated2']);
});
