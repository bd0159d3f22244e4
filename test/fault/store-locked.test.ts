/** Another process holds the store's file for seconds: who posts waits, or is told to come again; what was accepted is delivered once the file is free. */
import { setTimeout as pause } from 'node:timers/promises';
import { call, cleanUp, eventually, startReceiver, type Receiver } from '../harness';
import { stopRedisServers } from '../redis-server';
import { accountsOf, settled } from './accounts';
import { Crew } from './crew';
import { exactlyOnce, Ledger } from './ledger';
import { postOnce, runLoad, setStage } from './load';
import { long } from './rounds';

/** Shorter than the store's patience, which is 15 s. */
const lockedMs = long ? 10_000 : 2_000;
const times = long ? 4 : 2;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);
afterAll(stopRedisServers);

test('shorter than its patience, again and again: nobody is refused, nothing comes twice', async () => {
  const ledger = new Ledger(receiver);
  // A busy machine adds its own waits to the lock's: here nobody is to be sent away for them.
  const crew = await Crew.start({ LINE_MS: '60000' });
  const app = await setStage(crew, ledger);
  const total = 500 * (times + 1);
  const load = runLoad(crew, app, ledger, { total, aheadMax: 300 });
  for (let turn = 1; turn <= times; turn += 1) {
    await ledger.reaches(1_000 * turn - 500);
    const lock = crew.lockStore();
    // The length of the fault, not a wait for something.
    await pause(lockedMs);
    lock.release();
  }
  await load;
  expect([ledger.accepted.size, ledger.refused.size]).toEqual([total, 0]);
  await ledger.complete();
  await settled(crew, app);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(ledger.repeated).toBe(0);
  expect(await accountsOf(crew, app, ledger)).toMatchObject({ unaccounted: [], undecided: [] });
  expect(await crew.stop()).toEqual([0, 0]);
}, 120_000);

// It takes as long as the patience does.
if (long)
  test('longer than its patience: 503 with Retry-After, and nothing of what was refused', async () => {
    const ledger = new Ledger(receiver);
    const crew = await Crew.start();
    const app = await setStage(crew, ledger);
    await runLoad(crew, app, ledger, { total: 500 });
    const lock = crew.lockStore();
    expect(await postOnce(crew, app, ledger, ['refused-1', 'refused-2'])).toBe(false);
    const refused = await call(crew, '/v1/events', {
      key: app.key,
      body: { id: 'refused-3', event: 'tick', device: { device_id: 'd' } },
    });
    expect([refused.status, refused.json.error.code]).toEqual([503, 'store_unavailable']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(crew, '/readyz')).status).toBe(503);
    lock.release();
    await eventually(
      () => call(crew, '/readyz'),
      ({ status }) => status === 200,
    );
    await runLoad(crew, app, ledger, { total: 100, prefix: 'b' });
    await ledger.complete(40_000);
    await settled(crew, app);
    expect(ledger.accepted.size).toBe(600);
    expect(ledger.verdict()).toEqual(exactlyOnce);
    expect(await accountsOf(crew, app, ledger)).toMatchObject({ unaccounted: [], undecided: [] });
    expect(await crew.stop()).toEqual([0, 0]);
  }, 120_000);
