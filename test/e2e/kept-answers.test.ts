/** `Idempotency-Key` on management: a request that comes again under its key is answered as the first time, and carried out once, also where it came twice at once or a process died. */
import {
  call,
  cleanUp,
  createApp,
  startReceiver,
  startServer,
  type Answer,
  type Json,
  type Receiver,
  type Server,
} from '../harness';
import { operationsOf, problemOf, urlOf, type Operation } from '../openapi-document';
import { setStage, type Stage } from '../openapi-stage';
import { dumpStore } from '../stored';
import { make } from './scene';

let server: Server;
let receiver: Receiver;
let stage: Stage;
let keeping: readonly Operation[];
beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  const document: Json = (await call(server, '/openapi.json', { key: null })).json;
  stage = await setStage(server, receiver, document);
  keeping = operationsOf(document).filter(
    ({ method, path, scopes, parameters }) =>
      method === 'POST' &&
      scopes !== null &&
      !path.endsWith('.csv') &&
      !['/postback', '/v1/activities'].includes(path) &&
      parameters.some(({ name }) => name === 'Idempotency-Key') &&
      !/^\/v1\/(installs|sessions|events|reengagements)$/.test(path),
  );
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

const named = (key: string) => ({ 'idempotency-key': key });
const replayed = ({ headers }: Answer): string | null => headers.get('idempotent-replayed');

test('every POST that makes or changes something takes the header', () => {
  expect(keeping.map(({ path }) => path).sort()).toEqual([
    '/v1/apps',
    '/v1/apps/{app}/activities/{id}/replay',
    '/v1/apps/{app}/callbacks',
    '/v1/apps/{app}/callbacks/{id}/rotate',
    '/v1/apps/{app}/callbacks/{id}/test',
    '/v1/apps/{app}/click-keys',
    '/v1/apps/{app}/links',
    '/v1/apps/{app}/opt-outs',
    '/v1/apps/{app}/postback-key',
    '/v1/apps/{app}/signing-keys',
    '/v1/costs',
    '/v1/deliveries/replay',
    '/v1/deliveries/{id}/replay',
    '/v1/keys',
    '/v1/keys/{id}/rotate',
    '/v1/partners/{id}/approve',
    '/v1/partners/{id}/rollback',
    '/v1/partners/{id}/test',
  ]);
});

test('each of them answers a repetition with the very same, and does it once', async () => {
  const problems: string[] = [];
  for (const operation of keeping) {
    const [media] = Object.values(operation.bodies);
    const options = {
      method: 'POST',
      headers: named('the-same'),
      ...(media === undefined ? {} : { body: stage.adapt(media.example) }),
    };
    const url = stage.adapt(urlOf(operation, stage.valuesOf(operation)));
    const first = await call(server, url, options);
    const again = await call(server, url, options);
    // Nothing is quarantined here: that one is refused, and judged again.
    const refused = operation.path.endsWith('/activities/{id}/replay');
    const asWanted =
      first.status < 400 !== refused &&
      again.status === first.status &&
      (refused || again.text === first.text) &&
      replayed(first) === null &&
      replayed(again) === (refused ? null : 'true');
    if (!asWanted)
      problems.push(`${operation.path}: ${first.status} ${first.text} ${again.status} ${again.text}`);
    const problem = problemOf(operation, again);
    if (problem !== null) problems.push(problem);
  }
  expect(problems).toEqual([]);
});

const countOf = async (path: string): Promise<number> =>
  (await call(server, `${path}?limit=1000`)).json.items.length;
const newKey = { role: 'reader', app: '' };

test('one app and its key, though it was asked twice; the key works, and does not stand in the store', async () => {
  const before = await countOf('/v1/apps');
  const options = { body: { name: 'Once', platform: 'ios' }, headers: named('app-1') };
  const first = await call(server, '/v1/apps', options);
  const again = await call(server, '/v1/apps', options);
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
  expect(await countOf('/v1/apps')).toBe(before + 1);
  const activity = { kind: 'session', device: { device_id: 'd' } };
  expect((await call(server, '/v1/activities', { key: again.json.key, body: activity })).status).toBe(202);
  expect(await dumpStore(server.dataDir)).not.toContain(first.json.key);
});

test('the order of fields and spaces make no other request; another value does, and is refused', async () => {
  const ask = (body: string) => call(server, '/v1/apps', { body, headers: named('app-2') });
  const first = await ask('{"name": "A", "platform": "ios"}');
  const again = await ask('{"platform":"ios","name":"A"}');
  expect([again.status, again.text]).toEqual([201, first.text]);
  const other = await ask('{"name":"B","platform":"ios"}');
  expect(other.status).toBe(422);
  expect(other.json.error).toMatchObject({ code: 'idempotency_key_reused', field: 'idempotency-key' });
});

test("another caller's key is another request, as is another path", async () => {
  const body = { ...newKey, app: stage.app.id };
  const mine = await call(server, '/v1/keys', { body, headers: named('key-1') });
  const { key } = await make(server, '/v1/keys', { role: 'admin' });
  const theirs = await call(server, '/v1/keys', { key: String(key), body, headers: named('key-1') });
  expect([mine.status, theirs.status, replayed(theirs)]).toEqual([201, 201, null]);
  expect(theirs.json.id).not.toBe(mine.json.id);
  const rotate = (id: string) =>
    call(server, `/v1/keys/${id}/rotate`, { body: {}, headers: named('rotate-1') });
  const [one, two] = [await rotate(mine.json.id), await rotate(theirs.json.id)];
  expect([one.json.replaces.id, two.json.replaces.id]).toEqual([mine.json.id, theirs.json.id]);
});

test('a refused input is judged again under the same key', async () => {
  const ask = (body: unknown) => call(server, '/v1/keys', { body, headers: named('key-2') });
  expect((await ask({ role: 'reader' })).json.error).toMatchObject({ code: 'missing_field', field: 'app' });
  const good = await ask({ ...newKey, app: stage.app.id });
  expect([good.status, replayed(good)]).toEqual([201, null]);
});

test.each([
  { name: 'a malformed one', method: 'POST', path: '/v1/apps', key: 'a b', status: 400 },
  { name: 'a malformed one of what only asks', method: 'GET', path: '/v1/apps', key: 'a b', status: 200 },
])('a key: $name', async ({ method, path, key, status }) => {
  const body = method === 'GET' ? {} : { body: { name: 'A', platform: 'ios' } };
  const answer = await call(server, path, { method, headers: named(key), ...body });
  expect(answer.status).toBe(status);
  if (status === 400)
    expect(answer.json.error).toMatchObject({ code: 'invalid_field', field: 'idempotency-key' });
});

test('of twins at once one thing comes: the others are told to wait, and then get its answer', async () => {
  const before = await countOf('/v1/apps');
  const ask = () =>
    call(server, '/v1/apps', { body: { name: 'Twin', platform: 'web' }, headers: named('twin-1') });
  const answers = await Promise.all(Array.from({ length: 6 }, ask));
  const late = await ask();
  expect(late.status).toBe(201);
  for (const { status, text, json, headers } of answers) {
    if (status === 201) {
      expect(text).toBe(late.text);
      continue;
    }
    expect([status, json.error.code]).toEqual([409, 'request_in_progress']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  }
  expect(await countOf('/v1/apps')).toBe(before + 1);
});

test('another process gives the same answer; of what one died over nothing is done again', async () => {
  const app = await createApp(server);
  const { id } = await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/hangs` });
  const testSend = (at: Server) =>
    call(at, `/v1/apps/${app.id}/callbacks/${String(id)}/test`, {
      body: { kind: 'install' },
      headers: named('test-1'),
    });
  const makeKey = (at: Server) =>
    call(at, '/v1/keys', { body: { ...newKey, app: app.id }, headers: named('key-3') });
  const first = await makeKey(server);
  receiver.answer = () => undefined;
  const isTest = ({ url }: { readonly url: string }): boolean => url === '/hangs';
  const sent = testSend(server).catch(() => null);
  await receiver.until((received) => received.some(isTest));
  await server.kill();
  await sent;
  receiver.answer = (_request, response) => void response.end('ok');
  server = await startServer({ dataDir: server.dataDir });
  const again = await makeKey(server);
  expect([again.status, again.text, replayed(again)]).toEqual([201, first.text, 'true']);
  const repeated = await testSend(server);
  expect(repeated.status).toBe(409);
  // On a machine that is slow to start it is given up already.
  expect(['request_in_progress', 'outcome_unknown']).toContain(repeated.json.error.code);
  expect(receiver.received.filter(isTest)).toHaveLength(1);
});
