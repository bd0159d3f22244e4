/**
 * The time of day jumps, an hour ahead, an hour back, under a load: nothing is lost, nothing waits for the clock to come round, and only what was
 * in flight at the jump comes twice.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, emptyFolder, startReceiver, startServer, type Receiver } from '../harness';
import { accountsOf, settled } from './accounts';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';
import { long } from './rounds';

const hourMs = 3_600_000;
/** 17 s: the longest that anything of a batch that was decided across a jump has to wait. */
const shortClaims = { DELIVERY_TIMEOUT_MS: '1000', CONNECT_TIMEOUT_MS: '1000' };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

interface Clock {
  readonly env: Readonly<Record<string, string>>;
  shift(byMs: number): void;
}

function makeClock(): Clock {
  const file = join(emptyFolder(), 'clock');
  const shift = (byMs: number): void => {
    // At one stroke: who reads meanwhile reads the old one or the new one.
    writeFileSync(`${file}.new`, String(byMs));
    renameSync(`${file}.new`, file);
  };
  shift(0);
  const preload = join(__dirname, 'shift-clock.js');
  return { env: { CLOCK_FILE: file, NODE_OPTIONS: `--require=${preload}` }, shift };
}

const jumps = [
  { name: 'an hour ahead', to: [hourMs] },
  { name: 'an hour back', to: [-hourMs] },
  { name: 'an hour ahead and right again', to: [hourMs, 0] },
  { name: 'an hour back and right again', to: [-hourMs, 0] },
  ...(long
    ? [
        {
          name: 'a day ahead and a day back, five times',
          to: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0].map((on) => on * 24 * hourMs),
        },
      ]
    : []),
];

test.each(jumps)(
  '$name, in the middle of a load',
  async ({ to }) => {
    const ledger = new Ledger(receiver);
    const clock = makeClock();
    const server = await startServer({ env: { ...clock.env, ...shortClaims } });
    const app = await setStage(server, ledger);
    const total = 500 * (to.length + 1);
    const load = runLoad(server, app, ledger, { total, aheadMax: 300 });
    for (const [turn, byMs] of to.entries()) {
      await ledger.reaches(1_000 * turn + 500, 40_000);
      clock.shift(byMs);
      // Ahead, every claim is over at once: what is in flight may come once more.
      await ledger.bury();
    }
    await load;
    expect(ledger.accepted.size).toBe(total);
    await ledger.complete(40_000);
    await settled(server, app);
    expect(ledger.verdict()).toEqual(exactlyOnce);
    // Sent before the jump, arrived after it: at most what one origin gets at once, a jump.
    expect(ledger.needless.size).toBeLessThanOrEqual(32 * to.length);
    expect((await accountsOf(server, app, ledger)).undecided).toEqual([]);
    expect(await server.stop()).toBe(0);
  },
  150_000,
);

test.each([
  { name: 'ahead', byMs: hourMs },
  { name: 'back', byMs: -hourMs },
])('an hour $name while answers are awaited and retries wait', async ({ byMs }) => {
  const ledger = new Ledger(receiver);
  const clock = makeClock();
  const server = await startServer({ env: clock.env });
  const app = await setStage(server, ledger);
  const answers = receiver.answer;
  const held: (() => void)[] = [];
  receiver.answer = (request, response) => {
    ledger.note(request);
    held.push(() => void response.end('ok'));
  };
  await runLoad(server, app, ledger, { total: 3 });
  await ledger.reaches(6);
  clock.shift(byMs);
  await ledger.bury();
  for (const answer of held) answer();
  receiver.answer = answers;
  await settled(server, app);
  // Ahead, their claims are over before they are recorded.
  if (byMs < 0) expect(ledger.repeated).toBe(0);
  expect([...ledger.needless]).toEqual([]);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(await server.stop()).toBe(0);
});
