/** Everything that follows the credit there is. Enters: an activity that converts nothing. Leaves: whose it is. */
import type { Attribution } from '../model/attribution';
import { consider, nothingConsidered, type Considered } from './consider';
import { attributedTo, contextOf, follows, nobodys } from './credit';
import { lastTouchWindows } from './judge';
import { seen } from './next-device';
import type { AttributeInput, Verdict } from './verdict';

/** @param considered what a return was judged by, to be shown; nothing where none was. */
export function attributeLater(input: AttributeInput, considered: Considered): Verdict {
  const { activity, device } = input;
  const { attribution, rejected } = creditLater(input, considered);
  return {
    kind: activity.kind,
    attribution,
    rejected,
    derived: [],
    device: device === null || input.byUser === true ? null : seen(device, activity),
  };
}

type Credited = Pick<Verdict, 'rejected'> & { readonly attribution: Attribution };

function creditLater(input: AttributeInput, returning: Considered): Credited {
  const { activity, device, policy } = input;
  const named = activity.kind === 'session' ? nothingConsidered : considerNamedClick(input);
  if (named.winner !== null)
    return {
      attribution: attributedTo(named.winner, named, contextOf(input, named)),
      rejected: named.rejected,
    };
  if (policy.events.credit === 'last_touch' && (activity.kind === 'session' || activity.kind === 'event'))
    return creditLastTouch(input, activity.kind);
  const shown = returning.ranked.length > 0 ? returning : named;
  const { rejected } = shown;
  if (device === null || device.conversions.length === 0)
    return { attribution: nobodys('unattributed', shown, contextOf(input, {})), rejected };
  const install = device.conversions.findLast(({ kind }) => kind === 'install');
  const windowMs = policy.events.windowMs;
  if (windowMs > 0 && install !== undefined && activity.time - install.time > windowMs) {
    const context = contextOf(input, { flags: ['events_window'] });
    return { attribution: nobodys('unattributed', shown, context), rejected };
  }
  const secondary = device.secondaryShown ? device.secondary : null;
  return { attribution: follows(device.credit, shown, contextOf(input, { secondary })), rejected };
}

function creditLastTouch(input: AttributeInput, kind: 'session' | 'event'): Credited {
  const choice = consider(input, { windows: lastTouchWindows(kind) });
  const context = contextOf(input, choice);
  const attribution =
    choice.winner === null
      ? nobodys('unattributed', choice, context)
      : attributedTo(choice.winner, choice, context);
  return { attribution, rejected: choice.rejected };
}

/** An event that names a click is credited to it, with or without an install. */
function considerNamedClick(input: AttributeInput): Considered {
  const { activity, policy } = input;
  if (activity.body.click_id === undefined || policy.events.byClickIdMs === 0) return nothingConsidered;
  return consider(input, {
    windows: (judging, _type, probabilistic) => (probabilistic ? 0 : judging.events.byClickIdMs),
    refuse: (touch) => (touch.id === activity.body.click_id ? null : 'other_click'),
  });
}
