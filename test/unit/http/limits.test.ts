/** The sender's limits that concern more than one request: names that do not resolve, and sockets of all origins together. */
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createResolver, type ResolveName } from '../../../src/adapters/http/resolve-name';
import { createSender, type SenderOptions } from '../../../src/adapters/http/undici-sender';
import type { OutboundRequest, OutboundResult, Sender } from '../../../src/ports/sender';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function sender(extra: Partial<SenderOptions>): Sender {
  const made = createSender({
    connectTimeoutMs: 5_000,
    timeoutMs: 10_000,
    allowPrivate: ['127.0.0.1/32'],
    allowPorts: [],
    connectionsPerOrigin: 4,
    ...extra,
  });
  closing.push(() => made.close());
  return made;
}

async function serve(handle: RequestListener): Promise<{ port: number; sockets: Set<Socket> }> {
  const server = createServer(handle);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
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
  return { port: (server.address() as AddressInfo).port, sockets };
}

const get = (url: string): OutboundRequest => ({ method: 'GET', url, headers: {}, body: null });
const codeOf = (result: OutboundResult): string => (result.answered ? String(result.status) : result.code);

describe('names', () => {
  test('one that does not resolve costs its own time and has its own code', async () => {
    const out = sender({ dnsTimeoutMs: 50, resolveName: () => undefined });
    const result = await out.send(get('http://name.test/'));
    expect(result).toMatchObject({
      code: 'dns_timeout',
      message: expect.stringContaining('DNS_TIMEOUT_MS') as string,
    });
  });

  test('one look-up of a name is in hand at once, and all who ask have its answer', () => {
    const asked: Parameters<ResolveName>[1][] = [];
    const resolve = createResolver((_name, done) => void asked.push(done), 60_000);
    const got: string[] = [];
    for (const who of ['a', 'b'])
      resolve('name.test', (_error, [first]) => got.push(`${who} ${first?.address ?? ''}`));
    resolve('other.test', () => got.push('other'));
    expect(asked).toHaveLength(2);
    asked[0]?.(null, [{ address: '1.1.1.1', family: 4 }]);
    expect(got).toEqual(['a 1.1.1.1', 'b 1.1.1.1']);
    // Nothing is kept: the next one asks anew.
    resolve('name.test', () => undefined);
    expect(asked).toHaveLength(3);
    for (const done of asked) done(null, []);
  });

  test('who joins a look-up that hangs waits its own time, and holds no thread of the resolver', async () => {
    let asked = 0;
    const resolve = createResolver(() => void (asked += 1), 20);
    const late = (): Promise<string | undefined> =>
      new Promise((done) => resolve('name.test', (error) => done(error?.code)));
    for (let again = 0; again < 3; again += 1) expect(await late()).toBe('DNS_TIMEOUT');
    expect(asked).toBe(1);
  });

  test('one that answers with a good address first and an inner one next is refused the second time', async () => {
    const inner = await serve((_request, response) => void response.end('inner'));
    // The allowed loopback address stands for a public one: nothing here may leave the machine.
    let asked = 0;
    const out = sender({
      connectionsPerOrigin: 1,
      resolveName: (_name, done) =>
        done(null, [{ address: (asked += 1) === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]),
    });
    const url = `http://rebinds.test:${inner.port}/`;
    expect(codeOf(await out.send(get(url)))).toBe('200');
    // The kept connection still is to the address that was judged.
    expect(codeOf(await out.send(get(url)))).toBe('200');
    expect(asked).toBe(1);
    const closed = [...inner.sockets].map((socket) => once(socket, 'close'));
    for (const socket of inner.sockets) socket.destroy();
    await Promise.all(closed);
    const codes = new Set<string>();
    while (!codes.has('refused_address')) codes.add(codeOf(await out.send(get(url))));
    expect([...codes].filter((code) => code !== 'connection')).toEqual(['refused_address']);
  });

  test('a redirect to an inner address is an answer, and nobody goes there', async () => {
    const { port } = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    );
    expect(codeOf(await sender({}).send(get(`http://127.0.0.1:${port}/`)))).toBe('302');
  });
});

describe('sockets of all origins', () => {
  test('beyond the limit none is opened, which is not said to be the partner’s fault', async () => {
    const held: ServerResponse[] = [];
    const arrived: (() => void)[] = [];
    const { port } = await serve((_request, response) => {
      held.push(response);
      arrived.splice(0).forEach((wake) => wake());
    });
    const out = sender({ socketsMax: 16, connectionsPerOrigin: 32 });
    const url = `http://127.0.0.1:${port}/`;
    const first = Array.from({ length: 16 }, () => out.send(get(url)));
    while (held.length < 16) await new Promise<void>((wake) => arrived.push(wake));
    expect(codeOf(await out.send(get(`http://127.0.0.1:${port}/more`)))).toBe('too_many_sockets');
    for (const response of held) response.end();
    expect((await Promise.all(first)).map(codeOf)).toEqual(Array.from({ length: 16 }, () => '200'));
  });

  test('idle ones of other origins give way', async () => {
    const out = sender({ socketsMax: 16, connectionsPerOrigin: 4 });
    const ports = await Promise.all(
      Array.from(
        { length: 40 },
        async () => (await serve((_request, response) => void response.end('ok'))).port,
      ),
    );
    for (const port of ports) expect(codeOf(await out.send(get(`http://127.0.0.1:${port}/`)))).toBe('200');
  });
});
