/**
 * The form of what a postback sends and how it shows who sends it. Enters: nothing. Leaves: schemas that template-schema.ts puts together.
 * What leaves say is the compiler's to judge.
 */
import { z } from 'zod';
import { digestAlgorithms, digestEncodings } from '../model/template';

export const textMax = 8_192;
export const text = z.string().min(1).max(textMax);

function compiles(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

export const regex = z
  .string()
  .min(1)
  .max(500)
  .refine(compiles, { message: 'is not a regular expression' })
  .meta({ format: 'regex' });

export const literal = z.union([z.string().max(textMax), z.number(), z.boolean()]);
const condition = z.union([
  literal,
  z.array(literal).min(1),
  z.strictObject({ present: z.boolean() }),
  z.strictObject({ not: z.union([literal, z.array(literal).min(1)]) }),
]);
/** Also of `$when` in a JSON tree. */
export const conditions = z.record(z.string().min(1), condition);

const leafName = z.string().min(1).max(200);
const written = z
  .record(leafName, z.union([literal, z.array(z.string()).min(1)]))
  .describe('Leaves by name; "name?" is dropped when it renders empty; "$part" puts in shared leaves.');

const numbered = z.strictObject({
  of: text.describe('The path of a list, such as params.contents.'),
  in: z.enum(['query', 'form']),
  max: z.int().min(1).max(1_000).exactOptional().describe('Items at most; 100 where it is absent.'),
  leaves: z.record(leafName, literal).describe('In a name, # is the number of the item, from 1.'),
});

export const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT']),
  url: text.describe('Scheme, host and path.'),
  query: written.exactOptional(),
  headers: written.exactOptional(),
  json: z
    .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .exactOptional()
    .describe(
      'A tree of leaves. {"$number": "…"}, {"$boolean": "…"}, {"$json": "…"} and {"$text": "…"} are typed; {"$each": path, "$item": tree} is a list; ' +
        '{"$when": conditions, "$then": tree, "$else": tree} is a choice; {"$part": name} puts in a shared tree.',
    ),
  form: written.exactOptional(),
  text: text.exactOptional(),
  numbered: z.array(numbered).min(1).max(10).exactOptional(),
});

const signature = {
  algorithm: z.enum(digestAlgorithms),
  of: text.exactOptional().describe('What is signed; {{request.body}} where it is absent.'),
  encoding: z.enum(digestEncodings).exactOptional().describe('hex where it is absent.'),
  in: z.enum(['header', 'query']),
  name: leafName,
  format: text
    .exactOptional()
    .describe('How the signature is written; {{request.signature}} where it is absent.'),
};
const token = { type: z.literal('oauth2'), tokenUrl: text, scope: text.exactOptional() };
const client = {
  clientId: text,
  clientSecret: text,
  client: z
    .enum(['body', 'basic'])
    .exactOptional()
    .describe("Where the client's id and secret stand; body where it is absent."),
};

const key = z.strictObject({
  type: z.literal('key'),
  in: z.enum(['header', 'query']),
  name: leafName,
  value: text,
});
const grants = z.discriminatedUnion('grant', [
  z.strictObject({ ...token, grant: z.literal('client_credentials'), ...client }),
  z.strictObject({ ...token, grant: z.literal('refresh_token'), ...client, refreshToken: text }),
  z.strictObject({
    ...token,
    grant: z.literal('jwt_bearer'),
    serviceAccount: text.describe("A setting that holds the service account's key file, as JSON."),
  }),
]);

export const auth = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('basic'), username: text, password: text }),
    z.strictObject({ type: z.literal('bearer'), token: text }),
    key,
    z.strictObject({ type: z.literal('hmac'), key: text, ...signature }),
    z.strictObject({ type: z.literal('digest'), ...signature }),
    grants,
  ])
  .describe('How a request shows who sends it.');
export const authTypes = ['none', 'basic', 'bearer', 'key', 'hmac', 'digest', 'oauth2'] as const;
export const authGrants = ['client_credentials', 'refresh_token', 'jwt_bearer'] as const;

export const answerRule = z.strictObject({
  status: z.array(z.int().min(100).max(599)).min(1).exactOptional(),
  body: regex.exactOptional(),
  json: z.record(z.string().min(1), z.unknown()).exactOptional(),
});
