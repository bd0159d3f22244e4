/**
 * Events that come before their install. Enters: an event's verdict and the device. Leaves: how long its postbacks wait, and what an install sets free.
 * Callbacks never wait; a partner is told once it is known whose the user is, or that the wait was in vain.
 */
import type { Verdict } from './attribute/attribute';
import type { Activity } from './model/activity';
import { parkedMax, type Device } from './model/attribution';
import type { Policy } from './model/policy';
import type { StoredActivity } from './ports/store';

/** Until when (epoch milliseconds); null: it does not wait, or waited long enough. */
export function parkTime(activity: Activity, verdict: Verdict, policy: Policy, now: number): number | null {
  if (activity.kind !== 'event' && activity.kind !== 'ad_revenue') return null;
  if (verdict.attribution?.status !== 'unattributed') return null;
  const { device } = verdict;
  if (device === null || device.conversions.length > 0 || (device.parked?.length ?? 0) >= parkedMax)
    return null;
  // Received later than now, where the clock was set back meanwhile: it waits as if it had come now.
  const until = Math.min(activity.receivedAt, now) + policy.events.parkMs;
  return until > now ? until : null;
}

/** It waited before: its first verdict is stored with it. */
export function wasParked({ state, attribution, plannedRevision }: StoredActivity): boolean {
  return state === 'accepted' && attribution !== null && plannedRevision === null;
}

export function withParked(device: Device, id: string): Device {
  return { ...device, parked: [...(device.parked ?? []).filter((each) => each !== id), id] };
}

export function withoutParked(device: Device, ids: readonly string[]): Device {
  if (device.parked === undefined) return device;
  return { ...device, parked: device.parked.filter((each) => !ids.includes(each)) };
}

/** Whom a conversion of this device sets free. */
export function listUnparked(verdict: Verdict): readonly string[] {
  const converts =
    verdict.kind === 'install' || verdict.kind === 'reinstall' || verdict.kind === 'reattribution';
  return converts && verdict.device !== null ? (verdict.device.parked ?? []) : [];
}
