/** What the dialects are made of: values read leniently, and pieces of an activity that the native door takes. */
import {
  addressOf,
  contentsOf,
  countryIn,
  decimalOf,
  digestOf,
  identifierOf,
  moneyOf,
  paramsOf,
  timeIn,
} from '../../../src/ingest/compat/draft-parts';
import { matchPath } from '../../../src/ingest/compat/read-request';
import { Fields, flagOf, Notes, textOf } from '../../../src/ingest/compat/values';

/** What it gave, and what it noted. */
function noted<T>(read: (notes: Notes) => T): { readonly value: T; readonly notes: readonly string[] } {
  const notes = new Notes();
  const value = read(notes);
  return { value, notes: notes.list() };
}

test.each([
  [true, true],
  ['1', true],
  [1, true],
  [' TRUE ', true],
  ['yes', true],
  [false, false],
  ['0', false],
  [0, false],
  ['No', false],
  ['2', undefined],
  ['', undefined],
  [null, undefined],
  [{}, undefined],
])('yes or no: %p', (sent, expected) => {
  expect(flagOf(sent)).toBe(expected);
});

test.each([
  ['text', ' a ', 8, 'a', []],
  ['a number', 7, 8, '7', []],
  ['nothing left', ' \u0000 ', 8, undefined, []],
  ['at the limit', 'abcd', 4, 'abcd', []],
  ['over it', 'abcde', 4, 'abcd', ['value_cut']],
  ['half of a pair at the cut', 'abc\u{1f600}', 4, 'abc', ['value_cut']],
  ['an object', {}, 4, undefined, []],
])('text: %s', (_name, sent, max, value, notes) => {
  expect(noted((to) => textOf(sent, max, to))).toEqual({ value, notes });
});

test.each([
  ['text', '6', '6'],
  ['a number', 48, '48'],
  ['a small number', 1.2e-7, '0.00000012'],
  ['negative', '-12.50', '-12.50'],
  ['a plus', '+3', '3'],
  ['no digit before the point', '.5', '0.5'],
  ['none after it', '5.', '5'],
  ['a thousands separator', '1,200', undefined],
  ['a comma', '9,99', undefined],
  ['an exponent in text', '1e3', undefined],
  ['infinity', Number.POSITIVE_INFINITY, undefined],
  ['words', 'free', undefined],
  ['an object', {}, undefined],
])('a decimal: %s', (_name, sent, expected) => {
  expect(decimalOf(sent)).toBe(expected);
});

test.each([
  ['an amount with its currency', '6', 'eur', { amount: '6', currency: 'eur' }, []],
  ['without one', '6', undefined, { amount: '6', currency: 'USD' }, []],
  ['no amount', undefined, 'EUR', undefined, []],
  ['an empty one', ' ', 'EUR', undefined, []],
  ['an amount that is none', 'x', 'EUR', undefined, ['malformed_amount']],
  ['a currency that is none', '6', 'Euro', undefined, ['malformed_currency']],
])('money: %s', (_name, amount, currency, value, notes) => {
  expect(noted((to) => moneyOf(amount, currency, 'USD', to))).toEqual({ value, notes });
});

test.each([
  ['IPv4', '203.0.113.7', '203.0.113.7', []],
  ['IPv6', '2001:DB8::7', '2001:db8::7', []],
  ['IPv4 in IPv6', '::ffff:203.0.113.7', '203.0.113.7', []],
  ['a private one', '10.1.2.3', '10.1.2.3', ['private_address']],
  ['of a telephone network', '100.64.0.1', '100.64.0.1', ['private_address']],
  ['loopback', '::1', '::1', ['private_address']],
  ['none', '999.1.1.1', undefined, ['malformed_address']],
  ['a number', '3405803783', undefined, ['malformed_address']],
  ['empty', undefined, undefined, []],
  ['a word for nothing', 'null', undefined, []],
])('an address: %s', (_name, sent, value, notes) => {
  expect(noted((to) => addressOf(sent, to))).toEqual({ value, notes });
});

test.each([
  ['a UUID', '38412345-8cf0-aa78-b23e-10b96e40000d', '38412345-8cf0-aa78-b23e-10b96e40000d', []],
  ['without dashes', '384123458cf0aa78b23e10b96e40000d', '384123458cf0aa78b23e10b96e40000d', []],
  ['anything else', 'abc', 'abc', ['malformed_identifier']],
  ['zeros', '00000000-0000-0000-0000-000000000000', undefined, []],
  ['a placeholder', '{gaid}', undefined, ['unexpanded_macro']],
  ['nothing', undefined, undefined, []],
])('an identifier: %s', (_name, sent, value, notes) => {
  expect(noted((to) => identifierOf(sent, 'uuid', to))).toEqual({ value, notes });
});

test('a digest is 64 hex digits', () => {
  expect(noted((to) => digestOf('aB'.repeat(32), to)).notes).toEqual([]);
  expect(noted((to) => digestOf('ab'.repeat(31), to)).notes).toEqual(['malformed_identifier']);
});

test.each([
  ['two letters', 'DE', 'DE', [], {}],
  ['a word', 'Germany', undefined, ['malformed_value'], { country: 'Germany' }],
  ['nothing', undefined, undefined, [], {}],
])('a country: %s', (_name, country, value, notes, rest) => {
  const said = new Notes();
  const fields = new Fields({ country }, said);
  expect({ value: countryIn(fields, 'country'), notes: said.list(), rest: fields.rest() }).toEqual({
    value,
    notes,
    rest,
  });
});

test.each([
  [
    'the first that was sent',
    { a: '1795348799', b: '2026-11-22' },
    1_795_348_799_000,
    [],
    { b: '2026-11-22' },
  ],
  ['the second where the first is empty', { a: '', b: '2026-11-22' }, 1_795_305_600_000, [], {}],
  ['one that cannot be read stays as it came', { a: 'soon' }, undefined, ['malformed_time'], { a: 'soon' }],
  ['null is none', { a: null }, undefined, [], {}],
  ['none', {}, undefined, [], {}],
])('a time: %s', (_name, values, value, notes, rest) => {
  const said = new Notes();
  const fields = new Fields(values, said);
  expect({ value: timeIn(fields, 'a', 'b'), notes: said.list(), rest: fields.rest() }).toEqual({
    value,
    notes,
    rest,
  });
});

test.each([
  ['a hundred names', 100, []],
  ['one more', 101, ['params_cut']],
])('parameters: %s', (_name, count, notes) => {
  const many = Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, at]));
  const { value, notes: said } = noted((to) => paramsOf(many, to));
  expect({ kept: Object.keys(value ?? {}).length, said }).toEqual({ kept: 100, said: notes });
});

test.each([
  ['the longest text', 'x'.repeat(16_384), 16_384, []],
  ['one longer', 'x'.repeat(16_385), 16_384, ['params_cut']],
])('a parameter: %s', (_name, text, length, notes) => {
  const { value, notes: said } = noted((to) => paramsOf({ text }, to));
  expect({ length: String(value?.['text']).length, said }).toEqual({ length, said: notes });
});

test('a name that is too long goes, and that is said', () => {
  expect(noted((to) => paramsOf({ a: 1, ['x'.repeat(257)]: 2 }, to))).toEqual({
    value: { a: 1 },
    notes: ['params_cut'],
  });
});

test.each([
  ['single values', { id: 'a', price: '2' }, [{ id: 'a', price: '2' }]],
  ['lists side by side', { id: ['a', 'b'], quantity: [1] }, [{ id: 'a', quantity: 1 }, { id: 'b' }]],
  ['nothing that says what', { price: 2 }, undefined],
  ['an empty list', { id: [] }, undefined],
])('items of an order: %s', (_name, columns, expected) => {
  expect(contentsOf(columns)).toEqual(expected);
});

describe('fields', () => {
  const read = (values: Readonly<Record<string, unknown>>): { fields: Fields; notes: Notes } => {
    const notes = new Notes();
    return { fields: new Fields(values, notes), notes };
  };

  test('what was not read is left over, what is empty is not', () => {
    const { fields } = read({ a: '1', b: '2', c: '', d: null, e: { f: 1 } });
    expect([fields.text('a'), fields.has('c'), fields.has('z')]).toEqual(['1', true, false]);
    expect(fields.rest()).toEqual({ b: '2', e: { f: 1 } });
  });

  test.each([
    ['an object', { a: 1 }, { a: 1 }, {}, []],
    ['JSON in text', '{"a":{"b":[1]}}', { a: { b: [1] } }, {}, []],
    ['broken JSON stays as it came', '{"a":', undefined, { x: '{"a":' }, ['malformed_params']],
    ['a list is none', '[1]', undefined, { x: '[1]' }, ['malformed_params']],
    ['a prototype is none', '{"__proto__":{}}', undefined, { x: '{"__proto__":{}}' }, ['malformed_params']],
    ['empty', ' ', undefined, {}, []],
    ['null', null, undefined, {}, []],
  ])('nested: %s', (_name, sent, value, rest, notes) => {
    const { fields, notes: said } = read({ x: sent });
    expect({ value: fields.object('x'), rest: fields.rest(), notes: said.list() }).toEqual({
      value,
      rest,
      notes,
    });
  });

  test.each([
    ['in the range', '3', 3, []],
    ['its end', 0, 0, []],
    ['over it', '4', undefined, ['malformed_value']],
    ['no whole number', '1.5', undefined, ['malformed_value']],
    ['empty', '', undefined, []],
  ])('a whole number: %s', (_name, sent, value, notes) => {
    const { fields, notes: said } = read({ x: sent });
    expect({ value: fields.whole('x', 0, 3), notes: said.list() }).toEqual({ value, notes });
    expect(fields.rest()).toEqual(notes.length === 0 ? {} : { x: sent });
  });

  test.each([
    ['a list', [1, 2], [1, 2]],
    ['JSON in text', '["a"]', ['a']],
    ['one value', 'a', ['a']],
    ['nothing', '', []],
  ])('a list: %s', (_name, sent, expected) => {
    expect(read({ x: sent }).fields.list('x')).toEqual(expected);
  });
});

test.each([
  ['event', 'event', {}],
  ['event', 'events', null],
  ['{token}', 'a%20b', { token: 'a b' }],
  ['{token}', '', null],
  ['{token}', 'a/b', null],
  ['{token}', '%zz', null],
  ['app/{what:click|impression}/{id}', 'app/click/7', { what: 'click', id: '7' }],
  ['app/{what:click|impression}/{id}', 'app/view/7', null],
])('the path %s and %s', (pattern, path, expected) => {
  expect(matchPath(pattern, path)).toEqual(expected);
});
