/** Posting from web pages: which origins a browser is told may read an answer, and where never. */
import { call, cleanUp, createApp, startServer, type Answer, type Server, type TestApp } from '../harness';
import { createLink } from './scene';

const shop = 'https://shop.example';
let server: Server;
let app: TestApp;
let closed: TestApp;
let token: string;

beforeAll(async () => {
  server = await startServer();
  [app, closed] = await Promise.all([createApp(server, { web_origins: [shop] }), createApp(server)]);
  token = String((await createLink(server, app)).token);
});
afterAll(cleanUp);

function from(
  origin: string,
  path: string,
  options: { key?: string | null; method?: string; body?: unknown } = {},
): Promise<Answer> {
  const preflight: Record<string, string> =
    options.method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {};
  return call(server, path, { key: null, ...options, headers: { origin, ...preflight } });
}

const allowed = (answer: Answer): string | null => answer.headers.get('access-control-allow-origin');
const activity = { kind: 'session', device: { device_id: 'd-1' } };

test.each([
  { path: '/v1/activities', origin: shop, allow: shop },
  { path: '/v1/attribution/lookup', origin: shop, allow: shop },
  { path: '/c/some-token', origin: shop, allow: shop },
  { path: '/v1/activities', origin: 'https://other.example', allow: null },
  { path: '/v1/activities', origin: 'http://shop.example', allow: null },
  { path: '/v1/activities', origin: 'null', allow: null },
])('a preflight of $origin to $path', async ({ path, origin, allow }) => {
  const answer = await from(origin, path, { method: 'OPTIONS' });
  expect(answer.status).toBe(204);
  expect(allowed(answer)).toBe(allow);
  expect(answer.headers.get('vary')).toBe('Origin');
  expect(answer.headers.get('access-control-allow-headers')).toContain('idempotency-key');
});

test.each(['/v1/apps', '/v1/keys', '/v1/deliveries', '/postback'])(
  'management has none: %s',
  async (path) => {
    const preflight = await from(shop, path, { method: 'OPTIONS' });
    expect(preflight.status).toBeGreaterThanOrEqual(400);
    expect(allowed(preflight)).toBeNull();
    expect(allowed(await from(shop, path))).toBeNull();
  },
);

test('an answer may be read by the origins of the key’s own app alone', async () => {
  const own = await from(shop, '/v1/activities', { key: app.key, body: activity });
  expect([own.status, allowed(own)]).toEqual([202, shop]);
  expect(own.headers.get('access-control-expose-headers')).toContain('x-request-id');
  const foreign = await from(shop, '/v1/activities', { key: closed.key, body: activity });
  expect([foreign.status, allowed(foreign)]).toEqual([202, null]);
  const other = await from('https://other.example', '/v1/activities', { key: app.key, body: activity });
  expect([other.status, allowed(other)]).toEqual([202, null]);
});

test('a refusal can be read, and a touch from a page answers its id', async () => {
  const refused = await from(shop, '/v1/activities', { key: app.key, body: { kind: 'event' } });
  expect([refused.status, allowed(refused)]).toEqual([400, shop]);
  const touched = await from(shop, `/c/${token}`, { method: 'POST' });
  expect([touched.status, allowed(touched)]).toEqual([200, shop]);
  expect(touched.headers.get('vary')).toContain('Origin');
});

test('an origin that was taken away is told nothing more', async () => {
  const gone = await createApp(server, { web_origins: ['https://gone.example'] });
  await call(server, `/v1/apps/${gone.id}`, { method: 'PATCH', body: { web_origins: null } });
  expect(allowed(await from('https://gone.example', '/v1/activities', { method: 'OPTIONS' }))).toBeNull();
});

test.each([
  { name: 'a path', origins: ['https://shop.example/x'], status: 400 },
  { name: 'a slash', origins: ['https://shop.example/'], status: 400 },
  { name: 'a star', origins: ['*'], status: 400 },
  { name: 'another scheme', origins: ['file://x'], status: 400 },
  { name: 'none', origins: [], status: 400 },
  { name: 'a port', origins: ['http://localhost:3000'], status: 201 },
  { name: 'the default port', origins: ['https://shop.example:443'], status: 400 },
  { name: 'upper case', origins: ['https://SHOP.example'], status: 201 },
])('an origin is scheme, host and port: $name', async ({ origins, status }) => {
  const answer = await call(server, '/v1/apps', {
    body: { name: 'Web', platform: 'web', web_origins: origins },
  });
  expect(answer.status).toBe(status);
  if (status === 201) expect(answer.json.web_origins).toEqual(origins.map((origin) => origin.toLowerCase()));
});
