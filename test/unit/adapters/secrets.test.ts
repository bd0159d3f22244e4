/** Sealing, keyed hashes and markers. */
import { createSecrets } from '../../../src/adapters/secrets/secrets';

const secrets = createSecrets('a secret key of a test');
const other = createSecrets('another secret key of it');

function flipped(sealed: string, at: number): string {
  const bytes = Buffer.from(sealed.slice('sealed:v1:'.length), 'base64url');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return `sealed:v1:${bytes.toString('base64url')}`;
}

describe('seals', () => {
  test.each(['', 'plain', 'ünïcödé 🎯', 'x'.repeat(100_000), 'sealed:v1:nested'])(
    'what was sealed opens again',
    (plain) => expect(secrets.open(secrets.seal(plain))).toBe(plain),
  );

  test('the same text seals differently each time, and never shows', () => {
    const [one, two] = [secrets.seal('token-of-a-partner'), secrets.seal('token-of-a-partner')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice(10), 'base64url').toString('latin1')).not.toContain('token-of');
    expect(one).toMatch(/^sealed:v1:[A-Za-z0-9_-]+$/);
  });

  test('another process with the same key opens it', () =>
    expect(createSecrets('a secret key of a test').open(secrets.seal('x'))).toBe('x'));

  test('another key does not, and says which setting is at fault', () =>
    expect(() => other.open(secrets.seal('x'))).toThrow(/SECRET_KEY/));

  test.each([
    { name: 'the nonce', at: 0 },
    { name: 'the tag', at: 12 },
    { name: 'the text', at: -1 },
  ])('one bit changed in $name is noticed', ({ at }) =>
    expect(() => secrets.open(flipped(secrets.seal('x'), at))).toThrow(/cannot be opened/),
  );

  test.each(['', 'plain', 'sealed:v1:', 'sealed:v1:AAAA', `sealed:v2:${'A'.repeat(60)}`])(
    'what is no seal is refused: %p',
    (text) => expect(() => secrets.open(text)).toThrow(/does not have the form/),
  );
});

describe('keyed hashes', () => {
  test('one key, one hash; another key, another', () => {
    expect(secrets.keyedHash('203.0.113.7')).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets.keyedHash('203.0.113.7')).toBe(secrets.keyedHash('203.0.113.7'));
    expect(other.keyedHash('203.0.113.7')).not.toBe(secrets.keyedHash('203.0.113.7'));
  });
});

describe('markers', () => {
  test.each(['token', 'x-api-key', 'api__key', '_edge_', 'a b/c?d', 'ключ', ''])(
    'of %p holds letters, digits and _ alone, and ends at its first double underscore',
    (name) => {
      const marker = secrets.marker('app/acme', name);
      expect(marker).toMatch(/^__carom_[0-9a-f]{16}_[A-Za-z0-9_]*__$/);
      expect(/__carom_[0-9a-f]{16}_[A-Za-z0-9_]*?__/.exec(`${marker}tail`)?.[0]).toBe(marker);
      expect(encodeURIComponent(marker)).toBe(marker);
    },
  );

  test.each([
    { name: 'another owner', a: ['app/acme', 'token'], b: ['app/other', 'token'] },
    { name: 'names that look alike afterwards', a: ['cb', 'x-key'], b: ['cb', 'x_key'] },
    { name: 'the border between owner and name', a: ['ab', 'c'], b: ['a', 'bc'] },
  ])('$name makes another marker', ({ a, b }) =>
    expect(secrets.marker(a[0] ?? '', a[1] ?? '')).not.toBe(secrets.marker(b[0] ?? '', b[1] ?? '')),
  );

  test('nobody without the key can make one', () =>
    expect(other.marker('app/acme', 'token')).not.toBe(secrets.marker('app/acme', 'token')));
});
