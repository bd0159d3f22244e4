/** What is wrong with a touch and what follows: each rule of `fraud`, `on_block` and `validation`, both sides of its edge. */
import {
  ask,
  before,
  check,
  click,
  day,
  gaid,
  galaxyApp,
  guess,
  happens,
  happensUnnamed,
  hour,
  minute,
  past,
  relay,
  second,
  view,
  type Row,
} from './ask';

const begin = 10 * minute;
/** The store's own two clocks, in milliseconds before noon. */
const server = (clicked: number, began: number, clickId?: string) => ({
  referrer: {
    clicked_at_server: before(clicked),
    install_begin_at_server: before(began),
    ...(clickId === undefined ? {} : { click_id: clickId }),
  },
});
const device = (began: number) => ({ referrer: { install_begin_at: before(began) } });
const other = click('b', day);

const injection: readonly Row[] = [
  {
    name: 'a click one second after the download began is believed',
    activity: happens('install', device(begin)),
    touches: [click('a', begin - second), other],
    wins: 'a',
    rejected: {},
  },
  {
    name: 'one millisecond later it is injected, and the next source has the install',
    activity: happens('install', device(begin)),
    touches: [click('a', begin - second - 1), other],
    wins: 'b',
    reasons: { a: 'blocked:click_injection', b: 'won' },
    rejected: { a: 'engagement_injection' },
  },
  {
    name: 'with no next source it is organic',
    activity: happens('install', device(begin)),
    touches: [click('a', begin - second - 1)],
    kind: 'install',
    status: 'organic',
    rejected: { a: 'engagement_injection' },
  },
  {
    name: "by the store's own clocks: one second counts as before",
    activity: happens('install', server(begin - second, begin)),
    touches: [click('a', hour)],
    wins: 'a',
  },
  {
    name: "by the store's own clocks: more does not, however old our time of the click",
    activity: happens('install', server(begin - second - 1, begin)),
    touches: [click('a', hour)],
    wins: null,
    rejected: { a: 'engagement_injection' },
  },
  {
    name: "a clock of ours ahead of the store's is no fraud",
    activity: happens('install', server(begin + minute, begin)),
    touches: [click('a', begin - 5 * minute)],
    wins: 'a',
    rejected: {},
  },
  {
    name: "the store's times tell of the click they name, not of another one",
    activity: happens('install', {
      referrer: { ...server(hour, begin, 'a').referrer, install_begin_at: before(begin) },
    }),
    touches: [click('a', hour, { device: {} }), click('b', begin - minute)],
    wins: 'a',
    reasons: { b: 'blocked:click_injection' },
    rejected: { b: 'engagement_injection' },
  },
  {
    name: 'a view is not injected',
    activity: happens('install', device(begin)),
    touches: [view('a', begin - minute)],
    wins: 'a',
  },
  {
    name: 'flag: it keeps its credit',
    policy: { fraud: { click_injection: 'flag' } },
    activity: happens('install', device(begin)),
    touches: [click('a', begin - minute)],
    wins: 'a',
    flags: ['click_injection'],
    rejected: {},
  },
  {
    name: 'off',
    policy: { fraud: { click_injection: 'off' } },
    activity: happens('install', device(begin)),
    touches: [click('a', begin - minute)],
    wins: 'a',
    flags: [],
  },
  {
    name: 'a link may switch it off for its own clicks',
    activity: happens('install', device(begin)),
    touches: [
      click('a', begin - minute, { policy: { fraud: { click_injection: 'off' } } }),
      click('b', begin - 2 * minute),
    ],
    wins: 'a',
    rejected: { b: 'engagement_injection' },
  },
];

const soon: readonly Row[] = [
  { name: 'ten seconds from click to install pass', touches: [click('a', 10 * second)], flags: [] },
  {
    name: 'a millisecond less is flagged',
    touches: [click('a', 10 * second - 1)],
    wins: 'a',
    flags: ['ctit'],
  },
  {
    name: 'or blocked',
    policy: { fraud: { ctit_min: { action: 'block' } } },
    touches: [click('a', 10 * second - 1), other],
    wins: 'b',
    reasons: { a: 'blocked:ctit' },
    rejected: { a: 'distribution_outlier' },
  },
  {
    name: 'other seconds',
    policy: { fraud: { ctit_min: { seconds: 30 } } },
    touches: [click('a', 30 * second - 1)],
    flags: ['ctit'],
  },
  { name: 'seconds 0', policy: { fraud: { ctit_min: { seconds: 0 } } }, touches: [click('a', 0)], flags: [] },
  { name: 'a view may be followed at once', touches: [view('a', second)], flags: [] },
  {
    name: 'so may a session by a click',
    history: [past('install', 30 * day, 'old')],
    activity: happens('session'),
    touches: [click('a', second)],
    kind: 'reattribution',
    flags: [],
  },
];

/** So many clicks of one partner, the newest an hour ago, spread over so long. */
const run = (count: number, spanMs: number, partner = 'flood', offset = hour) =>
  Array.from({ length: count }, (_, at) =>
    click(`${partner}${at}`, offset + Math.floor((spanMs * at) / (count - 1)), { partner, link: partner }),
  );
const few = { fraud: { too_many_engagements: { count: 3 } } };

const tooMany: readonly Row[] = [
  {
    name: 'forty-nine engagements are not too many',
    touches: run(49, 6 * hour),
    wins: 'flood0',
    rejected: {},
  },
  { name: 'fifty within six hours are', touches: [...run(50, 6 * hour), click('b', 2 * day)], wins: 'b' },
  { name: 'fifty over a millisecond more are not', touches: run(50, 6 * hour + 1), wins: 'flood0' },
  {
    name: 'all of the run are refused, and what the partner did before is not',
    policy: few,
    touches: [...run(3, 6 * hour), click('early', 3 * day, { partner: 'flood' })],
    wins: 'early',
    rejected: {
      flood0: 'too_many_engagements',
      flood1: 'too_many_engagements',
      flood2: 'too_many_engagements',
    },
  },
  {
    name: "another partner's are not",
    policy: few,
    touches: [...run(3, 6 * hour), ...run(2, hour, 'honest', 4 * hour)],
    wins: 'honest0',
  },
  {
    name: 'views count too',
    policy: few,
    touches: [
      click('a', hour, { partner: 'p' }),
      view('b', hour, { partner: 'p' }),
      view('c', hour, { partner: 'p' }),
    ],
    status: 'organic',
  },
  {
    name: 'of another device they do not',
    policy: few,
    activity: happens('install', { click_id: 'x1', device: { idfv: 'v' } }),
    touches: [
      click('x0', hour, { partner: 'p' }),
      click('x1', hour, { partner: 'p', device: { idfv: 'other' } }),
      click('x2', hour, { partner: 'p', device: { idfv: 'other' } }),
    ],
    wins: 'x1',
  },
  {
    name: 'nor after the activity',
    policy: few,
    touches: [click('a', hour, { partner: 'p' }), ...run(2, hour, 'p', -2 * hour)],
    wins: 'a',
  },
  {
    name: 'each by its own policy, whatever comes first',
    touches: [...run(3, hour), click('strict', 4 * hour, { partner: 'flood', policy: few })],
    wins: 'flood0',
    rejected: { strict: 'too_many_engagements' },
  },
  {
    name: 'flag',
    policy: { fraud: { too_many_engagements: { count: 3, action: 'flag' } } },
    touches: run(3, hour),
    wins: 'flood0',
    flags: ['too_many_engagements'],
  },
  {
    name: 'off',
    policy: { fraud: { too_many_engagements: { count: 3, action: 'off' } } },
    touches: run(3, hour),
    flags: [],
  },
];

const badId = { device: { gps_adid: 'not-a-uuid', idfv: 'v' } };
const byVendorId = (more = {}) => ({
  ...happens('install'),
  device: { idfv: 'v', ...more },
});
const behindRelay = { device: { gps_adid: gaid, ip_address: relay } };
const anonymous: readonly Row[] = [
  {
    name: 'a touch through a relay is flagged',
    touches: [click('a', hour, behindRelay)],
    wins: 'a',
    flags: ['anonymous_ip'],
  },
  {
    name: 'the address beside it is not',
    touches: [click('a', hour, { device: { gps_adid: gaid, ip_address: '198.51.100.10' } })],
    wins: 'a',
    flags: [],
  },
  {
    name: 'an activity through a relay flags whoever wins',
    activity: happens('install', behindRelay),
    touches: [click('a', hour)],
    wins: 'a',
    flags: ['anonymous_ip'],
  },
  {
    name: 'where it is blocked, the next has the credit',
    policy: { fraud: { anonymous_ip: 'block' } },
    touches: [click('a', hour, behindRelay), click('b', 2 * hour)],
    wins: 'b',
    flags: [],
    rejected: { a: 'anonymous_traffic' },
  },
  {
    name: 'where it is off, nothing is said',
    policy: { fraud: { anonymous_ip: 'off' } },
    touches: [click('a', hour, behindRelay)],
    wins: 'a',
    flags: [],
  },
  {
    name: 'the address of a relay is no evidence',
    activity: { ...happensUnnamed('install'), device: { ip_address: relay, user_agent: galaxyApp } },
    touches: [guess('a', hour, { device: { ip_address: relay } })],
    wins: null,
    reasons: { a: 'no_match' },
  },
];

const malformed: readonly Row[] = [
  {
    name: 'a malformed id of the touch is flagged',
    activity: byVendorId(),
    touches: [click('a', hour, badId)],
    wins: 'a',
    flags: ['malformed_advertising_id'],
  },
  {
    name: 'or blocked',
    policy: { fraud: { malformed_advertising_id: 'block' } },
    activity: byVendorId(),
    touches: [click('a', hour, badId), click('b', 2 * hour, { device: { idfv: 'v' } })],
    wins: 'b',
    rejected: { a: 'malformed_advertising_id' },
  },
  ...[
    { what: 'zeros', gps_adid: '00000000-0000-0000-0000-000000000000', found: true },
    { what: 'no UUID', gps_adid: 'x', found: true },
    { what: 'a UUID', gps_adid: gaid, found: false },
    { what: 'none', gps_adid: null, found: false },
  ].map(({ what, gps_adid, found }) => ({
    name: `of the activity: ${what}`,
    activity: byVendorId({ gps_adid }),
    touches: [click('a', hour, { device: { idfv: 'v' } })],
    wins: 'a',
    flags: found ? ['malformed_advertising_id'] : [],
  })),
  {
    name: 'off',
    policy: { fraud: { malformed_advertising_id: 'off' } },
    activity: byVendorId({ gps_adid: 'x' }),
    touches: [click('a', hour, { device: { idfv: 'v' } })],
    flags: [],
  },
];

const judged: readonly Row[] = [
  {
    name: 'what someone else rejected is out, by the reason they gave',
    touches: [click('a', hour, { fraud: { verdict: 'rejected', reason: 'bot_farm' } }), other],
    wins: 'b',
    reasons: { a: 'blocked:rejected' },
    rejected: { a: 'bot_farm' },
  },
  {
    name: 'what someone else suspects is flagged',
    touches: [click('a', hour, { fraud: { verdict: 'suspicious', reason: 'bot_farm' } }), other],
    wins: 'a',
    flags: ['suspicious'],
    rejected: {},
  },
  {
    name: 'on_block keep: the credit stays, marked blocked',
    policy: { fraud: { on_block: 'keep' } },
    touches: [click('a', hour, { fraud: { verdict: 'rejected' } }), other],
    wins: 'a',
    blocked: true,
    flags: ['rejected'],
    rejected: { a: 'rejected' },
  },
  {
    name: 'on_block keep: a winner that nothing was found of is not marked',
    policy: { fraud: { on_block: 'keep' } },
    touches: [click('a', hour), click('b', day, { fraud: { verdict: 'rejected' } })],
    wins: 'a',
    blocked: false,
  },
  {
    name: 'a touch that could not win is not judged',
    touches: [click('a', 8 * day, { fraud: { verdict: 'rejected' } })],
    reasons: { a: 'outside_window' },
    rejected: {},
  },
  {
    name: 'a blocked return: the session stays with the old credit',
    history: [past('install', 30 * day, 'old')],
    activity: happens('session'),
    touches: [click('a', hour, { fraud: { verdict: 'rejected' } })],
    kind: 'session',
    partner: 'old',
    rejected: { a: 'rejected' },
  },
  {
    name: 'a blocked guess is no clicker: the other one is certain',
    activity: {
      ...happens('install'),
      device: { ip_address: '203.0.113.7', os_name: 'android' },
    },
    touches: [
      click('a', hour, {
        device: { ip_address: '203.0.113.7', os_name: 'android' },
        fraud: { verdict: 'rejected' },
      }),
      click('b', 2 * hour, { device: { ip_address: '203.0.113.7', os_name: 'android' } }),
    ],
    wins: 'b',
    match: 'probabilistic',
  },
];

const rule = (more: object) => ({ validation: [{ field: 'country', ...more }] });
const allow = rule({ allow: ['US', 'CA'] });
const next = rule({ allow: ['US', 'CA'], then: 'next' });
const validation: readonly Row[] = [
  {
    name: 'an allowed country passes, without case',
    policy: allow,
    touches: [click('a', hour, { country: 'us' })],
    wins: 'a',
  },
  {
    name: 'another one refuses the install',
    policy: allow,
    touches: [click('a', hour, { country: 'fr' }), click('b', day, { country: 'us' })],
    kind: 'rejected_install',
    none: true,
    rejected: { a: 'validation_rule:country', b: 'validation_rule:country' },
  },
  {
    name: 'then next: only that touch loses',
    policy: next,
    touches: [click('a', hour, { country: 'fr' }), click('b', day, { country: 'ca' })],
    kind: 'install',
    wins: 'b',
    reasons: { a: 'blocked:validation_rule:country' },
    rejected: { a: 'validation_rule:country' },
  },
  {
    name: 'a touch that would not have won refuses nothing',
    policy: allow,
    touches: [click('a', hour, { country: 'us' }), click('b', day, { country: 'fr' })],
    kind: 'install',
    wins: 'a',
  },
  { name: 'an unknown value is not judged', policy: allow, touches: [click('a', hour)], wins: 'a' },
  {
    name: "the activity's own country is judged too",
    policy: allow,
    activity: happens('install', { device: { country: 'FR' } }),
    touches: [click('a', hour, { country: 'us' })],
    kind: 'rejected_install',
    none: true,
  },
  {
    name: 'an install that nobody claims is organic, from anywhere',
    policy: allow,
    activity: happens('install', { device: { country: 'FR' } }),
    kind: 'install',
    status: 'organic',
  },
  {
    name: 'deny',
    policy: rule({ deny: ['fr'], then: 'next' }),
    touches: [click('a', hour, { country: 'FR' })],
    wins: null,
  },
  {
    name: 'what is not denied passes',
    policy: rule({ deny: ['fr'], then: 'next' }),
    touches: [click('a', hour, { country: 'de' })],
    wins: 'a',
  },
  {
    name: 'flag',
    policy: rule({ allow: ['us'], action: 'flag' }),
    touches: [click('a', hour, { country: 'fr' })],
    kind: 'install',
    wins: 'a',
    flags: ['validation_rule:country'],
  },
  {
    name: 'off',
    policy: rule({ allow: ['us'], action: 'off' }),
    touches: [click('a', hour, { country: 'fr' })],
    wins: 'a',
    flags: [],
  },
  {
    name: "a link's own list replaces the app's",
    policy: allow,
    touches: [click('a', hour, { country: 'fr', policy: rule({ allow: ['fr'] }) })],
    wins: 'a',
  },
  {
    name: 'a field of the device, such as the version of its system',
    policy: { validation: [{ field: 'os_version', deny: ['6'], then: 'next' }] },
    activity: happens('install', { device: { os_version: '6' } }),
    touches: [click('a', hour)],
    wins: null,
    rejected: { a: 'validation_rule:os_version' },
  },
  {
    name: "a touch's parameter",
    policy: { validation: [{ field: 'sub1', deny: ['bad'], then: 'next' }] },
    touches: [click('a', hour, { params: { sub1: 'bad' } }), other],
    wins: 'b',
  },
  {
    name: 'a refused return leaves the session as it is',
    policy: allow,
    history: [past('install', 30 * day, 'old')],
    activity: happens('session'),
    touches: [click('a', hour, { country: 'fr' }), click('b', day, { country: 'us' })],
    kind: 'session',
    partner: 'old',
    reasons: { a: 'blocked:validation_rule:country', b: 'activity_refused' },
    assists: [],
  },
  {
    name: 'a refused return of an install refuses the install',
    policy: allow,
    history: [past('install', 30 * day, 'old')],
    touches: [click('a', hour, { country: 'fr', retargeting: true })],
    kind: 'rejected_install',
    none: true,
  },
];

test.each([...injection, ...soon, ...tooMany, ...anonymous, ...malformed, ...judged, ...validation])(
  '$name',
  check,
);

test('fifty within six hours are all named', () => {
  const { rejected } = ask({ touches: run(50, 6 * hour), activity: happens('install') });
  expect(rejected).toHaveLength(50);
  expect(new Set(rejected.map(({ reason }) => reason))).toEqual(new Set(['too_many_engagements']));
});
