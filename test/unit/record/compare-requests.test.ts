/** What a dry run shows of two requests. */
import type { Delivery, DeliveryRequest } from '../../../src/model/delivery';
import { compareRequests } from '../../../src/record/compare-requests';
import { delivery } from '../../contract/samples';

const of = (request: Partial<DeliveryRequest> | null): Delivery =>
  delivery('d1', {
    request:
      request === null
        ? null
        : { method: 'GET', url: 'https://net.test/pb?a=1', headers: {}, body: null, ...request },
  });
const json = (body: unknown) => ({ body: JSON.stringify(body), bodyType: 'json' as const });
const secret = '__carom_0123456789abcdef_token__';

test.each([
  { name: 'the same', a: {}, b: {}, changes: [] },
  {
    name: 'a leaf of the query',
    a: {},
    b: { url: 'https://net.test/pb?a=2' },
    changes: [{ path: 'query.a', change: 'changed', before: '1', after: '2' }],
  },
  {
    name: 'one added, one removed',
    a: {},
    b: { url: 'https://net.test/pb?b=1' },
    changes: [
      { path: 'query.a', change: 'removed', before: '1' },
      { path: 'query.b', change: 'added', after: '1' },
    ],
  },
  {
    name: 'the order of the query alone',
    a: { url: 'https://net.test/pb?a=1&b=2' },
    b: { url: 'https://net.test/pb?b=2&a=1' },
    changes: [],
  },
  {
    name: 'the second of a name that stands twice',
    a: { url: 'https://net.test/pb?a=1&a=2' },
    b: { url: 'https://net.test/pb?a=1&a=3' },
    changes: [{ path: 'query.a.1', change: 'changed', before: '2', after: '3' }],
  },
  {
    name: 'host and method',
    a: {},
    b: { method: 'POST' as const, url: 'https://new.test/pb?a=1' },
    changes: [
      { path: 'method', change: 'changed', before: 'GET', after: 'POST' },
      { path: 'url', change: 'changed', before: 'https://net.test/pb', after: 'https://new.test/pb' },
    ],
  },
  {
    name: 'a leaf deep in JSON, and a number that became a text of another form',
    a: json({ data: [{ name: 'x', value: 1 }], list: [] }),
    b: json({ data: [{ name: 'y', value: '1.0' }], list: [] }),
    changes: [
      { path: 'body.data.0.name', change: 'changed', before: 'x', after: 'y' },
      { path: 'body.data.0.value', change: 'changed', before: '1', after: '1.0' },
    ],
  },
  {
    name: 'a leaf of a form',
    a: { body: 'x=1&y=2', bodyType: 'form' as const },
    b: { body: 'y=2&x=3', bodyType: 'form' as const },
    changes: [{ path: 'body.x', change: 'changed', before: '1', after: '3' }],
  },
  {
    name: 'a text that looks like JSON is one leaf',
    a: { body: '{"a":1}', bodyType: 'text' as const },
    b: { body: '{"a":2}', bodyType: 'text' as const },
    changes: [{ path: 'body', change: 'changed', before: '{"a":1}', after: '{"a":2}' }],
  },
  {
    name: 'a secret in its place is no difference, a new place shows no secret',
    a: { headers: { key: secret } },
    b: { headers: { key: secret.replace('0', '1'), other: `Bearer ${secret}` } },
    changes: [{ path: 'headers.other', change: 'added', after: 'Bearer ***' }],
  },
  {
    name: 'what would not be sent any more',
    a: {},
    b: null,
    changes: [
      { path: 'method', change: 'removed', before: 'GET' },
      { path: 'url', change: 'removed', before: 'https://net.test/pb' },
      { path: 'query.a', change: 'removed', before: '1' },
    ],
  },
  { name: 'nothing before and after', a: null, b: null, changes: [] },
])('$name', ({ a, b, changes }) => {
  expect(compareRequests(of(a), of(b))).toEqual(changes);
});

test('long values and long lists are cut', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_each, at) => [`k${at}`, 'v'.repeat(600)]));
  const found = compareRequests(of(json({})), of(json(many)));
  expect(found).toHaveLength(200);
  expect(found.find(({ path }) => path === 'body.k0')?.after).toHaveLength(501);
});
