/** The hot routes over a real socket and the embedded store: what is answered, what is stored, and where a visitor is sent. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { openDirectory } from '../../../src/adapters/directory/directory';
import { createObserver } from '../../../src/adapters/observer/observer';
import { withTouchKeys } from '../../../src/ingest/identity';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { openSqliteStore } from '../../../src/adapters/sqlite/sqlite-store';
import { hashKey } from '../../../src/ingest/authenticate';
import { compileAnonymousNetworks } from '../../../src/ingest/anonymous-networks';
import { createIntake, type Intake } from '../../../src/ingest/intake';
import { isUlid } from '../../../src/ingest/ulid';
import type { Touch } from '../../../src/model/touch';
import type { Activity } from '../../../src/model/activity';
import type { ManagedDirectory } from '../../../src/ports/directory';
import type { RecordKind, Store } from '../../../src/ports/store';

const now = Date.UTC(2026, 10, 22, 12);
const folder = mkdtempSync(join(tmpdir(), 'carom-intake-'));
const play = 'https://play.google.com/store/apps/details?id=com.example.shop';
const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36';

const means = {
  secrets: createSecrets('a secret key of a test'),
  isAnonymous: compileAnonymousNetworks('192.0.2.0/28', 'a list'),
};

let store: Store;
let directory: ManagedDirectory;
let intake: Intake;
let server: Server;
let base: string;
let full = false;
const handedOver: Activity[] = [];
const observer = createObserver({ level: 'silent' });

const keys = {
  admin: 'key-of-admin',
  app: 'key-of-app',
  other: 'key-of-other',
  reader: 'key-of-reader',
  client: 'key-of-client',
};

async function put(kind: RecordKind, id: string, document: unknown, app?: string): Promise<void> {
  await store.putRecord({ kind, id, createdAt: now, document, ...(app === undefined ? {} : { app }) }, 0);
}

async function fill(): Promise<void> {
  await put('app', 'a1', { name: 'Shop', platform: 'android', postbackKey: 'optional', currency: 'EUR' });
  await put('app', 'a2', { name: 'Other', platform: 'ios', postbackKey: 'required' });
  const key = (name: keyof typeof keys, more: object): Promise<void> =>
    put('key', name, { ...more, hash: hashKey(keys[name]), prefix: 'key-' });
  await key('admin', { role: 'admin' });
  await key('app', { role: 'app', app: 'a1' });
  await key('other', { role: 'app', app: 'a2' });
  await key('reader', { role: 'reader', app: 'a1' });
  await key('client', { role: 'app', app: 'a1', client: true });
  const link = { app: 'a1', partner: 'net', campaign: 'spring', retargeting: false };
  await put('link', 'L1', { ...link, destinations: { android: play, web: 'https://shop.example/' } }, 'a1');
  await put('link', 'L2', { ...link, app: 'a2', destinations: { web: 'https://other.example/' } }, 'a2');
}

beforeAll(async () => {
  store = await openSqliteStore({ path: join(folder, 'carom.db') });
  await fill();
  directory = await openDirectory(store, { pollMs: 60_000, onError: () => undefined });
  intake = createIntake({
    directory,
    store,
    clock: { now: () => now },
    observer,
    ...means,
    partitions: 4,
    commitItems: 256,
    commitMs: 1,
    lineMax: 1_500,
    lineMs: 2_000,
    queueLeaseMs: 600_000,
    storeTouches: async (batch) => {
      await store.appendTouches(batch);
    },
    onAccepted: (activities) => handedOver.push(...activities),
    overloaded: () => full,
    trustProxy: ['loopback'],
  });
  server = createServer((req, res) => {
    if (!intake.handle(req, res)) res.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await intake.drain();
  directory.close();
  await store.close();
  observer.close();
  rmSync(folder, { recursive: true });
});

interface Receipt {
  readonly accepted?: number;
  readonly duplicates?: number;
  readonly rejected?: { index: number; code: string; field?: string }[];
  readonly duplicate?: { index: number; id: string; scope: string }[];
  readonly ids?: (string | null)[];
  readonly error?: { code: string; field?: string };
}

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Receipt; headers: Headers }> {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.app}`, ...headers },
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  });
  return { status: response.status, body: (await response.json()) as Receipt, headers: response.headers };
}

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const install = { kind: 'install', device: { gps_adid: 'ab-1' } };

test('one object: 202, stored and handed over', async () => {
  const { status, body } = await post('/v1/activities', { ...install, id: 'one' }, json);
  expect({ status, body }).toEqual({
    status: 202,
    body: { accepted: 1, duplicates: 0, rejected: [], duplicate: [], ids: ['one'] },
  });
  expect(await store.readActivity('a1', 'one')).toMatchObject({ activity: { id: 'one', app: 'a1' } });
  expect(handedOver.map(({ id }) => id)).toContain('one');
});

test('a mixed array answers for each item, in order', async () => {
  const purchase = { kind: 'event', event: 'purchase', transaction_id: 'T1', device: { gps_adid: 'ab-1' } };
  const { status, body } = await post(
    '/v1/activities',
    [
      { ...purchase, id: 'm0' },
      { kind: 'event', device: { gps_adid: 'a' } },
      { ...purchase, id: 'm2' },
      { ...install, id: 'm0' },
      'rubbish',
      { ...install, id: 'm5' },
    ],
    json,
  );
  expect(status).toBe(202);
  expect(body).toMatchObject({
    accepted: 2,
    duplicates: 2,
    rejected: [
      { index: 1, code: 'missing_field', field: 'event' },
      { index: 4, code: 'invalid_field' },
    ],
    duplicate: [
      { index: 2, id: 'm0', scope: 'transaction' },
      { index: 3, id: 'm0', scope: 'id' },
    ],
    ids: ['m0', null, 'm0', 'm0', null, 'm5'],
  });
  expect(handedOver.filter(({ id }) => id === 'm2')).toEqual([]);
});

test('only duplicates is 202 too', async () => {
  await post('/v1/activities', { ...install, id: 'again' });
  const { status, body } = await post('/v1/activities', { ...install, id: 'again' });
  expect({ status, accepted: body.accepted, duplicates: body.duplicates }).toEqual({
    status: 202,
    accepted: 0,
    duplicates: 1,
  });
});

test('NDJSON: a broken line is a rejected item, blank lines are none', async () => {
  const lines = `${JSON.stringify({ ...install, id: 'n0' })}\n\n{"kind":\r\n${JSON.stringify({ ...install, id: 'n2' })}\n`;
  const { status, body } = await post('/v1/activities', gzipSync(lines), {
    ...ndjson,
    'content-encoding': 'gzip',
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({
    accepted: 2,
    rejected: [{ index: 1, code: 'invalid_json' }],
    ids: ['n0', null, 'n2'],
  });
});

test.each([
  { path: '/v1/installs', kind: 'install' },
  { path: '/v1/sessions', kind: 'session' },
  { path: '/v1/events', kind: 'event' },
  { path: '/v1/reengagements', kind: 'reengagement' },
])('$path implies $kind', async ({ path, kind }) => {
  const id = `implied-${kind}`;
  const { status } = await post(path, { id, event: 'x', device: { gps_adid: 'a' } });
  expect(status).toBe(202);
  expect(await store.readActivity('a1', id)).toMatchObject({ activity: { kind } });
  expect((await post(path, { kind: 'uninstall', device: { gps_adid: 'a' } })).body.error).toMatchObject({
    code: 'invalid_field',
    field: 'kind',
  });
});

const many = (count: number, prefix: string): unknown[] =>
  Array.from({ length: count }, (_, at) => ({ ...install, id: `${prefix}${at}` }));

test.each([
  { name: 'an empty body', body: '', headers: json, status: 400, code: 'empty_body' },
  { name: 'an empty array', body: [], headers: json, status: 400, code: 'empty_body' },
  { name: 'NDJSON without a line', body: '\n\n', headers: ndjson, status: 400, code: 'empty_body' },
  { name: 'every item refused', body: [{}, {}], headers: json, status: 400, code: 'missing_field' },
  { name: 'broken JSON', body: '{', headers: json, status: 400, code: 'invalid_json' },
  {
    name: 'a form',
    body: 'a=1',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'unsupported_media_type',
  },
  { name: '1,001 items', body: many(1_001, 'x'), headers: json, status: 400, code: 'too_many_items' },
  { name: 'no key', body: install, headers: { authorization: '' }, status: 401, code: 'unauthorized' },
  {
    name: 'another scheme',
    body: install,
    headers: { authorization: 'Basic a2V5' },
    status: 401,
    code: 'unauthorized',
  },
  {
    name: 'an unknown key',
    body: install,
    headers: { authorization: 'Bearer nope' },
    status: 401,
    code: 'unauthorized',
  },
  {
    name: "a reader's key",
    body: install,
    headers: { authorization: `Bearer ${keys.reader}` },
    status: 403,
    code: 'forbidden',
  },
  {
    name: 'an admin key that names no app',
    body: install,
    headers: { authorization: `Bearer ${keys.admin}` },
    status: 400,
    code: 'missing_field',
  },
])('refuses $name: $status $code', async ({ body, headers, status, code }) => {
  const answer = await post('/v1/activities', body, headers);
  expect({ status: answer.status, code: answer.body.error?.code }).toEqual({ status, code });
});

test('1,000 items are taken', async () => {
  const { status, body } = await post('/v1/activities', many(1_000, 'k'), json);
  expect({ status, accepted: body.accepted }).toEqual({ status: 202, accepted: 1_000 });
});

test.each([
  { name: 'an admin posts for the app it names', key: keys.admin, app: 'a2', status: 202 },
  { name: 'for one that is not', key: keys.admin, app: 'nope', status: 404 },
  { name: 'an app key may name its own', key: keys.app, app: 'a1', status: 202 },
  { name: 'but no other', key: keys.app, app: 'a2', status: 403 },
])('?app=: $name', async ({ key, app, status }) => {
  const answer = await post(`/v1/activities?app=${app}`, install, { authorization: `Bearer ${key}` });
  expect(answer.status).toBe(status);
});

test('a device key fills address and user agent from the connection, another does not', async () => {
  const from = { 'x-forwarded-for': '203.0.113.7', 'user-agent': 'ShopApp/1' };
  await post('/v1/activities', { ...install, id: 'c1' }, { ...from, authorization: `Bearer ${keys.client}` });
  await post('/v1/activities', { ...install, id: 'c2' }, from);
  expect((await store.readActivity('a1', 'c1'))?.activity.body.device).toEqual({
    gps_adid: 'ab-1',
    ip_address: '203.0.113.7',
    user_agent: 'ShopApp/1',
  });
  expect((await store.readActivity('a1', 'c2'))?.activity.body.device).toEqual({ gps_adid: 'ab-1' });
});

test('too much behind: 503, and when to come back', async () => {
  full = true;
  const answer = await post('/v1/activities', install);
  full = false;
  expect({ status: answer.status, code: answer.body.error?.code }).toEqual({
    status: 503,
    code: 'overloaded',
  });
  expect(answer.headers.get('retry-after')).toBe('1');
});

const visit = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(base + path, { redirect: 'manual', ...init });

/** The touch behind a redirect. It may come after it only where the store took longer than the 50 ms that a visitor waits, which is counted. */
async function clicked(id: string): Promise<Touch> {
  for (let looks = 0; ; looks += 1) {
    const touch = await store.readTouch(id);
    if (touch !== null) return touch;
    if (looks === 0) expect(await observer.metrics()).toMatch(/^carom_touches_late_total [1-9]/m);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a click is stored before the redirect is answered, and its id is stamped', async () => {
  const response = await visit(
    '/c/L1?click_id=PC1&sub1=x&gps_adid=AB-1&ip_address=198.51.100.9&campaign=&idfa={idfa}&is_retargeting=true',
    { headers: { 'user-agent': android, 'x-forwarded-for': '203.0.113.7', 'sec-ch-ua-model': '"Pixel 7"' } },
  );
  expect(response.status).toBe(302);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('accept-ch')).toContain('Sec-CH-UA-Model');
  const target = new URL(response.headers.get('location') ?? '');
  const referrer = new URLSearchParams(target.searchParams.get('referrer') ?? '');
  expect(target.searchParams.get('id')).toBe('com.example.shop');
  expect(Object.fromEntries(referrer)).toEqual({
    click_id: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
    utm_source: 'net',
    utm_campaign: 'spring',
  });
  const touch = await clicked(referrer.get('click_id') ?? '');
  expect(touch).toMatchObject({
    app: 'a1',
    link: 'L1',
    partner: 'net',
    type: 'click',
    time: now,
    campaign: 'spring',
    partnerClickId: 'PC1',
    retargeting: true,
    device: { gps_adid: 'ab-1', ip_address: '203.0.113.7', user_agent: android, device_model: 'Pixel 7' },
    params: { sub1: 'x' },
    hasIdentifier: true,
    flags: ['unexpanded_macro', 'malformed_advertising_id'],
  });
  expect(touch.keys).toEqual(['gps_adid:ab-1', expect.stringMatching(/^ip:/)]);
});

test.each([
  { name: 'the first address on the list', address: '192.0.2.0', anonymous: true },
  { name: 'the last', address: '192.0.2.15', anonymous: true },
  { name: 'the next one', address: '192.0.2.16', anonymous: false },
])('a visitor from $name: anonymous $anonymous', async ({ address, anonymous }) => {
  const device = { gps_adid: 'ab-1', ip_address: address };
  const { body } = await post('/v1/activities', { kind: 'session', id: `from-${address}`, device }, json);
  expect(body.accepted).toBe(1);
  const stored = await store.readActivity('a1', `from-${address}`);
  expect(stored?.activity.flags.includes('anonymous_ip')).toBe(anonymous);
  const addressKeys = stored === null ? [] : withTouchKeys(stored.activity, means).keys.address;
  expect(addressKeys).toHaveLength(anonymous ? 0 : 8);

  const click = await visit('/c/L1?s2s=1&ip_address=' + address);
  const touch = await store.readTouch(((await click.json()) as { click_id: string }).click_id);
  expect(touch?.flags).toEqual(anonymous ? ['anonymous_ip'] : []);
  // Found by the key of its day, where it has one.
  expect(touch?.keys).toEqual(anonymous ? [] : addressKeys.slice(0, 1));
});

test.each([
  { name: 'POST', path: '/c/L1', init: { method: 'POST' }, type: 'click' },
  { name: 's2s=1', path: '/c/L1?s2s=1', init: {}, type: 'click' },
  { name: 'an impression', path: '/i/L1?s2s=1', init: {}, type: 'impression' },
  { name: 'an engaged view', path: '/i/L1?s2s=1&type=engaged_view', init: {}, type: 'engaged_view' },
])("a server's touch has only what it names: $name", async ({ path, init, type }) => {
  const named = '?clicked_at=1795348700&ip_address=198.51.100.9&cost_amount=0.5&country=DE';
  const response = await visit(path.replace('?', `${named}&`) + (path.includes('?') ? '' : named), {
    ...init,
    headers: { 'x-forwarded-for': '203.0.113.7', 'user-agent': 'Network/1' },
  });
  const { click_id: id } = (await response.json()) as { click_id: string };
  expect(response.status).toBe(200);
  expect(isUlid(id)).toBe(true);
  expect(await store.readTouch(id)).toMatchObject({
    type,
    time: 1_795_348_700_000,
    device: { ip_address: '198.51.100.9', country: 'de' },
    cost: { amount: '0.5', currency: 'EUR' },
  });
  expect((await store.readTouch(id))?.device.user_agent).toBeUndefined();
});

test('a store that another writer holds: the visitor goes on, and the touch is written when it can be', async () => {
  const holder = new Database(join(folder, 'carom.db'));
  holder.exec('BEGIN IMMEDIATE');
  const response = await visit('/c/L1?gps_adid=held');
  const waiting = intake.line().touches;
  const before = await store.listTouches('a1', ['gps_adid:held'], 10);
  holder.exec('COMMIT');
  holder.close();
  expect([response.status, waiting, before]).toEqual([302, 1, []]);
  let stored = before;
  while (stored.length === 0) stored = await store.listTouches('a1', ['gps_adid:held'], 10);
  const target = new URL(response.headers.get('location') ?? '');
  expect(stored.map(({ id }) => id)).toEqual([target.searchParams.get('carom_click_id')]);
  expect(await observer.metrics()).toMatch(/^carom_touches_late_total [1-9]/m);
});

test('an impression is a pixel that nobody keeps', async () => {
  const response = await visit('/i/L1');
  const body = Buffer.from(await response.arrayBuffer());
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/gif');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(body.subarray(0, 6).toString('latin1')).toBe('GIF89a');
});

test('HEAD is shown the way and counts as nobody', async () => {
  const before = (await store.listTouches('a1', ['gps_adid:head'], 10)).length;
  const response = await visit('/c/L1?gps_adid=head', { method: 'HEAD' });
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe('https://shop.example/');
  expect((await store.listTouches('a1', ['gps_adid:head'], 10)).length).toBe(before);
  await visit('/c/L1?gps_adid=head');
  expect((await store.listTouches('a1', ['gps_adid:head'], 10)).length).toBe(before + 1);
});

test.each([
  {
    name: 'to a registered page',
    redirect: 'https://shop.example/shoes',
    host: 'shop.example',
    path: '/shoes',
  },
  {
    name: 'to another, which is ignored',
    redirect: 'https://evil.example/',
    host: 'shop.example',
    path: '/',
  },
])('redirect $name', async ({ redirect, host, path }) => {
  const response = await visit(`/c/L1?redirect=${encodeURIComponent(redirect)}`);
  const target = new URL(response.headers.get('location') ?? '');
  expect([target.host, target.pathname]).toEqual([host, path]);
  expect(isUlid(target.searchParams.get('carom_click_id') ?? '')).toBe(true);
});

test.each(['/c/nope', '/c/', '/c/L1/x', '/i/nope', `/c/${'a'.repeat(65)}`, '/c/%00'])(
  'no such link %s: words for a visitor, JSON for a server',
  async (path) => {
    const page = await visit(path);
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('There is no such link');
    const answer = await visit(path, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'unknown_link' } });
  },
);

test("a server's time that cannot be read is refused; a visitor's is not looked at", async () => {
  const answer = await visit('/c/L1?s2s=1&clicked_at=soon');
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: { code: 'invalid_time', field: 'clicked_at' } },
  ]);
  expect((await visit('/c/L1?clicked_at=soon')).status).toBe(302);
});

async function clickOn(link: string): Promise<string> {
  const response = await visit(`/c/${link}`, { method: 'POST' });
  return ((await response.json()) as { click_id: string }).click_id;
}

test('a conversion by click id: OK, an event with its payout', async () => {
  const id = await clickOn('L1');
  const response = await visit(
    `/postback?key=${keys.app}&cid=${id}&event=sale&payout=12.5&currency=usd&txid=o1&status=approved&event_id=p1&extra=1`,
  );
  expect([response.status, await response.text()]).toEqual([200, 'OK']);
  expect(await store.readActivity('a1', 'p1')).toMatchObject({
    activity: {
      kind: 'event',
      body: {
        event: 'sale',
        click_id: id,
        transaction_id: 'o1',
        payout: { amount: '12.5', currency: 'USD' },
        status: 'approved',
        params: { extra: '1' },
      },
    },
  });
  expect((await store.readActivity('a1', 'p1'))?.activity.body.revenue).toBeUndefined();
  const pixel = await visit(`/p.gif?key=${keys.app}&cid=${id}&event=sale&txid=o1`);
  expect(pixel.headers.get('content-type')).toBe('image/gif');
  const again = await visit(`/postback?key=${keys.app}&cid=${id}&event=sale&txid=o1&format=json`);
  expect(await again.json()).toEqual({ status: 'duplicate', id: 'p1' });
});

test.each([
  { name: 'where its app allows it', link: 'L1', status: 200 },
  { name: 'where it does not', link: 'L2', status: 401 },
])('a conversion without a key $name: $status', async ({ link, status }) => {
  expect((await visit(`/postback?clickid=${await clickOn(link)}`)).status).toBe(status);
});

test.each([
  { name: 'no click id', query: 'event=sale', status: 400, code: 'missing_field', field: 'cid' },
  { name: 'a placeholder', query: 'cid={clickid}', status: 400, code: 'invalid_field', field: 'cid' },
  {
    name: 'an amount that is none',
    query: 'cid=a&payout=much',
    status: 400,
    code: 'invalid_field',
    field: 'payout.amount',
  },
  {
    name: 'a status that is none',
    query: 'cid=a&status=maybe',
    status: 400,
    code: 'invalid_field',
    field: 'status',
  },
])('a conversion with $name is refused', async ({ query, status, code, field }) => {
  const response = await visit(`/postback?key=${keys.app}&${query}`);
  expect([response.status, await response.json()]).toMatchObject([status, { error: { code, field } }]);
});

test.each([
  { method: 'GET', path: '/v1/activities', status: 418 },
  { method: 'POST', path: '/v1/apps', status: 418 },
  { method: 'GET', path: '/', status: 418 },
  { method: 'PUT', path: '/c/L1', status: 405 },
  { method: 'DELETE', path: '/postback', status: 405 },
])('$method $path: $status', async ({ method, path, status }) => {
  expect((await visit(path, { method })).status).toBe(status);
});
