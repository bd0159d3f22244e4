/**
 * What would be known of a device after a history that is only told. Enters: activities with the credit that each was given. Leaves: the device,
 * as the pipeline would have left it. It judges nothing again: the credit is what the teller says.
 */
import { creditAfter } from './attribute/install';
import { converted, seen, settleCredit } from './attribute/next-device';
import { creditAfterReturn } from './attribute/returning';
import { neverSeen } from './device-ledger';
import type { PastActivity } from './explain-schema';
import type { Activity } from './model/activity';
import type { Conversion, Credit, Device } from './model/attribution';
import type { Policy } from './model/policy';

/**
 * The device of a history is the device of the activity that is asked about, by definition.
 * @param readTime epoch milliseconds of an entry, by its place.
 */
export function replayHistory(
  history: readonly PastActivity[],
  asked: Activity,
  policy: Policy,
  readTime: (value: string | number, at: number) => number,
): Device {
  const entries = history
    .map((past, at) => ({ past, time: readTime(past.time, at), at }))
    .sort((a, b) => a.time - b.time || a.at - b.at);
  let device = neverSeen(asked, 'asked');
  for (const { past, time, at } of entries)
    device = step(settleCredit(device, time), past, { asked, policy, time, at });
  return device;
}

interface Step {
  readonly asked: Activity;
  readonly policy: Policy;
  readonly time: number;
  readonly at: number;
}

function step(device: Device, past: PastActivity, { asked, policy, time, at }: Step): Device {
  const { kind } = past;
  const activity: Activity = {
    ...asked,
    id: `history-${at}`,
    // As it was posted: a reinstall came as an install.
    kind: kind === 'reinstall' ? 'install' : kind,
    time,
    receivedAt: time,
    flags: [],
    body: { kind, device: {} },
  };
  if (kind === 'session' || kind === 'event' || kind === 'uninstall') return seen(device, activity);
  const credit = creditGiven(past);
  const after = converted(
    device,
    activity,
    kind,
    credit,
    creditFollowing(device, kind, credit, time, policy),
  );
  const touchId = credit?.touchId ?? null;
  return touchId === null ? after : { ...after, spentTouches: [...after.spentTouches, touchId] };
}

/** Which credit later activities follow, as when the pipeline itself gave it. */
function creditFollowing(
  device: Device,
  kind: Conversion['kind'],
  credit: Credit | null,
  time: number,
  policy: Policy,
): Parameters<typeof converted>[4] {
  switch (kind) {
    case 'install':
      return { credit };
    case 'reinstall': {
      const install = device.conversions.findLast((each) => each.kind === 'install') ?? { credit };
      return creditAfter(device, install, credit, policy.reinstall.events);
    }
    default: {
      const { credit: how, creditForMs } = policy.returning;
      return creditAfterReturn(device, credit, time, { both: how === 'both', forMs: creditForMs });
    }
  }
}

/** Nobody's, and so organic, where nothing of it is named. */
function creditGiven(past: PastActivity): Credit | null {
  const text = (value: string | null | undefined): string | null => {
    const trimmed = value?.trim() ?? '';
    return trimmed === '' ? null : trimmed;
  };
  const [partner, link, campaign, touchId] = [past.partner, past.link, past.campaign, past.touch_id].map(
    text,
  );
  if (partner == null && link == null && campaign == null && touchId == null) return null;
  return {
    partner: partner ?? null,
    link: link ?? null,
    campaign: campaign ?? null,
    adgroup: text(past.adgroup),
    creative: text(past.creative),
    touchId: touchId ?? null,
    touchType: null,
    touchedAt: null,
    matchType: null,
  };
}
