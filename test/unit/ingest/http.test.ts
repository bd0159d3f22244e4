/** Bodies and answers over a real socket: limits, encodings, faults, and a connection that is never left hanging. */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Fault } from '../../../src/errors';
import {
  asFault,
  bodyMaxBytes,
  jsonDepthMax,
  parseJson,
  readJson,
  sendFault,
  sendJson,
} from '../../../src/ingest/http';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: {
    error?: { code: string; message: string; field?: string; request_id: string };
    value?: unknown;
  };
}

let server: Server;
let port: number;
/** What reading the last body came to. */
let outcome: Promise<unknown>;

beforeAll(async () => {
  server = createServer((req, res) => {
    const read = readJson(req);
    outcome = read.catch((cause: unknown) => cause);
    read.then(
      (value) => sendJson(res, 200, { value }),
      (cause: unknown) => sendFault(res, cause),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

async function post(body: Buffer | string, headers: Record<string, string> = {}): Promise<Answer> {
  const req = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false });
  const answered = once(req, 'response') as Promise<[IncomingMessage]>;
  req.on('error', () => undefined);
  req.end(body);
  const [res] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk as Buffer);
  return {
    status: res.statusCode ?? 0,
    headers: res.headers,
    body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer['body'],
  };
}

const json = Buffer.from('{"a":"ü"}');
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
/** A JSON text of exactly this many bytes. */
const sized = (bytes: number): Buffer => Buffer.from(`"${'x'.repeat(bytes - 2)}"`);

test.each([
  { name: 'plain', body: json, headers: {} },
  { name: 'identity', body: json, headers: { 'content-encoding': 'identity' } },
  { name: 'gzip', body: gzipSync(json), headers: { 'content-encoding': 'gzip' } },
  { name: 'gzip in capitals', body: gzipSync(json), headers: { 'content-encoding': 'GZIP' } },
  { name: 'deflate', body: deflateSync(json), headers: { 'content-encoding': 'deflate' } },
  {
    name: 'deflate without the zlib header',
    body: deflateRawSync(json),
    headers: { 'content-encoding': 'deflate' },
  },
  { name: 'br', body: brotliCompressSync(json), headers: { 'content-encoding': 'br' } },
  { name: 'a byte order mark', body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json]), headers: {} },
  { name: 'a charset', body: json, headers: { 'content-type': 'application/json; charset="UTF-8"' } },
])('takes $name', async ({ body, headers }) => {
  const answer = await post(body, headers);
  expect(answer).toMatchObject({ status: 200, body: { value: { a: 'ü' } } });
});

test.each([
  { name: '2 MiB', body: sized(bodyMaxBytes), status: 200 },
  { name: '2 MiB and a byte', body: sized(bodyMaxBytes + 1), status: 413 },
  { name: '2 MiB, compressed', body: gzipSync(sized(bodyMaxBytes)), encoding: 'gzip', status: 200 },
  {
    name: '2 MiB and a byte, compressed',
    body: gzipSync(sized(bodyMaxBytes + 1)),
    encoding: 'gzip',
    status: 413,
  },
  { name: 'a gzip bomb', body: bomb, encoding: 'gzip', status: 413 },
  {
    name: 'a brotli bomb',
    body: brotliCompressSync(Buffer.alloc(8 << 20, 0x20)),
    encoding: 'br',
    status: 413,
  },
])('$name is $status', async ({ body, encoding, status }) => {
  const answer = await post(body, encoding === undefined ? {} : { 'content-encoding': encoding });
  expect(answer.status).toBe(status);
  expect(answer.body.error?.code).toBe(status === 413 ? 'body_too_large' : undefined);
});

test.each([
  { name: 'an empty body', body: '', headers: {}, status: 400, code: 'empty_body' },
  { name: 'white space', body: ' \n', headers: {}, status: 400, code: 'empty_body' },
  { name: 'broken JSON', body: '{"a":', headers: {}, status: 400, code: 'invalid_json' },
  {
    name: 'not UTF-8',
    body: Buffer.from([0x22, 0xc3, 0x28, 0x22]),
    headers: {},
    status: 400,
    code: 'invalid_encoding',
  },
  {
    name: 'an overlong sequence',
    body: Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
    headers: {},
    status: 400,
    code: 'invalid_encoding',
  },
  {
    name: 'a form',
    body: 'a=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'another charset',
    body: '{}',
    headers: { 'content-type': 'application/json; charset=latin1' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'an unknown encoding',
    body: '{}',
    headers: { 'content-encoding': 'zstd' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'two encodings',
    body: '{}',
    headers: { 'content-encoding': 'gzip, gzip' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'gzip that is none',
    body: '{}',
    headers: { 'content-encoding': 'gzip' },
    status: 400,
    code: 'bad_request',
  },
  {
    name: 'gzip that ends early',
    body: gzipSync(json).subarray(0, 12),
    headers: { 'content-encoding': 'gzip' },
    status: 400,
    code: 'bad_request',
  },
])('refuses $name as $code', async ({ body, headers, status, code }) => {
  const answer = await post(body, headers);
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect(answer.body.error?.message).toMatch(/\w/);
  expect(answer.body.error?.request_id).toBe(answer.headers['x-request-id']);
});

test.each([
  { name: 'a sane id is kept', sent: 'Req_1-a', kept: true },
  { name: '64 characters are', sent: 'a'.repeat(64), kept: true },
  { name: '65 are not', sent: 'a'.repeat(65), kept: false },
  { name: 'other characters are not', sent: 'a b', kept: false },
])('request id: $name', async ({ sent, kept }) => {
  const answer = await post('{}', { 'x-request-id': sent });
  expect(answer.headers['x-request-id'] === sent).toBe(kept);
  expect(answer.headers['x-request-id']).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
});

test('a declared length over the limit is refused before the body comes, and the connection closes', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${bodyMaxBytes + 1}\r\n\r\n`);
  let text = '';
  while (!text.includes('body_too_large')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    text += chunk.toString('latin1');
  }
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
  expect(text).toMatch(/\r\nconnection: close\r\n/i);
  socket.end();
  socket.resume();
  await once(socket, 'close');
});

test('a client that sends without end reads its answer and is cut off', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n');
  const block = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1 << 20, 0x20), Buffer.from('\r\n')]);
  let text = '';
  let sent = 0;
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const write = (error?: Error | null): void => {
    if (error || !socket.writable) return;
    sent += 1;
    socket.write(block, write);
  };
  write();
  await closed;
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
  expect(text).toContain('body_too_large');
  expect(sent).toBeLessThan(64);
});

test('a client that leaves in the middle ends the reading', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const began = once(server, 'request');
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"a":');
  await began;
  socket.destroy();
  expect(await outcome).toMatchObject({ kind: 'bad_request' });
});

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

test.each([
  { name: 'the deepest nesting', text: nested(jsonDepthMax), kind: undefined },
  { name: 'one level more', text: nested(jsonDepthMax + 1), kind: 'bad_request' },
  { name: 'a hundred thousand levels', text: nested(100_000), kind: 'bad_request' },
  { name: 'objects count too', text: '{"a":'.repeat(33) + '1' + '}'.repeat(33), kind: 'bad_request' },
  { name: 'a prototype', text: '{"a":{"__proto__":{"admin":true}}}', kind: 'invalid_field' },
  {
    name: 'too many keys',
    text: `[${new Array(201).fill(`{${Array.from({ length: 1000 }, (_, at) => `"${at}":0`).join()}}`).join()}]`,
    kind: 'bad_request',
  },
])('JSON: $name → $kind', ({ text, kind }) => {
  let thrown: unknown;
  try {
    parseJson(text);
  } catch (cause) {
    thrown = cause;
  }
  expect((thrown as Fault | undefined)?.kind).toBe(kind);
});

test.each([
  { name: '503 says when', fault: new Fault('overloaded'), header: '1' },
  { name: 'as it was told', fault: new Fault('rate_limited', { retryAfterSeconds: 7 }), header: '7' },
  { name: 'never 0', fault: new Fault('overloaded', { retryAfterSeconds: 0.2 }), header: '1' },
  { name: '400 does not', fault: new Fault('bad_request'), header: undefined },
])('Retry-After: $name', async ({ fault, header }) => {
  const once503 = createServer((_, res) => sendFault(res, fault)).listen(0, '127.0.0.1');
  await once(once503, 'listening');
  const response = await fetch(`http://127.0.0.1:${(once503.address() as AddressInfo).port}/`);
  await response.text();
  expect(response.status).toBe(fault.status);
  expect(response.headers.get('retry-after') ?? undefined).toBe(header);
  once503.close();
  once503.closeAllConnections();
});

test('what is no fault is internal, and its text stays inside', () => {
  const fault = asFault(new Error('SELECT secret'));
  expect(fault.kind).toBe('internal');
  expect(fault.message).not.toContain('secret');
});
