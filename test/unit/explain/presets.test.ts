/** The presets as people know the vendors: what each does that others do not. */
import {
  before,
  check,
  click,
  day,
  galaxyApp,
  guess,
  happens,
  happensUnnamed,
  hour,
  minute,
  otherGaid,
  past,
  second,
  view,
  type Row,
} from './ask';

const old = past('install', 30 * day, 'old');
const session = happens('session');
const withAddress = (kind: string) =>
  happens(kind, { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } });
const two = [guess('a', hour), guess('b', 2 * hour)];

/** Windows by preset: type, match, the edge. */
const windows: readonly Row[] = (
  [
    ['carom', 7 * day, 6 * hour],
    ['adjust', 7 * day, 6 * hour],
    ['appsflyer', 7 * day, 24 * hour],
    ['branch', 7 * day, 2 * hour],
    ['singular', 7 * day, 24 * hour],
    ['kochava', 30 * day, 7 * day],
  ] as const
).flatMap(([preset, certain, guessed]) => [
  { name: `${preset}: click at its edge`, policy: { preset }, touches: [click('a', certain)], wins: 'a' },
  { name: `${preset}: click beyond`, policy: { preset }, touches: [click('a', certain + 1)], wins: null },
  {
    name: `${preset}: guessed click at its edge`,
    policy: { preset },
    activity: happensUnnamed('install'),
    touches: [guess('a', guessed)],
    wins: 'a',
  },
  {
    name: `${preset}: guessed click beyond`,
    policy: { preset },
    activity: happensUnnamed('install'),
    touches: [guess('a', guessed + 1)],
    wins: null,
  },
  { name: `${preset}: view at its edge`, policy: { preset }, touches: [view('a', day)], wins: 'a' },
  { name: `${preset}: view beyond`, policy: { preset }, touches: [view('a', day + 1)], wins: null },
]);

const ambiguity: readonly Row[] = (
  [
    ['carom', null],
    ['adjust', 'a'],
    ['appsflyer', 'a'],
    ['branch', null],
    ['singular', 'a'],
    ['kochava', 'a'],
  ] as const
).map(([preset, wins]) => ({
  name: `${preset}: of two clickers ${wins === null ? 'nobody' : 'the newest'}`,
  policy: { preset },
  activity: happensUnnamed('install'),
  touches: two,
  wins,
}));

const reinstalls: readonly Row[] = (
  [
    ['carom', 90 * day, { kind: 'reinstall', partner: 'old' }],
    ['carom', 90 * day + 1, { kind: 'install', status: 'organic' }],
    ['adjust', 3_000 * day, { kind: 'reinstall', partner: 'old' }],
    ['appsflyer', 90 * day, { kind: 'reinstall', none: true }],
    ['appsflyer', 90 * day + 1, { kind: 'install', status: 'organic' }],
    ['branch', 90 * day, { kind: 'reinstall', partner: 'old' }],
    ['singular', 3_000 * day, { kind: 'reinstall', partner: 'old' }],
    ['kochava', 3_000 * day, { kind: 'reinstall', partner: 'old' }],
  ] as const
).map(([preset, agoMs, expected]) => ({
  name: `${preset}: an install ${agoMs} ms after the first is ${expected.kind}`,
  policy: { preset },
  history: [past('install', agoMs, 'old')],
  ...expected,
}));

const adjust = { preset: 'adjust' };
const adjustRows: readonly Row[] = [
  {
    name: 'adjust: click injection is refused, and the next source has the install',
    policy: adjust,
    activity: happens('install', { referrer: { install_begin_at: before(10 * minute) } }),
    touches: [click('a', 10 * minute - second - 1), click('b', day)],
    wins: 'b',
    rejected: { a: 'engagement_injection' },
  },
  {
    name: 'adjust: fifty engagements in six hours are refused, and the next source has the install',
    policy: adjust,
    touches: [
      ...Array.from({ length: 50 }, (_, at) => click(`f${at}`, hour + at * second, { partner: 'f' })),
      click('b', day),
    ],
    wins: 'b',
  },
  {
    name: 'adjust: a guessed view counts, for six hours',
    policy: adjust,
    activity: happensUnnamed('install'),
    touches: [guess('a', 6 * hour, { type: 'impression' })],
    wins: 'a',
  },
  {
    name: 'adjust: at one time the referrer beats the identifier',
    policy: adjust,
    activity: happens('install', { referrer: { click_id: 'b' } }),
    touches: [click('a', hour), click('b', hour, { device: {} })],
    wins: 'b',
  },
  {
    name: 'adjust: reattribution after seven idle days by another link',
    policy: adjust,
    history: [old, past('session', 7 * day)],
    touches: [click('a', hour)],
    activity: session,
    kind: 'reattribution',
    partner: 'p-a',
  },
  {
    name: 'adjust: not sooner',
    policy: adjust,
    history: [old, past('session', 7 * day - 1)],
    touches: [click('a', hour)],
    activity: session,
    kind: 'session',
    partner: 'old',
  },
  {
    name: 'adjust: not by the same link',
    policy: adjust,
    history: [old],
    touches: [click('a', hour, { link: 'l-old' })],
    activity: session,
    kind: 'session',
    partner: 'old',
  },
  {
    name: 'adjust: not by guessing',
    policy: adjust,
    history: [old],
    touches: [guess('a', hour)],
    activity: withAddress('session'),
    kind: 'session',
    partner: 'old',
  },
  {
    name: 'adjust: a reinstall after another link and seven idle days is a reattribution',
    policy: adjust,
    history: [old],
    touches: [click('a', hour)],
    kind: 'reattribution',
    partner: 'p-a',
  },
  {
    name: 'adjust: a paid user does not become organic',
    policy: adjust,
    history: [old, past('session', 20 * day)],
    activity: happens('install'),
    kind: 'reinstall',
    partner: 'old',
  },
];

const appsflyer = { preset: 'appsflyer' };
const appsflyerRows: readonly Row[] = [
  {
    name: 'appsflyer: a reinstall is credited to nobody, and events after it are organic',
    policy: appsflyer,
    history: [old, past('reinstall', day)],
    activity: happens('event'),
    status: 'organic',
  },
  {
    name: 'appsflyer: after a retargeting touch it is a re-attribution',
    policy: appsflyer,
    history: [old],
    touches: [click('a', hour, { retargeting: true })],
    kind: 'reattribution',
    partner: 'p-a',
    secondary: 'old',
  },
  {
    name: 'appsflyer: a re-engagement asks for no idle time and credits both',
    policy: appsflyer,
    history: [old, past('session', minute)],
    touches: [click('a', 1, { retargeting: true })],
    activity: session,
    kind: 'reengagement',
    partner: 'p-a',
    secondary: 'old',
  },
  {
    name: 'appsflyer: a touch that is not retargeting is none',
    policy: appsflyer,
    history: [old],
    touches: [click('a', hour)],
    activity: session,
    kind: 'session',
    partner: 'old',
  },
  {
    name: 'appsflyer: for thirty days',
    policy: appsflyer,
    history: [past('install', 60 * day, 'old'), past('reengagement', 30 * day - 1, 'new')],
    activity: happens('event'),
    partner: 'new',
    secondary: 'old',
  },
  {
    name: 'appsflyer: then the install’s partner alone',
    policy: appsflyer,
    history: [past('install', 60 * day, 'old'), past('reengagement', 30 * day, 'new')],
    activity: happens('event'),
    partner: 'old',
    secondary: null,
  },
  {
    name: 'appsflyer: preload above everything, for ninety days',
    policy: appsflyer,
    touches: [click('p', 90 * day, { type: 'preload' }), click('a', hour)],
    wins: 'p',
  },
];

const branch = { preset: 'branch' };
const branchRows: readonly Row[] = [
  {
    name: 'branch: a click that carried an identifier is never guessed',
    policy: branch,
    activity: happensUnnamed('install'),
    touches: [guess('a', hour, { device: { gps_adid: otherGaid } })],
    wins: null,
    reasons: { a: 'touch_has_identifier' },
  },
  {
    name: 'branch: two alike, nobody, and it does not look again in less time',
    policy: branch,
    activity: happensUnnamed('install'),
    touches: [guess('a', minute), guess('b', 2 * hour)],
    wins: null,
    reasons: { a: 'ambiguous_2' },
  },
  {
    name: 'branch: views are never guessed, not even where a window is set',
    policy: { preset: 'branch', windows: { impression: { probabilistic: '6h' } } },
    activity: happensUnnamed('install'),
    touches: [guess('a', minute, { type: 'impression' })],
    wins: null,
    reasons: { a: 'no_tier' },
  },
  {
    name: 'branch: what is blocked keeps its credit',
    policy: branch,
    touches: [click('a', hour, { fraud: { verdict: 'rejected' } }), click('b', day)],
    wins: 'a',
    blocked: true,
  },
  ...(
    [
      ['event', 30 * day, click],
      ['event', 7 * day, view],
      ['session', day, click],
      ['session', day, view],
    ] as const
  ).flatMap(([kind, windowMs, touch]) => [
    {
      name: `branch: ${kind} by last ${String(touch('a', 0).type)} at the edge`,
      policy: branch,
      touches: [touch('a', windowMs)],
      activity: happens(kind),
      wins: 'a',
    },
    {
      name: `branch: ${kind} by last ${String(touch('a', 0).type)} beyond`,
      policy: branch,
      touches: [touch('a', windowMs + 1)],
      activity: happens(kind),
      wins: null,
    },
  ]),
  {
    name: 'branch: any touch after seven idle days re-engages',
    policy: branch,
    history: [old, past('session', 7 * day)],
    touches: [click('a', hour, { link: 'l-old' })],
    activity: session,
    kind: 'reengagement',
    wins: 'a',
  },
  {
    name: 'branch: sooner the session has its last touch, and is no re-engagement',
    policy: branch,
    history: [old, past('session', 7 * day - 1)],
    touches: [click('a', hour, { link: 'l-old' })],
    activity: session,
    kind: 'session',
    wins: 'a',
  },
];

const others: readonly Row[] = [
  {
    name: 'singular: an install with an identifier is not guessed',
    policy: { preset: 'singular' },
    activity: withAddress('install'),
    touches: [guess('a', hour)],
    wins: null,
    reasons: { a: 'install_has_identifier' },
  },
  {
    name: 'singular: a return needs a retargeting touch',
    policy: { preset: 'singular' },
    history: [old],
    touches: [click('a', hour)],
    activity: session,
    kind: 'session',
  },
  {
    name: 'kochava: a certain click of a month ago beats a guessed one of a minute ago',
    policy: { preset: 'kochava' },
    activity: withAddress('install'),
    touches: [click('a', 30 * day), guess('b', minute)],
    wins: 'a',
  },
  {
    name: 'a key of the app beats the preset, and the rest of it stays',
    policy: { preset: 'kochava', windows: { click: { deterministic: '1d' } } },
    activity: happensUnnamed('install'),
    touches: [guess('a', 7 * day)],
    wins: 'a',
  },
];

test.each([
  ...windows,
  ...ambiguity,
  ...reinstalls,
  ...adjustRows,
  ...appsflyerRows,
  ...branchRows,
  ...others,
])('$name', check);
