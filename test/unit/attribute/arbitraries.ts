/**
 * Whatever may happen, for property tests. Leaves: generators of touches, of a device's activities in order, and of policies that people may write.
 * Values are few and lie close together, so that things meet: the same keys, links and click ids, and times on both sides of every edge.
 */
import fc from 'fast-check';
import { resolvePolicy } from '../../../src/attribute/policy';
import { presetNames } from '../../../src/attribute/presets/presets';
import type { Activity, DeviceBody } from '../../../src/model/activity';
import type { Policy, PolicyDocument } from '../../../src/model/policy';
import { touchTypes, type Touch } from '../../../src/model/touch';
import { activity, day, galaxy, galaxyBrowser, hour, minute, touch } from './cases';

export const gaid = 'gps_adid:11111111-2222-3333-4444-555555555555';
const hashed = 'gps_adid_sha1:0000000000000000000000000000000000000001';
const other = 'gps_adid:99999999-2222-3333-4444-555555555555';
const idfv = 'idfv:aaaaaaaa-2222-3333-4444-555555555555';
export const address = 'ip:a';

export const iphone: DeviceBody = {
  user_agent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
};
const pixel: DeviceBody = {
  user_agent: galaxyBrowser.user_agent ?? '',
  os_version: '14',
  device_model: 'Pixel 8',
};

/** How long before noon: on the edges of the presets' windows, and one millisecond beside them. */
const edges = [0, minute, 15 * minute, hour, 2 * hour, 6 * hour, day, 2 * day, 7 * day, 30 * day, 90 * day];
const offset = fc.oneof(
  fc.tuple(fc.constantFrom(...edges), fc.constantFrom(-1, 0, 1)).map(([edge, beside]) => -edge + beside),
  fc.integer({ min: -8 * day, max: 0 }),
  fc.integer({ min: -6 * hour, max: 0 }),
);
/** Also after noon, for what brings a user back. */
const anyTime = fc.oneof(
  offset,
  fc.integer({ min: 0, max: 12 * hour }),
  fc.integer({ min: 0, max: 12 * day }),
);

/** There in one case of so many. */
const seldom = <T>(arb: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: freq - 1 }, { arbitrary: arb, weight: 1 });
const links = ['link-1', 'link-2', 'link-3'] as const;

const touchArbitrary: fc.Arbitrary<Omit<Touch, 'id'>> = fc
  .record({
    at: anyTime,
    type: fc.oneof(fc.constant('click' as const), fc.constantFrom(...touchTypes)),
    partner: fc.constantFrom('p', 'q', 'r'),
    link: fc.constantFrom(...links),
    retargeting: fc.boolean(),
    keys: fc.oneof(
      fc.constantFrom([address], [address], [gaid], [gaid, address], [hashed, address], [other, address]),
      fc.subarray([gaid, hashed, other, idfv, address, 'ip:b']),
    ),
    device: fc.constantFrom<DeviceBody>(galaxyBrowser, galaxyBrowser, galaxyBrowser, pixel, iphone, {}),
    flags: seldom(fc.subarray(['click_flooding', 'anonymous_ip', 'malformed_advertising_id']), 4),
    partnerClickId: seldom(fc.constantFrom('c1', 'c2'), 3),
    fraud: seldom(fc.constantFrom('suspicious' as const, 'rejected' as const), 10),
    country: seldom(fc.constantFrom('us', 'de', 'de'), 2),
  })
  .map(({ flags, partnerClickId, fraud, country, device, keys, ...given }) => ({
    ...touch({
      id: '',
      ...given,
      keys: [...new Set(keys)],
      device: country === undefined ? device : { ...device, country },
    }),
    flags: flags ?? [],
    ...(partnerClickId === undefined ? {} : { partnerClickId }),
    ...(fraud === undefined ? {} : { fraud: { verdict: fraud } }),
  }));

export const touches: fc.Arbitrary<readonly Touch[]> = fc
  .array(touchArbitrary, { maxLength: 9 })
  .map((given) => given.map((each, at) => ({ ...each, id: `t${at}` })));

const touchId = fc.constantFrom('t0', 't1', 't2', 't3');

export function activities(
  first: fc.Arbitrary<Activity['kind']>,
  maxLength: number,
): fc.Arbitrary<readonly Activity[]> {
  const laterKind = fc.constantFrom<Activity['kind'][]>(
    'install',
    'session',
    'session',
    'event',
    'event',
    'reengagement',
    'uninstall',
    'ad_revenue',
  );
  const given = (kind: fc.Arbitrary<Activity['kind']>) =>
    fc.record({
      kind,
      after: fc.oneof(
        fc.constantFrom(0, minute, minute + 1, 6 * hour, 7 * day, 8 * day, 30 * day, 91 * day),
        fc.integer({ min: 0, max: 5 * day }),
        fc.integer({ min: 0, max: 12 * hour }),
      ),
      clickId: seldom(touchId, 4),
      referrer: seldom(touchId, 6),
      keys: fc.constantFrom([gaid], [gaid], [gaid, hashed], [gaid, idfv], []),
      address: fc.constantFrom(address, address, 'ip:b', undefined),
      device: fc.constantFrom<DeviceBody>(galaxy, galaxy, galaxy, { ...galaxy, country: 'us' }, iphone),
      installBeginAt: seldom(offset, 5),
    });
  return fc
    .tuple(
      given(first),
      fc.array(given(laterKind), { minLength: Math.min(2, maxLength - 1), maxLength: maxLength - 1 }),
    )
    .map(([head, rest]) => {
      let at = 0;
      return [{ ...head, after: 0 }, ...rest].map((each, place) => {
        at += each.after;
        const made = activity({
          kind: each.kind,
          at,
          keys: each.keys,
          device: each.device,
          ...(each.clickId === undefined ? {} : { clickId: each.clickId }),
          ...(each.referrer === undefined ? {} : { referrer: each.referrer }),
          ...(each.address === undefined ? {} : { address: each.address }),
          ...(each.installBeginAt === undefined ? {} : { installBeginAt: each.installBeginAt }),
        });
        return { ...made, id: `a${place}` };
      });
    });
}

const actions = fc.constantFrom('off', 'flag', 'block');
const long = fc.constantFrom(0, '1m', '6h', '24h', '2d', '7d', '30d');
const guess = fc.constantFrom(0, '1m', '1h', '6h', '24h', '7d');
const some = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<PolicyDocument>;
const windowsOf = some({ deterministic: long, probabilistic: guess });
const windows = some({
  click: windowsOf,
  engaged_click: windowsOf,
  engaged_view: windowsOf,
  impression: windowsOf,
  preload: windowsOf,
});
const fraud = {
  click_injection: actions,
  ctit_min: some({ seconds: fc.constantFrom(0, 10, 60), action: actions }),
  click_flooding: actions,
  anonymous_ip: actions,
  malformed_advertising_id: actions,
};
const validation = fc.array(
  fc.record({
    field: fc.constant('country'),
    allow: fc.constant(['us']),
    action: fc.constantFrom('flag', 'block', 'block'),
    then: fc.constantFrom('reject', 'reject', 'next'),
  }),
  { maxLength: 1 },
);

/** Of an app: a preset, plain in one case of three, else with any part of it changed. */
export const policies: fc.Arbitrary<PolicyDocument> = fc
  .tuple(
    fc.constantFrom(...presetNames),
    fc.oneof(
      fc.constant<PolicyDocument>({}),
      fc.constant<PolicyDocument>({}).chain(() => changes),
      fc.constant<PolicyDocument>({}).chain(() => changes),
    ),
  )
  .map(([preset, changed]) => ({ preset, ...changed }));

const changes: fc.Arbitrary<PolicyDocument> = some({
  windows,
  tie_break: fc.shuffledSubarray(['referrer', 'click_id', 'device_id', 'probabilistic'], { minLength: 1 }),
  probabilistic: some({
    platforms: fc.constantFrom(['android'], ['android'], ['android', 'ios', 'web'], []),
    touch_with_identifier: fc.constantFrom('unless_it_differs', 'never', 'always'),
    install_with_identifier: fc.boolean(),
    shrink: fc.constantFrom([], ['1h', '15m'], ['6h', '1h', '1m']),
    on_ambiguity: fc.constantFrom('reject', 'same_partner', 'newest'),
  }),
  reinstall: some({
    window: fc.constantFrom('always', '1d', '90d'),
    credit: fc.constantFrom('none', 'original', 'newest'),
    reattribution: fc.constantFrom('other_link', 'retargeting', 'any', 'off'),
    events: fc.constantFrom('first_install', 'reinstall', 'organic'),
  }),
  returning: some({
    kind: fc.constantFrom('reattribution', 'reengagement', 'off'),
    needs: fc.constantFrom('other_link', 'retargeting', 'any', 'any'),
    inactivity: fc.constantFrom(0, 0, '1m', '7d'),
    window: fc.constantFrom('1d', '7d', '90d'),
    probabilistic: fc.boolean(),
    credit: fc.constantFrom('replace', 'both'),
    credit_for: fc.constantFrom(0, '6h', '30d'),
  }),
  events: some({ credit: fc.constantFrom('install', 'last_touch'), window: fc.constantFrom(0, '7d') }),
  assists: fc.integer({ min: 0, max: 5 }),
  duplicate_clicks: fc.constantFrom(0, '7d'),
  fraud: some({ ...fraud, on_block: fc.constantFrom('next', 'keep') }),
  validation,
});

/** Of links: what judges their own touches. */
export const linkPolicies: fc.Arbitrary<Readonly<Record<string, PolicyDocument>>> = fc.oneof(
  fc.constant({}),
  some({
    'link-1': some({ windows, fraud: some(fraud), validation }),
    'link-2': some({ windows }),
  }) as fc.Arbitrary<Readonly<Record<string, PolicyDocument>>>,
);

/** The policy that judges each touch, worked out once a link. */
export function judges(
  app: PolicyDocument,
  byLink: Readonly<Record<string, PolicyDocument>>,
): (touch: Touch) => Policy {
  const plain = resolvePolicy(app);
  const own = new Map(Object.entries(byLink).map(([link, policy]) => [link, resolvePolicy(app, policy)]));
  return ({ link }) => own.get(link) ?? plain;
}
