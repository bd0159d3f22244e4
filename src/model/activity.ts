/**
 * What an app reports. Enters: nothing. Leaves: types and the closed lists they are made of.
 * Field names of `ActivityBody` are the wire's (snake_case), so that what was posted can be shown as it was posted.
 */
import type { Money } from './money';

/** Kinds an app may post. */
export const postedKinds = [
  'install',
  'session',
  'event',
  'ad_revenue',
  'reengagement',
  'uninstall',
] as const;
export type PostedKind = (typeof postedKinds)[number];

/** Kinds an activity can have once it was judged; callbacks choose among these. */
export const activityKinds = [
  ...postedKinds,
  'reinstall',
  'reattribution',
  'rejected_install',
  'rejected_reattribution',
  'attribution_updated',
  'status_changed',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What a callback may ask for beside activities, where it names it. */
export const touchKinds = ['click', 'impression'] as const;
export type CallbackKind = ActivityKind | (typeof touchKinds)[number];

export const environments = ['production', 'sandbox'] as const;
export type Environment = (typeof environments)[number];

/** What may be said of an activity without refusing it. */
export type ActivityFlag = 'clock_ahead' | 'late' | (string & {});

/** A flag of a session from a client that reports no installs: where the device has none yet, it is one. */
export const sessionMayInstall = 'session_may_install';

/** Device identifiers, in the order in which the first present one names the partition (after `device_id`). */
export const identifierNames = ['gps_adid', 'idfa', 'idfv', 'oaid', 'fire_adid', 'android_id'] as const;
export type IdentifierName = (typeof identifierNames)[number];

export interface DeviceBody {
  device_id?: string;
  gps_adid?: string;
  idfa?: string;
  idfv?: string;
  android_id?: string;
  oaid?: string;
  fire_adid?: string;
  ip_address?: string;
  user_agent?: string;
  os_name?: string;
  os_version?: string;
  device_model?: string;
  device_manufacturer?: string;
  device_type?: string;
  language?: string;
  country?: string;
  timezone?: string;
}

export interface ReferrerBody {
  click_id?: string;
  raw?: string;
  source?: string;
  /** All times are RFC 3339 with milliseconds, UTC, once normalised. */
  clicked_at?: string;
  install_begin_at?: string;
  clicked_at_server?: string;
  install_begin_at_server?: string;
  app_version?: string;
}

/**
 * Raw email and phone never get this far: they are hashed at the door (hex, lower case).
 * `email_sha256`: trimmed, lower. `email_gmail_sha256`: the same with a Gmail address's dots and +tag removed.
 * `phone_sha256`: digits alone. `phone_e164_sha256`: with the plus. The MD5 and SHA-1 forms exist where a template asks.
 */
export interface UserBody {
  id?: string;
  email_sha256?: string;
  email_gmail_sha256?: string;
  email_sha1?: string;
  email_md5?: string;
  phone_sha256?: string;
  phone_e164_sha256?: string;
  phone_sha1?: string;
  phone_md5?: string;
}

export interface ConsentBody {
  att_status?: number;
  eea?: boolean;
  ad_user_data?: boolean;
  ad_personalization?: boolean;
  limit_ad_tracking?: boolean;
  tcf?: string;
}

/** An activity as it was posted, normalised: identifiers lower case, times RFC 3339, fakes absent. */
export interface ActivityBody {
  kind: ActivityKind;
  event?: string;
  device: DeviceBody;
  app_version?: string;
  click_id?: string;
  referrer?: ReferrerBody;
  adservices_token?: string;
  user?: UserBody;
  revenue?: Money;
  /** What the partner is paid, as a tracker's postback names it; apart from `revenue`. */
  payout?: Money;
  transaction_id?: string;
  /** Of a server conversion: approved, pending, rejected. */
  status?: string;
  /** Since when it stands so, where its sender says. */
  status_time?: string;
  consent?: ConsentBody;
  params?: Readonly<Record<string, unknown>>;
  partner_params?: Readonly<Record<string, unknown>>;
}

/** The keys under which an activity is found and finds. Those that find touches are empty until touches are looked for, and are not stored. */
export interface ActivityKeys {
  /** Its own identity, e.g. `gps_adid:<value>`, `user:<id>`; strongest first. Devices are found by these. */
  readonly device: readonly string[];
  /** Every form a click may have carried of those identifiers: raw, and each hash in each case. */
  readonly touch: readonly string[];
  /**
   * Keyed hashes of the address, one for each UTC day from the activity's own back through the longest probabilistic window (a touch has that of its
   * own day); empty where the address may not be used.
   */
  readonly address: readonly string[];
}

/** What stood of a conversion at one revision. */
export interface ConversionState {
  /** When the call arrived that said so, epoch milliseconds. */
  readonly at: number;
  readonly status?: string;
  /** Since when, as its sender said; RFC 3339. */
  readonly status_time?: string;
  readonly payout?: Money;
  readonly revenue?: Money;
}

/** Revisions an activity may have: a tracker that flips a status back and forth fills no row. */
export const historyMax = 50;

/** An accepted activity. Times are epoch milliseconds. */
export interface Activity {
  readonly app: string;
  /** The poster's own id, else a ULID. Unique in the app. */
  readonly id: string;
  readonly kind: ActivityKind;
  readonly time: number;
  readonly receivedAt: number;
  readonly environment: Environment;
  readonly partition: number;
  readonly flags: readonly ActivityFlag[];
  /** 0 at first; a status move makes the next. */
  readonly revision: number;
  /** Of one whose status moved: what stood at each revision, the first one's state first; as long as `revision` + 1. `body` has the last. */
  readonly history?: readonly ConversionState[];
  /** The activity that this one was derived from. */
  readonly causedBy?: string;
  readonly body: ActivityBody;
  readonly keys: ActivityKeys;
}
