/** What was switched off while it waited: it ends without an attempt, wherever in the worker it waits. */
import { createDispatcher } from '../../../src/deliver/dispatcher';
import type { Delivery, Outcome } from '../../../src/model/delivery';
import { silentObserver } from '../../../src/silent-observer';
import { createSwitchedOff } from '../../../src/switched-off';
import { activity, attempt, delivery, processed, t0 } from '../../contract/samples';
import { openStore, type OpenStore } from '../adapters/open-store';

let open: OpenStore;
beforeEach(async () => {
  open = await openStore();
});
afterEach(() => open.remove());

async function claimed(ids: readonly string[]): Promise<readonly Delivery[]> {
  const deliveries = ids.map((id) => delivery(id, { callback: id.slice(0, 2) }));
  await open.store.appendActivities([activity('a1')], t0);
  await open.store.commitProcessed([processed('a1', { deliveries })], 'ticket1', t0 + 10);
  return open.store.claimDeliveries(ids, 'ticket1', t0 + 90_000);
}

test('in the line of its origin, and on arrival; what is under way goes on', async () => {
  const off = new Set(['cb']);
  const answers: ((outcome: Outcome) => void)[] = [];
  const dispatcher = createDispatcher({
    deliver: () => new Promise((resolve) => answers.push(resolve)),
    record: (outcomes) => open.store.recordOutcomes(outcomes),
    release: (held, at) => open.store.releaseDeliveries(held, at),
    withdrawals: {
      reasonOf: ({ callback = '' }) => (off.has(callback) ? 'inactive' : null),
      withdraw: (held, reason) => open.store.withdrawDeliveries(held, reason),
    },
    concurrency: 8,
    originConcurrency: 1,
    clock: { now: () => t0 },
    random: () => 0.5,
    observer: silentObserver,
  });
  await dispatcher.submit(await claimed(['ca1', 'ca2', 'ca3', 'cb1']));
  expect(answers).toHaveLength(1);
  off.add('ca');
  answers[0]?.({ kind: 'delivered', attempt: attempt(t0) });
  while (dispatcher.inFlight() > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await dispatcher.drain(30_000)).toEqual({ unfinished: 0 });
  expect(answers).toHaveLength(1);
  const shown = await Promise.all(['ca1', 'ca2', 'ca3', 'cb1'].map((id) => open.store.readDelivery(id)));
  const withdrawn = { status: 'failed', reason: 'inactive', attempts: [], tries: 0 };
  expect(shown).toMatchObject([{ status: 'delivered' }, withdrawn, withdrawn, withdrawn]);
});

test.each([
  { name: 'a callback that is on', to: { callback: 'on' }, reason: null },
  { name: 'one that is off', to: { callback: 'off' }, reason: 'inactive' },
  { name: 'one that was removed', to: { callback: 'none' }, reason: 'inactive' },
  { name: 'an integration that is on', to: { partner: 'on' }, reason: null },
  { name: 'one that is off', to: { partner: 'off' }, reason: 'inactive' },
  { name: 'one that was removed', to: { partner: 'none' }, reason: 'inactive' },
  { name: 'a callback of an app that was removed', to: { callback: 'on', app: 'app2' }, reason: 'inactive' },
])('$name: $reason', ({ to, reason }) => {
  const nouns = [
    { id: 'on', partner: 'on', active: true },
    { id: 'off', partner: 'off', active: false },
  ];
  const ofApp = (app: string) => (app === 'app1' ? nouns : []);
  const directory = { callbacks: ofApp, integrations: ofApp } as unknown as Parameters<
    typeof createSwitchedOff
  >[0];
  expect(createSwitchedOff(directory)(delivery('d1', to))).toBe(reason);
});
