/** `POST /v1/activities` and its sisters, sentence by sentence: what is taken, what is a duplicate, what is refused and why, and who an activity is about. */
import { gzipSync } from 'node:zlib';
import {
  call,
  cleanUp,
  createApp,
  startServer,
  type Answer,
  type Json,
  type Server,
  type TestApp,
} from '../harness';
import { androidAgent, click, createLink, freshId, make, post, readActivity, settled, take } from './scene';

let server: Server;
let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server);
  other = await createApp(server);
});
afterAll(cleanUp);

const session = (more: object = {}): Record<string, unknown> => ({
  kind: 'session',
  device: { gps_adid: freshId() },
  ...more,
});
const purchase = (more: object = {}): Record<string, unknown> =>
  session({ kind: 'event', event: 'purchase', ...more });
const hour = 3_600_000;
const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();

function expectError(answer: Answer, status: number, code: string, field?: string): void {
  expect({ status: answer.status, ...answer.json?.error }).toEqual({
    status,
    code,
    message: expect.stringMatching(/\S/),
    request_id: expect.stringMatching(/^[\w-]{8,64}$/),
    ...(field === undefined ? {} : { field }),
  });
  expect(answer.headers.get('x-request-id')).toBe(answer.json.error.request_id);
}

describe('the three forms of a body', () => {
  test('one object', async () => {
    const { status, json } = await post(server, app, session({ id: 'single-1' }));
    expect(status).toBe(202);
    expect(json).toEqual({ accepted: 1, duplicates: 0, rejected: [], duplicate: [], ids: ['single-1'] });
  });

  test('an array; ids are made where the poster has none', async () => {
    const { status, json } = await post(server, app, [session(), session({ id: 'array-2' }), session()]);
    expect(status).toBe(202);
    expect(json).toMatchObject({ accepted: 3, duplicates: 0, rejected: [] });
    expect(json.ids).toEqual([expect.stringMatching(/^\S+$/), 'array-2', expect.stringMatching(/^\S+$/)]);
    expect(new Set(json.ids).size).toBe(3);
  });

  test('NDJSON: blank lines are nobody’s item, a broken line is a refused one', async () => {
    const lines = [
      JSON.stringify(session({ id: 'nd-1' })),
      '',
      '{"kind":',
      JSON.stringify(session({ id: 'nd-2' })),
      '',
    ];
    const { status, json } = await post(server, app, lines.join('\n'), '/v1/activities', {
      'content-type': 'application/x-ndjson',
    });
    expect(status).toBe(202);
    expect(json).toMatchObject({ accepted: 2, ids: ['nd-1', null, 'nd-2'] });
    expect(json.rejected).toEqual([
      { index: 1, code: 'invalid_json', message: expect.stringContaining('1') },
    ]);
  });

  test('what was answered 202 can be read at once, under the id of the answer', async () => {
    const { json } = await post(server, app, session({ app_version: '1.2.3', params: { sku: 'gold' } }));
    expect(await readActivity(server, app, json.ids[0])).toMatchObject({
      id: json.ids[0],
      app: app.id,
      kind: 'session',
      app_version: '1.2.3',
      params: { sku: 'gold' },
      environment: 'production',
      revision: 0,
    });
  });
});

describe('duplicates', () => {
  test('the same id, in one batch and across requests: the first one’s id, scope id', async () => {
    const first = await post(server, app, [session({ id: 'dup-1' }), session({ id: 'dup-1' })]);
    expect(first.status).toBe(202);
    expect(first.json).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [],
      duplicate: [{ index: 1, id: 'dup-1', scope: 'id' }],
      ids: ['dup-1', 'dup-1'],
    });
    const again = await post(server, app, session({ id: 'dup-1' }));
    expect(again.status).toBe(202);
    expect(again.json).toMatchObject({ accepted: 0, duplicates: 1, ids: ['dup-1'] });
  });

  test('the same event and transaction, in one batch and across requests: scope transaction', async () => {
    const order = { transaction_id: 'T-1' };
    const first = await post(server, app, [
      purchase({ id: 'tx-a', ...order }),
      purchase({ id: 'tx-b', ...order }),
    ]);
    expect(first.json).toMatchObject({
      accepted: 1,
      duplicate: [{ index: 1, id: 'tx-a', scope: 'transaction' }],
      ids: ['tx-a', 'tx-a'],
    });
    const again = await post(server, app, purchase(order));
    expect(again.status).toBe(202);
    expect(again.json).toMatchObject({
      accepted: 0,
      duplicate: [{ index: 0, id: 'tx-a', scope: 'transaction' }],
    });
  });

  test.each([
    { name: 'another event with the transaction', more: { event: 'refund' }, accepted: 1 },
    { name: 'another transaction of the event', more: { transaction_id: 'T-3' }, accepted: 1 },
    { name: 'the very same', more: {}, accepted: 0 },
  ])('$name: accepted $accepted', async ({ more, accepted }) => {
    await post(server, app, purchase({ transaction_id: 'T-2' }));
    const { json } = await post(server, app, purchase({ transaction_id: 'T-2', ...more }));
    expect(json.accepted).toBe(accepted);
  });

  test('another app’s ids and transactions are its own', async () => {
    await post(server, app, purchase({ id: 'shared-id', transaction_id: 'T-shared' }));
    const { json } = await post(server, other, purchase({ id: 'shared-id', transaction_id: 'T-shared' }));
    expect(json).toMatchObject({ accepted: 1, duplicates: 0, ids: ['shared-id'] });
  });
});

describe('a batch where some items are good', () => {
  test('the good are taken, the rest named by index, code, message and field', async () => {
    const { status, json } = await post(server, app, [
      session({ id: 'mix-1' }),
      session({ kind: 'sale' }),
      { kind: 'session' },
      session({ tiem: 1 }),
      session({ id: 'mix-2' }),
      session({ id: 'mix-1' }),
    ]);
    expect(status).toBe(202);
    expect(json).toMatchObject({
      accepted: 2,
      duplicates: 1,
      duplicate: [{ index: 5, id: 'mix-1', scope: 'id' }],
      ids: ['mix-1', null, null, null, 'mix-2', 'mix-1'],
    });
    expect(json.rejected).toEqual([
      { index: 1, code: 'unknown_kind', message: expect.any(String), field: 'kind' },
      { index: 2, code: 'no_identity', message: expect.any(String) },
      { index: 3, code: 'unknown_field', message: expect.stringContaining('tiem'), field: 'tiem' },
    ]);
  });

  test('every item refused is 400: error is the first refusal, rejected the list', async () => {
    const answer = await post(server, app, [session({ kind: 'sale' }), session({ time: 'soon' })]);
    expectError(answer, 400, 'unknown_kind', 'kind');
    expect(answer.json.rejected.map((each: Json) => [each.index, each.code])).toEqual([
      [0, 'unknown_kind'],
      [1, 'invalid_time'],
    ]);
  });
});

describe('how much is taken', () => {
  const many = (count: number): object[] => Array.from({ length: count }, () => session());

  test.each([
    { items: 1_000, status: 202 },
    { items: 1_001, status: 400 },
  ])('$items items: $status', async ({ items, status }) => {
    const answer = await post(server, app, many(items));
    expect(answer.status).toBe(status);
    if (status === 202) expect(answer.json.accepted).toBe(items);
    else expectError(answer, 400, 'too_many_items');
  });

  test('1,001 lines of NDJSON are refused too', async () => {
    const body = many(1_001)
      .map((item) => JSON.stringify(item))
      .join('\n');
    expectError(
      await post(server, app, body, '/v1/activities', { 'content-type': 'application/x-ndjson' }),
      400,
      'too_many_items',
    );
  });

  test.each([
    { name: '2 MiB', bytes: 2 * 1024 * 1024, status: 202 },
    { name: '2 MiB + 1', bytes: 2 * 1024 * 1024 + 1, status: 413 },
  ])('$name: $status', async ({ bytes, status }) => {
    const answer = await post(server, app, JSON.stringify(session()).padEnd(bytes, ' '));
    expect(answer.status).toBe(status);
    if (status === 413) expectError(answer, 413, 'body_too_large');
  });

  test('a gzip bomb is refused, a gzipped activity is not', async () => {
    const zipped = { 'content-encoding': 'gzip' };
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(100_000);
    expectError(await post(server, app, bomb, '/v1/activities', zipped), 413, 'body_too_large');
    const good = await post(server, app, gzipSync(JSON.stringify(session())), '/v1/activities', zipped);
    expect(good.status).toBe(202);
  });
});

describe('bodies that are refused as a whole', () => {
  test.each([
    { name: 'empty', body: '', code: 'empty_body' },
    { name: 'blank', body: ' \n ', code: 'empty_body' },
    { name: 'an empty array', body: '[]', code: 'empty_body' },
    { name: 'broken JSON', body: '{"kind": "session"', code: 'invalid_json' },
    { name: 'a number', body: '7', code: 'invalid_field' },
    { name: 'null', body: 'null', code: 'invalid_field' },
    { name: 'not UTF-8', body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), code: 'invalid_encoding' },
    { name: 'nested without end', body: '['.repeat(100_000), code: 'invalid_json' },
    { name: 'deeper than can be needed', body: '['.repeat(40) + ']'.repeat(40), code: 'bad_request' },
  ])('$name: $code', async ({ body, code }) => {
    expectError(await post(server, app, body), 400, code);
  });

  test.each([
    { header: { 'content-type': 'text/plain' }, code: 'unsupported_media_type' },
    { header: { 'content-type': 'application/json; charset=latin1' }, code: 'unsupported_media_type' },
    { header: { 'content-encoding': 'zstd' }, code: 'unsupported_media_type' },
  ])('$header: 415', async ({ header, code }) => {
    expectError(await post(server, app, JSON.stringify(session()), '/v1/activities', header), 415, code);
  });
});

describe('fields', () => {
  test.each([
    { name: 'no kind', more: { kind: undefined }, code: 'missing_field', field: 'kind' },
    { name: 'an unknown kind', more: { kind: 'purchase' }, code: 'unknown_kind', field: 'kind' },
    {
      name: 'a kind that is made, never posted',
      more: { kind: 'reinstall' },
      code: 'unknown_kind',
      field: 'kind',
    },
    { name: 'a kind that is a number', more: { kind: 7 }, code: 'unknown_kind', field: 'kind' },
    { name: 'an event without its name', more: { kind: 'event' }, code: 'missing_field', field: 'event' },
    { name: 'an unknown field', more: { gaid: 'x' }, code: 'unknown_field', field: 'gaid' },
    {
      name: 'an unknown field of the device',
      more: { device: { gaid: 'x' } },
      code: 'unknown_field',
      field: 'device.gaid',
    },
    {
      name: 'an unknown field of the user',
      more: { user: { mail: 'x' } },
      code: 'unknown_field',
      field: 'user.mail',
    },
    { name: 'a device that is text', more: { device: 'x' }, code: 'invalid_field', field: 'device' },
    {
      name: 'an identifier that is a number',
      more: { device: { gps_adid: 7 } },
      code: 'invalid_field',
      field: 'device.gps_adid',
    },
    {
      name: 'an address that is none',
      more: { device: { ip_address: '300.1.1.1' } },
      code: 'invalid_field',
      field: 'device.ip_address',
    },
    {
      name: 'a country of three letters',
      more: { device: { country: 'deu' } },
      code: 'invalid_field',
      field: 'device.country',
    },
    {
      name: 'an amount with an exponent',
      more: { revenue: { amount: '1e3', currency: 'USD' } },
      code: 'invalid_field',
      field: 'revenue.amount',
    },
    {
      name: 'an amount with a comma',
      more: { revenue: { amount: '9,99', currency: 'USD' } },
      code: 'invalid_field',
      field: 'revenue.amount',
    },
    {
      name: 'money without a currency',
      more: { revenue: { amount: '1' } },
      code: 'missing_field',
      field: 'revenue.currency',
    },
    { name: 'params that are a list', more: { params: [1] }, code: 'invalid_field', field: 'params' },
    {
      name: 'an unknown environment',
      more: { environment: 'test' },
      code: 'invalid_field',
      field: 'environment',
    },
    { name: 'a time that is true', more: { time: true }, code: 'invalid_field', field: 'time' },
    {
      name: 'a referrer’s time',
      more: { referrer: { clicked_at: 'soon' } },
      code: 'invalid_time',
      field: 'referrer.clicked_at',
    },
  ])('$name: $code $field', async ({ more, code, field }) => {
    expectError(await post(server, app, session(more)), 400, code, field);
  });

  test('money: a number is taken for the amount, the currency in any case', async () => {
    const id = await take(server, app, purchase({ revenue: { amount: 9.99, currency: 'usd' } }));
    expect((await readActivity(server, app, id)).revenue).toEqual({ amount: '9.99', currency: 'USD' });
  });

  test('identifiers and countries are kept in one case; fakes are nobody', async () => {
    const upper = freshId().toUpperCase();
    const device = {
      gps_adid: upper,
      idfa: '00000000-0000-0000-0000-000000000000',
      country: 'US',
      os_name: 'Android',
    };
    const id = await take(server, app, session({ device }));
    expect((await readActivity(server, app, id)).device).toEqual({
      gps_adid: upper.toLowerCase(),
      country: 'us',
      os_name: 'android',
    });
  });

  test('email and phone are hashed at the door and the raw value is dropped', async () => {
    const id = await take(
      server,
      app,
      session({ user: { email: ' Some.One@Gmail.com ', phone: '+49 151 1234567' } }),
    );
    const { user } = await readActivity(server, app, id);
    expect(user).toMatchObject({
      email_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      email_gmail_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      phone_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      phone_e164_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const trace = await call(server, `/v1/apps/${app.id}/trace?activity=${id}`);
    expect(trace.status).toBe(200);
    expect(trace.text).not.toMatch(/some\.?one|1234567/i);
  });
});

describe('times', () => {
  test.each([
    { name: 'in 1970', time: '1970-01-01T00:00:00Z' },
    { name: 'in 1970, as seconds', time: 0 },
    { name: 'the last millisecond of 2009', time: '2009-12-31T23:59:59.999Z' },
    { name: 'no time at all', time: 'yesterday' },
    { name: 'a day that does not exist', time: '2026-02-30T00:00:00Z' },
    { name: 'without its zone', time: '2026-11-22T10:00:00' },
  ])('$name: refused, field time', async ({ time }) => {
    expectError(await post(server, app, session({ time })), 400, 'invalid_time', 'time');
  });

  test.each([
    {
      name: 'RFC 3339 with an offset',
      time: '2026-03-01T12:00:00.123+02:00',
      out: '2026-03-01T10:00:00.123Z',
    },
    { name: 'seconds', time: 1_772_359_200, out: '2026-03-01T10:00:00.000Z' },
    { name: 'milliseconds', time: 1_772_359_200_123, out: '2026-03-01T10:00:00.123Z' },
    { name: 'the first moment of 2010', time: '2010-01-01T00:00:00Z', out: '2010-01-01T00:00:00.000Z' },
  ])('$name is taken as it is, and is late', async ({ time, out }) => {
    const activity = await readActivity(server, app, await take(server, app, session({ time })));
    expect(activity).toMatchObject({ time: out, flags: ['late'] });
  });

  test.each([
    { name: 'in 2100', time: () => '2100-01-01T00:00:00Z' },
    { name: 'in 2100, in milliseconds', time: () => Date.UTC(2100, 0, 1) },
    { name: 'two hours ahead', time: () => fromNow(2 * hour) },
  ])('$name: set to the time of arrival, flag clock_ahead', async ({ time }) => {
    const activity = await readActivity(server, app, await take(server, app, session({ time: time() })));
    expect(activity.flags).toEqual(['clock_ahead']);
    expect(activity.time).toBe(activity.received_at);
  });

  test('half an hour ahead is taken as it is', async () => {
    const time = fromNow(hour / 2);
    expect(await readActivity(server, app, await take(server, app, session({ time })))).toMatchObject({
      time,
      flags: [],
    });
  });

  test('an absent time is the time of arrival', async () => {
    const activity = await readActivity(server, app, await take(server, app, session()));
    expect(activity.time).toBe(activity.received_at);
    expect(activity.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});

describe('keys', () => {
  const send = (
    key: string | null,
    path = '/v1/activities',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => call(server, path, { key, body: session(), headers });

  test('none, a wrong one, another scheme: 401', async () => {
    const missing = await send(null);
    expectError(missing, 401, 'unauthorized');
    expect(missing.headers.get('www-authenticate')).toBe('Bearer');
    expectError(await send('crm_app_wrong'), 401, 'unauthorized');
    expectError(
      await send(null, '/v1/activities', { authorization: `Basic ${app.key}` }),
      401,
      'unauthorized',
    );
  });

  test('another app’s key: 403, and nothing is stored', async () => {
    const answer = await call(server, `/v1/activities?app=${app.id}`, {
      key: other.key,
      body: session({ id: 'not-yours' }),
    });
    expectError(answer, 403, 'forbidden');
    expect((await call(server, `/v1/apps/${app.id}/activities/not-yours`)).status).toBe(404);
  });

  test('a reader’s or partner’s key may not post', async () => {
    const reader = await make(server, '/v1/keys', { role: 'reader', app: app.id });
    const partner = await make(server, '/v1/keys', { role: 'partner', partner: 'acme' });
    expectError(await send(reader.key), 403, 'forbidden');
    expectError(await send(partner.key), 403, 'forbidden');
  });
});

describe('routes that imply the kind', () => {
  test.each([
    { path: '/v1/installs', kind: 'install' },
    { path: '/v1/sessions', kind: 'session' },
    { path: '/v1/events', kind: 'event' },
    { path: '/v1/reengagements', kind: 'reengagement' },
  ])('$path is $kind', async ({ path, kind }) => {
    const body = { device: { gps_adid: freshId() }, ...(kind === 'event' ? { event: 'level' } : {}) };
    const { status, json } = await post(server, app, body, path);
    expect(status).toBe(202);
    // A claim of re-engagement that no click bears out is a session.
    const activity = await settled(server, app, json.ids[0]);
    expect(activity.posted_kind ?? activity.kind).toBe(kind);
    expectError(await post(server, app, { ...body, kind: 'uninstall' }, path), 400, 'invalid_field', 'kind');
  });

  test('/v1/events requires event', async () => {
    expectError(
      await post(server, app, { device: { gps_adid: freshId() } }, '/v1/events'),
      400,
      'missing_field',
      'event',
    );
  });
});

describe('who it is about', () => {
  const ip = { ip_address: '203.0.113.7' };
  test.each([
    { name: 'nothing', body: {}, taken: false },
    { name: 'an address alone', body: { device: ip }, taken: false },
    { name: 'a user agent alone', body: { device: { user_agent: androidAgent } }, taken: false },
    { name: 'an email alone', body: { user: { email: 'a@b.test' } }, taken: false },
    {
      name: 'an identifier of zeros',
      body: { device: { gps_adid: '00000000-0000-0000-0000-000000000000' } },
      taken: false,
    },
    { name: 'address and user agent', body: { device: { ...ip, user_agent: androidAgent } }, taken: true },
    { name: 'a click id', body: { click_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, taken: true },
    { name: 'a user id', body: { user: { id: 'u-1' } }, taken: true },
    ...['gps_adid', 'idfa', 'idfv', 'android_id', 'oaid', 'fire_adid', 'device_id'].map((name) => ({
      name,
      body: { device: { [name]: 'ab-12' } },
      taken: true,
    })),
  ])('$name: taken $taken', async ({ body, taken }) => {
    const answer = await post(server, app, { kind: 'session', ...body });
    if (taken) expect(answer.status).toBe(202);
    else expectError(answer, 400, 'no_identity');
  });

  test('address and user agent are filled from the connection for a client’s key alone', async () => {
    const client = await make(server, '/v1/keys', { role: 'app', app: app.id, client: true });
    const headers = { 'user-agent': androidAgent, 'x-forwarded-for': '203.0.113.99' };
    const body = { kind: 'session' };
    expectError(await post(server, app, body, '/v1/activities', headers), 400, 'no_identity');
    const { status, json } = await call(server, '/v1/activities', { key: client.key, body, headers });
    expect(status).toBe(202);
    expect((await readActivity(server, app, json.ids[0])).device).toEqual({
      ip_address: '203.0.113.99',
      user_agent: androidAgent,
    });
    const named = await call(server, '/v1/activities', {
      key: client.key,
      headers,
      body: session({ device: { ip_address: '198.51.100.1', user_agent: 'mine/1' } }),
    });
    expect((await readActivity(server, app, named.json.ids[0])).device).toMatchObject({
      ip_address: '198.51.100.1',
      user_agent: 'mine/1',
    });
  });
});

describe('the sandbox', () => {
  test('is an identity space of its own, and a device of it can be forgotten', async () => {
    const gps = freshId();
    const install = (environment: string): Promise<string> => {
      const time = new Date(Date.now() - 10 * 60_000).toISOString();
      return take(server, app, { kind: 'install', time, device: { gps_adid: gps }, environment });
    };
    const again = (environment: string): Promise<string> =>
      take(server, app, { kind: 'install', device: { gps_adid: gps }, environment });

    const kindOf = async (id: string): Promise<string> => (await settled(server, app, id)).kind;
    expect(await kindOf(await install('production'))).toBe('install');
    expect(await kindOf(await install('sandbox'))).toBe('install');
    expect(await kindOf(await again('sandbox'))).toBe('reinstall');

    const forgotten = await call(server, `/v1/apps/${app.id}/devices?gps_adid=${gps}`, { method: 'DELETE' });
    expect(forgotten).toMatchObject({ status: 200, json: { forgotten: 1 } });
    expect(await kindOf(await again('sandbox'))).toBe('install');
    // Production remembers.
    expect(await kindOf(await again('production'))).toBe('reinstall');
  });

  test('forgetting needs a device, and an app that is there', async () => {
    expectError(await call(server, `/v1/apps/${app.id}/devices`, { method: 'DELETE' }), 400, 'missing_field');
    expectError(
      await call(server, '/v1/apps/nobody/devices?gps_adid=x', { method: 'DELETE' }),
      404,
      'not_found',
    );
  });
});

test('an install of a known device is a reinstall; within a minute of the first it is the same install', async () => {
  const gps = freshId();
  const at = (agoMs: number): string => new Date(Date.now() - agoMs).toISOString();
  const install = (agoMs: number): Promise<string> =>
    take(server, app, { kind: 'install', time: at(agoMs), device: { gps_adid: gps } });
  const first = await install(10 * 60_000);
  const same = await install(9 * 60_000 + 30_000);
  const later = await install(60_000);
  expect((await settled(server, app, first)).kind).toBe('install');
  expect((await settled(server, app, same)).attribution.flags).toContain('same_install');
  expect(await settled(server, app, later)).toMatchObject({ kind: 'reinstall', posted_kind: 'install' });
});

test('the app’s platform is a default; the activity’s own os_name decides', async () => {
  // A guess by address and user agent is allowed on Android and the web, not on iOS.
  const ios = await createApp(server, { platform: 'ios' });
  const link = await createLink(server, ios);
  const who = { ip_address: '203.0.113.150', user_agent: 'Shop/1.0' };
  const clicked = await click(server, link.token, who);
  const judged = async (device: object): Promise<Json> =>
    (await settled(server, ios, await take(server, ios, { kind: 'install', device }))).attribution;
  expect(await judged({ ...who, gps_adid: freshId() })).toMatchObject({
    status: 'organic',
    candidates: [{ touch_id: clicked, verdict: 'lost', reason: 'probabilistic_off' }],
  });
  expect(await judged({ ...who, gps_adid: freshId(), os_name: 'android' })).toMatchObject({
    status: 'attributed',
    match_type: 'probabilistic',
    touch_id: clicked,
  });
});
