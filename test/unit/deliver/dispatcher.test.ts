/** The dispatcher over real sockets: no origin costs another, nothing is lost, and a queue job never waits for a partner. */
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createSender } from '../../../src/adapters/http/undici-sender';
import { deliver } from '../../../src/deliver/deliver';
import { createTokens } from '../../../src/deliver/oauth-tokens';
import { createDispatcher, type Dispatcher, type DispatcherOptions } from '../../../src/deliver/dispatcher';
import type { Delivery } from '../../../src/model/delivery';
import type { Observer } from '../../../src/ports/observer';
import type { DeliveryOutcome } from '../../../src/ports/store';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Resolves when a condition holds; what changes says so. */
class Seen {
  readonly outcomes: DeliveryOutcome[] = [];
  readonly batches: number[] = [];
  readonly released: { id: string; afterMs: number }[] = [];
  readonly counted = new Map<string, number>();
  readonly switched: string[] = [];
  #waiting: (() => void)[] = [];

  changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  ids(): string[] {
    return this.outcomes.map(({ id }) => id);
  }
}

function open(
  extra: Partial<DispatcherOptions> = {},
  timeoutMs = 5_000,
): { dispatcher: Dispatcher; seen: Seen } {
  const seen = new Seen();
  const sender = createSender({
    connectTimeoutMs: 1_000,
    timeoutMs,
    allowPrivate: ['127.0.0.0/8'],
    allowPorts: [],
    connectionsPerOrigin: 64,
  });
  closing.push(() => sender.close());
  const clock = extra.clock ?? { now: () => Date.now() };
  const observer: Observer = {
    log: () => undefined,
    accepted: () => undefined,
    duplicates: () => undefined,
    refused: () => undefined,
    touches: () => undefined,
    touchFate: () => undefined,
    attributed: () => undefined,
    delivery: (_destination, outcome, count) =>
      void seen.counted.set(outcome, (seen.counted.get(outcome) ?? 0) + count),
    attempt: () => undefined,
    switched: (what) => void seen.switched.push(what),
    latency: () => undefined,
  };
  const dispatcher = createDispatcher({
    deliver: (delivery) =>
      deliver(delivery, {
        sender,
        tokens: createTokens(sender),
        clock,
        random: () => 0.5,
        retryScheduleSeconds: [5],
        reveal: () => ({ secrets: new Map() }),
        userAgent: 'Carom/test',
      }),
    record: (outcomes) => {
      seen.outcomes.push(...outcomes);
      seen.batches.push(outcomes.length);
      seen.changed();
      return Promise.resolve();
    },
    release: (held, availableAt) => {
      seen.released.push(...held.map(({ id }) => ({ id, afterMs: availableAt - clock.now() })));
      seen.changed();
      return Promise.resolve();
    },
    concurrency: 64,
    originConcurrency: 16,
    clock,
    random: () => 0.5,
    observer,
    ...extra,
  });
  closing.push(() => dispatcher.drain(50));
  return { dispatcher, seen };
}

async function partner(handle: RequestListener): Promise<string> {
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
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function deliveries(url: string, count: number, name = 'd'): Delivery[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${name}${n}`,
    app: 'app',
    activity: 'act',
    revision: 0,
    partner: name,
    postback: 'install',
    status: 'pending',
    request: { method: 'GET', url, headers: {}, body: null },
    attempts: [],
    tries: 0,
    nextAttemptAt: null,
    createdAt: Date.now(),
    visibleToPartner: true,
  }));
}

const answering: RequestListener = (_request, response) => void response.end('ok');

test('everything submitted is sent once and recorded in bulk', async () => {
  // Patience beyond what a busy machine may take before it answers at all.
  const { dispatcher, seen } = open({ patienceMs: 10_000, lineMs: 30_000 });
  const got: string[] = [];
  const url = await partner((request, response) => {
    got.push(request.headers['carom-delivery-id'] as string);
    response.end();
  });
  const sent = deliveries(url, 200);
  for (let at = 0; at < 200; at += 25) await dispatcher.submit(sent.slice(at, at + 25));
  await seen.until(() => seen.outcomes.length + seen.released.length === 200);
  expect(seen.released).toEqual([]);
  expect(got.sort()).toEqual(sent.map(({ id }) => id).sort());
  expect(seen.ids().sort()).toEqual(got);
  expect(seen.batches.length).toBeLessThan(100);
  expect(seen.counted.get('delivered')).toBe(200);
});

test('a failed attempt is recorded with the time of the next', async () => {
  const { dispatcher, seen } = open();
  const url = await partner((_request, response) => void response.writeHead(500).end());
  const before = Date.now();
  await dispatcher.submit(deliveries(url, 1));
  await seen.until(() => seen.outcomes.length === 1);
  const [outcome] = seen.outcomes;
  expect(outcome?.outcome.kind).toBe('retry');
  expect(outcome?.nextAttemptAt).toBeGreaterThanOrEqual(before + 5_000);
});

test('a partner that hangs holds no submit, and changes nothing for another', async () => {
  const { dispatcher, seen } = open({ patienceMs: 20 }, 60_000);
  const held: ServerResponse[] = [];
  const hanging = await partner((_request, response) => void held.push(response));
  const lively = await partner(answering);
  await dispatcher.submit(deliveries(hanging, 500, 'hanging'));
  const from = performance.now();
  for (let round = 0; round < 10; round += 1) {
    await dispatcher.submit([
      ...deliveries(lively, 5, `lively${round}-`),
      ...deliveries(hanging, 50, `hanging${round}-`),
    ]);
  }
  await seen.until(() => seen.outcomes.length === 50);
  expect(performance.now() - from).toBeLessThan(1_000);
  expect(seen.ids().every((id) => id.startsWith('lively'))).toBe(true);
  // 16 in flight and four times as many in line; the rest is back in the store.
  expect(dispatcher.inFlight()).toBe(16);
  expect(seen.released.filter(({ id }) => id.startsWith('lively'))).toEqual([]);
  expect(seen.released).toHaveLength(1_000 - 16 - 64);
});

test('no origin holds more than what is free: less than half of all slots where it is alone', async () => {
  const { dispatcher } = open({ concurrency: 20, originConcurrency: 100, patienceMs: 1 }, 60_000);
  let asked = 0;
  const hanging = await partner(() => (asked += 1));
  await dispatcher.submit(deliveries(hanging, 100));
  // Of twenty, two are for origins that are known to answer.
  expect(dispatcher.inFlight()).toBe(9);
  expect(asked).toBeLessThanOrEqual(9);
});

test('however many origins hang, there is a slot for one more', async () => {
  const { dispatcher, seen } = open({ concurrency: 20, originConcurrency: 100, patienceMs: 1 }, 60_000);
  const lively = await partner(answering);
  await dispatcher.submit(deliveries(lively, 1, 'lively-first'));
  await seen.until(() => seen.outcomes.length === 1);
  for (let n = 0; n < 30; n += 1) {
    const hanging = await partner(() => undefined);
    await dispatcher.submit(deliveries(hanging, 20, `hanging${n}-`));
  }
  expect(dispatcher.inFlight()).toBe(18);
  await dispatcher.submit(deliveries(lively, 3, 'lively'));
  await seen.until(() => seen.outcomes.length === 4);
  expect(seen.ids().every((id) => id.startsWith('lively'))).toBe(true);
});

describe('behind an open breaker', () => {
  /** A clock that stands still until it is told, so that probes are due when the test says. */
  function failing() {
    let now = 1_800_000_000_000;
    const made = open({ clock: { now: () => now } });
    return {
      ...made,
      pass: (ms: number) => (now += ms),
      releasedIn: () => made.seen.released.map(({ afterMs }) => afterMs),
    };
  }

  test('deliveries are put off to its probe, each in its turn, and cost no attempt', async () => {
    const { dispatcher, seen, releasedIn } = failing();
    let asked = 0;
    const dead = await partner((request) => {
      asked += 1;
      request.socket.destroy();
    });
    await dispatcher.submit(deliveries(dead, 10));
    await seen.until(() => seen.outcomes.length === 10);
    expect(dispatcher.lanes()).toMatchObject([{ state: 'open', failures: 10, limit: 1, inFlight: 0 }]);
    for (const name of ['a', 'b', 'c']) await dispatcher.submit(deliveries(dead, 50, name));
    expect(asked).toBe(10);
    expect(new Set(releasedIn())).toEqual(new Set([1_000, 1_100, 1_200]));
    expect(dispatcher.lanes()).toMatchObject([{ waiting: 150 }]);
    expect(seen.switched).toEqual(['breaker_opened']);
  });

  test('one at a time is tried when it is half open; a failure opens it for twice as long', async () => {
    const { dispatcher, seen, pass } = failing();
    const dead = await partner((request) => void request.socket.destroy());
    await dispatcher.submit(deliveries(dead, 10));
    await seen.until(() => seen.outcomes.length === 10);
    pass(1_000);
    await dispatcher.submit(deliveries(dead, 8, 'probe'));
    await seen.until(() => seen.outcomes.length + seen.released.length === 18);
    expect(seen.outcomes).toHaveLength(11);
    const [lane] = dispatcher.lanes();
    expect(lane?.nextProbeAt).toBe(1_800_000_000_000 + 1_000 + 2_000);
    expect(seen.switched).toEqual(['breaker_opened']);
  });

  test('three that succeed close it, and everything goes again', async () => {
    const { dispatcher, seen, pass } = failing();
    let alive = false;
    const url = await partner((request, response) => {
      if (alive) response.end('ok');
      else request.socket.destroy();
    });
    await dispatcher.submit(deliveries(url, 10));
    await seen.until(() => seen.outcomes.length === 10);
    alive = true;
    pass(1_000);
    await dispatcher.submit(deliveries(url, 4, 'probe'));
    await seen.until(() => seen.outcomes.length === 14);
    expect(dispatcher.lanes()).toMatchObject([{ state: 'closed', samples: 1, nextProbeAt: null }]);
    expect(seen.switched).toEqual(['breaker_opened', 'breaker_closed']);
  });

  test('what was under way when it opened says nothing of the probe, and holds no place of it', async () => {
    const { dispatcher, seen, pass } = failing();
    const held: ServerResponse[] = [];
    const url = await partner((request, response) => {
      if (request.headers['carom-delivery-id']?.includes('slow') === true) held.push(response);
      else if (request.headers['carom-delivery-id']?.includes('probe') === true) response.end('ok');
      else request.socket.destroy();
      seen.changed();
    });
    await dispatcher.submit(deliveries(url, 4, 'slow'));
    await seen.until(() => held.length === 4);
    await dispatcher.submit(deliveries(url, 10, 'bad'));
    await seen.until(() => seen.outcomes.length === 10);
    pass(1_000);
    await dispatcher.submit(deliveries(url, 1, 'probe'));
    await seen.until(() => seen.outcomes.length === 11);
    for (const response of held) response.socket?.destroy();
    await seen.until(() => seen.outcomes.length === 15);
    expect(dispatcher.lanes()).toMatchObject([{ state: 'half_open' }]);
  });
});

test('each answer 410 is told', async () => {
  const gone: string[] = [];
  const { dispatcher, seen } = open({ gone: ({ id }) => void gone.push(id) });
  const url = await partner((_request, response) => void response.writeHead(410).end());
  await dispatcher.submit(deliveries(url, 2));
  await seen.until(() => seen.outcomes.length === 2);
  expect(gone.sort()).toEqual(['d0', 'd1']);
});

test('an origin that fails loses its share, and its line goes back to the store', async () => {
  const { dispatcher, seen } = open({}, 100);
  const hanging = await partner(() => undefined);
  await dispatcher.submit(deliveries(hanging, 60, 'a'));
  await seen.until(() => seen.outcomes.length + seen.released.length === 60);
  expect(seen.released.length).toBeGreaterThan(30);
  await dispatcher.submit(deliveries(hanging, 60, 'b'));
  // Sixteen in a row without an answer: its breaker is open, and nothing more is tried.
  expect(dispatcher.inFlight()).toBe(0);
});

test('an origin that answers again wins its share back', async () => {
  const { dispatcher, seen } = open({}, 2_000);
  let status = 503;
  const url = await partner((_request, response) => void response.writeHead(status).end());
  await dispatcher.submit(deliveries(url, 16, 'down'));
  await seen.until(() => seen.outcomes.length === 16);
  status = 200;
  for (let sent = 0; sent < 30; sent += 1) {
    await dispatcher.submit(deliveries(url, 1, `up${sent}-`));
    await seen.until(() => seen.outcomes.length === 17 + sent);
  }
  expect(seen.released).toEqual([]);
  await dispatcher.submit(deliveries(url, 40, 'many'));
  await seen.until(() => seen.outcomes.length === 86);
  expect(seen.released).toEqual([]);
});

test('what waits too long in a line goes back to the store before its claim runs out', async () => {
  const { dispatcher, seen } = open({ lineMs: 50 }, 60_000);
  const hanging = await partner(() => undefined);
  await dispatcher.submit(deliveries(hanging, 20));
  expect(seen.released).toEqual([]);
  await seen.until(() => seen.released.length === 4);
  expect(dispatcher.inFlight()).toBe(16);
  for (const { afterMs } of seen.released) expect(afterMs).toBeGreaterThan(500);
});

test('what finds no room at all goes back to the store before its claim runs out', async () => {
  const { dispatcher, seen } = open({ concurrency: 2, originConcurrency: 1, lineMs: 50 }, 60_000);
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => partner(() => undefined)));
  const all = [one, two, three].flatMap((url, n) => deliveries(url ?? '', 1, `p${n}-`));
  const submitted = dispatcher.submit(all);
  await seen.until(() => seen.released.length === 1);
  expect(seen.released[0]?.id).toBe('p2-0');
  await dispatcher.drain(50);
  await submitted;
});

test('a record that fails is done again until it succeeds', async () => {
  let fails = 3;
  const recorded: string[] = [];
  const { dispatcher, seen } = open({
    record: (outcomes) => {
      if (fails > 0) {
        fails -= 1;
        return Promise.reject(new Error('the store is away'));
      }
      recorded.push(...outcomes.map(({ id }) => id));
      seen.changed();
      return Promise.resolve();
    },
  });
  await dispatcher.submit(deliveries(await partner(answering), 20));
  await seen.until(() => recorded.length === 20);
  expect(new Set(recorded).size).toBe(20);
});

test('while the store takes no outcomes, submit stops taking deliveries', async () => {
  let letGo = (): void => undefined;
  const store = new Promise<void>((resolve) => (letGo = resolve));
  const { dispatcher, seen } = open({
    concurrency: 4,
    originConcurrency: 2,
    record: () => store,
    // What a busy machine takes is not taken for an origin that does not keep up.
    patienceMs: 10_000,
    lineMs: 30_000,
  });
  const url = await partner(answering);
  let submitted = 0;
  const all = (async () => {
    for (const delivery of deliveries(url, 40)) {
      await dispatcher.submit([delivery]);
      submitted += 1;
      seen.changed();
    }
  })();
  await seen.until(() => submitted >= 12);
  while (dispatcher.inFlight() > 0) await new Promise(setImmediate);
  // Four slots, four times as many outcomes that wait, and the origin's line.
  expect(submitted).toBeLessThanOrEqual(4 + 16 + 8);
  letGo();
  await all;
  expect(submitted).toBe(40);
});

test('a fault of ours counts no attempt: the delivery goes back', async () => {
  const { dispatcher, seen } = open({ deliver: () => Promise.reject(new Error('on purpose')) });
  await dispatcher.submit(deliveries('http://127.0.0.1:1/', 1));
  await seen.until(() => seen.released.length === 1);
  expect(seen.outcomes).toEqual([]);
});

describe('drain', () => {
  test('waits for what is in flight and records it; what waits in line is released', async () => {
    const { dispatcher, seen } = open();
    const held: ServerResponse[] = [];
    const url = await partner((_request, response) => {
      held.push(response);
      seen.changed();
    });
    await dispatcher.submit(deliveries(url, 20));
    await seen.until(() => held.length === 16);
    const drained = dispatcher.drain(5_000);
    await seen.until(() => seen.released.length === 4);
    for (const response of held) response.end();
    expect(await drained).toEqual({ unfinished: 0 });
    expect(seen.outcomes).toHaveLength(16);
    await dispatcher.submit(deliveries(url, 3, 'late'));
    await seen.until(() => seen.released.length === 7);
    expect(held).toHaveLength(16);
  });

  test('ends at its time with what hangs unfinished', async () => {
    const { dispatcher, seen } = open({}, 60_000);
    const hanging = await partner(() => seen.changed());
    await dispatcher.submit(deliveries(hanging, 2));
    const from = performance.now();
    expect(await dispatcher.drain(100)).toEqual({ unfinished: 2 });
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  test('ends at its time where the store takes nothing', async () => {
    const { dispatcher } = open({ record: () => new Promise(() => undefined) });
    await dispatcher.submit(deliveries(await partner(answering), 2));
    expect(await dispatcher.drain(150)).toEqual({ unfinished: 2 });
  });

  test('lets a submit that waits for room end', async () => {
    const { dispatcher, seen } = open({ concurrency: 2, originConcurrency: 1 }, 60_000);
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => partner(() => undefined)));
    const waiting = dispatcher.submit(
      [one, two, three].flatMap((url, n) => deliveries(url ?? '', 1, `p${n}-`)),
    );
    await new Promise(setImmediate);
    await dispatcher.drain(100);
    await waiting;
    expect(seen.released.map(({ id }) => id)).toEqual(['p2-0']);
  });
});
