/** Lint: for each code what is found, and its neighbour that is not. Findings never refuse, and what is shipped has none that names a mistake. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RequestDefinition, SettingDefinition, TemplateDefinition } from '../../../src/model/template';
import type { ActivityKind } from '../../../src/model/activity';
import { findingCodes, type FindingCode } from '../../../src/plan/lint/finding';
import { lintTemplate } from '../../../src/plan/lint/lint-template';
import { readTemplate } from '../../../src/plan/template-schema';

interface Draft {
  readonly query?: RequestDefinition['query'];
  readonly json?: RequestDefinition['json'];
  readonly form?: RequestDefinition['form'];
  readonly headers?: RequestDefinition['headers'];
  readonly text?: string;
  readonly url?: string;
  readonly on?: readonly ActivityKind[];
  readonly settings?: readonly SettingDefinition[];
  /** Without the click id that every other draft has. */
  readonly bare?: true;
}

function definition(
  { query, url, on, settings, bare, ...rest }: Draft,
  more: readonly Draft[] = [],
): TemplateDefinition {
  const request = (draft: Draft): RequestDefinition => ({
    method: 'POST',
    url: draft.url ?? 'https://x.test/pb',
    query: { ...(draft.bare === true ? {} : { click: '{{touch.partner_click_id}}' }), ...draft.query },
    ...(draft.json === undefined ? {} : { json: draft.json }),
    ...(draft.form === undefined ? {} : { form: draft.form }),
    ...(draft.headers === undefined ? {} : { headers: draft.headers }),
    ...(draft.text === undefined ? {} : { text: draft.text }),
  });
  const first: Draft = {
    ...rest,
    ...(query === undefined ? {} : { query }),
    ...(url === undefined ? {} : { url }),
    ...(bare === undefined ? {} : { bare }),
  };
  return {
    id: 'x-test',
    name: 'X',
    docs: 'https://x.test/',
    checkedOn: '2026-11-22',
    confidence: 'partial',
    settings: settings ?? [],
    postbacks: [
      { on: on ?? ['event'], request: request(first) },
      ...more.map((draft) => ({ id: 'other', on: draft.on ?? ['event' as const], request: request(draft) })),
    ],
  };
}

const token: SettingDefinition = { key: 'token', label: 'Token', secret: true };
const r = 'postbacks.0.request';

interface Case {
  readonly code: FindingCode;
  readonly name: string;
  readonly draft: Draft;
  readonly more?: readonly Draft[];
  /** Where; absent: nowhere. */
  readonly at?: string;
  readonly fix?: string;
}

const table: readonly Case[] = [
  {
    code: 'foreign_macro',
    name: 'braces',
    draft: { query: { a: '{gps_adid}' } },
    at: `${r}.query.a`,
    fix: 'Perhaps {{lower device.gps_adid}}.',
  },
  {
    code: 'foreign_macro',
    name: 'braces inside text',
    draft: { query: { a: 'id-{click_id}-x' } },
    at: `${r}.query.a`,
    fix: 'Perhaps {{touch.partner_click_id}}.',
  },
  {
    code: 'foreign_macro',
    name: 'a typing error in braces',
    draft: { query: { a: '{instaled_at}' } },
    at: `${r}.query.a`,
    fix: 'Perhaps {{unix install.time}}.',
  },
  {
    code: 'foreign_macro',
    name: 'dollar and braces',
    draft: { query: { a: '${user_data.aaid}' } },
    at: `${r}.query.a`,
    fix: 'Perhaps {{lower device.gps_adid}}.',
  },
  { code: 'foreign_macro', name: 'brackets', draft: { query: { a: '[idfa]' } }, at: `${r}.query.a` },
  {
    code: 'foreign_macro',
    name: 'percent signs',
    draft: { query: { a: '%%click_id%%' } },
    at: `${r}.query.a`,
  },
  { code: 'foreign_macro', name: 'number signs', draft: { query: { a: '#s2#' } }, at: `${r}.query.a` },
  {
    code: 'foreign_macro',
    name: 'underscores',
    draft: { json: { a: '__CALLBACK_PARAM__' } },
    at: `${r}.json.a`,
  },
  {
    code: 'foreign_macro',
    name: 'parentheses',
    draft: { query: { a: '(advertiserId)' } },
    at: `${r}.query.a`,
    fix: 'Perhaps {{lower device.gps_adid}}.',
  },
  {
    code: 'foreign_macro',
    name: 'in the path',
    draft: { url: 'https://x.test/{externalid}/pb' },
    at: `${r}.url`,
  },
  { code: 'foreign_macro', name: 'not words in parentheses', draft: { query: { a: '(beta)' } } },
  { code: 'foreign_macro', name: 'not brackets in a text', draft: { query: { a: 'list[0] of [x]' } } },
  { code: 'foreign_macro', name: 'not a value of ours', draft: { query: { a: '{{device.gps_adid}}' } } },
  { code: 'foreign_macro', name: 'not JSON in a text', draft: { text: '{"a":{"b":"{{device.idfa}}"}}' } },
  {
    code: 'encoded_braces',
    name: 'in a query',
    draft: { query: { a: '%7Bclick_id%7D' } },
    at: `${r}.query.a`,
  },
  { code: 'encoded_braces', name: 'not another letter', draft: { headers: { a: '%7C' } } },
  {
    code: 'unbalanced_braces',
    name: 'one too few',
    draft: { query: { a: '{click_id' } },
    at: `${r}.query.a`,
  },
  {
    code: 'unbalanced_braces',
    name: 'two opened and one closed',
    draft: { query: { a: '{{device.idfa}' } },
    at: `${r}.query.a`,
  },
  { code: 'unbalanced_braces', name: 'not as many of each', draft: { json: { a: '{ }' } } },
  {
    code: 'unknown_placeholder',
    name: 'a field that there is not',
    draft: { query: { a: '{{device.gps_adidd}}' } },
    at: `${r}.query.a`,
    fix: 'Perhaps device.gps_adid.',
  },
  {
    code: 'unknown_placeholder',
    name: 'a helper that there is not',
    draft: { query: { a: '{{unixms activity.time}}' } },
    at: `${r}.query.a`,
    fix: 'Perhaps unix_ms.',
  },
  {
    code: 'unknown_placeholder',
    name: 'a link parameter that Carom takes for itself',
    draft: { query: { a: '{{touch.params.campaign}}' } },
    at: `${r}.query.a`,
    fix: 'Perhaps touch.campaign.',
  },
  {
    code: 'unknown_placeholder',
    name: 'not a link parameter of its own',
    draft: { query: { a: '{{touch.params.sub1}}' } },
  },
  {
    code: 'not_carried',
    name: 'the event of an install',
    draft: { query: { a: '{{event.name}}' }, on: ['install'] },
    at: `${r}.query.a`,
  },
  {
    code: 'not_carried',
    name: 'the reason of a session',
    draft: { query: { a: '{{upper rejection.reason}}' }, on: ['session', 'event'] },
    at: `${r}.query.a`,
  },
  {
    code: 'not_carried',
    name: 'not where one kind carries it',
    draft: { query: { a: '{{event.name}}' }, on: ['install', 'event'] },
  },
  {
    code: 'not_carried',
    name: 'not where another value stands in',
    draft: { query: { a: '{{first event.name activity.kind}}' }, on: ['install'] },
  },
  {
    code: 'not_carried',
    name: 'not a condition',
    draft: { query: { a: '{{#if event.name}}1{{else}}{{activity.kind}}{{/if}}' }, on: ['install'] },
  },
  {
    code: 'duplicate_key',
    name: 'with and without a question mark',
    draft: { query: { a: '{{device.idfa}}', 'a?': '{{device.idfv}}' } },
    at: `${r}.query.a?`,
  },
  {
    code: 'duplicate_key',
    name: 'headers without case',
    draft: { headers: { 'x-a': '1', 'X-A?': '{{device.idfa}}' } },
    at: `${r}.headers.X-A?`,
  },
  { code: 'duplicate_key', name: 'not names in capitals', draft: { query: { a: '1', A: '2' } } },
  { code: 'double_encoding', name: 'in a query', draft: { query: { a: 'two%20words' } }, at: `${r}.query.a` },
  { code: 'double_encoding', name: 'in a form', draft: { form: { a: 'a%2Fb' } }, at: `${r}.form.a` },
  {
    code: 'double_encoding',
    name: 'twice in a path',
    draft: { url: 'https://x.test/a%2520b' },
    at: `${r}.url`,
  },
  { code: 'double_encoding', name: 'not once in a path', draft: { url: 'https://x.test/a%20b' } },
  { code: 'double_encoding', name: 'not a percentage', draft: { query: { a: '10% off' } } },
  { code: 'plain_http', name: 'http', draft: { url: 'http://x.test/pb' }, at: `${r}.url` },
  { code: 'plain_http', name: 'not https', draft: {} },
  { code: 'plain_http', name: 'not to the own machine', draft: { url: 'http://127.0.0.1:8080/pb' } },
  {
    code: 'plain_http',
    name: 'a host that only begins so',
    draft: { url: 'http://localhost.test/pb' },
    at: `${r}.url`,
  },
  {
    code: 'time_unit',
    name: 'seconds under a name of milliseconds',
    draft: { query: { event_ms: '{{unix activity.time}}' } },
    at: `${r}.query.event_ms`,
  },
  {
    code: 'time_unit',
    name: 'milliseconds under a name of seconds',
    draft: { query: { created_at_unix: '{{unix_ms activity.time}}' } },
    at: `${r}.query.created_at_unix`,
  },
  {
    code: 'time_unit',
    name: 'text under a name of seconds',
    draft: { query: { unix_time: '{{activity.time}}' } },
    at: `${r}.query.unix_time`,
  },
  {
    code: 'time_unit',
    name: 'one name in two units',
    draft: { query: { ts: '{{unix activity.time}}' } },
    more: [{ query: { ts: '{{unix_ms activity.time}}' } }],
    at: 'postbacks.1.request.query.ts',
  },
  {
    code: 'time_unit',
    name: 'not seconds under a name of seconds',
    draft: { query: { created_at_unix: '{{unix activity.time}}', ts: '{{unix activity.time}}' } },
  },
  {
    code: 'time_unit',
    name: 'not milliseconds under a name of milliseconds',
    draft: { query: { 'event_ms?': '{{unix_ms activity.time}}' } },
  },
  {
    code: 'money_unit',
    name: 'full units under a name of cents',
    draft: { query: { revenue_cents: '{{revenue.amount}}' } },
    at: `${r}.query.revenue_cents`,
  },
  {
    code: 'money_unit',
    name: 'cents under a name of micros',
    draft: { json: { price_micros: { $number: '{{cents revenue.amount}}' } } },
    at: `${r}.json.price_micros.$number`,
  },
  {
    code: 'money_unit',
    name: 'another currency under a name of dollars',
    draft: { query: { revenue_usd: '{{revenue.amount}}' } },
    at: `${r}.query.revenue_usd`,
  },
  {
    code: 'money_unit',
    name: 'not cents under a name of cents',
    draft: { query: { revenue_cents: '{{cents revenue.amount}}' } },
  },
  {
    code: 'money_unit',
    name: 'not dollars that are asked for',
    draft: { query: { 'revenue_usd?': '{{#if (eq revenue.currency "USD")}}{{revenue.amount}}{{/if}}' } },
  },
  {
    code: 'no_click_id',
    name: 'nothing says whose',
    draft: { bare: true, query: { ip: '{{device.ip_address}}', id: '{{activity.id}}' } },
    at: r,
  },
  { code: 'no_click_id', name: 'not a device', draft: { bare: true, query: { a: '{{device.idfa}}' } } },
  {
    code: 'no_conversion_id',
    name: 'a repeat counts twice',
    draft: { bare: true, query: { a: '{{device.idfa}}' } },
    at: r,
  },
  {
    code: 'no_conversion_id',
    name: 'not with an order',
    draft: { bare: true, query: { a: '{{device.idfa}}', o: '{{activity.transaction_id}}' } },
  },
  {
    code: 'personal_data',
    name: 'an address as it was posted',
    draft: { query: { em: '{{lower params.email}}' } },
    at: `${r}.query.em`,
  },
  {
    code: 'personal_data',
    name: 'a name on the link',
    draft: { query: { n: '{{touch.params.first_name}}' } },
    at: `${r}.query.n`,
  },
  {
    code: 'personal_data',
    name: 'not hashed',
    draft: {
      query: {
        em: '{{sha256 (lower params.email)}}',
        ph: '{{params.phone_sha256}}',
        e: '{{user.email_sha256}}',
      },
    },
  },
  {
    code: 'no_consent',
    name: 'an advertising id for everybody',
    draft: { query: { a: '{{device.idfa}}' } },
    at: 'consent',
  },
  { code: 'no_consent', name: 'not a click id alone', draft: {} },
  {
    code: 'secret_in_url',
    name: 'in the query',
    draft: { query: { t: '{{settings.token}}' }, settings: [token] },
    at: `${r}.query.t`,
  },
  {
    code: 'secret_in_url',
    name: 'in the path',
    draft: { url: 'https://x.test/{{settings.token}}/pb', settings: [token] },
    at: `${r}.url`,
  },
  {
    code: 'secret_in_url',
    name: 'not in a header',
    draft: { headers: { t: '{{settings.token}}' }, settings: [token] },
  },
  {
    code: 'literal_secret',
    name: 'written out',
    draft: { query: { api_key: 'a8f5f167f44f4964e6c998dee827110c' } },
    at: `${r}.query.api_key`,
  },
  {
    code: 'literal_secret',
    name: 'not a word',
    draft: { query: { auth_method: 'signature', key: 'event_name' } },
  },
  {
    code: 'unused_setting',
    name: 'nowhere',
    draft: { settings: [{ key: 'account', label: 'Account' }] },
    at: 'settings.0',
  },
  {
    code: 'unused_setting',
    name: 'not in a host',
    draft: {
      url: 'https://{{settings.account}}.x.test/pb',
      settings: [{ key: 'account', label: 'Account', pattern: 'a+' }],
    },
  },
];

test.each(table)('$code: $name', ({ code, draft, more, at, fix }) => {
  const found = lintTemplate(definition(draft, more)).filter((finding) => finding.code === code);
  expect(found.map(({ path }) => path)).toEqual(at === undefined ? [] : [at]);
  if (fix !== undefined) expect(found[0]?.fix).toBe(fix);
  for (const finding of found) expect(finding.fix).not.toBe('');
});

test('every code has a case that is found and one that is not', () => {
  const found = new Set(table.filter(({ at }) => at !== undefined).map(({ code }) => code));
  const quiet = new Set(table.filter(({ at }) => at === undefined).map(({ code }) => code));
  const codes = Object.keys(findingCodes).sort();
  expect([...found].sort()).toEqual(codes);
  expect([...quiet].sort()).toEqual(codes);
});

test('a template of nothing but mistakes has a bounded list', () => {
  const query = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`k${index}`, '{gps_adidd}{instaled_at}']),
  );
  expect(lintTemplate(definition({ query }))).toHaveLength(200);
});

/** What a partner's own form may leave no way around. */
const unavoidable = new Set<FindingCode>(['secret_in_url', 'no_conversion_id', 'plain_http', 'no_consent']);
const folder = resolve('partner-templates');
const shipped = readdirSync(folder).filter(
  (file) => file.endsWith('.json') && file !== 'template.schema.json',
);

test.each(shipped)('%s has no finding that names a mistake', (file) => {
  const read = readTemplate(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(lintTemplate(read.definition).filter(({ code }) => !unavoidable.has(code))).toEqual([]);
});
