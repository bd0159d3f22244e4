/**
 * Devices that asked to be forgotten. Enters: activities, touches and attempts as stored. Leaves: the same without anything that tells whose they were.
 * It keeps a field only where it is named here, so that a field that is new is forgotten too.
 */
import type { Activity, ActivityBody, DeviceBody, Environment } from './activity';
import type { Attempt } from './delivery';
import type { Touch } from './touch';

/** Why nothing of it was judged or sent: a flag of activities and touches, the reason of deliveries. */
export const forgottenReason = 'forgotten_device';

/** What is remembered of an opt-out: keyed hashes, never an identifier. */
export interface OptOut {
  readonly id: string;
  readonly app: string;
  readonly environment: Environment;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly reason?: string;
  /** Of every key and, in production, every form in which a touch may carry it. */
  readonly hashes: readonly string[];
  /** Devices that were known and were forgotten. */
  readonly forgotten: number;
}

/** `user:…`, which may name several devices; every other key names one. */
export function isUserKey(key: string): boolean {
  return /^(?:s:)?user:/.test(key);
}

function only<T extends object, K extends keyof T>(fields: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  ) as Pick<T, K>;
}

function flagged(flags: readonly string[]): readonly string[] {
  return flags.includes(forgottenReason) ? flags : [...flags, forgottenReason];
}

const keptOfDevice = ['os_name', 'device_type', 'country'] as const satisfies readonly (keyof DeviceBody)[];
/** `transaction_id` stays: without it a second report of the same sale would be a new one. */
const keptOfBody = [
  'kind',
  'event',
  'app_version',
  'revenue',
  'payout',
  'transaction_id',
  'status',
] as const satisfies readonly (keyof ActivityBody)[];

/** What happened and when, no longer to whom. */
export function forgetActivity(activity: Activity): Activity {
  return {
    ...activity,
    flags: flagged(activity.flags),
    body: { ...only(activity.body, keptOfBody), device: only(activity.body.device, keptOfDevice) },
    keys: { device: [], touch: [], address: [] },
  };
}

const keptOfTouch = [
  'id',
  'app',
  'link',
  'partner',
  'type',
  'time',
  'receivedAt',
  'campaign',
  'campaignId',
  'adgroup',
  'adgroupId',
  'creative',
  'creativeId',
  'retargeting',
  'cost',
  'count',
  'flags',
  'fraud',
] as const satisfies readonly (keyof Touch)[];

/** Which ad was touched and when. The partner's own click id and parameters go too: the partner knows whose they are. */
export function forgetTouch(touch: Touch): Touch {
  return {
    ...only(touch, keptOfTouch),
    flags: flagged(touch.flags),
    device: only(touch.device, keptOfDevice),
    params: {},
    keys: [],
    hasIdentifier: false,
  };
}

/** When, and with what status. An endpoint may answer with what it was sent. */
export function forgetAttempt(attempt: Attempt): Attempt {
  return only(attempt, ['at', 'status', 'durationMs']);
}
