/**
 * A thread with destinations: five that misbehave, each in its own way, and as many that are well. Leaves: their URLs, as its first message. A thread of its
 * own, so that what they do takes nothing from the one that measures.
 */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { parentPort } from 'node:worker_threads';

export interface BadDestinations {
  readonly hangs: string;
  readonly refuses: string;
  readonly drips: string;
  readonly floods: string;
  readonly noTls: string;
  readonly well: readonly string[];
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  server.on('connection', (socket) => socket.on('error', () => undefined));
  return `http://127.0.0.1:${await listen(server)}`;
}

const chunk = Buffer.alloc(65_536, 'a');
const hang: RequestListener = () => undefined;
const refuse: RequestListener = (_request, response) => void response.writeHead(429).end();
const answer: RequestListener = (_request, response) => void response.end('ok');
const drip: RequestListener = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('.'), 1_000);
  response.on('close', () => clearInterval(timer));
};
/** A gigabyte at the speed of a fast line: loopback's own is no destination's, and copying it would take the machine from everybody who measures. */
const flood: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': String(2 ** 30) });
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) response.write(chunk);
  }, 1);
  response.on('close', () => clearInterval(timer));
};

async function run(): Promise<void> {
  const noTls = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('this is not TLS\r\n'));
  });
  const urls: BadDestinations = {
    hangs: await serve(hang),
    refuses: await serve(refuse),
    drips: await serve(drip),
    floods: await serve(flood),
    noTls: `https://127.0.0.1:${await listen(noTls)}`,
    well: await Promise.all(Array.from({ length: 5 }, () => serve(answer))),
  };
  parentPort?.postMessage(urls);
}

void run();
