/**
 * A known user after a new touch: re-engaged, reattributed, or simply here. Enters: a session, an event, or an app's claim of a re-engagement.
 * Leaves: its verdict, with the conversion it brought about.
 */
import type { ActivityKind } from '../model/activity';
import type { Credit, Device, Rejection } from '../model/attribution';
import type { Policy } from '../model/policy';
import { consider, nothingConsidered, type Considered } from './consider';
import { attributedTo, contextOf, creditOf } from './credit';
import { returningWindows, type Judged, type JudgeRules } from './judge';
import { attributeLater } from './later';
import { converted, type CreditAfter } from './next-device';
import { refusalOf } from './refuse';
import type { AttributeInput, Derived, Verdict } from './verdict';

export function attributeReturn(input: AttributeInput): Verdict {
  const { activity, device, policy } = input;
  const claim = activity.kind === 'reengagement';
  const settled: ActivityKind = claim ? 'session' : activity.kind;
  const later = { ...input, activity: { ...activity, kind: settled } };
  const { kind, needs } = policy.returning;
  const mayReturn = device !== null && input.byUser !== true && device.conversions.length > 0;
  if (!mayReturn || kind === 'off') return attributeLater(later, nothingConsidered);
  const rules = returningRules(input, device, needs, (judging) => judging.returning.inactivityMs);
  const considered = consider(input, rules);
  const { winner } = considered;
  if (winner === null || considered.refusesActivity) {
    const verdict = attributeLater(later, considered);
    return {
      ...verdict,
      rejected: joinRejections(verdict.rejected, considered.rejected),
      derived: refusalOf(considered, 'rejected_reattribution'),
    };
  }
  const returned = bringBack(input, device, considered, winner, kind);
  if (claim || returned.device === null) return returned;
  const derived: Derived = { kind, attribution: returned.attribution, rejected: considered.rejected };
  // Its touches were judged for the return, which tells why: the activity itself follows the credit that this made.
  const after = attributeLater({ ...input, device: returned.device }, nothingConsidered);
  return { ...after, derived: [derived, ...returned.derived] };
}

/** What either took out, each touch once. */
function joinRejections(own: readonly Rejection[], other: readonly Rejection[]): readonly Rejection[] {
  return [...own, ...other.filter((each) => !own.some(({ touch_id }) => touch_id === each.touch_id))];
}

/** What a touch must fulfil to bring a known user back. */
export function returningRules(
  { activity }: AttributeInput,
  device: Device,
  needs: 'other_link' | 'retargeting' | 'any',
  inactivityOf: (policy: Policy) => number,
): JudgeRules {
  const last = device.conversions.at(-1);
  const idleMs =
    device.lastActivityAt === null ? Number.POSITIVE_INFINITY : activity.time - device.lastActivityAt;
  return {
    windows: returningWindows((policy) => policy.returning.probabilistic),
    refuse: (touch, policy) => {
      if (device.spentTouches.includes(touch.id)) return 'already_credited';
      if (last !== undefined && touch.time < last.time) return 'before_last_conversion';
      if (needs === 'retargeting' && !touch.retargeting) return 'not_retargeting';
      if (needs === 'other_link' && touch.link === (device.credit?.link ?? null)) return 'same_link';
      const neededMs = inactivityOf(policy);
      // Off is off: an activity that arrives out of order has been idle for less than no time.
      return neededMs > 0 && idleMs < neededMs ? 'not_inactive' : null;
    },
  };
}

export function bringBack(
  input: AttributeInput,
  device: Device,
  considered: Considered,
  winner: Judged,
  kind: 'reattribution' | 'reengagement',
): Verdict {
  const { activity, policy } = input;
  const credit = creditOf(winner);
  const after = creditAfterReturn(device, credit, activity.time, {
    both: policy.returning.credit === 'both',
    forMs: winner.policy.returning.creditForMs,
  });
  const context = contextOf(input, {
    ...considered,
    previousPartner: device.credit?.partner ?? null,
    secondary: after.secondaryShown ? after.secondary : null,
  });
  return {
    kind,
    attribution: attributedTo(winner, considered, context),
    rejected: considered.rejected,
    derived: refusalOf(considered, 'rejected_reattribution'),
    device: converted(device, activity, kind, credit, { ...after, spent: winner }),
  };
}

/** Who is credited after a return, what is beneath it, and until when. */
export function creditAfterReturn(
  device: Device,
  credit: Credit | null,
  time: number,
  rule: { readonly both: boolean; readonly forMs: number },
): Required<Omit<CreditAfter, 'spent'>> {
  // What ends falls back to what lasts: never to another credit that has an end of its own.
  const lasting = !device.secondaryShown && device.creditUntil === null;
  const beneath = lasting ? device.credit : device.secondary;
  return {
    credit,
    secondary: rule.forMs > 0 || rule.both ? beneath : null,
    secondaryShown: rule.both,
    creditUntil: rule.forMs > 0 ? time + rule.forMs : null,
  };
}
