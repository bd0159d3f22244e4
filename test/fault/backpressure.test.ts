/** More than can be worked off: refused early with 503 and Retry-After, taken again as soon as there is room; what was refused is never delivered. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  call,
  cleanUp,
  eventually,
  startReceiver,
  startServer,
  type Answer,
  type Receiver,
} from '../harness';
import { make } from '../e2e/scene';
import { exactlyOnce, Ledger } from './ledger';
import { postOnce, setStage } from './load';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

const ids = (prefix: string, count = 50): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
const overloaded = [503, 'overloaded', '1'];

test('no worker: above BACKLOG_MAX nothing is taken, until a worker has drained it', async () => {
  const ledger = new Ledger(receiver);
  const env = { BACKLOG_MAX: '200' };
  const api = await startServer({ role: 'api', env });
  const app = await setStage(api, ledger);
  for (const batch of ['a', 'b', 'c', 'd']) expect(await postOnce(api, app, ledger, ids(batch))).toBe(true);
  let turn = 0;
  // 200 wait, which is not above it; from 250 on it is refused as soon as the backlog was counted.
  await eventually(
    () => postOnce(api, app, ledger, ids(`e${(turn += 1)}`)),
    (taken) => !taken,
  );
  const refused = await call(api, '/v1/events', {
    key: app.key,
    body: [{ event: 'tick', device: { device_id: 'd' } }],
  });
  expect([refused.status, refused.json.error.code, refused.headers.get('retry-after')]).toEqual(overloaded);
  expect(ledger.accepted.size).toBeGreaterThanOrEqual(250);

  const worker = await startServer({ role: 'worker', dataDir: api.dataDir, env });
  await eventually(
    () => postOnce(api, app, ledger, ids(`f${(turn += 1)}`)),
    (taken) => taken,
  );
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect([await worker.stop(), await api.stop()]).toEqual([0, 0]);
});

test('a store that stands still: above LINE_MAX a request is refused at once, and one that waits is answered when the store goes on', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { LINE_MAX: '100' } });
  const app = await setStage(server, ledger);
  const blocker = new Database(join(server.dataDir, 'carom.sqlite'));
  blocker.exec('BEGIN IMMEDIATE');
  const waiting = [postOnce(server, app, ledger, ids('a')), postOnce(server, app, ledger, ids('b'))];
  const refused = await eventually(
    () =>
      call(server, '/v1/events', {
        key: app.key,
        body: [{ id: 'c', event: 'tick', device: { device_id: 'c' } }],
      }),
    ({ status }) => status === 503,
  );
  expect([refused.status, refused.json.error.code, refused.headers.get('retry-after')]).toEqual(overloaded);
  blocker.exec('ROLLBACK');
  blocker.close();
  expect(await Promise.all(waiting)).toEqual([true, true]);
  expect(await postOnce(server, app, ledger, ids('d'))).toBe(true);
  await ledger.complete();
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect(await server.stop()).toBe(0);
});

test('a request larger than LINE_MAX is taken when nothing else waits: it could never be, otherwise', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { LINE_MAX: '10' } });
  const app = await setStage(server, ledger);
  expect(await postOnce(server, app, ledger, ids('a'))).toBe(true);
  await ledger.complete();
  expect(await server.stop()).toBe(0);
});

test('a store that another process holds: after LINE_MS nobody is let in to wait, and no visitor waits for it', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { LINE_MS: '100' } });
  const app = await setStage(server, ledger);
  const { token } = await make(server, `/v1/apps/${app.id}/links`, {
    partner: 'faultnet',
    destinations: { web: 'https://shop.test/app' },
  });
  const blocker = new Database(join(server.dataDir, 'carom.sqlite'));
  blocker.exec('BEGIN IMMEDIATE');
  const waiting = postOnce(server, app, ledger, ids('a'));
  const visit = await call(server, `/c/${token}`, { key: null });
  // The lock is held: this answer came without the store.
  expect(visit.status).toBe(302);
  const refusals = [
    () =>
      call(server, '/v1/events', {
        key: app.key,
        body: [{ id: 'c', event: 'tick', device: { device_id: 'c' } }],
      }),
    () => call(server, `/c/${token}`, { key: null, method: 'POST' }),
  ];
  const asked: Promise<unknown>[] = [];
  for (const ask of refusals) {
    const answers: Answer[] = [];
    // Those that came before the line was old wait in it: the first answer is a refusal.
    await eventually(
      () => {
        asked.push(ask().then((answer) => answers.push(answer)));
        return Promise.resolve(answers.length);
      },
      (count) => count > 0,
    );
    const [refused] = answers;
    expect([refused?.status, refused?.json.error.code, refused?.headers.get('retry-after')]).toEqual(
      overloaded,
    );
  }
  blocker.exec('ROLLBACK');
  blocker.close();
  expect(await waiting).toBe(true);
  await Promise.all(asked);
  const clickId = new URL(visit.headers.get('location') ?? '').searchParams.get('carom_click_id');
  await eventually(
    () => call(server, `/v1/apps/${app.id}/trace?click_id=${clickId}`),
    ({ status }) => status === 200,
  );
  await eventually(
    () => postOnce(server, app, ledger, ids('d')),
    (taken) => taken,
  );
  await ledger.complete();
  expect(await server.stop()).toBe(0);
});
