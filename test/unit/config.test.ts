/** Settings: each read by its row, a bad value refused by name, every problem listed at once. */
import { listSettings, loadConfig } from '../../src/config';
import { Fault } from '../../src/errors';

function problems(env: Readonly<Record<string, string>>): string {
  try {
    loadConfig(env);
    return '';
  } catch (cause) {
    expect(cause).toBeInstanceOf(Fault);
    expect(cause).toMatchObject({ kind: 'invalid_settings' });
    return String(cause);
  }
}

test('nothing set: every row has its default', () => {
  const config = loadConfig({});
  expect(config).toMatchObject({
    port: 8080,
    dataDir: '.data',
    redisUrl: '',
    allowPrivateDestinations: [],
    rateLimitKey: 0,
  });
  expect(config.retryScheduleSeconds).toEqual([5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400]);
  expect(Object.isFrozen(config)).toBe(true);
});

test.each([
  { env: { PORT: '0' }, is: { port: 0 } },
  { env: { PORT: ' 65535 ' }, is: { port: 65_535 } },
  { env: { RETRY_SCHEDULE: '0.5, 1,30' }, is: { retryScheduleSeconds: [0.5, 1, 30] } },
  {
    env: { ALLOW_PRIVATE_DESTINATIONS: '127.0.0.1, 10.0.0.0/8,::1' },
    is: { allowPrivateDestinations: ['127.0.0.1/32', '10.0.0.0/8', '::1/128'] },
  },
  { env: { TRUST_PROXY: 'loopback,203.0.113.0/24' }, is: { trustProxy: ['loopback', '203.0.113.0/24'] } },
  { env: { PUBLIC_URL: 'https://c.example.com/' }, is: { publicUrl: 'https://c.example.com' } },
  { env: { STORE_URL: 'sqlite:/tmp/x' }, is: { storeUrl: 'sqlite:/tmp/x' } },
  { env: { ADMIN_KEY: 'x', PORT: '' }, is: { adminKey: 'x', port: 8080 } },
])('$env', ({ env, is }) => {
  expect(loadConfig(env as Record<string, string>)).toMatchObject(is);
});

test.each([
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', '-1'],
  ['RETRY_SCHEDULE', '5,soon'],
  ['RETRY_SCHEDULE', '604801'],
  ['ALLOW_PRIVATE_DESTINATIONS', '10.0.0.0/33'],
  ['ALLOW_PRIVATE_DESTINATIONS', 'localhost'],
  ['ALLOW_PORTS', '0'],
  ['TRUST_PROXY', 'everyone'],
  ['PUBLIC_URL', 'example.com'],
  ['STORE_URL', 'postgres://x'],
  ['STORE_URL', 'sqlite:'],
  ['REDIS_URL', 'localhost:6379'],
  ['LOG_LEVEL', 'loud'],
])('%s "%s" is refused by its name', (name, value) => {
  expect(problems({ [name]: value })).toContain(name);
});

test('every problem is listed at once, and a secret is not printed', () => {
  const text = problems({ PORT: 'x', LOG_LEVEL: 'loud', REDIS_URL: 'password@host' });
  expect(text).toContain('PORT ("x")');
  expect(text).toContain('LOG_LEVEL ("loud")');
  expect(text).toContain('REDIS_URL:');
  expect(text).not.toContain('password');
});

test('no two rows read one variable', () => {
  const names = listSettings().map(({ env }) => env);
  expect(new Set(names).size).toBe(names.length);
});
