/** The helpers of templates, each by table: what enters, what leaves, both sides of every edge. */
import { editDistance, nearest } from '../../../src/plan/nearest';
import { templateFunctions, textOf, timeOf } from '../../../src/plan/template-functions';

const byName = new Map(templateFunctions.map((entry) => [entry.name, entry]));

function run(name: string, ...values: readonly unknown[]): unknown {
  return byName.get(name)?.run(...values);
}

const time = '2026-11-22T10:00:00.999Z';
const seconds = 1_795_341_600;

test.each<[string, readonly unknown[], unknown]>([
  ['unix', [time], String(seconds)],
  ['unix', ['2026-11-22T11:00:00+01:00'], String(seconds)],
  ['unix', [99_999_999_999], '99999999999'],
  ['unix', [100_000_000_000], '100000000'],
  ['unix', [String(seconds)], String(seconds)],
  ['unix', ['yesterday'], ''],
  ['unix', [undefined], ''],
  ['unix', [''], ''],
  ['unix', [null], ''],
  ['unix', [{}], ''],
  ['unix_ms', [time], `${seconds}999`],
  ['unix_ms', [seconds], `${seconds}000`],
  ['iso', [seconds], '2026-11-22T10:00:00.000Z'],
  ['iso', [undefined], ''],
  ['iso', ['9'.repeat(30)], ''],
  ['cents', ['9.99'], '999'],
  ['cents', ['0.005'], '1'],
  ['cents', ['0.0049'], '0'],
  ['cents', ['-0.005'], '-1'],
  ['cents', ['1.005'], '101'],
  ['cents', ['1e3'], ''],
  ['cents', [undefined], ''],
  ['cents', [19.99], '1999'],
  ['micros', ['9.99'], '9990000'],
  ['micros', ['123456789012345678.9999995'], '123456789012345679000000'],
  ['upper', ['aé'], 'AÉ'],
  ['upper', [undefined], ''],
  ['lower', ['ÀB'], 'àb'],
  ['sha256', ['abc'], 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['sha1', ['abc'], 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['md5', ['abc'], '900150983cd24fb0d6963f7d28e17f72'],
  ['sha256', [''], ''],
  ['sha1', [undefined], ''],
  ['md5', [null], ''],
  ['first', [undefined, '', 'b', 'c'], 'b'],
  ['first', [0, 1], '0'],
  ['first', [undefined], ''],
  ['default', ['', 'x'], 'x'],
  ['default', ['a', 'x'], 'a'],
  ['default', [false, 'x'], 'false'],
  ['join', [['a', '', null, 1], ','], 'a,1'],
  ['join', ['a', ','], 'a'],
  ['join', [undefined, ','], ''],
  ['json', [{ a: [1, 'é'] }], '{"a":[1,"é"]}'],
  ['json', ['a"b'], '"a\\"b"'],
  ['json', [undefined], ''],
  ['bit', [true], '1'],
  ['bit', [false], '0'],
  ['bit', ['false'], '0'],
  ['bit', [0], '0'],
  ['bit', ['1'], '1'],
  ['bit', [undefined], ''],
  ['eq', ['a', 'a'], true],
  ['eq', ['a', 'A'], false],
  ['eq', [1, '1'], true],
  ['eq', [undefined, ''], true],
])('%s %j is %j', (name, values, wanted) => expect(run(name, ...values)).toBe(wanted));

test.each<[unknown, string]>([
  [null, ''],
  [undefined, ''],
  [NaN, ''],
  [Infinity, ''],
  [0, '0'],
  [true, 'true'],
  [{}, ''],
  [[], ''],
  [{ a: 1 }, '{"a":1}'],
  [(): string => 'called', ''],
])('%p as text is %j', (value, wanted) => expect(textOf(value)).toBe(wanted));

test('a time outside of what a date can hold is none', () => {
  expect(timeOf(8.64e15)).toBe(8.64e15);
  expect(timeOf(8.64e15 + 1000)).toBeNull();
});

test.each([
  ['gpsadid', ['gps_adid', 'idfa'], 'gps_adid'],
  ['instal', ['install', 'uninstall'], 'install'],
  ['qurey', ['query', 'json'], 'query'],
  ['zzzzzz', ['install'], undefined],
])('nearest to %s of %j is %s', (word, known, wanted) => expect(nearest(word, known)).toBe(wanted));

test('an edit is an insertion, a deletion, a replacement or a swap of neighbours', () => {
  expect([
    editDistance('ab', 'ab'),
    editDistance('ab', 'abc'),
    editDistance('abc', 'ab'),
    editDistance('ab', 'ax'),
    editDistance('ab', 'ba'),
    editDistance('', 'abc'),
  ]).toEqual([0, 1, 1, 1, 1, 3]);
});
