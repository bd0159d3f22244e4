/** Each sending rule of an integration, with both sides of its edge. */
import type { Activity } from '../../../src/model/activity';
import type { SendRules } from '../../../src/model/app';
import type { Device } from '../../../src/model/attribution';
import { plan, skipReasons, type PlanInput } from '../../../src/plan/plan';
import { attributed, compiled, definitionOf, input, integration, now, touch } from './fixtures';
import { sampleActivity } from './sample';

const dayMs = 86_400_000;
const kinds = ['install', 'event', 'reengagement', 'reattribution', 'rejected_install', 'ad_revenue'];
const template = compiled(
  definitionOf(
    {},
    {
      settings: [],
      consent: { limit_ad_tracking: ['*'] },
      postbacks: [
        {
          id: 'p',
          on: kinds,
          request: {
            method: 'GET',
            url: 'https://a.test/',
            query: {
              'e?': '{{event.partner_name}}',
              'r?': '{{revenue.amount}}',
              'sku?': '{{params.sku}}',
              'lvl?': '{{params.lvl}}',
              'pay?': '{{payout.amount}}',
            },
          },
        },
      ],
    },
  ),
);

function event(more: Partial<Activity['body']> = {}, over: Partial<Activity> = {}): Activity {
  const sample = sampleActivity('event', 'purchase', now);
  return { ...sample, ...over, body: { ...sample.body, ...more } };
}

const money = (amount: string, currency = 'USD') => ({ revenue: { amount, currency } });
const inCountry = (country: string | undefined) => {
  const { device: sampled } = event().body;
  return event({ device: { ...sampled, country: country ?? '' } });
};
const device = (more: Partial<Device>): Device => ({
  ...{ id: 'd', app: 'sample', version: 1, keys: [], conversions: [], lastActivityAt: null, sessions: 0 },
  ...{ uninstalledAt: null, credit: null, secondary: null, secondaryShown: false, creditUntil: null },
  spentTouches: [],
  ...more,
});
const installedAgo = (ms: number) =>
  device({ conversions: [{ activity: 'i', kind: 'install', time: now - ms, credit: null }] });
const secondary = { partner: 'examplenet', link: null, campaign: null };
const refusal: Partial<PlanInput> = {
  activity: sampleActivity('rejected_install', undefined, now),
  attribution: null,
};

interface Case {
  readonly name: string;
  readonly send: SendRules;
  readonly facts: Partial<PlanInput>;
  /** Null: it is sent. */
  readonly reason: string | null;
}

const least = { min_revenue: { amount: '1.00', currency: 'USD' } };

test.each<Case>([
  {
    name: 'a view, off',
    send: { view_through: false },
    facts: { attribution: attributed('examplenet', { touch_type: 'impression' }) },
    reason: 'view_through',
  },
  {
    name: 'an engaged view, off',
    send: { view_through: false },
    facts: { attribution: attributed('examplenet', { touch_type: 'engaged_view' }) },
    reason: 'view_through',
  },
  {
    name: 'a click, views off',
    send: { view_through: false },
    facts: { attribution: attributed('examplenet', { touch_type: 'click' }) },
    reason: null,
  },
  {
    name: 'a view, on',
    send: {},
    facts: { attribution: attributed('examplenet', { touch_type: 'impression' }) },
    reason: null,
  },
  {
    name: 'a re-engagement, off',
    send: { reengagement: false },
    facts: { activity: sampleActivity('reengagement', undefined, now) },
    reason: 'reengagement',
  },
  {
    name: 'a re-engagement, on',
    send: {},
    facts: { activity: sampleActivity('reengagement', undefined, now) },
    reason: null,
  },
  { name: 'an install, re-engagements off', send: { reengagement: false }, facts: {}, reason: null },
  { name: 'a refusal, off', send: { rejected: false }, facts: refusal, reason: 'rejected' },
  { name: 'a refusal, on', send: { rejected: true }, facts: refusal, reason: null },
  {
    name: 'secondary credit, off',
    send: { secondary: false },
    facts: { attribution: attributed('other', { secondary }) },
    reason: 'secondary',
  },
  {
    name: 'secondary credit, on',
    send: {},
    facts: { attribution: attributed('other', { secondary }) },
    reason: null,
  },
  { name: 'primary credit, secondary off', send: { secondary: false }, facts: {}, reason: null },
  {
    name: 'the first event',
    send: { first_only: true },
    facts: { activity: event(), device: device({ firstEvents: [['purchase', 'sample-activity']] }) },
    reason: null,
  },
  {
    name: 'a second event',
    send: { first_only: ['purchase'] },
    facts: { activity: event(), device: device({ firstEvents: [['purchase', 'before']] }) },
    reason: 'not_first',
  },
  {
    name: 'a second event, another named',
    send: { first_only: ['level'] },
    facts: { activity: event(), device: device({ firstEvents: [['purchase', 'before']] }) },
    reason: null,
  },
  {
    name: 'an event nobody remembers',
    send: { first_only: true },
    facts: { activity: event(), device: null },
    reason: 'first_unknown',
  },
  { name: 'revenue at the least', send: least, facts: { activity: event(money('1')) }, reason: null },
  {
    name: 'revenue a hair below',
    send: least,
    facts: { activity: event(money('0.999999')) },
    reason: 'below_min_revenue',
  },
  {
    name: 'revenue in another currency',
    send: least,
    facts: { activity: event(money('9', 'EUR')) },
    reason: 'min_revenue_currency',
  },
  {
    name: 'too little, of an event that is not judged',
    send: { min_revenue: { ...least.min_revenue, events: ['level'] } },
    facts: { activity: event(money('0.1')) },
    reason: null,
  },
  { name: 'an install has no revenue to judge', send: least, facts: {}, reason: null },
  {
    name: 'a country allowed',
    send: { countries: { allow: ['us'] } },
    facts: { activity: inCountry('US') },
    reason: null,
  },
  {
    name: 'a country not allowed',
    send: { countries: { allow: ['us'] } },
    facts: { activity: inCountry('de') },
    reason: 'country',
  },
  {
    name: 'no country, some allowed',
    send: { countries: { allow: ['us'] } },
    facts: { activity: inCountry(undefined) },
    reason: 'country_unknown',
  },
  {
    name: 'a country denied',
    send: { countries: { deny: ['us'] } },
    facts: { activity: inCountry('us') },
    reason: 'country',
  },
  {
    name: 'no country, some denied',
    send: { countries: { deny: ['us'] } },
    facts: { activity: inCountry(undefined) },
    reason: null,
  },
  { name: 'a system allowed', send: { os: { allow: ['android'] } }, facts: {}, reason: null },
  { name: 'a system denied', send: { os: { deny: ['android'] } }, facts: {}, reason: 'os' },
  {
    name: "the window's edge counts",
    send: { window_days: 7 },
    facts: { activity: event(), device: installedAgo(7 * dayMs) },
    reason: null,
  },
  {
    name: 'one millisecond after the window',
    send: { window_days: 7 },
    facts: { activity: event(), device: installedAgo(7 * dayMs + 1) },
    reason: 'outside_window',
  },
  {
    name: 'no install known',
    send: { window_days: 7 },
    facts: { activity: event(), device: null },
    reason: 'install_unknown',
  },
  { name: 'the whole sample', send: { sample_percent: 100 }, facts: {}, reason: null },
  { name: 'hardly any sample', send: { sample_percent: 0.01 }, facts: {}, reason: 'not_sampled' },
  {
    name: 'refused consent, respected',
    send: {},
    facts: { activity: event({ consent: { limit_ad_tracking: true } }) },
    reason: 'no_consent:limit_ad_tracking',
  },
  {
    name: 'refused consent, ignored',
    send: { consent: 'ignore' },
    facts: { activity: event({ consent: { limit_ad_tracking: true } }) },
    reason: null,
  },
])('$name', ({ send, facts, reason }) => {
  const [delivery] = plan(
    input({ ...facts, integrations: [{ integration: { ...integration, send }, template }] }),
  );
  expect(delivery?.reason ?? null).toBe(reason);
  if (reason !== null && !reason.includes(':')) expect(Object.keys(skipReasons)).toContain(reason);
});

function sent(send: SendRules, facts: Partial<PlanInput>, more: object = {}) {
  return plan(
    input({ ...facts, integrations: [{ integration: { ...integration, send, ...more }, template }] }),
  );
}

const query = (url: string | undefined) =>
  Object.fromEntries(new URL(url ?? 'https://none.test').searchParams);

test('a share of the activities is that share, and always the same', () => {
  const count = (percent: number): number =>
    Array.from({ length: 2_000 }, (_, at) => event({}, { id: `a${at}` })).filter(
      (activity) => sent({ sample_percent: percent }, { activity })[0]?.reason === undefined,
    ).length;
  expect(count(25)).toBeGreaterThan(400);
  expect(count(25)).toBeLessThan(600);
  expect(count(25)).toBe(count(25));
});

test('a delay makes it due later, and none makes it due now', () => {
  expect(sent({ delay_seconds: 60 }, {})[0]?.nextAttemptAt).toBe(now + 60_000);
  expect(sent({}, {})[0]?.nextAttemptAt).toBe(now);
});

test('revenue and parameters are left out as the rules say', () => {
  const activity = event({ ...money('5'), params: { sku: 's', lvl: 'l' } });
  const first = (send: SendRules) => query(sent(send, { activity })[0]?.request?.url);
  expect(first({})).toMatchObject({ r: '5', sku: 's', lvl: 'l' });
  expect(first({ revenue: 'without', params: ['sku'] })).toEqual({ e: 'purchase', sku: 's' });
  expect(first({ params: [] })).toEqual({ e: 'purchase', r: '5' });
});

test('one event under two names is two postbacks with ids of their own', () => {
  const deliveries = sent({}, { activity: event() }, { events: { purchase: ['Buy', 'Order'] } });
  expect(deliveries.map(({ postback }) => postback)).toEqual(['p:Buy', 'p:Order']);
  expect(deliveries.map(({ request }) => query(request?.url)['e'])).toEqual(['Buy', 'Order']);
  expect(new Set(deliveries.map(({ id }) => id)).size).toBe(2);
});

test("a link's payout comes before the integration's", () => {
  const payouts = { purchase: { amount: '2.00', currency: 'USD' } };
  const linkPayouts = new Map([[touch.link, { purchase: { percent: '10' } }]]);
  const activity = event(money('50'));
  const pay = (facts: Partial<PlanInput>) =>
    query(sent({}, { activity, touch, ...facts }, { payouts })[0]?.request?.url)['pay'];
  expect(pay({})).toBe('2.00');
  expect(pay({ linkPayouts })).toBe('5');
});
