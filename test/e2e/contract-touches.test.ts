/** `/c/{token}` and `/i/{token}`: where a visitor is led, what is stamped on the way, what is kept of a touch, and that an install sent after the redirect finds it. */
import { createHash } from 'node:crypto';
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
  post,
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

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const location = (answer: Answer): string => answer.headers.get('location') ?? '';
const clickIdOf = (answer: Answer): string =>
  new URLSearchParams(stampedReferrer(answer)).get('click_id') ?? '';

async function trace(query: string): Promise<Json> {
  const { status, json, text } = await call(server, `/v1/apps/${app.id}/trace?${query}`);
  if (status !== 200) throw new Error(`no trace: ${text}`);
  return json;
}

/** Eventually: a redirect waits for the store, but on a busy machine no longer than 50 ms. */
async function touchOf(clickId: string): Promise<Json> {
  const found = await eventually(
    () => call(server, `/v1/apps/${app.id}/trace?click_id=${clickId}`),
    ({ status }) => status === 200,
  );
  return found.json.touches.find((touch: Json) => touch.click_id === clickId);
}

async function lateTouches(): Promise<number> {
  const { text } = await call(server, '/metrics', { key: null });
  const line = /^carom_touches_late_total (\d+)$/m.exec(text);
  if (line === null) throw new Error('the metric is not there');
  return Number(line[1]);
}

describe('where a click leads', () => {
  test('on Android to the Play Store, Carom’s click id first in the referrer', async () => {
    const answer = await visit(server, token);
    expect(answer.status).toBe(302);
    const target = new URL(location(answer));
    expect(target.origin + target.pathname).toBe('https://play.google.com/store/apps/details');
    expect(target.searchParams.get('id')).toBe('com.example.shop');
    expect(stampedReferrer(answer)).toMatch(/^click_id=[0-9A-Z]{26}&/);
    expect(Object.fromEntries(new URLSearchParams(stampedReferrer(answer)))).toEqual({
      click_id: expect.stringMatching(ulid),
      utm_source: 'acme',
      utm_campaign: 'spring',
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('accept-ch')).toMatch(/Sec-CH-UA-Model/i);
    expect(answer.headers.get('accept-ch')).toMatch(/Sec-CH-UA-Platform-Version/i);
  });

  test('on an iPhone to the App Store, which takes nothing', async () => {
    const answer = await visit(server, token, {}, { 'user-agent': iphoneAgent });
    expect(location(answer)).toBe('https://apps.apple.com/app/id1');
  });

  test('elsewhere to the web, carom_click_id stamped', async () => {
    const target = new URL(location(await visit(server, token, {}, { 'user-agent': desktopAgent })));
    expect(target.origin + target.pathname).toBe('https://shop.test/app');
    expect([...target.searchParams.keys()]).toEqual(['carom_click_id']);
    expect(target.searchParams.get('carom_click_id')).toMatch(ulid);
  });

  test('a deep link carries click_id, and keeps what it had', async () => {
    const link = await createLink(server, app, { destinations: { android: 'shop://offer?x=1#top' } });
    const answer = await visit(server, link.token);
    expect(location(answer)).toMatch(/^shop:\/\/offer\?x=1&click_id=[0-9A-Z]{26}#top$/);
  });

  test('what the destination had in its referrer stays', async () => {
    const android = `${play}&referrer=${encodeURIComponent('utm_source=mine&coupon=7')}`;
    const link = await createLink(server, app, { destinations: { android } });
    const referrer = new URLSearchParams(stampedReferrer(await visit(server, link.token)));
    expect(Object.fromEntries(referrer)).toEqual({
      click_id: expect.stringMatching(ulid),
      utm_source: 'mine',
      coupon: '7',
      utm_campaign: 'spring',
    });
  });

  test.each([
    { name: 'a foreign host', redirect: 'https://evil.test/', followed: false },
    { name: 'a host that begins alike', redirect: 'https://shop.test.evil.test/app', followed: false },
    { name: 'the host with a user name', redirect: 'https://shop.test@evil.test/app', followed: false },
    { name: 'another path of the host', redirect: 'https://shop.test/other', followed: false },
    { name: 'without a scheme', redirect: '//evil.test/app', followed: false },
    { name: 'a script', redirect: 'javascript:alert(1)', followed: false },
    { name: 'another app of the store', redirect: `${play}.evil`, followed: false },
    { name: 'below what is registered', redirect: 'https://shop.test/app/shoes?size=42', followed: true },
  ])('redirect=$name: followed $followed', async ({ redirect, followed }) => {
    const answer = await visit(server, token, { redirect }, { 'user-agent': desktopAgent });
    expect(answer.status).toBe(302);
    const target = new URL(location(answer));
    expect(target.origin).toBe('https://shop.test');
    expect(target.pathname).toBe(followed ? '/app/shoes' : '/app');
    if (followed) expect(target.searchParams.get('size')).toBe('42');
  });

  test('deeplink leads into the registered app and nowhere else', async () => {
    const link = await createLink(server, app, {
      destinations: { android: 'shop://home', web: 'https://shop.test/' },
    });
    expect(location(await visit(server, link.token, { deeplink: 'shop://item/7' }))).toMatch(
      /^shop:\/\/item\/7\?click_id=/,
    );
    expect(location(await visit(server, link.token, { deeplink: 'bank://pay' }))).toMatch(
      /^shop:\/\/home\?click_id=/,
    );
  });
});

describe('links that are not there', () => {
  test.each(['/c/nosuchlink', '/i/nosuchlink', '/c/', '/c/..%2f..%2fetc', `/c/${'x'.repeat(200)}`])(
    '%s: a 404 page that says so, and nothing is kept',
    async (path) => {
      const answer = await call(server, path, { key: null, headers: { 'user-agent': androidAgent } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(answer.text).toMatch(/no such link/i);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
  );

  test('a server reads the error form instead', async () => {
    const answer = await call(server, '/c/nosuchlink?s2s=1', { key: null });
    expect(answer).toMatchObject({
      status: 404,
      json: { error: { code: 'unknown_link', request_id: expect.any(String) } },
    });
  });

  test('a removed link answers 404, a changed one leads to its new place', async () => {
    const link = await createLink(server, app, { destinations: { web: 'https://shop.test/old' } });
    expect(location(await visit(server, link.token))).toMatch(/shop\.test\/old/);
    const path = `/v1/apps/${app.id}/links/${link.token}`;
    await make(server, path, { destinations: { web: 'https://shop.test/new' } }, 'PATCH');
    expect(location(await visit(server, link.token))).toMatch(/shop\.test\/new/);
    expect((await call(server, path, { method: 'DELETE' })).status).toBe(204);
    expect((await visit(server, link.token)).status).toBe(404);
  });

  test('a method that is none of them: 405, with those that are', async () => {
    const answer = await call(server, `/c/${token}`, { method: 'PUT', key: null });
    expect(answer).toMatchObject({ status: 405, json: { error: { code: 'method_not_allowed' } } });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

describe('impressions and servers', () => {
  test('an impression answers a GIF of one pixel that nobody keeps', async () => {
    const response = await fetch(`${server.url}/i/${token}`, { headers: { 'user-agent': androidAgent } });
    const pixel = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/gif');
    expect(response.headers.get('cache-control')).toMatch(/no-store/);
    expect(pixel.subarray(0, 6).toString('latin1')).toBe('GIF89a');
    expect([pixel.readUInt16LE(6), pixel.readUInt16LE(8)]).toEqual([1, 1]);
  });

  test.each([
    { method: 'GET', path: '/c/', query: 's2s=1', type: 'click' },
    { method: 'POST', path: '/c/', query: '', type: 'click' },
    { method: 'GET', path: '/i/', query: 's2s=1', type: 'impression' },
    { method: 'POST', path: '/i/', query: '', type: 'impression' },
  ])(
    '$method $path$query answers its click id once the touch is stored',
    async ({ method, path, query, type }) => {
      const { status, json } = await call(server, `${path}${token}?${query}`, { method, key: null });
      expect(status).toBe(200);
      expect(json).toEqual({ click_id: expect.stringMatching(ulid) });
      expect(await touchOf(json.click_id)).toMatchObject({ type, partner: 'acme' });
    },
  );

  test('a server’s unreadable time or type is refused, a visitor’s holds nobody up', async () => {
    for (const [query, code, field] of [
      ['clicked_at=soon', 'invalid_time', 'clicked_at'],
      ['type=tap', 'invalid_field', 'type'],
    ]) {
      const refused = await call(server, `/c/${token}?${query}`, { method: 'POST', key: null });
      expect(refused).toMatchObject({ status: 400, json: { error: { code, field } } });
      const visitor = await call(server, `/c/${token}?${query}`, { key: null });
      expect(visitor.status).toBe(302);
    }
  });

  test('a server’s time counts, a visitor’s is the arrival', async () => {
    const clicked_at = new Date(Date.now() - 3_600_000).toISOString();
    expect((await touchOf(await click(server, token, { clicked_at }))).time).toBe(clicked_at);
    const own = await touchOf(clickIdOf(await visit(server, token, { clicked_at })));
    expect(own.time).toBe(own.received_at);
  });
});

describe('what is kept of a touch', () => {
  test('what the query names; the link’s own values are the defaults; the rest are parameters', async () => {
    const id = await click(server, token, {
      click_id: 'NET-1',
      adgroup: 'ag',
      sub1: 'one',
      gclid: 'G-1',
      os_name: 'Android',
      os_version: '14',
      device_model: 'Pixel 7',
      language: 'en',
      country: 'DE',
      cost_amount: '0.25',
      cost_currency: 'eur',
      deeplink: 'shop://x',
      is_retargeting: 'true',
      type: 'engaged_click',
    });
    expect(await touchOf(id)).toMatchObject({
      partner_click_id: 'NET-1',
      partner: 'acme',
      campaign: 'spring',
      adgroup: 'ag',
      creative: null,
      type: 'engaged_click',
      retargeting: true,
      deeplink: 'shop://x',
      cost: { amount: '0.25', currency: 'EUR' },
      device: {
        os_name: 'android',
        os_version: '14',
        device_model: 'Pixel 7',
        language: 'en',
        country: 'de',
      },
      params: { sub1: 'one', gclid: 'G-1' },
    });
  });

  test('a server’s touch has only the address and user agent that it names', async () => {
    const headers = { 'user-agent': 'ad-server/1', 'x-forwarded-for': '203.0.113.5' };
    const silent = await call(server, `/c/${token}?s2s=1`, { key: null, headers });
    expect((await touchOf(silent.json.click_id)).device).toEqual({});
    const naming = await call(server, `/c/${token}?s2s=1&ip_address=198.51.100.8&user_agent=phone`, {
      key: null,
      headers,
    });
    expect((await touchOf(naming.json.click_id)).device).toEqual({
      ip_address: '198.51.100.8',
      user_agent: 'phone',
    });
  });

  test('a visitor’s has the connection’s, through trusted proxies, whatever it claims', async () => {
    const answer = await visit(
      server,
      token,
      { ip_address: '192.0.2.1', user_agent: 'faked' },
      { 'x-forwarded-for': '203.0.113.5' },
    );
    expect((await touchOf(clickIdOf(answer))).device).toEqual({
      ip_address: '203.0.113.5',
      user_agent: androidAgent,
    });
  });

  test('a browser’s hints name the model and the version of its system', async () => {
    const hints = {
      'sec-ch-ua-model': '"Pixel 7"',
      'sec-ch-ua-platform': '"Android"',
      'sec-ch-ua-platform-version': '"14.0.0"',
    };
    expect((await touchOf(clickIdOf(await visit(server, token, {}, hints)))).device).toMatchObject({
      os_name: 'android',
      os_version: '14.0.0',
      device_model: 'Pixel 7',
    });
  });

  test('a placeholder that the network did not fill in is no click id and no identifier', async () => {
    const id = await click(server, token, { click_id: '{clickid}', gps_adid: '__GAID__' });
    const touch = await touchOf(id);
    expect(touch).toMatchObject({ device: {}, flags: ['unexpanded_macro'] });
    expect(touch).not.toHaveProperty('partner_click_id');
  });

  test('a look with HEAD is shown the way and makes no touch', async () => {
    const gps = freshId();
    const head = await fetch(`${server.url}/c/${token}?gps_adid=${gps}`, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { 'user-agent': androidAgent },
    });
    expect([head.status, head.headers.get('location')]).toEqual([302, play]);
    expect((await trace(`gps_adid=${gps}`)).touches).toEqual([]);
    await visit(server, token, { gps_adid: gps });
    const { touches } = await eventually(
      () => trace(`gps_adid=${gps}`),
      (found) => found.touches.length > 0,
    );
    expect(touches).toHaveLength(1);
  });
});

describe('touches that are found', () => {
  const hex = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

  test.each([
    { name: 'raw', query: (gps: string) => ({ gps_adid: gps }) },
    { name: 'raw, in capitals', query: (gps: string) => ({ gps_adid: gps.toUpperCase() }) },
    { name: 'SHA-1', query: (gps: string) => ({ gps_adid_sha1: hex('sha1', gps) }) },
    {
      name: 'SHA-1 of capitals',
      query: (gps: string) => ({ gps_adid_sha1: hex('sha1', gps.toUpperCase()) }),
    },
    { name: 'MD5', query: (gps: string) => ({ gps_adid_md5: hex('md5', gps) }) },
    {
      name: 'SHA-256, in capitals',
      query: (gps: string) => ({ gps_adid_sha256: hex('sha256', gps).toUpperCase() }),
    },
  ])('by an identifier: $name', async ({ query }) => {
    const gps = freshId();
    const id = await click(server, token, query(gps));
    const install = await take(server, app, { kind: 'install', device: { gps_adid: gps } });
    expect((await settled(server, app, install)).attribution).toMatchObject({
      status: 'attributed',
      match_type: 'device_id',
      touch_id: id,
      partner: 'acme',
    });
  });

  test('an impression is credited where no click is', async () => {
    const gps = freshId();
    await call(server, `/i/${token}?gps_adid=${gps}`, { method: 'POST', key: null });
    const install = await take(server, app, { kind: 'install', device: { gps_adid: gps } });
    expect((await settled(server, app, install)).attribution).toMatchObject({
      status: 'attributed',
      match_type: 'device_id',
      touch_type: 'impression',
    });
  });

  test('200 times: a click, and at once the install with its stamped referrer', async () => {
    const lateBefore = await lateTouches();
    const runs = Array.from({ length: 200 }, (_, at) => at);
    const one = async (): Promise<{ clicked: string; install: string }> => {
      const answer = await visit(server, token);
      const { status, json, text } = await post(server, app, {
        kind: 'install',
        device: { gps_adid: freshId() },
        referrer: { raw: stampedReferrer(answer) },
      });
      if (status !== 202) throw new Error(text);
      return { clicked: clickIdOf(answer), install: json.ids[0] };
    };
    const sent: { clicked: string; install: string }[] = [];
    // Ten visitors at once, each one click after the other.
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        while (runs.pop() !== undefined) sent.push(await one());
      }),
    );
    expect(sent).toHaveLength(200);
    const missed: string[] = [];
    for (const { clicked, install } of sent) {
      const { attribution } = await settled(server, app, install);
      if (attribution.match_type !== 'referrer' || attribution.touch_id !== clicked) missed.push(clicked);
    }
    // Only a click whose redirect did not wait for the store may be missed, and each such is counted.
    expect(missed.length).toBeLessThanOrEqual((await lateTouches()) - lateBefore);
  });
});
