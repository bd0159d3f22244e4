/** Requests that apps sign: with `enforce` a leaked key posts nothing, with `report` what it posts is told apart, with `off` nobody looks. */
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startServer,
  type Answer,
  type Json,
  type Server,
  type TestApp,
} from '../harness';
import { createLink, make } from './scene';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(cleanUp);

interface Signing extends TestApp {
  readonly secret: string;
  readonly keyId: string;
}

async function signing(mode: 'off' | 'report' | 'enforce', more: object = {}): Promise<Signing> {
  const app = await createApp(server, { signed_activities: mode, ...more });
  const { id, secret } = await make(server, `/v1/apps/${app.id}/signing-keys`, {});
  return { ...app, secret, keyId: id };
}

function sign(secret: string, body: string, atMs = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'carom-timestamp': timestamp, 'carom-signature': signature };
}

const event = JSON.stringify({ kind: 'event', event: 'purchase', device: { device_id: 'a-1' } });

const post = (
  key: string | undefined,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  path = '/v1/activities',
): Promise<Answer> => call(server, path, { ...(key === undefined ? {} : { key }), body, headers });

describe('enforce', () => {
  let app: Signing;
  beforeAll(async () => {
    app = await signing('enforce');
  });

  test('what is signed is taken: by each path, as lines, compressed', async () => {
    expect(await post(app.key, event, sign(app.secret, event))).toMatchObject({ status: 202 });
    const device = JSON.stringify({ device: { device_id: 'a-1' } });
    expect(await post(app.key, device, sign(app.secret, device), '/v1/sessions')).toMatchObject({
      status: 202,
    });
    const lines = { 'content-type': 'application/x-ndjson' };
    const two = `${event}\n${event}\n`;
    const answer = await post(app.key, two, { ...sign(app.secret, two), ...lines });
    expect(answer.json).toMatchObject({ accepted: 2 });
    const zipped = { ...sign(app.secret, event), 'content-encoding': 'gzip' };
    expect(await post(app.key, gzipSync(event), zipped)).toMatchObject({ status: 202 });
  });

  test.each([
    { name: 'nothing', headers: () => ({}), field: 'carom-signature' },
    {
      name: 'no time',
      headers: (secret: string) => ({ 'carom-signature': sign(secret, event)['carom-signature'] ?? '' }),
      field: 'carom-timestamp',
    },
    {
      name: 'another body',
      headers: (secret: string) => sign(secret, `${event} `),
      field: 'carom-signature',
    },
    { name: 'another secret', headers: () => sign('sgs_another', event), field: 'carom-signature' },
    {
      name: 'an old request, sent again',
      headers: (secret: string) => sign(secret, event, Date.now() - 900_000),
      field: 'carom-timestamp',
    },
    {
      name: 'a clock that is far ahead',
      headers: (secret: string) => sign(secret, event, Date.now() + 900_000),
      field: 'carom-timestamp',
    },
  ])('$name is refused, and the answer names the header', async ({ headers, field }) => {
    const { status, json } = await post(app.key, event, headers(app.secret));
    expect([status, json.error]).toEqual([
      403,
      expect.objectContaining({ code: 'request_signature', field, message: expect.any(String) }),
    ]);
  });

  test("an admin's key must sign as well", async () => {
    const path = `/v1/activities?app=${app.id}`;
    expect((await post(undefined, event, {}, path)).json.error.code).toBe('request_signature');
    expect(await post(undefined, event, sign(app.secret, event), path)).toMatchObject({ status: 202 });
  });

  test("the app's key alone tells of no conversion either; a postback key does, and an admin's file", async () => {
    const link = await createLink(server, app, {});
    const { click_id: cid } = (await call(server, `/c/${link.token}`, { method: 'POST', key: null })).json;
    const byKey = await call(server, `/postback?key=${app.key}&cid=${String(cid)}&event=sale`, { key: null });
    expect([byKey.status, byKey.json.error]).toEqual([
      403,
      expect.objectContaining({ code: 'request_signature', field: 'key' }),
    ]);
    const { key } = await make(server, `/v1/apps/${app.id}/postback-key`, {});
    const taken = await call(server, `/postback?key=${String(key)}&cid=${String(cid)}&event=sale`, {
      key: null,
    });
    expect(taken.status).toBe(200);
    const csv = { 'content-type': 'text/csv' };
    const file = `cid,event,txid\n${String(cid)},sale,T-1\n`;
    const path = `/v1/apps/${app.id}/conversions.csv`;
    expect((await post(app.key, file, csv, path)).json.error.code).toBe('request_signature');
    expect((await post(undefined, file, csv, path)).json).toMatchObject({ accepted: 1 });
  });
});

test('two keys live at a time; what a removed one signs is refused', async () => {
  const app = await signing('enforce');
  const path = `/v1/apps/${app.id}/signing-keys`;
  const second = await make(server, path, {});
  for (const secret of [app.secret, String(second.secret)])
    expect(await post(app.key, event, sign(secret, event))).toMatchObject({ status: 202 });
  const third = await call(server, path, { body: {} });
  expect([third.status, third.json.error.code]).toEqual([409, 'conflict']);
  const listed = await call(server, path);
  expect(listed.json.items.map(({ id }: Json) => id)).toEqual([app.keyId, second.id]);
  const shown = await call(server, `/v1/apps/${app.id}`);
  for (const { text } of [listed, shown]) expect(text).not.toMatch(/sgs_|sealed/);
  expect(await call(server, `${path}/${app.keyId}`, { method: 'DELETE' })).toMatchObject({ status: 204 });
  expect((await post(app.key, event, sign(app.secret, event))).status).toBe(403);
  expect((await post(app.key, event, sign(second.secret, event))).status).toBe(202);
  expect(await call(server, `${path}/${app.keyId}`, { method: 'DELETE' })).toMatchObject({ status: 404 });
});

test('an app without a key that wants signatures says what is missing', async () => {
  const app = await createApp(server, { signed_activities: 'enforce' });
  const { json } = await post(app.key, event, sign('sgs_none', event));
  expect(json.error).toMatchObject({
    code: 'request_signature',
    message: expect.stringContaining('make one'),
  });
});

test('the setting is changed on the way, and has three words', async () => {
  const app = await signing('off');
  expect(await post(app.key, event)).toMatchObject({ status: 202 });
  const patch = (mode: string): Promise<Answer> =>
    call(server, `/v1/apps/${app.id}`, { method: 'PATCH', body: { signed_activities: mode } });
  expect((await patch('enforce')).json).toMatchObject({ signed_activities: 'enforce' });
  expect(await post(app.key, event)).toMatchObject({ status: 403 });
  const wrong = await patch('maybe');
  expect(wrong.json.error).toMatchObject({ code: 'invalid_field', field: 'signed_activities' });
});

test.each([
  { name: 'off: a wrong one', mode: 'off', headers: () => sign('sgs_x', event), flags: [] },
  { name: 'report: a good one', mode: 'report', headers: (s: string) => sign(s, event), flags: [] },
  {
    name: 'report: none',
    mode: 'report',
    headers: () => ({}),
    flags: ['incorrect_signature', 'signature_missing'],
  },
  {
    name: 'report: a wrong one',
    mode: 'report',
    headers: () => sign('sgs_x', event),
    flags: ['incorrect_signature', 'signature_wrong'],
  },
  {
    name: 'report: an old one',
    mode: 'report',
    headers: (s: string) => sign(s, event, Date.now() - 900_000),
    flags: ['incorrect_signature', 'signature_expired'],
  },
] as const)('$name is taken, and its activity says so', async ({ mode, headers, flags }) => {
  const app = await signing(mode);
  const { status, json } = await post(app.key, event, headers(app.secret));
  expect(status).toBe(202);
  const stored = await call(server, `/v1/apps/${app.id}/activities/${String(json.ids[0])}`);
  expect(stored.json.flags).toEqual(flags);
});

test.each([
  { name: 'signed, it is credited', signed: true, kind: 'install', status: 'attributed' },
  { name: 'not signed, its credit is refused', signed: false, kind: 'install', status: 'organic' },
])('report with the rule fraud.signature: $name', async ({ signed, kind, status }) => {
  const app = await signing('report', { policy: { fraud: { signature: 'block' } } });
  const link = await createLink(server, app, { partner: 'acme' });
  const clicked = await call(server, `/c/${link.token}?gps_adid=d-1`, { method: 'POST', key: null });
  const body = JSON.stringify({ device: { gps_adid: 'd-1' }, click_id: clicked.json.click_id });
  const posted = await post(app.key, body, signed ? sign(app.secret, body) : {}, '/v1/installs');
  const judged = await eventually(
    () => call(server, `/v1/apps/${app.id}/activities/${String(posted.json.ids[0])}`),
    ({ json }) => json.state === 'processed',
    60_000,
  );
  expect(judged.json).toMatchObject({ kind, attribution: { status } });
  if (!signed) {
    const trace = await call(server, `/v1/apps/${app.id}/trace?gps_adid=d-1`);
    expect(trace.text).toContain('"incorrect_signature"');
    expect(trace.text).toContain('blocked:signature');
  }
});
