/**
 * Other vendors' clients on a running server: their requests as they send them, what the activity becomes, and what goes out for it to the partner and to the
 * advertiser. The mappings, field by field, are in test/golden-compat.
 */
import { createHmac } from 'node:crypto';
import {
  call,
  cleanUp,
  eventually,
  startReceiver,
  startServer,
  type Json,
  type Receiver,
  type Server,
} from '../harness';
import { freshId, make, stage, type Scene } from './scene';

let server: Server;
let receiver: Receiver;
let scene: Scene;
const devKey = 'dev-key-of-the-vendor';

beforeAll(async () => {
  server = await startServer();
  receiver = await startReceiver();
  scene = await stage(server, 'net', receiver.url);
  await make(server, `/v1/apps/${scene.app.id}/callbacks`, {
    url: `${receiver.url}/callback`,
    method: 'POST',
  });
  await register('appsflyer', { app_ids: ['com.example.shop'], key: devKey });
  await register('adjust', {
    app_ids: ['4w565xzmb54d'],
    key: 's2s-token',
    events: { f0ob4r: 'purchase' },
    links: { abc123: scene.token },
  });
});
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

const register = (vendor: string, form: object): Promise<Json> =>
  make(server, `/v1/apps/${scene.app.id}/compat/${vendor}`, form, 'PUT');

const send = (
  path: string,
  options: {
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly method?: string;
  },
): Promise<{ status: number; text: string; json: Json; headers: Headers }> =>
  call(server, `/compat/${path}`, { key: null, ...options });

/** Of this device, once all of them were judged. */
const judged = (gpsAdid: string, count: number): Promise<Json[]> =>
  eventually(
    async () => {
      const { json } = await call(server, `/v1/apps/${scene.app.id}/trace?gps_adid=${gpsAdid}`);
      return (json.activities as Json[]).map(({ activity }) => activity);
    },
    (items) => items.length >= count && items.every(({ state }) => state === 'processed'),
  );

const form = (values: Readonly<Record<string, string>>) => ({
  method: 'POST',
  body: new URLSearchParams(values).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Bearer s2s-token' },
});

/** What came for the device at the partner's or the advertiser's address. */
const arrived = (path: string, mark: string): Json[] =>
  receiver.received.filter(({ url, body }) => url.startsWith(path) && (url + body).includes(mark));

test("Adjust's click, first session and event: an install and a purchase, credited, sent on", async () => {
  const gpsAdid = freshId();
  const click = `adjust/abc123?s2s=1&gps_adid=${gpsAdid}&clickid=PC-${gpsAdid}&campaign=autumn`;
  expect(await send(click, {})).toMatchObject({ status: 200, json: { status: 'OK' } });

  const ids = { s2s: '1', app_token: '4w565xzmb54d', gps_adid: gpsAdid };
  const session = await send('adjust/session', form({ ...ids, os_name: 'android', app_version: '1.2.3' }));
  expect(session).toMatchObject({ status: 200, json: { message: 'Install tracked', ask_in: 2000 } });
  const later = await send('adjust/session', form(ids));
  expect(later.json).toMatchObject({ message: 'Session tracked', ask_in: 5000, adid: session.json.adid });
  const event = await send(
    'adjust/event',
    form({ ...ids, event_token: 'f0ob4r', revenue: '9.99', currency: 'EUR' }),
  );
  expect(event).toMatchObject({ status: 200, json: { status: 'OK' } });

  const activities = await judged(gpsAdid, 3);
  const install = activities.find(({ kind }) => kind === 'install');
  expect(activities.map(({ kind }) => kind as string).sort()).toEqual(['event', 'install', 'session']);
  expect(install).toMatchObject({
    posted_kind: 'session',
    app_version: '1.2.3',
    flags: ['session_may_install'],
    attribution: { status: 'attributed', partner: 'net', campaign: 'autumn', match_type: 'device_id' },
  });

  const click_ = `PC-${gpsAdid}`;
  await receiver.until(
    () => arrived('/net/install', click_).length > 0 && arrived('/net/event', click_).length > 0,
  );
  expect(arrived('/net/event', click_)[0].json).toMatchObject({ event: 'purchase', value: 9.99 });
  await receiver.until(() => arrived('/callback', gpsAdid).length >= 3);
  const told = arrived('/callback', gpsAdid).map(({ json }) => json.kind as string);
  expect(told.sort()).toEqual(['event', 'install', 'session']);
});

test("AppsFlyer's event: read back with every field, sent to the partner that has the install", async () => {
  const gpsAdid = freshId();
  await send(`adjust/abc123?s2s=1&gps_adid=${gpsAdid}&clickid=PC-${gpsAdid}`, {});
  await send('adjust/session', form({ s2s: '1', app_token: '4w565xzmb54d', gps_adid: gpsAdid }));
  const answer = await send('appsflyer/inappevent/com.example.shop', {
    headers: { authentication: devKey },
    body: {
      appsflyer_id: '1415211453000-6513894',
      advertising_id: gpsAdid,
      customer_user_id: 'u1',
      eventName: 'af_purchase',
      eventValue: '{"af_revenue":"6","af_content_id":"15854"}',
      eventCurrency: 'USD',
      ip: '203.0.113.50',
    },
  });
  expect(answer).toMatchObject({ status: 200, text: 'OK' });
  const event = (await judged(gpsAdid, 2)).find(({ kind }) => kind === 'event');
  const read = (await call(server, `/v1/apps/${scene.app.id}/activities/${event.id}`)).json;
  expect(read).toMatchObject({
    event: 'af_purchase',
    device: {
      device_id: '1415211453000-6513894',
      gps_adid: gpsAdid,
      ip_address: '203.0.113.50',
      os_name: 'android',
    },
    revenue: { amount: '6', currency: 'USD' },
    params: { af_content_id: '15854', contents: [{ id: '15854' }] },
    attribution: { status: 'attributed', partner: 'net' },
  });
  await receiver.until(() => arrived('/net/event', `PC-${gpsAdid}`).length > 0);
  expect(arrived('/net/event', `PC-${gpsAdid}`)[0].json).toMatchObject({ event: 'af_purchase', value: 6 });
});

test('a signed first open is an install; the same request again is the same activity', async () => {
  const gpsAdid = freshId();
  const body = JSON.stringify({
    request_id: freshId(),
    timestamp: Date.now(),
    ip: '203.0.113.51',
    device_ids: [{ type: 'gaid', value: gpsAdid }],
  });
  const authorization = createHmac('sha256', devKey).update(body).digest('hex');
  const open = () =>
    send('appsflyer/v1.0/s2s/first_open/app/androidtv/com.example.shop', {
      body,
      headers: { authorization },
    });
  expect((await open()).status).toBe(202);
  expect((await open()).status).toBe(202);
  const [install, ...others] = await judged(gpsAdid, 1);
  expect(others).toEqual([]);
  expect(install).toMatchObject({ kind: 'install', attribution: { status: 'organic' } });
});

test("a browser's click goes on to the link's own URL and from there to the store", async () => {
  const gpsAdid = freshId();
  const led = await send(`adjust/abc123?gps_adid=${gpsAdid}`, {});
  expect(led.status).toBe(302);
  const target = await call(server, led.headers.get('location') ?? '', {
    key: null,
    headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14)' },
  });
  expect(target.status).toBe(302);
  expect(target.headers.get('location')).toContain('play.google.com');
});

test('a registration that changes holds at once; one that is removed is nobody any more', async () => {
  const event = {
    headers: { authentication: 'new-key' },
    body: { appsflyer_id: '1415211453000-6513895', eventName: 'x', eventValue: '' },
  };
  const path = 'appsflyer/inappevent/com.example.shop';
  expect((await send(path, event)).status).toBe(401);
  await register('appsflyer', { app_ids: ['com.example.shop'], key: 'new-key' });
  expect((await send(path, event)).status).toBe(200);
  await call(server, `/v1/apps/${scene.app.id}/compat/appsflyer`, { method: 'DELETE' });
  const gone = await send(path, event);
  expect([gone.status, gone.text]).toEqual([400, 'Failed to Authenticate']);
  expect(gone.headers.get('carom-reason')).toContain('com.example.shop');
});

test('what is no vendor is not there', async () => {
  expect((await send('umeng/event', {})).status).toBe(404);
});
