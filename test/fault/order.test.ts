/** One device's activities are attributed in the order in which they were accepted: in one process, in two, and through the death of a worker. */
import { cleanUp, startReceiver, startServer, type Receiver } from '../harness';
import { exactlyOnce, Ledger } from './ledger';
import { postUntilTaken, runLoad, setStage } from './load';
import { clickTheWay, creditsOutOfOrder, stepsOf } from './ordered';

const steps = 25;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

test('one process, and every step in one request', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { PROCESS_BATCH: '10' } });
  const app = await setStage(server, ledger);
  await clickTheWay(server, app, steps);
  await postUntilTaken(server, app, ledger, Array.from({ length: steps }, (_, step) => stepsOf(step)).flat());
  await ledger.complete();
  expect(await creditsOutOfOrder(server, app, steps)).toEqual([]);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(await server.stop()).toBe(0);
});

test('an API and two workers, one of them killed in the middle', async () => {
  const ledger = new Ledger(receiver);
  const api = await startServer({ role: 'api' });
  const app = await setStage(api, ledger);
  await clickTheWay(api, app, steps);
  const env = { PROCESS_BATCH: '10', DELIVERY_TIMEOUT_MS: '1000', CONNECT_TIMEOUT_MS: '1000' };
  const options = { role: 'worker', dataDir: api.dataDir, env } as const;
  const [first, second] = await Promise.all([startServer(options), startServer(options)]);
  const load = runLoad(api, app, ledger, { total: 1_000, prefix: 'b' });
  const posted = (async () => {
    for (let step = 0; step < steps; step += 1) await postUntilTaken(api, app, ledger, stepsOf(step));
  })();
  await ledger.reaches(200);
  await first.kill();
  await ledger.bury();
  await Promise.all([load, posted]);
  // What the dead one had in hand comes when its claim runs out.
  await ledger.complete(40_000);
  expect(await creditsOutOfOrder(api, app, steps)).toEqual([]);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect([...ledger.needless]).toEqual([]);
  expect([await second.stop(), await api.stop()]).toEqual([0, 0]);
});

test('the credits would tell: a step that is accepted after the next one is seen', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer();
  const app = await setStage(server, ledger);
  await clickTheWay(server, app, 4);
  for (const step of [0, 2, 1, 3]) await postUntilTaken(server, app, ledger, stepsOf(step));
  await ledger.complete();
  const late = stepsOf(1).map(({ id }) => `${id}: step-2`);
  expect(await creditsOutOfOrder(server, app, 4)).toEqual(late);
  expect(await server.stop()).toBe(0);
});
