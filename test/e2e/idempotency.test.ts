/** `Idempotency-Key`: a request that is repeated under its key stores nothing twice, in whichever process it arrives; another request under it is never taken for it. */
import { call, cleanUp, createApp, startServer, type Answer, type Server, type TestApp } from '../harness';

let server: Server;
let app: TestApp;
beforeAll(async () => {
  server = await startServer();
  app = await createApp(server);
});
afterAll(cleanUp);

const purchase = { kind: 'event', event: 'purchase', device: { gps_adid: 'a-1' } };
const signup = { kind: 'event', event: 'signup', device: { gps_adid: 'a-1' } };

function post(
  key: string | null,
  body: unknown,
  more: { path?: string; type?: string } = {},
): Promise<Answer> {
  return call(server, more.path ?? '/v1/activities', {
    key: app.key,
    body,
    headers: {
      ...(key === null ? {} : { 'idempotency-key': key }),
      ...(more.type === undefined ? {} : { 'content-type': more.type }),
    },
  });
}

test('the same request again is all duplicates, with the same ids', async () => {
  const first = await post('k-1', [purchase, signup]);
  expect(first.json).toMatchObject({ accepted: 2, duplicates: 0 });
  const again = await post('k-1', [purchase, signup]);
  expect(again.status).toBe(202);
  expect(again.json).toMatchObject({ accepted: 0, duplicates: 2, ids: first.json.ids });
});

test('so it is as NDJSON, and in another process', async () => {
  const first = await post('k-2', [purchase, signup]);
  const lines = `${JSON.stringify(purchase)}\n${JSON.stringify(signup)}\n`;
  const again = await post('k-2', lines, { type: 'application/x-ndjson' });
  expect(again.json).toMatchObject({ accepted: 0, duplicates: 2, ids: first.json.ids });
  const { dataDir } = server;
  await server.stop();
  server = await startServer({ dataDir });
  const later = await post('k-2', [purchase, signup]);
  expect(later.json).toMatchObject({ accepted: 0, duplicates: 2, ids: first.json.ids });
});

test.each([
  { name: 'another key', key: 'k-4', body: [purchase] },
  { name: 'another content', key: 'k-3', body: [signup] },
  { name: 'no key', key: null, body: [purchase] },
])('$name is another request', async ({ key, body }) => {
  await post('k-3', [purchase]);
  expect((await post(key, body)).json).toMatchObject({ accepted: 1, duplicates: 0 });
});

test('the same item twice in one request is two; an id of its own counts before the key', async () => {
  const own = { ...purchase, id: 'mine-1' };
  const { json } = await post('k-5', [signup, signup, own]);
  expect(json).toMatchObject({ accepted: 3, duplicates: 0 });
  expect(json.ids[2]).toBe('mine-1');
  expect(new Set(json.ids).size).toBe(3);
});

test('the kind that a path implies is part of the request', async () => {
  const device = { device: { gps_adid: 'a-2' } };
  await post('k-6', device, { path: '/v1/installs' });
  expect((await post('k-6', device, { path: '/v1/sessions' })).json).toMatchObject({ accepted: 1 });
});

test.each([
  { name: 'the longest', key: 'x'.repeat(255), status: 202 },
  { name: 'one longer', key: 'x'.repeat(256), status: 400 },
  { name: 'an empty one', key: '', status: 400 },
  { name: 'one with a space', key: 'a b', status: 400 },
])('a key: $name', async ({ key, status }) => {
  const answer = await post(key, purchase);
  expect(answer.status).toBe(status);
  if (status === 400)
    expect(answer.json.error).toMatchObject({ code: 'invalid_field', field: 'idempotency-key' });
});
