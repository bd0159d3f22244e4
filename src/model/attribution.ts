/** The verdict on an activity. Enters: nothing. Leaves: types. Names are the wire's. */
import type { ActivityKind } from './activity';
import type { TouchType } from './touch';

export const matchTypes = ['click_id', 'referrer', 'device_id', 'probabilistic'] as const;
export type MatchType = (typeof matchTypes)[number];

export type AttributionStatus = 'attributed' | 'organic' | 'unattributed';

export interface Candidate {
  readonly touch_id: string;
  readonly partner: string | null;
  readonly verdict: 'won' | 'lost';
  /** One of the closed list in docs/attribution.md. */
  readonly reason: string;
  readonly match_type?: MatchType;
  readonly touch_type?: TouchType;
}

export interface Attribution {
  readonly status: AttributionStatus;
  readonly partner: string | null;
  readonly link: string | null;
  readonly campaign: string | null;
  readonly adgroup: string | null;
  readonly creative: string | null;
  /** Null where an earlier credit stays. */
  readonly touch_id: string | null;
  readonly touch_type: TouchType | null;
  /** RFC 3339. */
  readonly touched_at: string | null;
  readonly match_type: MatchType | null;
  readonly previous_partner?: string;
  readonly secondary: {
    readonly partner: string;
    readonly link: string | null;
    readonly campaign: string | null;
  } | null;
  readonly assists: readonly string[];
  readonly flags: readonly string[];
  readonly blocked?: true;
  readonly candidates: readonly Candidate[];
  readonly policy_version: string;
}

export interface Rejection {
  readonly touch_id: string;
  readonly reason: string;
}

/** Who was given credit, kept with the device so that later activities can follow it. */
export interface Credit {
  readonly partner: string | null;
  readonly link: string | null;
  readonly campaign: string | null;
  readonly adgroup: string | null;
  readonly creative: string | null;
  readonly touchId: string | null;
  readonly touchType: TouchType | null;
  /** Epoch milliseconds. */
  readonly touchedAt: number | null;
  readonly matchType: MatchType | null;
}

/** One thing that happened to a device and matters to later verdicts. */
export interface Conversion {
  readonly activity: string;
  readonly kind: Extract<ActivityKind, 'install' | 'reinstall' | 'reattribution' | 'reengagement'>;
  readonly time: number;
  /** `referrer.install_begin_at`, by which a repeated install is known. */
  readonly installBeginAt?: number;
  /** Null: organic. */
  readonly credit: Credit | null;
}

/** What is known of a device in one app and environment. Bounded: at most `conversionsMax` conversions, the first kept. */
export interface Device {
  readonly id: string;
  readonly app: string;
  /** Compare-and-set counter: 0 for a device not stored yet. */
  readonly version: number;
  /** All keys that name it. */
  readonly keys: readonly string[];
  readonly conversions: readonly Conversion[];
  readonly lastActivityAt: number | null;
  readonly sessions: number;
  readonly uninstalledAt: number | null;
  /** Current credit; null: organic or none. */
  readonly credit: Credit | null;
  /** What `credit` falls back to at `creditUntil`. */
  readonly secondary: Credit | null;
  /** True where `secondary` is paid beside `credit` until then (policy `returning.credit: both`). */
  readonly secondaryShown: boolean;
  /** Epoch milliseconds; null: the credit stays. */
  readonly creditUntil: number | null;
  /** Touches already judged for a return, so that one click brings a user back once. */
  readonly spentTouches: readonly string[];
  /** Events that came before the install, whose postbacks wait for it; ids, at most `parkedMax`. */
  readonly parked?: readonly string[];
  /** The first event of each name: its name, its id; at most `firstEventsMax` names. */
  readonly firstEvents?: readonly (readonly [event: string, activity: string])[];
}

export const conversionsMax = 20;
export const parkedMax = 100;
export const firstEventsMax = 50;
