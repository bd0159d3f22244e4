/** Destinations that say no more, fail and come back, want to be sent slowly, or are told to be something else: what each costs, and what is shown of it. */
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  startServer,
  type Json,
  type Received,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { click, deliveriesOf, deliveryIn, freshId, make, settled, stage, take } from './scene';

let server: Server;
let receiver: Receiver;
/** Statuses by path; 200 where none is set. */
const statuses = new Map<string, number>();
const at = (path: string): Received[] =>
  receiver.received.filter((request) => request.url.split('?')[0] === path);

beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer = ({ url }, response) => {
    response.statusCode = statuses.get(url.split('?')[0] ?? '') ?? 200;
    response.end('ok');
  };
  server = await startServer({ env: { RETRY_SCHEDULE: '1,1,1,1,1,1' } });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

const session = (app: TestApp): Promise<string> =>
  take(server, app, { kind: 'session', device: { gps_adid: freshId() } });

async function withCallback(
  path: string,
  more: object = {},
): Promise<{ app: TestApp; route: string; secret: string }> {
  const app = await createApp(server);
  const { id, secret } = await make(server, `/v1/apps/${app.id}/callbacks`, {
    url: `${receiver.url}${path}`,
    ...more,
  });
  return { app, route: `/v1/apps/${app.id}/callbacks/${id}`, secret };
}

const plainHeaders = ({ headers }: Received): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

describe('410 Gone', () => {
  test('switches the callback off, which is shown, logged and counted; a person switches it on again', async () => {
    statuses.set('/gone', 410);
    const { app, route } = await withCallback('/gone');
    const first = await deliveryIn(server, app, await session(app), 'failed');
    expect(first.reason).toBe('http_410');
    expect(first.attempts[0].error).toContain('asks for no more');
    const shown = await eventually(
      async () => (await call(server, route)).json,
      (callback) => callback.active === false,
    );
    expect(shown.disabled).toEqual({ reason: 'gone', at: expect.stringMatching(/^\d{4}-/) });
    expect(server.log).toContainEqual(
      expect.objectContaining({ level: 'warn', callback: shown.id, reason: 'gone' }),
    );
    const { text } = await call(server, '/metrics');
    expect(text).toContain('carom_destination_switched_total{what="callback_disabled"} 1');

    const later = await session(app);
    await settled(server, app, later);
    expect(await deliveriesOf(server, app, later)).toMatchObject([{ status: 'skipped', reason: 'inactive' }]);
    expect(at('/gone')).toHaveLength(1);

    statuses.delete('/gone');
    const again = await make(server, route, { active: true }, 'PATCH');
    expect(again).toMatchObject({ active: true });
    expect(again.disabled).toBeUndefined();
    await deliveryIn(server, app, await session(app), 'delivered');
  });

  test.each([
    { name: 'a 410 to another', off: 'gone' },
    { name: 'a person', off: 'inactive' },
  ])(
    'switched off by $name, what waits for it fails without another try, and a replay sends it',
    async ({ off }) => {
      const path = `/off-${off}`;
      statuses.set(path, 503);
      const { app, route } = await withCallback(path);
      const waiting = await session(app);
      await deliveryIn(server, app, waiting, 'retrying');
      if (off === 'gone') statuses.set(path, 410);
      const switchedOff =
        off === 'gone' ? await session(app) : await make(server, route, { active: false }, 'PATCH');
      await eventually(
        async () => (await call(server, route)).json,
        (callback) => callback.active === false,
      );
      expect(switchedOff).toBeDefined();
      // From here on every try would be seen as one of these.
      statuses.set(path, 200);
      const ended = await deliveryIn(server, app, waiting, 'failed');
      expect(['inactive', 'http_410']).toContain(ended.reason);
      if (off === 'inactive') expect(ended.reason).toBe('inactive');
      expect(ended.attempts.map(({ status }: Json) => status)).not.toContain(200);
      await make(server, route, { active: true }, 'PATCH');
      await make(server, `/v1/deliveries/${ended.id}/replay`, {});
      await deliveryIn(server, app, waiting, 'delivered');
    },
  );

  test('removed: what waits for it fails without another try', async () => {
    statuses.set('/removed', 503);
    const { app, route } = await withCallback('/removed', { method: 'GET' });
    const waiting = await session(app);
    await deliveryIn(server, app, waiting, 'retrying');
    expect((await call(server, route, { method: 'DELETE' })).status).toBe(204);
    statuses.set('/removed', 200);
    const ended = await eventually(
      async () => (await deliveriesOf(server, app, waiting))[0],
      (found) => found?.status === 'failed' || found?.status === 'delivered',
    );
    expect(ended).toMatchObject({ status: 'failed', reason: 'inactive' });
  });

  test('to a test that a person asks for, or to a partner, switches nothing off', async () => {
    statuses.set('/gone-test', 410);
    const { route } = await withCallback('/gone-test');
    expect((await call(server, `${route}/test`, { method: 'POST' })).json.status).toBe(410);
    expect((await call(server, route)).json.active).toBe(true);
  });

  test('of what was planned before a change switches nothing off', async () => {
    statuses.set('/moved', 503);
    const { app, route } = await withCallback('/moved');
    await deliveryIn(server, app, await session(app), 'retrying');
    await make(server, route, { kinds: ['session', 'install'] }, 'PATCH');
    statuses.set('/moved', 410);
    await receiver.until(() => at('/moved').length >= 2);
    const activity = await session(app);
    await deliveryIn(server, app, activity, 'failed');
    const shown = await eventually(
      async () => (await call(server, route)).json,
      (callback) => callback.active === false,
    );
    // The change, and the switch that the second activity's 410 was: the first one's brought none.
    expect(shown.version).toBe(3);
  });
});

test('a rotated secret is shown once; for a day both sign, and two libraries take either', async () => {
  const { app, route, secret } = await withCallback('/rotated');
  const rotated = await make(server, `${route}/rotate`, {});
  expect(rotated.secret).toMatch(/^whsec_/);
  expect(rotated.secret).not.toBe(secret);
  const until = Date.parse(rotated.previous_secret_until) - Date.now();
  expect(until).toBeGreaterThan(23 * 3_600_000);
  expect(until).toBeLessThanOrEqual(24 * 3_600_000);
  const read = await call(server, route);
  expect(read.json.previous_secret_until).toBe(rotated.previous_secret_until);
  expect(read.text).not.toMatch(/whsec_|sealed:/);

  await deliveryIn(server, app, await session(app), 'delivered');
  const [request] = at('/rotated');
  if (request === undefined) throw new Error('nothing came');
  expect(String(request.headers['webhook-signature']).split(' ')).toHaveLength(2);
  for (const known of [secret, rotated.secret])
    for (const verifier of [new Standard(known), new Svix(known)])
      expect(verifier.verify(request.body, plainHeaders(request))).toEqual(request.json);
  const stranger = new Standard(`whsec_${Buffer.alloc(24).toString('base64')}`);
  expect(() => stranger.verify(request.body, plainHeaders(request))).toThrow();
});

test('a destination that fails opens its breaker; everything waits, is shown, and arrives when it is back', async () => {
  const partner = await startReceiver();
  try {
    let alive = false;
    partner.answer = (_request, response) => {
      if (alive) response.end('ok');
      else response.destroy();
    };
    const app = await createApp(server);
    await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${partner.url}/in` });
    const body = Array.from({ length: 60 }, () => ({ kind: 'session', device: { gps_adid: freshId() } }));
    await call(server, '/v1/activities', { key: app.key, body });
    const find = async (key?: string): Promise<Json> =>
      (await call(server, '/v1/destinations', key === undefined ? {} : { key })).json.items.find(
        ({ origin }: Json) => origin === partner.url,
      );
    const open = await eventually(
      find,
      (found) => found !== undefined && found.state !== 'closed' && found.waiting > 0,
    );
    expect(open).toMatchObject({ failure_rate: 1, limit: 1, workers: 1 });
    expect(Date.parse(open.next_probe_at)).toBeGreaterThan(Date.parse(open.since));
    expect(open.waiting).toBeGreaterThan(0);
    const reader = await make(server, '/v1/keys', { role: 'reader', app: app.id });
    const own = await find(String(reader.key));
    expect(own).toMatchObject({ origin: partner.url });
    expect(own.waiting).toBeUndefined();
    const other = await make(server, '/v1/keys', { role: 'reader', app: (await createApp(server)).id });
    expect(await find(String(other.key))).toBeUndefined();

    alive = true;
    await partner.until((received) => new Set(received.map(({ delivery }) => delivery)).size >= 60);
    const { json } = await call(server, `/v1/deliveries?app=${app.id}&limit=1000`);
    // Most of them were never tried in vain: they waited.
    const tried = json.items.filter((delivery: Json) => delivery.attempts.length > 1);
    expect(tried.length).toBeLessThan(40);
    await eventually(find, (found) => found?.state === 'closed');
    const { text } = await call(server, '/metrics');
    expect(text).toMatch(/carom_destination_switched_total\{what="breaker_opened"\} [1-9]/);
    expect(text).toMatch(/carom_destination_switched_total\{what="breaker_closed"\} [1-9]/);
    for (const breaker of ['opened', 'closed'])
      expect(server.log).toContainEqual(
        expect.objectContaining({ stage: 'deliver', origin: partner.url, breaker }),
      );
  } finally {
    partner.close();
  }
});

test.each([
  { name: 'its template', template: { rateLimit: 10 }, send: {} },
  { name: 'its integration', template: { rateLimit: 1_000 }, send: { rate_per_second: 10 } },
])('a partner with a rate in $name gets no more, and everything in the end', async ({ template, send }) => {
  const id = send.rate_per_second === undefined ? 'slow-one' : 'slow-two';
  const { app } = await stage(server, id, receiver.url, {
    integration: { send: { scope: 'all', confirm_all: true, ...send } },
    template: {
      ...template,
      postbacks: [
        {
          on: ['session'],
          request: { method: 'GET', url: `${receiver.url}/${id}`, query: { a: '{{activity.id}}' } },
        },
      ],
    },
  });
  const times: number[] = [];
  const answer = receiver.answer;
  receiver.answer = (request, response) => {
    if (request.url.startsWith(`/${id}`)) times.push(performance.now());
    answer(request, response);
  };
  const body = Array.from({ length: 25 }, () => ({ kind: 'session', device: { gps_adid: freshId() } }));
  await call(server, '/v1/activities', { key: app.key, body });
  await receiver.until(() => at(`/${id}`).length >= 25);
  receiver.answer = answer;
  // Two at once after the pause before, then one each tenth of a second.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2_000);
  expect(new Set(at(`/${id}`).map(({ delivery }) => delivery)).size).toBe(25);
});

describe('nothing that comes in can begin another header or request', () => {
  const evil = 'a\r\nx-injected: 1\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n';
  afterEach(() => {
    for (const { headers } of receiver.received) expect(headers['x-injected']).toBeUndefined();
    expect(at('/smuggled')).toEqual([]);
  });

  test('in the URL and body of a callback it is data', async () => {
    const { app } = await withCallback('/data?name={event_name}');
    const activity = await take(server, app, {
      kind: 'event',
      event: 'e&name=2#/../ %0d%0ax-injected:1',
      device: { gps_adid: freshId() },
      params: { note: evil },
    });
    await deliveryIn(server, app, activity, 'delivered');
    const [request] = at('/data');
    expect(new URL(request?.url ?? '', receiver.url).searchParams.getAll('name')).toEqual([
      'e&name=2#/../ %0d%0ax-injected:1',
    ]);
    expect(request?.json.params).toEqual({ note: evil });
  });

  test('in a header of a callback it is refused by name', async () => {
    const app = await createApp(server);
    const { status, json } = await call(server, `/v1/apps/${app.id}/callbacks`, {
      body: { url: `${receiver.url}/x`, headers: { 'x-a': evil } },
    });
    expect([status, json.error.field]).toEqual([400, 'headers.x-a']);
  });

  test.each([
    { name: 'a touch’s value in a header lost its line breaks at the door', value: '{{touch.campaign}}' },
    { name: 'a secret in a header loses them as it is put in', value: '{{settings.token}}' },
  ])('$name', async ({ value }) => {
    const id = value.includes('token') ? 'head-token' : 'head-touch';
    const { app, token } = await withHeader(id, value);
    const gps = freshId();
    await click(server, token, { gps_adid: gps, campaign: evil });
    const activity = await take(server, app, { kind: 'install', device: { gps_adid: gps } });
    await deliveryIn(server, app, activity, 'delivered');
    expect(at(`/${id}`)[0]?.headers['x-value']).toBe(evil.replace(/[\r\n]/g, ''));
  });

  test('an app’s value in a header skips the postback', async () => {
    const { app, token } = await withHeader('head-param', '{{params.note}}');
    const gps = freshId();
    await click(server, token, { gps_adid: gps });
    const activity = await take(server, app, {
      kind: 'install',
      device: { gps_adid: gps },
      params: { note: evil },
    });
    expect((await deliveryIn(server, app, activity, 'skipped')).reason).toMatch(/^unsafe_header:/);
  });

  const withHeader = (id: string, value: string) =>
    stage(server, id, receiver.url, {
      integration: { settings: { account: 'a', token: evil } },
      template: {
        postbacks: [
          {
            on: ['install'],
            request: { method: 'GET', url: `${receiver.url}/${id}`, headers: { 'x-value': value } },
          },
        ],
      },
    });
});
