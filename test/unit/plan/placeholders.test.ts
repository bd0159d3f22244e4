/** Callback placeholders: Adjust's names, units and fallbacks; percent-encoded; never in the host. */
import type { Device } from '../../../src/model/attribution';
import { missingCallbacks } from '../../../src/plan/placeholder-names';
import { placeholders } from '../../../src/plan/placeholder-table';
import { compilePlaceholderUrl } from '../../../src/plan/placeholders';
import type { PlanInput } from '../../../src/plan/plan';
import { sampleActivity } from './sample';
import { attributed, input, now, touch } from './fixtures';

const seconds = now / 1000;
const device: Device = {
  id: 'd1',
  app: 'sample',
  version: 1,
  keys: [],
  conversions: [{ activity: 'i1', kind: 'install', time: now - 3_600_500, credit: null }],
  lastActivityAt: null,
  sessions: 3,
  uninstalledAt: null,
  credit: null,
  secondary: null,
  secondaryShown: false,
  creditUntil: null,
  spentTouches: [],
};
const purchase = sampleActivity('event', 'purchase', now);

function facts(more: Partial<PlanInput> = {}): PlanInput {
  const attribution = attributed('examplenet', { adgroup: 'adults', creative: 'video 1' });
  return input({ activity: purchase, attribution, device, ...more });
}

function fill(text: string, of: PlanInput = facts()): string {
  const result = compilePlaceholderUrl(`https://h.test/?v=${text}`);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.url.render(of, 'D1').replace('https://h.test/?v=', '');
}

test.each([
  ['{activity_kind}', 'event'],
  ['{event}', 'purchase'],
  ['{event_name}', 'purchase'],
  ['{created_at}', String(seconds)],
  ['{created_at_milli}', String(now)],
  ['{created_at_hour}', String(seconds - (seconds % 3600))],
  ['{installed_at}', String(Math.floor((now - 3_600_500) / 1000))],
  ['{click_time}', String(seconds - 60)],
  ['{impression_time}', ''],
  ['{conversion_duration}', '60'],
  ['{revenue}', '999'],
  ['{revenue_float}', '9.99'],
  ['{currency}', 'USD'],
  ['{gps_adid}', '38400000-8cf0-11bd-b23e-10b96e40000d'],
  ['{idfa}', ''],
  ['{idfa||gps_adid}', '38400000-8cf0-11bd-b23e-10b96e40000d'],
  ['{gps_adid||idfa}', '38400000-8cf0-11bd-b23e-10b96e40000d'],
  ['{idfa||idfv}', ''],
  ['{network_name}', 'examplenet'],
  ['{tracker}', 'l1'],
  ['{tracker_name}', 'examplenet%3A%3Aautumn%3A%3Aadults%3A%3Avideo%201'],
  ['{campaign_name}', 'autumn'],
  ['{match_type}', 'click_id'],
  ['{is_organic}', '0'],
  ['{impression_based}', '0'],
  ['{tracking_limited}', '0'],
  ['{tracking_enabled}', '1'],
  ['{gclid}', 'g1'],
  ['{click_id}', 'CLICK-1'],
  ['{session_count}', '3'],
  ['{adid}', 'd1'],
  ['{app_id}', 'com.example.sample'],
  ['{store}', 'google'],
  ['{country}', 'us'],
  ['{environment}', 'production'],
  ['{random}', 'D1'],
  ['{city}', ''],
  ['{user_agent}', encodeURIComponent(purchase.body.device.user_agent ?? '')],
])('%s is %s', (text, wanted) => expect(fill(text)).toBe(wanted));

test('Apple identifiers are upper case, as Adjust has them', () => {
  const body = { ...purchase.body, device: { idfa: 'aebe52e7-03ee-455a-b3c4-e57283966239' } };
  const of = facts({ activity: { ...purchase, body } });
  expect(fill('{idfa}', of)).toBe('AEBE52E7-03EE-455A-B3C4-E57283966239');
});

test('a view fills the impression, not the click', () => {
  const of = facts({ attribution: attributed('examplenet', { touch_type: 'impression' }) });
  expect([fill('{click_time}', of), fill('{impression_time}', of), fill('{impression_based}', of)]).toEqual([
    '',
    String(seconds - 60),
    '1',
  ]);
});

test('a rejected install says why', () => {
  const activity = sampleActivity('rejected_install', undefined, now);
  const rejected = [
    { touch_id: 'other', reason: 'too_many_engagements' },
    { touch_id: touch.id, reason: 'engagement_injection' },
  ];
  expect(fill('{rejection_reason}', facts({ activity, rejected }))).toBe('engagement_injection');
});

test('an organic install fills no network and says 1', () => {
  const of = facts({ attribution: attributed(null, { status: 'organic' }), touch: null });
  expect([fill('{network_name}', of), fill('{is_organic}', of)]).toEqual(['', '1']);
});

test('no name throws or prints a function, with as little as there can be', () => {
  const bare = { ...purchase, body: { kind: 'event' as const, device: {} } };
  const least = facts({ activity: bare, attribution: null, touch: null, device: null });
  for (const name of placeholders.keys()) {
    for (const of of [least, facts()])
      expect(fill(`{${name}}`, of)).not.toMatch(/undefined|null|NaN|object|=>/);
  }
});

test('a name is either filled or always empty', () => {
  expect([...missingCallbacks.keys()].filter((name) => placeholders.has(name))).toEqual([]);
});

test('a name that is always empty is taken, and noted', () => {
  expect(compilePlaceholderUrl('https://h.test/?c={city}')).toMatchObject({
    ok: true,
    notes: [expect.stringContaining('{city}')],
  });
});

test.each([
  ['https://h.test/?a={gpsadid}', '{gpsadid}', 'not known', 'gps_adid'],
  ['https://h.test/?a={idfa||gps_adidd}', '{idfa||gps_adidd}', 'not known', 'gps_adid'],
  ['https://{country}.h.test/', '', 'may not stand in the host', undefined],
  ['https://h.test:{app_id}/', '', 'may not stand in the host', undefined],
  ['{deeplink}', '', 'must start with https://', undefined],
  ['ftp://h.test/', '', 'must start with https://', undefined],
  ['https://u:p@h.test/', '', 'credentials', undefined],
  ['https://h.test/?a={idfa', '', 'not balanced', undefined],
  ['https://h.test/?a=idfa}', '', 'not balanced', undefined],
  ['https://h.test/?a={{idfa}}', '', 'not balanced', undefined],
  ['https://h.test/a b', '', 'space', undefined],
  ['https://', '', 'not a URL', undefined],
])('%s is refused', (text, placeholder, message, suggestion) => {
  const result = compilePlaceholderUrl(text);
  if (result.ok) throw new Error('it compiled');
  const found = result.problems.find((problem) => problem.message.includes(message));
  expect(found).toMatchObject(suggestion === undefined ? { placeholder } : { placeholder, suggestion });
});

test.each([
  ['/{event}/x', '..', '/x'],
  ['/{event}{event}/x', '.', '/x'],
  ['/x/{event}', 'a/../b', '/x/a%2F..%2Fb'],
  ['/x?e={event}', 'a&b=c#d', '/x?e=a%26b%3Dc%23d'],
])('in %s the value %j stays inside', (path, event, wanted) => {
  const result = compilePlaceholderUrl(`https://h.test${path}`);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { href, host } = new URL(
    result.url.render(facts({ activity: sampleActivity('event', event, now) }), 'D1'),
  );
  expect(host).toBe('h.test');
  expect(href.replace('https://h.test', '').replace('//', '/')).toBe(wanted);
});

test('a URL without placeholders stays as it is', () => {
  const result = compilePlaceholderUrl('https://h.test/a%20b?c=d');
  expect(result.ok && result.url.render(facts(), 'D1')).toBe('https://h.test/a%20b?c=d');
});
