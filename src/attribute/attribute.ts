/**
 * The verdict on one activity. Enters: the activity, its candidate touches, what is known of the device, and the policies. Leaves: what it became,
 * who has the credit and why, what is derived from it, and the device as it is now. Pure: never reads a clock, a store or a setting.
 */
import { sessionMayInstall } from '../model/activity';
import { nothingConsidered } from './consider';
import { attributeInstall } from './install';
import { attributeLater } from './later';
import { settleCredit } from './next-device';
import { attributeReturn } from './returning';
import type { AttributeInput, Verdict } from './verdict';

export type { AttributeInput, Derived, Verdict } from './verdict';

export function attribute(input: AttributeInput): Verdict {
  const device = input.device === null ? null : settleCredit(input.device, input.activity.time);
  const settled = { ...input, device };
  if (isFirstSession(settled)) return attributeInstall(settled);
  switch (input.activity.kind) {
    case 'install':
      return attributeInstall(settled);
    case 'session':
    case 'event':
    case 'reengagement':
      return attributeReturn(settled);
    default:
      return attributeLater(settled, nothingConsidered);
  }
}

/** Without a device nobody can say that it is the first. */
function isFirstSession({ activity, device, byUser }: AttributeInput): boolean {
  return (
    activity.kind === 'session' &&
    activity.flags.includes(sessionMayInstall) &&
    device !== null &&
    byUser !== true &&
    !device.conversions.some(({ kind }) => kind === 'install')
  );
}
