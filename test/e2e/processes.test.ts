/** One installation in several processes: an API and a worker on one data folder, a second API on the same store; and who is refused the folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  call,
  cleanUp,
  createApp,
  emptyFolder,
  eventually,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { storeUrlOf } from '../stored';
import { createLink, deliveryIn, freshId, make, take, visit } from './scene';

const publicUrl = 'https://go.example.test';
let receiver: Receiver;
let api: Server;
let worker: Server;
let second: Server;

beforeAll(async () => {
  receiver = await startReceiver();
  const dataDir = emptyFolder();
  api = await startServer({ dataDir, role: 'api', env: { PUBLIC_URL: `${publicUrl}/` } });
  worker = await startServer({ dataDir, role: 'worker' });
  const { url } = JSON.parse(readFileSync(join(dataDir, 'redis', 'redis.json'), 'utf8')) as { url: string };
  second = await startServer({
    role: 'api',
    env: { STORE_URL: storeUrlOf(dataDir), REDIS_URL: url },
  });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

test('what the API takes, the worker delivers', async () => {
  const app = await createApp(api);
  await make(api, `/v1/apps/${app.id}/callbacks`, {
    url: `${receiver.url}/told`,
    headers: { 'x-token': 'sealed-by-the-api' },
  });
  const activity = await take(api, app, { kind: 'install', device: { gps_adid: freshId() } });
  await deliveryIn(api, app, activity, 'delivered');
  expect(receiver.received).toMatchObject([
    { url: '/told', headers: { 'x-token': 'sealed-by-the-api' }, json: { id: activity } },
  ]);
});

test('what a second API takes is delivered too, and its links and keys are the same', async () => {
  const app = await createApp(api);
  await make(api, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/second` });
  // Another process sees what was made a moment later.
  await eventually(
    () => call(second, `/v1/apps/${app.id}/callbacks`),
    ({ status, json }) => status === 200 && json.items.length === 1,
  );
  const link = await createLink(api, app);
  expect((await visit(second, link.token)).status).toBe(302);
  const answer = await eventually(
    () =>
      call(second, '/v1/activities', {
        key: app.key,
        body: { kind: 'session', device: { gps_adid: freshId() } },
      }),
    ({ status }) => status === 202,
  );
  await receiver.until((received) =>
    received.some(({ url, json }) => url === '/second' && json.id === answer.json.ids[0]),
  );
});

test('a key that is revoked in one process is refused in the other', async () => {
  const app = await createApp(api);
  const { id, key } = await make(api, '/v1/keys', { role: 'reader', app: app.id });
  const seen = (status: number): Promise<unknown> =>
    eventually(
      () => call(second, `/v1/apps/${app.id}`, { key }),
      (answer) => answer.status === status,
    );
  await seen(200);
  expect((await call(api, `/v1/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
  await seen(401);
});

test('PUBLIC_URL is the base of click URLs; without it the request’s own host', async () => {
  const app = await createApp(api);
  const link = await createLink(api, app);
  expect([link.click_url, link.impression_url]).toEqual([
    `${publicUrl}/c/${link.token}`,
    `${publicUrl}/i/${link.token}`,
  ]);
  const own = await eventually(
    () => call(second, `/v1/apps/${app.id}/links/${link.token}`),
    ({ status }) => status === 200,
  );
  expect(own.json.click_url).toBe(`${second.url}/c/${link.token}`);
});

test('each process says that it is ready, and what it is', async () => {
  for (const [server, role] of [
    [api, 'api'],
    [worker, 'worker'],
    [second, 'api'],
  ] as const)
    expect((await call(server, '/readyz', { key: null })).json).toEqual({
      ready: true,
      store: 'up',
      redis: 'up',
      role,
    });
});

test('a worker takes nothing in', async () => {
  const app = await createApp(api);
  const body = { kind: 'session', device: { gps_adid: freshId() } };
  expect((await call(worker, '/v1/activities', { key: app.key, body })).status).toBe(404);
});

test('a second server on one data folder ends with one sentence', async () => {
  const started = startServer({ dataDir: api.dataDir });
  await expect(started).rejects.toThrow(/^exit 1: [^\n]+$/);
  await expect(started).rejects.toThrow(api.dataDir);
});

test('settings that are wrong are all named at once, and nothing is started', async () => {
  const started = startServer({
    env: { PORT: 'eighty', RETRY_SCHEDULE: '5,soon', ALLOW_PRIVATE_DESTINATIONS: 'home' },
  });
  await expect(started).rejects.toThrow(/PORT[^]*ALLOW_PRIVATE_DESTINATIONS[^]*RETRY_SCHEDULE/);
});
