/** The catalogue and the code behind it say the same: every name has a row, every row has a value, and a leaf makes what its callback placeholder makes. */
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { sampleApp } from '../../../src/api/rehearsal';
import { sampleFacts } from '../../../src/api/sample';
import { activityKinds } from '../../../src/model/activity';
import type { TouchType } from '../../../src/model/touch';
import {
  catalogue,
  findVendorValue,
  kindGroups,
  missing,
  missingCallbacks,
} from '../../../src/plan/catalogue/catalogue';
import { checkLeaf } from '../../../src/plan/check-leaf';
import { compileLeaf } from '../../../src/plan/compile-leaf';
import { namespaces } from '../../../src/plan/paths';
import { placeholders } from '../../../src/plan/placeholder-table';
import type { PlanFacts } from '../../../src/plan/plan';
import { textOf } from '../../../src/plan/template-functions';
import { partnerValues, sharedValues } from '../../../src/plan/values';

const secrets = createSecrets('a secret key for this test');
const now = Date.parse('2026-11-22T12:00:00.000Z');

/** Names that stand for any. */
const open = (leaf: string): boolean => leaf.includes('<');

function factsOf(platform: 'android' | 'ios', type: TouchType, activity: object): PlanFacts {
  const device = { os_name: platform, oaid: 'OA', fire_adid: 'FA', device_id: 'D' };
  const facts = sampleFacts({
    app: { ...sampleApp, platform },
    kind: 'event',
    event: 'purchase',
    activity: {
      device,
      params: { sdk_version: '1', push_token: 't' },
      partner_params: { level: '7' },
      ...activity,
    },
    environment: 'production',
    partner: 'examplenet',
    id: 'test_1',
    now,
    secrets,
  });
  const touch = facts.touch === null ? null : { ...facts.touch, type };
  const attribution = facts.attribution === null ? null : { ...facts.attribution, touch_type: type };
  return { ...facts, touch, attribution };
}

function renderLeaf(leaf: string, facts: PlanFacts): string {
  const { program, findings } = checkLeaf(leaf, { settings: new Map() });
  expect(findings).toEqual([]);
  const integration = {
    id: 'i',
    app: 'a',
    partner: 'examplenet',
    active: true,
    settings: {},
    send: {},
    createdAt: 0,
    version: 1,
  };
  const standing = { credited: true, primary: true };
  const view = { standing, partnerEvent: 'purchase', settings: {}, delivery: { id: 'D1' } };
  return compileLeaf(program)(partnerValues(sharedValues(facts), facts, integration, view));
}

test('every placeholder of callbacks has one row, and every row a placeholder', () => {
  const rows = catalogue.flatMap(({ callback }) => (callback === undefined ? [] : [callback]));
  expect(rows.filter((name, index) => rows.indexOf(name) !== index)).toEqual([]);
  expect([...rows].sort()).toEqual([...placeholders.keys()].sort());
  expect([...missingCallbacks.keys()].filter((name) => placeholders.has(name))).toEqual([]);
});

test('every field of templates has a row', () => {
  const leaves = catalogue.map(({ leaf }) => leaf ?? '').join(' ');
  const absent = Object.entries(namespaces).flatMap(([namespace, fields]) =>
    (typeof fields === 'string'
      ? [namespace]
      : fields.filter((field) => field !== 'params').map((field) => `${namespace}.${field}`)
    ).filter((path) => !new RegExp(`\\b${path.replace('.', '\\.')}\\b`).test(leaves)),
  );
  expect(absent).toEqual([]);
});

test.each(catalogue.filter(({ leaf }) => leaf !== undefined && !open(leaf)))(
  '$leaf is a leaf',
  ({ leaf }) => {
    expect(checkLeaf(leaf ?? '', { settings: new Map() }).findings).toEqual([]);
  },
);

const both = catalogue.filter(({ leaf, callback }) => leaf !== undefined && callback !== undefined);
const worlds = [
  { name: 'an Android click', facts: factsOf('android', 'click', {}) },
  {
    name: 'an iOS impression',
    facts: factsOf('ios', 'impression', { consent: { limit_ad_tracking: true } }),
  },
  { name: 'little', facts: factsOf('android', 'click', { consent: null, revenue: null, referrer: null }) },
];
describe.each(worlds)('of $name', ({ facts }) => {
  test.each(both)('$leaf makes what {$callback} makes', ({ leaf, callback }) => {
    const placeholder = placeholders.get(callback ?? '');
    expect(renderLeaf(leaf ?? '', facts)).toBe(textOf(placeholder?.(facts, 'D1')));
  });
});

test('rows say what they are', () => {
  for (const { meaning, type, kinds, example } of catalogue) {
    expect(meaning).not.toBe('');
    expect(type).toMatch(/^(?:id|text|hash|url|number|flag|time|seconds|money|code|json)$/);
    expect(Object.hasOwn(kindGroups, kinds)).toBe(true);
    expect(example).not.toMatch(/^\s|\s$/);
  }
  for (const { reason } of missing) expect(reason.length).toBeGreaterThan(10);
});

test('a group of kinds names kinds', () => {
  const known: readonly string[] = [...activityKinds, 'click', 'impression'];
  expect(
    Object.values(kindGroups)
      .flat()
      .filter((kind) => !known.includes(kind)),
  ).toEqual([]);
});

test.each([
  { vendor: 'appsflyer', name: 'clickid', leaf: '{{touch.partner_click_id}}' },
  { vendor: 'singular', name: 'cl?Any Network', leaf: '{{touch.partner_click_id}}' },
  { vendor: 'branch', name: 'user_data.aaid', leaf: '{{lower device.gps_adid}}' },
  { vendor: 'voluum', name: 'externalid', leaf: '{{touch.partner_click_id}}' },
  { vendor: 'tune', name: 'aff_sub2', leaf: '{{touch.params.sub2}}' },
  { vendor: 'kochava', name: 'adid', leaf: '{{lower device.gps_adid}}' },
] as const)('$vendor: $name', ({ vendor, name, leaf }) => {
  expect(findVendorValue(vendor, name)).toMatchObject({ value: { leaf } });
});

test('what a vendor has and Carom never does has a reason', () => {
  expect(findVendorValue('appsflyer', 'monetary')).toMatchObject({
    missing: { reason: expect.stringContaining('currencies') as unknown },
  });
  expect(findVendorValue('appsflyer', 'no-such-macro')).toBeUndefined();
});
