/** Each leaf is encoded for where it stands: no value may change the URL, the header or the body around it. */
import { cleanHeader, encodeFormPart, encodePart } from '../../../src/plan/encode';
import type { Values } from '../../../src/plan/compiled-template';
import { valueAt } from '../../../src/plan/paths';
import { render } from './fixtures';

const hostile = 'a b&c=d/e?f#g%h"i\\j<k>+é😀\u2028';

const sku = (value: unknown): { activity: { params: Record<string, unknown> } } => ({
  activity: { params: { sku: value } },
});
const leaf = '{{params.sku}}';

describe('a hostile value comes back as it was', () => {
  test('from the path', () => {
    const { request } = render({ url: `https://a.test/x/${leaf}/y` }, sku(hostile));
    const { pathname, search, hash } = new URL(request?.url ?? '');
    expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'x', hostile, 'y']);
    expect([search, hash]).toEqual(['', '']);
  });
  test('from the query', () => {
    const { request } = render({ query: { 'k&=': leaf, z: '1' } }, sku(hostile));
    expect([...new URL(request?.url ?? '').searchParams]).toEqual([
      ['k&=', hostile],
      ['z', '1'],
    ]);
  });
  test('from a form', () => {
    const { request } = render({ form: { 'k&=': leaf, z: '1' } }, sku(hostile));
    expect([...new URLSearchParams(request?.body ?? '')]).toEqual([
      ['k&=', hostile],
      ['z', '1'],
    ]);
    expect(request?.body).toBe(new URLSearchParams({ 'k&=': hostile, z: '1' }).toString());
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });
  test('from JSON', () => {
    const { request } = render({ json: { a: { b: [leaf] } } }, sku(hostile));
    expect(JSON.parse(request?.body ?? '')).toEqual({ a: { b: [hostile] } });
    expect(request?.headers['content-type']).toBe('application/json');
  });
  test('from text, unescaped', () => {
    expect(render({ text: `<${leaf}>` }, sku(hostile)).request?.body).toBe(`<${hostile}>`);
  });
});

test.each([
  [
    'in the path each value is encoded by itself',
    { url: 'https://a.test/{{params.sku}}:{{params.sku}}' },
    'https://a.test/%2F:%2F',
  ],
  ['a helper in the path too', { url: 'https://a.test/{{upper params.sku}}' }, 'https://a.test/%2F'],
  [
    'a value in a block too',
    { url: 'https://a.test/{{#if params.sku}}{{params.sku}}-x{{/if}}' },
    'https://a.test/%2F-x',
  ],
  ['in a query the whole leaf is one', { query: { a: 'x:{{params.sku}}' } }, 'https://a.test/?a=x%3A%2F'],
  ['a literal number stands', { query: { v: 2, w: true } }, 'https://a.test/?v=2&w=true'],
])('%s', (_name, request, url) => expect(render(request, sku('/')).request?.url).toBe(url));

test.each([
  ['an empty leaf of the query', { query: { a: leaf } }, '', 'empty_leaf:query.a'],
  ['an empty leaf of the path', { url: `https://a.test/${leaf}` }, '', 'empty_leaf:url'],
  ['one hole in a path', { url: `https://a.test/{{device.os_name}}/${leaf}` }, '', 'empty_leaf:url'],
  ['a segment of two dots', { url: `https://a.test/x/${leaf}` }, '..', 'invalid_leaf:url'],
  [
    'a segment made of two dots by two values',
    { url: `https://a.test/${leaf}${leaf}` },
    '.',
    'invalid_leaf:url',
  ],
  ['an empty leaf of a header', { headers: { 'X-A': leaf } }, '', 'empty_leaf:headers.x-a'],
  ['a header with CR LF', { headers: { 'X-A': leaf } }, 'a\r\nevil: 1', 'unsafe_header:x-a'],
  ['an optional header with LF', { headers: { 'X-A?': leaf } }, 'a\nb', 'unsafe_header:x-a'],
  ['an empty leaf of a form', { form: { a: leaf } }, '', 'empty_leaf:form.a'],
  ['an empty text', { text: leaf }, '', 'empty_leaf:text'],
  ['an empty leaf deep in JSON', { json: { a: [{ b: leaf }] } }, '', 'empty_leaf:json.a.0.b'],
  ['a list with nothing left', { json: { a: [leaf] } }, '', 'empty_leaf:json.a'],
  ['an object with nothing left', { json: { a: { 'b?': leaf } } }, '', 'empty_leaf:json.a'],
  ['a body with nothing left', { json: { 'a?': leaf } }, '', 'empty_leaf:json'],
  ['no number', { json: { a: { $number: leaf } } }, 'abc', 'invalid_leaf:json.a'],
  ['no boolean', { json: { a: { $boolean: leaf } } }, 'maybe', 'invalid_leaf:json.a'],
  ['no JSON', { json: { a: { $json: leaf } } }, '{"a":', 'invalid_leaf:json.a'],
])('%s skips', (_name, request, value, reason) => {
  const delivery = render(request, sku(value));
  expect(delivery).toMatchObject({ status: 'skipped', reason, request: null, nextAttemptAt: null });
});

test.each([
  ['an optional leaf is dropped', { 'a?': leaf, b: 'x' }, '', '{"b":"x"}'],
  ['an empty element is dropped', { a: [leaf, 'x'] }, '', '{"a":["x"]}'],
  ['an optional object is dropped whole', { 'a?': { 'b?': leaf }, b: 'x' }, '', '{"b":"x"}'],
  ['an optional number that is none is dropped', { 'a?': { $number: leaf }, b: 'x' }, 'abc', '{"b":"x"}'],
  ['text may be empty', { a: { $text: leaf }, b: [{ $text: '' }] }, '', '{"a":"","b":[""]}'],
  [
    'a number digit for digit',
    { a: { $number: leaf } },
    '12345678901234567.890',
    '{"a":12345678901234567.890}',
  ],
  ['a number without leading zeros', { a: { $number: leaf } }, '007.50', '{"a":7.50}'],
  ['a zero before the point stays', { a: { $number: leaf } }, '-0.5', '{"a":-0.5}'],
  ['a boolean', { a: { $boolean: leaf } }, '1', '{"a":true}'],
  ['JSON as it came', { a: { $json: leaf } }, '{"b":[1,{}]}', '{"a":{"b":[1,{}]}}'],
  ['literals stand for themselves', { a: 1, b: false, c: null }, '', '{"a":1,"b":false,"c":null}'],
  ['a key that starts with $ but is no type', { $insert_id: 'x' }, '', '{"$insert_id":"x"}'],
  ['a list prints as JSON', { a: leaf }, ['x', 1], '{"a":"[\\"x\\",1]"}'],
])('in JSON %s', (_name, json, value, body) => {
  expect(render({ json }, sku(value)).request?.body).toBe(body);
});

test.each([
  ['if', '{{#if params.sku}}yes{{else}}no{{/if}}', 'x', 'yes'],
  ['else', '{{#if params.sku}}yes{{else}}no{{/if}}', '', 'no'],
  ['else if', '{{#if params.none}}a{{else if params.sku}}b{{/if}}', 'x', 'b'],
  ['unless', '{{#unless params.sku}}no{{/unless}}', '', 'no'],
  ['eq in if', '{{#if (eq device.os_name "android")}}gaid{{else}}idfa{{/if}}', '', 'gaid'],
  [
    'nested helpers',
    '{{upper (sha256 (lower params.sku))}}',
    'ABC',
    'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD',
  ],
  ['no HTML escaping', '{{first params.sku}}', '<&">', '<&">'],
])('%s', (_name, text, value, body) => expect(render({ text }, sku(value)).request?.body).toBe(body));

test.each([
  ['{{params.constructor}}x'],
  ['{{params.__proto__}}x'],
  ['{{params.toString}}x'],
  ['{{params.sku.length}}x'],
  ['{{first params.constructor}}x'],
  ['{{first params.__proto__.constructor}}x'],
  ['{{#if params.constructor}}y{{/if}}x'],
  ['{{#if params.hasOwnProperty}}y{{/if}}x'],
])('%s reaches no prototype', (text) => {
  expect(render({ text }, sku({})).request?.body).toBe('x');
});

test('an inherited value is not there', () => {
  const inherited = Object.create({ a: 'x' }) as Values;
  expect(valueAt(inherited, ['a'])).toBeUndefined();
  expect(valueAt({ b: inherited, c: { a: 'y' } }, ['b', 'a'])).toBeUndefined();
  expect(valueAt({ c: { a: 'y' } }, ['c', 'a'])).toBe('y');
});

test('a secret is its marker wherever it stands, encoded or not', () => {
  const token = '__carom_0000000000000000_token__';
  const { request } = render(
    {
      url: 'https://a.test/{{settings.token}}',
      query: { t: '{{settings.token}}' },
      headers: { authorization: 'Bearer {{settings.token}}' },
      json: { t: '{{settings.token}}' },
    },
    { settings: { token: 'sealed:v1:abc' } },
  );
  expect(request).toMatchObject({ url: `https://a.test/${token}?t=${token}`, body: `{"t":"${token}"}` });
  expect(request?.headers['authorization']).toBe(`Bearer ${token}`);
});

test.each([
  ['eu', 'https://eu.a.test/'],
  ['eu-1.x', 'https://eu-1.x.a.test/'],
])('a host takes the setting %s', (region, url) => {
  expect(render({ url: 'https://{{settings.region}}.a.test/' }, { settings: { region } }).request?.url).toBe(
    url,
  );
});

// The pattern of the fixture lets everything through: what no host may hold is refused all the same.
test.each(['evil.test/', 'a@evil.test', 'evil.test#', 'evil.test:1', 'e vil', '-a', '[::1]', 'é'])(
  'a host does not take %s',
  (region) => {
    const delivery = render({ url: 'https://{{settings.region}}.a.test/' }, { settings: { region } });
    expect(delivery.reason).toBe('setting_invalid:region');
  },
);

test('half a surrogate pair becomes U+FFFD and no exception', () => {
  expect(encodePart('a\ud800b')).toBe('a%EF%BF%BDb');
  expect(encodeFormPart("a b~'(\udc00)")).toBe('a+b%7E%27%28%EF%BF%BD%29');
});

test.each([
  ['a\tb', 'a\tb'],
  [' a ', 'a'],
  ['a\u0001b', 'ab'],
  ['Pixel™é', 'Pixelé'],
  ['a\rb', null],
  ['a\nb', null],
  ['a\0b', null],
])('as a header %j is %j', (text, wanted) => expect(cleanHeader(text)).toBe(wanted));
