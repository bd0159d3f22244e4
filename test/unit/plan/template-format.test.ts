/** What a template can say beside plain leaves: auth, shared parts, lists, choices, consent, tests, events that need a mapping. */
import type { ActivityBody, ConsentBody } from '../../../src/model/activity';
import type { Integration } from '../../../src/model/app';
import type { Delivery } from '../../../src/model/delivery';
import { plan } from '../../../src/plan/plan';
import { compiled, definitionOf, input, integration, render } from './fixtures';
import { sampleActivity } from './sample';

function bodyOf(json: object, params: Readonly<Record<string, unknown>> = {}): unknown {
  const { request, reason } = render({ json }, { activity: { params } });
  return request === null ? reason : (JSON.parse(request.body ?? 'null') as unknown);
}

const contents = [
  { id: 'a', price: '1.10', tags: { x: 1 } },
  { price: '2' },
  'plain',
  { id: 'b', price: 'free' },
];

describe('lists', () => {
  const $item = { sku: '{{item.id}}', 'price?': { $number: '{{item.price}}' } };
  test.each<[string, unknown, unknown]>([
    ['an item that lacks what is required is left out', contents, [{ sku: 'a', price: 1.1 }, { sku: 'b' }]],
    ['one object is a list of one', { id: 'c' }, [{ sku: 'c' }]],
    ['text is no list', 'abc', undefined],
    ['an empty list is dropped', [], undefined],
    ['an absent list is dropped', undefined, undefined],
  ])('%s', (_name, given, expected) => {
    const sent = bodyOf({ a: 'b', 'list?': { $each: 'params.contents', $item } }, { contents: given });
    expect(sent).toEqual({ a: 'b', ...(expected === undefined ? {} : { list: expected }) });
  });

  test('a list that must be there skips, and says where', () => {
    expect(bodyOf({ list: { $each: 'params.contents', $item } })).toBe('empty_leaf:json.list');
  });

  test.each([
    [3, undefined, 3],
    [100, undefined, 100],
    [101, undefined, 100],
    [3, 2, 2],
  ])('of %d items with a limit of %s, %d go out', (given, $max, sent) => {
    const list = { $each: 'params.l', $item: '{{item}}', ...($max === undefined ? {} : { $max }) };
    const body = bodyOf({ list }, { l: Array.from({ length: given }, (_, at) => `i${at}`) });
    expect((body as { list: unknown[] }).list).toHaveLength(sent);
  });

  test('numbered parameters count those that go out', () => {
    const leaves = { 'ITEM#': '{{item.id}}', 'AMT#?': '{{units item.price}}' };
    const numbered = [{ of: 'params.contents', in: 'query', leaves }];
    const { request } = render({ query: { z: 1 }, numbered }, { activity: { params: { contents } } });
    expect(request?.url).toBe('https://a.test/?z=1&ITEM1=a&AMT1=1.10&ITEM2=b');
  });

  test('an item reaches own properties alone', () => {
    expect(
      bodyOf({ a: 'b', 'l?': { $each: 'params.l', $item: '{{item.constructor.name}}' } }, { l: [{}] }),
    ).toEqual({
      a: 'b',
    });
  });
});

test.each<[Partial<ActivityBody>, unknown]>([
  [{ device: { os_name: 'iOS' } }, { id: 'ios', note: 'other' }],
  [{ device: { os_name: 'android', gps_adid: 'x' } }, { id: { gaid: 'x' }, note: 'android' }],
])('a choice by %j', (activity, expected) => {
  const { request } = render(
    {
      json: {
        id: { $when: { 'device.os_name': 'ios' }, $then: 'ios', $else: { gaid: '{{device.gps_adid}}' } },
        note: { $when: { 'device.os_name': { not: ['android'] } }, $then: 'other', $else: 'android' },
        'none?': { $when: { 'params.none': { present: true } }, $then: 'x' },
      },
    },
    { activity },
  );
  expect(JSON.parse(request?.body ?? '')).toEqual(expected);
});

test('shared parts stand where they are named, and what stands beside them wins', () => {
  const template = compiled(
    definitionOf(
      {
        query: { $part: ['ids', 'more'], b: '2' },
        json: { user: { $part: 'ids', 'a?': 'own' }, l: [{ $part: 'more' }] },
      },
      { parts: { ids: { a: '1', 'b?': '1' }, more: { c: '3' } } },
    ),
  );
  const [delivery] = planOf(template);
  expect(delivery?.request?.url).toBe('https://a.test/?a=1&c=3&b=2');
  expect(JSON.parse(delivery?.request?.body ?? '')).toEqual({ user: { b: '1', a: 'own' }, l: [{ c: '3' }] });
});

function planOf(
  template: ReturnType<typeof compiled>,
  more: {
    readonly activity?: object;
    readonly integration?: Partial<Integration>;
    readonly consent?: ConsentBody;
    readonly device?: ActivityBody['device'];
  } = {},
): readonly Delivery[] {
  const sample = input().activity;
  const body = {
    ...sample.body,
    ...(more.consent === undefined ? {} : { consent: more.consent }),
    ...(more.device === undefined ? {} : { device: more.device }),
  };
  return plan(
    input({
      activity: { ...sample, body, ...more.activity },
      integrations: [{ integration: { ...integration, ...more.integration }, template }],
    }),
  );
}

describe('auth', () => {
  const settings = { account: 'me', token: 'sealed:v1:x' };
  const token = '__carom_0000000000000000_token__';
  const request = (auth: object, more: object = {}): Delivery['request'] | string => {
    const template = compiled(definitionOf({ method: 'POST', text: 'hi', ...more }, { auth }));
    const [delivery] = planOf(template, { integration: { settings } });
    return delivery?.request ?? delivery?.reason ?? 'nothing';
  };

  test.each<[object, object]>([
    [{ type: 'bearer', token: '{{settings.token}}' }, { headers: { authorization: `Bearer ${token}` } }],
    [
      { type: 'key', in: 'header', name: 'X-Api-Key', value: '{{settings.token}}' },
      { headers: { 'x-api-key': token } },
    ],
    [
      { type: 'key', in: 'query', name: 'k', value: '{{settings.token}}' },
      { url: `https://a.test/?k=${token}` },
    ],
    [
      { type: 'basic', username: '{{settings.account}}', password: '{{settings.token}}' },
      { auth: { type: 'basic', username: 'me', password: token } },
    ],
    [
      { type: 'hmac', algorithm: 'sha256', key: '{{settings.token}}', in: 'header', name: 'X-Sign' },
      {
        auth: {
          ...{ type: 'hmac', algorithm: 'sha256', key: token, encoding: 'hex', in: 'header', name: 'x-sign' },
          ...{ of: '__carom_request_body__', format: '__carom_request_signature__' },
        },
      },
    ],
    [
      {
        ...{ type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://id.test/t', scope: 'ads' },
        ...{ clientId: '{{settings.account}}', clientSecret: '{{settings.token}}' },
      },
      {
        auth: {
          ...{ type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://id.test/t', client: 'body' },
          ...{ clientId: 'me', clientSecret: token, scope: 'ads' },
        },
      },
    ],
  ])('%j', (auth, expected) => expect(request(auth)).toMatchObject(expected));

  test('what must be there and is empty skips', () => {
    expect(request({ type: 'bearer', token: '{{params.none}}' })).toBe('empty_leaf:auth.token');
  });

  test('a line break in a header skips', () => {
    const auth = { type: 'key', in: 'header', name: 'x-k', value: '{{params.x}}' };
    const template = compiled(definitionOf({ text: 'hi' }, { auth }));
    const body = { ...input().activity.body, params: { x: 'a\r\nb: c' } };
    expect(planOf(template, { activity: { body } })[0]?.reason).toBe('unsafe_header:x-k');
  });

  test('a postback takes it off', () => {
    const template = compiled(
      definitionOf(
        {},
        {
          auth: { type: 'bearer', token: 'x' },
          postbacks: [
            { on: ['install'], auth: { type: 'none' }, request: { method: 'GET', url: 'https://a.test/' } },
          ],
        },
      ),
    );
    expect(planOf(template)[0]?.request?.headers).not.toHaveProperty('authorization');
  });

  test('the time of the attempt stands in headers of signed requests', () => {
    const signature = { type: 'digest', algorithm: 'md5', in: 'query', name: 's' };
    expect(request(signature, { headers: { 'x-at': '{{request.unix}}' } })).toMatchObject({
      headers: { 'x-at': '__carom_request_unix__' },
    });
  });
});

describe('consent', () => {
  const query = {
    'ad?': '{{device.advertising_id}}',
    'idfa?': '{{device.idfa}}',
    'mail?': '{{user.email_sha256}}',
    'sub?': '{{touch.params.gclid}}',
  };
  const consent = {
    att: ['device.idfa'],
    ad_user_data: ['user', 'touch.params.gclid'],
    ad_personalization: ['device.advertising_id'],
    limit_ad_tracking: ['*'],
  };
  const template = compiled(definitionOf({ method: 'GET', query }, { consent }));
  const device = { idfa: 'IDFA', os_name: 'ios' };
  const whole = '?ad=IDFA&idfa=IDFA&mail=h&sub=g1';
  const noUser = '?ad=IDFA&idfa=IDFA';
  test.each<[ConsentBody | undefined, string]>([
    [undefined, whole],
    [{}, whole],
    [{ att_status: 3 }, whole],
    [{ att_status: 2 }, '?mail=h&sub=g1'],
    [{ att_status: 0 }, '?mail=h&sub=g1'],
    [{ ad_user_data: true }, whole],
    [{ ad_user_data: false, ad_personalization: true }, noUser],
    [{ ad_user_data: false }, noUser],
    [{ eea: true, ad_personalization: true }, noUser],
    [{ eea: false }, whole],
    [{ eea: true, ad_user_data: true, ad_personalization: true }, whole],
    [{ eea: true, ad_user_data: true }, '?idfa=IDFA&mail=h&sub=g1'],
    [{ limit_ad_tracking: false }, whole],
    [{ limit_ad_tracking: true }, 'no_consent:limit_ad_tracking'],
  ])('%j', (given, expected) => {
    const sample = input().activity;
    const body: ActivityBody = { ...sample.body, device, user: { email_sha256: 'h' }, kind: 'install' };
    delete body.consent;
    const asked = given === undefined ? body : { ...body, consent: given };
    const [delivery] = planOf(template, { activity: { body: asked } });
    expect(delivery?.request?.url.replace('https://a.test/', '') ?? delivery?.reason).toBe(expected);
  });

  test('an advertising id that is another one stays', () => {
    const body = { ...input().activity.body, device: { idfa: 'IDFA', gps_adid: 'GAID', os_name: 'android' } };
    const [delivery] = planOf(template, {
      activity: { body: { ...body, user: {}, consent: { att_status: 2 } } },
    });
    expect(delivery?.request?.url).toBe('https://a.test/?ad=GAID&sub=g1');
  });
});

describe('the sandbox', () => {
  const settings = [
    { key: 'code', label: 'Test code' },
    { key: 'account', label: 'Account' },
  ];
  const template = (more: object): ReturnType<typeof compiled> =>
    compiled(definitionOf({ method: 'GET', query: { 'code?': '{{settings.code}}' } }, { settings, ...more }));
  const tests = { test: { setting: 'code' } };
  test.each<[string, object, Record<string, string>, string, string]>([
    ['opens with the code', tests, { code: 'T1' }, 'sandbox', 'https://a.test/?code=T1'],
    ['stays shut without it', tests, {}, 'sandbox', 'sandbox'],
    ['stays shut for an empty one', tests, { code: '' }, 'sandbox', 'sandbox'],
    ['stays shut where the template has no tests', {}, { code: 'T1' }, 'sandbox', 'sandbox'],
    ['is not in live requests', tests, { code: 'T1' }, 'production', 'https://a.test/'],
    ['a setting that is none stays', {}, { code: 'T1' }, 'production', 'https://a.test/?code=T1'],
  ])('%s', (_name, more, given, environment, expected) => {
    const [delivery] = planOf(template(more), {
      activity: { environment },
      integration: { settings: given },
    });
    expect(delivery?.request?.url ?? delivery?.reason).toBe(expected);
  });
});

describe('events that need a mapping', () => {
  const postbacks = [
    {
      on: ['event'],
      request: { method: 'GET', url: 'https://a.test/', query: { e: '{{event.partner_name}}' } },
    },
  ];
  const events = { purchase: '7' };
  test.each<[string, object, Partial<Integration>, string]>([
    ['the template maps it', { events, eventsRequired: true }, {}, 'https://a.test/?e=7'],
    ['nobody maps it', { eventsRequired: true }, {}, 'event_not_mapped'],
    ['nobody has to', {}, {}, 'https://a.test/?e=purchase'],
    [
      'the integration maps it',
      { eventsRequired: true },
      { events: { purchase: '9' } },
      'https://a.test/?e=9',
    ],
    ['the integration maps others', { events }, { events: { other: '9' } }, 'event_not_mapped'],
  ])('%s', (_name, more, given, expected) => {
    const template = compiled(definitionOf({}, { postbacks, ...more }));
    const activity = sampleActivity('event', 'purchase', input().now);
    const [delivery] = planOf(template, { activity, integration: given });
    expect(delivery?.request?.url ?? delivery?.reason).toBe(expected);
  });
});

test('retry joins what the sender is told of answers', () => {
  const retry = [{ json: { code: 40100 } }];
  const template = compiled(definitionOf({ text: 'x' }, { accepted: { status: [200] }, retry }));
  expect(planOf(template)[0]?.request?.accepted).toEqual({ status: [200], retry });
});
