/** An activity that did not happen, for previews and tests. Enters: a kind, and what the caller wants in it. Leaves: the facts that planning takes, credited to the partner at hand. It never resembles a real device: addresses and ids are those set aside for examples. */
import { Fault } from '../errors';
import { acceptActivity } from '../ingest/accept-activity';
import { postedKinds, type Activity, type ActivityKind, type Environment } from '../model/activity';
import type { App } from '../model/app';
import type { Attribution, Rejection } from '../model/attribution';
import type { Touch } from '../model/touch';
import type { PlanFacts } from '../plan/plan';
import type { Secrets } from '../ports/secrets';

export interface SampleWish {
  readonly app: App;
  readonly kind: ActivityKind;
  readonly event: string;
  /** What stands in place of the sample's own values, in the form in which activities are posted. */
  readonly activity: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
  /** Null: organic. */
  readonly partner: string | null;
  readonly id: string;
  readonly now: number;
  readonly secrets: Secrets;
}

type Plain = Readonly<Record<string, unknown>>;

const clickId = '01JD8Q00000000000000SAMPLE';
/** Kinds that carry the name of an event. */
const named = new Set<ActivityKind>(['event', 'status_changed']);
const refused = new Set<ActivityKind>(['rejected_install', 'rejected_reattribution']);

const android: Plain = {
  gps_adid: '00000000-5a3b-4c7d-8e9f-000000000001',
  android_id: '00000000a1b2c3d4',
  os_name: 'android',
  os_version: '14',
  device_model: 'Sample Phone',
  device_manufacturer: 'Sample',
  user_agent:
    'Mozilla/5.0 (Linux; Android 14; Sample Phone) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
};
const ios: Plain = {
  idfa: '00000000-5A3B-4C7D-8E9F-000000000002',
  idfv: '00000000-5A3B-4C7D-8E9F-000000000003',
  os_name: 'ios',
  os_version: '17.5',
  device_model: 'iPhone15,2',
  device_manufacturer: 'Apple',
  user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
};

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects merge, everything else replaces. */
function over(base: Plain, change: Plain): Plain {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = merged[key];
    merged[key] = isPlain(before) && isPlain(value) ? over(before, value) : value;
  }
  return merged;
}

function posted(wish: SampleWish): Plain {
  const wishedDevice = isPlain(wish.activity.device) ? wish.activity.device : {};
  const osName =
    typeof wishedDevice.os_name === 'string' ? wishedDevice.os_name.toLowerCase() : wish.app.platform;
  const ago = (ms: number): string => new Date(wish.now - ms).toISOString();
  const base: Plain = {
    time: ago(0),
    ...(named.has(wish.kind) ? { event: wish.event } : {}),
    device: {
      ...(osName === 'ios' ? ios : android),
      device_id: 'sample-device',
      ip_address: '203.0.113.7',
      device_type: 'phone',
      language: 'en',
      country: 'us',
      timezone: 'Europe/Berlin',
    },
    app_version: '1.2.3',
    click_id: clickId,
    referrer: {
      click_id: clickId,
      source: 'google',
      clicked_at: ago(120_000),
      install_begin_at: ago(60_000),
    },
    user: { id: 'sample-user', email: 'sample@example.com', phone: '+4915112345678' },
    revenue: { amount: '9.99', currency: 'USD' },
    transaction_id: `${wish.id}-order`,
    consent: {
      att_status: 3,
      eea: false,
      ad_user_data: true,
      ad_personalization: true,
      limit_ad_tracking: false,
    },
    params: { sku: 'sample' },
    partner_params: {},
  };
  return { ...over(base, wish.activity), id: wish.id, environment: wish.environment };
}

/** By the same door as a posted one, so that it is normalised and refused alike. @throws Fault with the field under `activity`. */
function sampleActivity(wish: SampleWish): Activity {
  const kind = postedKinds.find((name) => name === wish.kind) ?? 'session';
  const result = acceptActivity(
    { ...posted(wish), kind },
    {
      app: wish.app.id,
      arrivalMs: wish.now,
      partitions: 1,
      secrets: wish.secrets,
      // The address is one of those set aside for examples.
      isAnonymous: () => false,
      makeId: () => wish.id,
      hashForms: { md5: true, sha1: true },
    },
  );
  if (!result.ok) {
    const { kind: fault, message, field } = result.fault;
    throw new Fault(fault, { message, ...(field === undefined ? {} : { field: `activity.${field}` }) });
  }
  const { activity } = result;
  return { ...activity, kind: wish.kind, body: { ...activity.body, kind: wish.kind } };
}

function sampleTouch(wish: SampleWish): Touch {
  const time = wish.now - 120_000;
  return {
    id: clickId,
    app: wish.app.id,
    link: 'samplelink',
    ...(wish.partner === null ? {} : { partner: wish.partner }),
    type: 'click',
    time,
    receivedAt: time,
    campaign: 'sample campaign',
    adgroup: 'sample ad group',
    creative: 'sample creative',
    partnerClickId: 'SAMPLE-CLICK-ID',
    retargeting: false,
    device: { ip_address: '203.0.113.7', user_agent: String(android.user_agent) },
    params: { sub1: 'one', sub2: 'two', sub3: 'three', sub4: 'four', sub5: 'five', gclid: 'SAMPLE-GCLID' },
    keys: [],
    hasIdentifier: false,
    flags: [],
  };
}

function sampleAttribution(touch: Touch, partner: string | null): Attribution {
  const credited = partner !== null;
  return {
    status: credited ? 'attributed' : 'organic',
    partner,
    link: credited ? touch.link : null,
    campaign: credited ? (touch.campaign ?? null) : null,
    adgroup: credited ? (touch.adgroup ?? null) : null,
    creative: credited ? (touch.creative ?? null) : null,
    touch_id: credited ? touch.id : null,
    touch_type: credited ? touch.type : null,
    touched_at: credited ? new Date(touch.time).toISOString() : null,
    match_type: credited ? 'click_id' : null,
    secondary: null,
    assists: [],
    flags: [],
    candidates: credited
      ? [
          {
            touch_id: touch.id,
            partner,
            verdict: 'won',
            reason: 'newest',
            match_type: 'click_id',
            touch_type: 'click',
          },
        ]
      : [],
    policy_version: 'sample',
  };
}

export function sampleFacts(wish: SampleWish): PlanFacts {
  const touch = sampleTouch(wish);
  const rejected: readonly Rejection[] = refused.has(wish.kind)
    ? [{ touch_id: touch.id, reason: 'too_many_engagements' }]
    : [];
  return {
    activity: sampleActivity(wish),
    attribution: sampleAttribution(touch, wish.partner),
    rejected,
    touch: wish.partner === null ? null : touch,
    device: null,
    app: wish.app,
  };
}
