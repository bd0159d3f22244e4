/** What is managed: apps, keys, links, integrations, callbacks. Enters: nothing. Leaves: types. Times are epoch milliseconds. */
import type { CallbackKind, Environment } from './activity';
import type { KeyScope } from './key-scopes';
import type { Role } from './role';
import type { PolicyDocument } from './policy';
import type { TouchCost, TouchType } from './touch';

export const platforms = ['android', 'ios', 'web'] as const;
export type Platform = (typeof platforms)[number];

interface Stored {
  readonly id: string;
  readonly createdAt: number;
  /** Grows by one with each change. */
  readonly version: number;
}

export interface App extends Stored {
  readonly name: string;
  readonly platform: Platform;
  readonly storeId?: string;
  readonly policy?: PolicyDocument;
  readonly timezone?: string;
  readonly currency?: string;
  /** `signed`: a key is not enough. */
  readonly postbackKey: 'required' | 'optional' | 'signed';
  /** Whence conversions may be told of by server calls and pixels: addresses, CIDRs; absent: from everywhere. */
  readonly postbackAddresses?: readonly string[];
  /** Postback keys, sealed: of links by token, of the app itself under the empty name. */
  readonly postbackKeys?: Readonly<Record<string, string>>;
  /** The host of its click URLs, lower case; its well-known files are served there. */
  readonly link_domain?: string;
  /** Apple's app ids (`<team>.<bundle>`) that open the domain's links. */
  readonly ios_app_ids?: readonly string[];
  readonly android_apps?: readonly AndroidApp[];
  /** Whose pages may post activities, ask and touch from a browser: `https://shop.example`. */
  readonly web_origins?: readonly string[];
  /** The click domain's own cookie tells one clicker from another (false). */
  readonly clicker_cookie?: boolean;
  /** Absent: off. */
  readonly signed_clicks?: SignedClicks;
  readonly click_keys?: readonly ClickKey[];
  /** Of what the app itself posts; absent: off. */
  readonly signed_activities?: SignedClicks;
  readonly signing_keys?: readonly SigningKey[];
}

/** Of the app's Android package: who may open the domain's links. */
export interface AndroidApp {
  readonly package: string;
  /** SHA-256 of its signing certificates: pairs of hex digits, upper case, with colons. */
  readonly sha256_cert_fingerprints: readonly string[];
}

/** Whether clicks, or what an app posts, must be signed: not looked at; a wrong or missing signature is noted; it is refused. */
export const signedClickModes = ['off', 'report', 'enforce'] as const;
export type SignedClicks = (typeof signedClickModes)[number];

/** Who signs clicks with it. */
export interface ClickKey {
  readonly id: string;
  readonly createdAt: number;
  /** Good for this partner's links alone; absent: for all of the app. */
  readonly partner?: string;
  /** Sealed. */
  readonly secret: string;
}

/** By which the app's own servers sign what they post. */
export interface SigningKey {
  readonly id: string;
  readonly createdAt: number;
  /** Sealed. */
  readonly secret: string;
}

export { roles, type Role } from './role';

export interface Key extends Stored {
  readonly role: Role;
  readonly app?: string;
  readonly partner?: string;
  /** Narrowed to these; absent: whatever its role may. */
  readonly scopes?: readonly KeyScope[];
  /** Posted from the device itself: address and user agent may be filled from the connection. */
  readonly client?: boolean;
  readonly name?: string;
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  /** Its first characters, to tell keys apart. */
  readonly prefix: string;
  /** From then on it is refused. */
  readonly expiresAt?: number;
}

export type Payout = { readonly amount: string; readonly currency: string } | { readonly percent: string };

/** By kind, or by the app's name of an event. */
export type Payouts = Readonly<Record<string, Payout>>;

export interface Link extends Stored {
  /** `id` is the token in its URLs. */
  readonly app: string;
  readonly partner?: string;
  readonly campaign?: string;
  readonly campaign_id?: string;
  readonly adgroup?: string;
  readonly adgroup_id?: string;
  readonly creative?: string;
  readonly creative_id?: string;
  /** Where it opens in the app, on a phone that has it. */
  readonly deeplink?: string;
  /** Of each touch that names no other. */
  readonly cost?: TouchCost;
  /** In place of the app's. */
  readonly signed_clicks?: SignedClicks;
  readonly destinations: Readonly<Partial<Record<Platform, string>>>;
  readonly retargeting: boolean;
  readonly type?: TouchType;
  readonly policy?: PolicyDocument;
  readonly payouts?: Payouts;
}

/** One of both: only these, or all but these. Lower case. */
export type ListRule = { readonly allow: readonly string[] } | { readonly deny: readonly string[] };

/** When an integration sends, and what. Names and forms are the API's; absent keys have the default in brackets. */
export interface SendRules {
  /** credited (default): what was credited to this partner; all: everything, organic included. */
  readonly scope?: 'credited' | 'all';
  /** Somebody said that he means `scope: all`. */
  readonly confirm_all?: true;
  /** Requests a second of this integration, in place of the template's `rateLimit`; 0: none. */
  readonly rate_per_second?: number;
  /** What was credited to an impression or an engaged view (true). */
  readonly view_through?: boolean;
  /** Re-engagements and reattributions (true). */
  readonly reengagement?: boolean;
  /** Refused installs and reattributions, to the partner whose touch was refused (true). */
  readonly rejected?: boolean;
  /** What the partner has the secondary credit for (true). */
  readonly secondary?: boolean;
  /** Of each event, or of those named, only the device's first (false). */
  readonly first_only?: boolean | readonly string[];
  /** Events and ad revenue below it are not sent; `events`: only these are judged. */
  readonly min_revenue?: {
    readonly amount: string;
    readonly currency: string;
    readonly events?: readonly string[];
  };
  readonly countries?: ListRule;
  readonly os?: ListRule;
  /** Of 100 activities so many, by a hash of their id (100). */
  readonly sample_percent?: number;
  /** Sent so much later (0). */
  readonly delay_seconds?: number;
  /** Only so long after the install, reinstall or reattribution (no end). */
  readonly window_days?: number;
  /** Whether revenue is in reach of the template (with). */
  readonly revenue?: 'with' | 'without';
  /** Which of an activity's parameters are in reach of the template (all). */
  readonly params?: 'all' | readonly string[];
  readonly partner_params?: 'all' | readonly string[];
  /** Whether the template's `consent` counts (respect). */
  readonly consent?: 'respect' | 'ignore';
  /** Somebody said that he means `consent: ignore`. */
  readonly confirm_ignore_consent?: true;
}

/** Of a sandbox activity: the newest version that was put, or that one. */
export type SandboxVersion = 'latest' | number;

export interface Integration extends Stored {
  /** `id` is `<app>/<partner>`. */
  readonly app: string;
  readonly partner: string;
  readonly active: boolean;
  /** Plain values; of secret settings the sealed form (`sealed:v1:…`). */
  readonly settings: Readonly<Record<string, string>>;
  /** The app's event → the partner's, one or several; once set, an event not in it is skipped. */
  readonly events?: Readonly<Record<string, string | readonly string[]>>;
  readonly send: SendRules;
  /** A stored version of the template; absent: the live one. */
  readonly template_version?: number;
  /** Sandbox activities use this version of the template, approved or not. */
  readonly sandbox_template_version?: SandboxVersion;
  readonly policy?: PolicyDocument;
  readonly payouts?: Payouts;
}

export interface Callback extends Stored {
  readonly app: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Absent: all kinds but click and impression. */
  readonly kinds?: readonly CallbackKind[];
  readonly events?: readonly string[];
  /** Values sealed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly environment?: Environment;
  readonly active: boolean;
  /** `whsec_…`, sealed. */
  readonly secret: string;
  /** The secret before the last rotation, sealed, and until when requests carry its signature too; epoch milliseconds. */
  readonly previousSecret?: { readonly sealed: string; readonly until: number };
  /** Of a callback that Carom itself switched off: why, and when (epoch milliseconds). */
  readonly disabled?: { readonly reason: string; readonly at: number };
}
