/**
 * A known user after a new touch: re-engaged, reattributed, or simply here. Enters: a session, an event, or an app's claim of a re-engagement.
 * Leaves: its verdict, with the conversion it brought about.
 */
import type { ActivityKind } from '../model/activity';
import type { Device } from '../model/attribution';
import type { Policy } from '../model/policy';
import { consider, nothingConsidered, type Considered } from './consider';
import { attributedTo, contextOf, creditOf } from './credit';
import { returningWindows, type Judged, type JudgeRules } from './judge';
import { attributeLater } from './later';
import { converted } from './next-device';
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
      rejected: considered.rejected,
      derived: refusalOf(considered, 'rejected_reattribution'),
    };
  }
  const returned = bringBack(input, device, considered, winner, kind);
  if (claim || returned.device === null) return returned;
  const derived: Derived = { kind, attribution: returned.attribution, rejected: considered.rejected };
  const after = attributeLater({ ...input, device: returned.device }, considered);
  return { ...after, derived: [derived, ...returned.derived] };
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
      return idleMs < inactivityOf(policy) ? 'not_inactive' : null;
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
  const both = policy.returning.credit === 'both';
  const { creditForMs } = winner.policy.returning;
  const beneath = device.secondaryShown ? device.secondary : device.credit;
  const context = contextOf(input, {
    ...considered,
    previousPartner: device.credit?.partner ?? null,
    secondary: both ? beneath : null,
  });
  return {
    kind,
    attribution: attributedTo(winner, considered, context),
    rejected: considered.rejected,
    derived: refusalOf(considered, 'rejected_reattribution'),
    device: converted(device, activity, kind, credit, {
      credit,
      secondary: creditForMs > 0 || both ? beneath : null,
      secondaryShown: both,
      creditUntil: creditForMs > 0 ? activity.time + creditForMs : null,
      spent: winner,
    }),
  };
}
