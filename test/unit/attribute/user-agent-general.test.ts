/** Whether the rules hold for strings that none was written for: those seen in the wild, and any that somebody may send. */
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { findDifference, readTraits, readUserAgent } from '../../../src/attribute/user-agent';
import { readRealUserAgents } from '../../fixtures/real-user-agents';

const real = [...new Set(readRealUserAgents().map(({ userAgent }) => userAgent))];
const having = (pattern: RegExp): readonly string[] => real.filter((userAgent) => pattern.test(userAgent));
/** Those of `userAgents` that the rule does not hold for: shown by name where there are any. */
const broken = (userAgents: readonly string[], holds: (userAgent: string) => boolean): readonly string[] =>
  userAgents.filter((userAgent) => !holds(userAgent));

describe('strings seen in the wild', () => {
  test.each([
    {
      rule: 'an Apple phone or tablet is iOS',
      among: /\b(?:iPhone|iPad|iPod)\b/,
      atLeast: 100,
      holds: (userAgent: string) => readUserAgent(userAgent).os === 'ios',
    },
    {
      rule: 'Android is Android',
      among: /\bAndroid\b/,
      atLeast: 100,
      holds: (userAgent: string) => readUserAgent(userAgent).os === 'android',
    },
    {
      rule: 'Safari since 26 is the version it shows, never the 18 of its frozen token',
      among: /iPhone OS 18_[67].*Version\/(?:2[6-9]|[3-9]\d)/,
      atLeast: 5,
      holds: (userAgent: string) =>
        readUserAgent(userAgent).osMajor === Number(/Version\/(\d+)/.exec(userAgent)?.[1]),
    },
    {
      rule: 'no token that does not stand still is passed over',
      among: /\b(?:iPhone|iPad); CPU (?:iPhone )?OS (?!18_[67])\d+_\d+/,
      atLeast: 20,
      holds: (userAgent: string) => {
        const [, major, minor] = / OS (\d+)_(\d+)/.exec(userAgent) ?? [];
        const { osMajor, osMinor } = readUserAgent(userAgent);
        return osMajor === Number(major) && osMinor === Number(minor);
      },
    },
    {
      rule: 'reduced Chrome tells neither version nor model',
      among: /\bAndroid 10; K[;)]/,
      atLeast: 15,
      holds: (userAgent: string) => {
        const { osMajor, model } = readUserAgent(userAgent);
        return osMajor === null && model === null;
      },
    },
    {
      rule: 'a model that is told is read whole, with nothing beside it',
      among: /\bAndroid [\d.]+; (?!K[;)])[^;)]+[;)]/,
      atLeast: 10,
      holds: (userAgent: string) => {
        const { model } = readUserAgent(userAgent);
        const told = userAgent.toLowerCase();
        return model === null
          ? /; (?:mobile|tablet);/.test(told)
          : told.includes(`; ${model}`) && !/;|build|^samsung/.test(model);
      },
    },
    {
      rule: 'a desktop is no phone',
      among: /Windows NT|CrOS/,
      atLeast: 20,
      holds: (userAgent: string) => readUserAgent(userAgent).deviceClass === 'desktop',
    },
    {
      rule: 'every string is compatible with itself',
      among: /^/,
      atLeast: 500,
      holds: (userAgent: string) =>
        findDifference(readUserAgent(userAgent), readUserAgent(userAgent)) === null,
    },
  ])('$rule', ({ among, atLeast, holds }) => {
    const userAgents = having(among);
    expect(userAgents.length).toBeGreaterThanOrEqual(atLeast);
    expect(broken(userAgents, holds)).toEqual([]);
  });

  test('a string calls a phone a phone and a tablet a tablet', () => {
    const misread = readRealUserAgents().filter(({ userAgent, deviceCategory }) => {
      const { deviceClass } = readUserAgent(userAgent);
      return deviceClass !== null && deviceClass !== (deviceCategory === 'mobile' ? 'phone' : deviceCategory);
    });
    expect(misread.map(({ userAgent }) => userAgent)).toEqual([]);
  });
});

const pieces = [
  'Mozilla/5.0 (Linux; ',
  'Android 14; ',
  'Android 10; K)',
  'iPhone; CPU iPhone OS 18_7',
  'iPad',
  'iPhone15,2',
  'Darwin/25.6.0',
  'CFNetwork/1',
  'Version/26.1',
  'FBSV/26.1',
  'Build/',
  'Mobile',
  'SAMSUNG ',
  'Macintosh',
  '(',
  ')',
  ';',
  ' ',
  '\n',
];
const userAgents = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 }))).map((parts) => parts.join('')),
);
const devices = fc.record(
  {
    user_agent: userAgents,
    os_name: fc.oneof(fc.constantFrom('android', 'iOS', 'iPadOS', 'Windows', 'Chrome OS', ''), fc.string()),
    os_version: fc.oneof(fc.constantFrom('14', '17.5.1', '', 'v9', '999.999.999'), fc.string()),
    device_model: fc.oneof(fc.constantFrom('K', 'SM-S918B', 'iPhone', ''), fc.string()),
    device_type: fc.oneof(fc.constantFrom('phone', 'tablet', 'tv'), fc.string()),
  },
  { requiredKeys: [] },
);

test('whatever is sent is read, agrees with itself, and differs the same from either side', () => {
  fc.assert(
    fc.property(devices, devices, (a, b) => {
      const [left, right] = [readTraits(a), readTraits(b)];
      expect(findDifference(left, left)).toBeNull();
      expect(findDifference(left, right)).toBe(findDifference(right, left));
      expect(left.model).not.toBe('');
      for (const version of [left.osMajor, left.osMinor])
        expect(version === null || (Number.isInteger(version) && version >= 0 && version < 1_000)).toBe(true);
    }),
    { numRuns: 500, seed: 20_261_122 },
  );
});

/**
 * A third of a million characters: what takes work in proportion takes a millisecond, what takes its square takes minutes. The limit only
 * ends what would hang.
 */
const length = 300_000;
test.each([
  { name: 'blanks', userAgent: `Android 9;${' '.repeat(length)}x` },
  { name: 'blanks before what is no build', userAgent: `Android 9;${' Buil'.repeat(length / 5)}` },
  { name: 'builds, each on its own line', userAgent: `Android 9;${' Build\n'.repeat(length / 7)}` },
  { name: 'digits', userAgent: `Android ${'1.'.repeat(length / 2)}` },
  { name: 'Androids', userAgent: 'Android 9'.repeat(length / 9) },
  { name: 'open brackets', userAgent: `Android 9;${'('.repeat(length)}` },
  { name: 'closed brackets', userAgent: `Android 9;(${')'.repeat(length)}` },
  { name: 'semicolons', userAgent: `Android 9${';'.repeat(length)}` },
  { name: 'languages', userAgent: `Android 9;${'aa-aa-'.repeat(length / 6)}` },
  { name: 'iPhones', userAgent: 'iPhone1,'.repeat(length / 8) },
  { name: 'frozen tokens', userAgent: `iPhone ${'OS 18_7 FBSV/; iOS 26_'.repeat(length / 22)}` },
  { name: 'kernels', userAgent: 'Darwin/1'.repeat(length / 8) },
  { name: 'nothing at all', userAgent: ' '.repeat(length) },
])('a very long string of $name is read in work that grows with its length alone', ({ userAgent }) => {
  const read = (): string | null => readTraits({ user_agent: userAgent }).os;
  const os: unknown = runInNewContext('read()', { read }, { timeout: 20_000 });
  expect(['android', 'ios', null]).toContain(os);
});
