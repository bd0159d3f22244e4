import type { Touch } from '../../../src/model/touch';
import {
  activity,
  day,
  decideCase,
  galaxyBrowser,
  hour,
  minute,
  reasons,
  touch,
  type DecideCase,
} from './cases';

const gaid = 'gps_adid:11111111-2222-3333-4444-555555555555';
const other = 'gps_adid:99999999-2222-3333-4444-555555555555';
const ip = 'ip:a';
const sec = 1_000;

interface Row {
  readonly name: string;
  readonly touches: readonly Touch[];
  readonly install?: Parameters<typeof activity>[0];
  readonly policy?: DecideCase['policy'];
  readonly linkPolicies?: DecideCase['linkPolicies'];
  readonly wins: string | null;
  readonly match?: string;
  readonly reasons?: Readonly<Record<string, string>>;
}

const byDevice = (id: string, at: number, more: Partial<Parameters<typeof touch>[0]> = {}) =>
  touch({ id, at, keys: [gaid], ...more });
const byAddress = (id: string, at: number, more: Partial<Parameters<typeof touch>[0]> = {}) =>
  touch({ id, at, keys: [ip], ...more });

const windows: readonly Row[] = [
  {
    name: 'a click of the same device counts',
    touches: [byDevice('a', -hour)],
    wins: 'a',
    match: 'device_id',
  },
  { name: 'the edge of the click window counts', touches: [byDevice('a', -7 * day)], wins: 'a' },
  {
    name: 'one millisecond older does not',
    touches: [byDevice('a', -7 * day - 1)],
    wins: null,
    reasons: { a: 'outside_window' },
  },
  { name: 'a click at the very moment of the install counts', touches: [byDevice('a', 0)], wins: 'a' },
  {
    name: 'a click one millisecond after the install never does',
    touches: [byDevice('a', 1)],
    wins: null,
    reasons: { a: 'after_activity' },
  },
  {
    name: 'the edge of the view window counts',
    touches: [byDevice('a', -day, { type: 'impression' })],
    wins: 'a',
  },
  {
    name: 'a view one millisecond older does not',
    touches: [byDevice('a', -day - 1, { type: 'impression' })],
    wins: null,
    reasons: { a: 'outside_window' },
  },
  {
    name: 'the edge of the probabilistic window counts',
    touches: [byAddress('a', -6 * hour)],
    install: { address: ip },
    wins: 'a',
    match: 'probabilistic',
  },
  {
    name: 'a guessed click one millisecond older does not',
    touches: [byAddress('a', -6 * hour - 1)],
    install: { address: ip },
    wins: null,
    reasons: { a: 'outside_window' },
  },
  {
    name: 'a window that is off never counts',
    touches: [byAddress('a', -hour, { type: 'impression' })],
    install: { address: ip },
    wins: null,
    reasons: { a: 'window_off' },
  },
  {
    name: "a link's own window beats the app's",
    touches: [byDevice('a', -2 * day)],
    linkPolicies: { 'link-a': { windows: { click: { deterministic: '1d' } } } },
    wins: null,
    reasons: { a: 'outside_window' },
  },
  {
    name: 'a policy may widen the window',
    touches: [byDevice('a', -8 * day)],
    policy: { windows: { click: { deterministic: '30d' } } },
    wins: 'a',
  },
];

const ranking: readonly Row[] = [
  {
    name: 'the newest click wins',
    touches: [byDevice('a', -2 * hour), byDevice('b', -hour)],
    wins: 'b',
    reasons: { a: 'older', b: 'won' },
  },
  {
    name: 'any click beats any view, even a minute before the install',
    touches: [byDevice('a', -6 * day), byDevice('b', -minute, { type: 'impression' })],
    wins: 'a',
    reasons: { b: 'lower_tier' },
  },
  {
    name: 'a certain click beats a newer guessed one',
    touches: [byDevice('a', -6 * day), byAddress('b', -minute)],
    install: { keys: [gaid], address: ip },
    wins: 'a',
    reasons: { b: 'lower_tier' },
  },
  {
    name: 'a preload beats a newer click',
    touches: [byDevice('a', -80 * day, { type: 'preload' }), byDevice('b', -hour)],
    wins: 'a',
  },
  {
    name: 'at one time the referrer beats the device id',
    touches: [byDevice('a', -hour), touch({ id: 'b', at: -hour })],
    install: { keys: [gaid], referrer: 'b' },
    wins: 'b',
    match: 'referrer',
    reasons: { a: 'tie_break' },
  },
  {
    name: 'at one time the click id beats the device id',
    touches: [byDevice('a', -hour), touch({ id: 'b', at: -hour })],
    install: { keys: [gaid], clickId: 'b' },
    wins: 'b',
    match: 'click_id',
  },
  {
    name: 'a touch that matches in two ways is named by the stronger',
    touches: [byDevice('a', -hour)],
    install: { keys: [gaid], referrer: 'a' },
    wins: 'a',
    match: 'referrer',
  },
  {
    name: 'a type in no tier never wins',
    touches: [byDevice('a', -hour)],
    policy: { tiers: [['impression.deterministic']] },
    wins: null,
    reasons: { a: 'no_tier' },
  },
  {
    name: 'a tier may name one kind of match',
    touches: [byDevice('a', -minute), touch({ id: 'b', at: -hour })],
    install: { keys: [gaid], referrer: 'b' },
    policy: { tiers: [['click.referrer'], ['click.device_id']] },
    wins: 'b',
  },
];

const guessing: readonly Row[] = [
  {
    name: 'one clicker behind the address is credited',
    touches: [byAddress('a', -hour)],
    install: { address: ip },
    wins: 'a',
    match: 'probabilistic',
  },
  {
    name: 'two clickers: nobody is, and the reason says how many',
    touches: [byAddress('a', -hour), byAddress('b', -2 * hour)],
    install: { address: ip },
    wins: null,
    reasons: { a: 'ambiguous_2', b: 'ambiguous_2' },
  },
  {
    name: 'two clicks of one identifier are one clicker',
    touches: [byAddress('a', -hour, { keys: [ip, other] }), byAddress('b', -2 * hour, { keys: [ip, other] })],
    install: { address: ip },
    wins: 'a',
    reasons: { b: 'older' },
  },
  {
    name: 'a phone of another system is no clicker of this install',
    touches: [
      byAddress('a', -hour),
      byAddress('b', -minute, {
        device: {
          user_agent:
            'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
        },
      }),
    ],
    install: { address: ip },
    wins: 'a',
    reasons: { b: 'different_os' },
  },
  {
    name: 'ambiguity may shrink the window until one remains',
    touches: [byAddress('a', -50 * minute), byAddress('b', -2 * hour)],
    install: { address: ip },
    policy: { probabilistic: { shrink: ['6h', '1h', '15m'] } },
    wins: 'a',
  },
  {
    name: 'steps longer than the window are skipped, and none left means nobody',
    touches: [byAddress('a', -50 * minute), byAddress('b', -55 * minute)],
    install: { address: ip },
    policy: { probabilistic: { shrink: ['12h', '1h', '15m'] } },
    wins: null,
  },
  {
    name: 'ambiguity within one partner may be credited to it',
    touches: [byAddress('a', -hour, { partner: 'p' }), byAddress('b', -2 * hour, { partner: 'p' })],
    install: { address: ip },
    policy: { probabilistic: { on_ambiguity: 'same_partner' } },
    wins: 'a',
  },
  {
    name: 'but not across partners',
    touches: [byAddress('a', -hour, { partner: 'p' }), byAddress('b', -2 * hour, { partner: 'q' })],
    install: { address: ip },
    policy: { probabilistic: { on_ambiguity: 'same_partner' } },
    wins: null,
  },
  {
    name: 'the newest may be taken where the policy says so',
    touches: [byAddress('a', -hour), byAddress('b', -2 * hour)],
    install: { address: ip },
    policy: { probabilistic: { on_ambiguity: 'newest' } },
    wins: 'a',
    reasons: { b: 'older' },
  },
  {
    name: 'an ambiguous tier is empty: the next one is asked',
    touches: [
      byAddress('a', -hour),
      byAddress('b', -2 * hour),
      byDevice('c', -3 * hour, { type: 'impression' }),
    ],
    install: { address: ip, keys: [gaid] },
    wins: 'c',
  },
  {
    name: 'a touch of another identifier is not this device',
    touches: [byAddress('a', -hour, { keys: [ip, other] })],
    install: { address: ip, keys: [gaid] },
    wins: null,
    reasons: { a: 'identifier_mismatch' },
  },
  {
    name: 'a touch with an identifier may be barred from guessing',
    touches: [byAddress('a', -hour, { keys: [ip, 'idfa:x'] })],
    install: { address: ip },
    policy: { probabilistic: { touch_with_identifier: 'never' } },
    wins: null,
    reasons: { a: 'touch_has_identifier' },
  },
  {
    name: 'an install with an identifier may be barred from guessing',
    touches: [byAddress('a', -hour)],
    install: { address: ip, keys: [gaid] },
    policy: { probabilistic: { install_with_identifier: false } },
    wins: null,
    reasons: { a: 'install_has_identifier' },
  },
  {
    name: 'an address alone is no evidence',
    touches: [byAddress('a', -hour, { device: {} })],
    install: { address: ip },
    wins: null,
    reasons: { a: 'no_evidence' },
  },
  {
    name: 'iOS is not guessed by default',
    touches: [byAddress('a', -hour, { device: { os_name: 'ios' } })],
    install: { address: ip, device: { os_name: 'ios' } },
    wins: null,
    reasons: { a: 'probabilistic_off' },
  },
];

test.each([...windows, ...ranking, ...guessing])('$name', (row) => {
  const verdict = decideCase({
    activity: activity(row.install ?? { keys: [gaid] }),
    touches: row.touches,
    ...(row.policy === undefined ? {} : { policy: row.policy }),
    ...(row.linkPolicies === undefined ? {} : { linkPolicies: row.linkPolicies }),
  });
  expect(verdict.kind).toBe('install');
  expect(verdict.attribution?.touch_id ?? null).toBe(row.wins);
  expect(verdict.attribution?.status).toBe(row.wins === null ? 'organic' : 'attributed');
  if (row.match !== undefined) expect(verdict.attribution?.match_type).toBe(row.match);
  if (row.reasons !== undefined) expect(reasons(verdict)).toMatchObject(row.reasons);
});

test.each([...windows, ...ranking, ...guessing])('the order of touches does not matter: $name', (row) => {
  const decide = (touches: readonly Touch[]) =>
    decideCase({
      activity: activity(row.install ?? { keys: [gaid] }),
      touches,
      ...(row.policy === undefined ? {} : { policy: row.policy }),
      ...(row.linkPolicies === undefined ? {} : { linkPolicies: row.linkPolicies }),
    });
  expect(decide([...row.touches].reverse())).toEqual(decide(row.touches));
});

test('assists are the eligible touches that lost, newest first, as many as the policy says', () => {
  const touches = [1, 2, 3, 4, 5].map((hours) => byDevice(`t${hours}`, -hours * hour));
  const verdict = decideCase({ activity: activity({ keys: [gaid] }), touches, policy: { assists: 2 } });
  expect(verdict.attribution?.assists).toEqual(['t2', 't3']);
});

test('an install remembers its credit for what comes later', () => {
  const verdict = decideCase({ activity: activity({ keys: [gaid] }), touches: [byDevice('a', -hour)] });
  expect(verdict.device).toMatchObject({
    credit: { partner: 'a', touchId: 'a', matchType: 'device_id' },
    conversions: [{ kind: 'install', credit: { partner: 'a' } }],
    keys: [gaid],
  });
});

test('an install of nobody that can be named is judged and not remembered', () => {
  const verdict = decideCase({
    activity: activity({ address: ip }),
    touches: [byAddress('a', -10 * sec, { device: galaxyBrowser })],
    device: null,
  });
  expect(verdict.attribution?.partner).toBe('a');
  expect(verdict.device).toBeNull();
});
