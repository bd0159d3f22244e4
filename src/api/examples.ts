/**
 * What is sent, by example. Enters: nothing. Leaves: for each management route that takes something a body or a query that it takes. A test sends them all to a
 * running server. Ids of things are those of `pathExamples`; whoever tries it puts its own in their place.
 */

export interface RouteExample {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

/** Values of the names in paths. */
export const pathExamples: Readonly<Record<string, string>> = {
  app: 'app_3k9f2x7c1m5b',
  token: 'k3Vx9QpL2m',
  link_token: 'k3Vx9QpL2m',
  partner: 'examplenet',
  vendor: 'adjust',
  version: '1',
  id: 'key_4f7k2m9x1c8b',
};

const gpsAdid = '38400000-8cf0-11bd-b23e-10b96e40000d';
const docs = 'https://track.examplenet.test/postbacks';

const template = {
  id: 'examplenet',
  name: 'ExampleNet',
  docs,
  checkedOn: '2026-11-22',
  confidence: 'documented',
  settings: [{ key: 'account', label: 'Account id', required: true }],
  postbacks: [
    {
      on: ['install'],
      request: {
        method: 'GET',
        url: 'https://track.examplenet.test/install',
        query: { clickid: '{{touch.partner_click_id}}', account: '{{settings.account}}' },
      },
      accepted: { status: [200] },
    },
  ],
};

const destinations = {
  android: 'https://play.google.com/store/apps/details?id=com.example.shop',
  ios: 'https://apps.apple.com/app/id1',
  web: 'https://shop.example/app',
};

export const activityExample = {
  kind: 'event',
  event: 'purchase',
  time: '2026-11-22T10:00:00.123Z',
  device: { gps_adid: gpsAdid, os_name: 'android', os_version: '14', device_model: 'Pixel 7', country: 'us' },
  revenue: { amount: '9.99', currency: 'USD' },
  transaction_id: 'T-1001',
  params: { sku: 'gold_100' },
};

/** `METHOD path` → what it takes. */
export const routeExamples: Readonly<Record<string, RouteExample>> = {
  'POST /v1/apps': {
    body: { name: 'Shop', platform: 'android', store_id: 'com.example.shop', currency: 'USD' },
  },
  'PATCH /v1/apps/{app}': { body: { name: 'Shop EU', timezone: 'Europe/Berlin' } },
  'POST /v1/keys': {
    body: { role: 'app', app: pathExamples['app'], name: 'Backend', scopes: ['activities:write'] },
  },
  'POST /v1/keys/{id}/rotate': { body: { overlap_seconds: 3600 } },
  'POST /v1/apps/{app}/links': { body: { partner: 'examplenet', campaign: 'spring', destinations } },
  'PATCH /v1/apps/{app}/links/{token}': { body: { campaign: 'summer' } },
  'POST /v1/apps/{app}/click-keys': { body: { partner: 'examplenet' } },
  'POST /v1/apps/{app}/postback-key': { body: {} },
  'POST /v1/apps/{app}/signing-keys': { body: {} },
  'POST /v1/apps/{app}/callbacks/{id}/rotate': { body: {} },
  'PUT /v1/apps/{app}/integrations/{partner}': {
    body: { active: true, settings: { account: 'a-1' }, events: { purchase: 'sale' } },
  },
  'POST /v1/apps/{app}/callbacks': {
    body: { url: 'https://shop.example/carom', kinds: ['install', 'event'], events: ['purchase'] },
  },
  'PATCH /v1/apps/{app}/callbacks/{id}': { body: { events: ['purchase', 'signup'] } },
  'POST /v1/apps/{app}/callbacks/{id}/test': { body: { kind: 'event', event: 'purchase' } },
  'PUT /v1/apps/{app}/compat/{vendor}': {
    body: {
      app_ids: ['4w565xzmb54d'],
      events: { f0ob4r: 'purchase' },
      links: { abc123: pathExamples['token'] },
    },
  },
  'PUT /v1/partners/{id}': { body: template },
  'POST /v1/partners/{id}/approve': { body: { version: 1 } },
  'POST /v1/partners/{id}/rollback': { body: {} },
  'POST /v1/partners/import': {
    body: { url: 'https://track.examplenet.test/install?clickid={clickid}', id: 'examplenet', docs },
  },
  'POST /v1/partners/{id}/preview': { body: { kind: 'install', settings: { account: 'a-1' } } },
  'POST /v1/partners/{id}/test': { body: { kind: 'install', app: pathExamples['app'] } },
  'POST /v1/partners/{id}/dry-run': { body: { app: pathExamples['app'], settings: { account: 'a-2' } } },
  'POST /v1/deliveries/replay': { body: { app: pathExamples['app'], status: 'failed', dry_run: true } },
  'POST /v1/costs': {
    body: {
      app: pathExamples['app'],
      costs: [
        {
          date: '2026-11-22',
          partner: 'examplenet',
          campaign: 'spring',
          cost: { amount: '120.50', currency: 'USD' },
        },
      ],
    },
  },
  'GET /v1/costs': { query: { app: pathExamples['app'] ?? '', since: '2026-11-01' } },
  'GET /v1/activities': { query: { app: pathExamples['app'] ?? '', kind: 'event', limit: '10' } },
  'GET /v1/deliveries': { query: { app: pathExamples['app'] ?? '', status: 'delivered', limit: '10' } },
  'GET /v1/apps/{app}/trace': { query: { gps_adid: gpsAdid } },
  'GET /v1/apps/{app}/doctor': { query: { window: '7d' } },
  'DELETE /v1/apps/{app}/devices': { query: { gps_adid: gpsAdid } },
  'POST /v1/apps/{app}/opt-outs': {
    body: { device: { gps_adid: '5b1d0e8a-1f3c-4c77-9a53-2f6a0c9e7d11' }, reason: 'asked by mail' },
  },
  'POST /v1/attribution/explain': {
    body: {
      platform: 'android',
      touches: [
        {
          id: 't1',
          type: 'click',
          partner: 'examplenet',
          time: '2026-11-22T09:00:00Z',
          device: { gps_adid: gpsAdid },
        },
      ],
      activity: { kind: 'install', time: '2026-11-22T10:00:00Z', device: { gps_adid: gpsAdid } },
    },
  },
  'POST /v1/attribution/lookup': { body: { device: { gps_adid: gpsAdid, os_name: 'android' } } },
};
