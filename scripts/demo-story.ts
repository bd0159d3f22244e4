/**
 * What happens in the demo, over HTTP alone. Enters: a server, an admin key, a receiver. Leaves: what came in, who got the credit, and every request that
 * must have been sent for it, field by field.
 */
import { createHash } from 'node:crypto';
import { call, type Answer } from './demo-server';

export interface Expected {
  readonly who: string;
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Exactly this JSON; absent for a GET; `callback` for the advertiser's, checked by its fields and its signature. */
  readonly json?: unknown;
  readonly callback?: { readonly kind: string; readonly activity: string; readonly partner: string | null };
}

export interface Step {
  readonly name: string;
  readonly activity: string | null;
  /** Epoch milliseconds at which the request was sent. */
  readonly sentAt: number;
  readonly expected: readonly Expected[];
}

export interface Stage {
  readonly base: string;
  readonly app: string;
  readonly appKey: string;
  readonly callbackSecret: string;
  readonly links: Readonly<Record<'tune' | 'meta-capi' | 'tiktok-events-app', string>>;
}

const packageName = 'com.example.carom';
const play = `https://play.google.com/store/apps/details?id=${packageName}`;
const phone = {
  gps_adid: '38400000-8cf0-11bd-b23e-10b96e40000d',
  ip_address: '203.0.113.7',
  os_name: 'android',
  os_version: '14',
  device_model: 'Pixel 8',
  country: 'de',
  user_agent: 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UD1A.230803.041)',
};
/** A phone that tells no identifier at all: only address and user agent can match it. */
const quietPhone = {
  ip_address: '198.51.100.23',
  os_name: 'android',
  os_version: '14',
  device_model: 'SM-S918B',
  user_agent: 'Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)',
};
const chrome = (model: string): string =>
  `Mozilla/5.0 (Linux; Android 14; ${model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36`;
const sha = (algorithm: 'sha1' | 'sha256', text: string): string =>
  createHash(algorithm).update(text).digest('hex');

/** An app, a link for each of three partners, their integrations, and a callback for everything. */
export async function setStage(base: string, adminKey: string, callbackUrl: string): Promise<Stage> {
  const make = async (path: string, body: unknown, method = 'POST'): Promise<Answer['json']> =>
    (await call(`${base}${path}`, { method, key: adminKey, body })).json;
  const app = await make('/v1/apps', {
    name: 'Carom Demo',
    platform: 'android',
    store_id: packageName,
    policy: { returning: { kind: 'reengagement', needs: 'retargeting', inactivity: 0 } },
  });
  const id = String(app['id']);
  const callback = await make(`/v1/apps/${id}/callbacks`, { url: callbackUrl, method: 'POST' });
  await make(
    `/v1/apps/${id}/integrations/tune`,
    { active: true, settings: { host: 'demo.go2cloud.org', offer_id: '42' }, events: { purchase: '7' } },
    'PUT',
  );
  await make(
    `/v1/apps/${id}/integrations/meta-capi`,
    {
      active: true,
      settings: { dataset_id: '1234567890', access_token: 'demo-meta-token', bundle_id: packageName },
    },
    'PUT',
  );
  await make(
    `/v1/apps/${id}/integrations/tiktok-events-app`,
    { active: true, settings: { access_token: 'demo-tiktok-token', tiktok_app_id: '7000000001' } },
    'PUT',
  );
  const link = async (partner: string, more: object = {}): Promise<string> =>
    String(
      (
        await make(`/v1/apps/${id}/links`, {
          partner,
          campaign: `${partner} demo`,
          destinations: { android: play, web: 'https://example.com/app' },
          ...more,
        })
      )['token'],
    );
  return {
    base,
    app: id,
    appKey: String(app['key']),
    callbackSecret: String(callback['secret']),
    links: {
      tune: await link('tune'),
      'meta-capi': await link('meta-capi'),
      'tiktok-events-app': await link('tiktok-events-app', {
        retargeting: true,
        destinations: { android: 'caromdemo://offer', web: 'https://example.com/app' },
      }),
    },
  };
}

/** Follows a link as a phone's browser would, through a proxy that names its address. Leaves: Carom's click id. */
async function click(
  stage: Stage,
  link: string,
  query: string,
  address: string,
  model: string,
): Promise<{ clickId: string; target: URL }> {
  const { location } = await call(`${stage.base}/c/${link}?${query}`, {
    headers: { 'user-agent': chrome(model), 'x-forwarded-for': address },
  });
  if (location === null) throw new Error('the click was not redirected');
  const target = new URL(location);
  const stamped = new URLSearchParams(target.searchParams.get('referrer') ?? target.search);
  const clickId = stamped.get('click_id');
  if (clickId === null) throw new Error(`no click id was stamped into ${location}`);
  return { clickId, target };
}

async function post(
  stage: Stage,
  path: string,
  body: unknown,
): Promise<{ id: string; sentAt: number; answer: Answer }> {
  const sentAt = Date.now();
  const answer = await call(`${stage.base}${path}`, { key: stage.appKey, body });
  const [id] = answer.json['ids'] as readonly string[];
  return { id: id ?? '', sentAt, answer };
}

const callbackOf = (kind: string, activity: string, partner: string | null): Expected => ({
  who: 'callback',
  origin: '',
  method: 'POST',
  path: '/callback',
  query: {},
  callback: { kind, activity, partner },
});

/** A click on TUNE's link, then the install with the referrer that the store handed over. */
export async function installByReferrer(stage: Stage): Promise<Step> {
  const { target } = await click(
    stage,
    stage.links.tune,
    'click_id=tune-click-1&sub2=feed',
    phone.ip_address,
    'Pixel 8',
  );
  const raw = target.searchParams.get('referrer') ?? '';
  const { id, sentAt } = await post(stage, '/v1/installs', {
    device: phone,
    referrer: { raw, source: 'google' },
    app_version: '1.0.0',
  });
  return {
    name: 'click, then an install with the stamped referrer',
    activity: id,
    sentAt,
    expected: [
      {
        who: 'tune',
        origin: 'https://demo.go2cloud.org',
        method: 'GET',
        path: '/aff_lsr',
        query: {
          offer_id: '42',
          transaction_id: 'tune-click-1',
          adv_sub: id,
          adv_sub2: 'feed',
          google_aid: phone.gps_adid,
          google_aid_sha1: sha('sha1', phone.gps_adid),
        },
      },
      callbackOf('install', id, 'tune'),
    ],
  };
}

/** A click on Meta's link, then an install that carries nothing but an address and a user agent. */
export async function installByAddress(stage: Stage): Promise<Step> {
  const { clickId } = await click(
    stage,
    stage.links['meta-capi'],
    'fbclid=demo-fbclid',
    quietPhone.ip_address,
    'SM-S918B',
  );
  const time = new Date();
  const { id, sentAt } = await post(stage, '/v1/installs', {
    device: quietPhone,
    time,
    app_version: '1.0.0',
  });
  return {
    name: 'click, then an install that only address and user agent can match',
    activity: id,
    sentAt,
    expected: [
      {
        who: 'meta-capi',
        origin: 'https://graph.facebook.com',
        method: 'POST',
        path: '/v25.0/1234567890/events',
        query: { access_token: 'demo-meta-token' },
        json: {
          data: [
            {
              event_name: 'MobileAppInstall',
              event_time: Math.floor(time.getTime() / 1_000),
              event_id: id,
              action_source: 'app',
              user_data: {
                client_ip_address: quietPhone.ip_address,
                client_user_agent: quietPhone.user_agent,
                fbc: `fb.1.${ulidTime(clickId)}.demo-fbclid`,
              },
              app_data: {
                extinfo: [
                  'a2',
                  packageName,
                  '1.0.0',
                  '',
                  '14',
                  'SM-S918B',
                  '',
                  '',
                  '',
                  '',
                  '',
                  '',
                  '',
                  '',
                  '',
                  '',
                ],
              },
            },
          ],
        },
      },
      callbackOf('install', id, 'meta-capi'),
    ],
  };
}

/** A click id is a ULID: its first ten letters are the time of the click in milliseconds. */
function ulidTime(id: string): number {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let time = 0;
  for (const letter of id.slice(0, 10)) time = time * 32 + letters.indexOf(letter);
  return time;
}

const purchase = {
  event: 'purchase',
  device: { gps_adid: phone.gps_adid },
  revenue: { amount: '9.99', currency: 'EUR' },
  transaction_id: 'ORDER-1001',
};

/** The first phone buys: the install's partner hears of it. */
export async function buy(stage: Stage): Promise<Step> {
  const { id, sentAt } = await post(stage, '/v1/events', purchase);
  return {
    name: 'a purchase with revenue',
    activity: id,
    sentAt,
    expected: [
      {
        who: 'tune',
        origin: 'https://demo.go2cloud.org',
        method: 'GET',
        path: '/aff_goal',
        query: {
          a: 'lsr',
          goal_id: '7',
          transaction_id: 'tune-click-1',
          offer_id: '42',
          amount: '9.99',
          adv_sub: id,
        },
      },
      callbackOf('event', id, 'tune'),
    ],
  };
}

/** The first phone follows a retargeting deep link into the app, which reports the click id it was opened with. */
export async function reengage(stage: Stage): Promise<Step> {
  const { clickId } = await click(
    stage,
    stage.links['tiktok-events-app'],
    'callback=tt-callback-1',
    phone.ip_address,
    'Pixel 8',
  );
  const time = new Date();
  const { id, sentAt } = await post(stage, '/v1/reengagements', { device: phone, click_id: clickId, time });
  return {
    name: 're-engagement through a deep link',
    activity: id,
    sentAt,
    expected: [
      {
        who: 'tiktok-events-app',
        origin: 'https://business-api.tiktok.com',
        method: 'POST',
        path: '/open_api/v1.3/event/track/',
        query: {},
        json: {
          event_source: 'app',
          event_source_id: '7000000001',
          partner_name: 'Carom',
          data: [
            {
              event: 'LaunchAPP',
              event_time: Math.floor(time.getTime() / 1_000),
              event_id: id,
              user: {
                gaid: sha('sha256', phone.gps_adid),
                ip: phone.ip_address,
                user_agent: phone.user_agent,
                att_status: 'NOT_APPLICABLE',
              },
              app: { app_id: packageName, app_name: 'Carom Demo' },
              ad: {
                callback: 'tt-callback-1',
                campaign_id: 'tiktok-events-app demo',
                is_retargeting: true,
                attributed: true,
                attribution_type: 'click',
                attribution_provider: 'Carom',
              },
            },
          ],
        },
      },
      callbackOf('reengagement', id, 'tiktok-events-app'),
    ],
  };
}

/** The same order again: a client that was not sure whether its request arrived. Nothing may be sent twice. */
export async function buyAgain(stage: Stage): Promise<Step> {
  const { sentAt, answer } = await post(stage, '/v1/events', purchase);
  if (answer.json['duplicates'] !== 1)
    throw new Error(`the repeated purchase was not a duplicate: ${JSON.stringify(answer.json)}`);
  return { name: 'the same purchase again (a duplicate)', activity: null, sentAt, expected: [] };
}
