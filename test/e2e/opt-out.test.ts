/** A device that asks to be forgotten: what was stored, what comes later, and what is there again once the opt-out is withdrawn. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  type TestApp,
} from '../harness';
import { dumpStore } from '../stored';
import { click, deliveriesOf, deliveryIn, freshId, make, readActivity, settled, stage, take } from './scene';

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  // It answers with what it was sent, as some do.
  receiver.answer = ({ url, body }, response) => void response.end(`ok ${url} ${body}`);
  server = await startServer({ env: { ALLOW_PORTS: String(receiver.port) } });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

function optOut(app: TestApp, body: object, key = app.key): Promise<Answer> {
  return call(server, `/v1/apps/${app.id}/opt-outs`, { key, body });
}

async function trace(app: TestApp, query: string): Promise<Json> {
  return (await call(server, `/v1/apps/${app.id}/trace?${query}`)).json;
}

/** What anybody could search the file for. */
function formsOf(id: string): readonly string[] {
  return [id, ...['md5', 'sha1', 'sha256'].map((name) => createHash(name).update(id).digest('hex'))];
}

async function scene(partner: string) {
  const staged = await stage(server, partner, receiver.url);
  const { app } = staged;
  const path = `/v1/apps/${app.id}/callbacks`;
  await make(server, path, { url: `${receiver.url}/all?id={gps_adid}`, method: 'POST' });
  await make(server, path, { url: `${receiver.url}/clicks`, method: 'POST', kinds: ['click'] });
  return staged;
}

test('an install credited to a partner is forgotten to the last byte of the file, later events are dropped, a withdrawn opt-out lets it in again', async () => {
  const { app, token } = await scene('forgetful');
  const gps_adid = freshId();
  const android_id = `a${createHash('md5').update(gps_adid).digest('hex').slice(0, 15)}`;
  const user = `person-${gps_adid}`;
  const agent = `Agent/${gps_adid}`;
  const hashed = createHash('md5').update(gps_adid.toUpperCase()).digest('hex');
  const touch = await click(server, token, { click_id: `theirs-${user}`, gps_adid, user_agent: agent });
  const second = await click(server, token, {
    click_id: `too-${user}`,
    gps_adid_md5: hashed,
    ip_address: '203.0.113.77',
  });
  const device = { gps_adid, android_id, user_agent: agent, ip_address: '203.0.113.78', os_name: 'android' };
  const install = await take(server, app, { kind: 'install', device, user: { id: user } });
  expect(await settled(server, app, install)).toMatchObject({ attribution: { partner: 'forgetful' } });
  await Promise.all(
    [install, install, touch].map((id, n) =>
      eventually(
        () => deliveriesOf(server, app, id),
        (all) => all.filter(({ status }) => status === 'delivered').length > (n === 1 ? 1 : 0),
      ),
    ),
  );
  const secrets = [...formsOf(gps_adid), hashed, android_id, user, agent];
  const found = async (): Promise<readonly string[]> => {
    const stored = await dumpStore(server.dataDir);
    return secrets.filter((secret) => stored.includes(secret));
  };
  expect(await found()).not.toEqual([]);

  const { status, json } = await optOut(app, {
    device: { gps_adid: gps_adid.toUpperCase() },
    reason: 'asked',
  });
  expect([status, json]).toEqual([201, { id: json.id, forgotten: 1, done: true }]);
  const gone = { device: null, touches: [], activities: [] };
  for (const query of [`gps_adid=${gps_adid}`, `android_id=${android_id}`, `user_id=${user}`])
    expect(await trace(app, query)).toMatchObject(gone);
  const { json: shown } = await call(
    server,
    `/v1/apps/${app.id}/trace?activity=${install}&click_id=${second}`,
  );
  const said = JSON.stringify([shown, (await call(server, `/v1/deliveries?app=${app.id}`)).json]);
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  expect(shown.activities[0].decisions.every(({ request }: Json) => request === null)).toBe(true);
  await eventually(found, (left) => left.length === 0);

  const before = receiver.received.length;
  const event = await take(server, app, { kind: 'event', event: 'purchase', device: { android_id } });
  expect(await settled(server, app, event)).toMatchObject({
    kind: 'event',
    attribution: null,
    flags: ['forgotten_device'],
    device: {},
  });
  expect((await deliveriesOf(server, app, event)).map(({ status: is, reason }) => [is, reason])).toEqual([
    ['skipped', 'forgotten_device'],
    ['skipped', 'forgotten_device'],
    ['skipped', 'forgotten_device'],
  ]);
  const third = await click(server, token, {
    gps_adid_sha1: createHash('sha1').update(gps_adid).digest('hex'),
  });
  expect(await trace(app, `click_id=${third}`)).toMatchObject({
    touches: [{ click_id: third, partner: 'forgetful', flags: ['forgotten_device'], device: {} }],
  });
  expect(await deliveriesOf(server, app, third)).toMatchObject([
    { status: 'skipped', reason: 'forgotten_device', request: null },
  ]);
  expect(await trace(app, `android_id=${android_id}`)).toMatchObject(gone);

  expect((await call(server, `/v1/apps/${app.id}/opt-outs`, { key: app.key })).json.items).toMatchObject([
    { id: json.id, environment: 'production', reason: 'asked', forgotten: 1 },
  ]);
  const path = `/v1/apps/${app.id}/opt-outs/${json.id}`;
  expect((await call(server, path, { method: 'DELETE', key: app.key })).status).toBe(204);
  expect((await call(server, path, { method: 'DELETE', key: app.key })).status).toBe(404);
  await click(server, token, { click_id: 'anew', gps_adid });
  const again = await take(server, app, { kind: 'install', device });
  expect(await settled(server, app, again)).toMatchObject({
    kind: 'install',
    attribution: { partner: 'forgetful' },
  });
  await deliveryIn(server, app, again, 'delivered');
  const told = receiver.received
    .slice(before)
    .filter(({ url, body }) => !url.startsWith('/clicks') && body.includes(again));
  expect(told).toHaveLength(1);
  expect(receiver.received.slice(before).some(({ body }) => body.includes(event))).toBe(false);
});

test('what waits for its install, and what a partner did not take yet, is stopped', async () => {
  const { app, token } = await stage(server, 'refusing', receiver.url, {
    app: { policy: { events: { park: '10m' } } },
  });
  receiver.answer = (_request, response) => void response.writeHead(503).end('later');
  const [gps_adid, idfv] = [freshId(), freshId()];
  await click(server, token, { click_id: 'x', gps_adid });
  const install = await take(server, app, { kind: 'install', device: { gps_adid } });
  await deliveryIn(server, app, install, 'retrying');
  const event = await take(server, app, { kind: 'event', event: 'purchase', device: { idfv } });
  await eventually(
    () => readActivity(server, app, event),
    ({ state }) => state === 'parked',
  );
  expect((await optOut(app, { device: { gps_adid, idfv } })).json).toMatchObject({
    forgotten: 2,
    done: true,
  });
  expect(await deliveriesOf(server, app, install)).toMatchObject([
    { status: 'failed', reason: 'forgotten_device', request: null },
  ]);
  expect(await settled(server, app, event)).toMatchObject({ attribution: null, flags: ['forgotten_device'] });
  const [{ id }] = (await deliveriesOf(server, app, install)) as [Json];
  expect((await call(server, `/v1/deliveries/${id}/replay`, { method: 'POST' })).status).toBe(409);
});

test('the sandbox and production are forgotten apart', async () => {
  const { app } = await stage(server, 'apart', receiver.url);
  const device = { gps_adid: freshId() };
  const install = (environment: string): Promise<string> =>
    take(server, app, { kind: 'install', device, environment });
  await settled(server, app, await install('sandbox'));
  await settled(server, app, await install('production'));
  expect((await optOut(app, { device, environment: 'sandbox' })).json).toMatchObject({ forgotten: 1 });
  const session = async (environment: string): Promise<Json> =>
    settled(server, app, await take(server, app, { kind: 'session', device, environment }));
  expect(await session('sandbox')).toMatchObject({ attribution: null, flags: ['forgotten_device'] });
  expect(await session('production')).toMatchObject({ attribution: { status: 'organic' }, flags: [] });
});

test.each([
  { name: 'nothing', body: {}, status: 400, code: 'missing_field', field: 'device' },
  { name: 'an empty device', body: { device: {} }, status: 400, code: 'missing_field', field: 'device' },
  {
    name: 'zeros',
    body: { device: { idfa: '00000000-0000-0000-0000-000000000000' } },
    status: 400,
    code: 'invalid_field',
    field: 'device.idfa',
  },
  {
    name: 'a placeholder',
    body: { user: { id: '{user}' } },
    status: 400,
    code: 'invalid_field',
    field: 'user.id',
  },
  {
    name: 'an address',
    body: { device: { ip_address: '203.0.113.7' } },
    status: 400,
    code: 'unknown_field',
    field: 'device.ip_address',
  },
])('an opt-out that names $name is refused by name', async ({ body, status, code, field }) => {
  const { app } = await stage(server, 'apart', receiver.url);
  const answer = await optOut(app, body);
  expect([answer.status, answer.json.error.code, answer.json.error.field]).toEqual([status, code, field]);
});

test('a client key, which is in every copy of the app, forgets nobody; nor does another app’s', async () => {
  const { app } = await stage(server, 'apart', receiver.url);
  const { app: other } = await stage(server, 'apart', receiver.url);
  const { key } = await make(server, '/v1/keys', { role: 'app', app: app.id, client: true });
  const body = { device: { gps_adid: freshId() } };
  expect((await optOut(app, body, key)).status).toBe(403);
  expect((await optOut(app, body, other.key)).status).toBe(404);
});

/** The worked example of docs/attribution.md: an opt-out, what comes later, what is stored of it. */
test('the example in the documentation holds', async () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'attribution.md'), 'utf8');
  const [asked, later, left] = [...page.matchAll(/^```jsonc\n([^]*?)^```$/gm)].map(
    // The formatter puts a comma behind the last field.
    ([, text = '']): Json => JSON.parse(text.replace(/,(\s*[}\]])/g, '$1')),
  );
  const { app } = await scene('apart');
  expect((await optOut(app, asked)).status).toBe(201);
  const event = await take(server, app, later);
  const stored = await settled(server, app, event);
  expect(stored).toMatchObject(left);
  expect([stored.device, stored.user]).toEqual([left.device, undefined]);
  expect(
    (await deliveriesOf(server, app, event)).map(({ status, reason }) => `${status}: ${reason}`),
  ).toEqual(Array(3).fill('skipped: forgotten_device'));
});
