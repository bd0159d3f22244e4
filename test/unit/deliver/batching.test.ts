/** The dispatcher with batches, over real sockets: fewer requests than deliveries, each delivery with an outcome of its own, and nobody waits for company. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSender } from '../../../src/adapters/http/undici-sender';
import { deliver, type DeliverMeans } from '../../../src/deliver/deliver';
import { deliverJoined } from '../../../src/deliver/deliver-joined';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../../src/deliver/dispatcher';
import { createJoiner } from '../../../src/deliver/joined';
import { createTokens } from '../../../src/deliver/oauth-tokens';
import type { BatchRule, Delivery } from '../../../src/model/delivery';
import type { DeliveryOutcome } from '../../../src/ports/store';
import { silentObserver } from '../../../src/silent-observer';

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
  readonly ids: readonly string[];
}
type Answer = (got: Got, response: ServerResponse) => void;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function partner(answer: Answer): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { data } = JSON.parse(body) as { data: { id: string }[] };
      const one = { headers: request.headers, url: request.url ?? '', ids: data.map(({ id }) => id) };
      got.push(one);
      answer(one, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    const closed = once(server, 'close');
    server.close();
    await closed;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/e`, got };
}

class Seen {
  readonly outcomes: DeliveryOutcome[] = [];
  readonly released: string[] = [];
  #waiting: (() => void)[] = [];

  changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  of(id: string): DeliveryOutcome[] {
    return this.outcomes.filter((outcome) => outcome.id === id);
  }
}

function deliverMeans(): DeliverMeans {
  const sender = createSender({
    connectTimeoutMs: 5_000,
    timeoutMs: 20_000,
    allowPrivate: ['127.0.0.0/8'],
    allowPorts: [],
    connectionsPerOrigin: 8,
  });
  closing.push(() => sender.close());
  return {
    sender,
    tokens: createTokens(sender),
    clock: { now: () => Date.now() },
    random: () => Math.random(),
    retryScheduleSeconds: [5, 30],
    reveal: () => ({ secrets: new Map([['__carom_0123456789abcdef_token__', 's3cret']]) }),
    userAgent: 'Carom/test',
  };
}

function open(extra: Partial<DispatcherOptions> = {}): { dispatcher: Dispatcher; seen: Seen } {
  const seen = new Seen();
  const means = deliverMeans();
  const dispatcher = createDispatcher({
    deliver: (delivery) => deliver(delivery, means),
    joined: {
      deliver: (joined) => deliverJoined(joined, means),
      joiner: createJoiner({ retriesMax: 2 }),
    },
    record: (outcomes) => {
      seen.outcomes.push(...outcomes);
      seen.changed();
      return Promise.resolve();
    },
    release: (held) => {
      seen.released.push(...held.map(({ id }) => id));
      seen.changed();
      return Promise.resolve();
    },
    concurrency: 64,
    originConcurrency: 16,
    clock: { now: () => Date.now() },
    random: () => 0.5,
    observer: silentObserver,
    patienceMs: 20_000,
    ...extra,
  });
  closing.push(() => dispatcher.drain(50));
  return { dispatcher, seen };
}

function delivery(url: string, id: string, batch: Partial<BatchRule> = {}): Delivery {
  return {
    id,
    app: 'app',
    activity: `of-${id}`,
    revision: 0,
    partner: 'net',
    postback: 'install',
    status: 'pending',
    request: {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', 'carom-delivery-id': id },
      body: `{"data":[{"id":"${id}","em":"hash-of-${id}"}]}`,
      bodyType: 'json',
      batch: { maxItems: 10, list: 'json.data', ...batch },
    },
    attempts: [],
    tries: 0,
    nextAttemptAt: null,
    createdAt: Date.now(),
    visibleToPartner: true,
  };
}

const many = (url: string, count: number, batch: Partial<BatchRule> = {}): Delivery[] =>
  Array.from({ length: count }, (_, n) => delivery(url, `d${n}`, batch));
const ok: Answer = (_got, response) => void response.end('{}');
const bad = 'd3';
const refusing: Answer = ({ ids }, response) =>
  void response.writeHead(ids.includes(bad) ? 400 : 200).end(ids.includes(bad) ? `${bad} hash-of-d1` : '{}');

test('what is submitted together travels together, and each has an outcome that names its batch', async () => {
  const { url, got } = await partner(ok);
  const { dispatcher, seen } = open();
  await dispatcher.submit(many(url, 25));
  await seen.until(() => seen.outcomes.length === 25);
  expect(got.map(({ ids }) => ids.length).sort()).toEqual([10, 10, 5]);
  const first = got.find(({ ids }) => ids.includes('d0'));
  expect(first?.headers['carom-delivery-id']).toBe('d0');
  expect(first?.headers['carom-delivery-ids']).toBe(first?.ids.join(','));
  expect(seen.of('d7')).toMatchObject([
    { outcome: { kind: 'delivered', attempt: { status: 200, batch: { id: 'd0', size: 10, place: 7 } } } },
  ]);
  expect(new Set(seen.outcomes.map(({ id }) => id)).size).toBe(25);
});

test('a lone one goes at once and alone, and knows of no batch', async () => {
  const { url, got } = await partner(ok);
  const { dispatcher, seen } = open();
  await dispatcher.submit([delivery(url, 'a')]);
  await seen.until(() => seen.outcomes.length === 1);
  expect(got).toMatchObject([{ ids: ['a'] }]);
  expect(got[0]?.headers['carom-delivery-ids']).toBeUndefined();
  expect(seen.of('a')[0]?.outcome.attempt.batch).toBeUndefined();
});

test('who waits in line for a slow partner waits together', async () => {
  const held: ServerResponse[] = [];
  const { url, got } = await partner((_got, response) => void held.push(response));
  const { dispatcher, seen } = open({ originConcurrency: 1 });
  await dispatcher.submit([delivery(url, 'first')]);
  for (const one of many(url, 12)) await dispatcher.submit([one]);
  while (got.length < 3) {
    held.splice(0).forEach((response) => response.end('{}'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  held.splice(0).forEach((response) => response.end('{}'));
  await seen.until(() => seen.outcomes.length === 13);
  expect(got.map(({ ids }) => ids.length)).toEqual([1, 10, 2]);
  expect(seen.released).toEqual([]);
});

test('of a refused batch the one to blame ends refused, and every other is delivered once', async () => {
  const { url, got } = await partner(refusing);
  const { dispatcher, seen } = open();
  await dispatcher.submit(many(url, 10));
  await seen.until(() => seen.outcomes.length === 10);
  expect(seen.of(bad)).toMatchObject([
    {
      outcome: {
        kind: 'refused',
        reason: 'http_400',
        attempt: { error: 'http_400', response: `${bad} hash-of-d1`, batch: { size: 1 } },
      },
    },
  ]);
  const refused = seen.of(bad)[0]?.outcome.attempt.batch?.refused ?? [];
  expect(refused[0]).toEqual({ size: 10, status: 400 });
  const others = seen.outcomes.filter(({ id }) => id !== bad);
  expect(others.every(({ outcome }) => outcome.kind === 'delivered')).toBe(true);
  const taken = got.filter(({ ids }) => !ids.includes(bad)).flatMap(({ ids }) => ids);
  expect([...taken].sort()).toEqual(others.map(({ id }) => id).sort());
  expect(got.length).toBeLessThanOrEqual(2 * 4 + 1);
});

test('where all are to blame all end refused, after no more requests than twice their number', async () => {
  const { url, got } = await partner((_got, response) => void response.writeHead(422).end());
  const { dispatcher, seen } = open();
  await dispatcher.submit(many(url, 8));
  await seen.until(() => seen.outcomes.length === 8);
  expect(seen.outcomes.every(({ outcome }) => outcome.kind === 'refused')).toBe(true);
  expect(got).toHaveLength(15);
});

test('what is told to be asked for again fails together, is due together, and keeps nothing of the others', async () => {
  const { url } = await partner(({ ids }, response) =>
    response.writeHead(429, { 'retry-after': '60' }).end(ids.map((id) => `hash-of-${id}`).join(' ')),
  );
  const { dispatcher, seen } = open();
  await dispatcher.submit(many(url, 4));
  await seen.until(() => seen.outcomes.length === 4);
  expect(new Set(seen.outcomes.map(({ nextAttemptAt }) => nextAttemptAt)).size).toBe(1);
  for (const { outcome } of seen.outcomes)
    expect(outcome).toMatchObject({ kind: 'retry', attempt: { status: 429, response: '… … … …' } });
});

test('rows that the answer names are refused and not sent again, the others were taken', async () => {
  const { url, got } = await partner((_got, response) => void response.end('{"failed":[{"index":1}]}'));
  const { dispatcher, seen } = open();
  await dispatcher.submit(many(url, 3, { failures: { list: 'failed', index: 'index' } }));
  await seen.until(() => seen.outcomes.length === 3);
  expect(got).toHaveLength(1);
  const kinds = ['d0', 'd1', 'd2'].map((id) => seen.of(id)[0]?.outcome.kind);
  expect(kinds).toEqual(['delivered', 'refused', 'delivered']);
});

test('a claim that would not outlive another request: the try is recorded, and each comes back alone', async () => {
  const { url, got } = await partner(refusing);
  let now = Date.now();
  const clock = { now: () => now };
  const until = now + 10_000;
  const { dispatcher, seen } = open({
    clock,
    attemptMs: 5_000,
    joined: {
      joiner: createJoiner({ retriesMax: 2 }),
      deliver: async (joined) => {
        const means = { ...deliverMeans(), clock };
        const sent = await deliverJoined(joined, means);
        now = until;
        return sent;
      },
    },
  });
  await dispatcher.submit(many(url, 4), until);
  await seen.until(() => seen.outcomes.length === 4);
  expect(got).toHaveLength(1);
  for (const { outcome } of seen.outcomes)
    expect(outcome).toMatchObject({ kind: 'retry', attempt: { error: 'batch_refused: http_400' } });
  const back = many(url, 4).map((one, place) => ({
    ...one,
    tries: 1,
    attempts: seen.outcomes.slice(place, place + 1).map(({ outcome }) => outcome.attempt),
  }));
  const { dispatcher: next, seen: after } = open();
  await next.submit(back);
  await after.until(() => after.outcomes.length === 4);
  expect(got.slice(1).every(({ ids }) => ids.length === 1)).toBe(true);
});

test('halves that have no turn are recorded as tried, not given back as if they had not been', async () => {
  const { url } = await partner(refusing);
  let turns = 1;
  const { dispatcher, seen } = open({
    rates: {
      rateOf: () => ({ bucket: 'net', perSecond: 1 }),
      limiter: {
        take: (_rate, count) => {
          const granted = Math.min(turns, count);
          turns = 0;
          return Promise.resolve({ granted, firstInMs: 0, intervalMs: 1_000, nextInMs: 1_000 });
        },
      },
    },
  });
  await dispatcher.submit(many(url, 4));
  await seen.until(() => seen.outcomes.length === 4);
  expect(seen.released).toEqual([]);
  for (const { outcome, nextAttemptAt } of seen.outcomes) {
    expect(outcome).toMatchObject({ kind: 'retry', attempt: { error: 'batch_refused: http_400' } });
    expect(nextAttemptAt).toBeGreaterThan(Date.now() - 60_000);
  }
});

test('a batch takes one turn of a rate', async () => {
  const { url, got } = await partner(ok);
  const asked: number[] = [];
  const { dispatcher, seen } = open({
    rates: {
      rateOf: () => ({ bucket: 'net', perSecond: 1 }),
      limiter: {
        take: (_rate, count) => {
          asked.push(count);
          return Promise.resolve({ granted: count, firstInMs: 0, intervalMs: 0, nextInMs: 0 });
        },
      },
    },
  });
  await dispatcher.submit(many(url, 20));
  await seen.until(() => seen.outcomes.length === 20);
  expect([asked, got.length]).toEqual([[2], 2]);
});

test('who finds one of his kind waiting for its turn goes with it, and takes none', async () => {
  const { url, got } = await partner(ok);
  const asked: number[] = [];
  const { dispatcher, seen } = open({
    rates: {
      rateOf: () => ({ bucket: 'net', perSecond: 1 }),
      limiter: {
        take: (_rate, count) => {
          asked.push(count);
          // Far enough away for a busy machine to hand over the others meanwhile.
          return Promise.resolve({ granted: count, firstInMs: 3_000, intervalMs: 0, nextInMs: 3_000 });
        },
      },
    },
  });
  for (const one of many(url, 11)) await dispatcher.submit([one]);
  await seen.until(() => seen.outcomes.length === 11);
  expect(asked).toEqual([1, 1]);
  expect(got.map(({ ids }) => ids.length).sort()).toEqual([1, 10]);
  expect(seen.released).toEqual([]);
});

test('what is stopped while it waits is given back, each by its id', async () => {
  const { url, got } = await partner(() => undefined);
  const { dispatcher, seen } = open({ originConcurrency: 1 });
  await dispatcher.submit([delivery(url, 'first')]);
  await dispatcher.submit(many(url, 3));
  while (got.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(dispatcher.lanes()).toMatchObject([{ inFlight: 1, waiting: 3 }]);
  await dispatcher.drain(1);
  expect([...seen.released].sort()).toEqual(['d0', 'd1', 'd2']);
});

test('secrets are filled in once, for the request of all, and hidden in the answer', async () => {
  const token = '__carom_0123456789abcdef_token__';
  const { url, got } = await partner((one, response) => void response.writeHead(400).end(one.url));
  const { dispatcher, seen } = open();
  await dispatcher.submit(many(`${url}?token=${token}`, 2));
  await seen.until(() => seen.outcomes.length === 2);
  expect(new Set(got.map((one) => one.url))).toEqual(new Set(['/e?token=s3cret']));
  expect(seen.outcomes.every(({ outcome }) => outcome.attempt.response === `/e?token=${token}`)).toBe(true);
});
