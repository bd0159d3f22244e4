/** Everything that follows the credit there is. Enters: an activity that converts nothing. Leaves: whose it is. */
import type { Attribution } from '../model/attribution';
import { consider, type Considered } from './consider';
import { attributedTo, contextOf, follows, nobodys } from './credit';
import { lastTouchWindows } from './judge';
import { seen } from './next-device';
import type { AttributeInput, Verdict } from './verdict';

/** @param considered what a return was judged by, to be shown; nothing where none was. */
export function attributeLater(input: AttributeInput, considered: Considered): Verdict {
  const { activity, device } = input;
  return {
    kind: activity.kind,
    attribution: creditLater(input, considered),
    rejected: [],
    derived: [],
    device: device === null || input.byUser === true ? null : seen(device, activity),
  };
}

function creditLater(input: AttributeInput, considered: Considered): Attribution {
  const { activity, device, policy } = input;
  const named = activity.kind === 'session' ? null : creditByClick(input);
  if (named !== null) return named;
  if (policy.events.credit === 'last_touch' && (activity.kind === 'session' || activity.kind === 'event')) {
    const choice = consider(input, { windows: lastTouchWindows(activity.kind) });
    return choice.winner === null
      ? nobodys('unattributed', choice, contextOf(input, choice))
      : attributedTo(choice.winner, choice, contextOf(input, choice));
  }
  if (device === null || device.conversions.length === 0)
    return nobodys('unattributed', considered, contextOf(input, {}));
  const install = device.conversions.findLast(({ kind }) => kind === 'install');
  const windowMs = policy.events.windowMs;
  if (windowMs > 0 && install !== undefined && activity.time - install.time > windowMs)
    return nobodys('unattributed', considered, contextOf(input, { flags: ['events_window'] }));
  const secondary = device.secondaryShown ? device.secondary : null;
  return follows(device.credit, considered, contextOf(input, { secondary }));
}

/** An event that names a click is credited to it, with or without an install. */
function creditByClick(input: AttributeInput): Attribution | null {
  const { activity, policy } = input;
  if (activity.body.click_id === undefined || policy.events.byClickIdMs === 0) return null;
  const choice = consider(input, {
    windows: (judging, _type, probabilistic) => (probabilistic ? 0 : judging.events.byClickIdMs),
    refuse: (touch) => (touch.id === activity.body.click_id ? null : 'other_click'),
  });
  return choice.winner === null ? null : attributedTo(choice.winner, choice, contextOf(input, choice));
}
