/** Who sends a request, over real sockets: what the partner and its token endpoint get. */
import { createVerify, generateKeyPairSync, createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSender } from '../../../src/adapters/http/undici-sender';
import { deliver, type DeliverMeans } from '../../../src/deliver/deliver';
import { createTokens } from '../../../src/deliver/oauth-tokens';
import type { Delivery, DeliveryRequest, Outcome, RequestAuth } from '../../../src/model/delivery';
import type { Sender } from '../../../src/ports/sender';

interface Got {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Answer {
  readonly status: number;
  readonly body: string;
}

const marker = '__carom_0123456789abcdef_token__';
const secret = 's3cret+/"é';
const at = 1_795_341_600_500;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const keyFile = JSON.stringify({
  client_email: 'carom@project.test',
  private_key_id: 'k1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
});

let server: Server;
let sender: Sender;
let origin = '';
let got: Got[] = [];
let answers: Record<string, Answer[]> = {};

function answerOf(url: string): Answer {
  const path = url.split('?')[0] ?? '';
  const waiting = answers[path] ?? [];
  return (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? { status: 200, body: 'ok' };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got.push({ url: request.url ?? '', headers: request.headers, body });
      const answer = answerOf(request.url ?? '');
      response.writeHead(answer.status).end(answer.body);
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
    connectionsPerOrigin: 8,
  });
});

beforeEach(() => {
  got = [];
  answers = {};
});

afterAll(async () => {
  await sender.close();
  const closed = once(server, 'close');
  server.close();
  await closed;
});

function delivery(auth: RequestAuth, more: Partial<DeliveryRequest> = {}): Delivery {
  return {
    id: 'dlv_1',
    app: 'app',
    activity: 'act',
    revision: 0,
    partner: 'net',
    postback: 'install',
    status: 'pending',
    request: {
      ...{ method: 'POST', url: `${origin}/e`, headers: {}, body: '{"a":"ß"}', bodyType: 'json' },
      ...more,
      auth,
    },
    attempts: [],
    tries: 0,
    nextAttemptAt: 0,
    createdAt: 0,
    visibleToPartner: true,
  };
}

function makeMeans(
  now: () => number = () => at,
  secrets: Record<string, string> = { [marker]: secret },
): DeliverMeans {
  return {
    sender,
    tokens: createTokens(sender),
    clock: { now },
    random: () => 0.5,
    retryScheduleSeconds: [5, 30],
    reveal: () => ({ secrets: new Map(Object.entries(secrets)) }),
    userAgent: 'Carom/test',
  };
}

const gotAt = (path: string): readonly Got[] => got.filter(({ url }) => url.startsWith(path));
const tokenAnswer = (token: string, seconds = 3_600): Answer => ({
  status: 200,
  body: JSON.stringify({ access_token: token, expires_in: seconds, token_type: 'Bearer' }),
});

test('basic: user and password in base64, and not in what is kept of an answer that repeats them', async () => {
  const shown = Buffer.from(`me:${secret}`).toString('base64');
  answers = { '/e': [{ status: 200, body: `you sent ${shown}` }] };
  const outcome = await deliver(delivery({ type: 'basic', username: 'me', password: marker }), makeMeans());
  expect(got[0]?.headers.authorization).toBe(`Basic ${shown}`);
  expect(outcome.attempt.response).toBe('you sent ***');
});

test('a secret that is not known sends nothing', async () => {
  const outcome = await deliver(
    delivery({ type: 'basic', username: 'me', password: marker }),
    makeMeans(() => at, {}),
  );
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'secret_missing' });
  expect(got).toHaveLength(0);
});

const signature = { in: 'header', name: 'x-sign', format: '__carom_request_signature__' } as const;

test.each<[string, RequestAuth, (url: string) => string]>([
  [
    'the body, with its secrets filled in',
    {
      type: 'hmac',
      algorithm: 'sha256',
      key: marker,
      of: '__carom_request_body__',
      encoding: 'hex',
      ...signature,
    },
    () => createHmac('sha256', secret).update('{"a":"ß"}').digest('hex'),
  ],
  [
    'named parts and the time',
    {
      ...{ type: 'hmac', algorithm: 'sha1', key: marker, encoding: 'base64', ...signature },
      of: 'act.__carom_request_unix__.__carom_request_unix_ms__',
    },
    () => createHmac('sha1', secret).update('act.1795341600.1795341600500').digest('base64'),
  ],
  [
    'a plain hash of a secret and the address',
    { type: 'digest', algorithm: 'md5', of: `${marker}__carom_request_url__`, encoding: 'hex', ...signature },
    (url) => createHash('md5').update(`${secret}${url}`).digest('hex'),
  ],
  [
    'in its own form',
    {
      ...{
        type: 'digest',
        algorithm: 'sha256',
        of: 'x',
        encoding: 'base64url',
        in: 'header',
        name: 'x-sign',
      },
      format: 't=__carom_request_unix__,v=__carom_request_signature__',
    },
    () => `t=1795341600,v=${createHash('sha256').update('x').digest('base64url')}`,
  ],
])('a signature of %s', async (_name, auth, expected) => {
  await deliver(delivery(auth, { headers: { 'x-at': '__carom_request_unix__' } }), makeMeans());
  expect(got[0]?.headers['x-sign']).toBe(expected(`${origin}/e`));
  expect(got[0]?.headers['x-at']).toBe('1795341600');
});

test('a signature in the query comes after what is there, encoded', async () => {
  const auth = {
    type: 'digest',
    algorithm: 'md5',
    of: 'x',
    encoding: 'base64',
    in: 'query',
    name: 'sig',
  } as const;
  const request = { url: `${origin}/e?a=1` };
  await deliver(delivery({ ...auth, format: signature.format }, request), makeMeans());
  expect(got[0]?.url).toBe(
    `/e?a=1&sig=${encodeURIComponent(createHash('md5').update('x').digest('base64'))}`,
  );
});

describe('a token', () => {
  const grant = (more: object = {}): RequestAuth => ({
    ...{ type: 'oauth2', grant: 'client_credentials', tokenUrl: `${origin}/token`, scope: 'ads write' },
    ...{ clientId: 'me', clientSecret: marker, client: 'body', ...more },
  });

  test('is fetched once for all that want it at once, and kept until it nears its end', async () => {
    answers = { '/token': [tokenAnswer('t1'), tokenAnswer('t2')] };
    let now = at;
    const means = makeMeans(() => now);
    const send = (): Promise<Outcome> => deliver(delivery(grant()), means);
    await Promise.all([send(), send(), send()]);
    now = at + 3_539_999;
    await send();
    expect(gotAt('/token')).toHaveLength(1);
    now = at + 3_540_000;
    await send();
    expect(gotAt('/token')).toHaveLength(2);
    expect(gotAt('/e').map(({ headers }) => headers.authorization)).toEqual([
      ...Array.from({ length: 4 }, () => 'Bearer t1'),
      'Bearer t2',
    ]);
    expect(Object.fromEntries(new URLSearchParams(gotAt('/token')[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'ads write',
      client_id: 'me',
      client_secret: secret,
    });
  });

  test('by basic authentication and by a refresh token', async () => {
    answers = { '/token': [tokenAnswer('t1')] };
    const auth = grant({ grant: 'refresh_token', refreshToken: 'r1', client: 'basic', scope: undefined });
    await deliver(delivery(JSON.parse(JSON.stringify(auth)) as RequestAuth), makeMeans());
    const asked = gotAt('/token')[0];
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'r1',
    });
    const encoded = `me:${new URLSearchParams({ v: secret }).toString().slice(2)}`;
    expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from(encoded).toString('base64')}`);
  });

  test('of a service account is asked for with a signed assertion', async () => {
    answers = { '/token': [tokenAnswer('g1')] };
    const auth: RequestAuth = {
      ...{ type: 'oauth2', grant: 'jwt_bearer', tokenUrl: `${origin}/token`, scope: 'https://a.test/ads' },
      serviceAccount: marker,
    };
    await deliver(
      delivery(auth),
      makeMeans(() => at, { [marker]: keyFile }),
    );
    const form = new URLSearchParams(gotAt('/token')[0]?.body);
    const [header = '', claims = '', signed = ''] = (form.get('assertion') ?? '').split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(read(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    expect(read(claims)).toEqual({
      iss: 'carom@project.test',
      scope: 'https://a.test/ads',
      aud: `${origin}/token`,
      iat: 1_795_341_600,
      exp: 1_795_345_200,
    });
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    expect(verify.verify(publicKey, signed, 'base64url')).toBe(true);
    expect(gotAt('/e')[0]?.headers.authorization).toBe('Bearer g1');
  });

  test('that the partner refuses is forgotten, and the delivery tried again with another', async () => {
    answers = {
      '/token': [tokenAnswer('t1'), tokenAnswer('t2')],
      '/e': [
        { status: 401, body: 'no t1' },
        { status: 200, body: 'ok' },
      ],
    };
    const means = makeMeans();
    expect(await deliver(delivery(grant()), means)).toMatchObject({
      kind: 'retry',
      attempt: { status: 401, response: 'no ***' },
    });
    expect(await deliver(delivery(grant()), means)).toMatchObject({ kind: 'delivered' });
    expect(gotAt('/e').map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test.each<[string, Answer, string]>([
    ['a refusal', { status: 401, body: '{"error":"invalid_client"}' }, 'oauth_http_401: invalid_client'],
    ['no JSON', { status: 200, body: 'hello' }, 'oauth_http_200'],
    ['a token that no header can carry', tokenAnswer('a\r\nb'), 'oauth_token_invalid'],
  ])(
    '%s of the token endpoint is tried again later, and not asked for at once',
    async (_name, answer, error) => {
      answers = { '/token': [answer, tokenAnswer('t2')] };
      let now = at;
      const means = makeMeans(() => now);
      expect(await deliver(delivery(grant()), means)).toMatchObject({
        kind: 'retry',
        attempt: { error: `no_token: ${error}` },
      });
      now = at + 9_999;
      expect((await deliver(delivery(grant()), means)).kind).toBe('retry');
      expect(gotAt('/token')).toHaveLength(1);
      expect(gotAt('/e')).toHaveLength(0);
      now = at + 10_000;
      expect((await deliver(delivery(grant()), means)).kind).toBe('delivered');
    },
  );

  test.each([
    ['no JSON', 'key', 'service_account_invalid'],
    ['no key', JSON.stringify({ client_email: 'a', private_key: 'b' }), 'service_account_key_invalid'],
  ])('a key file that is %s says so', async (_name, file, error) => {
    const auth: RequestAuth = {
      ...{ type: 'oauth2', grant: 'jwt_bearer', tokenUrl: `${origin}/token` },
      serviceAccount: marker,
    };
    const outcome = await deliver(
      delivery(auth),
      makeMeans(() => at, { [marker]: file }),
    );
    expect(outcome).toMatchObject({ kind: 'retry', attempt: { error: `no_token: ${error}` } });
    expect(got).toHaveLength(0);
  });
});
