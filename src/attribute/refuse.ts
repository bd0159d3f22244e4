/** What a refusal leaves beside, or instead of, the activity. Enters: what the fraud rules took out. Leaves: derived activities, or a refused verdict. */
import type { Considered } from './consider';
import { seen } from './next-device';
import type { AttributeInput, Derived, Verdict } from './verdict';

/** Beside the activity: told to whoever asks for refusals, and to the partner whose touch it was. */
export function refusalOf(
  considered: Considered,
  kind: 'rejected_install' | 'rejected_reattribution',
): readonly Derived[] {
  if (considered.refused === null || considered.winnerBlocked) return [];
  const touchId = considered.refused.touch.id;
  // Told to that partner, it names that partner's touch and nobody else's.
  const rejected = considered.rejected.filter(({ touch_id }) => touch_id === touchId);
  return [{ kind, attribution: null, rejected, touchId }];
}

/** Instead of it: a validation rule refuses the whole install, which then converts nothing. */
export function refuseActivity(input: AttributeInput, considered: Considered): Verdict {
  const { activity, device } = input;
  const candidates = considered.ranked.filter(({ match }) => match !== null);
  const reason = considered.rejected[0]?.reason ?? 'validation_rule';
  const known = new Map(considered.rejected.map((each) => [each.touch_id, each.reason]));
  return {
    kind: 'rejected_install',
    attribution: null,
    rejected: candidates.map(({ touch }) => ({ touch_id: touch.id, reason: known.get(touch.id) ?? reason })),
    derived: [],
    device: device === null ? null : seen(device, activity),
    ...(considered.refused === null ? {} : { refusedTouchId: considered.refused.touch.id }),
  };
}
