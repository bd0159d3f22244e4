/** kill -9 in the middle of a load: what was answered 202 is delivered, once by its delivery id, and soon after the next start. */
import {
  call,
  cleanUp,
  eventually,
  isAlive,
  redisPidOf,
  startReceiver,
  startServer,
  type Receiver,
} from '../harness';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';

/** Below a lease and below a claim: a lone server that starts again waits for neither. */
const recoveryMs = 20_000;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

test.each([
  { name: 'the server alone: its Redis lives on', redisToo: false },
  { name: 'the server and its Redis', redisToo: true },
])('kill -9 of $name', async ({ redisToo }) => {
  const ledger = new Ledger(receiver);
  const first = await startServer();
  const app = await setStage(first, ledger);
  const load = runLoad(first, app, ledger, { total: 5_000, aheadMax: 1_000 });
  await ledger.reaches(2_500);
  const redisPid = redisPidOf(first.dataDir) ?? 0;
  if (redisToo) process.kill(redisPid, 'SIGKILL');
  await first.kill();
  // The receiver goes on counting what is still on its way; the clients must not wait for what will not come.
  const acceptedBefore = ledger.accepted.size;
  expect(ledger.size).toBeLessThan(2 * acceptedBefore);
  expect(acceptedBefore).toBeLessThan(5_000);
  if (!redisToo) expect(isAlive(redisPid)).toBe(true);

  const second = await startServer({ dataDir: first.dataDir });
  await runLoad(second, app, ledger, { total: 5_000 - acceptedBefore, prefix: 'b' });
  await ledger.complete(recoveryMs);
  await load;
  expect(ledger.accepted.size).toBeGreaterThanOrEqual(5_000);
  await eventually(
    async () => (await call(second, '/v1/deliveries?status=pending')).json.items as unknown[],
    (items) => items.length === 0,
  );
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(await second.stop()).toBe(0);
});
