/** What every dialect has in common: who is let in, what is bounded, and what is said when nothing can be taken. */
import { createHmac } from 'node:crypto';
import { serveCompat, type ServedCompat } from '../../golden-compat/serve-compat';

let served: ServedCompat;

beforeAll(async () => {
  served = await serveCompat({
    appsflyer: {
      one: { app: {}, compat: { app_ids: ['com.example.twin', 'com.example.one'], key: 'key-one' } },
      two: { app: {}, compat: { app_ids: ['com.example.twin'], key: 'key-two' } },
      open: { app: {}, compat: { app_ids: ['com.example.open'], lenient: true } },
      locked: { app: {}, compat: { app_ids: ['com.example.locked'], key: 'key-locked', lenient: true } },
    },
    adjust: {
      one: {
        app: {},
        compat: { app_ids: ['token1'], links: { gone: 'no-such-link', theirs: 'appsflyer-one-L1' } },
      },
    },
  });
});
afterAll(() => served.stop());
beforeEach(() => {
  served.activities.length = 0;
  served.touches.length = 0;
});

const id = '1415211453000-6513894';
const event = { appsflyer_id: id, eventName: 'level', eventValue: '' };

async function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${served.base}/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test.each([
  { name: 'the first app by its key', key: 'key-one', status: 200, app: 'appsflyer-one' },
  { name: 'the second by its own', key: 'key-two', status: 200, app: 'appsflyer-two' },
  { name: 'nobody by another', key: 'key-open', status: 401, app: undefined },
])('two apps under one name: $name', async ({ key, status, app }) => {
  const answer = await post('appsflyer/inappevent/com.example.twin', event, { authentication: key });
  expect({ status: answer.status, app: served.activities[0]?.app }).toEqual({ status, app });
});

test('being lenient opens no app that has a key', async () => {
  const answer = await post('appsflyer/inappevent/com.example.locked', event);
  expect([answer.status, answer.text, served.activities]).toEqual([400, 'Failed to Authenticate', []]);
});

test.each([
  ['appsflyer/inappevent/com.example.open', event, 'Service Unavailable'],
  [
    'appsflyer/v1.0/s2s/click/app/android/com.example.open?af_media_source=a&af_campaign_id=c',
    '',
    '{"message":"Service Unavailable"}',
  ],
  ['adjust/event', event, '{"error":"Event request failed (Service unavailable)"}'],
])(
  '%s: too much behind is answered 503, with when to come back, and nothing is stored',
  async (path, body, words) => {
    served.overloaded = true;
    const answer = await post(path, body);
    served.overloaded = false;
    expect({ status: answer.status, text: answer.text, again: answer.headers.get('retry-after') }).toEqual({
      status: 503,
      text: words,
      again: '1',
    });
    expect([served.activities, served.touches]).toEqual([[], []]);
  },
);

test.each([
  ['the largest body', 256 * 1024, 200],
  ['one byte more', 256 * 1024 + 1, 400],
])('%s', async (_name, bytes, status) => {
  const empty = JSON.stringify({ ...event, pad: '' });
  const body = JSON.stringify({ ...event, pad: 'x'.repeat(bytes - empty.length) });
  expect(body.length).toBe(bytes);
  const answer = await post('appsflyer/inappevent/com.example.open', body);
  expect(answer.status).toBe(status);
  expect(served.activities).toHaveLength(status === 200 ? 1 : 0);
});

test.each([
  ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'Payload is missing or failed to parse'],
  ['JSON nested without end', '['.repeat(10_000), 'Payload is missing or failed to parse'],
  ['JSON deeper than is read', `{"a":${'{"a":'.repeat(40)}1${'}'.repeat(41)}`, 'Bad request'],
  ['a prototype', '{"__proto__":{"eventName":"x"}}', 'Bad request'],
])('%s: refused in words, nothing stored', async (_name, body, words) => {
  const answer = await post('appsflyer/inappevent/com.example.open', body);
  expect([answer.status, answer.text, served.activities]).toEqual([400, words, []]);
});

test('the reason holds nothing that a header may not', async () => {
  const answer = await post(`appsflyer/inappevent/${encodeURIComponent('com.\r\nx-evil: 1.é')}`, event);
  expect(answer.headers.get('x-evil')).toBeNull();
  expect(answer.headers.get('carom-reason')).toContain('com.??x-evil: 1.?');
});

test.each([
  ['a tracker whose link was removed', 'gone'],
  ["a tracker that names another app's link", 'theirs'],
  ["another app's link by its own token", 'appsflyer-one-L1'],
])('%s leads nowhere', async (_name, tracker) => {
  const answer = await post(`adjust/${tracker}`, 's2s=1&ip_address=203.0.113.9');
  expect([answer.status, served.touches]).toEqual([404, []]);
});

test('a signature is of the bytes, not of what they mean', async () => {
  const body = JSON.stringify({ ip: '203.0.113.9', device_ids: [] });
  const signature = createHmac('sha256', 'key-one').update(body).digest('hex');
  const path = 'appsflyer/v1.0/s2s/session/app/roku/com.example.one';
  expect((await post(path, body, { authorization: signature })).status).toBe(202);
  expect((await post(path, `${body} `, { authorization: signature })).status).toBe(401);
});

test('what is in the query counts where the body says nothing of it', async () => {
  const answer = await post(
    'appsflyer/inappevent/com.example.open?customer_user_id=q&eventName=query',
    event,
  );
  expect(answer.status).toBe(200);
  expect(served.activities[0]?.body).toMatchObject({ event: 'level', user: { id: 'q' } });
});
