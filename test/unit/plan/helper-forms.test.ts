/** The helpers for forms, lists and choices, both sides of each edge. */
import { checkLeaf } from '../../../src/plan/check-leaf';
import { compileLeaf } from '../../../src/plan/compile-leaf';
import { templateFunctions } from '../../../src/plan/template-functions';

const values = {
  activity: { time: '2026-11-22T23:30:00.123Z' },
  params: {
    list: [{ sku: 'a', price: '1.10' }, { sku: 'b' }, 'c', { sku: 'd', price: '2' }],
    prices: ['1.1', '2.25', '-0.35'],
    empty: [],
    text: 'x',
    no: false,
    zero: 0,
  },
};

function print(call: string): string {
  const { program, findings } = checkLeaf(`{{${call}}}`, { settings: new Map() });
  expect(findings).toEqual([]);
  return compileLeaf(program)(values);
}

test.each<[string, string]>([
  ['time activity.time "yyyy-MM-dd HH:mm:ss"', '2026-11-22 23:30:00'],
  ['time activity.time "yyyy-MM-dd HH:mm:ss" "Europe/Berlin"', '2026-11-23 00:30:00'],
  ['time "2026-07-01T00:00:00Z" "HH:mm XXX" "Europe/Berlin"', '02:00 +02:00'],
  ['time activity.time "HH:mm:ss.SSSXXX" "America/St_Johns"', '20:00:00.123-03:30'],
  ['time activity.time "yyyyMMdd" "Nowhere/City"', ''],
  ['time "soon" "yyyy"', ''],
  ['unix_micros activity.time', '1795390200123000'],
  ['units "9.994"', '9.99'],
  ['units "9.995"', '10.00'],
  ['units "-0.005"', '-0.01'],
  ['units "7" 0', '7'],
  ['units "7" 13', ''],
  ['units "seven"', ''],
  ['whole "0.49"', '0'],
  ['whole "0.5"', '1'],
  ['cut "añ😀b" 3', 'añ😀'],
  ['cut "abc" 3', 'abc'],
  ['split "a.b" "." 1', 'b'],
  ['split "a.b" "." 2', ''],
  ['split "a.b" "" 0', ''],
  ['replace "a.b.c" "." "$&"', 'a$&b$&c'],
  ['replace "abc" "" "x"', 'abc'],
  ['concat "a" params.none "b"', 'ab'],
  ['hex_base64 "zz"', ''],
  ['hex_base64 (md5 "abc")', 'kAFQmDzST7DWlj99KOF/cg=='],
  ['uuid "0f8fad5b-d9cb-469f-a165-70867728950e"', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['uuid params.none', ''],
  ['map params.text "x" "1" "y" "2"', '1'],
  ['map params.text "y" "2" "other"', 'other'],
  ['map params.text "y" "2" "z" "3"', ''],
  ['map params.none "y" "2" "other"', ''],
  ['join (pluck params.list "sku") "|"', 'a|b|d'],
  ['count params.list', '4'],
  ['count params.none', ''],
  ['sum params.prices', '3'],
  ['sum (pluck params.list "price")', ''],
  ['sum params.empty', ''],
  ['bool "off"', 'false'],
  ['bool params.none', ''],
  ['pick params.no "Y" "N"', 'N'],
  ['pick params.none "Y" "N"', ''],
  ['in params.text "y" "x"', 'true'],
  ['in params.text "X"', 'false'],
  ['and params.text params.zero', 'false'],
  ['and params.text params.text', 'true'],
  ['or params.zero params.no', 'false'],
  ['not params.empty', 'true'],
  ['email "a@b@c"', ''],
  ['email_gmail "a.b+c@example.com"', 'a.b+c@example.com'],
  ['phone "1234"', ''],
  ['phone "12345"', '12345'],
  ['phone "0049 30 1234" "1"', '49301234'],
  ['name "O\'Neil-Smith"', 'oneilsmith'],
  ['city "St. Louis 2"', 'stlouis'],
  ['birthday "1997-02-16"', '19970216'],
  ['birthday "16/2/1997"', ''],
  ['country "Germany"', 'de'],
  ['country "Atlantis"', ''],
  ['language "pt_BR"', 'pt'],
  ['language "brazilian"', ''],
  ['locale "pt-BR" "br"', 'pt_BR'],
  ['locale "pt" "" "-"', 'pt'],
])('%s', (call, expected) => expect(print(call)).toBe(expected));

test.each(templateFunctions.map(({ name, argumentsMin }) => [name, argumentsMin] as const))(
  '%s of absent values throws nothing and makes no guess',
  (name, argumentsMin) => {
    const call = [name, ...Array.from({ length: argumentsMin }, () => 'params.none')].join(' ');
    expect(['', 'true', 'false']).toContain(print(call));
  },
);
