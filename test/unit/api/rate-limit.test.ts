/** Requests a second: for each key, for each address, each apart; counted in a real Redis by two processes' worth of counters, and without it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createShared, type Shared } from '../../../src/adapters/bullmq/shared';
import { createRateLimit, type RateLimitOptions } from '../../../src/api/rate-limit';
import { Fault } from '../../../src/errors';
import { silentObserver } from '../../../src/silent-observer';
import { startRedisServer, stopRedisServers, type RedisServer } from '../../redis-server';

let redis: RedisServer;
let prefixes = 0;
const opened: Shared[] = [];

beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(async () => {
  for (const shared of opened) shared.close();
  await stopRedisServers();
});

async function open(prefix: string): Promise<Shared> {
  const shared = createShared({ redisUrl: redis.url, prefix, observer: silentObserver });
  opened.push(shared);
  for (;;) {
    try {
      await shared.board.read();
      return shared;
    } catch {
      await new Promise(setImmediate);
    }
  }
}

type Ask = (
  url: string,
  headers?: Record<string, string>,
  address?: string,
) => Promise<{ allowed: boolean; sent: Record<string, unknown> }>;

function askOf(shared: Shared, options: Partial<RateLimitOptions>): Ask {
  const limit = createRateLimit({
    perKey: 0,
    perAddress: 0,
    trustProxy: ['loopback'],
    limits: shared.limits,
    ...options,
  });
  return async (url, headers = {}, address = '203.0.113.7') => {
    const sent: Record<string, unknown> = {};
    const req = {
      url,
      headers: { 'x-forwarded-for': address, ...headers },
      socket: { remoteAddress: '127.0.0.1' },
    };
    const res = { setHeader: (name: string, value: unknown) => (sent[name] = value) };
    try {
      await limit?.(req as unknown as IncomingMessage, res as unknown as ServerResponse);
      return { allowed: true, sent };
    } catch (cause) {
      expect(cause).toBeInstanceOf(Fault);
      expect(cause).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 1 });
      return { allowed: false, sent };
    }
  };
}

async function limiter(options: Partial<RateLimitOptions>): Promise<Ask> {
  prefixes += 1;
  return askOf(await open(`limit-${prefixes}`), options);
}

const withKey = (key: string) => ({ authorization: `Bearer ${key}` });

/** More than fit into two seconds, whenever they begin: of three seconds' worth within one some are refused. */
async function allowedOf(count: number, ask: () => ReturnType<Ask>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, ask));
  return answers.filter(({ allowed }) => allowed).length;
}

test('a key has its requests in a second, and what is left is told', async () => {
  const ask = await limiter({ perKey: 1_000 });
  const first = await ask('/v1/activities', withKey('a'));
  expect(first).toEqual({
    allowed: true,
    sent: { 'RateLimit-Limit': 1_000, 'RateLimit-Remaining': 999, 'RateLimit-Reset': 1 },
  });
  expect((await ask('/v1/activities', withKey('b'))).sent['RateLimit-Remaining']).toBe(999);
});

test('one too many is refused, and the next second begins anew', async () => {
  const ask = await limiter({ perKey: 5 });
  const one = () => ask('/c/x?key=k');
  // All at once: they cannot fill more than the second they began in and the next.
  expect(await allowedOf(100, one)).toBeLessThanOrEqual(10);
  let later = await one();
  while (!later.allowed) later = await one();
  expect(later.sent['RateLimit-Limit']).toBe(5);
});

test('two processes count together', async () => {
  prefixes += 1;
  const [a, b] = [await open(`limit-${prefixes}`), await open(`limit-${prefixes}`)];
  const [askA, askB] = [askOf(a, { perKey: 1_000 }), askOf(b, { perKey: 1_000 })];
  const left = [
    (await askA('/c/x', withKey('a'))).sent['RateLimit-Remaining'],
    (await askB('/c/x', withKey('a'))).sent['RateLimit-Remaining'],
  ];
  // 999 twice only where a whole second lay between the two.
  if (left[1] === 999) left[1] = (await askA('/c/x', withKey('a'))).sent['RateLimit-Remaining'];
  expect(left).toEqual([999, 998]);
});

test('an address is counted through trusted proxies, whatever its keys', async () => {
  const ask = await limiter({ perAddress: 1_000 });
  await ask('/c/x', withKey('a'));
  const second = await ask('/c/x', withKey('b'));
  expect([998, 999]).toContain(second.sent['RateLimit-Remaining']);
  expect((await ask('/c/x', {}, '203.0.113.8')).sent['RateLimit-Remaining']).toBe(999);
});

test('the tighter of the two decides and is told', async () => {
  const ask = await limiter({ perAddress: 500, perKey: 100 });
  expect((await ask('/v1/apps', withKey('a'))).sent['RateLimit-Limit']).toBe(100);
});

test('0 is off, and whoever watches the server is never refused', async () => {
  const off = await limiter({});
  for (let n = 0; n < 100; n += 1)
    expect(await off('/c/x', withKey('a'))).toEqual({ allowed: true, sent: {} });
  const ask = await limiter({ perAddress: 1 });
  for (const path of ['/healthz', '/readyz', '/metrics', '/healthz'])
    expect(await ask(path)).toEqual({ allowed: true, sent: {} });
});

test('no key reaches Redis as it is', async () => {
  const ask = await limiter({ perKey: 1_000 });
  await ask('/c/x', withKey('crm_app_very_secret'));
  const keys = await redis.command('keys', '*');
  expect(keys).not.toContain('very_secret');
});

test('while Redis is away each process counts for itself', async () => {
  const other = await startRedisServer();
  const shared = createShared({ redisUrl: other.url, prefix: 'away', observer: silentObserver });
  opened.push(shared);
  await other.stop();
  const ask = askOf(shared, { perKey: 5 });
  expect(await allowedOf(100, () => ask('/c/x', withKey('a')))).toBe(5);
});
