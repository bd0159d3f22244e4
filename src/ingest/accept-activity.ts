/**
 * One activity through the door. Enters: a parsed JSON value and what is known of the request. Leaves: the activity, normalised and keyed,
 * or the fault that refuses it. Never does I/O, never keeps a raw email or phone.
 */
import { Fault } from '../errors';
import type {
  Activity,
  ActivityBody,
  ActivityFlag,
  ConsentBody,
  DeviceBody,
  PostedKind,
  ReferrerBody,
} from '../model/activity';
import { isDecimal, type Money } from '../model/money';
import type { Secrets } from '../ports/secrets';
import {
  activitySchema,
  type PostedActivity,
  type PostedConsent,
  type PostedDevice,
  type PostedMoney,
  type PostedReferrer,
} from './activity-schema';
import type { IsAnonymousAddress } from './anonymous-networks';
import { normaliseAddress } from './client-address';
import {
  deviceKeys,
  hasIdentity,
  hasMalformedAdvertisingId,
  meaningful,
  normaliseIdentifier,
  partitionOf,
} from './identity';
import { hashUser, type HashForms } from './personal-data';
import { schemaFault } from './schema-fault';
import { formatTime, readTime } from './time';

export interface AcceptContext {
  readonly app: string;
  /** The kind that the route implies; another one in the body is refused. */
  readonly kind?: PostedKind;
  readonly arrivalMs: number;
  readonly partitions: number;
  readonly secrets: Secrets;
  readonly isAnonymous: IsAnonymousAddress;
  readonly makeId: (nowMs: number) => string;
  /** Of a key that posts from the device itself: fills what the body leaves out. */
  readonly connection?: { readonly address?: string | undefined; readonly userAgent?: string | undefined };
  readonly hashForms?: HashForms;
  /** What is to be said of the request that it came in. */
  readonly flags?: readonly ActivityFlag[];
  /** What only a server conversion carries. */
  readonly conversion?: {
    readonly payout?: PostedMoney;
    readonly status?: string;
    readonly statusTime?: string;
    readonly flags?: readonly ActivityFlag[];
  };
  /** Of another vendor's client: what is to be said of its request; and it is taken, flagged, where nothing tells whose it is. */
  readonly dialect?: { readonly flags: readonly ActivityFlag[] };
}

export type Accepted =
  { readonly ok: true; readonly activity: Activity } | { readonly ok: false; readonly fault: Fault };

/** Reads, checks, normalises and keys one posted activity. */
export function acceptActivity(raw: unknown, context: AcceptContext): Accepted {
  try {
    return { ok: true, activity: accept(raw, context) };
  } catch (cause) {
    // Anything else is our own mistake, not the poster's: it is answered 500, not as a refused item.
    if (!(cause instanceof Fault)) throw cause;
    return { ok: false, fault: cause };
  }
}

function accept(raw: unknown, context: AcceptContext): Activity {
  const posted = validate(raw, context.kind);
  const time = readTime(posted.time, context.arrivalMs);
  const flags: ActivityFlag[] = [
    ...time.flags,
    ...(context.flags ?? []),
    ...(context.conversion?.flags ?? []),
    ...(context.dialect?.flags ?? []),
  ];
  const body = normaliseBody(posted, context, flags);
  if (posted.kind === 'event' && body.event === undefined)
    throw new Fault('missing_field', { field: 'event', message: 'event is required of an event.' });
  if (!hasIdentity(body)) {
    if (context.dialect === undefined) throw new Fault('no_identity');
    flags.push('no_identity');
  }
  const environment = posted.environment ?? 'production';
  return {
    app: context.app,
    id: text(posted.id) ?? context.makeId(context.arrivalMs),
    kind: posted.kind,
    time: time.ms,
    receivedAt: context.arrivalMs,
    environment,
    partition: partitionOf(context.app, body, context.partitions),
    flags,
    revision: 0,
    body,
    keys: { device: deviceKeys(body, environment), touch: [], address: [] },
  };
}

function validate(raw: unknown, implied: PostedKind | undefined): PostedActivity {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new Fault('invalid_field', { message: 'An activity is a JSON object.' });
  const given = (raw as { kind?: unknown }).kind;
  if (implied !== undefined && given !== undefined && given !== implied)
    throw new Fault('invalid_field', {
      field: 'kind',
      message: `kind is ${implied} here. Leave it out, or post to /v1/activities.`,
    });
  const value = implied === undefined ? raw : { ...raw, kind: implied };
  const result = activitySchema.safeParse(value);
  if (!result.success) throw schemaFault(result.error.issues, value);
  return result.data;
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined };

/** Without the keys that are undefined. Built anew: deleting would make the object slow to read ever after. */
function present<T extends object>(value: Loose<T>): T {
  const kept: Loose<T> = {};
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] !== undefined) kept[key] = value[key];
  return kept as T;
}

/** The same, or undefined where nothing is left. */
function anyPresent<T extends object>(value: Loose<T>): T | undefined {
  const kept = present(value);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** Trimmed; undefined where empty. */
function text(value: string | null | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** @param flags takes what is to be said of the activity without refusing it. */
export function normaliseBody(
  posted: PostedActivity,
  context: Pick<AcceptContext, 'arrivalMs' | 'isAnonymous' | 'connection' | 'hashForms' | 'conversion'>,
  flags: ActivityFlag[],
): ActivityBody {
  if (hasMalformedAdvertisingId(posted.device ?? {}, posted.consent ?? {}))
    flags.push('malformed_advertising_id');
  const device = normaliseDevice(posted.device ?? {}, context.connection);
  if (device.ip_address !== undefined && context.isAnonymous(device.ip_address)) flags.push('anonymous_ip');
  return present<ActivityBody>({
    kind: posted.kind,
    event: text(posted.event),
    device,
    app_version: text(posted.app_version),
    click_id: meaningful(posted.click_id),
    referrer: posted.referrer ? normaliseReferrer(posted.referrer, context.arrivalMs, flags) : undefined,
    adservices_token: text(posted.adservices_token),
    user: posted.user ? hashUser(posted.user, context.hashForms) : undefined,
    revenue: posted.revenue ? normaliseMoney(posted.revenue, 'revenue') : undefined,
    payout: context.conversion?.payout ? normaliseMoney(context.conversion.payout, 'payout') : undefined,
    transaction_id: text(posted.transaction_id),
    status: context.conversion?.status,
    status_time: readStatusTime(context),
    consent: posted.consent ? normaliseConsent(posted.consent) : undefined,
    params: posted.params ?? undefined,
    partner_params: posted.partner_params ?? undefined,
  });
}

export function normaliseDevice(device: PostedDevice, connection?: AcceptContext['connection']): DeviceBody {
  return present<DeviceBody>({
    device_id: meaningful(device.device_id),
    gps_adid: normaliseIdentifier('gps_adid', device.gps_adid),
    idfa: normaliseIdentifier('idfa', device.idfa),
    idfv: normaliseIdentifier('idfv', device.idfv),
    android_id: normaliseIdentifier('android_id', device.android_id),
    oaid: normaliseIdentifier('oaid', device.oaid),
    fire_adid: normaliseIdentifier('fire_adid', device.fire_adid),
    ip_address: readAddress(device.ip_address) ?? connection?.address,
    user_agent: text(device.user_agent) ?? text(connection?.userAgent)?.slice(0, 2_048),
    os_name: text(device.os_name)?.toLowerCase(),
    os_version: text(device.os_version),
    device_model: text(device.device_model),
    device_manufacturer: text(device.device_manufacturer),
    device_type: text(device.device_type),
    language: text(device.language),
    country: text(device.country)?.toLowerCase(),
    timezone: text(device.timezone),
  });
}

function readStatusTime({
  conversion,
  arrivalMs,
}: Pick<AcceptContext, 'arrivalMs' | 'conversion'>): string | undefined {
  if (conversion?.statusTime === undefined) return undefined;
  return formatTime(readTime(conversion.statusTime, arrivalMs, 'status_time').ms);
}

function readAddress(value: string | null | undefined): string | undefined {
  const given = meaningful(value);
  if (given === undefined) return undefined;
  const address = normaliseAddress(given);
  if (address === null)
    throw new Fault('invalid_field', {
      field: 'device.ip_address',
      message: 'device.ip_address is not an IPv4 or IPv6 address.',
    });
  return address;
}

function normaliseReferrer(
  referrer: PostedReferrer,
  arrivalMs: number,
  flags: ActivityFlag[],
): ReferrerBody | undefined {
  const time = (
    name: 'clicked_at' | 'install_begin_at' | 'clicked_at_server' | 'install_begin_at_server',
  ): string | undefined => {
    const value = referrer[name];
    // Google's library gives 0 for a time it does not know.
    if (value === undefined || value === null || value === '' || value === 0 || value === '0')
      return undefined;
    const read = readTime(value, arrivalMs, `referrer.${name}`);
    if (read.flags.includes('clock_ahead') && !flags.includes('clock_ahead')) flags.push('clock_ahead');
    return formatTime(read.ms);
  };
  const raw = text(referrer.raw);
  return anyPresent<ReferrerBody>({
    click_id: meaningful(referrer.click_id) ?? clickIdIn(raw),
    raw,
    source: text(referrer.source),
    clicked_at: time('clicked_at'),
    install_begin_at: time('install_begin_at'),
    clicked_at_server: time('clicked_at_server'),
    install_begin_at_server: time('install_begin_at_server'),
    app_version: text(referrer.app_version),
  });
}

/** The id that Carom stamped into a Play Store referrer, which some libraries hand over still encoded. */
function clickIdIn(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined;
  const query = raw.includes('=') ? raw : (new URLSearchParams(`r=${raw}`).get('r') ?? '');
  const found = meaningful(new URLSearchParams(query).get('click_id'));
  return found !== undefined && found.length <= 256 ? found : undefined;
}

function normaliseMoney(money: PostedMoney, field: 'revenue' | 'payout'): Money {
  const amount = typeof money.amount === 'number' ? String(money.amount) : money.amount.trim();
  if (!isDecimal(amount))
    throw new Fault('invalid_field', {
      field: `${field}.amount`,
      message: `${field}.amount is not a plain decimal such as 9.99 (a point, no thousands separator, no exponent).`,
    });
  return { amount, currency: money.currency.toUpperCase() };
}

function normaliseConsent(consent: PostedConsent): ConsentBody | undefined {
  return anyPresent<ConsentBody>({
    att_status: consent.att_status ?? undefined,
    eea: consent.eea ?? undefined,
    ad_user_data: consent.ad_user_data ?? undefined,
    ad_personalization: consent.ad_personalization ?? undefined,
    limit_ad_tracking: consent.limit_ad_tracking ?? undefined,
    tcf: text(consent.tcf),
  });
}
