/** Who it is about: what counts as an identifier, and the keys made of it. */
import { createHash } from 'node:crypto';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { addressKeysAt, addressKeysWithin } from '../../../src/ingest/address-keys';
import {
  activityKeys,
  hasIdentity,
  identifierForms,
  meaningful,
  normaliseIdentifier,
  partitionOf,
  touchKeys,
} from '../../../src/ingest/identity';
import type { ActivityBody } from '../../../src/model/activity';

const means = {
  secrets: createSecrets('a secret key of a test'),
  isAnonymous: (address: string) => address === '198.51.100.9',
};
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A midnight. */
const midnight = Date.UTC(2026, 10, 22);
const noon = midnight + 12 * hourMs;
const gaid = '38400000-8cf0-11bd-b23e-10b96e40000d';
const body = (more: Partial<ActivityBody> = {}): ActivityBody => ({ kind: 'install', device: {}, ...more });
const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

test.each([
  { name: 'a UUID', value: gaid, is: gaid },
  { name: 'capitals', value: gaid.toUpperCase(), is: gaid },
  { name: 'white space', value: `  ${gaid}\n`, is: gaid },
  { name: 'zeros of a UUID', value: '00000000-0000-0000-0000-000000000000', is: undefined },
  {
    name: 'one digit that is not zero',
    value: '00000000-0000-0000-0000-000000000001',
    is: '00000000-0000-0000-0000-000000000001',
  },
  { name: 'zero', value: '0', is: undefined },
  { name: 'ten', value: '10', is: '10' },
  { name: 'null as text', value: 'NULL', is: undefined },
  { name: 'undefined as text', value: 'undefined', is: undefined },
  { name: 'unknown', value: 'Unknown', is: undefined },
  { name: 'a word that begins so', value: 'unknown-42', is: 'unknown-42' },
  { name: 'the Android id of a whole generation', value: '9774D56D682E549C', is: undefined },
  { name: 'the one after it', value: '9774d56d682e549d', is: '9774d56d682e549d' },
  { name: 'a placeholder in braces', value: '{gaid}', is: undefined },
  { name: 'in double braces', value: '{{gaid}}', is: undefined },
  { name: 'in brackets', value: '[GAID]', is: undefined },
  { name: 'between underscores', value: '__GAID__', is: undefined },
  { name: 'between percent signs', value: '%%GAID%%', is: undefined },
  { name: 'with a dollar', value: '${gaid}', is: undefined },
  { name: 'braces within', value: 'a{b}c', is: 'a{b}c' },
  { name: 'empty', value: ' ', is: undefined },
  { name: 'absent', value: undefined, is: undefined },
  { name: 'null', value: null, is: undefined },
])('identifier: $name', ({ value, is }) => {
  expect(normaliseIdentifier('android_id', value)).toBe(is);
});

test('an id of the app keeps its case', () => {
  expect(meaningful(' aB3 ')).toBe('aB3');
});

test('touch forms: raw, and each hash of the lower and the upper case text', () => {
  const upper = gaid.toUpperCase();
  expect([...identifierForms('gps_adid', upper)].sort()).toEqual(
    [
      `gps_adid:${gaid}`,
      ...['md5', 'sha1', 'sha256'].flatMap((algorithm) =>
        [gaid, upper].map((text) => `gps_adid_${algorithm}:${digest(algorithm, text)}`),
      ),
    ].sort(),
  );
});

test('of digits alone both cases are one', () => {
  expect(identifierForms('oaid', '123')).toHaveLength(4);
});

test('device keys stand strongest first, the user last', () => {
  const keys = activityKeys(
    body({ device: { device_id: 'Dev1', idfa: 'a', gps_adid: 'b', android_id: 'c' }, user: { id: 'U1' } }),
    'production',
    noon,
    means,
  );
  expect(keys.device).toEqual(['device_id:dev1', 'gps_adid:b', 'idfa:a', 'android_id:c', 'user:u1']);
});

test('the sandbox is an identity space of its own; touches are shared', () => {
  const one = body({ device: { gps_adid: gaid, ip_address: '203.0.113.7' }, user: { id: 'u' } });
  const sandbox = activityKeys(one, 'sandbox', noon, means);
  const production = activityKeys(one, 'production', noon, means);
  expect(sandbox.device).toEqual([`s:gps_adid:${gaid}`, 's:user:u']);
  expect(sandbox.touch).toEqual(production.touch);
  expect(sandbox.address).toEqual(production.address);
});

test.each([
  {
    name: 'limited: not by advertising ids',
    limited: true,
    device: ['idfv:v', 'oaid:o'],
    raw: ['idfv:v', 'oaid:o'],
  },
  {
    name: 'not limited: by all',
    limited: false,
    device: ['gps_adid:g', 'idfa:i', 'idfv:v', 'oaid:o'],
    raw: ['gps_adid:g', 'idfa:i', 'idfv:v', 'oaid:o'],
  },
])('ad tracking $name', ({ limited, device, raw }) => {
  const keys = activityKeys(
    body({
      device: { gps_adid: 'g', idfa: 'i', idfv: 'v', oaid: 'o' },
      consent: { limit_ad_tracking: limited },
    }),
    'production',
    noon,
    means,
  );
  expect(keys.device).toEqual(device);
  expect(keys.touch.filter((key) => !/_(md5|sha1|sha256):/.test(key))).toEqual(raw);
});

const addressOf = (ip_address: string): readonly string[] => addressKeysAt(ip_address, noon, means);

test.each([
  { name: 'the same address', a: '203.0.113.7', b: '::ffff:203.0.113.7', same: true },
  { name: 'its neighbour', a: '203.0.113.7', b: '203.0.113.8', same: false },
  { name: 'the same IPv6 network', a: '2001:db8:1:2::3', b: '2001:db8:1:2:ffff::', same: true },
  { name: 'the next IPv6 network', a: '2001:db8:1:2::3', b: '2001:db8:1:3::3', same: false },
])('address key: $name → same $same', ({ a, b, same }) => {
  expect(addressOf(a)).toEqual([expect.stringMatching(/^ip:[0-9a-f]{24}$/)]);
  expect(addressOf(a)[0] === addressOf(b)[0]).toBe(same);
});

test.each([
  { name: 'private', address: '192.168.1.1' },
  { name: 'carrier-grade NAT', address: '100.64.0.1' },
  { name: 'on the list of anonymous networks', address: '198.51.100.9' },
  { name: 'none at all', address: undefined },
])('no key of an address that is $name', ({ address }) => {
  expect(addressKeysAt(address, noon, means)).toEqual([]);
  expect(addressKeysWithin(address, noon, means)).toEqual([]);
});

test.each([
  { name: 'the first and the last millisecond of a day', a: midnight, b: midnight + dayMs - 1, same: true },
  { name: 'the millisecond before midnight and midnight', a: midnight - 1, b: midnight, same: false },
])('address keys rotate by UTC day: $name → same $same', ({ a, b, same }) => {
  const [one, two] = [a, b].map((time) => addressKeysAt('203.0.113.7', time, means));
  expect(one).toHaveLength(1);
  expect(one?.[0] === two?.[0]).toBe(same);
});

describe.each([
  { name: 'at noon', time: noon },
  { name: 'at midnight', time: midnight },
  { name: 'a millisecond before', time: midnight - 1 },
])('an activity $name', ({ time }) => {
  const found = (touchTime: number): boolean => {
    const [key = ''] = addressKeysAt('203.0.113.7', touchTime, means);
    return addressKeysWithin('203.0.113.7', time, means).includes(key);
  };
  test('has eight keys, its own day’s first', () => {
    const keys = addressKeysWithin('203.0.113.7', time, means);
    expect(new Set(keys).size).toBe(8);
    expect(keys.slice(0, 1)).toEqual(addressKeysAt('203.0.113.7', time, means));
  });
  test.each([
    { at: 'its own moment', agoMs: 0, is: true },
    { at: 'the far edge of the longest window', agoMs: 7 * dayMs, is: true },
    { at: 'a whole day further back', agoMs: 8 * dayMs, is: false },
    { at: 'the next day', agoMs: -dayMs, is: false },
  ])('finds a touch of $at: $is', ({ agoMs, is }) => {
    expect(found(time - agoMs)).toBe(is);
  });
});

const sentAs = (query: Record<string, string>, address?: string): ReturnType<typeof touchKeys> =>
  touchKeys((name) => query[name], address, noon, means);

test.each([
  { name: 'raw', query: { gps_adid: gaid.toUpperCase() } },
  { name: 'MD5', query: { gps_adid_md5: digest('md5', gaid) } },
  { name: 'SHA-1 of capitals', query: { gps_adid_sha1: digest('sha1', gaid.toUpperCase()) } },
  { name: 'SHA-256, written in capitals', query: { gps_adid_sha256: digest('sha256', gaid).toUpperCase() } },
])('an activity finds the touch that carried its id as $name', ({ query }) => {
  const activity = activityKeys(body({ device: { gps_adid: gaid } }), 'production', noon, means);
  const touch = sentAs(query);
  expect(touch.hasIdentifier).toBe(true);
  expect(activity.touch).toEqual(expect.arrayContaining([...touch.keys]));
});

test.each([
  { name: 'a hash that is too short', query: { gps_adid_sha1: 'abc' }, unexpanded: false, malformed: false },
  {
    name: 'a hash that is no hex',
    query: { gps_adid_md5: 'z'.repeat(32) },
    unexpanded: false,
    malformed: false,
  },
  {
    name: 'zeros',
    query: { idfa: '00000000-0000-0000-0000-000000000000' },
    unexpanded: false,
    malformed: true,
  },
  { name: 'a placeholder', query: { idfa: '{idfa}' }, unexpanded: true, malformed: false },
])('no touch key of $name', ({ query, unexpanded, malformed }) => {
  expect(sentAs(query, '203.0.113.7')).toEqual({
    device: {},
    keys: addressOf('203.0.113.7'),
    hasIdentifier: false,
    unexpanded,
    malformed,
    anonymous: false,
  });
});

test('a touch from an anonymous network says so, and has no key of the address', () => {
  expect(sentAs({ gps_adid: gaid }, '198.51.100.9')).toMatchObject({
    keys: [`gps_adid:${gaid}`],
    anonymous: true,
  });
});

test.each([
  { name: 'an identifier', body: body({ device: { oaid: 'a' } }), has: true },
  { name: 'an own device id', body: body({ device: { device_id: 'a' } }), has: true },
  { name: 'a click id', body: body({ click_id: 'a' }), has: true },
  { name: "the referrer's click id", body: body({ referrer: { click_id: 'a' } }), has: true },
  { name: 'a user id', body: body({ user: { id: 'a' } }), has: true },
  { name: 'an email alone', body: body({ user: { email_sha256: 'a' } }), has: false },
  {
    name: 'address and user agent',
    body: body({ device: { ip_address: '203.0.113.7', user_agent: 'a' } }),
    has: true,
  },
  { name: 'an address alone', body: body({ device: { ip_address: '203.0.113.7' } }), has: false },
  { name: 'a user agent alone', body: body({ device: { user_agent: 'a' } }), has: false },
  { name: 'nothing', body: body(), has: false },
])('identity of $name: $has', ({ body: one, has }) => {
  expect(hasIdentity(one)).toBe(has);
});

test.each([
  {
    name: 'case does not move a device',
    a: { device: { device_id: 'AB' } },
    b: { device: { device_id: 'ab' } },
  },
  {
    name: 'a weaker identifier does not',
    a: { device: { gps_adid: 'x' } },
    b: { device: { gps_adid: 'x', oaid: 'y' } },
  },
  {
    name: 'its click id does not',
    a: { device: { idfv: 'x' } },
    b: { device: { idfv: 'x' }, click_id: 'z' },
  },
])('partition: $name', ({ a, b }) => {
  // Many partitions, so that two that differ would hardly be equal by chance.
  expect(partitionOf('app', body(a), 1_000_003)).toBe(partitionOf('app', body(b), 1_000_003));
});

test('partitions are used alike, and apps are apart', () => {
  const counts = [0, 0, 0, 0];
  let moved = 0;
  for (let at = 0; at < 4_000; at += 1) {
    const one = body({ device: { gps_adid: `device-${at}` } });
    const partition = partitionOf('app', one, 4);
    counts[partition] = (counts[partition] ?? 0) + 1;
    if (partitionOf('other', one, 4) !== partition) moved += 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  expect(moved).toBeGreaterThan(2_500);
});

test.each([
  { name: 'gps_adid', value: '384000008CF011BDB23E10B96E40000D', is: '38400000-8cf0-11bd-b23e-10b96e40000d' },
  { name: 'idfv', value: 'EA7583CD-A667-48BC-B806-42ECB2B48606', is: 'ea7583cd-a667-48bc-b806-42ecb2b48606' },
  { name: 'oaid', value: '384000008cf011bdb23e10b96e40000d', is: '384000008cf011bdb23e10b96e40000d' },
])('a UUID has its dashes, other identifiers stay: $name', ({ name, value, is }) => {
  expect(normaliseIdentifier(name, value)).toBe(is);
});
