/** What is managed: apps, keys, links, integrations, callbacks. Enters: nothing. Leaves: types. Times are epoch milliseconds. */
import type { CallbackKind, Environment } from './activity';
import type { PolicyDocument } from './policy';
import type { TouchType } from './touch';

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
  readonly postbackKey: 'required' | 'optional';
}

export const roles = ['admin', 'app', 'reader', 'partner'] as const;
export type Role = (typeof roles)[number];

export interface Key extends Stored {
  readonly role: Role;
  readonly app?: string;
  readonly partner?: string;
  /** Posted from the device itself: address and user agent may be filled from the connection. */
  readonly client?: boolean;
  readonly name?: string;
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  /** Its first characters, to tell keys apart. */
  readonly prefix: string;
}

export type Payout = { readonly amount: string; readonly currency: string } | { readonly percent: string };

export interface Link extends Stored {
  /** `id` is the token in its URLs. */
  readonly app: string;
  readonly partner?: string;
  readonly campaign?: string;
  readonly adgroup?: string;
  readonly creative?: string;
  readonly destinations: Readonly<Partial<Record<Platform, string>>>;
  readonly retargeting: boolean;
  readonly type?: TouchType;
  readonly policy?: PolicyDocument;
  readonly payouts?: Readonly<Record<string, Payout>>;
}

/** When an integration sends. Absent keys have the default in brackets. */
export interface SendRules {
  /** credited (default): what was credited to this partner; all: everything, organic included. */
  readonly scope?: 'credited' | 'all';
  /** Requests a second of this integration, in place of the template's `rateLimit`; 0: none. As it is written in the API. */
  readonly rate_per_second?: number;
}

export interface Integration extends Stored {
  /** `id` is `<app>/<partner>`. */
  readonly app: string;
  readonly partner: string;
  readonly active: boolean;
  /** Plain values; of secret settings the sealed form (`sealed:v1:…`). */
  readonly settings: Readonly<Record<string, string>>;
  /** The app's event → the partner's; once set, an event not in it is skipped. */
  readonly events?: Readonly<Record<string, string>>;
  readonly send: SendRules;
  readonly policy?: PolicyDocument;
  readonly payouts?: Readonly<Record<string, Payout>>;
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
