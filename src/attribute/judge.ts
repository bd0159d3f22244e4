/**
 * One touch against one activity. Enters: both, and the policy that judges the touch. Leaves: how it matched, or why it cannot win.
 * Never compares touches with each other: that is `choose.ts`.
 */
import type { MatchType } from '../model/attribution';
import type { Policy } from '../model/policy';
import type { Touch, TouchType } from '../model/touch';
import type { MethodInput } from './methods/method';
import { methods } from './methods/methods';
import type { ReasonCode } from './reasons';

export interface Judged {
  readonly touch: Touch;
  readonly policy: Policy;
  /** The strongest match; null where none held. */
  readonly match: MatchType | null;
  /** Why it cannot win; null: it is eligible. */
  readonly reason: ReasonCode | null;
  readonly ageMs: number;
  /** How long it may be old, by its type and match. */
  readonly windowMs: number;
}

/** How old a touch may be, by type and whether it was guessed. */
export type WindowRule = (policy: Policy, type: TouchType, probabilistic: boolean) => number;

/** The policy's windows, as installs are judged. */
export const installWindows: WindowRule = (policy, type, probabilistic) =>
  probabilistic ? policy.windows[type].probabilisticMs : policy.windows[type].deterministicMs;

/** The windows of a return: its own for clicks; a view keeps its shorter one. */
export function returningWindows(probabilisticAllowed: (policy: Policy) => boolean): WindowRule {
  return (policy, type, probabilistic) => {
    const own = policy.windows[type];
    const ceiling = policy.returning.windowMs;
    if (probabilistic) return probabilisticAllowed(policy) ? Math.min(own.probabilisticMs, ceiling) : 0;
    return type === 'click' || type === 'preload' ? ceiling : Math.min(own.deterministicMs, ceiling);
  };
}

/** Windows of last-touch crediting of sessions and events; a type that is not named there keeps the install's. */
export function lastTouchWindows(kind: 'session' | 'event'): WindowRule {
  return (policy, type, probabilistic) =>
    probabilistic
      ? policy.windows[type].probabilisticMs
      : (policy.windowsFor[kind]?.[type] ?? policy.windows[type].deterministicMs);
}

export interface JudgeRules {
  readonly windows: WindowRule;
  /** A further rule of the occasion; its reason, or null. */
  readonly refuse?: (touch: Touch, policy: Policy) => ReasonCode | null;
}

/** Both edges of a window count. A touch after the activity never wins. */
export function judge(input: MethodInput, rules: JudgeRules): Judged {
  const { activity, touch, policy } = input;
  const ageMs = activity.time - touch.time;
  const { match, reason: unmatched } = findMatch(input);
  const windowMs = match === null ? 0 : rules.windows(policy, touch.type, match === 'probabilistic');
  const reason =
    ageMs < 0
      ? 'after_activity'
      : match === null
        ? (unmatched ?? 'no_match')
        : (windowReason(ageMs, windowMs) ??
          tierReason(policy, touch.type, match) ??
          rules.refuse?.(touch, policy) ??
          null);
  return { touch, policy, match, reason, ageMs, windowMs };
}

function windowReason(ageMs: number, windowMs: number): ReasonCode | null {
  if (windowMs === 0) return 'window_off';
  return ageMs > windowMs ? 'outside_window' : null;
}

function tierReason(policy: Policy, type: TouchType, match: MatchType): ReasonCode | null {
  return tierOf(policy.tiers, type, match) === null ? 'no_tier' : null;
}

/** Of all ways in which the touch matches, the first in the policy's `tie_break`; else what ruled it out. */
function findMatch(input: MethodInput): { match: MatchType | null; reason: ReasonCode | null } {
  const found: MatchType[] = [];
  let reason: ReasonCode | null = null;
  for (const method of methods) {
    const result = method.match(input);
    if (result === null) continue;
    if (result.matched) found.push(method.type);
    else reason = result.reason;
  }
  const order = input.policy.tieBreak;
  const best = found.sort((a, b) => rank(order, a) - rank(order, b))[0];
  return { match: best ?? null, reason };
}

/** Place of a match in `tie_break`; what is not named there comes last. */
export function rank(order: readonly string[], match: MatchType): number {
  const at = order.indexOf(match);
  return at === -1 ? order.length : at;
}

/** The first tier that names the touch's type and match; null where none does. */
export function tierOf(tiers: Policy['tiers'], type: TouchType, match: MatchType): number | null {
  const names = [
    `${type}.*`,
    `${type}.${match}`,
    `${type}.${match === 'probabilistic' ? 'probabilistic' : 'deterministic'}`,
  ];
  const at = tiers.findIndex((tier) => tier.some((word) => names.includes(word)));
  return at === -1 ? null : at;
}
