/** Email and phone leave as hashes in each normal form, and not at all in the clear. */
import { createHash } from 'node:crypto';
import { hashUser } from '../../../src/ingest/personal-data';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test.each([
  {
    name: 'trimmed and lower',
    email: '  John_Smith@GMAIL.com ',
    plain: 'john_smith@gmail.com',
    gmail: 'john_smith@gmail.com',
  },
  {
    name: "Gmail's dots and tag",
    email: 'j.o.hn+shop@googlemail.com',
    plain: 'j.o.hn+shop@googlemail.com',
    gmail: 'john@googlemail.com',
  },
  {
    name: "another provider's dots stay",
    email: 'j.ohn+shop@example.com',
    plain: 'j.ohn+shop@example.com',
    gmail: 'j.ohn+shop@example.com',
  },
])('email: $name', ({ email, plain, gmail }) => {
  expect(hashUser({ email })).toEqual({ email_sha256: sha256(plain), email_gmail_sha256: sha256(gmail) });
});

test("Meta's own example", () => {
  expect(hashUser({ email: 'John_Smith@gmail.com', phone: '1 (650) 555-1212' })).toMatchObject({
    email_sha256: '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
    phone_sha256: 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176',
  });
});

test.each([
  { name: 'a plus', phone: '+49 170 1234567' },
  { name: 'the international prefix', phone: '0049-170-1234567' },
  { name: 'digits', phone: '491701234567' },
])('phone with $name', ({ phone }) => {
  expect(hashUser({ phone })).toEqual({
    phone_sha256: sha256('491701234567'),
    phone_e164_sha256: sha256('+491701234567'),
  });
});

test('weaker hashes only where they are asked for', () => {
  const forms = hashUser({ email: 'a@b.c', phone: '4917012345' }, { md5: true, sha1: true });
  expect(forms).toMatchObject({
    email_md5: createHash('md5').update('a@b.c').digest('hex'),
    email_sha1: createHash('sha1').update('a@b.c').digest('hex'),
    phone_md5: createHash('md5').update('4917012345').digest('hex'),
    phone_sha1: createHash('sha1').update('4917012345').digest('hex'),
  });
  expect(Object.keys(hashUser({ email: 'a@b.c' }) ?? {})).toEqual(['email_sha256', 'email_gmail_sha256']);
});

test('what was hashed already is taken, lower case', () => {
  expect(hashUser({ email_sha256: 'A'.repeat(64), phone_sha256: 'b'.repeat(64) })).toEqual({
    email_sha256: 'a'.repeat(64),
    phone_sha256: 'b'.repeat(64),
  });
});

test.each([
  { field: 'user.email', user: { email: 'nobody' } },
  { field: 'user.email', user: { email: '@example.com' } },
  { field: 'user.email', user: { email: 'a@' } },
  { field: 'user.email', user: { email: 'a b@example.com' } },
  { field: 'user.phone', user: { phone: '1234' } },
  { field: 'user.phone', user: { phone: '1234567890123456' } },
  { field: 'user.email_sha256', user: { email_sha256: 'a'.repeat(63) } },
  { field: 'user.phone_sha256', user: { phone_sha256: 'g'.repeat(64) } },
])('refuses $user, naming $field', ({ field, user }) => {
  let thrown: unknown;
  try {
    hashUser(user);
  } catch (cause) {
    thrown = cause;
  }
  expect(thrown).toMatchObject({ kind: 'invalid_field', field });
});

test.each([
  { name: 'nothing', user: {} },
  { name: 'empty texts', user: { id: ' ', email: '', phone: '' } },
  { name: 'a fake id', user: { id: 'null' } },
])('$name is nobody', ({ user }) => {
  expect(hashUser(user)).toBeUndefined();
});
