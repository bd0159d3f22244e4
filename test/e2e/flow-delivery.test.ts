/** What is sent arrives as promised: signed, filled in, with one id through all its attempts; and what a destination answers decides what becomes of it. */
import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import {
  call,
  cleanUp,
  createApp,
  startReceiver,
  startServer,
  type Json,
  type Received,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import {
  click,
  createLink,
  deliveriesOf,
  deliveryIn,
  freshId,
  make,
  readActivity,
  settled,
  stage,
  take,
  template,
} from './scene';

let server: Server;
let receiver: Receiver;
let app: TestApp;

type Behaviour = (response: ServerResponse, attempt: number) => void;
/** Path → how it answers its nth request. */
const behaviours = new Map<string, Behaviour>();
const pathOf = (request: Received): string => request.url.split('?')[0] ?? '';
const at = (path: string): Received[] => receiver.received.filter((request) => pathOf(request) === path);

beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer = (request, response) => {
    const behave = behaviours.get(pathOf(request));
    if (behave === undefined) response.end('ok');
    else behave(response, at(pathOf(request)).length);
  };
  server = await startServer({ env: { RETRY_SCHEDULE: '0,0,0' } });
  app = await createApp(server, { store_id: 'com.example.shop' });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

let paths = 0;
/** A path that no other test uses, and how it answers. */
function route(behave?: Behaviour): string {
  paths += 1;
  const path = `/route/${paths}`;
  if (behave !== undefined) behaviours.set(path, behave);
  return path;
}
const status =
  (...codes: readonly number[]): Behaviour =>
  (response, attempt) => {
    response.statusCode = codes[Math.min(attempt, codes.length) - 1] ?? 200;
    response.end(`attempt ${attempt}`);
  };

interface Sent {
  readonly shop: TestApp;
  readonly activity: string;
  readonly secret: string;
}

/** An app of its own with one callback to the path, and an install told to it. */
async function sendTo(path: string, callback: object = {}): Promise<Sent> {
  const shop = await createApp(server);
  const { secret } = await make(server, `/v1/apps/${shop.id}/callbacks`, {
    url: `${receiver.url}${path}`,
    ...callback,
  });
  const activity = await take(server, shop, { kind: 'install', device: { gps_adid: freshId() } });
  return { shop, activity, secret };
}

const outcome = async ({ shop, activity }: Sent, wanted: string): Promise<Json> =>
  deliveryIn(server, shop, activity, wanted);

describe('a callback', () => {
  test('is the whole activity as JSON, signed by Standard Webhooks', async () => {
    const path = route();
    const sent = await sendTo(path, { headers: { 'X-Token': 'hdr-secret' } });
    const delivery = await outcome(sent, 'delivered');
    const [request, ...more] = at(path);
    expect(more).toEqual([]);
    if (request === undefined) throw new Error('nothing came');
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Carom\/\d+\.\d+\.\d+/),
      'carom-delivery-id': delivery.id,
      'webhook-id': delivery.id,
      'x-token': 'hdr-secret',
    });
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    expect(new Webhook(sent.secret).verify(request.body, headers)).toEqual(request.json);
    expect(() => new Webhook(sent.secret).verify(`${request.body} `, headers)).toThrow();
    const { state, ...shown } = await readActivity(server, sent.shop, sent.activity);
    expect(state).toBe('processed');
    expect(request.json).toEqual(shown);
    expect(delivery.request.headers['x-token']).toBe('***');
  });

  test('by GET has its placeholders filled, each encoded for where it stands', async () => {
    const path = route();
    const query = [
      'id={gps_adid}',
      'kind={activity_kind}',
      'event={event_name}',
      'at={created_at}',
      'cents={revenue}',
      'amount={revenue_float}',
      'cur={currency}',
      'net={network_name}',
      'camp={campaign_name}',
      'click={click_id}',
      'match={match_type}',
      'sub={sub1}',
      'tracker={tracker}',
      'either={idfa||gps_adid}',
      'nobody={idfa}',
      'nonce={nonce}',
      'fixed=1',
    ].join('&');
    const shop = await createApp(server);
    const link = await createLink(server, shop, { campaign: 'a&b=c/ü d' });
    await make(server, `/v1/apps/${shop.id}/callbacks`, {
      method: 'GET',
      url: `${receiver.url}${path}?${query}`,
      kinds: ['event'],
    });
    const gps = freshId();
    await click(server, link.token, { gps_adid: gps, click_id: 'N#1', sub1: '50%' });
    await settled(server, shop, await take(server, shop, { kind: 'install', device: { gps_adid: gps } }));
    const event = await take(server, shop, {
      kind: 'event',
      event: 'buy now',
      time: '2026-03-01T10:00:00.999Z',
      device: { gps_adid: gps },
      revenue: { amount: '9.99', currency: 'USD' },
    });
    const delivery = await deliveryIn(server, shop, event, 'delivered');
    const [request] = at(path);
    expect(request).toMatchObject({ method: 'GET', body: '' });
    expect(Object.fromEntries(new URL(request?.url ?? '', receiver.url).searchParams)).toEqual({
      id: gps,
      kind: 'event',
      event: 'buy now',
      at: '1772359200',
      cents: '999',
      amount: '9.99',
      cur: 'USD',
      net: 'acme',
      camp: 'a&b=c/ü d',
      click: 'N#1',
      match: '',
      sub: '50%',
      tracker: link.token,
      either: gps,
      nobody: '',
      nonce: delivery.id,
      fixed: '1',
    });
  });

  test('each destination has a delivery id of its own', async () => {
    const shop = await createApp(server);
    for (const path of [route(), route()])
      await make(server, `/v1/apps/${shop.id}/callbacks`, { url: `${receiver.url}${path}` });
    const activity = await take(server, shop, { kind: 'session', device: { gps_adid: freshId() } });
    await settled(server, shop, activity);
    const ids = (await deliveriesOf(server, shop, activity)).map((each) => each.id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('what the answer decides', () => {
  test.each([500, 503, 408, 425, 429])('%i: sent again, and delivered under the same id', async (code) => {
    const path = route(status(code, 200));
    const sent = await sendTo(path);
    const delivery = await outcome(sent, 'delivered');
    expect(delivery.attempts.map((attempt: Json) => [attempt.status, attempt.response])).toEqual([
      [code, 'attempt 1'],
      [200, 'attempt 2'],
    ]);
    expect(at(path).map((request) => request.delivery)).toEqual([delivery.id, delivery.id]);
    expect(at(path)[1]?.body).toBe(at(path)[0]?.body);
    for (const { body, headers } of at(path))
      new Webhook(sent.secret).verify(
        body,
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      );
  });

  test.each([400, 401, 404, 410, 422])('%i is final: one attempt', async (code) => {
    const path = route(status(code));
    const delivery = await outcome(await sendTo(path), 'failed');
    expect(delivery).toMatchObject({ reason: `http_${code}`, next_attempt_at: null });
    expect(delivery.attempts).toHaveLength(1);
    expect(at(path)).toHaveLength(1);
  });

  test('a schedule that is used up fails it, every attempt kept', async () => {
    const path = route(status(500));
    const delivery = await outcome(await sendTo(path), 'failed');
    expect(delivery.reason).toBe('retries_exhausted');
    expect(delivery.attempts.map((attempt: Json) => attempt.status)).toEqual([500, 500, 500, 500]);
    expect(at(path)).toHaveLength(4);
  });

  test('a redirect is not followed', async () => {
    const elsewhere = route();
    const path = route((response) => {
      response.writeHead(302, { location: `${receiver.url}${elsewhere}` }).end();
    });
    const delivery = await outcome(await sendTo(path), 'failed');
    expect(delivery.reason).toBe('http_302');
    expect(at(elsewhere)).toEqual([]);
  });

  test.each([
    { header: '1800', seconds: 1_800 },
    { header: '86400', seconds: 3_600 },
  ])(
    'Retry-After $header: not before $seconds s, the next attempt says when',
    async ({ header, seconds }) => {
      const path = route((response) => {
        response.writeHead(429, { 'retry-after': header }).end();
      });
      const delivery = await outcome(await sendTo(path), 'retrying');
      const waits = Date.parse(delivery.next_attempt_at) - Date.parse(delivery.attempts[0].at);
      expect(waits).toBeGreaterThanOrEqual(seconds * 1_000);
      // What the attempt itself took comes on top.
      expect(waits).toBeLessThan((seconds + 60) * 1_000);
      expect(at(path)).toHaveLength(1);
    },
  );

  test('a connection that is cut is tried again', async () => {
    const path = route((response, attempt) => {
      if (attempt === 1) response.destroy();
      else response.end('ok');
    });
    const delivery = await outcome(await sendTo(path), 'delivered');
    expect(delivery.attempts[0]).toEqual({
      at: expect.any(String),
      error: expect.stringMatching(/\S/),
      duration_ms: expect.any(Number),
    });
    expect(delivery.attempts[1]).toMatchObject({ status: 200 });
  });

  test('of a long answer 16 KiB are kept', async () => {
    const path = route((response) => void response.end('x'.repeat(1_000_000)));
    const delivery = await outcome(await sendTo(path), 'delivered');
    expect(delivery.attempts[0].response).toBe('x'.repeat(16_384));
  });

  test.each([
    { name: 'the text it asks for', body: 'success=true;7', wanted: 'delivered', reason: undefined },
    {
      name: 'another text',
      body: 'success=false;bad offer',
      wanted: 'failed',
      reason: 'rejected_by_partner',
    },
  ])('a template’s accepted rule decides: 200 with $name is $wanted', async ({ body, wanted, reason }) => {
    const path = route((response) => void response.end(body));
    const { app: shop, token } = await stage(server, 'told', receiver.url, {
      template: {
        postbacks: [
          {
            on: ['install'],
            request: {
              method: 'GET',
              url: `${receiver.url}${path}`,
              query: { c: '{{touch.partner_click_id}}' },
            },
            accepted: { status: [200], body: 'success=true;' },
          },
        ],
      },
    });
    const gps = freshId();
    await click(server, token, { gps_adid: gps, click_id: 'C' });
    const activity = await take(server, shop, { kind: 'install', device: { gps_adid: gps } });
    const delivery = await deliveryIn(server, shop, activity, wanted);
    expect(delivery.reason).toBe(reason);
    expect(delivery.attempts).toEqual([expect.objectContaining({ status: 200, response: body })]);
  });

  test('one destination that fails holds up no other', async () => {
    const shop = await createApp(server);
    const bad = route(status(500));
    const good = route();
    for (const path of [bad, good])
      await make(server, `/v1/apps/${shop.id}/callbacks`, { url: `${receiver.url}${path}` });
    const activity = await take(server, shop, { kind: 'session', device: { gps_adid: freshId() } });
    await deliveryIn(server, shop, activity, 'failed');
    expect(at(good)).toHaveLength(1);
    expect((await deliveriesOf(server, shop, activity)).map((each) => each.status).sort()).toEqual([
      'delivered',
      'failed',
    ]);
  });
});

describe('settings and secrets', () => {
  test('a secret is put in at the moment of sending, and shown nowhere', async () => {
    const { app: shop, token } = await stage(server, 'secretive', receiver.url, {
      integration: { settings: { account: 'a b&c', token: 'tök/en+1' } },
    });
    behaviours.set('/secretive/install', (response) => void response.end('you said tök/en+1'));
    const gps = freshId();
    await click(server, token, { gps_adid: gps, click_id: 'C' });
    const activity = await take(server, shop, { kind: 'install', device: { gps_adid: gps } });
    const delivery = await deliveryIn(server, shop, activity, 'delivered');
    const query = new URL(at('/secretive/install')[0]?.url ?? '', receiver.url).searchParams;
    expect([query.get('account'), query.get('token')]).toEqual(['a b&c', 'tök/en+1']);
    expect(delivery.request.url).toContain('token=***');
    expect(delivery.attempts[0].response).toBe('you said ***');
    const { text } = await call(server, `/v1/apps/${shop.id}/trace?activity=${activity}`);
    expect(text).not.toMatch(/tök|t%C3%B6k/i);
    expect(JSON.stringify(server.log)).not.toMatch(/tök|t%C3%B6k/i);
  });

  test('a change takes effect on what comes next', async () => {
    const path = route();
    const { shop } = await sendTo(path);
    const { items } = (await call(server, `/v1/apps/${shop.id}/callbacks`)).json;
    const callback = `/v1/apps/${shop.id}/callbacks/${items[0].id}`;
    const next = async (): Promise<Json> => {
      const id = await take(server, shop, { kind: 'session', device: { gps_adid: freshId() } });
      await settled(server, shop, id);
      return deliveriesOf(server, shop, id);
    };
    await make(server, callback, { active: false }, 'PATCH');
    expect(await next()).toMatchObject([{ status: 'skipped', reason: 'inactive' }]);
    await call(server, callback, { method: 'DELETE' });
    expect(await next()).toEqual([]);
  });

  test('what is posted twice is sent once', async () => {
    const path = route();
    const { shop } = await sendTo(path);
    const body = Array.from({ length: 50 }, (_, index) => ({
      kind: 'session',
      id: `s-${index}`,
      device: { gps_adid: freshId() },
    }));
    for (let posted = 0; posted < 2; posted += 1)
      expect((await call(server, '/v1/activities', { key: shop.key, body })).status).toBe(202);
    await receiver.until(() => at(path).length >= 51);
    for (const { id } of body) await deliveryIn(server, shop, id, 'delivered');
    expect(at(path)).toHaveLength(51);
    expect(new Set(at(path).map((request) => request.delivery)).size).toBe(51);
  });
});

describe('where nothing may be sent', () => {
  let strict: Server;
  let guarded: TestApp;
  beforeAll(async () => {
    strict = await startServer({
      env: { ALLOW_PRIVATE_DESTINATIONS: '', ALLOW_PORTS: String(receiver.port), RETRY_SCHEDULE: '0' },
    });
    guarded = await createApp(strict);
  });

  // Other private ranges are a table of the address rule's own test: here nothing may leave the machine, even when the guard is broken.
  test.each([
    { url: 'http://127.0.0.1:PORT/private' },
    { url: 'http://localhost:PORT/private' },
    { url: 'http://[::1]:PORT/private' },
    { url: 'http://[::ffff:127.0.0.1]:PORT/private' },
    { url: 'http://2130706433:PORT/private' },
    { url: 'http://0.0.0.0:PORT/private' },
  ])('a callback to $url fails at once', async ({ url: written }) => {
    const url = written.replace('PORT', String(receiver.port));
    const { id } = await make(strict, `/v1/apps/${guarded.id}/callbacks`, { url });
    const activity = await take(strict, guarded, { kind: 'session', device: { gps_adid: freshId() } });
    const delivery = await deliveryIn(strict, guarded, activity, 'failed');
    expect(delivery.reason).toBe('refused_address');
    expect(delivery.attempts).toEqual([
      expect.objectContaining({ error: expect.stringContaining('refused_address') }),
    ]);
    const test = await call(strict, `/v1/apps/${guarded.id}/callbacks/${id}/test`, { method: 'POST' });
    expect(test.json.error).toContain('refused_address');
    expect(at('/private')).toEqual([]);
    await call(strict, `/v1/apps/${guarded.id}/callbacks/${id}`, { method: 'DELETE' });
  });

  test('a partner’s template is held to the same', async () => {
    const { app: shop } = await stage(strict, 'inside', receiver.url, {
      integration: { send: { scope: 'all', confirm_all: true } },
      template: {
        postbacks: [
          {
            on: ['install'],
            request: { method: 'GET', url: `${receiver.url}/private`, query: { i: '{{activity.id}}' } },
          },
        ],
      },
    });
    const activity = await take(strict, shop, { kind: 'install', device: { gps_adid: freshId() } });
    expect((await deliveryIn(strict, shop, activity, 'failed')).reason).toBe('refused_address');
    expect(at('/private')).toEqual([]);
  });
});

test('a preview of the template that sends is what was sent', async () => {
  await make(server, '/v1/partners/alike', template('alike', receiver.url), 'PUT');
  await make(server, `/v1/apps/${app.id}/integrations/alike`, { settings: { account: 'a' } }, 'PUT');
  const settings = { account: 'a' };
  const preview = await make(server, '/v1/partners/alike/preview', {
    kind: 'install',
    settings,
    activity: { id: 'x' },
  });
  const sent = await make(server, '/v1/partners/alike/test', { app: app.id, kind: 'install' });
  const without = (text: string): string => {
    const url = new URL(text);
    url.searchParams.delete('delivery');
    return url.href;
  };
  expect(without(preview.requests[0].url)).toBe(
    without(`${receiver.url}${at('/alike/install')[0]?.url ?? ''}`),
  );
  expect(sent.status).toBe(200);
});
