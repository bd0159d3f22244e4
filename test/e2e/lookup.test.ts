/** What an app asks at its first open: the answer is what the install will be credited to, and nothing is stored for it. */
import { call, cleanUp, createApp, startServer, type Server, type TestApp } from '../harness';
import { freshId, make, play, settled, take } from './scene';

let server: Server;
let app: TestApp;
let token: string;

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server);
  const link = await make(server, `/v1/apps/${app.id}/links`, {
    partner: 'net',
    campaign: 'spring',
    destinations: { android: play },
  });
  token = String(link.token);
});
afterAll(cleanUp);

const click = async (query: string): Promise<string> =>
  String((await call(server, `/c/${token}?s2s=1&${query}`)).json.click_id);
const look = (body: object, key = app.key) => call(server, '/v1/attribution/lookup', { key, body });

test('the first open of a clicked install: credit, deep link and parameters; asked twice it answers the same', async () => {
  const clicked = await click('sub1=feed&deeplink=shop%3A%2F%2Fproduct%2F7');
  const question = { device: { gps_adid: freshId() }, referrer: { raw: `click_id=${clicked}` } };
  const expected = {
    status: 'attributed',
    partner: 'net',
    campaign: 'spring',
    adgroup: null,
    creative: null,
    deeplink: 'shop://product/7',
    params: { sub1: 'feed' },
    first: true,
  };
  expect((await look(question)).json).toEqual(expected);
  expect((await look(question)).json).toEqual(expected);
  expect((await call(server, `/v1/activities?app=${app.id}`)).json.items).toEqual([]);
});

test('after the install it is not the first, and the credit stays', async () => {
  const device = { gps_adid: freshId() };
  const clicked = await click('deeplink=shop%3A%2F%2Fproduct%2F8');
  await settled(server, app, await take(server, app, { kind: 'install', device, click_id: clicked }));
  expect((await look({ device })).json).toMatchObject({
    status: 'attributed',
    partner: 'net',
    deeplink: 'shop://product/8',
    first: false,
  });
});

test.each([
  { name: 'nobody clicked', query: null, deeplink: null, status: 'organic' },
  {
    name: 'a deep link that would run is not handed on',
    query: 'deeplink=javascript%3Aalert(1)',
    deeplink: null,
    status: 'attributed',
  },
])('$name', async ({ query, deeplink, status }) => {
  const clicked = query === null ? undefined : await click(query);
  const { json } = await look({
    device: { gps_adid: freshId() },
    ...(clicked === undefined ? {} : { click_id: clicked }),
  });
  expect(json).toMatchObject({ status, deeplink, first: true });
});

test.each([
  { name: 'an unknown field', body: { device: {}, touches: [] }, status: 400, field: 'touches' },
  { name: 'nothing that tells who asks', body: { device: {} }, status: 400, field: undefined },
])('$name is refused', async ({ body, status, field }) => {
  const refused = await look(body);
  expect(refused.status).toBe(status);
  expect(refused.json.error.field).toBe(field);
});

test('only the key of an app may ask', async () => {
  expect((await look({ device: { gps_adid: freshId() } }, 'test-admin-key')).status).toBe(403);
});
