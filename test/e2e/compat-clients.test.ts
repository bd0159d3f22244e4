/**
 * Branch's, Singular's and Kochava's clients on a running server: what they send is read back as an activity, and goes out to the partner that has the credit
 * and to the advertiser. The mappings, field by field, are in test/golden-compat.
 */
import {
  call,
  cleanUp,
  eventually,
  startReceiver,
  startServer,
  type Answer,
  type Json,
  type Receiver,
  type Server,
} from '../harness';
import { freshId, make, post, stage, type Scene } from './scene';

let server: Server;
let receiver: Receiver;
let scene: Scene;
const branchKey = 'key_live_hcnegAumkH7Kv18M8AOHhfgiohpXq5tB';
const sdkKey = 'the-sdk-key';
const guid = 'kotest-shop-5f2a1b3c';
const campaign = 'kotest-shop-campaign-1';

beforeAll(async () => {
  server = await startServer();
  receiver = await startReceiver();
  scene = await stage(server, 'net', receiver.url);
  await make(server, `/v1/apps/${scene.app.id}/callbacks`, {
    url: `${receiver.url}/callback`,
    method: 'POST',
  });
  await register('branch', { app_ids: [branchKey], events: { PURCHASE: 'purchase' } });
  await register('singular', { app_ids: ['com.example.shop'], key: sdkKey });
  await register('kochava', { app_ids: [guid], links: { [campaign]: scene.token } });
});
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

const register = (vendor: string, form: object): Promise<Json> =>
  make(server, `/v1/apps/${scene.app.id}/compat/${vendor}`, form, 'PUT');

const send = (path: string, body?: unknown): Promise<Answer> =>
  call(server, `/compat/${path}`, { key: null, ...(body === undefined ? {} : { body }) });

/** Of this device, once all of them were judged. */
const judged = (gpsAdid: string, count: number): Promise<Json[]> =>
  eventually(
    async () => {
      const { json } = await call(server, `/v1/apps/${scene.app.id}/trace?gps_adid=${gpsAdid}`);
      return (json.activities as Json[]).map(({ activity }) => activity);
    },
    (items) => items.length >= count && items.every(({ state }) => state === 'processed'),
  );

/** What came for it at the partner's or the advertiser's address. */
const arrived = (path: string, mark: string): Json[] =>
  receiver.received.filter(({ url, body }) => url.startsWith(path) && (url + body).includes(mark));

/** Clicked by way of Kochava's URL, which names the campaign that stands for the scene's link. */
async function click(gpsAdid: string): Promise<void> {
  const query = new URLSearchParams({
    campaign_id: campaign,
    click_id: `PC-${gpsAdid}`,
    device_id: gpsAdid,
    device_id_type: 'adid',
    ip_address: '203.0.113.60',
  });
  expect(await send(`kochava/v1/cpi/click?${query.toString()}`)).toMatchObject({
    status: 200,
    json: { success: '1', click_id: expect.stringMatching(/^\w{26}$/) as unknown },
  });
}

/** Both of them: the partner by its template, the advertiser by the callback. */
async function told(gpsAdid: string, kind: 'install' | 'event'): Promise<{ partner: Json; callback: Json }> {
  const callbacks = (): Json[] =>
    arrived('/callback', gpsAdid)
      .map(({ json }) => json)
      .filter((json: Json) => json.kind === kind);
  await receiver.until(() => arrived(`/net/${kind}`, `PC-${gpsAdid}`).length > 0 && callbacks().length > 0);
  return { partner: arrived(`/net/${kind}`, `PC-${gpsAdid}`)[0].json, callback: callbacks()[0] };
}

const only = (activities: Json[], kind: string): Json => {
  const found = activities.filter((activity) => activity.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
};

test("Branch's purchase after a native install: credited, sent on", async () => {
  const gpsAdid = freshId();
  await click(gpsAdid);
  await post(server, scene.app, { kind: 'install', device: { gps_adid: gpsAdid } });
  const answer = await send('branch/v2/event/standard', {
    name: 'PURCHASE',
    branch_key: branchKey,
    user_data: { os: 'Android', os_version: 25, aaid: gpsAdid, developer_identity: 'user123' },
    event_data: { transaction_id: `T-${gpsAdid}`, currency: 'USD', revenue: 180.2, coupon: 'c-1' },
    content_items: [{ $sku: '1101', $price: 101.2, $quantity: 1, $product_name: 'Runner' }],
    custom_data: { foo: 'bar' },
  });
  expect(answer).toMatchObject({ status: 200, json: { branch_view_enabled: false } });
  const { id } = only(await judged(gpsAdid, 2), 'event');
  expect((await call(server, `/v1/apps/${scene.app.id}/activities/${id}`)).json).toMatchObject({
    event: 'purchase',
    transaction_id: `T-${gpsAdid}`,
    device: { gps_adid: gpsAdid, os_name: 'android', os_version: '25' },
    user: { id: 'user123' },
    revenue: { amount: '180.2', currency: 'USD' },
    params: {
      coupon: 'c-1',
      foo: 'bar',
      contents: [{ id: '1101', price: 101.2, quantity: 1, name: 'Runner' }],
    },
    attribution: { status: 'attributed', partner: 'net' },
  });
  const { partner, callback } = await told(gpsAdid, 'event');
  expect(partner).toMatchObject({ event: 'purchase', value: 180.2 });
  expect(callback).toMatchObject({ event: 'purchase', revenue: { amount: '180.2' } });
});

test("Singular's first launch and event: an install and a purchase, credited, sent on", async () => {
  const gpsAdid = freshId();
  await click(gpsAdid);
  const who = { a: sdkKey, p: 'Android', i: 'com.example.shop', ve: '9', ip: '203.0.113.61', aifa: gpsAdid };
  const get = (path: string, more: Readonly<Record<string, string>>): Promise<Answer> =>
    send(`singular/${path}?${new URLSearchParams({ ...who, ...more }).toString()}`);
  const ok = { status: 200, json: { status: 'ok' } };
  expect(await get('api/v1/launch', { app_v: '1.2.3' })).toMatchObject(ok);
  expect(await get('api/v1/launch', { app_v: '1.2.3' })).toMatchObject(ok);
  expect(
    await get('api/v1/evt', {
      n: 'purchase',
      is_revenue_event: 'true',
      amt: '28',
      cur: 'USD',
      e: '{"k":"v"}',
    }),
  ).toMatchObject(ok);
  const activities = await judged(gpsAdid, 3);
  expect(activities.map(({ kind }) => kind as string).sort()).toEqual(['event', 'install', 'session']);
  expect(only(activities, 'install')).toMatchObject({
    posted_kind: 'session',
    app_version: '1.2.3',
    attribution: { status: 'attributed', partner: 'net', match_type: 'device_id' },
  });
  expect(only(activities, 'event')).toMatchObject({
    event: 'purchase',
    revenue: { amount: '28', currency: 'USD' },
    params: { k: 'v' },
  });
  const { partner, callback } = await told(gpsAdid, 'event');
  expect(partner).toMatchObject({ event: 'purchase', value: 28 });
  expect(callback).toMatchObject({ event: 'purchase', device: { gps_adid: gpsAdid } });
  await told(gpsAdid, 'install');
});

test("Kochava's install and event: credited, sent on", async () => {
  const gpsAdid = freshId();
  await click(gpsAdid);
  const record = (action: string, more: object): Promise<Answer> =>
    send('kochava/track/json', {
      action,
      kochava_app_id: guid,
      kochava_device_id: `install-${gpsAdid}`,
      data: {
        device_ids: { idfa: '', adid: gpsAdid },
        origination_ip: '203.0.113.62',
        device_ua: 'Mozilla/5.0 (Linux; Android 7.1; Nexus 5X)',
        device_ver: 'Nexus 5X-Android-7.1',
        usertime: Date.now(),
        ...more,
      },
    });
  expect(await record('install', {})).toMatchObject({ status: 200, json: { success: '1' } });
  const event = { event_name: 'Purchase', currency: 'EUR', event_data: { sum: 28 } };
  expect(await record('event', event)).toMatchObject({ status: 200, json: { success: '1' } });
  const activities = await judged(gpsAdid, 2);
  expect(only(activities, 'install')).toMatchObject({
    device: { device_id: `install-${gpsAdid}`, device_model: 'Nexus 5X', os_version: '7.1' },
    attribution: { status: 'attributed', partner: 'net' },
  });
  expect(only(activities, 'event')).toMatchObject({
    event: 'Purchase',
    revenue: { amount: '28', currency: 'EUR' },
    attribution: { status: 'attributed', partner: 'net' },
  });
  const { partner, callback } = await told(gpsAdid, 'event');
  expect(partner).toMatchObject({ event: 'Purchase', value: 28 });
  expect(callback).toMatchObject({ event: 'Purchase' });
  await told(gpsAdid, 'install');
});

test('a key that is not the registered one stores nothing, and the answer says it in the body', async () => {
  const gpsAdid = freshId();
  const query = new URLSearchParams({
    a: 'wrong',
    p: 'Android',
    i: 'com.example.shop',
    n: 'x',
    aifa: gpsAdid,
  });
  const refused = await send(`singular/api/v1/evt?${query.toString()}`);
  expect([refused.status, refused.json]).toEqual([200, { status: 'error', reason: 'invalid argument: a' }]);
  const trace = await call(server, `/v1/apps/${scene.app.id}/trace?gps_adid=${gpsAdid}`);
  expect(trace.json.activities ?? []).toEqual([]);
});
