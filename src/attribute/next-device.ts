/** The device after an activity. Enters: the device before it. Leaves: a new one; nothing is changed in place. */
import type { Activity } from '../model/activity';
import { conversionsMax, type Conversion, type Credit, type Device } from '../model/attribution';
import type { Judged } from './judge';

/** Touches remembered as judged, so that one brings a user back once. */
const spentMax = 50;

/** An activity was seen of it. */
export function seen(device: Device, activity: Activity): Device {
  const { kind, time } = activity;
  return {
    ...device,
    keys: [...new Set([...device.keys, ...activity.keys.device])],
    lastActivityAt: kind === 'uninstall' ? device.lastActivityAt : Math.max(device.lastActivityAt ?? 0, time),
    sessions: device.sessions + (kind === 'session' ? 1 : 0),
    uninstalledAt: kind === 'uninstall' ? time : kind === 'install' ? null : device.uninstalledAt,
  };
}

export interface CreditAfter {
  readonly credit: Credit | null;
  readonly secondary?: Credit | null;
  readonly secondaryShown?: boolean;
  /** Epoch milliseconds. */
  readonly creditUntil?: number | null;
  readonly spent?: Judged | null;
}

/** It was installed, or came back. `credit` is the conversion's own; `after.credit` is what later activities follow. */
export function converted(
  device: Device,
  activity: Activity,
  kind: Conversion['kind'],
  credit: Credit | null,
  after: CreditAfter,
): Device {
  const beginAt = installBegin(activity);
  const conversion: Conversion = {
    activity: activity.id,
    kind,
    time: activity.time,
    ...(beginAt === undefined ? {} : { installBeginAt: beginAt }),
    credit,
  };
  const all = [...device.conversions, conversion].sort((a, b) => a.time - b.time);
  const spent = after.spent === undefined || after.spent === null ? [] : [after.spent.touch.id];
  return {
    ...seen(device, activity),
    conversions:
      all.length <= conversionsMax ? all : [...all.slice(0, 1), ...all.slice(-(conversionsMax - 1))],
    credit: after.credit,
    secondary: after.secondary ?? null,
    secondaryShown: after.secondaryShown ?? false,
    creditUntil: after.creditUntil ?? null,
    spentTouches: [...device.spentTouches, ...spent].slice(-spentMax),
  };
}

/** When the download began, by the store's clock where it is known. */
export function installBegin(activity: Activity): number | undefined {
  const text = activity.body.referrer?.install_begin_at_server ?? activity.body.referrer?.install_begin_at;
  return text === undefined ? undefined : Date.parse(text);
}

/** The device's credit at a time: what has ended has fallen back. */
export function settleCredit(device: Device, time: number): Device {
  if (device.creditUntil === null || time < device.creditUntil) return device;
  return { ...device, credit: device.secondary, secondary: null, secondaryShown: false, creditUntil: null };
}
