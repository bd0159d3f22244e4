/**
 * The form of a template file. Enters: anything. Leaves: a definition, or what is wrong with it and what was probably meant. The JSON Schema
 * that editors use (partner-templates/template.schema.json) is generated from it.
 */
import { z } from 'zod';
import { activityKinds } from '../model/activity';
import { confidences, consentRules, type TemplateDefinition } from '../model/template';
import { nearest } from './nearest';
import {
  answerRule,
  auth,
  authGrants,
  authTypes,
  conditions,
  regex,
  request,
  text,
  textMax,
} from './request-schema';

const settingKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'is lower case letters, digits and _, and starts with a letter');

const setting = z.strictObject({
  key: settingKey,
  label: text.describe('What people see beside the field.'),
  help: text.exactOptional(),
  required: z.boolean().exactOptional(),
  secret: z.boolean().exactOptional().describe('Encrypted at rest, put in at the moment of sending.'),
  default: z.string().max(textMax).exactOptional(),
  pattern: regex.exactOptional().describe('For the whole value; needed where the setting stands in a host.'),
});

const retry = z
  .array(answerRule)
  .min(1)
  .max(20)
  .describe('Answers after which it is tried again, whatever "accepted" says.');
const batch = z.strictObject({
  maxItems: z.int().min(1).max(100_000),
  list: text.exactOptional().describe('Where the list stands: json.data; absent: the body is the list.'),
  counted: text.exactOptional().describe('Where the JSON answer counts what was taken: events_received.'),
  failures: z
    .strictObject({
      list: text.describe('Where the JSON answer lists what was not taken: error.details.'),
      index: text.describe('Where each of these names its place, from 0: index.'),
    })
    .exactOptional(),
});

const postback = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'is lower case letters, digits, _ and -')
    .exactOptional(),
  on: z.array(z.enum(activityKinds)).min(1),
  events: z.array(text).min(1).exactOptional().describe("By the partner's names."),
  when: conditions.exactOptional(),
  request,
  auth: auth.exactOptional(),
  accepted: answerRule.exactOptional(),
  retry: retry.exactOptional(),
  dedupe: text
    .exactOptional()
    .describe('The leaf by which the partner tells a repetition: query.tid, json.data.0.event_id.'),
  batch: batch
    .exactOptional()
    .describe('The list, written with one item, in which several deliveries may travel together.'),
});

const webPage = z
  .string()
  .refine((url) => /^https?:\/\//.test(url) && URL.canParse(url), { message: 'is not an http(s) URL' })
  .meta({ format: 'uri' });

const api = z.strictObject({
  version: text,
  changelog: webPage.exactOptional().describe('Where the partner announces changes of its API.'),
});
/** Printable, and nothing that would end the parameter. */
const macro = /^[^\s&#"'<>\\]{1,200}$/;

const withheld = z.array(text).min(1).describe('Paths, whole namespaces, or * for the postback itself.');
const consent = z.strictObject(
  Object.fromEntries(consentRules.map((rule) => [rule, withheld.exactOptional()])) as Record<
    (typeof consentRules)[number],
    z.ZodExactOptional<typeof withheld>
  >,
);

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
  api: api.exactOptional(),
  clickUrl: z
    .record(
      z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'is no name of a parameter'),
      z.string().regex(macro, 'is the macro of a URL, without spaces, & or #'),
    )
    .exactOptional()
    .describe("The partner's macros by the parameter of the click URL that takes them."),
  settings: z.array(setting).max(100),
  events: z.record(z.string().min(1), text).exactOptional(),
  eventsRequired: z
    .boolean()
    .exactOptional()
    .describe("An event that nothing maps is not sent under the app's own name."),
  test: z
    .strictObject({ setting: settingKey })
    .exactOptional()
    .describe('Sandbox activities go out where this setting has a value, which they alone see.'),
  consent: consent.exactOptional().describe('By rule, what is left out without the permission.'),
  parts: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/), z.record(z.string(), z.unknown()))
    .exactOptional()
    .describe('What several requests share: {"$part": "name"} stands for it.'),
  auth: auth.exactOptional(),
  accepted: answerRule.exactOptional(),
  retry: retry.exactOptional(),
  postbacks: z.array(postback).min(1).max(200),
});

/** The keys of each object, by the key it stands under; what is not here takes any key. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(template.shape),
  settings: Object.keys(setting.shape),
  postbacks: Object.keys(postback.shape),
  request: Object.keys(request.shape),
  accepted: Object.keys(answerRule.shape),
  retry: Object.keys(answerRule.shape),
  batch: Object.keys(batch.shape),
  api: Object.keys(api.shape),
  consent: consentRules,
  test: ['setting'],
  auth: [
    ...['type', 'username', 'password', 'token', 'in', 'name', 'value', 'key', 'algorithm', 'of', 'encoding'],
    ...['format', 'grant', 'tokenUrl', 'scope', 'clientId', 'clientSecret', 'client', 'refreshToken'],
    'serviceAccount',
  ],
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

/** Of a choice by one key: which values that key takes. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: string): SchemaProblem {
  const { discriminator, input } = issue as { discriminator?: string; input?: unknown };
  if (discriminator === undefined) return { path, message: 'has the wrong type' };
  const given: unknown =
    typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
  const values = discriminator === 'type' ? authTypes : authGrants;
  const suggestion = typeof given === 'string' ? nearest(given, values) : undefined;
  // The path of such an issue already ends with the key.
  return withSuggestion(path, `is not one of ${values.join(', ')}`, suggestion);
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
  if (issue.code === 'invalid_union') return [describeUnion(issue, dotted)];
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
