/**
 * What a template would send, without anything having happened. Enters: a template and what to try. Leaves: deliveries that nobody sends,
 * made by the same code as real ones. The sample fills what is left out; secrets stand as markers, also those that were given.
 */
import type { Activity, ActivityBody, ActivityKind } from '../../../src/model/activity';
import type { App, Integration } from '../../../src/model/app';
import type { Attribution, Device } from '../../../src/model/attribution';
import type { Delivery } from '../../../src/model/delivery';
import type { Touch } from '../../../src/model/touch';
import type { CompiledTemplate } from '../../../src/plan/compiled-template';
import { plan } from '../../../src/plan/plan';
import type { PlanInput } from '../../../src/plan/plan-input';

const minuteMs = 60_000;
/** RFC 5737 keeps this address for documentation. */
const address = '203.0.113.7';
const userAgent =
  'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36';
const moneyKinds = new Set<ActivityKind>(['event', 'ad_revenue', 'status_changed']);
const eventKinds = new Set<ActivityKind>(['event', 'status_changed']);

export const sampleApp: App = {
  id: 'sample',
  name: 'Sample App',
  platform: 'android',
  storeId: 'com.example.sample',
  currency: 'USD',
  timezone: 'Europe/Berlin',
  postbackKey: 'required',
  createdAt: Date.parse('2026-01-01T00:00:00.000Z'),
  version: 1,
};

function sampleBody(kind: ActivityKind, event: string | undefined, timeMs: number): ActivityBody {
  return {
    kind,
    ...(eventKinds.has(kind) ? { event: event ?? 'purchase' } : {}),
    device: {
      gps_adid: '38400000-8cf0-11bd-b23e-10b96e40000d',
      android_id: '9774d56d682e549c',
      ip_address: address,
      user_agent: userAgent,
      os_name: 'android',
      os_version: '14',
      device_model: 'Pixel 7',
      device_manufacturer: 'Google',
      device_type: 'phone',
      language: 'en',
      country: 'us',
      timezone: 'Europe/Berlin',
    },
    app_version: '1.2.3',
    referrer: { source: 'google', install_begin_at: new Date(timeMs - minuteMs).toISOString() },
    user: { id: 'sample-user' },
    ...(moneyKinds.has(kind) ? { revenue: { amount: '9.99', currency: 'USD' } } : {}),
    ...(kind === 'event' ? { transaction_id: 'sample-order' } : {}),
    consent: { ad_user_data: true, ad_personalization: true, limit_ad_tracking: false },
    params: {},
    partner_params: {},
  };
}

/** An activity of that kind with nothing left out that most apps report. `timeMs`: epoch milliseconds. */
export function sampleActivity(kind: ActivityKind, event: string | undefined, timeMs: number): Activity {
  return {
    app: sampleApp.id,
    id: 'sample-activity',
    kind,
    time: timeMs,
    receivedAt: timeMs,
    environment: 'production',
    partition: 0,
    flags: [],
    revision: 0,
    body: sampleBody(kind, event, timeMs),
    keys: { device: [], touch: [], address: [] },
  };
}

function sampleTouch(partner: string, timeMs: number): Touch {
  return {
    id: '01JSAMPLE00000000000000000',
    app: sampleApp.id,
    link: 'sample-link',
    partner,
    type: 'click',
    time: timeMs,
    receivedAt: timeMs,
    campaign: 'sample-campaign',
    adgroup: 'sample-adgroup',
    creative: 'sample-creative',
    partnerClickId: 'sample-click-id',
    retargeting: false,
    device: { ip_address: address, user_agent: userAgent },
    params: { sub1: 'sample-sub1' },
    keys: [],
    hasIdentifier: false,
    flags: [],
  };
}

function sampleAttribution(touch: Touch, partner: string): Attribution {
  return {
    status: 'attributed',
    partner,
    link: touch.link,
    campaign: touch.campaign ?? null,
    adgroup: touch.adgroup ?? null,
    creative: touch.creative ?? null,
    touch_id: touch.id,
    touch_type: touch.type,
    touched_at: new Date(touch.time).toISOString(),
    match_type: 'click_id',
    secondary: null,
    assists: [],
    flags: [],
    candidates: [],
    policy_version: 'sample',
  };
}

function sampleDevice(installedAt: number): Device {
  return {
    id: 'sample-device',
    app: sampleApp.id,
    version: 1,
    keys: [],
    conversions: [{ activity: 'sample-install', kind: 'install', time: installedAt, credit: null }],
    lastActivityAt: installedAt,
    sessions: 1,
    uninstalledAt: null,
    credit: null,
    secondary: null,
    secondaryShown: false,
    creditUntil: null,
    spentTouches: [],
  };
}

/** A required setting that was not given has its own key as value, so that the rest of the request can be seen. */
function sampleIntegration(
  template: CompiledTemplate,
  given: Readonly<Record<string, string>>,
  events: Readonly<Record<string, string>> | undefined,
): Integration {
  const filled = template.settings
    .filter(({ required, default: fallback }) => required === true && fallback === undefined)
    .map(({ key }): [string, string] => [key, key]);
  return {
    id: `${sampleApp.id}/${template.id}`,
    app: sampleApp.id,
    partner: template.id,
    active: true,
    settings: { ...Object.fromEntries(filled), ...given },
    ...(events === undefined ? {} : { events }),
    send: {},
    createdAt: sampleApp.createdAt,
    version: 1,
  };
}

export interface PreviewRequest {
  readonly kind: ActivityKind;
  readonly event?: string;
  /** Replaces the sample's fields; `device`, `user`, `referrer` and `consent` are merged, everything else stands for itself. */
  readonly activity?: Partial<ActivityBody>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly events?: Readonly<Record<string, string>>;
  readonly marker: PlanInput['marker'];
  /** Epoch milliseconds. */
  readonly now: number;
}

function mergeBody(sample: ActivityBody, given: Partial<ActivityBody>): ActivityBody {
  const merged: ActivityBody = { ...sample, ...given, kind: sample.kind };
  return {
    ...merged,
    device: { ...sample.device, ...given.device },
    user: { ...sample.user, ...given.user },
    referrer: { ...sample.referrer, ...given.referrer },
    consent: { ...sample.consent, ...given.consent },
  };
}

/** The deliveries of a sample activity credited to the template's partner, those skipped with their reasons. */
export function previewRequests(template: CompiledTemplate, preview: PreviewRequest): readonly Delivery[] {
  const { kind, event, activity, now } = preview;
  const sample = sampleActivity(kind, event, now);
  const touch = sampleTouch(template.id, now - 2 * minuteMs);
  return plan({
    activity: { ...sample, body: mergeBody(sample.body, activity ?? {}) },
    attribution: sampleAttribution(touch, template.id),
    rejected: kind.startsWith('rejected_') ? [{ touch_id: touch.id, reason: 'engagement_injection' }] : [],
    touch,
    device: sampleDevice(now - minuteMs),
    app: sampleApp,
    callbacks: [],
    integrations: [
      { template, integration: sampleIntegration(template, preview.settings ?? {}, preview.events) },
    ],
    marker: preview.marker,
    testMode: true,
    now,
  });
}
