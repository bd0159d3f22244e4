/** One attempt over a real socket: what goes out, and what its answer comes to. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { createSender } from '../../../src/adapters/http/undici-sender';
import { deliver, type DeliverMeans } from '../../../src/deliver/deliver';
import { createTokens } from '../../../src/deliver/oauth-tokens';
import type { Delivery, DeliveryRequest } from '../../../src/model/delivery';
import type { Sender } from '../../../src/ports/sender';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const marker = '__carom_0123456789abcdef_token__';
let server: Server;
let sender: Sender;
let origin = '';
let got: { url: string; headers: IncomingHttpHeaders; body: string } | null = null;
let answer = { status: 200, headers: {}, body: 'ok' };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got = { url: request.url ?? '', headers: request.headers, body };
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sender = createSender({
    connectTimeoutMs: 1_000,
    timeoutMs: 2_000,
    allowPrivate: ['127.0.0.0/8'],
    allowPorts: [],
    connectionsPerOrigin: 1,
  });
});

beforeEach(() => {
  got = null;
  answer = { status: 200, headers: {}, body: 'ok' };
});

afterAll(async () => {
  await sender.close();
  const closed = once(server, 'close');
  server.close();
  await closed;
});

function delivery(request: Partial<DeliveryRequest> | null, extra: Partial<Delivery> = {}): Delivery {
  const whole = { method: 'POST', url: `${origin}/e`, headers: {}, body: '{}', bodyType: 'json' } as const;
  return {
    id: 'dlv_1',
    app: 'app',
    activity: 'act',
    revision: 0,
    partner: 'net',
    postback: 'install',
    status: 'pending',
    request: request === null ? null : { ...whole, ...request },
    attempts: [],
    tries: 0,
    nextAttemptAt: null,
    createdAt: 0,
    visibleToPartner: true,
    ...extra,
  };
}

const means = (extra: Partial<DeliverMeans> = {}): DeliverMeans => ({
  sender,
  tokens: createTokens(sender),
  clock: { now: () => Math.floor(Date.now() / 1_000) * 1_000 },
  random: () => 0.5,
  retryScheduleSeconds: [5, 30],
  reveal: () => ({ secrets: new Map([[marker, 's3cret/"']]), webhookSecret: secret }),
  userAgent: 'Carom/9.9.9',
  ...extra,
});

test('a postback names the sender and the delivery, and is not signed', async () => {
  const outcome = await deliver(
    delivery({ headers: { 'User-Agent': 'x', 'Content-Type': 'application/json' } }),
    means(),
  );
  expect(outcome).toMatchObject({ kind: 'delivered', attempt: { status: 200, response: 'ok' } });
  expect(got?.headers).toMatchObject({
    'user-agent': 'Carom/9.9.9',
    'carom-delivery-id': 'dlv_1',
    'content-type': 'application/json',
  });
  expect(got?.headers['webhook-signature']).toBeUndefined();
});

test('a callback is signed over what is sent, by the delivery id', async () => {
  await deliver(delivery({ body: '{"a":"é"}', sign: 'standard-webhooks' }), means());
  expect(got?.headers['webhook-id']).toBe('dlv_1');
  const headers = got?.headers as Record<string, string>;
  expect(new Webhook(secret).verify(got?.body ?? '', headers)).toEqual({ a: 'é' });
});

test.each([
  { name: 'a millisecond before its end both sign', untilMs: 1, signatures: 2 },
  { name: 'at its end the new one alone', untilMs: 0, signatures: 1 },
])('of a rotated secret: $name', async ({ untilMs, signatures }) => {
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const previous = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
  const revealed = {
    secrets: new Map<string, string>(),
    webhookSecret: secret,
    previousWebhookSecret: { secret: previous, until: now + untilMs },
  };
  const told = means({ clock: { now: () => now }, reveal: () => revealed });
  await deliver(delivery({ body: '{"a":1}', sign: 'standard-webhooks' }), told);
  const headers = got?.headers as Record<string, string>;
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(signatures);
  for (const [verifier, takes] of [
    [new Webhook(secret), true],
    [new Svix(secret), true],
    [new Webhook(previous), signatures === 2],
    [new Svix(previous), signatures === 2],
  ] as const) {
    const verify = (): unknown => verifier.verify(got?.body ?? '', headers);
    if (takes) expect(verify()).toEqual({ a: 1 });
    else expect(verify).toThrow();
  }
});

test.each([
  { status: 302, error: 'http_302: a redirect is not followed' },
  { status: 410, error: 'http_410: the destination asks for no more' },
])('$status says what it means', async ({ status, error }) => {
  answer = { ...answer, status, headers: { location: `${origin}/elsewhere` } };
  const outcome = await deliver(delivery({}), means());
  expect(outcome).toMatchObject({ kind: 'refused', reason: `http_${status}`, attempt: { error } });
  expect(got?.url).toBe('/e');
});

test('a secret goes out and comes back nowhere, not even where the partner repeats it', async () => {
  answer = { ...answer, body: `you sent s3cret/", s3cret%2F%22 and ${JSON.stringify('s3cret/"')}` };
  const outcome = await deliver(delivery({ url: `${origin}/e?k=${marker}` }), means());
  expect(got?.url).toBe('/e?k=s3cret%2F%22');
  expect(JSON.stringify(outcome)).not.toContain('s3cret');
  expect(outcome.attempt.response).toBe(`you sent ${marker}, ${marker} and "${marker}"`);
});

test.each([
  {
    name: 'a marker that nobody knows',
    request: { body: '__carom_00000000000000ff_x__' },
    reveal: { secrets: new Map() },
  },
  {
    name: 'a callback without its secret',
    request: { sign: 'standard-webhooks' as const },
    reveal: { secrets: new Map() },
  },
])('$name is refused and nothing is sent', async ({ request, reveal }) => {
  const outcome = await deliver(delivery(request), means({ reveal: () => reveal }));
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'secret_missing' });
  expect(got).toBeNull();
});

test('a 4xx is refused for good, with the answer kept', async () => {
  answer = { ...answer, status: 404, body: 'no such click' };
  expect(await deliver(delivery({}), means())).toMatchObject({
    kind: 'refused',
    reason: 'http_404',
    attempt: { status: 404, error: 'http_404', response: 'no such click' },
  });
});

test('a 2xx that says no is refused for good', async () => {
  answer = { ...answer, body: '{"code":7}' };
  const outcome = await deliver(delivery({ accepted: { json: { code: 0 } } }), means());
  expect(outcome).toMatchObject({
    kind: 'refused',
    reason: 'rejected_by_partner',
    attempt: { response: '{"code":7}' },
  });
});

test.each([
  { name: 'a 5xx at its first attempt', tries: 0, headers: {}, outcome: { kind: 'retry', afterMs: 5_000 } },
  { name: 'at its second', tries: 1, headers: {}, outcome: { kind: 'retry', afterMs: 30_000 } },
  {
    name: 'with Retry-After',
    tries: 0,
    headers: { 'retry-after': '60' },
    outcome: { kind: 'retry', afterMs: 60_000 },
  },
  {
    name: 'after the last',
    tries: 2,
    headers: {},
    outcome: { kind: 'refused', reason: 'retries_exhausted' },
  },
])('$name', async ({ tries, headers, outcome }) => {
  answer = { status: 503, headers, body: '' };
  const now = 1_700_000_000_000;
  expect(await deliver(delivery({}, { tries }), means({ clock: { now: () => now } }))).toMatchObject(outcome);
});

test('a refused address is final', async () => {
  const outcome = await deliver(delivery({ url: 'http://169.254.169.254/' }), means());
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'refused_address' });
  expect(outcome.attempt.error).toMatch(/^refused_address: /);
});
