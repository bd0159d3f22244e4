/** What plan's tests start from. Enters: what differs. Leaves: facts of one credited install, and templates of one postback. */
import { compileTemplate, type CompiledTemplate } from '../../../src/plan/compile-template';
import { previewRequests, sampleActivity, sampleApp } from './sample';
import type { PlanInput } from '../../../src/plan/plan';
import type { Attribution } from '../../../src/model/attribution';
import type { ActivityBody } from '../../../src/model/activity';
import type { Callback, Integration } from '../../../src/model/app';
import type { Delivery } from '../../../src/model/delivery';
import type { Touch } from '../../../src/model/touch';

export const now = Date.parse('2026-11-22T10:00:00.000Z');
export const marker = (_owner: string, name: string): string => `__carom_0000000000000000_${name}__`;

export function definitionOf(request: object, more: object = {}): Readonly<Record<string, unknown>> {
  return {
    id: 'examplenet',
    name: 'ExampleNet',
    docs: 'https://examplenet.test/',
    checkedOn: '2026-11-22',
    confidence: 'documented',
    settings: [
      { key: 'account', label: 'Account' },
      { key: 'region', label: 'Region', pattern: '.+' },
      { key: 'token', label: 'Token', secret: true },
    ],
    postbacks: [{ on: ['install'], request: { method: 'POST', url: 'https://a.test/', ...request } }],
    ...more,
  };
}

export function compiled(definition: unknown): CompiledTemplate {
  const result = compileTemplate(definition, 'examplenet.json', '3');
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.template;
}

/** The one delivery of a request template for a sample install. */
export function render(
  request: object,
  given: { readonly activity?: Partial<ActivityBody>; readonly settings?: Record<string, string> } = {},
): Delivery {
  const [delivery] = previewRequests(compiled(definitionOf(request)), {
    kind: 'install',
    marker,
    now,
    ...given,
  });
  if (delivery === undefined) throw new Error('no delivery');
  return delivery;
}

export const touch: Touch = {
  id: 't1',
  app: 'sample',
  link: 'l1',
  partner: 'examplenet',
  type: 'click',
  time: now - 60_000,
  receivedAt: now - 60_000,
  partnerClickId: 'CLICK-1',
  campaign: 'autumn',
  retargeting: false,
  device: {},
  params: { gclid: 'g1' },
  keys: [],
  hasIdentifier: false,
  flags: [],
};

export function attributed(partner: string | null, more: Partial<Attribution> = {}): Attribution {
  return {
    status: 'attributed',
    partner,
    link: 'l1',
    campaign: 'autumn',
    adgroup: null,
    creative: null,
    touch_id: 't1',
    touch_type: 'click',
    touched_at: new Date(touch.time).toISOString(),
    match_type: 'click_id',
    secondary: null,
    assists: [],
    flags: [],
    candidates: [],
    policy_version: 'carom',
    ...more,
  };
}

export const integration: Integration = {
  id: 'sample/examplenet',
  app: 'sample',
  partner: 'examplenet',
  active: true,
  settings: {},
  send: {},
  createdAt: now,
  version: 4,
};

export const callback: Callback = {
  id: 'cb1',
  app: 'sample',
  url: 'https://hooks.test/',
  method: 'POST',
  headers: {},
  active: true,
  secret: 'sealed:v1:x',
  createdAt: now,
  version: 2,
};

/** An install credited to examplenet, with no destination yet. */
export function input(more: Partial<PlanInput> = {}): PlanInput {
  return {
    activity: sampleActivity('install', undefined, now),
    attribution: attributed('examplenet'),
    rejected: [],
    touch,
    device: null,
    app: sampleApp,
    callbacks: [],
    integrations: [],
    marker,
    now,
    ...more,
  };
}
