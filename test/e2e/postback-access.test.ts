/** Who may tell of a conversion: postback keys, signatures, addresses; and what trackers leave unfilled, as the doctor sees it. */
import { createHmac } from 'node:crypto';
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
import { click, createLink, make } from './scene';

let server: Server;

beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: 'loopback' } });
});
afterAll(cleanUp);

let orders = 0;
const order = (): string => `order-${(orders += 1)}`;

function tell(query: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  return call(server, `/postback?${String(new URLSearchParams({ txid: order(), ...query }))}`, {
    key: null,
    headers,
  });
}

async function postbackKey(app: TestApp, link?: string): Promise<string> {
  const body = link === undefined ? {} : { link };
  return String((await make(server, `/v1/apps/${app.id}/postback-key`, body)).key);
}

async function clickOf(app: TestApp): Promise<{ token: string; cid: string }> {
  const { token } = await createLink(server, app);
  return { token, cid: await click(server, token) };
}

describe('postback keys', () => {
  test('of an app: they tell of conversions, of any link, and of nothing else', async () => {
    const app = await createApp(server);
    const { cid } = await clickOf(app);
    const key = await postbackKey(app);
    expect((await tell({ key, cid })).status).toBe(200);
    const asActivity = await call(server, '/v1/events', { key, body: { event: 'x', click_id: cid } });
    expect(asActivity.status).toBe(401);
    expect((await call(server, `/v1/apps/${app.id}`, { key })).status).toBe(401);
  });

  test('of a link: its own clicks alone', async () => {
    const app = await createApp(server);
    const [own, foreign] = [await clickOf(app), await clickOf(app)];
    const key = await postbackKey(app, own.token);
    expect((await tell({ key, cid: own.cid, event: 'sale', txid: 'own', status: 'pending' })).status).toBe(
      200,
    );
    expect((await tell({ key, cid: foreign.cid })).status).toBe(403);
    expect((await tell({ key, txid: 'own', status: 'approved' })).status).toBe(403);
    // Nor does it move what another link's click brought.
    const whole = await postbackKey(app);
    await tell({ key: whole, cid: foreign.cid, event: 'sale', txid: 'foreign', status: 'pending' });
    expect(
      (await tell({ key, cid: own.cid, event: 'sale', txid: 'foreign', status: 'approved' })).status,
    ).toBe(401);
  });

  test('are replaced, listed and revoked; a guess is none', async () => {
    const app = await createApp(server);
    const { token, cid } = await clickOf(app);
    const first = await postbackKey(app);
    const second = await postbackKey(app);
    await postbackKey(app, token);
    expect((await tell({ key: first, cid })).status).toBe(401);
    expect((await tell({ key: second, cid })).status).toBe(200);
    expect((await tell({ key: `${second.slice(0, -1)}_`, cid })).status).toBe(401);
    const path = `/v1/apps/${app.id}/postback-key`;
    expect((await call(server, path)).json).toEqual({ app: true, links: [token] });
    expect((await call(server, path, { method: 'DELETE' })).status).toBe(204);
    expect((await call(server, path, { method: 'DELETE' })).status).toBe(404);
    expect((await tell({ key: second, cid })).status).toBe(401);
    expect((await call(server, path, { body: { link: 'none' } })).status).toBe(404);
    expect(JSON.stringify((await call(server, `/v1/apps/${app.id}`)).json)).not.toContain('sealed');
  });
});

describe('signatures', () => {
  const now = (): string => String(Math.floor(Date.now() / 1_000));
  const sign = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

  function signed(key: string, query: Record<string, string>): Promise<Answer> {
    const text = String(new URLSearchParams({ txid: order(), sig_ts: now(), ...query }));
    return call(server, `/postback?${text}&sig=${sign(key, text)}`, { key: null });
  }

  test('an app that asks for them takes nothing else', async () => {
    const app = await createApp(server, { postback_key: 'signed' });
    const { token, cid } = await clickOf(app);
    const key = await postbackKey(app);
    expect((await signed(key, { cid })).status).toBe(200);
    expect((await signed(key, { app: app.id, cid })).status).toBe(200);
    const ofLink = await postbackKey(app, token);
    expect((await signed(ofLink, { link: token, cid })).status).toBe(200);
    for (const unsigned of [{ key: app.key, cid }, { key, cid }, { cid }])
      expect((await tell(unsigned)).status).toBe(401);
  });

  test('of a POST cover its body', async () => {
    const app = await createApp(server);
    const { cid } = await clickOf(app);
    const key = await postbackKey(app);
    const query = `app=${app.id}&sig_ts=${now()}`;
    const body = `cid=${cid}&txid=${order()}&payout=5`;
    const send = (sent: string): Promise<Answer> =>
      call(server, `/postback?${query}&sig=${sign(key, `${query}\n${body}`)}`, {
        key: null,
        body: sent,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await send(body)).status).toBe(200);
    expect((await send(body.replace('payout=5', 'payout=9'))).status).toBe(401);
  });

  test.each([
    { name: 'another key', change: (text: string) => text, key: 'cpk_other' },
    { name: 'a changed query', change: (text: string) => text.replace('payout=5', 'payout=6') },
  ])('$name does not match', async ({ change, key }) => {
    const app = await createApp(server);
    const { cid } = await clickOf(app);
    const own = await postbackKey(app);
    const text = String(new URLSearchParams({ cid, txid: order(), payout: '5', sig_ts: now() }));
    const answer = await call(server, `/postback?${change(text)}&sig=${sign(key ?? own, text)}`, {
      key: null,
    });
    expect(answer).toMatchObject({ status: 401, json: { error: { code: 'unauthorized', field: 'sig' } } });
  });

  test.each([
    { name: 'no time', at: undefined },
    { name: 'a time that is over', at: -16 * 60 },
    { name: 'a time to come', at: 16 * 60 },
  ])('$name is refused', async ({ at }) => {
    const app = await createApp(server);
    const { cid } = await clickOf(app);
    const key = await postbackKey(app);
    const time = at === undefined ? '' : String(Number(now()) + at);
    expect(await signed(key, { cid, sig_ts: time })).toMatchObject({
      status: 401,
      json: { error: { field: 'sig' } },
    });
  });

  test('sig stands last', async () => {
    const answer = await call(server, '/postback?sig=00&cid=x', { key: null });
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'invalid_field', field: 'sig' } } });
  });
});

describe('addresses', () => {
  test.each([
    { address: '203.0.113.7', status: 200 },
    { address: '203.0.113.8', status: 403 },
    { address: '198.51.100.255', status: 200 },
    { address: '198.51.101.0', status: 403 },
    { address: '2001:db8::1', status: 200 },
  ])('$address: $status', async ({ address, status }) => {
    const app = await createApp(server, {
      postback_addresses: ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32'],
    });
    const { cid } = await clickOf(app);
    // Behind a proxy that is trusted; what the caller itself wrote stands further left and is not believed.
    const headers = { 'x-forwarded-for': `203.0.113.7, ${address}` };
    expect((await tell({ key: app.key, cid }, headers)).status).toBe(status);
    const pixel = await call(server, `/p.gif?key=${app.key}&cid=${cid}&txid=${order()}`, {
      key: null,
      headers,
    });
    expect(pixel.status).toBe(status);
  });

  test('a list that is none is refused; null takes it away', async () => {
    const app = await createApp(server, { postback_addresses: ['203.0.113.7'] });
    const patch = (value: unknown) =>
      call(server, `/v1/apps/${app.id}`, { method: 'PATCH', body: { postback_addresses: value } });
    expect(await patch(['203.0.113.0/33'])).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_field' } },
    });
    expect((await patch(null)).json.postback_addresses).toBeUndefined();
    const { cid } = await clickOf(app);
    expect((await tell({ key: app.key, cid }, { 'x-forwarded-for': '198.51.100.1' })).status).toBe(200);
  });
});

describe('answers in the style asked', () => {
  test.each([
    { query: {}, accept: '*/*', type: 'text/plain' },
    { query: {}, accept: 'application/json', type: 'application/json' },
    { query: { format: 'gif' }, accept: 'application/json', type: 'image/gif' },
    { query: { format: 'JSON' }, accept: '*/*', type: 'application/json' },
    { query: { format: 'ok' }, accept: 'application/json', type: 'text/plain' },
  ])('$query $accept: $type', async ({ query, accept, type }) => {
    const app = await createApp(server);
    const { cid } = await clickOf(app);
    const answer = await tell({ key: app.key, cid, ...(query as Record<string, string>) }, { accept });
    expect(answer.headers.get('content-type')).toContain(type);
  });

  test('another style is refused before anything is taken', async () => {
    const app = await createApp(server);
    const { cid } = await clickOf(app);
    const answer = await tell({ key: app.key, cid, format: 'xml' });
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_field', field: 'format' } },
    });
  });
});

test('macros that were not filled in: refused by name, left out where nothing depends on them, and counted', async () => {
  const app = await createApp(server);
  const { cid } = await clickOf(app);
  const macros = [
    '{clickid}',
    '[click_id]',
    '%%clickid%%',
    '${clickid}',
    '#clickid#',
    '__CLICKID__',
    '<clickid>',
    'id-{clickid}',
  ];
  for (const macro of macros) {
    const answer = await tell({ key: app.key, clickid: macro });
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_field', field: 'clickid' } },
    });
    expect(answer.json.error.message).toContain(`still a placeholder (${macro})`);
  }
  await tell({ key: app.key, cid, payout: '{payout}' });
  await tell({ key: app.key, cid, payout: '{payout}' });
  const kept = (await tell({ key: app.key, cid, sub5: '{sub5}', geo: 'de', format: 'json' })).json;
  const activity = (await call(server, `/v1/apps/${app.id}/activities/${kept.id}`)).json;
  expect(activity).toMatchObject({ params: { geo: 'de' }, flags: ['unexpanded_macro'] });
  expect(activity.params.sub5).toBeUndefined();
  const { findings, healthy } = await eventually(
    async () => (await call(server, `/v1/apps/${app.id}/doctor`)).json,
    (found) =>
      found.findings.filter(({ code }: Json) => code === 'call_macro_unexpanded').length ===
      macros.length + 2,
  );
  expect(healthy).toBe(false);
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'call_macro_unexpanded', detail: 'payout={payout}', count: 2 }),
  );
  expect(findings).toContainEqual(expect.objectContaining({ detail: 'sub5={sub5}', count: 1 }));
});
