/** A key's life: rotated with two that live, over at its time, revoked in every process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryPollMs } from '../../src/adapters/directory/directory';
import { call, cleanUp, createApp, eventually, startServer, type Json, type Server } from '../harness';
import { make } from './scene';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(cleanUp);

const asks = async (key: string, at: Server = server): Promise<number> =>
  (await call(at, '/v1/apps', { key })).status;

async function reader(more: object = {}): Promise<Json> {
  const app = await createApp(server);
  return make(server, '/v1/keys', { role: 'reader', app: app.id, name: 'Dashboard', ...more });
}

test('a rotated key lives beside its heir, and both are listed', async () => {
  const old = await reader();
  const heir = await make(server, `/v1/keys/${String(old.id)}/rotate`, { overlap_seconds: 3_600 });
  expect(heir).toMatchObject({ role: 'reader', app: old.app, name: 'Dashboard', replaces: { id: old.id } });
  expect(heir.key).not.toBe(old.key);
  expect([await asks(old.key), await asks(heir.key)]).toEqual([200, 200]);
  const { json } = await call(server, '/v1/keys?limit=1000');
  const listed = Object.fromEntries(json.items.map((item: Json) => [item.id, item]));
  expect(listed[old.id].expires_at).toBe(heir.replaces.expires_at);
  expect(listed[heir.id]).not.toHaveProperty('expires_at');
  expect(JSON.stringify(json)).not.toContain(heir.key);
});

test('the list says when a key was last used; one that was never used has no such time', async () => {
  const before = Date.now();
  const [used, unused] = [await reader(), await reader()];
  expect(used).not.toHaveProperty('last_used_at');
  expect(await asks(used.key)).toBe(200);
  const shown = await eventually(
    () => call(server, `/v1/keys/${String(used.id)}`),
    ({ json }) => json.last_used_at !== undefined,
    60_000,
  );
  expect(Date.parse(shown.json.last_used_at)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(shown.json.last_used_at)).toBeLessThanOrEqual(Date.now());
  const { json } = await call(server, '/v1/keys?limit=1000');
  const listed = Object.fromEntries(json.items.map((item: Json) => [item.id, item]));
  expect(listed[used.id].last_used_at).toBe(shown.json.last_used_at);
  expect(listed[unused.id]).not.toHaveProperty('last_used_at');
});

test('without a body the overlap is a day; with none the old key is refused at once', async () => {
  const before = Date.now();
  const old = await reader();
  const heir = await make(server, `/v1/keys/${String(old.id)}/rotate`, undefined);
  const until = Date.parse(heir.replaces.expires_at);
  expect(until).toBeGreaterThanOrEqual(before + 86_400_000);
  expect(until).toBeLessThanOrEqual(Date.now() + 86_400_000);
  await make(server, `/v1/keys/${String(heir.id)}/rotate`, { overlap_seconds: 0 });
  expect(await asks(heir.key)).toBe(401);
});

test('a rotation never makes a key live longer', async () => {
  const soon = new Date(Date.now() + 600_000).toISOString();
  const old = await reader({ expires_at: soon });
  const heir = await make(server, `/v1/keys/${String(old.id)}/rotate`, { overlap_seconds: 86_400 });
  expect(heir.replaces.expires_at).toBe(soon);
});

test('a key is good until its time and refused from then on', async () => {
  const made = await reader({ expires_at: Date.now() + 3_000 });
  // The answer of its making came before its end, unless the machine slept.
  if (Date.now() < Date.parse(made.expires_at) - 1_000) expect(await asks(made.key)).toBe(200);
  await eventually(
    () => asks(made.key),
    (status) => status === 401,
  );
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(made.expires_at));
});

test.each([
  {
    name: 'an end that is over',
    path: '/v1/keys',
    body: { role: 'admin', expires_at: 1_600_000_000 },
    field: 'expires_at',
  },
  {
    name: 'an end that cannot be read',
    path: '/v1/keys',
    body: { role: 'admin', expires_at: 'soon' },
    field: 'expires_at',
  },
  {
    name: 'an overlap below none',
    path: '/v1/keys/KEY/rotate',
    body: { overlap_seconds: -1 },
    field: 'overlap_seconds',
  },
  {
    name: 'an overlap above 30 days',
    path: '/v1/keys/KEY/rotate',
    body: { overlap_seconds: 2_592_001 },
    field: 'overlap_seconds',
  },
])('refused: $name', async ({ path, body, field }) => {
  const { id } = await reader();
  const answer = await call(server, path.replace('KEY', String(id)), { body });
  expect(answer.status).toBe(400);
  expect(answer.json.error).toMatchObject({ field });
});

test('of two rotations at once one key comes, or the other is told of the conflict', async () => {
  const old = await reader();
  const path = `/v1/keys/${String(old.id)}/rotate`;
  const answers = await Promise.all([1, 2, 3].map(() => call(server, path, { body: {} })));
  const made = answers.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThanOrEqual(1);
  for (const { status } of answers) expect([201, 409]).toContain(status);
});

test('each process looks often enough for a revoked key to be refused within a second', () => {
  expect(directoryPollMs).toBeLessThanOrEqual(500);
});

test('what is revoked in one process is refused in the other', async () => {
  const first = await startServer({ env: { STORE_URL: '' } });
  const { url } = JSON.parse(readFileSync(join(first.dataDir, 'redis', 'redis.json'), 'utf8')) as {
    url: string;
  };
  const second = await startServer({
    role: 'api',
    env: { STORE_URL: `sqlite:${join(first.dataDir, 'carom.sqlite')}`, REDIS_URL: url },
  });
  const made = await make(first, '/v1/keys', { role: 'admin' });
  await eventually(
    () => asks(made.key, second),
    (status) => status === 200,
  );
  await call(first, `/v1/keys/${String(made.id)}`, { method: 'DELETE' });
  expect(await asks(made.key, first)).toBe(401);
  await eventually(
    () => asks(made.key, second),
    (status) => status === 401,
    60_000,
  );
});
