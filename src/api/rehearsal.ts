/**
 * What a template or callback would send. Enters: a kind, settings, parts of an activity. Leaves: planned deliveries of a sample, by the code the
 * pipeline plans with. It stores nothing, and sends nothing itself.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import { activityKinds, type ActivityKind } from '../model/activity';
import type { App, Callback, Integration } from '../model/app';
import type { Delivery, TestDelivery } from '../model/delivery';
import type { CompiledTemplate } from '../plan/compile-template';
import { compilePlaceholderUrl } from '../plan/placeholders';
import { plan } from '../plan/plan';
import { without } from './changes';
import type { ApiDeps } from './deps';
import { checkSettings } from './integration-settings';
import { integrationId } from './integrations';
import { drawLetters } from './records';
import { sampleFacts } from './sample';

/** In each test request, beside an activity id that starts with `test_`. */
export const testHeader = 'carom-test';

export const rehearsalFields = {
  kind: z.enum(activityKinds).optional(),
  event: z.string().min(1).max(200).optional(),
  activity: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('as it is posted; a built-in sample fills what is left out'),
};

export interface Wish {
  readonly kind?: ActivityKind | undefined;
  readonly event?: string | undefined;
  readonly activity?: Readonly<Record<string, unknown>> | undefined;
}

/** Stands in where no app is named. */
export const sampleApp: App = {
  id: 'app_sample',
  name: 'Sample',
  platform: 'android',
  storeId: 'com.example.sample',
  currency: 'USD',
  timezone: 'UTC',
  postbackKey: 'required',
  createdAt: 0,
  version: 1,
};

function testId(): string {
  return `test_${drawLetters(16)}`;
}

function eventOf(template: CompiledTemplate): string {
  const [mapped] = Object.keys(template.definition.events ?? {});
  return mapped ?? template.postbacks.flatMap(({ events }) => events ?? [])[0] ?? 'purchase';
}

/** An integration that exists only here. @throws Fault of a setting that the template does not take. */
export function draftIntegration(
  deps: ApiDeps,
  template: CompiledTemplate,
  app: App,
  settings: Readonly<Record<string, string>>,
): Integration {
  return {
    id: integrationId(app.id, template.id),
    app: app.id,
    partner: template.id,
    active: true,
    settings: checkSettings(deps.secrets, {
      partner: template.id,
      definitions: template.settings,
      sent: settings,
      stored: {},
      active: false,
    }),
    send: {},
    createdAt: 0,
    version: 1,
  };
}

/** Where no settings are given at all, required ones that need no pattern say their own name. */
export function sampleSettings(template: CompiledTemplate): Record<string, string> {
  const plain = template.settings.filter(
    ({ required, pattern, default: fallback }) =>
      required === true && pattern === undefined && fallback === undefined,
  );
  return Object.fromEntries(plain.map(({ key }) => [key, `sample_${key}`]));
}

export function rehearsePartner(
  deps: ApiDeps,
  template: CompiledTemplate,
  app: App,
  integration: Integration,
  wish: Wish,
): readonly Delivery[] {
  const now = deps.clock.now();
  const facts = sampleFacts({
    app,
    kind: wish.kind ?? template.postbacks[0]?.on[0] ?? 'install',
    event: wish.event ?? eventOf(template),
    activity: wish.activity ?? {},
    environment: 'production',
    partner: template.id,
    id: testId(),
    now,
    secrets: deps.secrets,
  });
  return plan({
    ...facts,
    callbacks: [],
    integrations: [{ integration: { ...integration, active: true }, template }],
    marker: (owner, name) => deps.secrets.marker(owner, name),
    testMode: true,
    now,
  });
}

/** Whatever the callback asks for: the test is to arrive. */
export function rehearseCallback(
  deps: ApiDeps,
  callback: Callback,
  app: App,
  wish: Wish,
): readonly Delivery[] {
  const compiled = compilePlaceholderUrl(callback.url);
  if (!compiled.ok)
    throw new Fault('invalid_field', { field: 'url', message: 'The URL is not valid any more.' });
  const wanted = activityKinds.find((kind) => callback.kinds?.includes(kind) ?? kind === 'install');
  const now = deps.clock.now();
  const facts = sampleFacts({
    app,
    kind: wish.kind ?? wanted ?? 'install',
    event: wish.event ?? callback.events?.[0] ?? 'purchase',
    activity: wish.activity ?? {},
    environment: callback.environment ?? 'production',
    partner: null,
    id: testId(),
    now,
    secrets: deps.secrets,
  });
  return plan({
    ...facts,
    callbacks: [{ callback: { ...without(callback, 'kinds', 'events'), active: true }, url: compiled.url }],
    integrations: [],
    marker: (owner, name) => deps.secrets.marker(owner, name),
    testMode: true,
    now,
  });
}

/** @throws Fault where the rehearsal was skipped, with its reason. */
export function markTest(planned: readonly Delivery[]): TestDelivery {
  const delivery = planned.find(({ request }) => request !== null);
  if (delivery === undefined || delivery.request === null) {
    const reasons = planned.map(({ postback, reason }) => `${postback}: ${reason ?? 'skipped'}`).join(', ');
    throw new Fault('bad_request', { message: `The test would be skipped (${reasons}).` });
  }
  const headers = { ...delivery.request.headers, [testHeader]: '1' };
  return { ...delivery, request: { ...delivery.request, headers }, test: true };
}
