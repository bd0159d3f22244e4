/**
 * A partner that was down for a day: what waits for it fills the store, not Redis; another partner is served meanwhile; and when it is back everything
 * is sent, in order of due time, as fast as it answers and no faster, each once. `LONG=1`: a million deliveries; else twenty thousand.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import type { Delivery } from '../../src/model/delivery';
import { make } from '../e2e/scene';
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { startRedisServer, type RedisServer } from '../redis-server';

const long = process.env['LONG'] === '1';
const total = long ? 1_000_000 : 20_000;
const withinMs = long ? 3_000_000 : 45_000;
jest.setTimeout(withinMs + 60_000);

const originConcurrency = 16;
/** Filled in one commit. */
const piece = 5_000;

let receiver: Receiver;
let other: Receiver;
let redis: RedisServer;
beforeAll(async () => {
  [receiver, other, redis] = await Promise.all([startReceiver(), startReceiver(), startRedisServer()]);
});
afterAll(async () => {
  receiver.close();
  other.close();
  await cleanUp();
  await redis.stop();
});

function waiting(app: string, callback: string, n: number, startedAt: number): Delivery {
  // Oldest first, spread over the day that went by.
  const dueAt = startedAt - 86_400_000 + Math.floor((n * 86_000_000) / total);
  return {
    id: `d-${n}`,
    app,
    activity: `a-${n}`,
    revision: 0,
    callback,
    postback: 'callback',
    status: 'retrying',
    request: { method: 'GET', url: `${receiver.url}/down?n=${n}`, headers: {}, body: null },
    attempts: [],
    tries: 1,
    nextAttemptAt: dueAt,
    createdAt: dueAt,
    visibleToPartner: false,
  };
}

async function fill(dataDir: string, app: string, callback: string, startedAt: number): Promise<void> {
  const store = await openSqliteStore({ path: join(dataDir, 'carom.sqlite') });
  for (let from = 0; from < total; from += piece) {
    const deliveries = Array.from({ length: Math.min(piece, total - from) }, (_, at) =>
      waiting(app, callback, from + at, startedAt),
    );
    await store.appendTouches([], { deliveries, ticket: 'gone', queuedUntil: 0 });
  }
  await store.close();
}

/** The most that Redis held at any look. */
class RedisWatch {
  jobs = 0;
  bytes = 0;
  looks = 0;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  start(): void {
    this.running = this.watch();
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      const info = String(await redis.command('INFO', 'memory'));
      this.bytes = Math.max(this.bytes, Number(/^used_memory:(\d+)/m.exec(info)?.[1]));
      const keys = (await redis.command('KEYS', '*')) as string[];
      this.jobs = Math.max(this.jobs, keys.filter((key) => /:\d+$/.test(key)).length);
      this.looks += 1;
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }
}

/** How the receiver saw it. */
class Arrivals {
  readonly times = new Map<string, number>();
  /** Deliveries, by the order of their due times, as they were answered. */
  readonly order: number[] = [];
  refused = 0;
  open = 0;
  openMost = 0;
  up = false;

  listen(): void {
    receiver.answer = ({ url, delivery }, response) => {
      receiver.received.length = 0;
      this.open += 1;
      this.openMost = Math.max(this.openMost, this.open);
      response.on('close', () => (this.open -= 1));
      // Answered a turn later: what came in the same turn is open together.
      setImmediate(() => response.end());
      if (!this.up) {
        this.refused += 1;
        response.statusCode = 503;
      } else {
        this.order.push(Number(new URL(url, receiver.url).searchParams.get('n')));
        this.times.set(delivery, (this.times.get(delivery) ?? 0) + 1);
      }
    };
  }
}

/** How many places the furthest is from where due order puts it, among those that nobody had in hand while the partner was down. */
function displacement(order: readonly number[], untouched: (n: number) => boolean): number {
  const seen = order.filter(untouched);
  const sorted = [...seen].sort((a, b) => a - b);
  const place = new Map(sorted.map((n, at) => [n, at]));
  return seen.reduce((most, n, at) => Math.max(most, Math.abs((place.get(n) ?? 0) - at)), 0);
}

/** What was in hand or given back while the partner was down: it comes when its wait is over. */
function touchedOf(dataDir: string): Set<number> {
  const db = new Database(join(dataDir, 'carom.sqlite'), { readonly: true, timeout: 5_000 });
  const touched = db
    .prepare(
      `SELECT d.id FROM open_deliveries o JOIN deliveries d ON d.seq = o.delivery
       WHERE (o.queued_until > 0 OR d.tries > 1) AND d.id LIKE 'd-%'`,
    )
    .pluck()
    .all() as string[];
  db.close();
  return new Set(touched.map((id) => Number(id.slice(2))));
}

const events = async (server: Server, app: { key: string }, ids: readonly string[]): Promise<void> => {
  const body = ids.map((id) => ({ id, event: 'tick', device: { device_id: id } }));
  const { status, text } = await call(server, '/v1/events', { key: app.key, body });
  if (status !== 202) throw new Error(`${status} ${text}`);
};

test(`${total} deliveries to a partner that was down`, async () => {
  const env = {
    REDIS_URL: redis.url,
    ORIGIN_CONCURRENCY: String(originConcurrency),
    RETRY_SCHEDULE: '0,20,20,20,20,20,20,20,20',
    LOG_LEVEL: 'warn',
  };
  const first = await startServer({ env: { ...env, LOG_LEVEL: 'info' } });
  const app = await createApp(first);
  const none = { kinds: ['uninstall'] };
  const down = await make(first, `/v1/apps/${app.id}/callbacks`, {
    url: `${receiver.url}/down`,
    method: 'POST',
    ...none,
  });
  await make(first, `/v1/apps/${app.id}/callbacks`, { url: `${other.url}/other`, method: 'POST' });
  expect(await first.stop()).toBe(0);
  const { dataDir } = first;
  const filledAt = performance.now();
  await fill(dataDir, app.id, String(down.id), Date.now());
  const filledMs = performance.now() - filledAt;

  const arrivals = new Arrivals();
  arrivals.listen();
  // The healthy partner fails each delivery once: what comes again waits beside the million, not behind it.
  const failedOnce = new Set<string>();
  const served = new Set<string>();
  other.answer = ({ delivery }, response) => {
    if (failedOnce.has(delivery)) served.add(delivery);
    else response.statusCode = 500;
    failedOnce.add(delivery);
    response.end();
  };
  const watch = new RedisWatch();
  watch.start();
  const server = await startServer({ dataDir, env: { ...env, LOG_LEVEL: 'info' } });
  await receiver.until(() => arrivals.refused >= originConcurrency, 60_000);
  await events(
    server,
    app,
    Array.from({ length: 20 }, (_, n) => `healthy-${n}`),
  );
  await other.until(() => served.size === 20, 60_000);
  expect(arrivals.times.size).toBe(0);

  const touched = touchedOf(dataDir);
  arrivals.up = true;
  const upAt = performance.now();
  await receiver.until(() => arrivals.times.size === total, withinMs);
  const sentMs = performance.now() - upAt;
  await eventually(
    async () => (await call(server, '/metrics', { key: null })).text,
    (text) => text.includes('carom_deliveries_open 0'),
  );
  await watch.stop();
  const figures = {
    total,
    filledMs: Math.round(filledMs),
    refusedWhileDown: arrivals.refused,
    touchedWhileDown: touched.size,
    sentPerSecond: Math.round(total / (sentMs / 1_000)),
    redisJobsMost: watch.jobs,
    redisBytesMost: watch.bytes,
    looks: watch.looks,
    openMost: arrivals.openMost,
    displacement: displacement(arrivals.order, (n) => !touched.has(n)),
    twice: [...arrivals.times.values()].filter((times) => times > 1).length,
  };
  if (long) process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(figures.twice).toBe(0);
  expect(arrivals.openMost).toBeGreaterThan(1);
  expect(arrivals.openMost).toBeLessThanOrEqual(originConcurrency);
  expect(watch.looks).toBeGreaterThan(0);
  // What is in hand of one destination, in jobs of 64, and what BullMQ keeps beside it; the same for twenty thousand and for a million.
  expect(watch.jobs).toBeLessThan(300);
  expect(watch.bytes).toBeLessThan(16 * 2 ** 20);
  // What is in hand at once may overtake; nothing beyond it.
  expect(figures.displacement).toBeLessThan(5_000);
});
