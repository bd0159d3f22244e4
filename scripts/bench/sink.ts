/**
 * A process: the partners' side, bare node:http on three ports, which are three origins. Enters: deliveries. Leaves: 200, and on request which
 * activity came how often and when, by delivery id. It parses nothing but the first field of a body.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from './child';
import { nowMs } from './clock';

export interface SinkReport {
  readonly requests: number;
  readonly deliveries: number;
  readonly lastAt: number;
}

export interface Arrivals {
  /** Activity → when each of its deliveries came. */
  readonly arrivals: ReadonlyMap<string, readonly number[]>;
  /** Requests whose delivery id had come before. */
  readonly repeated: number;
  readonly sample: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
}

let requests = 0;
let repeated = 0;
let lastAt = 0;
let seen = new Set<string>();
let arrivals = new Map<string, number[]>();
let sample: Arrivals['sample'] = null;

const idBegins = '{"id":"';

function note(req: IncomingMessage, body: Buffer): void {
  const at = nowMs();
  requests += 1;
  lastAt = at;
  const delivery = req.headers['carom-delivery-id'];
  if (typeof delivery !== 'string') return;
  if (seen.has(delivery)) {
    repeated += 1;
    return;
  }
  seen.add(delivery);
  const end = body.indexOf('"', idBegins.length);
  const activity = body.toString('latin1', idBegins.length, end);
  const known = arrivals.get(activity);
  if (known === undefined) arrivals.set(activity, [at]);
  else known.push(at);
  sample ??= { headers: { ...(req.headers as Record<string, string>) }, body: body.toString('utf8') };
}

function take(req: IncomingMessage, res: ServerResponse): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    note(req, chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    res.writeHead(200, { 'content-length': '2' }).end('OK');
  });
}

function listen(): Promise<Server> {
  const server = createServer(take);
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function answer(question: unknown): SinkReport | Arrivals | null {
  switch (question) {
    case 'report':
      return { requests, deliveries: seen.size, lastAt };
    case 'arrivals':
      return { arrivals, repeated, sample };
    default:
      [requests, repeated, lastAt, sample] = [0, 0, 0, null];
      seen = new Set();
      arrivals = new Map();
      return null;
  }
}

void Promise.all([listen(), listen(), listen()]).then((servers) =>
  answerParent(
    servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    answer,
  ),
);
