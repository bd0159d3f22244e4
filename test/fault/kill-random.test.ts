/**
 * Of a pair of processes, or of two APIs and three workers, somebody dies at a moment that dice choose, again and again, under a load whose clients ask until they hear 202. What was accepted is delivered, or
 * skipped or failed with its reason; it comes twice only across a death or after an attempt that nobody answered; and of each device everything is attributed in the order of its acceptance.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { stopRedisServers } from '../redis-server';
import { accountsOf, settled, unexplained } from './accounts';
import { Crew, isWorker, victims, type CrewSize } from './crew';
import { exactlyOnce, Ledger } from './ledger';
import { postOnce, postUntilTaken, runLoad, setStage } from './load';
import { clickTheWay, creditsOutOfOrder, stepsOf } from './ordered';
import { long, throwDice, type Dice } from './rounds';

const rounds = long ? 40 : 4;
const stepsPerRound = long ? 1 : 5;
/** Where others live, what a dead worker had in hand waits until its claim runs out; these make that a quarter of a minute. */
const impatient = { DELIVERY_TIMEOUT_MS: '1000', CONNECT_TIMEOUT_MS: '500' };
const recoveryMs = 120_000;
const loadPerRound = 400;

let receiver: Receiver;
let refusing: Receiver;
beforeEach(async () => {
  [receiver, refusing] = await Promise.all([startReceiver(), startReceiver()]);
});
afterEach(() => {
  receiver.close();
  refusing.close();
});
afterAll(cleanUp);
afterAll(stopRedisServers);

type Deed = 'kill' | 'stop' | 'stand still' | 'flush';

/** One death, or what is as bad, while everything is in full course. */
async function strike(crew: Crew, ledgers: readonly Ledger[], dice: Dice): Promise<void> {
  const deed = dice.pick<Deed>(['kill', 'kill', 'kill', 'stop', 'stand still', 'flush']);
  if (deed === 'flush') {
    await crew.redis.command('FLUSHALL');
    return;
  }
  const at = dice.between(0, 5);
  if (deed === 'stand still') {
    crew.pauseWorker(at);
    // The length of the fault, not a wait for something.
    await pause(dice.between(10, 500));
    crew.resumeWorker(at);
    return;
  }
  const victim = deed === 'stop' ? 'the worker' : dice.pick([...victims]);
  if (deed === 'stop') expect(await crew.stopWorker(at)).toBe(0);
  else await crew.kill(victim, at);
  if (isWorker(victim)) await Promise.all(ledgers.map((ledger) => ledger.bury()));
  await crew.restore(victim);
}

/** An app whose callback says no and whose partner does not want its events: both are accounted for without a delivery. */
async function setRefusing(crew: Server, ledger: Ledger): Promise<TestApp> {
  const app = await createApp(crew);
  const made = [
    await call(crew, `/v1/apps/${app.id}/callbacks`, {
      body: { url: `${refusing.url}/callback`, method: 'POST' },
    }),
    await call(crew, `/v1/apps/${app.id}/integrations/faultnet`, {
      method: 'PUT',
      body: { active: true, send: { scope: 'all', confirm_all: true }, events: { purchase: 'purchase' } },
    }),
  ];
  for (const { status, text } of made) if (status >= 300) throw new Error(`no stage: ${status} ${text}`);
  refusing.answer = (request, response) => {
    ledger.note(request);
    response.statusCode = 400;
    response.end('no');
  };
  return app;
}

/** Each API serves the app, and none of its callers is turned away for what one of them has not heard of yet. */
async function knownToAll(crew: Crew, apps: readonly TestApp[]): Promise<void> {
  for (const api of crew.all('api'))
    for (const { id } of apps)
      await eventually(
        () => call(api, `/v1/apps/${id}`),
        ({ status }) => status === 200,
      );
}

const pair = { apis: 1, workers: 1, partitions: 1 };
/** More processes than a small machine has cores: in the long form, which is run where nothing else is. */
const many = { apis: 2, workers: 3, partitions: 4 };
const sizes: readonly (CrewSize & { readonly partitions: number })[] = long ? [pair, many] : [pair];

test.each(sizes)(
  `$apis API, $workers workers, $partitions partitions: ${rounds} rounds`,
  async ({ partitions, ...size }) => {
    const dice = throwDice();
    const env = { PROCESS_BATCH: '20', QUEUE_PARTITIONS: String(partitions), ...impatient };
    const crew = await Crew.start(env, size);
    const ledger = new Ledger(receiver);
    const refused = new Ledger(refusing);
    const app = await setStage(crew.api, ledger);
    const steps = rounds * stepsPerRound;
    const refusingApp = await setRefusing(crew.api, refused);
    await knownToAll(crew, [app, refusingApp]);
    await clickTheWay(crew.api, app, steps);
    for (let round = 0; round < rounds; round += 1) {
      const before = ledger.size;
      const load = Promise.all([
        runLoad(crew, app, ledger, { total: loadPerRound, prefix: `l${round}`, patient: true }),
        (async () => {
          for (let step = round * stepsPerRound; step < (round + 1) * stepsPerRound; step += 1)
            await postUntilTaken(crew, app, ledger, stepsOf(step));
        })(),
        postOnce(crew, refusingApp, refused, [`r${round}`]),
      ]);
      await ledger.reaches(before + dice.between(0, loadPerRound), recoveryMs);
      await strike(crew, [ledger, refused], dice);
      await load;
    }
    await ledger.complete(recoveryMs);
    for (const each of [app, refusingApp]) await settled(crew, each, recoveryMs);
    expect(ledger.verdict()).toEqual(exactlyOnce);
    expect(await unexplained(crew, app, ledger)).toEqual([]);
    expect(await unexplained(crew, refusingApp, refused)).toEqual([]);
    const accounts = await accountsOf(crew, app, ledger);
    // The conversions derived on the way are skipped: nobody asked for their kind.
    expect(accounts).toMatchObject({
      unaccounted: [],
      undecided: [],
      statuses: { delivered: 2 * ledger.accepted.size },
    });
    const { unaccounted, undecided, statuses } = await accountsOf(crew, refusingApp, refused);
    expect([unaccounted, undecided]).toEqual([[], []]);
    expect(statuses).toEqual(
      refused.accepted.size === 0 ? {} : { failed: expect.any(Number), skipped: expect.any(Number) },
    );
    expect(await creditsOutOfOrder(crew, app, steps)).toEqual([]);
    expect(new Set(await crew.stop())).toEqual(new Set([0]));
  },
  long ? 1_800_000 : 400_000,
);
