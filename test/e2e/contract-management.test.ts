/** The management routes: each noun made, read, listed, changed and removed; templates judged and previewed; the operator's routes; and the one form of an error. */
import {
  adminKey,
  call,
  cleanUp,
  createApp,
  startReceiver,
  startServer,
  type Answer,
  type Json,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { make, play, template } from './scene';

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer();
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

const get = (path: string, key: string = adminKey): Promise<Answer> => call(server, path, { key });
const send = (method: string, path: string, body?: unknown, key: string = adminKey): Promise<Answer> =>
  call(server, path, { method, key, ...(body === undefined ? {} : { body }) });
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function expectError(answer: Answer, status: number, code: string, field?: string): void {
  expect({ status: answer.status, ...answer.json?.error }).toEqual({
    status,
    code,
    message: expect.stringMatching(/\S/),
    request_id: expect.stringMatching(/\S/),
    ...(field === undefined ? {} : { field }),
  });
}

describe('apps', () => {
  test('are made with a key that is shown once, read, listed, changed and removed', async () => {
    const form = {
      name: 'Shop',
      platform: 'android',
      store_id: 'com.example.shop',
      currency: 'eur',
      timezone: 'Europe/Berlin',
    };
    const made = await send('POST', '/v1/apps', form);
    expect(made.status).toBe(201);
    const { key, ...shown } = made.json;
    expect(key).toMatch(/^\S{20,}$/);
    expect(shown).toMatchObject({
      ...form,
      currency: 'EUR',
      postback_key: 'required',
      created_at: expect.stringMatching(moment),
    });

    const path = `/v1/apps/${shown.id}`;
    expect((await get(path)).json).toEqual(shown);
    const listed = await get('/v1/apps?limit=1000');
    expect(listed.json.items).toContainEqual(shown);
    expect(listed.text).not.toContain(key);

    expect((await send('PATCH', path, { name: 'Shop 2', store_id: null })).json).toMatchObject({
      name: 'Shop 2',
      currency: 'EUR',
    });
    expect((await get(path)).json).not.toHaveProperty('store_id');

    expect(
      (await call(server, '/v1/activities', { key, body: { kind: 'session', user: { id: 'u' } } })).status,
    ).toBe(202);
    expect((await send('DELETE', path)).status).toBe(204);
    expectError(await get(path), 404, 'not_found');
    expect(
      (await call(server, '/v1/activities', { key, body: { kind: 'session', user: { id: 'u' } } })).status,
    ).toBe(401);
  });

  test.each([
    { name: 'no name', form: { platform: 'ios' }, code: 'missing_field', field: 'name' },
    { name: 'no platform', form: { name: 'A' }, code: 'missing_field', field: 'platform' },
    {
      name: 'an unknown platform',
      form: { name: 'A', platform: 'symbian' },
      code: 'invalid_field',
      field: 'platform',
    },
    {
      name: 'an unknown field',
      form: { name: 'A', platform: 'ios', bundle: 'x' },
      code: 'unknown_field',
      field: 'bundle',
    },
    {
      name: 'an unknown time zone',
      form: { name: 'A', platform: 'ios', timezone: 'Mars/Base' },
      code: 'invalid_field',
      field: 'timezone',
    },
    {
      name: 'no currency',
      form: { name: 'A', platform: 'ios', currency: 'EURO' },
      code: 'invalid_field',
      field: 'currency',
    },
  ])('$name: 400 $code', async ({ form, code, field }) => {
    expectError(await send('POST', '/v1/apps', form), 400, code, field);
  });

  test('a policy that is not one is refused by name', async () => {
    const answer = await send('POST', '/v1/apps', { name: 'A', platform: 'ios', policy: { windoes: {} } });
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'invalid_policy' } } });
    expect(`${answer.json.error.field} ${answer.json.error.message}`).toContain('windoes');
  });
});

describe('keys', () => {
  test('are shown once, listed without themselves, and refused as soon as they are revoked', async () => {
    const app = await createApp(server);
    const made = await make(server, '/v1/keys', { role: 'reader', app: app.id, name: 'BI' });
    expect(made).toMatchObject({
      role: 'reader',
      app: app.id,
      name: 'BI',
      key: expect.stringMatching(/^\S{20,}$/),
    });
    expect((await get(`/v1/apps/${app.id}`, made.key)).status).toBe(200);
    const listed = await get('/v1/keys?limit=1000');
    expect(listed.json.items.map((key: Json) => key.id)).toContain(made.id);
    expect(listed.text).not.toContain(made.key);
    expect(listed.text).not.toMatch(/hash/);
    expect((await get(`/v1/keys/${made.id}`)).json).not.toHaveProperty('key');

    expect((await send('DELETE', `/v1/keys/${made.id}`)).status).toBe(204);
    expectError(await get(`/v1/apps/${app.id}`, made.key), 401, 'unauthorized');
    expectError(await get(`/v1/keys/${made.id}`), 404, 'not_found');
  });

  test.each([
    { form: { role: 'owner' }, code: 'invalid_field', field: 'role' },
    { form: { role: 'app' }, code: 'missing_field', field: 'app' },
    { form: { role: 'reader', app: 'app_absent' }, code: 'invalid_field', field: 'app' },
    { form: { role: 'partner' }, code: 'missing_field', field: 'partner' },
    { form: { role: 'admin', app: 'x' }, code: 'invalid_field', field: 'app' },
    { form: { role: 'admin', client: true }, code: 'invalid_field', field: 'client' },
  ])('$form: $code $field', async ({ form, code, field }) => {
    expectError(await send('POST', '/v1/keys', form), 400, code, field);
  });
});

describe('links', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createApp(server);
  });

  test('have a token and absolute URLs, and can be read, listed, changed and removed', async () => {
    const form = {
      partner: 'acme',
      campaign: 'spring',
      adgroup: 'a',
      creative: 'c',
      destinations: { android: play },
    };
    const made = await send('POST', `/v1/apps/${app.id}/links`, form);
    expect(made.status).toBe(201);
    const { token } = made.json;
    expect(made.json).toMatchObject({
      ...form,
      click_url: `${server.url}/c/${token}`,
      impression_url: `${server.url}/i/${token}`,
      retargeting: false,
    });
    const path = `/v1/apps/${app.id}/links/${token}`;
    expect((await get(path)).json).toEqual(made.json);
    expect((await get(`/v1/apps/${app.id}/links`)).json.items).toContainEqual(made.json);
    expect((await send('PATCH', path, { campaign: null, retargeting: true })).json).toMatchObject({
      retargeting: true,
      adgroup: 'a',
    });
    expect((await get(path)).json).not.toHaveProperty('campaign');
    expect((await send('DELETE', path)).status).toBe(204);
    expectError(await get(path), 404, 'not_found');
  });

  test("of a partner with macros come with the URL for the partner's console", async () => {
    const query = '?click_id={transaction_id}&sub1={affiliate_id}&sub2={aff_sub}';
    const form = { partner: 'tune', destinations: { web: 'https://c.test/' } };
    const { json } = await send('POST', `/v1/apps/${app.id}/links`, form);
    expect(json.network_click_url).toBe(`${String(json.click_url)}${query}`);
    expect((await get(`/v1/apps/${app.id}/links/${String(json.token)}`)).json).toEqual(json);
    expect((await get('/v1/partners/tune')).json).toMatchObject({
      network_click_url: `${server.url}/c/{link_token}${query}`,
    });
    const other = await send('POST', `/v1/apps/${app.id}/links`, { ...form, partner: 'remerge' });
    expect(other.json).not.toHaveProperty('network_click_url');
  });

  test.each([
    { name: 'no destination', form: { destinations: {} }, field: 'destinations' },
    { name: 'a script', form: { destinations: { web: 'javascript:alert(1)' } }, field: 'destinations.web' },
    { name: 'a path alone', form: { destinations: { web: '/home' } }, field: 'destinations.web' },
    { name: 'a password', form: { destinations: { web: 'https://a:b@c.test/' } }, field: 'destinations.web' },
    {
      name: 'an unknown type',
      form: { destinations: { web: 'https://c.test/' }, type: 'tap' },
      field: 'type',
    },
  ])('$name: 400', async ({ form, field }) => {
    expectError(await send('POST', `/v1/apps/${app.id}/links`, form), 400, 'invalid_field', field);
  });

  test('of a link’s policy only what judges its own touches', async () => {
    const form = (policy: object): object => ({ destinations: { web: 'https://c.test/' }, policy });
    const refused = await send('POST', `/v1/apps/${app.id}/links`, form({ tiers: [] }));
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 'invalid_policy' } } });
    expect(`${refused.json.error.field} ${refused.json.error.message}`).toContain('tiers');
    const taken = await send(
      'POST',
      `/v1/apps/${app.id}/links`,
      form({ windows: { click: { deterministic: '1d' } } }),
    );
    expect(taken.status).toBe(201);
  });

  test('of an app that is not there', async () => {
    expectError(
      await send('POST', '/v1/apps/app_absent/links', { destinations: { web: 'https://c.test/' } }),
      404,
      'not_found',
    );
  });
});

describe('integrations', () => {
  let app: TestApp;
  const path = (partner = 'settler'): string => `/v1/apps/${app.id}/integrations/${partner}`;
  beforeAll(async () => {
    app = await createApp(server);
    await make(server, '/v1/partners/settler', template('settler', receiver.url), 'PUT');
  });

  test.each([
    {
      name: 'an unknown setting',
      form: { settings: { acount: '1' } },
      code: 'unknown_field',
      field: 'settings.acount',
    },
    {
      name: 'a missing required one',
      form: { settings: {} },
      code: 'missing_field',
      field: 'settings.account',
    },
    {
      name: 'an empty required one',
      form: { settings: { account: '' } },
      code: 'missing_field',
      field: 'settings.account',
    },
    { name: 'an unknown field', form: { setings: {} }, code: 'unknown_field', field: 'setings' },
    {
      name: 'an unknown rule',
      form: { send: { scope: 'some' } },
      code: 'invalid_field',
      field: 'send.scope',
    },
  ])('$name: 400 $code $field', async ({ form, code, field }) => {
    expectError(await send('PUT', path(), form), 400, code, field);
  });

  test('one that is not active may wait for its settings', async () => {
    expect((await send('PUT', path(), { active: false })).status).toBe(200);
  });

  test('secrets are masked, kept where the mask is sent, and never shown', async () => {
    const put = await send('PUT', path(), {
      settings: { account: 7, token: 'tok-secret-1' },
      events: { purchase: 'buy' },
    });
    expect(put).toMatchObject({
      status: 200,
      json: { active: true, settings: { account: '7', token: '***' }, events: { purchase: 'buy' } },
    });
    const again = await send('PUT', path(), { settings: { account: '8', token: '***' } });
    expect(again.json.version).toBeGreaterThan(put.json.version);
    expect((await get(path())).json.settings).toEqual({ account: '8', token: '***' });
    expect((await get(`/v1/apps/${app.id}/integrations`)).text).not.toContain('tok-secret-1');

    const test = await send('POST', '/v1/partners/settler/test', { app: app.id });
    expect(test.json).toMatchObject({ status: 200, response: 'ok' });
    const arrived = receiver.received.find(({ delivery }) => delivery === test.json.delivery_id);
    expect(new URL(arrived?.url ?? '', receiver.url).searchParams.get('token')).toBe('tok-secret-1');
    expect(test.text).not.toContain('tok-secret-1');
  });

  test('of a partner that the registry does not know: 404', async () => {
    expectError(await send('PUT', path('nobody'), {}), 404, 'not_found');
  });

  test('removed, it is gone', async () => {
    await make(server, path(), { settings: { account: '1' } }, 'PUT');
    expect((await send('DELETE', path())).status).toBe(204);
    expectError(await get(path()), 404, 'not_found');
  });
});

describe('what clients of other vendors send', () => {
  test('is set for an app, read with the key masked, and removed', async () => {
    const app = await createApp(server);
    const path = `/v1/apps/${app.id}/compat/adjust`;
    const form = {
      app_ids: ['abc123'],
      key: 'vendor-secret',
      events: { f0ob4r: 'purchase' },
      links: { abc1234: 'LINKTOKEN1' },
      lenient: true,
    };
    expectError(await send('PUT', path, { ...form, key: '***' }), 400, 'invalid_field', 'key');
    const put = await send('PUT', path, form);
    expect(put).toMatchObject({ status: 200, json: { ...form, vendor: 'adjust', key: '***' } });
    const listed = await get(`/v1/apps/${app.id}/compat`);
    expect(listed.json.items).toEqual([put.json]);
    expect(listed.text).not.toContain('vendor-secret');
    expect(listed.text).not.toContain('sealed');
    expect((await send('PUT', path, { ...form, key: '***' })).json).toMatchObject({ key: '***' });
    expect((await send('PUT', path, { app_ids: ['abc123'] })).json.key).toBeUndefined();
    expectError(
      await send('PUT', path, { ...form, links: { a: 'no token' } }),
      400,
      'invalid_field',
      'links.a',
    );
    expectError(await send('PUT', path, { app_ids: [] }), 400, 'invalid_field', 'app_ids');
    expectError(await send('PUT', `/v1/apps/${app.id}/compat/umeng`, form), 404, 'not_found');
    expect((await send('DELETE', path)).status).toBe(204);
    expectError(await get(path), 404, 'not_found');
  });
});

describe('lists', () => {
  test('have 50 items unless asked for up to 1,000, and a cursor to the rest', async () => {
    const app = await createApp(server);
    const path = `/v1/apps/${app.id}/links`;
    const tokens: string[] = [];
    for (let made = 0; made < 51; made += 1)
      tokens.push((await make(server, path, { destinations: { web: 'https://c.test/' } })).token);
    const first = await get(path);
    expect(first.json.items).toHaveLength(50);
    const rest = await get(`${path}?cursor=${encodeURIComponent(first.json.next)}`);
    expect(rest.json).toMatchObject({ items: [expect.anything()], next: null });
    const listed = [...first.json.items, ...rest.json.items].map((link: Json) => link.token);
    expect(listed.sort()).toEqual(tokens.sort());
    expect((await get(`${path}?limit=1000`)).json.items).toHaveLength(51);
    for (const limit of ['0', '1001', 'all', '1.5'])
      expectError(await get(`${path}?limit=${limit}`), 400, 'invalid_field', 'limit');
    expectError(await get(`${path}?cursor=nonsense`), 400, 'invalid_cursor', 'cursor');
  });
});

describe('callbacks', () => {
  let app: TestApp;
  const path = (id = ''): string => `/v1/apps/${app.id}/callbacks${id}`;
  beforeAll(async () => {
    app = await createApp(server);
  });

  test('the secret is shown once, header values never; changed and removed', async () => {
    const made = await send('POST', path(), {
      url: `${receiver.url}/cb`,
      headers: { 'X-Token': 'hdr-secret' },
      kinds: ['install'],
    });
    expect(made).toMatchObject({ status: 201, json: { method: 'POST', kinds: ['install'], active: true } });
    expect(made.json.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { id } = made.json;
    const read = await get(path(`/${id}`));
    expect(read.json.headers).toEqual({ 'x-token': '***' });
    expect(read.json).not.toHaveProperty('secret');
    const listed = await get(path());
    expect(listed.text).not.toMatch(/hdr-secret|whsec_/);
    expect((await send('PATCH', path(`/${id}`), { kinds: null, active: false })).json).toMatchObject({
      active: false,
    });
    expect((await get(path(`/${id}`))).json).not.toHaveProperty('kinds');
    expect((await send('DELETE', path(`/${id}`))).status).toBe(204);
    expectError(await get(path(`/${id}`)), 404, 'not_found');
  });

  test.each([
    { name: 'no URL', form: {}, code: 'missing_field', field: 'url' },
    {
      name: 'an unknown kind',
      form: { url: 'https://c.test/', kinds: ['sale'] },
      code: 'invalid_field',
      field: 'kinds.0',
    },
    {
      name: 'an unknown placeholder',
      form: { url: 'https://c.test/?a={gps_addid}' },
      code: 'invalid_field',
      field: 'url',
    },
    {
      name: 'a placeholder in the host',
      form: { url: 'https://{country}.c.test/' },
      code: 'invalid_field',
      field: 'url',
    },
    { name: 'another scheme', form: { url: 'ftp://c.test/' }, code: 'invalid_field', field: 'url' },
    { name: 'a password', form: { url: 'https://a:b@c.test/' }, code: 'invalid_field', field: 'url' },
    {
      name: 'a header of the sender',
      form: { url: 'https://c.test/', headers: { 'webhook-id': '1' } },
      code: 'invalid_field',
      field: 'headers.webhook-id',
    },
    {
      name: 'another method',
      form: { url: 'https://c.test/', method: 'PUT' },
      code: 'invalid_field',
      field: 'method',
    },
  ])('$name: 400 $code $field', async ({ form, code, field }) => {
    expectError(await send('POST', path(), form), 400, code, field);
  });

  test('the misspelt placeholder is answered with the one that was meant', async () => {
    const answer = await send('POST', path(), { url: 'https://c.test/?a={gps_addid}' });
    expect(answer.json.error.message).toMatch(/Did you mean gps_adid\?/);
  });

  test('a test sends one marked request now, with its header values, and answers the attempt', async () => {
    const { id } = await make(server, path(), {
      url: `${receiver.url}/tested`,
      headers: { 'x-token': 'hdr-secret' },
    });
    const { status, json, text } = await send('POST', path(`/${id}/test`));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 200,
      response: 'ok',
      at: expect.stringMatching(moment),
      duration_ms: expect.any(Number),
    });
    expect(text).not.toContain('hdr-secret');
    const arrived = receiver.received.filter(({ url }) => url === '/tested');
    expect(arrived).toHaveLength(1);
    expect(arrived[0]).toMatchObject({
      method: 'POST',
      delivery: json.delivery_id,
      headers: { 'carom-test': '1', 'x-token': 'hdr-secret', 'webhook-id': json.delivery_id },
      json: { id: expect.stringMatching(/^test_/), kind: 'install' },
    });
  });
});

describe('the registry', () => {
  const put = (id: string, body: unknown, key?: string): Promise<Answer> =>
    send('PUT', `/v1/partners/${id}`, body, key);
  const request = (more: object): object => ({
    postbacks: [
      {
        on: ['install'],
        request: { method: 'GET', url: 'https://p.test/x', query: { c: '{{touch.id}}' }, ...more },
      },
    ],
  });

  test('built-in partners are listed and read with their settings', async () => {
    const { json } = await get('/v1/partners?limit=1000');
    expect(json.items.map((partner: Json) => partner.id)).toEqual(
      expect.arrayContaining(['meta-capi', 'tune', 'voluum']),
    );
    const tune = await get('/v1/partners/tune');
    expect(tune.json).toMatchObject({
      id: 'tune',
      source: 'builtin',
      template: { id: 'tune' },
      live: null,
      pending: null,
    });
    expect(tune.json.settings.map((setting: Json) => setting.key)).toContain('host');
    expectError(await get('/v1/partners/nobody'), 404, 'not_found');
  });

  test.each([
    { name: 'an unknown key', more: { postback: [] }, path: 'postback', says: /postback/ },
    {
      name: 'an unknown key in a request',
      more: request({ body: 'x' }),
      path: 'postbacks.0.request.body',
      says: /body/,
    },
    {
      name: 'a missing helper',
      more: request({ query: { t: '{{unixtime activity.time}}' } }),
      path: 'postbacks.0.request.query.t',
      says: /unixtime/,
    },
    {
      name: 'an unbalanced brace',
      more: request({ query: { t: '{{touch.id' } }),
      path: 'postbacks.0.request.query.t',
      says: /\S/,
    },
    {
      name: 'a placeholder in the host',
      more: request({ url: 'https://{{device.country}}.p.test/x' }),
      path: 'postbacks.0.request.url',
      says: /host/,
    },
    {
      name: 'an unknown value',
      more: request({ query: { t: '{{touch.clickid}}' } }),
      path: 'postbacks.0.request.query.t',
      says: /clickid/,
    },
    { name: 'another id than the path', more: { id: 'other' }, path: 'id', says: /other/ },
    { name: 'no name', more: { name: undefined }, path: 'name', says: /\S/ },
  ])('$name: 400 that names $path', async ({ more, path, says }) => {
    const answer = await put('broken', template('broken', receiver.url, more));
    expectError(answer, 400, 'invalid_template', path);
    expect(answer.json.error.message).toMatch(says);
    expect(answer.json.problems).toContainEqual(expect.objectContaining({ path }));
    expectError(await get('/v1/partners/broken'), 404, 'not_found');
  });

  test('a body that is no template at all', async () => {
    expectError(await put('broken', '{"id": '), 400, 'invalid_json');
    expectError(await put('broken', ''), 400, 'empty_body');
    expectError(await put('broken', []), 400, 'invalid_field');
  });

  test('what is only worth a second look is found, not refused', async () => {
    const answer = await put('plain', template('plain', 'http://p.test'));
    expect(answer).toMatchObject({ status: 200, json: { id: 'plain', version: 1, live: true } });
    expect(answer.json.findings.map((finding: Json) => finding.path)).toContain('postbacks.0.request.url');
  });

  test('versions: an admin’s is live at once, a partner’s when an admin approves; removed, it is gone', async () => {
    const { key } = await make(server, '/v1/keys', { role: 'partner', partner: 'versioned' });
    const named = (name: string): object => template('versioned', receiver.url, { name });
    expect((await put('versioned', named('One'))).json).toMatchObject({ version: 1, live: true });
    expect((await put('versioned', named('Two'), key)).json).toMatchObject({ version: 2, live: false });
    expect((await get('/v1/partners/versioned', key)).json).toMatchObject({
      name: 'One',
      version: '1',
      live: 1,
      pending: 2,
    });
    expectError(await send('POST', '/v1/partners/versioned/approve', { version: 2 }, key), 403, 'forbidden');
    expect((await send('POST', '/v1/partners/versioned/approve', { version: 2 })).status).toBe(200);
    expect((await get('/v1/partners/versioned')).json).toMatchObject({ name: 'Two', live: 2, pending: null });
    expect((await send('DELETE', '/v1/partners/versioned')).status).toBe(204);
    expectError(await get('/v1/partners/versioned'), 404, 'not_found');
  });

  test('a preview shows what would be sent, lists what would be skipped, and sends nothing', async () => {
    await make(server, '/v1/partners/viewed', template('viewed', receiver.url), 'PUT');
    const seen = receiver.received.length;
    const preview = (body: object): Promise<Answer> => send('POST', '/v1/partners/viewed/preview', body);
    const event = await preview({
      kind: 'event',
      event: 'purchase',
      settings: { account: 'x', token: 'tok-secret-2' },
      activity: { revenue: { amount: '4.20', currency: 'USD' } },
    });
    expect(event.status).toBe(200);
    expect(event.json.requests).toEqual([
      expect.objectContaining({ method: 'POST', url: `${receiver.url}/viewed/event` }),
    ]);
    expect(JSON.parse(event.json.requests[0].body)).toMatchObject({ event: 'purchase', value: 4.2 });

    const install = await preview({ kind: 'install', settings: { account: 'x', token: 'tok-secret-2' } });
    expect(install.json.requests[0].url).toContain('account=x');
    expect(install.text).not.toContain('tok-secret-2');

    expect((await preview({ kind: 'install', settings: {} })).json).toMatchObject({
      requests: [],
      skipped: [{ reason: 'setting_missing:account' }],
    });
    expect((await preview({ kind: 'uninstall' })).json).toMatchObject({
      requests: [],
      skipped: [{ reason: 'no_postback_for_kind' }],
    });
    expectError(await preview({ kind: 'sale' }), 400, 'invalid_field', 'kind');
    expectError(await preview({ settings: { acount: '1' } }), 400, 'unknown_field', 'settings.acount');
    expect(receiver.received).toHaveLength(seen);
  });
});

describe('running', () => {
  test('alive, ready, counting; no key needed', async () => {
    expect(await call(server, '/healthz', { key: null })).toMatchObject({
      status: 200,
      json: { status: 'ok' },
    });
    expect(await call(server, '/readyz', { key: null })).toMatchObject({
      status: 200,
      json: { ready: true, store: 'up', redis: 'up' },
    });
    const metrics = await call(server, '/metrics', { key: null });
    expect(metrics.status).toBe(200);
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/);
    for (const name of [
      'carom_activities_accepted_total',
      'carom_refused_total{code="',
      'carom_attributed_total{',
      'carom_latency_seconds_bucket{',
      'carom_queue_',
    ])
      expect(metrics.text).toContain(name);
  });

  test('the OpenAPI document lists the routes', async () => {
    const { json, status } = await call(server, '/openapi.json', { key: null });
    expect(status).toBe(200);
    expect(json.openapi).toMatch(/^3\./);
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining([
        '/v1/activities',
        '/v1/apps/{app}/trace',
        '/c/{link_token}',
        '/postback',
        '/v1/deliveries/{id}/replay',
      ]),
    );
  });

  test.each([
    { name: 'an unknown path', method: 'GET', path: '/v1/nothing', status: 404, code: 'not_found' },
    {
      name: 'broken percent-encoding',
      method: 'GET',
      path: '/v1/apps/%zz',
      status: 400,
      code: 'bad_request',
    },
    { name: 'no key', method: 'GET', path: '/v1/apps', status: 401, code: 'unauthorized', key: null },
    { name: 'broken JSON', method: 'POST', path: '/v1/apps', body: '{', status: 400, code: 'invalid_json' },
    {
      name: 'another content type',
      method: 'POST',
      path: '/v1/apps',
      body: 'a=1',
      type: 'application/x-www-form-urlencoded',
      status: 415,
      code: 'unsupported_media_type',
    },
    {
      name: 'a large body',
      method: 'POST',
      path: '/v1/apps',
      body: ' '.repeat(2 * 1024 * 1024 + 1),
      status: 413,
      code: 'body_too_large',
    },
    {
      name: 'a conversion without a click',
      method: 'GET',
      path: '/postback',
      status: 400,
      code: 'missing_field',
      key: null,
    },
  ])('every error has the one form: $name', async ({ method, path, status, code, body, type, key }) => {
    const answer = await call(server, path, {
      method,
      ...(key === undefined ? {} : { key }),
      ...(body === undefined ? {} : { body }),
      headers: { 'x-request-id': 'my-request-7', ...(type === undefined ? {} : { 'content-type': type }) },
    });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({
      error: { code, message: expect.stringMatching(/\S/), request_id: 'my-request-7' },
    });
    expect(answer.headers.get('x-request-id')).toBe('my-request-7');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

test('a key, or an address, may be held to so many requests a second', async () => {
  const limited = await startServer({ env: { RATE_LIMIT_IP: '5' } });
  const answers = await Promise.all(Array.from({ length: 40 }, () => call(limited, '/v1/apps')));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.json.error).toMatchObject({ code: 'rate_limited' });
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  expect(refused[0]?.headers.get('ratelimit-limit')).toBe('5');
  expect((await call(limited, '/healthz')).status).toBe(200);
});
