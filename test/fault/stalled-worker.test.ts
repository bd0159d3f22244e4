/**
 * A worker stands still for longer than its locks and its claims last, and then goes on as if nothing had been. Meanwhile another does its work; what was in
 * flight when it stopped may come twice, what it does late changes nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { cleanUp, startReceiver, startServer, type Receiver, type Server } from '../harness';
import { accountsOf, settled } from './accounts';
import { standStill } from './crew';
import { exactlyOnce, Ledger } from './ledger';
import { postUntilTaken, runLoad, setStage } from './load';
import { clickTheWay, creditsOutOfOrder, stepsOf } from './ordered';
import { long } from './rounds';

/** Above a claim, which with these settings is 17 s: until then the others leave alone what it has in hand. */
const stallMs = long ? 60_000 : 18_000;
const slots = 4;
const env = {
  PROCESS_BATCH: '10',
  DELIVERY_TIMEOUT_MS: '1000',
  CONNECT_TIMEOUT_MS: '1000',
  ORIGIN_CONCURRENCY: String(slots),
};
const steps = 12;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

/** It stands still. The answer gives SIGCONT no sooner than `stallMs` later. */
async function stall(worker: Server): Promise<{ goOn(): Promise<void> }> {
  await standStill(worker);
  const startedAt = performance.now();
  return {
    async goOn() {
      // The length of the fault, not a wait for something.
      await pause(Math.max(0, stallMs - (performance.now() - startedAt)));
      process.kill(worker.pid, 'SIGCONT');
    },
  };
}

test('in the middle of a load', async () => {
  const ledger = new Ledger(receiver);
  const api = await startServer({ role: 'api' });
  const app = await setStage(api, ledger);
  await clickTheWay(api, app, steps);
  const options = { role: 'worker', dataDir: api.dataDir, env } as const;
  const first = await startServer(options);
  const load = runLoad(api, app, ledger, { total: 1_000 });
  const posted = (async () => {
    for (let step = 0; step < steps - 1; step += 1) await postUntilTaken(api, app, ledger, stepsOf(step));
  })();
  await ledger.reaches(500);
  const stalled = await stall(first);
  await ledger.bury();
  const second = await startServer(options);
  await Promise.all([load, posted]);
  await ledger.complete(40_000);
  await settled(api, app, 40_000);
  await stalled.goOn();
  await postUntilTaken(api, app, ledger, stepsOf(steps - 1));
  await runLoad(api, app, ledger, { total: 500, prefix: 'b' });
  await ledger.complete();
  await settled(api, app);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  // What it had begun to send goes out when it goes on; nothing else of it does.
  expect(ledger.needless.size).toBeLessThanOrEqual(slots);
  expect(await creditsOutOfOrder(api, app, steps)).toEqual([]);
  expect((await accountsOf(api, app, ledger)).undecided).toEqual([]);
  expect([await first.stop(), await second.stop(), await api.stop()]).toEqual([0, 0, 0]);
}, 150_000);

test('with answers under way to it and others waiting in its line', async () => {
  const ledger = new Ledger(receiver);
  const api = await startServer({ role: 'api' });
  const app = await setStage(api, ledger);
  const options = { role: 'worker', dataDir: api.dataDir, env } as const;
  const first = await startServer(options);
  const answers = receiver.answer;
  const held: (() => void)[] = [];
  receiver.answer = (request, response) => {
    ledger.note(request);
    held.push(() => void response.end('ok'));
  };
  await runLoad(api, app, ledger, { total: 40, batch: 40 });
  // All that it sends at once has arrived; the others are in its line.
  await ledger.reaches(slots);
  const stalled = await stall(first);
  await ledger.bury();
  receiver.answer = answers;
  for (const answer of held) answer();
  const second = await startServer(options);
  await ledger.complete(60_000);
  await settled(api, app, 60_000);
  const before = ledger.repeated;
  await stalled.goOn();
  await runLoad(api, app, ledger, { total: 500, prefix: 'b' });
  await ledger.complete();
  await settled(api, app);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(ledger.repeated).toBe(before);
  expect([...ledger.needless]).toEqual([]);
  expect([await first.stop(), await second.stop(), await api.stop()]).toEqual([0, 0, 0]);
}, 180_000);
