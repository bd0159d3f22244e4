/** Who receives the demo's deliveries: partners and the advertiser's own endpoint in one. Enters: HTTP requests. Leaves: what came, in order, with its time. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  /** The origin that the request was meant for. */
  readonly origin: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves with the first request that passes, now or later; rejects after `withinMs`. */
  find(description: string, passes: (request: Received) => boolean, withinMs: number): Promise<Received>;
  close(): void;
}

/** What each partner answers to what it takes: templates tell success by it. */
const answers: Readonly<Record<string, string>> = {
  'https://graph.facebook.com': '{"events_received":1}',
  'https://business-api.tiktok.com': '{"code":0,"message":"OK"}',
};

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server: Server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const url = new URL(req.url ?? '/', 'http://receiver');
      const origin = String(req.headers['carom-origin'] ?? '');
      received.push({
        method: req.method ?? '',
        origin,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: req.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        at: Date.now(),
      });
      res.end(answers[origin] ?? 'success=true;');
      for (const wake of waiting) wake();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    find: (description, passes, withinMs) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = received.find(passes);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${description} did not arrive within ${withinMs / 1_000} s`));
        }, withinMs);
        waiting.add(look);
        look();
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
