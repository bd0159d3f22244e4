/**
 * The form of a template file. Enters: anything. Leaves: a definition, or what is wrong with it and what was probably meant. The JSON Schema
 * that editors use (partner-templates/template.schema.json) is generated from it.
 */
import { z } from 'zod';
import { activityKinds } from '../model/activity';
import { confidences, type TemplateDefinition } from '../model/template';
import { nearest } from './nearest';

const textMax = 8_192;
const text = z.string().min(1).max(textMax);

function compiles(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

const regex = z
  .string()
  .min(1)
  .max(500)
  .refine(compiles, { message: 'is not a regular expression' })
  .meta({ format: 'regex' });

const setting = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/, 'is lower case letters, digits and _, and starts with a letter'),
  label: text.describe('What people see beside the field.'),
  help: text.exactOptional(),
  required: z.boolean().exactOptional(),
  secret: z.boolean().exactOptional().describe('Encrypted at rest, put in at the moment of sending.'),
  default: z.string().max(textMax).exactOptional(),
  pattern: regex.exactOptional().describe('For the whole value; needed where the setting stands in a host.'),
});

const literal = z.union([z.string().max(textMax), z.number(), z.boolean()]);
const flat = z.record(z.string().min(1).max(200), literal);

const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT']),
  url: text.describe('Scheme, host and path.'),
  query: flat.exactOptional(),
  headers: flat.exactOptional(),
  json: z
    .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .exactOptional()
    .describe(
      'A tree of leaves; {"$number": "…"}, {"$boolean": "…"}, {"$json": "…"} and {"$text": "…"} are typed.',
    ),
  form: flat.exactOptional(),
  text: text.exactOptional(),
});

const accepted = z.strictObject({
  status: z.array(z.int().min(100).max(599)).min(1).exactOptional(),
  body: regex.exactOptional(),
  json: z.record(z.string().min(1), z.unknown()).exactOptional(),
});

const condition = z.union([literal, z.array(literal).min(1), z.strictObject({ present: z.boolean() })]);

const postback = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'is lower case letters, digits, _ and -')
    .exactOptional(),
  on: z.array(z.enum(activityKinds)).min(1),
  events: z.array(text).min(1).exactOptional().describe("By the partner's names."),
  when: z.record(z.string().min(1), condition).exactOptional(),
  request,
  accepted: accepted.exactOptional(),
});

const webPage = z
  .string()
  .refine((url) => /^https?:\/\//.test(url) && URL.canParse(url), { message: 'is not an http(s) URL' })
  .meta({ format: 'uri' });

const template = z.strictObject({
  $schema: z.string().exactOptional(),
  id: z.string().regex(/^[a-z0-9-]{2,64}$/, 'is 2 to 64 of a–z, 0–9 and -'),
  name: text,
  docs: webPage.describe("The partner's own page."),
  checkedOn: z.iso.date('is not a date such as 2026-11-22'),
  confidence: z.enum(confidences),
  notes: text.exactOptional(),
  rateLimit: z
    .number()
    .min(0.01)
    .max(100_000)
    .exactOptional()
    .describe('Requests a second that the partner takes, of all apps together.'),
  settings: z.array(setting).max(100),
  events: z.record(z.string().min(1), text).exactOptional(),
  postbacks: z.array(postback).min(1).max(200),
});

/** The keys of each object, by the key it stands under; what is not here takes any key. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(template.shape),
  settings: Object.keys(setting.shape),
  postbacks: Object.keys(postback.shape),
  request: Object.keys(request.shape),
  accepted: Object.keys(accepted.shape),
};

export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

type Issue = z.core.$ZodIssue;

function withSuggestion(path: string, message: string, suggestion: string | undefined): SchemaProblem {
  return suggestion === undefined ? { path, message } : { path, message, suggestion };
}

function describeIssue(issue: Issue): readonly SchemaProblem[] {
  const path = issue.path.map(String);
  const dotted = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const owner = issue.path.findLast((part) => typeof part === 'string') ?? '';
    const known = knownKeys[owner] ?? [];
    return issue.keys.map((key) =>
      withSuggestion([...path, key].join('.'), `key "${key}" is not known here`, nearest(key, known)),
    );
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const given = typeof issue.input === 'string' ? issue.input : undefined;
    const suggestion = given === undefined ? undefined : nearest(given, values);
    return [withSuggestion(dotted, `is not one of ${values.join(', ')}`, suggestion)];
  }
  if (issue.code === 'invalid_union') return [{ path: dotted, message: 'has the wrong type' }];
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return [{ path: dotted, message: 'is required' }];
  return [{ path: dotted, message: issue.message }];
}

export type SchemaResult =
  | { readonly ok: true; readonly definition: TemplateDefinition }
  | { readonly ok: false; readonly problems: readonly SchemaProblem[] };

/** Unknown keys, missing keys, wrong types and values; what leaves say is the compiler's to judge. */
export function readTemplate(input: unknown): SchemaResult {
  const parsed = template.safeParse(input, { reportInput: true });
  return parsed.success
    ? { ok: true, definition: parsed.data }
    : { ok: false, problems: parsed.error.issues.flatMap(describeIssue) };
}

/** partner-templates/template.schema.json, as an object. */
export function templateJsonSchema(): Readonly<Record<string, unknown>> {
  return { title: 'Carom partner template', ...z.toJSONSchema(template, { target: 'draft-2020-12' }) };
}
