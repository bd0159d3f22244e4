/** What the dialects of Branch, Singular and Kochava do at their edges, beside their golden files: overload, who calls a click, names of devices, items. */
import { itemsOf } from '../../../src/ingest/compat/order-items';
import { readIds, readUserAgent, readVersion } from '../../../src/ingest/compat/kochava-device';
import { Notes } from '../../../src/ingest/compat/values';
import { serveCompat, type ServedCompat } from '../../golden-compat/serve-compat';

let served: ServedCompat;

beforeAll(async () => {
  served = await serveCompat({
    branch: { one: { app: {}, compat: { app_ids: ['key_live_1', 'key_test_1'] } } },
    singular: { one: { app: {}, compat: { app_ids: ['com.example.one'] } } },
    kochava: {
      one: {
        app: { platform: 'ios' },
        compat: { app_ids: ['ko1'], links: { camp: 'kochava-one-L1', gone: 'no-such-link' } },
      },
    },
  });
});
afterAll(() => served.stop());
beforeEach(() => {
  served.activities.length = 0;
  served.touches.length = 0;
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${served.base}/${path}`, { redirect: 'manual', ...init });

test.each([
  ['branch/v2/event/custom', { error: { code: 503, message: 'Service Unavailable' } }],
  ['singular/api/v1/evt', { status: 'error', reason: 'service unavailable' }],
  ['kochava/track/json', { success: '0', error: 'Service Unavailable' }],
  ['kochava/v1/cpi/click?campaign_id=camp', { success: '0', error: 'Service Unavailable' }],
])('%s: too much behind is answered 503, with when to come back', async (path, body) => {
  served.overloaded = true;
  const answer = await ask(path, { method: 'POST', body: '{}' });
  served.overloaded = false;
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([503, '1', body]);
});

test.each([
  ['key_live_1', 'production'],
  ['key_test_1', 'sandbox'],
])("Branch's %s is of the %s", async (key, environment) => {
  const body = JSON.stringify({ branch_key: key, name: 'x', user_data: { developer_identity: 'u' } });
  expect((await ask('branch/v2/event/custom', { method: 'POST', body })).status).toBe(200);
  expect(served.activities.map((activity) => activity.environment)).toEqual([environment]);
});

test.each([
  ['&install=true', 'install', false],
  ['&install=1', 'install', false],
  ['&install=false', 'session', false],
  ['', 'session', true],
  ['&install=', 'session', true],
])("Singular's launch%s is: %s, and may become an install: %s", async (more, kind, may) => {
  const answer = await ask(
    `singular/api/v1/launch?a=k&p=ios&i=com.example.one&ip=203.0.113.7&sdid=s-1${more}`,
  );
  expect(await answer.json()).toEqual({ status: 'ok' });
  const [stored] = served.activities;
  expect([stored?.kind, stored?.flags.includes('session_may_install')]).toEqual([kind, may]);
});

const browser = 'Mozilla/5.0 (Linux; Android 14; Pixel 7)';
test.each([
  ['an address, from no browser', 'ip_address=203.0.113.7', 'GET', 'network/1', 200],
  ['a user agent, from no browser', `device_ua=${encodeURIComponent(browser)}`, 'GET', 'network/1', 200],
  ['an address, from a browser', 'ip_address=203.0.113.7', 'GET', browser, 302],
  ['neither, from no browser', 'device_id=x', 'GET', 'network/1', 302],
  ['s2s, from a browser', 's2s=1', 'GET', browser, 200],
  ['pbr, from a browser', 'pbr=1', 'GET', browser, 200],
  ['s2s=0, from a browser', 's2s=0', 'GET', browser, 302],
  ['POST, from a browser', '', 'POST', browser, 200],
])("Kochava's click with %s", async (_name, query, method, agent, status) => {
  const answer = await ask(`kochava/v1/cpi/click?campaign_id=camp&${query}`, {
    method,
    headers: { 'user-agent': agent },
  });
  expect([answer.status, served.touches.length]).toEqual([status, status === 200 ? 1 : 0]);
});

test("Kochava's device id without a type is an IDFA where the app is of Apple's store", async () => {
  const id = '9876f1cf-2e40-4b52-a1b1-9a4e0b3c5d01';
  await ask(`kochava/v1/cpi/click?campaign_id=camp&s2s=1&device_id=${id}`);
  expect(served.touches[0]?.device).toEqual({ idfa: id });
});

test("a campaign whose link was removed is answered in Kochava's form", async () => {
  const answer = await ask('kochava/v1/cpi/click?campaign_id=gone&s2s=1');
  expect([answer.status, await answer.json(), served.touches]).toEqual([
    400,
    { success: '0', error: 'Unknown campaign_id' },
    [],
  ]);
});

test.each([
  ['Nexus 5X-Android-7.1', { model: 'Nexus 5X', os: 'Android', version: '7.1' }],
  ['SM-G935F-Android-8.1.0', { model: 'SM-G935F', os: 'Android', version: '8.1.0' }],
  ['iPhone14,2-iOS-17.5', { model: 'iPhone14,2', os: 'iOS', version: '17.5' }],
  ['iPad-iPadOS-18', { model: 'iPad', os: 'iPadOS', version: '18' }],
  ['SM-G935F', { model: 'SM-G935F' }],
  ['Pixel-7', { model: 'Pixel-7' }],
  [undefined, { model: undefined }],
])('device_ver %s', (text, told) => {
  expect(readVersion(text)).toEqual(told);
});

test.each([
  ['Mozilla/5.0 (Linux)', 'Mozilla/5.0 (Linux)'],
  ['Mozilla%2F5.0%20(Linux)', 'Mozilla/5.0 (Linux)'],
  ['Mozilla%2F5.0+(Linux)', 'Mozilla/5.0 (Linux)'],
  ['App/1.0 100%25 sure', 'App/1.0 100%25 sure'],
  ['App%zz', 'App%zz'],
  ['App%E0%A4', 'App%E0%A4'],
  [undefined, undefined],
])('device_ua %s', (text, told) => {
  expect(readUserAgent(text)).toBe(told);
});

test('of two types of one field the first counts; the hardware is not kept, and what has no field stays', () => {
  const notes = new Notes();
  const read = readIds({ adid: '', gaid: 'a-1', ADID: 'a-2', imei: '1', MAC: '2', tifa: 't' }, notes);
  expect(read).toEqual({ device: { gps_adid: 'a-1' }, others: { tifa: 't' } });
  expect(notes.list()).toEqual(['malformed_identifier', 'identifier_not_kept']);
});

test.each([
  { name: 'nothing', list: [], items: undefined },
  { name: 'nothing but emptiness', list: [{}, { sku: '' }, 'text', null], items: undefined },
  { name: 'the first name that says something', list: [{ sku: '', pid: 'p' }], items: [{ id: 'p' }] },
  { name: 'a second one keeps its own', list: [{ sku: 's', pid: 'p' }], items: [{ id: 's', pid: 'p' }] },
  { name: 'our own name before all', list: [{ sku: 's', id: 'i' }], items: [{ sku: 's', id: 'i' }] },
  { name: 'a zero says something', list: [{ sku: 's', price: 0 }], items: [{ id: 's', price: 0 }] },
])('items of $name', ({ list, items }) => {
  expect(
    itemsOf(list, [
      ['sku', 'id'],
      ['pid', 'id'],
    ]),
  ).toEqual(items);
});
