/** Requests a second: for each key, for each address, each apart, and both edges of the second. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRateLimit, type RateLimitOptions } from '../../../src/api/rate-limit';
import { Fault } from '../../../src/errors';

const t0 = 1_795_341_600_000;

function limiter(options: Partial<RateLimitOptions>) {
  const clock = { at: t0, now: () => clock.at };
  const limit = createRateLimit({ perKey: 0, perAddress: 0, trustProxy: ['loopback'], clock, ...options });
  const ask = (url: string, headers: Record<string, string> = {}, address = '203.0.113.7') => {
    const sent: Record<string, unknown> = {};
    const req = {
      url,
      headers: { 'x-forwarded-for': address, ...headers },
      socket: { remoteAddress: '127.0.0.1' },
    };
    const res = { setHeader: (name: string, value: unknown) => (sent[name] = value) };
    try {
      limit(req as unknown as IncomingMessage, res as unknown as ServerResponse);
      return { allowed: true, sent };
    } catch (cause) {
      expect(cause).toBeInstanceOf(Fault);
      expect(cause).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 1 });
      return { allowed: false, sent };
    }
  };
  return { clock, ask };
}

const withKey = (key: string) => ({ authorization: `Bearer ${key}` });

test('a key has its requests in a second, and the next one is refused', () => {
  const { ask } = limiter({ perKey: 2 });
  expect(ask('/v1/activities', withKey('a'))).toEqual({
    allowed: true,
    sent: { 'RateLimit-Limit': 2, 'RateLimit-Remaining': 1, 'RateLimit-Reset': 1 },
  });
  expect(ask('/v1/activities', withKey('a')).allowed).toBe(true);
  expect(ask('/v1/activities', withKey('a'))).toMatchObject({
    allowed: false,
    sent: { 'RateLimit-Remaining': 0 },
  });
  expect(ask('/v1/activities', withKey('b')).allowed).toBe(true);
});

test('the next second begins anew, not a millisecond before', () => {
  const { ask, clock } = limiter({ perKey: 1 });
  expect(ask('/c/x?key=k').allowed).toBe(true);
  clock.at = t0 + 999;
  expect(ask('/c/x?key=k').allowed).toBe(false);
  clock.at = t0 + 1_000;
  expect(ask('/c/x?key=k').allowed).toBe(true);
});

test('an address is counted through trusted proxies, whatever its keys', () => {
  const { ask } = limiter({ perAddress: 1 });
  expect(ask('/c/x', withKey('a')).allowed).toBe(true);
  expect(ask('/c/x', withKey('b')).allowed).toBe(false);
  expect(ask('/c/x', {}, '203.0.113.8').allowed).toBe(true);
});

test('the tighter of the two decides and is told', () => {
  const { ask } = limiter({ perAddress: 5, perKey: 1 });
  expect(ask('/v1/apps', withKey('a')).sent['RateLimit-Limit']).toBe(1);
  expect(ask('/v1/apps', withKey('a')).allowed).toBe(false);
});

test('0 is off, and whoever watches the server is never refused', () => {
  const off = limiter({});
  for (let n = 0; n < 100; n += 1) expect(off.ask('/c/x', withKey('a'))).toEqual({ allowed: true, sent: {} });
  const { ask } = limiter({ perAddress: 1 });
  for (const path of ['/healthz', '/readyz', '/metrics', '/healthz'])
    expect(ask(path)).toEqual({ allowed: true, sent: {} });
});

test('a flood of made-up keys is counted together', () => {
  const { ask } = limiter({ perKey: 10 });
  for (let n = 0; n < 50_000; n += 1) ask('/c/x', withKey(`made-up-${n}`));
  for (let n = 0; n < 10; n += 1) expect(ask('/c/x', withKey(`more-${n}`)).allowed).toBe(true);
  expect(ask('/c/x', withKey('one-more')).allowed).toBe(false);
});
