/** Secrets are encoded for where they stand, and a marker that nobody knows stops the request. */
import { fillSecrets } from '../../../src/deliver/fill-secrets';
import type { DeliveryRequest } from '../../../src/model/delivery';

const token = '__carom_0123456789abcdef_token__';
const other = '__carom_fedcba9876543210_api_key_2__';
const nasty = 'a"b&c=d\\é\r\nx: y/?#%';
const secrets = new Map([
  [token, nasty],
  [other, 'plain'],
]);
const request: DeliveryRequest = { method: 'POST', url: 'https://p.test/x', headers: {}, body: null };

test('in a URL it is percent-encoded', () => {
  const filled = fillSecrets({ ...request, url: `https://p.test/${token}/e?k=${token}&o=${other}` }, secrets);
  const encoded = encodeURIComponent(nasty);
  expect(filled).toMatchObject({ filled: true, url: `https://p.test/${encoded}/e?k=${encoded}&o=plain` });
});

test('in a header it stands as it is, without what would end the header', () => {
  const filled = fillSecrets({ ...request, headers: { authorization: `Bearer ${token}`, a: 'b' } }, secrets);
  expect(filled).toMatchObject({
    filled: true,
    headers: { authorization: 'Bearer a"b&c=d\\éx: y/?#%', a: 'b' },
  });
});

test('in JSON it stays inside its string', () => {
  const body = JSON.stringify({ key: `<${token}>`, n: 1 });
  const filled = fillSecrets({ ...request, body, bodyType: 'json' }, secrets);
  expect(filled.filled && JSON.parse(filled.body ?? '')).toEqual({ key: `<${nasty}>`, n: 1 });
});

test('in a form it stays inside its parameter', () => {
  const filled = fillSecrets({ ...request, body: `a=1&key=${token}`, bodyType: 'form' }, secrets);
  const parsed = new URLSearchParams(filled.filled ? (filled.body ?? '') : '');
  expect([...parsed]).toEqual([
    ['a', '1'],
    ['key', nasty],
  ]);
});

test('in text it stands as it is', () => {
  const filled = fillSecrets({ ...request, body: `key=${token}`, bodyType: 'text' }, secrets);
  expect(filled).toMatchObject({ filled: true, body: `key=${nasty}` });
});

test.each([
  { name: 'in the URL', at: { url: 'https://p.test/__carom_00000000000000ff_gone__' } },
  { name: 'in a header', at: { headers: { h: '__carom_00000000000000ff_gone__' } } },
  { name: 'in the body', at: { body: '__carom_00000000000000ff_gone__' } },
])('a marker that nobody knows, $name', ({ at }) => {
  expect(fillSecrets({ ...request, ...at }, secrets)).toEqual({
    filled: false,
    missing: '__carom_00000000000000ff_gone__',
  });
});

test('what only looks like a marker is left alone', () => {
  const url = 'https://p.test/__carom_xyz_token__?a=__carom_';
  expect(fillSecrets({ ...request, url }, secrets)).toMatchObject({ filled: true, url });
});
