/** What is sent, and for what is not sent the rule that stopped it: both sides of each rule. */
import type { Activity, ActivityKind } from '../../../src/model/activity';
import type { Callback, Integration } from '../../../src/model/app';
import type { Attribution } from '../../../src/model/attribution';
import { compilePlaceholderUrl, type CompiledUrl } from '../../../src/plan/placeholders';
import { activityDocument, deliveryId, plan, skipReasons, type PlanInput } from '../../../src/plan/plan';
import { previewRequests, sampleActivity } from './sample';
import {
  attributed,
  callback,
  compiled,
  definitionOf,
  input,
  integration,
  marker,
  now,
  touch,
} from './fixtures';

const get = (query: Record<string, string>): object => ({
  method: 'GET',
  url: 'https://a.test/',
  query,
});
const template = compiled(
  definitionOf(
    {},
    {
      settings: [
        { key: 'account', label: 'Account', required: true, default: 'acc' },
        { key: 'token', label: 'Token', secret: true },
      ],
      events: { purchase: 'Purchase' },
      postbacks: [
        {
          on: ['install', 'rejected_install'],
          request: get({ a: '{{settings.account}}' }),
          accepted: { status: [204] },
        },
        { id: 'buy', on: ['event'], events: ['Purchase'], request: get({ e: '{{event.partner_name}}' }) },
        { id: 'log', on: ['event'], events: ['Purchase', 'Level'], request: get({ e: '{{event.name}}' }) },
        { id: 'ios', on: ['session'], when: { 'device.os_name': ['IOS'] }, request: get({ a: 'b' }) },
      ],
    },
  ),
);

const strict = compiled(
  definitionOf(get({ a: '{{settings.key}}' }), { settings: [{ key: 'key', label: 'Key', required: true }] }),
);

function activity(kind: ActivityKind, event?: string, more: Partial<Activity> = {}): Activity {
  return { ...sampleActivity(kind, event, now), ...more };
}

/** A reason that is not in the documented list is a mistake wherever it comes up. */
function expectListed(reason: string | undefined): void {
  if (reason === undefined) return;
  const listed = Object.keys(skipReasons).map((known) => known.replace(/<.*>$/, ''));
  const [before = '', after] = reason.split(':');
  expect(listed).toContain(after === undefined ? before : `${before}:`);
}

interface PartnerCase {
  readonly name: string;
  readonly input?: Partial<PlanInput>;
  readonly integration?: Partial<Integration>;
  readonly template?: typeof template | undefined;
  /** `postback:reason`, or `postback` where it is sent. */
  readonly gives: readonly string[];
}

function planPartner(entry: PartnerCase): readonly string[] {
  const used = 'template' in entry ? entry.template : template;
  const integrations = [{ integration: { ...integration, ...entry.integration }, template: used }];
  const deliveries = plan(input({ ...entry.input, integrations }));
  for (const { reason } of deliveries) expectListed(reason);
  return deliveries.map(({ postback, reason }) =>
    reason === undefined ? postback : `${postback}:${reason}`,
  );
}

const nobody = (status: 'organic' | 'unattributed'): Partial<Attribution> => ({ status, touch_id: null });
const secondary = { partner: 'examplenet', link: 'l0', campaign: 'old' };

test.each<PartnerCase>([
  { name: 'credited', gives: ['install_rejected_install'] },
  { name: 'switched off', integration: { active: false }, gives: ['-:inactive'] },
  { name: "somebody else's", input: { attribution: attributed('other') }, gives: ['-:not_credited'] },
  {
    name: "somebody else's, scope all",
    input: { attribution: attributed('other') },
    integration: { send: { scope: 'all' } },
    gives: ['install_rejected_install'],
  },
  {
    name: 'secondary credit',
    input: { attribution: attributed('other', { secondary }) },
    gives: ['install_rejected_install'],
  },
  { name: 'organic', input: { attribution: attributed(null, nobody('organic')) }, gives: ['-:organic'] },
  {
    name: 'organic, scope all',
    input: { attribution: attributed(null, nobody('organic')) },
    integration: { send: { scope: 'all' } },
    gives: ['install_rejected_install'],
  },
  {
    name: 'unattributed',
    input: { attribution: attributed(null, nobody('unattributed')) },
    gives: ['-:unattributed'],
  },
  { name: 'no attribution', input: { attribution: null }, gives: ['-:not_credited'] },
  {
    name: 'blocked',
    input: { attribution: attributed('examplenet', { blocked: true }) },
    gives: ['-:blocked'],
  },
  {
    name: 'blocked, of somebody else, scope all',
    input: { attribution: attributed('other', { blocked: true }) },
    integration: { send: { scope: 'all' } },
    gives: ['install_rejected_install'],
  },
  {
    name: 'a refused touch of this partner',
    input: {
      activity: activity('rejected_install'),
      attribution: null,
      rejected: [{ touch_id: 't1', reason: 'engagement_injection' }],
    },
    gives: ['install_rejected_install'],
  },
  {
    name: 'a refused touch of another',
    input: {
      activity: activity('rejected_install'),
      attribution: null,
      touch: { ...touch, partner: 'other' },
    },
    gives: ['-:not_credited'],
  },
  {
    name: 'sandbox',
    input: { activity: activity('install', undefined, { environment: 'sandbox' }) },
    gives: ['-:sandbox'],
  },
  {
    name: 'sandbox in a test',
    input: { activity: activity('install', undefined, { environment: 'sandbox' }), testMode: true },
    gives: ['install_rejected_install'],
  },
  { name: 'no template', template: undefined, gives: ['-:template_missing'] },
  {
    name: 'a kind without a postback',
    input: { activity: activity('uninstall') },
    gives: ['-:no_postback_for_kind'],
  },
  {
    name: 'a condition that does not hold',
    input: { activity: activity('session') },
    gives: ['-:condition_not_met'],
  },
  {
    name: 'a condition that holds, in another case',
    input: {
      activity: activity('session', undefined, { body: { kind: 'session', device: { os_name: 'ios' } } }),
    },
    gives: ['ios'],
  },
  {
    name: "the template's own event name",
    input: { activity: activity('event', 'purchase') },
    gives: ['buy', 'log'],
  },
  {
    name: 'an event without a mapping keeps its name',
    input: { activity: activity('event', 'Level') },
    gives: ['log'],
  },
  {
    name: 'an event that no postback names',
    input: { activity: activity('event', 'other') },
    gives: ['-:event_not_wanted'],
  },
  {
    name: "the integration's mapping",
    input: { activity: activity('event', 'bought') },
    integration: { events: { bought: 'Purchase' } },
    gives: ['buy', 'log'],
  },
  {
    name: 'an event outside of the mapping',
    input: { activity: activity('event', 'purchase') },
    integration: { events: { bought: 'Purchase' } },
    gives: ['-:event_not_mapped'],
  },
  {
    name: 'an event named like a method',
    input: { activity: activity('event', 'constructor') },
    integration: { events: {} },
    gives: ['-:event_not_mapped'],
  },
  {
    name: 'a mapping does not concern installs',
    integration: { events: {} },
    gives: ['install_rejected_install'],
  },
  { name: 'a required setting is absent', template: strict, gives: ['install:setting_missing:key'] },
  {
    name: 'a required setting is empty',
    template: strict,
    integration: { settings: { key: '' } },
    gives: ['install:setting_missing:key'],
  },
  {
    name: 'a required setting is there',
    template: strict,
    integration: { settings: { key: 'x' } },
    gives: ['install'],
  },
])('partner: $name', (entry) => expect(planPartner(entry)).toEqual(entry.gives));

test('a default stands in for a required setting', () => {
  const [sent] = plan(input({ integrations: [{ integration, template }] }));
  expect(sent).toMatchObject({
    status: 'pending',
    partner: 'examplenet',
    templateVersion: '3',
    settingsVersion: '4',
    visibleToPartner: true,
    nextAttemptAt: now,
    createdAt: now,
    tries: 0,
    request: { url: 'https://a.test/?a=acc', accepted: { status: [204] } },
  });
  expect(sent?.request?.headers).toEqual({ 'carom-delivery-id': sent?.id });
});

test.each([
  ['credited', attributed('examplenet'), true],
  ['secondary', attributed('other', { secondary }), true],
  ["somebody else's", attributed('other'), false],
  ['organic', attributed(null, { status: 'organic' }), false],
])('a partner sees what is %s: %s', (_name, attribution, visible) => {
  const [delivery] = plan(input({ attribution, integrations: [{ integration, template }] }));
  expect(delivery?.visibleToPartner).toBe(visible);
});

const shown = compiled(
  definitionOf(
    get({
      'p?': '{{attribution.partner}}',
      'c?': '{{attribution.campaign}}',
      'm?': '{{attribution.match_type}}',
      'id?': '{{touch.partner_click_id}}',
      credited: '{{bit attribution.credited}}',
      primary: '{{bit attribution.is_primary}}',
      status: '{{attribution.status}}',
      delivery: '{{delivery.id}}',
    }),
  ),
);

test.each([
  [
    'its own credit',
    attributed('examplenet'),
    touch,
    'p=examplenet&c=autumn&m=click_id&id=CLICK-1&credited=1&primary=1',
  ],
  [
    "its secondary credit, without the winner's touch",
    attributed('other', { secondary }),
    { ...touch, partner: 'other' },
    'p=examplenet&c=old&credited=1&primary=0',
  ],
  [
    "nothing of another's credit",
    attributed('other'),
    { ...touch, partner: 'other' },
    'credited=0&primary=0',
  ],
  ['no touch of its own that has no credit', attributed('other'), touch, 'credited=0&primary=0'],
])('a template sees %s', (_name, attribution, of, query) => {
  const all: Integration = { ...integration, send: { scope: 'all' } };
  const [delivery] = plan(
    input({ attribution, touch: of, integrations: [{ integration: all, template: shown }] }),
  );
  expect(delivery?.request?.url).toBe(`https://a.test/?${query}&status=attributed&delivery=${delivery?.id}`);
});

test('a secondary partner sees the click that gave it its credit, and the winner its own', () => {
  const winner = { ...touch, id: 'w', partner: 'other', partnerClickId: 'CLICK-9' };
  const [delivery] = plan(
    input({
      attribution: attributed('other', { secondary }),
      touch: winner,
      secondaryTouch: touch,
      integrations: [{ integration, template: shown }],
    }),
  );
  expect(delivery?.request?.url).toContain('?p=examplenet&c=old&id=CLICK-1&credited=1&primary=0&');
});

test.each([
  ['what was posted', { amount: '1.50', currency: 'EUR' }, undefined, '1.50EUR'],
  ['a fixed amount', undefined, { amount: '2.00', currency: 'USD' }, '2.00USD'],
  ['a part of the revenue, exact', undefined, { percent: '10' }, '0.999USD'],
  ['nothing', undefined, undefined, ''],
])('the payout is %s', (_name, payout, rule, text) => {
  const paid = compiled(
    definitionOf(
      {},
      { postbacks: [{ on: ['event'], request: get({ 'v?': '{{payout.amount}}{{payout.currency}}' }) }] },
    ),
  );
  const base = activity('event', 'purchase');
  const body = payout === undefined ? base.body : { ...base.body, payout };
  const paying = rule === undefined ? integration : { ...integration, payouts: { purchase: rule } };
  const [delivery] = plan(
    input({ activity: { ...base, body }, integrations: [{ integration: paying, template: paid }] }),
  );
  expect(new URL(delivery?.request?.url ?? '').searchParams.get('v') ?? '').toBe(text);
});

function url(text: string): CompiledUrl {
  const result = compilePlaceholderUrl(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.url;
}

const install = activity('install');
const sandbox = activity('install', undefined, { environment: 'sandbox' });

test.each<[string, Partial<Callback>, Activity, string | undefined]>([
  ['every kind by default', {}, install, undefined],
  ['a status change by default', {}, activity('status_changed'), undefined],
  ['switched off', { active: false }, install, 'inactive'],
  ['a kind it names', { kinds: ['install'] }, install, undefined],
  ['a kind it does not name', { kinds: ['event', 'click'] }, install, 'kind_not_wanted'],
  ['an event it names', { events: ['purchase'] }, activity('event', 'purchase'), undefined],
  ['an event it does not name', { events: ['purchase'] }, activity('event', 'level'), 'event_not_wanted'],
  ['installs beside named events', { events: ['purchase'] }, install, undefined],
  ['a sandbox activity unasked', {}, sandbox, 'sandbox'],
  ['a sandbox activity asked for', { environment: 'sandbox' }, sandbox, undefined],
  ['production where the sandbox is wanted', { environment: 'sandbox' }, install, 'production'],
])('callback: %s', (_name, more, of, reason) => {
  const entry = { callback: { ...callback, ...more }, url: url('https://hooks.test/') };
  const [delivery, ...others] = plan(input({ activity: of, callbacks: [entry] }));
  expect(others).toEqual([]);
  expectListed(delivery?.reason);
  expect(delivery?.reason).toBe(reason);
  expect(delivery?.status).toBe(reason === undefined ? 'pending' : 'skipped');
});

test("a POST callback carries the activity as it is listed, and its headers' markers", () => {
  const entry = {
    callback: { ...callback, headers: { 'X-Key': 'sealed:v1:y' } },
    url: url('https://hooks.test/{activity_kind}'),
  };
  const facts = input({ callbacks: [entry] });
  const [delivery] = plan(facts);
  expect(delivery).toMatchObject({
    callback: 'cb1',
    postback: 'callback',
    settingsVersion: '2',
    visibleToPartner: false,
  });
  const { request } = delivery ?? {};
  expect(request).toMatchObject({
    method: 'POST',
    url: 'https://hooks.test/install',
    bodyType: 'json',
    sign: 'standard-webhooks',
  });
  expect(request?.headers).toEqual({
    'x-key': marker('cb1', 'header_X-Key'),
    'content-type': 'application/json',
    'carom-delivery-id': delivery?.id,
  });
  expect(JSON.parse(request?.body ?? '')).toEqual(JSON.parse(JSON.stringify(activityDocument(facts))));
});

test('the document is the wire form of what the activity became', () => {
  const became = {
    ...activity('event', 'purchase'),
    kind: 'reattribution' as const,
    causedBy: 'a0',
    revision: 2,
  };
  expect(activityDocument(input({ activity: became }))).toMatchObject({
    id: 'sample-activity',
    app: 'sample',
    kind: 'reattribution',
    event: 'purchase',
    time: '2026-11-22T10:00:00.000Z',
    received_at: '2026-11-22T10:00:00.000Z',
    environment: 'production',
    flags: [],
    revision: 2,
    caused_by: 'a0',
    revenue: { amount: '9.99', currency: 'USD' },
    attribution: { partner: 'examplenet', touch_id: 't1' },
    rejected: [],
  });
});

test('a GET callback carries its placeholders and no body', () => {
  const entry = {
    callback: { ...callback, method: 'GET' as const },
    url: url('https://hooks.test/?g={gps_adid}'),
  };
  const [delivery] = plan(input({ callbacks: [entry] }));
  expect(delivery?.request).toMatchObject({
    method: 'GET',
    url: 'https://hooks.test/?g=38400000-8cf0-11bd-b23e-10b96e40000d',
    body: null,
  });
});

test('planning twice makes the same deliveries', () => {
  const facts = input({ integrations: [{ integration, template }] });
  expect(plan(facts)).toEqual(plan(facts));
});

test('a delivery id changes with each part of its name, and with nothing else', () => {
  const of = { app: 'a', id: 'b', revision: 0, receivedAt: 1_795_341_600_000 };
  const ids = [
    deliveryId(of, 'callback:c', 'callback'),
    deliveryId({ ...of, revision: 1 }, 'callback:c', 'callback'),
    deliveryId({ ...of, app: 'ab', id: '' }, 'callback:c', 'callback'),
    deliveryId({ ...of, receivedAt: of.receivedAt + 1 }, 'callback:c', 'callback'),
    deliveryId(of, 'callback:d', 'callback'),
    deliveryId(of, 'callback:c', 'install'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(deliveryId(of, 'callback:c', 'callback')).toBe(ids[0]);
  // Later ones come later in any order of text.
  expect(ids[3]?.slice(0, 10).localeCompare(ids[0]?.slice(0, 10) ?? '')).toBe(1);
});

test('a preview fills what is left out and takes what is given', () => {
  const [sent] = previewRequests(strict, { kind: 'install', marker, now });
  expect(sent?.request?.url).toBe('https://a.test/?a=key');
  const [given] = previewRequests(strict, { kind: 'install', settings: { key: 'x' }, marker, now });
  expect(given?.request?.url).toBe('https://a.test/?a=x');
});
