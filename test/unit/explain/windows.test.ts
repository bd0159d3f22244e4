/** Windows, tiers, ties, guessing, repeated clicks and assists: each key of the policy, both sides of its edge. */
import { hash } from 'node:crypto';
import {
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
  otherGaid,
  second,
  view,
  type Row,
} from './ask';

const wide = { windows: { impression: { probabilistic: '6h' } } };

/** Type, match and window: at its edge it counts, a millisecond older it does not. */
const edges: readonly Row[] = (
  [
    ['a click', 7 * day, (ms: number) => click('t', ms), happens('install'), {}],
    ['a guessed click', 6 * hour, (ms: number) => guess('t', ms), happensUnnamed('install'), {}],
    ['a view', day, (ms: number) => view('t', ms), happens('install'), {}],
    [
      'a guessed view',
      6 * hour,
      (ms: number) => guess('t', ms, { type: 'impression' }),
      happensUnnamed('install'),
      wide,
    ],
    [
      'an engaged click',
      2 * day,
      (ms: number) => click('t', ms, { type: 'engaged_click' }),
      happens('install'),
      {},
    ],
    [
      'an engaged view',
      2 * day,
      (ms: number) => click('t', ms, { type: 'engaged_view' }),
      happens('install'),
      {},
    ],
    ['a preload', 90 * day, (ms: number) => click('t', ms, { type: 'preload' }), happens('install'), {}],
    [
      'a click by referrer',
      7 * day,
      (ms: number) => click('t', ms, { device: {} }),
      happens('install', { referrer: { click_id: 't' } }),
      {},
    ],
    [
      'a click by click id',
      7 * day,
      (ms: number) => click('t', ms, { device: {} }),
      happens('install', { click_id: 't' }),
      {},
    ],
    [
      'a click in a window of its own link',
      day,
      (ms: number) => click('t', ms, { policy: { windows: { click: { deterministic: '1d' } } } }),
      happens('install'),
      {},
    ],
    [
      'a click in a window of whole seconds',
      90 * second,
      (ms: number) => click('t', ms),
      happens('install'),
      { windows: { click: { deterministic: 90 } } },
    ],
  ] as const
).flatMap(([what, windowMs, touch, activity, policy]) => [
  {
    name: `${what} at the edge of its window counts`,
    policy,
    activity,
    touches: [touch(windowMs)],
    wins: 't',
  },
  {
    name: `${what} one millisecond older does not`,
    policy,
    activity,
    touches: [touch(windowMs + 1)],
    wins: null,
    status: 'organic',
    reasons: { t: 'outside_window' },
  },
  { name: `${what} at the very moment counts`, policy, activity, touches: [touch(0)], wins: 't' },
  {
    name: `${what} one millisecond later never does`,
    policy,
    activity,
    touches: [touch(-1)],
    wins: null,
    reasons: { t: 'after_activity' },
  },
]);

const off: readonly Row[] = [
  {
    name: 'a window of 0 is off, even at the very moment',
    policy: { windows: { click: { deterministic: 0 } } },
    touches: [click('t', 0)],
    wins: null,
    reasons: { t: 'window_off' },
  },
  {
    name: 'views are not guessed: their probabilistic window is 0',
    activity: happensUnnamed('install'),
    touches: [guess('t', 0, { type: 'impression' })],
    wins: null,
    reasons: { t: 'window_off' },
  },
  {
    name: 'a link that switches its clicks off leaves the others alone',
    touches: [click('a', hour, { policy: { windows: { click: { deterministic: 0 } } } }), click('b', day)],
    wins: 'b',
    reasons: { a: 'window_off' },
  },
];

const ranking: readonly Row[] = [
  {
    name: 'preload, click, guessed click, view: the first tier decides, whatever the times',
    activity: happens('install', { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } }),
    touches: [
      view('v', minute),
      guess('g', 2 * minute),
      click('c', day),
      click('p', 80 * day, { type: 'preload' }),
    ],
    wins: 'p',
    reasons: { c: 'lower_tier', g: 'lower_tier', v: 'lower_tier' },
  },
  {
    name: 'a guessed click beats a newer view of the very device',
    activity: happens('install', { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } }),
    touches: [view('v', minute), guess('g', hour)],
    wins: 'g',
  },
  {
    name: 'tiers may put it the other way round',
    policy: { tiers: [['impression.deterministic'], ['click.*']] },
    touches: [view('v', hour), click('c', minute)],
    wins: 'v',
    reasons: { c: 'lower_tier' },
  },
  {
    name: 'a touch in no tier never wins',
    policy: { tiers: [['impression.deterministic']] },
    touches: [click('c', minute)],
    wins: null,
    reasons: { c: 'no_tier' },
  },
  {
    name: 'in a tier the newest wins: clicks and engagements alike',
    touches: [click('c', 2 * hour), click('e', hour, { type: 'engaged_view' })],
    wins: 'e',
    reasons: { c: 'older' },
  },
  {
    name: 'at one time the referrer beats the click id and the identifier',
    activity: happens('install', { click_id: 'b', referrer: { click_id: 'c' } }),
    touches: [click('a', hour), click('b', hour, { device: {} }), click('c', hour, { device: {} })],
    wins: 'c',
    match: 'referrer',
    reasons: { a: 'tie_break', b: 'tie_break' },
  },
  {
    name: 'tie_break may put the identifier first',
    policy: { tie_break: ['device_id', 'referrer', 'click_id', 'probabilistic'] },
    activity: happens('install', { referrer: { click_id: 'b' } }),
    touches: [click('a', hour), click('b', hour, { device: {} })],
    wins: 'a',
    match: 'device_id',
  },
  {
    name: 'a millisecond newer beats any tie_break',
    activity: happens('install', { referrer: { click_id: 'b' } }),
    touches: [click('a', hour - 1), click('b', hour, { device: {} })],
    wins: 'a',
    reasons: { b: 'older' },
  },
  ...(
    [
      ['MD5', 'gps_adid_md5', hash('md5', gaid)],
      ['SHA-1 of the capitals, in capitals', 'gps_adid_sha1', hash('sha1', gaid.toUpperCase()).toUpperCase()],
      ['SHA-256', 'gps_adid_sha256', hash('sha256', gaid)],
    ] as const
  ).map(([form, field, value]) => ({
    name: `a hashed identifier is the same identifier: ${form}`,
    touches: [click('h', hour, { device: { [field]: value } })],
    wins: 'h',
    match: 'device_id',
  })),
  {
    name: 'a hash of something else is not',
    touches: [click('h', hour, { device: { gps_adid_sha1: hash('sha1', otherGaid) } })],
    wins: null,
    reasons: { h: 'no_match' },
  },
];

const guessing: readonly Row[] = [
  {
    name: 'two clickers behind one address: nobody, and the reason counts them',
    activity: happensUnnamed('install'),
    touches: [guess('a', hour), guess('b', 2 * hour), guess('c', 3 * hour)],
    wins: null,
    reasons: { a: 'ambiguous_3', b: 'ambiguous_3', c: 'ambiguous_3' },
  },
  {
    name: 'three touches are one clicker where each shares an identifier with the next',
    activity: happensUnnamed('install'),
    touches: [
      guess('a', hour, { device: { idfa: 'one' } }),
      guess('b', 2 * hour, { device: { idfv: 'two' } }),
      guess('c', 3 * hour, { device: { idfa: 'one', idfv: 'two' } }),
    ],
    wins: 'a',
    reasons: { b: 'older', c: 'older' },
  },
  {
    name: 'and two where one of them shares none',
    activity: happensUnnamed('install'),
    touches: [
      guess('a', hour, { device: { idfa: 'one' } }),
      guess('b', 2 * hour, { device: { idfa: 'one' } }),
      guess('c', 3 * hour, { device: { idfa: 'three' } }),
    ],
    wins: null,
    reasons: { a: 'ambiguous_2', b: 'ambiguous_2', c: 'ambiguous_2' },
  },
  {
    name: 'a second clicker who is out of the window does not count',
    activity: happensUnnamed('install'),
    touches: [guess('a', hour), guess('b', 6 * hour + 1)],
    wins: 'a',
  },
  {
    name: 'on_ambiguity newest',
    policy: { probabilistic: { on_ambiguity: 'newest' } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour), guess('b', 2 * hour)],
    wins: 'a',
    reasons: { b: 'older' },
  },
  {
    name: 'on_ambiguity same_partner, where it is one partner',
    policy: { probabilistic: { on_ambiguity: 'same_partner' } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour, { partner: 'p' }), guess('b', 2 * hour, { partner: 'p' })],
    wins: 'a',
  },
  {
    name: 'on_ambiguity same_partner, where it is two',
    policy: { probabilistic: { on_ambiguity: 'same_partner' } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour, { partner: 'p' }), guess('b', 2 * hour, { partner: 'q' })],
    wins: null,
    reasons: { a: 'ambiguous_2' },
  },
  {
    name: 'touches of no partner are not of one partner',
    policy: { probabilistic: { on_ambiguity: 'same_partner' } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour, { partner: null }), guess('b', 2 * hour, { partner: null })],
    wins: null,
  },
  {
    name: 'shrink looks again in less time: the edge counts',
    policy: { probabilistic: { shrink: ['1h', '15m'] } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour), guess('b', hour + 1)],
    wins: 'a',
    reasons: { b: 'ambiguous_2' },
  },
  {
    name: 'shrink that leaves two leaves nobody',
    policy: { probabilistic: { shrink: ['1h', '15m'] } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour), guess('b', hour)],
    wins: null,
  },
  {
    name: 'shrink forgets no clicker whose link has a shorter window',
    policy: { probabilistic: { shrink: ['2h'] } },
    activity: happensUnnamed('install'),
    touches: [
      guess('a', 90 * minute),
      guess('b', 30 * minute, { policy: { windows: { click: { probabilistic: '1h' } } } }),
    ],
    wins: null,
    reasons: { a: 'ambiguous_2', b: 'ambiguous_2' },
  },
  {
    name: 'an ambiguous tier is empty, and the next is asked',
    activity: happens('install', { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } }),
    touches: [guess('a', hour), guess('b', 2 * hour), view('v', 3 * hour)],
    wins: 'v',
  },
  {
    name: 'iOS is not guessed',
    platform: 'ios',
    activity: {
      kind: 'install',
      time: '2026-11-22T12:00:00.000Z',
      device: { ip_address: '203.0.113.7', os_name: 'ios', os_version: '18.5' },
    },
    touches: [guess('a', hour, { device: { user_agent: null, os_name: 'ios', os_version: '18.5' } })],
    wins: null,
    reasons: { a: 'probabilistic_off' },
  },
  {
    name: 'unless the link is told to',
    platform: 'ios',
    activity: {
      kind: 'install',
      time: '2026-11-22T12:00:00.000Z',
      device: { ip_address: '203.0.113.7', os_name: 'ios', os_version: '18.5' },
    },
    touches: [
      guess('a', hour, {
        device: { user_agent: null, os_name: 'ios', os_version: '18.5' },
        policy: { probabilistic: { platforms: ['ios'] } },
      }),
    ],
    wins: 'a',
    match: 'probabilistic',
  },
  {
    name: 'touch_with_identifier unless_it_differs: another identifier is another phone',
    activity: happens('install', { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } }),
    touches: [guess('a', hour, { device: { gps_adid: otherGaid } })],
    wins: null,
    reasons: { a: 'identifier_mismatch' },
  },
  {
    name: 'touch_with_identifier unless_it_differs: one that cannot be compared is none',
    activity: happensUnnamed('install'),
    touches: [guess('a', hour, { device: { gps_adid: otherGaid } })],
    wins: 'a',
  },
  {
    name: 'touch_with_identifier never',
    policy: { probabilistic: { touch_with_identifier: 'never' } },
    activity: happensUnnamed('install'),
    touches: [guess('a', hour, { device: { gps_adid: otherGaid } })],
    wins: null,
    reasons: { a: 'touch_has_identifier' },
  },
  {
    name: 'touch_with_identifier always',
    policy: { probabilistic: { touch_with_identifier: 'always' } },
    activity: happens('install', { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } }),
    touches: [guess('a', hour, { device: { gps_adid: otherGaid } })],
    wins: 'a',
  },
  {
    name: 'install_with_identifier false',
    policy: { probabilistic: { install_with_identifier: false } },
    activity: happens('install', { device: { ip_address: '203.0.113.7', user_agent: galaxyApp } }),
    touches: [guess('a', hour)],
    wins: null,
    reasons: { a: 'install_has_identifier' },
  },
  {
    name: 'an address of a network that many share is no key',
    activity: happensUnnamed('install', { device: { ip_address: '100.64.1.1', user_agent: galaxyApp } }),
    touches: [guess('a', hour, { device: { ip_address: '100.64.1.1' } })],
    wins: null,
    reasons: { a: 'no_match' },
  },
  {
    name: 'an IPv6 address counts by its /64',
    activity: happensUnnamed('install', {
      device: { ip_address: '2001:db8:0:1::9', user_agent: galaxyApp },
    }),
    touches: [
      guess('a', hour, { device: { ip_address: '2001:db8:0:1:ffff::1' } }),
      guess('b', hour, { device: { ip_address: '2001:db8:0:2::9' } }),
    ],
    wins: 'a',
    reasons: { b: 'no_match' },
  },
];

const twice = { link: 'l', partner: 'p', partner_click_id: 'x' };
const repeats: readonly Row[] = [
  {
    name: 'the same click id of a partner again, inside 7 d: not a new touch',
    policy: { windows: { click: { deterministic: '30d' } } },
    touches: [click('a', 8 * day, twice), click('b', day, twice)],
    wins: 'a',
    reasons: { b: 'duplicate_click' },
  },
  {
    name: 'one millisecond later it is one',
    policy: { windows: { click: { deterministic: '30d' } } },
    touches: [click('a', 8 * day + 1, twice), click('b', day, twice)],
    wins: 'b',
    reasons: { a: 'older' },
  },
  {
    name: 'on another link it is one',
    touches: [click('a', 2 * day, twice), click('b', day, { ...twice, link: 'm' })],
    wins: 'b',
  },
  {
    name: 'without a link nothing is on one link',
    touches: [click('a', 2 * day, { ...twice, link: null }), click('b', day, { ...twice, link: null })],
    wins: 'b',
  },
  {
    name: 'duplicate_clicks 0 is off',
    policy: { duplicate_clicks: 0 },
    touches: [click('a', 2 * day, twice), click('b', day, twice)],
    wins: 'b',
  },
  {
    name: 'a link may have its own',
    touches: [click('a', 2 * day, twice), click('b', day, { ...twice, policy: { duplicate_clicks: '1h' } })],
    wins: 'b',
  },
];

const many = [1, 2, 3, 4, 5].map((hours) => click(`t${hours}`, hours * hour));
const assists: readonly Row[] = [
  { name: 'three assists, newest first', touches: many, wins: 't1', assists: ['t2', 't3', 't4'] },
  { name: 'as many as the policy says', policy: { assists: 1 }, touches: many, assists: ['t2'] },
  { name: 'none where it says 0', policy: { assists: 0 }, touches: many, assists: [] },
  {
    name: 'a view that lost to a click assists; what was not eligible does not',
    touches: [click('a', hour), view('b', 2 * hour), click('c', 8 * day), click('d', -1)],
    assists: ['b'],
  },
];

test.each([...edges, ...off, ...ranking, ...guessing, ...repeats, ...assists])('$name', check);
