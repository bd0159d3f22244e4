/** What platforms publish about normalising and hashing, against our helpers; and the door, where raw e-mail and phone are hashed. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hashUser } from '../../../src/ingest/personal-data';
import { checkLeaf } from '../../../src/plan/check-leaf';
import { compileLeaf } from '../../../src/plan/compile-leaf';

interface Vector {
  readonly platform: string;
  readonly field: string;
  readonly input: string;
  readonly normalized: string;
  readonly sha256: string;
}

const { vectors, refused } = JSON.parse(readFileSync(resolve('test/fixtures/hash-vectors.json'), 'utf8')) as {
  readonly vectors: readonly Vector[];
  readonly refused: Readonly<Record<string, readonly string[]>>;
};

/** By platform and field, what stands in a template. */
const helpers: Readonly<Record<string, string>> = {
  'meta email': 'email params.x',
  'meta phone': 'phone params.x "1"',
  'meta first_name': 'name params.x',
  'meta country': 'country params.x',
  'meta date_of_birth': 'birthday params.x',
  'snap email': 'email params.x',
  'snap phone': 'phone params.x',
  'snap first_name': 'name params.x',
  'google email': 'email_gmail params.x',
  'google phone': 'phone_e164 params.x',
  'google given_name': 'plain_name params.x',
  'google family_name': 'plain_name params.x',
  'google literal': 'first params.x',
};

function print(leaf: string, x: string): string {
  const { program, findings } = checkLeaf(`{{${leaf}}}`, { settings: new Map() });
  expect(findings).toEqual([]);
  return compileLeaf(program)({ params: { x } });
}

test('there are 26', () => expect(vectors).toHaveLength(26));

test.each(vectors)('$platform $field "$input"', ({ platform, field, input, normalized, sha256 }) => {
  const helper = helpers[`${platform} ${field}`] ?? '';
  expect(print(helper, input)).toBe(normalized);
  expect(print(`sha256 (${helper})`, input)).toBe(sha256);
});

test.each([
  ...(refused['google_email'] ?? []).map((input) => ['email_gmail params.x', input] as const),
  ...(refused['google_phone'] ?? []).map((input) => ['phone_e164 params.x', input] as const),
])('%s of "%s" is empty', (helper, input) => expect(print(helper, input)).toBe(''));

test.each(vectors.filter(({ field }) => field === 'email'))(
  'the door: $input',
  ({ platform, input, sha256 }) => {
    const user = hashUser({ email: input });
    expect(platform === 'google' ? user?.email_gmail_sha256 : user?.email_sha256).toBe(sha256);
  },
);

test.each(vectors.filter(({ field, input }) => field === 'phone' && !/[a-z]/i.test(input)))(
  'the door: $platform $input',
  ({ platform, input, sha256 }) => {
    const user = hashUser({ phone: input });
    expect(platform === 'google' ? user?.phone_e164_sha256 : user?.phone_sha256).toBe(sha256);
  },
);
