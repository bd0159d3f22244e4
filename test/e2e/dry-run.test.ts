/** `POST /v1/partners/{id}/dry-run` against a running server: what came is rendered through a candidate, each difference is shown, nothing is sent and no secret is told. */
import { call, cleanUp, startReceiver, startServer, type Json, type Receiver, type Server } from '../harness';
import { click, deliveryIn, freshId, make, settled, stage, take, template, type Scene } from './scene';

const secret = 'not-for-anybodys-eyes';
let server: Server;
let receiver: Receiver;
let scene: Scene;
let install: string;
let purchase: string;
let sentBefore = 0;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  scene = await stage(server, 'acme', receiver.url, {
    integration: { settings: { account: 'a-1', token: secret }, events: { purchase: 'sale' } },
  });
  const { app, token } = scene;
  const device = { gps_adid: freshId(), os_name: 'android' };
  const touched = await click(server, token, { gps_adid: device.gps_adid, click_id: 'net-1' });
  install = await take(server, app, { kind: 'install', click_id: touched, device });
  await deliveryIn(server, app, install, 'delivered');
  const revenue = { amount: '9.99', currency: 'USD' };
  purchase = await take(server, app, { kind: 'event', event: 'purchase', device, revenue });
  await deliveryIn(server, app, purchase, 'delivered');
  // Of nobody's credit: it is not among what is shown.
  await settled(server, app, await take(server, app, { kind: 'install', device: { gps_adid: freshId() } }));
  sentBefore = receiver.received.length;
});
afterEach(() => expect(receiver.received).toHaveLength(sentBefore));
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

async function dryRun(body: object, status = 200): Promise<Json> {
  const answer = await call(server, '/v1/partners/acme/dry-run', { body: { app: scene.app.id, ...body } });
  expect([answer.status, answer.text.includes(secret)]).toEqual([status, false]);
  expect(answer.text).not.toContain('__carom_');
  return answer.json;
}

/** The scene's template with another query of its install's postback. */
function candidate(query: object, more: object = {}): Json {
  const made = template('acme', receiver.url, more) as Json;
  return {
    ...made,
    postbacks: made.postbacks.map((postback: Json, at: number) =>
      at === 0 ? { ...postback, request: { ...postback.request, query } } : postback,
    ),
  };
}

test('what is live changes nothing', async () => {
  expect(await dryRun({})).toMatchObject({ activities: 2, unchanged: 2, changed: 0, items: [] });
});

test('a template: what is added, removed and changed, leaf by leaf', async () => {
  const query = {
    click: 'x-{{touch.partner_click_id}}',
    'secret?': '{{settings.token}}',
    delivery: '{{delivery.id}}',
  };
  const { items, ...rest } = await dryRun({ template: candidate(query) });
  expect(rest).toMatchObject({ activities: 2, unchanged: 1, changed: 1 });
  expect(items).toEqual([
    {
      activity_id: install,
      kind: 'install',
      received_at: expect.any(String) as unknown,
      postbacks: [
        {
          postback: 'install',
          delivery_id: expect.any(String) as unknown,
          before: { status: 'sent' },
          after: { status: 'sent' },
          changes: [
            { path: 'query.click', change: 'changed', before: 'net-1', after: 'x-net-1' },
            { path: 'query.account', change: 'removed', before: 'a-1' },
            { path: 'query.token', change: 'removed', before: '***' },
            { path: 'query.secret', change: 'added', after: '***' },
          ],
        },
      ],
    },
  ]);
  expect(rest.findings.map(({ code }: Json) => code)).toContain('secret_in_url');
});

test('settings: over those that are stored, the secret one kept', async () => {
  const { items } = await dryRun({ settings: { account: 'a-2' } });
  expect(items[0].postbacks[0].changes).toEqual([
    { path: 'query.account', change: 'changed', before: 'a-1', after: 'a-2' },
  ]);
});

test('a setting that is taken away, and a leaf that is empty, skip and say why', async () => {
  const without = await dryRun({ settings: { account: '' } });
  const skipped = (reason: string) => ({ before: { status: 'sent' }, after: { status: 'skipped', reason } });
  expect(without.items.map(({ postbacks }: Json) => postbacks[0])).toMatchObject([
    skipped('setting_missing:account'),
    skipped('setting_missing:account'),
  ]);
  const hungry = await dryRun({ template: candidate({ sku: '{{params.sku}}' }) });
  expect(hungry.items[0].postbacks[0]).toMatchObject(skipped('empty_leaf:query.sku'));
});

test('a postback that is new, and one that is no more', async () => {
  const made = candidate({ tid: '{{activity.id}}' });
  const [first, ...others] = made.postbacks;
  const { items } = await dryRun({
    template: { ...made, postbacks: [{ ...first, id: 'first' }, ...others] },
  });
  expect(
    items[0].postbacks.map(({ postback, before, after }: Json) => [postback, before.status, after.status]),
  ).toEqual([
    ['install', 'sent', 'absent'],
    ['first', 'absent', 'sent'],
  ]);
});

test('the limit is the newest', async () => {
  const { activities, items } = await dryRun({ settings: { account: 'a-2' }, limit: 1 });
  expect([activities, items]).toEqual([1, []]);
  expect((await dryRun({ settings: { account: 'a-2' }, limit: 2 })).items).toHaveLength(1);
});

test.each([
  { name: 'a limit of none', body: { limit: 0 }, status: 400, field: 'limit' },
  { name: 'a limit beyond', body: { limit: 501 }, status: 400, field: 'limit' },
  { name: 'an unknown setting', body: { settings: { acount: 'x' } }, status: 400, field: 'settings.acount' },
  { name: 'an unknown field', body: { setting: {} }, status: 400, field: 'setting' },
  {
    name: 'a template that is not valid',
    body: { template: { id: 'acme' } },
    status: 400,
    field: expect.stringMatching(/^template\./) as unknown,
  },
])('$name is refused by name', async ({ body, status, field }) => {
  expect((await dryRun(body, status)).error.field).toEqual(field);
});

test("another partner's template, an app or a partner that is not there, keys that may not", async () => {
  const other = await dryRun({ template: template('other', receiver.url) }, 400);
  expect(other.error.field).toBe('template.id');
  await dryRun({ app: 'nobody' }, 404);
  const path = '/v1/partners/acme/dry-run';
  const key = (await make(server, '/v1/keys', { role: 'reader', app: scene.app.id })).key;
  expect((await call(server, path, { key, body: { app: scene.app.id } })).status).toBe(403);
  await make(server, '/v1/partners/apart', template('apart', receiver.url), 'PUT');
  const apart = await call(server, '/v1/partners/apart/dry-run', { body: { app: scene.app.id } });
  expect([apart.status, apart.json.error.message]).toEqual([404, expect.stringContaining('not integrated')]);
});

test('nothing was stored', async () => {
  const { json } = await call(server, `/v1/deliveries?app=${scene.app.id}&partner=acme`);
  expect(json.items.map(({ activity_id: id, status }: Json) => [id, status]).slice(-2)).toEqual([
    [purchase, 'delivered'],
    [install, 'delivered'],
  ]);
  expect(json.items).toHaveLength(3);
});
