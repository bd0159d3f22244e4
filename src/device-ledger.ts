/**
 * The devices of one batch, as its activities change them. Enters: devices found in the store. Leaves: for each activity the device it belongs to,
 * with what earlier activities of the same batch made of it. It never writes to the store.
 */
import { createHash } from 'node:crypto';
import type { Activity } from './model/activity';
import type { Device } from './model/attribution';
import { isUserKey } from './model/opt-out';

export interface Resolved {
  readonly device: Device | null;
  /** Found by `user.id` alone: it lends its credit, and is another device. */
  readonly byUser: boolean;
}

const userMemoryMs = 365 * 86_400_000;

export class DeviceLedger {
  private readonly devices = new Map<string, Device>();
  /** App and key → device ids, oldest first. */
  private readonly named = new Map<string, string[]>();

  /** What the store has; a device known already from this batch is newer and stays. */
  learn(found: readonly Device[]): void {
    for (const device of found) if (!this.devices.has(this.idOf(device))) this.put(device);
  }

  put(device: Device): void {
    const id = this.idOf(device);
    this.devices.set(id, device);
    for (const key of device.keys) {
      const name = `${device.app}\n${key}`;
      const ids = this.named.get(name);
      if (ids === undefined) this.named.set(name, [id]);
      else if (!ids.includes(id)) ids.push(id);
    }
  }

  /** By its own identifiers, strongest first, the oldest device of that name; else by `user.id`; else a device never seen. */
  resolve(activity: Activity): Resolved {
    const own = activity.keys.device.filter((key) => !isUserKey(key));
    for (const key of own) {
      const [oldest] = this.find(activity.app, key);
      if (oldest !== undefined) return { device: oldest, byUser: false };
    }
    const user = activity.keys.device.find(isUserKey);
    const lender =
      user === undefined || activity.kind === 'install' ? undefined : this.newestOfUser(activity, user);
    if (lender !== undefined)
      return { device: lender, byUser: own.length > 0 || lender.keys.some((key) => !isUserKey(key)) };
    const name = own[0] ?? user;
    return { device: name === undefined ? null : newDevice(activity, name), byUser: false };
  }

  private newestOfUser(activity: Activity, key: string): Device | undefined {
    return this.find(activity.app, key)
      .filter(({ lastActivityAt }) => (lastActivityAt ?? 0) >= activity.time - userMemoryMs)
      .sort((a, b) => (b.lastActivityAt ?? 0) - (a.lastActivityAt ?? 0))[0];
  }

  private find(app: string, key: string): readonly Device[] {
    return (this.named.get(`${app}\n${key}`) ?? []).flatMap((id) => this.devices.get(id) ?? []);
  }

  private idOf(device: Device): string {
    return `${device.app}\n${device.id}`;
  }
}

function newDevice(activity: Activity, key: string): Device {
  const id = createHash('sha256').update(`${activity.app}\n${key}`).digest('hex').slice(0, 26);
  return neverSeen(activity, id);
}

/** The device of this activity before anything is known of it. */
export function neverSeen({ app, keys }: Activity, id: string): Device {
  return {
    id,
    app,
    version: 0,
    keys: keys.device,
    conversions: [],
    lastActivityAt: null,
    sessions: 0,
    uninstalledAt: null,
    credit: null,
    secondary: null,
    secondaryShown: false,
    creditUntil: null,
    spentTouches: [],
  };
}
