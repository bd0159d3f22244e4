/** The form of every fault, pages and their edges, health and the API's own description. Over real HTTP, on a real store. */
import { connect } from 'node:net';
import { serveApi, type ServedApi } from './serve';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.stop());

describe('a fault', () => {
  test.each([
    { name: 'an unknown route', method: 'GET', path: '/v1/nothing', status: 404, code: 'not_found' },
    {
      name: 'a path of broken percent-encoding',
      method: 'GET',
      path: '/v1/apps/%E0%A4%A',
      status: 400,
      code: 'bad_request',
    },
    { name: 'broken JSON', method: 'POST', path: '/v1/apps', body: '{', status: 400, code: 'invalid_json' },
    { name: 'no body', method: 'POST', path: '/v1/apps', body: '', status: 400, code: 'empty_body' },
    {
      name: 'an unknown field',
      method: 'POST',
      path: '/v1/apps',
      body: { nmae: 'x' },
      status: 400,
      code: 'unknown_field',
      field: 'nmae',
    },
    {
      name: 'a missing field',
      method: 'POST',
      path: '/v1/apps',
      body: { name: 'x' },
      status: 400,
      code: 'missing_field',
      field: 'platform',
    },
    {
      name: 'a body that is too large',
      method: 'POST',
      path: '/v1/apps',
      body: 'x'.repeat(2_097_153),
      status: 413,
      code: 'body_too_large',
    },
    {
      name: 'an unknown query field',
      method: 'GET',
      path: '/v1/apps?page=2',
      status: 400,
      code: 'unknown_field',
      field: 'page',
    },
    {
      name: 'a query field given twice',
      method: 'GET',
      path: '/v1/apps?limit=1&limit=2',
      status: 400,
      code: 'invalid_field',
      field: 'limit',
    },
    {
      name: 'a limit below',
      method: 'GET',
      path: '/v1/apps?limit=0',
      status: 400,
      code: 'invalid_field',
      field: 'limit',
    },
    {
      name: 'a limit above',
      method: 'GET',
      path: '/v1/apps?limit=1001',
      status: 400,
      code: 'invalid_field',
      field: 'limit',
    },
    {
      name: 'a cursor of nobody',
      method: 'GET',
      path: '/v1/apps?cursor=zz',
      status: 400,
      code: 'invalid_cursor',
    },
    {
      name: 'a time before 2010',
      method: 'GET',
      path: '/v1/activities?since=1262303999',
      status: 400,
      code: 'invalid_time',
      field: 'since',
    },
    {
      name: 'a replay of everything',
      method: 'POST',
      path: '/v1/deliveries/replay',
      body: {},
      status: 400,
      code: 'invalid_field',
    },
  ])(
    'for $name has its code, field and request id, and is not cached',
    async ({ method, path, body, status, code, field }) => {
      const answer = await api.call(method, path, body);
      expect(answer.status).toBe(status);
      expect(answer.body.error).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
      const { request_id: requestId } = answer.body.error as { request_id: string };
      expect(answer.headers.get('x-request-id')).toBe(requestId);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-powered-by')).toBeNull();
    },
  );

  test.each(['limit=1', 'limit=1000', ''])('there is none for the edges of a page: ?%s', async (query) =>
    expect((await api.call('GET', `/v1/apps?${query}`)).status).toBe(200),
  );

  test.each(['since=1262304000', 'since=1262304000000', 'since=2010-01-01T00:00:00Z'])(
    'there is none for a time of each form: %s',
    async (query) => expect((await api.call('GET', `/v1/activities?${query}`)).status).toBe(200),
  );
});

test('pages follow each other and end', async () => {
  const app = await api.makeApp();
  const form = { destinations: { web: 'https://x.test' } };
  for (let made = 0; made < 3; made += 1) await api.call('POST', `/v1/apps/${app.id}/links`, form);
  const first = await api.call('GET', `/v1/apps/${app.id}/links?limit=2`);
  expect(first.body.items).toHaveLength(2);
  const second = await api.call('GET', `/v1/apps/${app.id}/links?limit=2&cursor=${String(first.body.next)}`);
  expect(second.body.items).toHaveLength(1);
  expect(second.body.next).toBeNull();
});

describe('health', () => {
  test('an API without Redis is ready, says so, and is quick', async () => {
    api.silenceRedis();
    const before = performance.now();
    const answer = await api.call('GET', '/readyz');
    expect(answer).toMatchObject({ status: 200, body: { ready: true, store: 'up', redis: 'down' } });
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test('the OpenAPI document lists every route once, with a schema for each body', async () => {
    const { body } = await api.call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const paths = body.paths as Record<string, Record<string, { requestBody?: object }>>;
    for (const path of ['/v1/apps', '/v1/activities', '/c/{link_token}', '/v1/deliveries/replay', '/readyz'])
      expect(Object.keys(paths)).toContain(path);
    expect(Object.keys(paths['/v1/activities'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(paths['/v1/apps']?.post?.requestBody).toBeDefined();
  });
});

test('what is not HTTP is answered in the contract’s form', async () => {
  const text = await new Promise<string>((resolve) => {
    let received = '';
    const socket = connect(api.port, '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'));
    socket.on('data', (chunk) => (received += chunk.toString())).on('close', () => resolve(received));
  });
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain('"code":"bad_request"');
});
