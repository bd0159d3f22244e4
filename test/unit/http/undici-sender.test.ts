/** The sender against real servers that hang, drip, flood, redirect and lie. Every one of them costs its own attempt and nothing else. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSender, type SenderOptions } from '../../../src/adapters/http/undici-sender';
import type { OutboundRequest, OutboundResult, Sender } from '../../../src/ports/sender';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function sender(extra: Partial<SenderOptions> = {}): Sender {
  const made = createSender({
    connectTimeoutMs: 2_000,
    timeoutMs: 5_000,
    allowPrivate: ['127.0.0.0/8', '::1/128'],
    allowPorts: [],
    connectionsPerOrigin: 4,
    ...extra,
  });
  closing.push(() => made.close());
  return made;
}

async function listen(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

const serve = async (handle: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(handle))}`;

function get(url: string, headers: Readonly<Record<string, string>> = {}): OutboundRequest {
  return { method: 'GET', url, headers, body: null };
}

/** What is not the same each time is left out. */
function shape(result: OutboundResult): unknown {
  return result.answered ? { status: result.status, body: result.body } : { code: result.code };
}

test('method, path, query, headers and body arrive as they were given, and nothing packed is asked for', async () => {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const url = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ request, body });
      response.writeHead(201, { 'retry-after': '7' }).end('fine');
    });
  });
  const result = await sender({ userAgent: 'Carom/test' }).send({
    method: 'POST',
    url: `${url}/a%20b?c=d%26e`,
    headers: { 'Content-Type': 'application/json', 'x-one': '1' },
    body: '{"ü":1}',
  });
  expect(result).toMatchObject({ answered: true, status: 201, body: 'fine', retryAfter: '7' });
  const [first] = seen;
  expect(first?.request.url).toBe('/a%20b?c=d%26e');
  expect(first?.request.method).toBe('POST');
  expect(first?.body).toBe('{"ü":1}');
  expect(first?.request.headers).toMatchObject({
    'content-type': 'application/json',
    'x-one': '1',
    'accept-encoding': 'identity',
    'user-agent': 'Carom/test',
  });
});

test('connections are kept: twenty requests one after the other need two at most', async () => {
  const sockets = new Set<Socket>();
  const url = await serve((request, response) => {
    sockets.add(request.socket);
    response.end('ok');
  });
  const out = sender();
  for (let i = 0; i < 20; i += 1)
    expect(shape(await out.send(get(url)))).toEqual({ status: 200, body: 'ok' });
  // The second: an answer is handed over a moment before its connection is free again.
  expect(sockets.size).toBeLessThanOrEqual(2);
});

test('a redirect is an answer, not an instruction', async () => {
  let asked = 0;
  const url = await serve((_request, response) => {
    asked += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(shape(await sender().send(get(url)))).toEqual({ status: 302, body: '' });
  expect(asked).toBe(1);
});

test('a server that never answers costs the time allowed', async () => {
  const url = await serve(() => undefined);
  const result = await sender({ timeoutMs: 150 }).send(get(url));
  expect(shape(result)).toEqual({ code: 'timeout' });
  expect(result.durationMs).toBeGreaterThanOrEqual(145);
  expect(result.durationMs).toBeLessThan(1_000);
});

test('a body that drips without end is cut off at the time allowed, and its socket closed', async () => {
  let gone: Promise<unknown> = Promise.resolve();
  const url = await serve((request, response) => {
    gone = new Promise((resolve) => request.socket.on('close', resolve));
    response.writeHead(200);
    const drip = setInterval(() => response.write('.'), 10);
    request.socket.on('close', () => clearInterval(drip));
  });
  expect(shape(await sender({ timeoutMs: 200 }).send(get(url)))).toEqual({ code: 'timeout' });
  await gone;
});

test('of an answer of a gigabyte 16 KiB are read, and the socket is closed', async () => {
  let written = 0;
  let gone: Promise<unknown> = Promise.resolve();
  const url = await serve((request, response) => {
    gone = new Promise((resolve) => request.socket.on('close', resolve));
    response.writeHead(200, { 'content-length': String(2 ** 30) });
    const chunk = Buffer.alloc(65_536, 'a');
    const more = (): void => {
      while (written < 2 ** 30 && !response.destroyed) {
        written += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  });
  const result = await sender().send(get(url));
  expect(result).toMatchObject({ answered: true, status: 200 });
  expect(result.answered && result.body).toBe('a'.repeat(16_384));
  await gone;
  expect(written).toBeLessThan(2 ** 27);
});

test.each([
  { name: 'exactly the limit is whole', sent: 'b'.repeat(64), kept: 'b'.repeat(64) },
  { name: 'one byte more is cut', sent: 'b'.repeat(65), kept: 'b'.repeat(64) },
  { name: 'a character cut in two is left out', sent: `${'b'.repeat(63)}ü`, kept: 'b'.repeat(63) },
])('answer: $name', async ({ sent, kept }) => {
  const url = await serve((_request, response) => void response.end(sent));
  expect(shape(await sender({ responseBytesMax: 64 }).send(get(url)))).toEqual({ status: 200, body: kept });
});

test('headers without end are refused', async () => {
  const port = await listen(
    createTcpServer((socket) => {
      socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n`));
    }),
  );
  expect(shape(await sender().send(get(`http://127.0.0.1:${port}/`)))).toEqual({ code: 'invalid_response' });
});

test('what is not HTTP is refused', async () => {
  const port = await listen(
    createTcpServer((socket) => void socket.once('data', () => socket.end('SSH-2.0\r\n'))),
  );
  expect(shape(await sender().send(get(`http://127.0.0.1:${port}/`)))).toEqual({ code: 'invalid_response' });
});

test('a server that hangs up, and one that is not there', async () => {
  const port = await listen(createTcpServer((socket) => void socket.once('data', () => socket.destroy())));
  const out = sender();
  expect(shape(await out.send(get(`http://127.0.0.1:${port}/`)))).toEqual({ code: 'connection' });
  const unused = createServer();
  const free = await listen(unused);
  for (const close of closing.splice(-1)) await close();
  expect(shape(await out.send(get(`http://127.0.0.1:${free}/`)))).toEqual({ code: 'connection' });
});

test('an early hint is not the answer', async () => {
  const url = await serve((_request, response) => {
    response.writeEarlyHints({ link: '</x>; rel=preload' });
    response.writeHead(204).end();
  });
  expect(shape(await sender().send(get(url)))).toEqual({ status: 204, body: '' });
});

describe('where it may not go', () => {
  test.each([
    { url: 'http://127.0.0.1/', code: 'refused_address' },
    { url: 'http://2130706433/', code: 'refused_address' },
    { url: 'http://0x7f.1/', code: 'refused_address' },
    { url: 'http://0177.0.0.1/', code: 'refused_address' },
    { url: 'http://127.1/', code: 'refused_address' },
    { url: 'http://[::1]/', code: 'refused_address' },
    { url: 'http://[::ffff:127.0.0.1]/', code: 'refused_address' },
    { url: 'http://169.254.169.254/latest/meta-data', code: 'refused_address' },
    { url: 'http://localhost/', code: 'refused_address' },
    { url: 'http://1.1.1.1:22/', code: 'refused_port' },
    { url: 'http://name.test:8080/', code: 'refused_port' },
    { url: 'http://user:secret@1.1.1.1/', code: 'invalid_url' },
    { url: 'ftp://1.1.1.1/', code: 'invalid_url' },
    { url: 'file:///etc/passwd', code: 'invalid_url' },
    { url: 'no url', code: 'invalid_url' },
  ])('$url is $code', async ({ url, code }) => {
    const result = await sender({ allowPrivate: [] }).send(get(url));
    expect(shape(result)).toEqual({ code });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  test('a name that has one bad address among good ones is refused, whichever comes first', async () => {
    const out = sender({
      allowPrivate: [],
      resolveName: (_name, done) =>
        done(null, [
          { address: '1.1.1.1', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    });
    expect(shape(await out.send(get('http://name.test/')))).toEqual({ code: 'refused_address' });
  });

  test('a name that changes its mind is judged by each answer, and the judged address is the one connected to', async () => {
    let asked = 0;
    const port = await listen(createServer((_request, response) => void response.end('inside')));
    const out = sender({
      allowPrivate: ['127.0.0.1/32'],
      resolveName: (_name, done) => {
        asked += 1;
        done(null, [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
      },
    });
    const first = await out.send(get(`http://name.test:${port}/`, { connection: 'close' }));
    expect(shape(first)).toEqual({ status: 200, body: 'inside' });
    expect(shape(await out.send(get(`http://name.test:${port}/`)))).toEqual({ code: 'refused_address' });
    expect(asked).toBe(2);
  });

  test('a name without an address', async () => {
    const out = sender({ resolveName: (_name, done) => done(null, []) });
    expect(shape(await out.send(get('http://name.test/')))).toEqual({ code: 'dns' });
  });

  test('a look-up that never returns costs the time to connect', async () => {
    const out = sender({ connectTimeoutMs: 150, resolveName: () => undefined });
    const result = await out.send(get('http://name.test/'));
    expect(shape(result)).toEqual({ code: 'connect_timeout' });
    expect(result.durationMs).toBeLessThan(2_000);
  });
});

test('a certificate that nobody vouches for fails, and says so', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'carom-tls-'));
  closing.push(() => rm(dir, { recursive: true }));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    {
      stdio: 'ignore',
    },
  );
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
    response.end('never'),
  );
  server.on('tlsClientError', () => undefined);
  const port = await listen(server);
  expect(shape(await sender().send(get(`https://127.0.0.1:${port}/`)))).toEqual({ code: 'tls' });
});

test('a header that cannot be sent is a final refusal, not a crash', async () => {
  const url = await serve((_request, response) => void response.end());
  expect(shape(await sender().send(get(url, { 'x-bad': 'a\r\nb: c' })))).toEqual({ code: 'invalid_request' });
});

test('more origins than are kept: the idle one gives way, and everything is still answered', async () => {
  const urls = await Promise.all(
    [1, 2, 3, 4].map(() => serve((_request, response) => void response.end('ok'))),
  );
  const out = sender({ originsMax: 2 });
  for (const url of [...urls, ...urls])
    expect(shape(await out.send(get(url)))).toEqual({ status: 200, body: 'ok' });
});
