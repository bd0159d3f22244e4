/** Two senders over one real store: who stood still for longer than its claim changes nothing of what the other one has by then. */
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../../src/deliver/dispatcher';
import type { Delivery, Outcome } from '../../../src/model/delivery';
import { silentObserver } from '../../../src/silent-observer';
import { activity, attempt, delivery, processed, t0 } from '../../contract/samples';
import { openStore, type OpenStore } from '../adapters/open-store';

let open: OpenStore;
const dispatchers: Dispatcher[] = [];
beforeEach(async () => {
  open = await openStore();
});
afterEach(async () => {
  for (const each of dispatchers.splice(0)) await each.drain(50);
  await open.remove();
});

/** A sender whose attempts end when the test says, and with what. */
function sender(extra: Partial<DispatcherOptions> = {}) {
  const answers: ((outcome: Outcome) => void)[] = [];
  let recorded = 0;
  const waiting: (() => void)[] = [];
  const changed = (): void => waiting.splice(0).forEach((wake) => wake());
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const dispatcher = createDispatcher({
    deliver: () =>
      new Promise((resolve) => {
        answers.push(resolve);
        changed();
      }),
    record: async (outcomes) => {
      await open.store.recordOutcomes(outcomes);
      recorded += outcomes.length;
      changed();
    },
    release: async (held, at) => {
      await open.store.releaseDeliveries(held, at);
      changed();
    },
    concurrency: 8,
    originConcurrency: 8,
    clock: { now: () => t0 },
    random: () => 0.5,
    observer: silentObserver,
    ...extra,
  });
  dispatchers.push(dispatcher);
  return {
    dispatcher,
    begun: (count: number) => until(() => answers.length >= count),
    answer: async (outcome: Outcome): Promise<void> => {
      answers.shift()?.(outcome);
      const before = recorded;
      await until(() => recorded > before);
    },
  };
}

/** Planned and claimed at one stroke by the first; and, its claim over, fed to and claimed by the second. */
async function planTwice(): Promise<{ first: readonly Delivery[]; second: readonly Delivery[] }> {
  const planned = delivery('d1');
  const { store } = open;
  await store.appendActivities([activity('a1')], t0);
  const item = processed('a1', { deliveries: [planned] });
  expect(await store.commitProcessed([item], 'none', t0 + 10, 77)).toEqual(['done']);
  await store.feedDeliveries(t0 + 10, 'ticket2', t0 + 20, 9, t0);
  const second = await store.claimDeliveries(['d1'], 'ticket2', t0 + 90_000);
  expect(second).toHaveLength(1);
  return { first: [{ ...planned, claim: 77 }], second };
}

const retry: Outcome = { kind: 'retry', attempt: attempt(t0 + 1, { status: 503 }), afterMs: 5 };

test('a retry that comes late is an attempt that was made, and leaves the delivery to who has it', async () => {
  const { first, second } = await planTwice();
  const [stalled, other] = [sender(), sender()];
  await stalled.dispatcher.submit(first);
  await other.dispatcher.submit(second);
  await Promise.all([stalled.begun(1), other.begun(1)]);
  await stalled.answer(retry);
  expect(await open.store.readDelivery('d1')).toMatchObject({ status: 'pending', attempts: [retry.attempt] });
  // It is still the other one's: nobody else is fed it.
  expect(await open.store.feedDeliveries(t0 + 60_000, 'ticket3', t0 + 70_000, 9, t0)).toEqual([]);
  await other.answer({ kind: 'delivered', attempt: attempt(t0 + 2) });
  expect(await open.store.readDelivery('d1')).toMatchObject({ status: 'delivered', tries: 2 });
});

test('that it was delivered counts, however late it is said', async () => {
  const { first, second } = await planTwice();
  const [stalled, other] = [sender(), sender()];
  await stalled.dispatcher.submit(first);
  await other.dispatcher.submit(second);
  await Promise.all([stalled.begun(1), other.begun(1)]);
  await stalled.answer({ kind: 'delivered', attempt: attempt(t0 + 1) });
  await other.answer({ ...retry, attempt: attempt(t0 + 2, { status: 503 }) });
  expect(await open.store.readDelivery('d1')).toMatchObject({ status: 'delivered', nextAttemptAt: null });
});

test('what it gives back late stays with who has it', async () => {
  const { first } = await planTwice();
  const { dispatcher } = sender();
  // It drains: nothing is begun any more, everything goes back.
  await dispatcher.drain(1);
  await dispatcher.submit(first);
  await dispatcher.drain(10_000);
  expect(await open.store.feedDeliveries(t0 + 60_000, 'ticket3', t0 + 70_000, 9, t0)).toEqual([]);
});
