/** From a click to a postback: who gets the credit and by what, what an activity becomes, what follows it, and for everything that is not sent the rule that stopped it. */
import { skipReasons } from '../../src/plan/plan';
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
import {
  androidAgent,
  click,
  createLink,
  deliveriesOf,
  deliveryIn,
  freshId,
  make,
  post,
  readActivity,
  settled,
  stage,
  stampedReferrer,
  take,
  template,
  visit,
} from './scene';

let server: Server;
let receiver: Receiver;
let app: TestApp;
let token: string;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer();
  ({ app, token } = await stage(server, 'acme', receiver.url));
  await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/all` });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

const minute = 60_000;
const day = 24 * 60 * minute;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const queryOf = (request: Received): Record<string, string> =>
  Object.fromEntries(new URL(request.url, receiver.url).searchParams);

/** The request of one delivery, as it arrived. */
async function arrived(deliveryId: string): Promise<Received> {
  const find = (): Received | undefined => receiver.received.find(({ delivery }) => delivery === deliveryId);
  await receiver.until(() => find() !== undefined);
  return find() as Received;
}

/** What the advertiser's callback got of an activity. */
async function told(activity: string): Promise<Json> {
  const find = (): Received | undefined =>
    receiver.received.find(({ url, json }) => url === '/all' && json.id === activity);
  await receiver.until(() => find() !== undefined);
  return find()?.json;
}

const documented = new Set(Object.keys(skipReasons).map((reason) => reason.replace(/:<.*>$/, '')));

/** Destination → sent or why not, once everything is planned. Every reason is one of the documented list. */
async function decisions(of: TestApp, activity: string): Promise<Record<string, string>> {
  await settled(server, of, activity);
  const items = await deliveriesOf(server, of, activity);
  const reasons = items
    .filter(({ status }) => status === 'skipped')
    .map(({ reason }) => String(reason).split(':')[0]);
  expect(reasons.filter((reason) => !documented.has(reason ?? ''))).toEqual([]);
  return Object.fromEntries(
    items.map((each) => [each.partner ?? 'callback', each.status === 'skipped' ? each.reason : 'sent']),
  );
}

async function clickedInstall(
  more: object = {},
  from: { app: TestApp; token: string } = { app, token },
): Promise<{ gps: string; clicked: string; install: string }> {
  const gps = freshId();
  const clicked = await click(server, from.token, { click_id: `net-${gps}`, gps_adid: gps });
  const install = await take(server, from.app, { kind: 'install', device: { gps_adid: gps }, ...more });
  await settled(server, from.app, install);
  return { gps, clicked, install };
}

describe('how an install finds its click', () => {
  const cases = [
    {
      match: 'click_id',
      run: async (partnerClick: string) => {
        const clicked = await click(server, token, { click_id: partnerClick });
        return { clicked, activity: { device: { gps_adid: freshId() }, click_id: clicked } };
      },
    },
    {
      match: 'referrer',
      run: async (partnerClick: string) => {
        const raw = stampedReferrer(await visit(server, token, { click_id: partnerClick }));
        return {
          clicked: new URLSearchParams(raw).get('click_id'),
          activity: { device: { gps_adid: freshId() }, referrer: { raw, source: 'google' } },
        };
      },
    },
    {
      match: 'device_id',
      run: async (partnerClick: string) => {
        const gps = freshId();
        const clicked = await click(server, token, { click_id: partnerClick, gps_adid: gps });
        return { clicked, activity: { device: { gps_adid: gps.toUpperCase() } } };
      },
    },
    {
      match: 'probabilistic',
      run: async (partnerClick: string) => {
        const raw = stampedReferrer(
          await visit(server, token, { click_id: partnerClick }, { 'x-forwarded-for': '203.0.113.21' }),
        );
        const device = {
          ip_address: '203.0.113.21',
          user_agent: 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 7 Build/UQ1A)',
          os_name: 'android',
          os_version: '14',
        };
        return { clicked: new URLSearchParams(raw).get('click_id'), activity: { device } };
      },
    },
  ];

  test.each(cases)(
    'by $match: credited, the partner told its own click id, the advertiser everything',
    async ({ match, run }) => {
      const partnerClick = `P ${match}/&?=ü`;
      const { clicked, activity } = await run(partnerClick);
      const install = await take(server, app, { kind: 'install', ...activity });
      const { attribution } = await settled(server, app, install);
      expect(attribution).toMatchObject({
        status: 'attributed',
        match_type: match,
        touch_id: clicked,
        partner: 'acme',
        campaign: 'spring',
        touch_type: 'click',
      });
      expect(attribution.candidates[0]).toMatchObject({
        touch_id: clicked,
        partner: 'acme',
        verdict: 'won',
        reason: 'won',
      });

      const sent = (await deliveriesOf(server, app, install)).find(({ partner }) => partner === 'acme');
      const request = await arrived(sent.id);
      expect(request.method).toBe('GET');
      expect(queryOf(request)).toEqual({ click: partnerClick, account: 'a-1', delivery: sent.id });

      expect(await told(install)).toMatchObject({ id: install, app: app.id, kind: 'install', attribution });
    },
  );

  test('the newest click wins, the older is an assist', async () => {
    const gps = freshId();
    const older = await click(server, token, { gps_adid: gps, clicked_at: ago(2 * minute) });
    const newer = await click(server, token, { gps_adid: gps, clicked_at: ago(minute) });
    const { attribution } = await settled(
      server,
      app,
      await take(server, app, { kind: 'install', device: { gps_adid: gps } }),
    );
    expect(attribution).toMatchObject({ touch_id: newer, assists: [older] });
    expect(attribution.candidates).toContainEqual(
      expect.objectContaining({ touch_id: older, verdict: 'lost', reason: 'older' }),
    );
  });

  test.each([
    {
      name: 'a click after the install',
      clickedAgo: minute,
      installedAgo: 2 * minute,
      reason: 'after_activity',
    },
    { name: 'a click eight days old', clickedAgo: 8 * day, installedAgo: 0, reason: 'outside_window' },
  ])('$name is organic, and it is said why: $reason', async ({ clickedAgo, installedAgo, reason }) => {
    const gps = freshId();
    const clicked = await click(server, token, { gps_adid: gps, clicked_at: ago(clickedAgo) });
    const install = await take(server, app, {
      kind: 'install',
      time: ago(installedAgo),
      device: { gps_adid: gps },
    });
    const { attribution } = await settled(server, app, install);
    expect(attribution).toMatchObject({ status: 'organic', partner: null, match_type: null });
    expect(attribution.candidates).toEqual([
      expect.objectContaining({ touch_id: clicked, verdict: 'lost', reason }),
    ]);
    expect(await decisions(app, install)).toEqual({ callback: 'sent', acme: 'organic' });
  });

  test('two visitors behind one address: nobody is credited on a guess', async () => {
    const from = { 'x-forwarded-for': '203.0.113.88' };
    await visit(server, token, {}, from);
    await visit(server, token, {}, from);
    const device = { ip_address: '203.0.113.88', user_agent: androidAgent };
    const { attribution } = await settled(server, app, await take(server, app, { kind: 'install', device }));
    expect(attribution.status).toBe('organic');
    expect(attribution.candidates.map((each: Json) => each.reason)).toEqual(['ambiguous_2', 'ambiguous_2']);
  });

  test('nothing clicked: organic, no candidates', async () => {
    const { attribution } = await settled(
      server,
      app,
      await take(server, app, { kind: 'install', device: { gps_adid: freshId() } }),
    );
    expect(attribution).toMatchObject({ status: 'organic', partner: null, candidates: [], assists: [] });
  });
});

describe('what follows an install', () => {
  test('a purchase follows its credit, with its value in the partner’s form', async () => {
    const { gps } = await clickedInstall();
    const event = await take(server, app, {
      kind: 'event',
      event: 'purchase',
      device: { gps_adid: gps },
      revenue: { amount: '9.990', currency: 'eur' },
      transaction_id: `T-${gps}`,
    });
    expect((await settled(server, app, event)).attribution).toMatchObject({
      status: 'attributed',
      partner: 'acme',
      touch_id: null,
    });
    const sent = await deliveryIn(server, app, event, 'delivered');
    const own = (await deliveriesOf(server, app, event)).find(({ partner }) => partner === 'acme');
    expect((await arrived(own.id)).json).toEqual({ click: `net-${gps}`, event: 'purchase', value: 9.99 });
    expect(sent.app).toBe(app.id);
    expect(await told(event)).toMatchObject({
      event: 'purchase',
      revenue: { amount: '9.990', currency: 'EUR' },
    });
  });

  test('an install and its events in one batch are judged in the order of the batch', async () => {
    const gps = freshId();
    await click(server, token, { gps_adid: gps, click_id: 'batch' });
    const device = { gps_adid: gps };
    const { json } = await post(server, app, [
      { kind: 'install', device },
      ...Array.from({ length: 20 }, (_, at) => ({ kind: 'event', event: `step_${at}`, device })),
    ]);
    for (const id of json.ids)
      expect((await settled(server, app, id)).attribution).toMatchObject({
        status: 'attributed',
        partner: 'acme',
      });
  });

  test.each(['session', 'ad_revenue', 'uninstall'])(
    'a %s follows it too; the partner has no postback for the kind',
    async (kind) => {
      const { gps } = await clickedInstall();
      const id = await take(server, app, {
        kind,
        device: { gps_adid: gps },
        ...(kind === 'ad_revenue' ? { revenue: { amount: '0.002', currency: 'USD' } } : {}),
      });
      expect(await settled(server, app, id)).toMatchObject({
        kind,
        attribution: { status: 'attributed', partner: 'acme' },
      });
      expect(await decisions(app, id)).toEqual({ callback: 'sent', acme: 'no_postback_for_kind' });
      expect(await told(id)).toMatchObject({ kind });
    },
  );

  test('a second install is a reinstall with the original credit; within a minute it is the same install', async () => {
    const { gps } = await clickedInstall({ time: ago(-1_000) });
    const again = await take(server, app, { kind: 'install', device: { gps_adid: gps }, time: ago(-30_000) });
    expect((await settled(server, app, again)).attribution.flags).toEqual(['same_install']);
    expect(await decisions(app, again)).toEqual({ callback: 'same_install', acme: 'same_install' });
    const later = await take(server, app, {
      kind: 'install',
      device: { gps_adid: gps },
      time: ago(-10 * minute),
    });
    expect(await settled(server, app, later)).toMatchObject({
      kind: 'reinstall',
      posted_kind: 'install',
      attribution: { partner: 'acme' },
    });
    expect(await told(later)).toMatchObject({ kind: 'reinstall' });
  });

  test('the same beginning of the download is the same install, however late it comes', async () => {
    const referrer = { install_begin_at: ago(5 * day) };
    const { gps } = await clickedInstall({ time: ago(4 * day), referrer });
    const again = await take(server, app, { kind: 'install', device: { gps_adid: gps }, referrer });
    expect(await decisions(app, again)).toEqual({ callback: 'same_install', acme: 'same_install' });
  });

  test('an event of a user alone is credited by the newest device of that user', async () => {
    const user = { id: `user-${freshId()}` };
    await clickedInstall({ user });
    const event = await take(server, app, { kind: 'event', event: 'renewal', user });
    expect((await settled(server, app, event)).attribution).toMatchObject({
      status: 'attributed',
      partner: 'acme',
    });
    const stranger = await take(server, app, {
      kind: 'event',
      event: 'renewal',
      user: { id: `user-${freshId()}` },
    });
    expect((await settled(server, app, stranger)).attribution.status).toBe('unattributed');
    expect(await decisions(app, stranger)).toEqual({ callback: 'sent', acme: 'unattributed' });
  });
});

describe('a user who comes back', () => {
  test('a claim of re-engagement that nothing bears out is a session', async () => {
    const { gps } = await clickedInstall();
    const { json } = await post(server, app, { device: { gps_adid: gps } }, '/v1/reengagements');
    expect(await settled(server, app, json.ids[0])).toMatchObject({
      kind: 'session',
      posted_kind: 'reengagement',
    });
  });

  test('after a week away and a click on another link: a reattribution is derived, planned first, and the session is credited to it', async () => {
    await make(server, '/v1/partners/rival', template('rival', receiver.url), 'PUT');
    const { app: shop, token: acmeToken } = await stage(server, 'acme', receiver.url);
    await make(server, `/v1/apps/${shop.id}/integrations/rival`, { settings: { account: 'r' } }, 'PUT');
    const rival = await createLink(server, shop, { partner: 'rival' });
    const gps = freshId();
    await click(server, acmeToken, { gps_adid: gps, clicked_at: ago(12 * day), click_id: 'first' });
    const install = await take(server, shop, {
      kind: 'install',
      device: { gps_adid: gps },
      time: ago(10 * day),
    });
    expect((await settled(server, shop, install)).attribution.partner).toBe('acme');

    const back = await click(server, rival.token, { gps_adid: gps, click_id: 'second' });
    const session = await take(server, shop, { kind: 'session', device: { gps_adid: gps } });
    expect(await settled(server, shop, session)).toMatchObject({
      kind: 'session',
      attribution: { status: 'attributed', partner: 'rival' },
    });

    const { json } = await call(server, `/v1/apps/${shop.id}/trace?activity=${session}`);
    const derived = json.activities
      .map((each: Json) => each.activity)
      .find((each: Json) => each.caused_by === session);
    expect(derived).toMatchObject({
      kind: 'reattribution',
      attribution: { partner: 'rival', previous_partner: 'acme', touch_id: back, match_type: 'device_id' },
    });
    expect(derived.id).not.toBe(session);
    const own = (await deliveriesOf(server, shop, derived.id)).find(({ partner }) => partner === 'rival');
    expect(queryOf(await arrived(own.id))).toEqual({ click: 'second', kind: 'reattribution' });
    expect(await decisions(shop, derived.id)).toEqual({ acme: 'not_credited', rival: 'sent' });

    // One click brings a user back once.
    const next = await take(server, shop, { kind: 'session', device: { gps_adid: gps } });
    await settled(server, shop, next);
    const story = await call(server, `/v1/apps/${shop.id}/trace?activity=${next}`);
    expect(story.json.activities).toHaveLength(1);
  });

  test('with a policy for it, a retargeting click makes an event a re-engagement', async () => {
    const policy = { returning: { kind: 'reengagement', needs: 'retargeting', inactivity: 0 } };
    const { app: shop, token: own } = await stage(server, 'acme', receiver.url, { app: { policy } });
    const { gps } = await clickedInstall({}, { app: shop, token: own });
    const linked = await createLink(server, shop, {
      partner: 'acme',
      retargeting: true,
      campaign: 'come back',
    });
    const deepLink = await click(server, linked.token, { click_id: 'again' });
    const claim = await post(
      server,
      shop,
      { device: { gps_adid: gps }, click_id: deepLink },
      '/v1/reengagements',
    );
    expect(await settled(server, shop, claim.json.ids[0])).toMatchObject({
      kind: 'reengagement',
      attribution: { partner: 'acme', campaign: 'come back', match_type: 'click_id', touch_id: deepLink },
    });
    const sent = await deliveryIn(server, shop, claim.json.ids[0], 'delivered');
    expect(queryOf(await arrived(sent.id))).toEqual({ click: 'again', kind: 'reengagement' });
  });
});

describe('why something was not sent', () => {
  test.each([
    { name: 'the integration is off', integration: { active: false }, reason: 'inactive' },
    {
      name: 'events are mapped, and not this one',
      integration: { events: { signup: 'reg' } },
      reason: 'event_not_mapped',
    },
    {
      name: 'the postbacks are for other events',
      template: { events: ['Lead'] },
      reason: 'event_not_wanted',
    },
    {
      name: 'its condition does not hold',
      template: { when: { 'device.os_name': 'ios' } },
      reason: 'condition_not_met',
    },
    {
      name: 'a leaf that is needed is empty',
      template: { query: { c: '{{params.absent}}' } },
      reason: 'empty_leaf:query.c',
    },
    { name: 'the sandbox', activity: { environment: 'sandbox' }, reason: 'sandbox' },
    { name: 'nothing: it is sent', reason: 'sent' },
    { name: 'mapped: it is sent', integration: { events: { purchase: 'buy' } }, reason: 'sent' },
  ])('$name: $reason', async ({ integration = {}, template: more = {}, activity = {}, reason }) => {
    const { query, ...postback } = more as { query?: object };
    const shop = await stage(server, 'reasons', receiver.url, {
      integration: { send: { scope: 'all', confirm_all: true }, ...integration },
      template: {
        postbacks: [
          {
            on: ['event'],
            request: {
              method: 'GET',
              url: `${receiver.url}/reasons`,
              query: query ?? { e: '{{event.partner_name}}' },
            },
            ...postback,
          },
        ],
      },
    });
    const id = await take(server, shop.app, {
      kind: 'event',
      event: 'purchase',
      device: { gps_adid: freshId() },
      ...activity,
    });
    expect(await decisions(shop.app, id)).toEqual({ reasons: reason });
    if (reason === 'sent') {
      const sent = await deliveryIn(server, shop.app, id, 'delivered');
      expect(queryOf(await arrived(sent.id))).toEqual({ e: 'events' in integration ? 'buy' : 'purchase' });
    }
  });

  test('a template that was taken out of use, and one that asks for a new setting', async () => {
    const shop = await stage(server, 'retired', receiver.url, {
      integration: { send: { scope: 'all', confirm_all: true } },
    });
    const install = (): Promise<string> =>
      take(server, shop.app, { kind: 'install', device: { gps_adid: freshId() } });
    const settings = [
      { key: 'account', label: 'Account', required: true },
      { key: 'region', label: 'Region', required: true },
    ];
    const postbacks = [
      {
        on: ['install'],
        request: { method: 'GET', url: `${receiver.url}/r`, query: { r: '{{settings.region}}' } },
      },
    ];
    await make(
      server,
      '/v1/partners/retired',
      template('retired', receiver.url, { settings, postbacks }),
      'PUT',
    );
    expect(await decisions(shop.app, await install())).toEqual({ retired: 'setting_missing:region' });
    await call(server, '/v1/partners/retired', { method: 'DELETE' });
    expect(await decisions(shop.app, await install())).toEqual({ retired: 'template_missing' });
  });

  test('a callback asks for kinds, events and the sandbox', async () => {
    const shop = await createApp(server);
    const callbacks: Record<string, string> = {};
    for (const [name, form] of Object.entries({
      installs: { kinds: ['install'] },
      refunds: { events: ['refund'] },
      sandbox: { environment: 'sandbox' },
      off: { active: false },
      all: {},
    }))
      callbacks[
        (await make(server, `/v1/apps/${shop.id}/callbacks`, { url: `${receiver.url}/kinds`, ...form })).id
      ] = name;
    const why = async (activity: object): Promise<object> => {
      const id = await take(server, shop, {
        kind: 'event',
        event: 'purchase',
        device: { gps_adid: freshId() },
        ...activity,
      });
      await settled(server, shop, id);
      const items = await deliveriesOf(server, shop, id);
      return Object.fromEntries(
        items.map((each) => [callbacks[each.callback], each.status === 'skipped' ? each.reason : 'sent']),
      );
    };
    expect(await why({})).toEqual({
      installs: 'kind_not_wanted',
      refunds: 'event_not_wanted',
      sandbox: 'production',
      off: 'inactive',
      all: 'sent',
    });
    expect(await why({ event: 'refund' })).toEqual({
      installs: 'kind_not_wanted',
      refunds: 'sent',
      sandbox: 'production',
      off: 'inactive',
      all: 'sent',
    });
    expect(await why({ kind: 'install', event: undefined })).toMatchObject({ installs: 'sent', all: 'sent' });
    expect(await why({ environment: 'sandbox' })).toMatchObject({
      installs: 'sandbox',
      sandbox: 'sent',
      all: 'sandbox',
    });
  });
});

describe('server conversions', () => {
  const convert = (
    path: string,
    query: Record<string, string>,
    key: string | null = null,
  ): ReturnType<typeof call> => call(server, `${path}?${String(new URLSearchParams(query))}`, { key });
  const byTransaction = async (of: TestApp, txid: string): Promise<Json[]> =>
    (await call(server, `/v1/activities?app=${of.id}&kind=event&limit=1000`)).json.items.filter(
      (item: Json) => item.transaction_id === txid,
    );

  test.each(['cid', 'click_id', 'clickid', 'transaction_id'])(
    'by %s: an event of that click, its payout apart from revenue',
    async (alias) => {
      const clicked = await click(server, token, { click_id: `net-${alias}`, clicked_at: ago(2 * minute) });
      const answer = await convert('/postback', {
        key: app.key,
        [alias]: clicked,
        event: 'sale',
        payout: '12.5',
        revenue: '50',
        currency: 'eur',
        txid: `tx-${alias}`,
        status: 'approved',
        event_time: ago(minute),
        geo: 'de',
      });
      expect([answer.status, answer.text]).toEqual([200, 'OK']);
      const [found] = await byTransaction(app, `tx-${alias}`);
      const event = await settled(server, app, found.id);
      expect(event).toMatchObject({
        kind: 'event',
        event: 'sale',
        click_id: clicked,
        payout: { amount: '12.5', currency: 'EUR' },
        revenue: { amount: '50', currency: 'EUR' },
        status: 'approved',
        params: { geo: 'de' },
        attribution: { status: 'attributed', match_type: 'click_id', touch_id: clicked, partner: 'acme' },
      });
      const own = (await deliveriesOf(server, app, found.id)).find(({ partner }) => partner === 'acme');
      expect((await arrived(own.id)).json).toEqual({
        click: `net-${alias}`,
        event: 'sale',
        value: 50,
        payout: '12.5',
      });
    },
  );

  test('transaction_id beside a click id is the order', async () => {
    const clicked = await click(server, token);
    await convert('/postback', { key: app.key, cid: clicked, transaction_id: 'order-7', event: 'sale' });
    expect(await byTransaction(app, 'order-7')).toMatchObject([{ click_id: clicked }]);
  });

  test('the pixel and the server call of one conversion are one activity', async () => {
    const clicked = await click(server, token);
    const pixel = await convert('/p.gif', { key: app.key, cid: clicked, event: 'sale', txid: 'both' });
    expect(pixel.status).toBe(200);
    expect(pixel.headers.get('content-type')).toBe('image/gif');
    const call2 = await convert('/postback', { key: app.key, cid: clicked, event: 'sale', txid: 'both' });
    expect([call2.status, call2.text]).toEqual([200, 'OK']);
    expect(await byTransaction(app, 'both')).toHaveLength(1);
    for (const path of ['/p.gif', '/postback'])
      expect(
        (await convert(path, { key: app.key, cid: clicked, event: 'lead', event_id: 'evt-both' })).status,
      ).toBe(200);
    expect(await readActivity(server, app, 'evt-both')).toMatchObject({ event: 'lead' });
  });

  test('a POST, as a form and as JSON', async () => {
    const clicked = await click(server, token);
    const form = await call(server, `/postback?key=${app.key}`, {
      key: null,
      body: `cid=${clicked}&txid=as-form`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const json = await call(server, '/postback', {
      key: app.key,
      body: { cid: clicked, txid: 'as-json', payout: 3 },
    });
    expect([form.status, json.status]).toEqual([200, 200]);
    expect(await byTransaction(app, 'as-form')).toMatchObject([{ event: 'conversion' }]);
    expect(await byTransaction(app, 'as-json')).toMatchObject([{ payout: { amount: '3', currency: 'USD' } }]);
  });

  test('the key may be left out where the app allows it', async () => {
    const open = await createApp(server, { postback_key: 'optional' });
    const clicked = await click(server, (await createLink(server, open)).token);
    expect((await convert('/postback', { cid: clicked, txid: 'open' })).status).toBe(200);
    expect(await byTransaction(open, 'open')).toHaveLength(1);
    const guarded = await convert('/postback', { cid: await click(server, token), txid: 'guarded' });
    expect(guarded).toMatchObject({ status: 401, json: { error: { code: 'unauthorized' } } });
    const unknown = await convert('/postback', { cid: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
    expect(unknown.status).toBe(401);
  });

  test.each([
    { name: 'no click id', query: { event: 'sale' }, code: 'missing_field', field: 'cid' },
    { name: 'a placeholder for it', query: { cid: '{clickid}' }, code: 'invalid_field', field: 'cid' },
    {
      name: 'an unknown status',
      query: { cid: 'x', status: 'maybe' },
      code: 'invalid_field',
      field: 'status',
    },
    {
      name: 'a payout that is none',
      query: { cid: 'x', payout: 'free' },
      code: 'invalid_field',
      field: 'payout.amount',
    },
    {
      name: 'no currency',
      query: { cid: 'x', payout: '1', currency: 'euros' },
      code: 'invalid_field',
      field: 'currency',
    },
    {
      name: 'a time that is none',
      query: { cid: 'x', event_time: 'soon' },
      code: 'invalid_time',
      field: 'time',
    },
  ])('$name: 400 $code', async ({ query, code, field }) => {
    const answer = await convert('/postback', { key: app.key, ...(query as Record<string, string>) });
    expect(answer).toMatchObject({ status: 400, json: { error: { code, field } } });
  });

  test('another app’s key is not taken for this click’s app', async () => {
    const other = await createApp(server);
    const clicked = await click(server, token);
    expect((await convert('/postback', { key: other.key, cid: clicked, txid: 'foreign' })).status).toBe(200);
    const [found] = await byTransaction(other, 'foreign');
    // Taken for the key's own app, where nobody clicked.
    expect((await settled(server, other, found.id)).attribution.status).toBe('unattributed');
    expect(await byTransaction(app, 'foreign')).toEqual([]);
    await eventually(
      () => byTransaction(other, 'foreign'),
      (items) => items.length === 1,
    );
  });
});
