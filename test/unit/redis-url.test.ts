/** `REDIS_URL` in all its forms: read as it is meant, refused with a reason that repeats nothing of it. */
import { loadConfig } from '../../src/config';
import { readRedisUrl } from '../../src/model/redis-target';

const plain = { tls: false, login: {} };

test.each([
  { text: 'unix:/run/redis.sock', is: { kind: 'socket', path: '/run/redis.sock' } },
  {
    text: 'redis://localhost',
    is: { kind: 'server', ...plain, host: { host: 'localhost', port: 6_379 }, database: 0 },
  },
  {
    text: 'redis://h:65535/15',
    is: { kind: 'server', ...plain, host: { host: 'h', port: 65_535 }, database: 15 },
  },
  {
    text: 'redis://[::1]:7000/',
    is: { kind: 'server', ...plain, host: { host: '::1', port: 7_000 }, database: 0 },
  },
  {
    text: 'rediss://me:a%2Fb%40c%3A@h:1',
    is: {
      kind: 'server',
      tls: true,
      login: { username: 'me', password: 'a/b@c:' },
      host: { host: 'h', port: 1 },
      database: 0,
    },
  },
  {
    text: 'redis://:word@h',
    is: {
      kind: 'server',
      tls: false,
      login: { password: 'word' },
      host: { host: 'h', port: 6_379 },
      database: 0,
    },
  },
  {
    text: 'redis+cluster://h1:7001,[fe80::1]:7002, h3',
    is: {
      kind: 'cluster',
      ...plain,
      hosts: [
        { host: 'h1', port: 7_001 },
        { host: 'fe80::1', port: 7_002 },
        { host: 'h3', port: 6_379 },
      ],
    },
  },
  {
    text: 'rediss+cluster://u:p@h1:7001/0',
    is: {
      kind: 'cluster',
      tls: true,
      login: { username: 'u', password: 'p' },
      hosts: [{ host: 'h1', port: 7_001 }],
    },
  },
  {
    text: 'redis+sentinel://s1,s2:26380/mymaster',
    is: {
      kind: 'sentinel',
      ...plain,
      hosts: [
        { host: 's1', port: 26_379 },
        { host: 's2', port: 26_380 },
      ],
      master: 'mymaster',
      database: 0,
      sentinelLogin: {},
    },
  },
  {
    text: 'rediss+sentinel://u:p@s1/my%20master/3?sentinel_username=w&sentinel_password=a%26b',
    is: {
      kind: 'sentinel',
      tls: true,
      login: { username: 'u', password: 'p' },
      hosts: [{ host: 's1', port: 26_379 }],
      master: 'my master',
      database: 3,
      sentinelLogin: { username: 'w', password: 'a&b' },
    },
  },
])('$text', ({ text, is }) => {
  expect(readRedisUrl(text)).toEqual(is);
  expect(loadConfig({ REDIS_URL: text }).redisUrl).toBe(text);
});

test.each([
  { text: 'localhost:6379', says: 'expected redis://' },
  { text: 'redis+mesh://h:1', says: 'expected redis://' },
  { text: 'http://h', says: 'expected redis://' },
  { text: 'unix:redis.sock', says: 'absolute path' },
  { text: 'redis://', says: 'its first host' },
  { text: 'redis://h:0', says: 'its first host' },
  { text: 'redis://h:65536', says: 'its first host' },
  { text: 'redis://h:port', says: 'its first host' },
  { text: 'redis+cluster://h1:1,,h3:3', says: 'its second host' },
  { text: 'redis+cluster://h1:1,h2:x', says: 'its second host' },
  { text: 'redis+cluster://a,b,c,d:', says: 'its 4th host' },
  { text: 'redis://h1,h2', says: 'redis+cluster://' },
  { text: 'redis://h/one', says: 'database number' },
  { text: 'redis://h/1/2', says: 'database number' },
  { text: 'redis+cluster://h/1', says: 'no database but 0' },
  { text: 'redis+sentinel://s1', says: "master's name" },
  { text: 'redis+sentinel://s1/', says: "master's name" },
  { text: 'redis+sentinel://s1/m/x', says: 'database number' },
  { text: 'redis+sentinel://s1/m/1/2', says: 'nothing but a database' },
  { text: 'redis://h?family=6', says: 'sentinel_username' },
  { text: 'redis+sentinel://s/m?sentinel_passwort=x', says: 'sentinel_username' },
  { text: 'redis://u:100%@h', says: '%25' },
])('$text is refused: $says', ({ text, says }) => {
  expect(() => readRedisUrl(text)).toThrow(says);
  expect(() => loadConfig({ REDIS_URL: text })).toThrow(/REDIS_URL: /);
});

test.each([
  'redis://me:hush-hush@h:x',
  'redis://me:hush-hush/2@h:1',
  'redis://me:hush-hush@h@',
  'redis+cluster://me:hush-hush@h/3',
  'redis+sentinel://me:hush-hush@s',
  'redis+sentinel://s/m?sentinel_passwort=hush-hush',
  'redis://me:hush-hush%@h',
  'hush-hush@h',
])('%s: what is wrong is said without its password', (text) => {
  let said = '';
  try {
    loadConfig({ REDIS_URL: text });
  } catch (cause) {
    said = String(cause);
  }
  expect(said).toContain('REDIS_URL: ');
  expect(said).not.toContain('hush');
});
