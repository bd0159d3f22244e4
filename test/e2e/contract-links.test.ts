/** Links as they are made and clicked: their hierarchy and cost, who makes no touch, clicks that repeat, clicks that are signed, apps that open, the well-known files. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
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
import {
  androidAgent,
  click,
  createLink,
  desktopAgent,
  freshId,
  iphoneAgent,
  make,
  play,
  settled,
  stampedReferrer,
  take,
  visit,
} from './scene';

let server: Server;
let app: TestApp;
let token: string;

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server);
  token = (await createLink(server, app)).token;
});
afterAll(cleanUp);

const clickIdOf = (answer: Answer): string =>
  new URLSearchParams(stampedReferrer(answer)).get('click_id') ?? '';

async function touchesOf(gps: string, of: TestApp = app): Promise<Json[]> {
  const { status, json } = await call(server, `/v1/apps/${of.id}/trace?gps_adid=${gps}`);
  return status === 200 ? json.touches : [];
}

async function touchOf(clickId: string, of: TestApp = app): Promise<Json> {
  const found = await eventually(
    () => call(server, `/v1/apps/${of.id}/trace?click_id=${clickId}`),
    ({ status }) => status === 200,
  );
  return found.json.touches.find((touch: Json) => touch.click_id === clickId);
}

describe('hierarchy and cost', () => {
  const levels = {
    campaign: 'spring',
    campaign_id: 'c-1',
    adgroup: 'adults',
    adgroup_id: 'g-1',
    creative: 'video',
    creative_id: 'v-1',
  };
  const cost = { model: 'cpc', amount: '0.25', currency: 'EUR' };

  test('a link has names and ids of every level, and its touches have them', async () => {
    const link = await createLink(server, app, { ...levels, cost });
    expect(link).toMatchObject({ ...levels, cost });
    expect(await touchOf(await click(server, link.token))).toMatchObject({ ...levels, cost });
  });

  test('a click makes levels on the fly; an id belongs to the name it came with', async () => {
    const link = await createLink(server, app, levels);
    const touch = await touchOf(
      await click(server, link.token, { campaign: 'autumn', adgroup_id: 'g-2', creative: 'video' }),
    );
    expect(touch).toMatchObject({
      campaign: 'autumn',
      adgroup: 'adults',
      adgroup_id: 'g-2',
      creative_id: 'v-1',
    });
    expect(touch).not.toHaveProperty('campaign_id');
    // Templates read ids as parameters too.
    expect(touch.params).toEqual({ adgroup_id: 'g-2' });
  });

  test('a click’s own cost counts, and one that says nothing is flagged', async () => {
    const link = await createLink(server, app, { cost });
    const query = { cost_model: 'CPM', cost_amount: '1.50', cost_currency: 'usd' };
    expect(await touchOf(await click(server, link.token, query))).toMatchObject({
      cost: { model: 'cpm', amount: '1.50', currency: 'USD' },
    });
    const odd = await touchOf(await click(server, link.token, { cost_amount: '{price}' }));
    expect(odd.flags).toEqual(['unreadable_cost']);
    expect(odd).not.toHaveProperty('cost');
  });

  test('null clears, a bad form names its field', async () => {
    const link = await createLink(server, app, { ...levels, cost });
    const path = `/v1/apps/${app.id}/links/${link.token}`;
    const changed = await make(
      server,
      path,
      { campaign_id: null, cost: null, deeplink: 'shop://x' },
      'PATCH',
    );
    expect(changed).toMatchObject({ campaign: 'spring', deeplink: 'shop://x' });
    expect(changed).not.toHaveProperty('campaign_id');
    expect(changed).not.toHaveProperty('cost');
    for (const [body, field] of [
      [{ cost: { amount: '-1', currency: 'USD' } }, 'cost.amount'],
      [{ cost: { amount: '1', currency: 'dollar' } }, 'cost.currency'],
      [{ cost: { model: 'free', amount: '1', currency: 'USD' } }, 'cost.model'],
      [{ deeplink: 'javascript:alert(1)' }, 'deeplink'],
      [{ signed_clicks: 'maybe' }, 'signed_clicks'],
    ] as const) {
      const refused = await call(server, path, { method: 'PATCH', body });
      expect(refused).toMatchObject({ status: 400, json: { error: { field } } });
    }
  });
});

describe('who looks and does not click', () => {
  test.each([
    {
      name: 'a crawler',
      headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    },
    { name: 'a preview', headers: { 'user-agent': 'facebookexternalhit/1.1' } },
    { name: 'a page fetched ahead', headers: { 'sec-purpose': 'prefetch;prerender' } },
    { name: 'the older word for it', headers: { purpose: 'prefetch' } },
    { name: 'Firefox’s', headers: { 'x-moz': 'prefetch' } },
  ])('$name is shown the way, unstamped, and makes no touch', async ({ headers }) => {
    const gps = freshId();
    const answer = await visit(server, token, { gps_adid: gps }, headers);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(
      headers['user-agent'] === undefined ? play : 'https://shop.test/app',
    );
    const real = clickIdOf(await visit(server, token, { gps_adid: gps }));
    await touchOf(real);
    expect((await touchesOf(gps)).map((touch) => touch.click_id)).toEqual([real]);
  });

  test('an impression seen by a crawler is a pixel and no touch', async () => {
    const gps = freshId();
    const path = `/i/${token}?gps_adid=${gps}`;
    const seen = await call(server, path, { key: null, headers: { 'user-agent': 'Googlebot/2.1' } });
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/gif']);
    const real = await call(server, path, { method: 'POST', key: null });
    expect((await touchesOf(gps)).map((touch) => touch.click_id)).toEqual([real.json.click_id]);
  });

  test('a server’s touch is judged by the user agent that it names, never by its own', async () => {
    const gps = freshId();
    const post = (query: Record<string, string>, agent: string): Promise<Answer> =>
      call(server, `/c/${token}?${String(new URLSearchParams({ gps_adid: gps, ...query }))}`, {
        method: 'POST',
        key: null,
        headers: { 'user-agent': agent },
      });
    const bot = await post({ user_agent: 'curl/8.5.0' }, androidAgent);
    expect(bot).toMatchObject({ status: 200, json: { click_id: null, ignored: 'bot' } });
    expect(await touchesOf(gps)).toEqual([]);
    const person = await post({ user_agent: androidAgent }, 'curl/8.5.0');
    expect((await touchesOf(gps)).map((touch) => touch.click_id)).toEqual([person.json.click_id]);
  });
});

describe('clicks that come twice', () => {
  test('within a second from one device: one touch with a count, one click id', async () => {
    const gps = freshId();
    const ids = await Promise.all(
      [1, 2, 3].map(() => visit(server, token, { gps_adid: gps }).then(clickIdOf)),
    );
    expect(new Set(ids).size).toBe(1);
    const [touch, ...more] = await eventually(
      () => touchesOf(gps),
      ([first]) => first?.count === 3,
    );
    expect(more).toEqual([]);
    expect(touch).toMatchObject({ click_id: ids[0], count: 3 });
  });

  test.each([
    { name: 'another partner click id', query: { click_id: 'B' } },
    { name: 'none, where there was one', query: {} },
  ])('$name is another touch', async ({ query }) => {
    const gps = freshId();
    await click(server, token, { gps_adid: gps, click_id: 'A' });
    await click(server, token, { gps_adid: gps, ...query });
    expect(await touchesOf(gps)).toHaveLength(2);
  });

  test('a server’s repeat is answered with the first one’s id, once that is stored', async () => {
    const gps = freshId();
    const clicked_at = new Date().toISOString();
    const ids = [1, 2].map(() => click(server, token, { gps_adid: gps, click_id: 'A', clicked_at }));
    const [first, second] = await Promise.all(ids);
    expect(second).toBe(first);
    expect(await touchOf(String(first))).toMatchObject({ count: 2 });
  });

  test('servers that tell of two clicks an hour apart tell of two', async () => {
    const gps = freshId();
    const clicked_at = new Date(Date.now() - 3_600_000).toISOString();
    await click(server, token, { gps_adid: gps, clicked_at });
    await click(server, token, { gps_adid: gps });
    expect(await touchesOf(gps)).toHaveLength(2);
  });

  test('an address alone joins nothing', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    const ids = await Promise.all([1, 2].map(() => visit(server, token, {}, headers).then(clickIdOf)));
    expect(new Set(ids).size).toBe(2);
  });

  test('where the app has the cookie, one browser’s clicks are one; without it no cookie is set', async () => {
    expect((await visit(server, token)).headers.get('set-cookie')).toBeNull();
    const own = await createApp(server, { clicker_cookie: true });
    const link = await createLink(server, own);
    const first = await visit(server, link.token);
    const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(cookie).toMatch(/^carom_clicker=/);
    const again = await Promise.all([1, 2].map(() => visit(server, link.token, {}, { cookie })));
    expect(again.map((answer) => answer.headers.get('set-cookie'))).toEqual([null, null]);
    const id = clickIdOf(again[0] as Answer);
    expect(clickIdOf(again[1] as Answer)).toBe(id);
    const touch = await eventually(
      () => touchOf(id, own),
      ({ count }) => count !== undefined,
    );
    expect(touch.count).toBeGreaterThanOrEqual(2);
  });
});

describe('signed clicks', () => {
  const sign = (path: string, secret: string, seconds = 60): string => {
    const text = `${path}&expires=${Math.floor(Date.now() / 1_000) + seconds}`;
    return `${text}&signature=${createHmac('sha256', secret).update(text).digest('hex')}`;
  };
  const send = (path: string, method = 'GET'): Promise<Answer> =>
    call(server, path, { method, key: null, headers: { 'user-agent': androidAgent } });
  let signing: TestApp;
  let link: Json;
  let secret: string;

  beforeAll(async () => {
    signing = await createApp(server, { signed_clicks: 'enforce' });
    link = await createLink(server, signing);
    const key = await make(server, `/v1/apps/${signing.id}/click-keys`, { partner: 'acme' });
    secret = key.secret;
    expect(key).toEqual({
      id: expect.stringMatching(/^ck_/),
      partner: 'acme',
      created_at: expect.any(String),
      secret: expect.stringMatching(/^cks_/),
    });
  });

  test('a key is listed without its secret, and neither is shown with the app', async () => {
    const listed = await call(server, `/v1/apps/${signing.id}/click-keys`);
    expect(listed.json.items).toHaveLength(1);
    const shown = await call(server, `/v1/apps/${signing.id}`);
    expect(shown.json).toMatchObject({ signed_clicks: 'enforce' });
    expect(listed.text + shown.text).not.toMatch(/cks_|sealed:|secret/);
  });

  test('enforced: what is signed is credited, what is not is rejected beside the install', async () => {
    const gps = freshId();
    const good = await send(sign(`/c/${link.token}?gps_adid=${gps}`, secret));
    const install = await take(server, signing, { kind: 'install', device: { gps_adid: gps } });
    expect((await settled(server, signing, install)).attribution).toMatchObject({
      partner: 'acme',
      touch_id: clickIdOf(good),
    });
    expect((await touchOf(clickIdOf(good), signing)).flags).toEqual([]);

    const other = freshId();
    const bad = await send(`/c/${link.token}?gps_adid=${other}`);
    expect(bad.status).toBe(302);
    const touch = await touchOf(clickIdOf(bad), signing);
    expect(touch.flags).toEqual(['incorrect_signature', 'signature_missing']);
    expect(touch.params).toEqual({});
    const refused = await take(server, signing, { kind: 'install', device: { gps_adid: other } });
    expect(await settled(server, signing, refused)).toMatchObject({
      attribution: { status: 'organic', candidates: [{ verdict: 'lost', reason: 'blocked:rejected' }] },
      rejected: [{ touch_id: clickIdOf(bad), reason: 'incorrect_signature' }],
    });
  });

  test.each([
    { name: 'missing', path: (at: string) => at, field: 'signature' },
    { name: 'wrong', path: (at: string) => `${sign(at, secret)}&campaign=mine`, field: 'signature' },
    { name: 'expired', path: (at: string) => sign(at, secret, -60), field: 'expires' },
    { name: 'by nobody’s key', path: (at: string) => sign(at, 'guess'), field: 'signature' },
  ])('a server whose signature is $name is told so', async ({ path, field }) => {
    const gps = freshId();
    const answer = await send(path(`/c/${link.token}?gps_adid=${gps}`), 'POST');
    expect(answer).toMatchObject({ status: 403, json: { error: { code: 'click_signature', field } } });
    expect(await touchesOf(gps, signing)).toEqual([]);
  });

  test('a partner’s key signs no other partner’s links', async () => {
    const theirs = await createLink(server, signing, { partner: 'other' });
    expect((await send(sign(`/c/${theirs.token}?a=1`, secret), 'POST')).status).toBe(403);
    const general = await make(server, `/v1/apps/${signing.id}/click-keys`, {});
    expect((await send(sign(`/c/${theirs.token}?a=1`, general.secret), 'POST')).status).toBe(200);
    const removed = await call(server, `/v1/apps/${signing.id}/click-keys/${general.id}`, {
      method: 'DELETE',
    });
    expect(removed.status).toBe(204);
    expect((await send(sign(`/c/${theirs.token}?a=1`, general.secret), 'POST')).status).toBe(403);
  });

  test('reported: noted on the touch; what follows is the policy’s', async () => {
    for (const [signature, status] of [
      ['off', 'attributed'],
      ['block', 'organic'],
    ] as const) {
      const policy = { fraud: { signature } };
      const own = await createApp(server, { signed_clicks: 'report', policy });
      const reported = await createLink(server, own);
      const gps = freshId();
      const answer = await send(`/c/${reported.token}?gps_adid=${gps}`, 'POST');
      expect(answer.status).toBe(200);
      expect((await touchOf(answer.json.click_id, own)).flags).toContain('incorrect_signature');
      const install = await take(server, own, { kind: 'install', device: { gps_adid: gps } });
      expect((await settled(server, own, install)).attribution.status).toBe(status);
    }
  });

  test('a link’s own word counts before the app’s; off, both names are parameters as any', async () => {
    const open = await createLink(server, signing, { signed_clicks: 'off' });
    const answer = await send(`/c/${open.token}?expires=1&signature=x`, 'POST');
    expect(answer.status).toBe(200);
    expect(await touchOf(answer.json.click_id, signing)).toMatchObject({
      flags: [],
      params: { expires: '1', signature: 'x' },
    });
  });
});

describe('links that open the app', () => {
  let deep: Json;
  beforeAll(async () => {
    deep = await createLink(server, app, { deeplink: 'shop://home?from="ad"'.replaceAll('"', '%22') });
  });

  test.each([
    { name: 'Android', agent: androidAgent },
    { name: 'iOS', agent: iphoneAgent },
  ])('on $name: a page that opens it and goes on to the store', async ({ agent }) => {
    const answer = await visit(server, deep.token, { deeplink: 'shop://item/7' }, { 'user-agent': agent });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const nonce = /nonce="([^"]+)"/.exec(answer.text)?.[1] ?? 'none';
    expect(answer.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`);
    const [inApp, store] = [...answer.text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
      href.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    );
    expect(inApp).toMatch(/^shop:\/\/item\/7\?click_id=[0-9A-Z]{26}$/);
    const id = new URL(inApp ?? '').searchParams.get('click_id') ?? '';
    expect(store).toContain(agent === androidAgent ? id : 'apps.apple.com');
    expect((await touchOf(id)).deeplink).toBe('shop://item/7');
  });

  test('elsewhere, and of a bot, the page', async () => {
    const desktop = await visit(server, deep.token, {}, { 'user-agent': desktopAgent });
    expect([desktop.status, desktop.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^https:\/\/shop\.test\/app\?carom_click_id=/),
    ]);
  });

  test('the link’s own deep link is what the app is told at its first open', async () => {
    const gps = freshId();
    await click(server, deep.token, { gps_adid: gps });
    const { json } = await call(server, '/v1/attribution/lookup', {
      key: app.key,
      body: { device: { gps_adid: gps } },
    });
    expect(json).toMatchObject({ status: 'attributed', deeplink: 'shop://home?from=%22ad%22', first: true });
  });

  test('a web address as deep link is where phones go', async () => {
    const universal = await createLink(server, app, { deeplink: 'https://shop.test/open' });
    const answer = await visit(server, universal.token);
    expect(answer.headers.get('location')).toMatch(/^https:\/\/shop\.test\/open\?carom_click_id=/);
  });
});

describe('the files of a link domain', () => {
  const fingerprint = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join(':');

  /** `fetch` sets no Host. */
  function ask(path: string, host: string): Promise<{ status: number; type: string; json: Json }> {
    const { hostname, port } = new URL(server.url);
    return new Promise((resolve, reject) => {
      request({ hostname, port, path, headers: { host } }, (res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            type: res.headers['content-type'] ?? '',
            json: JSON.parse(text),
          }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  beforeAll(async () => {
    await createApp(server, {
      platform: 'ios',
      link_domain: 'Go.Shop.test',
      ios_app_ids: ['ABCDE12345.com.example.shop'],
    });
    const android_apps = [{ package: 'com.example.shop', sha256_cert_fingerprints: [fingerprint] }];
    await createApp(server, { link_domain: 'go.shop.test', android_apps });
    await createApp(server, { link_domain: 'other.test' });
  });

  test('Apple’s, of the apps whose domain it is', async () => {
    const found = await ask('/.well-known/apple-app-site-association', 'go.shop.test');
    expect(found).toMatchObject({ status: 200, type: 'application/json' });
    expect(found.json.applinks.details).toEqual([
      {
        appIDs: ['ABCDE12345.com.example.shop'],
        components: [{ '/': '/c/*', comment: expect.any(String) }],
      },
    ]);
  });

  test('Google’s, whatever the port and case of the host', async () => {
    const found = await ask('/.well-known/assetlinks.json', 'GO.shop.test:8443');
    expect(found.json).toEqual([
      {
        relation: ['delegate_permission/common.handle_all_urls'],
        target: {
          namespace: 'android_app',
          package_name: 'com.example.shop',
          sha256_cert_fingerprints: [fingerprint.toUpperCase()],
        },
      },
    ]);
  });

  test.each(['unknown.test', 'other.test', '127.0.0.1'])('on %s there is none', async (host) => {
    for (const file of ['apple-app-site-association', 'assetlinks.json'])
      expect(await ask(`/.well-known/${file}`, host)).toMatchObject({
        status: 404,
        json: { error: { code: 'not_found' } },
      });
  });

  test('the app’s links are shown on its domain', async () => {
    const own = await createApp(server, { link_domain: 'go.shop.test' });
    const { click_url, impression_url, token: drawn } = await createLink(server, own);
    expect([click_url, impression_url]).toEqual([
      `https://go.shop.test/c/${drawn}`,
      `https://go.shop.test/i/${drawn}`,
    ]);
  });

  test.each([
    { body: { link_domain: 'https://x.test' }, field: 'link_domain' },
    { body: { link_domain: 'localhost' }, field: 'link_domain' },
    { body: { ios_app_ids: ['com.example.shop'] }, field: 'ios_app_ids.0' },
    {
      body: { android_apps: [{ package: 'shop', sha256_cert_fingerprints: ['AA'] }] },
      field: 'android_apps.0.package',
    },
    { body: { signed_clicks: 'yes' }, field: 'signed_clicks' },
  ])('$field is refused by name', async ({ body, field }) => {
    const refused = await call(server, `/v1/apps/${app.id}`, { method: 'PATCH', body });
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 'invalid_field', field } } });
  });
});
