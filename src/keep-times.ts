/**
 * How long things are kept. Enters: the settings and every app's policy. Leaves: milliseconds; never less than a policy in use still needs.
 */
import { resolvePolicy } from './attribute/policy';
import type { App } from './model/app';
import { nounOf } from './ports/directory';
import type { Store } from './ports/store';

export interface KeepSettings {
  readonly keepTouchesDays: number;
  readonly keepActivitiesDays: number;
  readonly keepDeliveriesDays: number;
  readonly keepAddressesDays: number;
  readonly keepDevicesDays: number;
  readonly keepCostsDays: number;
}

export interface KeepTimes {
  readonly touchesMs: number;
  readonly activitiesMs: number;
  readonly deliveriesMs: number;
  /** Raw ones, in touches and activities. */
  readonly addressesMs: number;
  /** Without an activity. */
  readonly devicesMs: number;
  readonly costsMs: number;
  /** Apps in which an install of a known device is a reinstall however late it comes: their devices stay. */
  readonly appsOfLastingDevices: readonly string[];
}

const dayMs = 86_400_000;

/** Links and integrations widen no window beyond what KEEP_TOUCHES_DAYS is at least; an app's `events.by_click_id` may go further. */
export async function readKeepTimes(settings: KeepSettings, store: Store): Promise<KeepTimes> {
  let touchesMs = settings.keepTouchesDays * dayMs;
  const lasting: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.listRecords('app', { limit: 500, ...(cursor === null ? {} : { cursor }) });
    for (const record of page.items) {
      const app = nounOf<App>(record);
      const policy = resolvePolicy(app.policy);
      touchesMs = Math.max(touchesMs, policy.events.byClickIdMs);
      if (policy.reinstall.windowMs === 'always') lasting.push(app.id);
    }
    cursor = page.next;
  } while (cursor !== null);
  return {
    touchesMs,
    activitiesMs: settings.keepActivitiesDays * dayMs,
    deliveriesMs: settings.keepDeliveriesDays * dayMs,
    addressesMs: settings.keepAddressesDays * dayMs,
    devicesMs: settings.keepDevicesDays * dayMs,
    costsMs: settings.keepCostsDays * dayMs,
    appsOfLastingDevices: lasting,
  };
}
