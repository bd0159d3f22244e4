/** URLs written for other systems: each published one makes exactly this template and loses exactly this, and the template sends the built-in sample. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { sampleApp } from '../../../src/api/rehearsal';
import { sampleFacts } from '../../../src/api/sample';
import type { CompiledTemplate } from '../../../src/plan/compile-template';
import {
  dialects,
  importProblems,
  type Dialect,
  type ImportSource,
} from '../../../src/plan/dialects/dialect';
import { importTemplate, type ImportResult } from '../../../src/plan/dialects/import-template';
import { plan } from '../../../src/plan/plan';

interface Fixture {
  readonly name: string;
  readonly source: string;
  /** Made of the vendor's list of macros, because no such URL was found published. */
  readonly made?: true;
  /** Told; absent: recognised. */
  readonly dialect?: Dialect;
  readonly input: ImportSource;
  readonly expect: {
    readonly dialect: Dialect;
    readonly sure: boolean;
    readonly settings: readonly string[];
    readonly postbacks: unknown;
    readonly problems: readonly string[];
  };
}

const folder = resolve('test/fixtures/dialects');
const fixtures = readdirSync(folder)
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Fixture[]);
const cases = fixtures.map((fixture) => ({
  ...fixture,
  title: `${fixture.expect.dialect}: ${fixture.name}`,
}));
const now = Date.parse('2026-11-22T12:00:00.000Z');
const secrets = createSecrets('a secret key for this test');

type Imported = Extract<ImportResult, { ok: true }>;

function imported(sources: readonly ImportSource[], dialect?: Dialect): Imported {
  const result = importTemplate({ sources, dialect, today: '2026-11-22' });
  if (!result.ok) throw new Error(`${result.field}: ${result.message}`);
  return result;
}

function losses({ problems }: Imported): readonly string[] {
  return problems
    .filter(({ code }) => code !== 'kinds_guessed')
    .map(({ code, path, macro }) => [code, path, ...(macro === undefined ? [] : [macro])].join(' '));
}

/** What each postback sends of the sample, credited to the partner. */
function send(template: CompiledTemplate): readonly (string | undefined)[] {
  const settings = Object.fromEntries(template.settings.map(({ key }) => [key, 'filled']));
  const integration = {
    id: 'i',
    app: sampleApp.id,
    partner: template.id,
    active: true,
    settings,
    send: {},
    createdAt: 0,
    version: 1,
  };
  return template.postbacks.map(({ id, on, events }) => {
    const facts = sampleFacts({
      app: sampleApp,
      kind: on[0] ?? 'install',
      event: events?.[0] ?? 'purchase',
      activity: {},
      environment: 'production',
      partner: template.id,
      id: 'test_1',
      now,
      secrets,
    });
    const planned = plan({
      ...facts,
      callbacks: [],
      integrations: [{ integration, template }],
      marker: (_owner, name) => `__carom_0000000000000000_${name}__`,
      now,
    });
    return planned.find(({ postback }) => postback === id)?.request?.url;
  });
}

describe('published URLs', () => {
  test.each(cases)('$title', ({ dialect, input, expect: wanted }) => {
    const result = imported([input], dialect);
    expect(result.recognised.dialect).toBe(wanted.dialect);
    expect(result.recognised.sure).toBe(wanted.sure);
    expect(result.definition.postbacks).toEqual(wanted.postbacks);
    const settings = result.definition.settings.map(({ key, required, secret, pattern }) =>
      [
        key,
        ...(required === true ? ['required'] : []),
        ...(secret === true ? ['secret'] : []),
        ...(pattern === undefined ? [] : ['pattern']),
      ].join(' '),
    );
    expect(settings).toEqual(wanted.settings);
    expect(losses(result)).toEqual(wanted.problems);
  });

  test.each(cases)('$title sends the sample, with nothing left of the old macros', ({ dialect, input }) => {
    const urls = send(imported([input], dialect).template);
    for (const url of urls) {
      expect(url).toMatch(/^https?:\/\//);
      expect(decodeURIComponent(url ?? '')).not.toMatch(/\{[A-Za-z_][\w|.?-]*\}|\([a-z-]+\)|\$\{|<@/);
    }
  });

  test('are at least forty, of six dialects', () => {
    const published = fixtures.filter(({ made }) => made !== true);
    expect(published.length).toBeGreaterThanOrEqual(40);
    expect(new Set(published.map((fixture) => fixture.expect.dialect)).size).toBeGreaterThanOrEqual(6);
  });
});

interface Loss {
  readonly name: string;
  readonly url: string;
  readonly dialect?: Dialect;
  readonly query?: Readonly<Record<string, string>>;
  readonly losses: readonly string[];
}

const q = 'postbacks.0.request.query';
const lossTable: readonly Loss[] = [
  {
    name: 'a macro in a name is left out',
    url: 'https://x.test/?{event}=1&a={idfa}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`macro_in_key ${q}.{event}`],
  },
  {
    name: 'of a repeated name the first stays',
    url: 'https://x.test/?a={idfa}&a={idfv}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`duplicate_key ${q}.a`],
  },
  {
    name: 'a name without a value is left out',
    url: 'https://x.test/?a={idfa}&b=&c',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`empty_value ${q}.b`, `empty_value ${q}.c`],
  },
  {
    name: 'an open brace is left out',
    url: 'https://x.test/?a={idfa}&b={idfv',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`unreadable ${q}.b`],
  },
  {
    name: 'half a value is none',
    url: 'https://x.test/?a={idfa}&b={country}-{city}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`no_such_value ${q}.b {country}-{city}`.replace('{country}-', '')],
  },
  {
    name: 'of alternatives those that there are',
    url: 'https://x.test/?a={win_adid||idfa}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`no_such_value ${q}.a {win_adid||idfa}`],
  },
  {
    name: 'text around a value stays',
    url: 'https://x.test/?a=id-{idfv}',
    query: { 'a?': 'id-{{upper device.idfv}}' },
    losses: [],
  },
  {
    name: 'encoded text is written plainly',
    url: 'https://x.test/?a={idfa}&b=two%20words+more',
    query: { 'a?': '{{upper device.idfa}}', b: 'two words more' },
    losses: [],
  },
  {
    name: 'encoded braces are braces',
    url: 'https://x.test/?a=%7Bidfa%7C%7Cgps_adid%7D',
    query: { 'a?': '{{first (upper device.idfa) (lower device.gps_adid)}}' },
    losses: [],
  },
  {
    name: 'the ampersands of HTML are ampersands',
    url: 'https://x.test/?a={idfa}&amp;b={idfv}',
    query: { 'a?': '{{upper device.idfa}}', 'b?': '{{upper device.idfv}}' },
    losses: [],
  },
  {
    name: 'what follows # is never sent',
    url: 'https://x.test/?a={idfa}#top',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: ['fragment postbacks.0.request.url'],
  },
  {
    name: 'credentials are left out',
    url: 'https://u:p@x.test/?a={idfa}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: ['credentials postbacks.0.request.url'],
  },
  {
    name: 'two braces are the own',
    url: 'https://x.test/?a={idfa}&b={{account}}',
    query: { 'a?': '{{upper device.idfa}}', 'b?': '{{settings.account}}' },
    losses: [`became_setting ${q}.b {{account}}`],
  },
  {
    name: 'three braces are nobody’s',
    url: 'https://x.test/?a={idfa}&b={{{account}}}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`unreadable ${q}.b`],
  },
  {
    name: 'a backslash would swallow a leaf',
    url: 'https://x.test/?a={idfa}&b=%5C{idfv}',
    query: { 'a?': '{{upper device.idfa}}' },
    losses: [`unreadable ${q}.b`],
  },
  {
    name: 'one unknown macro is one setting',
    url: 'https://x.test/?a={idfa}&b={acc}&c={acc}',
    query: { 'a?': '{{upper device.idfa}}', 'b?': '{{settings.acc}}', 'c?': '{{settings.acc}}' },
    losses: [`became_setting ${q}.b {acc}`, `became_setting ${q}.c {acc}`],
  },
];

describe('what cannot be converted', () => {
  test.each(lossTable)('$name', ({ url, dialect = 'adjust', query, losses: wanted }) => {
    const result = imported([{ url, on: ['install'] }], dialect);
    expect(result.definition.postbacks[0]?.request.query).toEqual(query);
    expect(losses(result)).toEqual(wanted);
  });

  test('a typing error has the right name beside it', () => {
    const { problems } = imported([{ url: 'https://x.test/?t={instaled_at}&a={idfa}' }]);
    expect(problems[0]).toMatchObject({ code: 'became_setting', suggestion: '{installed_at}' });
  });

  test('every problem is in the table', () => {
    const codes = fixtures.flatMap((fixture) =>
      fixture.expect.problems.map((problem) => problem.split(' ')[0] ?? ''),
    );
    expect([...new Set(codes)].filter((code) => !Object.hasOwn(importProblems, code))).toEqual([]);
  });
});

test.each([
  {
    name: 'a condition in a condition is one',
    text: '<#if a><#if b>1<#else>2</#if><#else>3</#if>',
    code: 'no_such_function',
  },
  { name: 'a condition that is not closed is nothing', text: '<#if a>1', code: 'no_such_function' },
  {
    name: 'a function in a function',
    text: '<@md5><@lower>${(user_data.aaid)!}</@lower></@md5>',
    leaf: '{{md5 (lower (lower device.gps_adid))}}',
  },
  { name: 'a function of no value', text: '<@md5>x</@md5>', code: 'no_such_function' },
  {
    name: 'a default is left to Carom',
    text: '${(user_data.aaid)!"none"}',
    leaf: '{{lower device.gps_adid}}',
  },
])('Branch: $name', ({ text, code, leaf }) => {
  const result = imported([
    { url: `https://x.test/?c=\${(last_attributed_touch_data.~click_id)!}&a=${text}`, on: ['install'] },
  ]);
  expect(result.definition.postbacks[0]?.request.query?.['a?']).toBe(leaf);
  expect(losses(result).map((loss) => loss.split(' ')[0])).toEqual(code === undefined ? [] : [code]);
});

describe('a click id', () => {
  test.each([
    { name: 'is needed where nothing else says whose it is', url: 'https://x.test/?c={click_id}', key: 'c' },
    { name: 'may be empty beside a device', url: 'https://x.test/?c={click_id}&g={gps_adid}', key: 'c?' },
    { name: 'may be empty beside a user', url: 'https://x.test/?c=(clickid)&u=(custom-user-id)', key: 'c?' },
    { name: 'is needed beside an address alone', url: 'https://x.test/?c=(clickid)&ip=(ip)', key: 'c' },
  ])('$name', ({ url, key }) => {
    expect(imported([{ url }]).definition.postbacks[0]?.request.query).toHaveProperty(
      [key],
      '{{touch.partner_click_id}}',
    );
  });
});

describe('several', () => {
  test('of one kind have ids of their own', () => {
    const url = 'https://x.test/?c={click_id}&e={event_name}';
    const { definition } = imported([{ url }, { url }, { url }]);
    expect(definition.postbacks.map(({ id }) => id)).toEqual([undefined, 'event_2', 'event_3']);
  });

  test('callbacks of one link are each its own', () => {
    const inner = encodeURIComponent('https://x.test/cb?c={click_id}');
    const url = `https://app.adjust.com/abc?install_callback=${inner}&adj_event_callback_tok1=${inner}&event_callback_tok2=${inner}&click_callback=${inner}`;
    const result = imported([{ url }]);
    expect(result.definition.postbacks.map(({ id, on, events }) => ({ id, on, events }))).toEqual([
      { id: undefined, on: ['install'], events: undefined },
      { id: undefined, on: ['event'], events: ['tok1'] },
      { id: 'event_tok2', on: ['event'], events: ['tok2'] },
    ]);
    expect(losses(result)).toContain('no_such_kind postbacks click_callback');
  });
});

describe('bodies and headers', () => {
  test('a form', () => {
    const result = imported([
      {
        url: 'https://x.test/',
        body: 'click=(clickid)&amount=(orig-monetary)&s2s=1',
        headers: { authorization: 'Bearer REPLACE', 'Content-Type': 'x' },
      },
    ]);
    expect(result.definition.postbacks[0]?.request).toEqual({
      method: 'POST',
      url: 'https://x.test/',
      headers: { authorization: 'Bearer REPLACE' },
      form: { click: '{{touch.partner_click_id}}', 'amount?': '{{revenue.amount}}', s2s: '1' },
    });
  });

  test('JSON: numbers without quotes are numbers, empty text goes', () => {
    const body =
      '{"t": {created_at}, "id": {click_id}, "e": "", "list": ["{idfa}"], "n": 1, "deep": {"c": "{country}"}}';
    const result = imported([{ url: 'https://x.test/', body, on: ['install'] }], 'adjust');
    expect(result.definition.postbacks[0]?.request.json).toEqual({
      't?': { $number: '{{unix activity.time}}' },
      'id?': '{{touch.partner_click_id}}',
      'list?': ['{{upper device.idfa}}'],
      n: 1,
      'deep?': { 'c?': '{{lower device.country}}' },
    });
    expect(losses(result)).toEqual([
      'bare_value postbacks.0.request.json.t',
      'bare_value postbacks.0.request.json.id',
      'empty_value postbacks.0.request.json.e',
    ]);
  });

  test('a secret is a secret setting', () => {
    const { definition } = imported([{ url: 'https://x.test/?c={click_id}&api_key={api_key}' }]);
    expect(definition.settings).toMatchObject([{ key: 'api_key', secret: true }]);
  });

  test('a macro in a host is a required setting with a pattern, whatever it is', () => {
    const { definition } = imported([{ url: 'https://{country}.x.test/p/{account}?c={click_id}' }]);
    expect(definition.settings).toMatchObject([
      { key: 'country', required: true, pattern: expect.any(String) as unknown },
      { key: 'account', required: true },
    ]);
    expect(definition.postbacks[0]?.request.url).toBe(
      'https://{{settings.country}}.x.test/p/{{settings.account}}',
    );
  });
});

describe('nothing is made of', () => {
  test.each([
    { name: 'no URL', url: 'x.test/?c={click_id}', field: 'url' },
    { name: 'another scheme', url: 'ftp://x.test/?c={click_id}', field: 'url' },
    { name: 'no macro', url: 'https://x.test/?c=1', field: 'dialect' },
    {
      name: 'touches alone',
      url: 'https://app.adjust.com/abc?click_callback=https%3A%2F%2Fx.test%2F%7Bidfa%7D',
      field: 'url',
    },
    {
      name: 'three hundred macros and one',
      url: `https://x.test/?c=${'{click_id}'.repeat(301)}`,
      field: 'url',
    },
    {
      name: 'a hundred thousand characters and more',
      url: `https://x.test/?c={click_id}&a=${'a'.repeat(100_000)}`,
      field: 'url',
    },
    { name: 'a path that climbs', url: 'https://x.test/../p?c={click_id}', field: 'postbacks.0.request.url' },
    { name: 'a path that Carom cannot fill', url: 'https://x.test/{city}/p?c={click_id}', field: 'url' },
  ])('$name', ({ url, field }) => {
    expect(importTemplate({ sources: [{ url }], today: '2026-11-22' })).toMatchObject({ ok: false, field });
  });

  test.each([...dialects])('a told dialect of %s needs no macro', (dialect) => {
    expect(
      imported([{ url: 'https://x.test/?a=1' }], dialect).definition.postbacks[0]?.request.query,
    ).toEqual({ a: '1' });
  });
});
