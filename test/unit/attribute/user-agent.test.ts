/**
 * What a string tells of a phone. The pairs of test/fixtures/user-agents.json are a browser's and an app's strings that are, are not, or may be
 * one phone; the tables below are the rules one by one.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findDifference, readTraits, type DeviceTraits } from '../../../src/attribute/user-agent';
import type { DeviceBody } from '../../../src/model/activity';

interface Side {
  readonly device: DeviceBody;
  readonly traits: DeviceTraits;
}
interface Pair {
  readonly name: string;
  readonly compatible: boolean | 'unknown';
  readonly click: Side;
  readonly install: Side;
}
const { pairs } = JSON.parse(readFileSync(resolve('test/fixtures/user-agents.json'), 'utf8')) as {
  readonly pairs: readonly Pair[];
};

/** What both sides tell, beside the system: the more there is, the more a match means. */
function shared(a: DeviceTraits, b: DeviceTraits): readonly string[] {
  return (['osMajor', 'osMinor', 'model', 'deviceClass'] as const).filter(
    (name) => a[name] !== null && b[name] !== null,
  );
}

test('all pairs are there', () => {
  expect(pairs).toHaveLength(108);
});

describe.each(pairs)('$name', ({ compatible, click, install }) => {
  test('each side tells what it tells, and no more', () => {
    expect(readTraits(click.device)).toEqual(click.traits);
    expect(readTraits(install.device)).toEqual(install.traits);
  });

  test('they are judged as what they are', () => {
    const [touched, installed] = [readTraits(click.device), readTraits(install.device)];
    const difference = findDifference(touched, installed);
    expect(findDifference(installed, touched)).toBe(difference);
    if (compatible === false) expect(difference).not.toBeNull();
    else expect(difference).toBeNull();
    if (compatible === 'unknown') expect(shared(touched, installed)).toEqual([]);
    else expect([touched.os, installed.os]).not.toContain(null);
  });
});

const chrome = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
const reduced = `${chrome} Mobile Safari/537.36`;
const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const iphone = (token: string, rest: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${token} like Mac OS X) ${webkit} ${rest}`;
const android = (comment: string) =>
  `Mozilla/5.0 (Linux; ${comment}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36`;

interface Row {
  readonly name: string;
  readonly device: DeviceBody;
  readonly tells: Partial<DeviceTraits>;
}

const fields: readonly Row[] = [
  {
    name: 'client hints say what reduced Chrome hides',
    device: { user_agent: reduced, os_name: 'android', os_version: '14.0.0', device_model: 'SM-S918B' },
    tells: { os: 'android', osMajor: 14, osMinor: null, model: 'sm-s918b', deviceClass: 'phone' },
  },
  {
    name: 'hints of the system alone leave the rest unknown',
    device: { user_agent: reduced, os_name: 'android' },
    tells: { os: 'android', osMajor: null, model: null, deviceClass: 'phone' },
  },
  {
    name: 'what an SDK says beats the string',
    device: {
      user_agent: 'Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6 Build/TQ3A)',
      os_version: '14',
      device_model: 'Pixel 7',
    },
    tells: { os: 'android', osMajor: 14, model: 'pixel 7' },
  },
  {
    name: 'the string fills in what the SDK left out',
    device: { user_agent: 'Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6 Build/TQ3A)', device_type: 'phone' },
    tells: { os: 'android', osMajor: 13, model: 'pixel 6', deviceClass: 'phone' },
  },
  {
    name: 'the string fills in what the SDK said in no readable way',
    device: {
      user_agent: 'Dalvik/2.1.0 (Linux; U; Android 13; Pixel 6 Build/TQ3A)',
      os_version: 'Tiramisu',
      device_model: 'unknown',
      device_type: 'thing',
    },
    tells: { osMajor: 13, model: 'pixel 6', deviceClass: null },
  },
  {
    name: 'a string of another system than the SDK names tells nothing',
    device: { user_agent: iphone('17_5', 'Version/17.5 Mobile/15E148 Safari/604.1'), os_name: 'Android' },
    tells: { os: 'android', osMajor: null, osMinor: null, model: null, deviceClass: null },
  },
  {
    name: 'a minor version counts on iOS',
    device: { os_name: 'iOS', os_version: '17.5.1', device_model: 'iPhone15,2' },
    tells: { os: 'ios', osMajor: 17, osMinor: 5, model: 'iphone15,2' },
  },
  {
    name: 'and not on Android, where a browser and an app of one phone differ in it',
    device: { os_name: 'android', os_version: '8.1.0' },
    tells: { osMajor: 8, osMinor: null },
  },
  {
    name: 'the family of an Apple device is no model',
    device: { os_name: 'iPadOS', device_model: 'iPad', device_type: 'tablet' },
    tells: { os: 'ios', model: null, deviceClass: 'tablet' },
  },
  {
    name: 'no field and no string tell nothing',
    device: {},
    tells: { os: null, osMajor: null, osMinor: null, model: null, deviceClass: null },
  },
];

const strings: readonly (Omit<Row, 'device'> & { readonly userAgent: string })[] = [
  {
    name: 'reduced Chrome without Mobile is a tablet',
    userAgent: `${chrome} Safari/537.36`,
    tells: { os: 'android', osMajor: null, model: null, deviceClass: 'tablet' },
  },
  {
    name: 'a real Android 10 tells its version',
    userAgent: android('Android 10; SM-G970F'),
    tells: { osMajor: 10, model: 'sm-g970f', deviceClass: 'phone' },
  },
  {
    name: "Samsung's browser puts the maker before the model",
    userAgent: android('Android 13; SAMSUNG SM-A546E'),
    tells: { osMajor: 13, model: 'sm-a546e' },
  },
  {
    name: 'a model may hold brackets',
    userAgent: android('Android 11; moto g power (2022)'),
    tells: { osMajor: 11, model: 'moto g power (2022)' },
  },
  {
    name: 'a language before the model is none',
    userAgent: android('U; Android 12; zh-Hans-CN; M2101K6G Build/SKQ1.210908.001'),
    tells: { osMajor: 12, model: 'm2101k6g' },
  },
  {
    name: "Huawei's second name of the system is no model",
    userAgent: android('Android 12; HarmonyOS; ALN-AL00; HMSCore 6.11.0.302'),
    tells: { osMajor: 12, model: 'aln-al00' },
  },
  {
    name: 'Firefox tells a version, and no model',
    userAgent: 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0',
    tells: { os: 'android', osMajor: 16, model: null, deviceClass: 'phone' },
  },
  {
    name: 'and calls a tablet by its name',
    userAgent: 'Mozilla/5.0 (Android 16; Tablet; rv:153.0) Gecko/153.0 Firefox/153.0',
    tells: { osMajor: 16, deviceClass: 'tablet' },
  },
  {
    name: 'an app of its own making names version and model',
    userAgent: 'AdMob/7.10.1 (Android 6.0; en_US; SM-G900F; Build/MMB29M)',
    tells: { os: 'android', osMajor: 6, model: 'sm-g900f' },
  },
  {
    name: 'Windows Phone, which calls itself Android, is none',
    userAgent: 'Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) Mobile',
    tells: { os: null, model: null },
  },
  {
    name: 'iOS 18.5 is what it says',
    userAgent: iphone('18_5', 'Version/18.5 Mobile/15E148 Safari/604.1'),
    tells: { os: 'ios', osMajor: 18, osMinor: 5, deviceClass: 'phone' },
  },
  {
    name: 'iOS 18.7 is itself where Version says 18',
    userAgent: iphone('18_7', 'Version/18.7 Mobile/15E148 Safari/604.1'),
    tells: { osMajor: 18, osMinor: 7 },
  },
  {
    name: 'and not where Version says 26',
    userAgent: iphone('18_7', 'Version/26.1 Mobile/15E148 Safari/604.1'),
    tells: { osMajor: 26, osMinor: 1 },
  },
  {
    name: 'nor where nothing says which',
    userAgent: iphone('18_7', 'Mobile/15E148'),
    tells: { os: 'ios', osMajor: null, osMinor: null, deviceClass: 'phone' },
  },
  {
    name: 'Firefox keeps the token still and says nothing else',
    userAgent: iphone('18_7', 'FxiOS/156.0 Mobile/15E148 Safari/604.1'),
    tells: { osMajor: null },
  },
  {
    name: 'Chrome on iOS tells the real one',
    userAgent: iphone('18_7', 'CriOS/140.0.0.0 Mobile/15E148 Safari/604.1'),
    tells: { osMajor: 18, osMinor: 7 },
  },
  {
    name: "behind a frozen token Facebook's own part tells",
    userAgent: iphone(
      '18_7',
      'Mobile/15E148 [FBAN/FBIOS;FBAV/500.0;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/26.1;FBSS/3]',
    ),
    tells: { osMajor: 26, osMinor: 1, model: 'iphone15,2' },
  },
  {
    name: "and so does Instagram's",
    userAgent: iphone(
      '18_7',
      'Mobile/15E148 Instagram 400.0.0.1.1 (iPhone17,1; iOS 26_1; en_US; en; scale=3.00)',
    ),
    tells: { osMajor: 26, osMinor: 1, model: 'iphone17,1' },
  },
  {
    name: 'an app that names hardware and kernel tells both',
    userAgent: 'Shop/12 (iPhone15,2) CFNetwork/1410.0.3 Darwin/22.6.0',
    tells: { os: 'ios', osMajor: 16, osMinor: 6, model: 'iphone15,2', deviceClass: 'phone' },
  },
  {
    name: 'kernel 25 is system 26',
    userAgent: 'Shop/12 CFNetwork/3860.600.12 Darwin/25.6.0',
    tells: { os: 'ios', osMajor: 26, osMinor: 6, model: null, deviceClass: null },
  },
  {
    name: 'kernel 24 is system 18',
    userAgent: 'Shop/12 CFNetwork/3826.500.121 Darwin/24.5.0',
    tells: { osMajor: 18, osMinor: 5 },
  },
  {
    name: 'a kernel too old to know leaves the version unknown',
    userAgent: 'Shop/12 CFNetwork/978.0.7 Darwin/18.7.0',
    tells: { os: 'ios', osMajor: null },
  },
  {
    name: 'a kernel without the network library is no app of Apple',
    userAgent: 'uname Darwin/24.5.0',
    tells: { os: null },
  },
  {
    name: 'an HTTP library names nothing',
    userAgent: 'okhttp/4.12.0',
    tells: { os: null, osMajor: null, model: null, deviceClass: null },
  },
  {
    name: 'Safari as a Macintosh may be an iPad',
    userAgent: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.5 Safari/605.1.15`,
    tells: { os: null, deviceClass: null },
  },
  {
    name: 'Chrome as a Macintosh is one',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    tells: { os: 'macos', deviceClass: 'desktop' },
  },
];

test.each([
  ...fields,
  ...strings.map(({ name, userAgent, tells }) => ({ name, device: { user_agent: userAgent }, tells })),
])('$name', ({ device, tells }) => {
  expect(readTraits(device)).toMatchObject(tells);
});
