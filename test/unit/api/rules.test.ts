/** The small rules of the API: where a URL may lead, what a setting may be, what a schema's fault says, what a mask keeps. */
import { z } from 'zod';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { merge } from '../../../src/api/changes';
import { callbackUrlProblem, linkUrlProblem } from '../../../src/api/destination-url';
import { checkSettings } from '../../../src/api/integration-settings';
import { mask, maskSecrets, sealOrKeep } from '../../../src/api/masks';
import { drawLetters } from '../../../src/api/records';
import { validate } from '../../../src/api/validate';
import type { Fault } from '../../../src/errors';

const secrets = createSecrets('a secret key of a test');

function faultOf(act: () => unknown): Pick<Fault, 'kind' | 'field'> | null {
  try {
    act();
    return null;
  } catch (cause) {
    const { kind, field } = cause as Fault;
    return { kind, field };
  }
}

describe('a link leads', () => {
  test.each([
    'https://x.test/a?b=c#d',
    'http://x.test',
    'market://details?id=com.x',
    'myapp://open/42',
    'intent://x#Intent;scheme=y;end',
  ])('to %s', (url) => expect(linkUrlProblem(url)).toBeNull());

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x.test/1',
    '//x.test',
    '/path',
    'x.test',
    '',
    'https://user:pass@x.test',
    'https://x.test\\@y.test',
  ])('never to %p', (url) => expect(linkUrlProblem(url)).not.toBeNull());
});

describe('a callback goes', () => {
  test.each(['https://x.test/cb?a={gps_adid}', 'http://127.0.0.1:9000/{activity_kind}'])('to %s', (url) =>
    expect(callbackUrlProblem(url)).toBeNull(),
  );

  test.each(['ftp://x.test', 'https://u:p@x.test', 'https://u@x.test', 'https://{country}.x.test/', 'x', ''])(
    'never to %p',
    (url) => expect(callbackUrlProblem(url)).not.toBeNull(),
  );
});

describe('settings', () => {
  const definitions = [
    { key: 'account', label: 'Account', required: true, pattern: '[a-z]{2,4}' },
    { key: 'token', label: 'Token', required: true, secret: true },
    { key: 'region', label: 'Region', required: true, default: 'eu' },
    { key: 'note', label: 'Note' },
  ];
  const good = { account: 'abc', token: 't0ken' };
  const check = (sent: Record<string, string>, active = true, stored: Record<string, string> = {}) =>
    checkSettings(secrets, { partner: 'acme', definitions, sent, stored, active });

  test('plain ones are kept as they are, secret ones sealed', () => {
    const { account, token = '' } = check(good);
    expect(account).toBe('abc');
    expect(token).not.toContain('t0ken');
    expect(secrets.open(token)).toBe('t0ken');
  });

  test.each([
    {
      name: 'an unknown one',
      sent: { ...good, acount: 'x' },
      kind: 'unknown_field',
      field: 'settings.acount',
    },
    { name: 'a missing one', sent: { account: 'abc' }, kind: 'missing_field', field: 'settings.token' },
    { name: 'an empty one', sent: { ...good, token: '' }, kind: 'missing_field', field: 'settings.token' },
    {
      name: 'one too short',
      sent: { ...good, account: 'a' },
      kind: 'invalid_field',
      field: 'settings.account',
    },
    {
      name: 'one too long',
      sent: { ...good, account: 'abcde' },
      kind: 'invalid_field',
      field: 'settings.account',
    },
    {
      name: 'a line break after a match',
      sent: { ...good, account: 'abc\n' },
      kind: 'invalid_field',
      field: 'settings.account',
    },
    {
      name: 'a mask over nothing',
      sent: { ...good, token: mask },
      kind: 'invalid_field',
      field: 'settings.token',
    },
    {
      name: 'what looks sealed',
      sent: { ...good, note: 'sealed:v1:x' },
      kind: 'invalid_field',
      field: 'settings.note',
    },
    {
      name: 'a name from the prototype',
      sent: { ...good, constructor: 'x' },
      kind: 'unknown_field',
      field: 'settings.constructor',
    },
  ])('$name is refused by name', ({ sent, kind, field }) =>
    expect(faultOf(() => check(sent))).toEqual({ kind, field }),
  );

  test.each([
    { name: 'both edges of the pattern (2)', sent: { ...good, account: 'ab' }, active: true },
    { name: 'both edges of the pattern (4)', sent: { ...good, account: 'abcd' }, active: true },
    { name: 'a required one with a default', sent: good, active: true },
    { name: 'nothing while inactive', sent: {}, active: false },
  ])('$name is taken', ({ sent, active }) => expect(faultOf(() => check(sent, active))).toBeNull());

  test('the mask keeps what is stored', () => {
    const stored = check(good);
    expect(check({ ...good, token: mask }, true, stored).token).toBe(stored.token);
  });
});

describe('masks', () => {
  test('hide what is secret by name or by form, and nothing else', () =>
    expect(maskSecrets({ a: 'plain', b: 'secret', c: 'sealed:v1:x' }, (name) => name === 'b')).toEqual({
      a: 'plain',
      b: mask,
      c: mask,
    }));

  test('a value that was stored plain before it became secret is sealed when it is kept', () =>
    expect(secrets.open(sealOrKeep(secrets, mask, 'plain', 'settings.x'))).toBe('plain'));
});

describe('a schema fault', () => {
  const schema = z.strictObject({
    name: z.string().min(2),
    since: z.number().optional(),
    in: z.strictObject({ deep: z.string() }).optional(),
    either: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]).optional(),
  });
  test.each([
    { name: 'unknown', input: { name: 'ab', x: 1 }, kind: 'unknown_field', field: 'x' },
    { name: 'unknown before missing', input: { nmae: 'ab' }, kind: 'unknown_field', field: 'nmae' },
    { name: 'missing', input: {}, kind: 'missing_field', field: 'name' },
    { name: 'deep', input: { name: 'ab', in: { deep: 1 } }, kind: 'invalid_field', field: 'in.deep' },
    { name: 'short', input: { name: 'a' }, kind: 'invalid_field', field: 'name' },
    { name: 'a time', input: { name: 'ab', since: 'x' }, kind: 'invalid_time', field: 'since' },
    { name: 'no object', input: [], kind: 'invalid_field', field: undefined },
  ])('$name', ({ input, kind, field }) =>
    expect(faultOf(() => validate(schema, input))).toEqual({ kind, field }),
  );
});

describe('a PATCH', () => {
  test('keeps what is absent, replaces what is there, clears what is null', () =>
    expect(merge({ a: 1, b: 2, c: 3 }, { b: 5, c: null, d: undefined })).toEqual({ a: 1, b: 5 }));
});

test('drawn letters are of the alphabet, of the length, and not drawn twice', () => {
  const drawn = Array.from({ length: 500 }, () => drawLetters(10, 'abc'));
  expect(drawn.every((text) => /^[abc]{10}$/.test(text))).toBe(true);
  expect(new Set(Array.from({ length: 500 }, () => drawLetters(12))).size).toBe(500);
});
