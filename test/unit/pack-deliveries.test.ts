/** What crosses the thread arrives as it was. */
import type { Delivery } from '../../src/model/delivery';
import { packDeliveries, unpackDeliveries } from '../../src/pack-deliveries';

const shared = {
  app: 'a',
  activity: 'x',
  status: 'pending',
  attempts: [],
  tries: 0,
  nextAttemptAt: 5,
  createdAt: 5,
  settingsVersion: '3',
} as const;
const plain: Delivery = {
  ...shared,
  id: 'D1',
  revision: 0,
  callback: 'cb',
  postback: 'callback',
  request: {
    method: 'POST',
    url: 'https://a.test/p?q=1',
    headers: { 'content-type': 'application/json', empty: '' },
    body: '{"ß":"😀\\n"}',
    bodyType: 'json',
    sign: 'standard-webhooks',
  },
  visibleToPartner: false,
};
const get: Delivery = {
  ...shared,
  id: 'D2',
  postback: 'install',
  partner: 'p',
  revision: 2,
  templateVersion: '7',
  visibleToPartner: true,
  request: {
    method: 'GET',
    url: 'https://b.test/',
    headers: {},
    body: null,
    accepted: { status: [200], body: '^OK', json: { 'a.0': null }, retry: [{ status: [200], body: 'busy' }] },
    auth: { type: 'basic', username: 'u', password: '__carom_0123456789abcdef_token__' },
    batch: { maxItems: 5, list: 'json.data', failures: { list: 'errors', index: 'at' } },
  },
};

test.each<{ name: string; deliveries: readonly Delivery[] }>([
  { name: 'none', deliveries: [] },
  { name: 'a callback', deliveries: [plain] },
  { name: 'a postback without a body', deliveries: [get] },
  {
    name: 'two that share a body, one between them, one with another',
    deliveries: [
      plain,
      { ...plain, id: 'D3' },
      get,
      { ...plain, id: 'D4' },
      {
        ...plain,
        id: 'D5',
        request: { method: 'PUT', url: 'https://c.test/', headers: { a: 'b' }, body: '' },
      },
    ],
  },
])('$name', ({ deliveries }) => {
  expect(unpackDeliveries(packDeliveries(deliveries))).toEqual(deliveries);
});

test('a body that follows itself is carried once', () => {
  expect(packDeliveries([plain, { ...plain, id: 'D3' }]).bodies).toHaveLength(1);
});
