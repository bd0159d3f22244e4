/**
 * All touches of one activity, judged, cleared of fraud and put against each other. Enters: the activity's input and the rules of the occasion.
 * Leaves: who won, why each lost, and what the fraud rules took out.
 */
import type { Rejection } from '../model/attribution';
import type { Policy } from '../model/policy';
import type { Touch } from '../model/touch';
import { choose, type Choice } from './choose';
import { findFraud, findTooMany, type Finding } from './fraud';
import { judge, type Judged, type JudgeRules } from './judge';
import type { VerdictFlag } from './reasons';
import { readTraits } from './user-agent';
import type { AttributeInput } from './verdict';

export interface Considered extends Choice {
  /** What the rules took out, newest first. */
  readonly rejected: readonly Rejection[];
  /** Who would have won without the fraud rules, where they took it out. */
  readonly refused: Judged | null;
  /** A validation rule refuses the whole activity. */
  readonly refusesActivity: boolean;
  /** `on_block: keep`: the winner is blocked and keeps its credit. */
  readonly winnerBlocked: boolean;
  /** Of the winner: what was found and only flagged. */
  readonly flags: readonly VerdictFlag[];
}

export const nothingConsidered: Considered = {
  winner: null,
  ranked: [],
  runnersUp: [],
  rejected: [],
  refused: null,
  refusesActivity: false,
  winnerBlocked: false,
  flags: [],
};

export function consider(input: AttributeInput, rules: JudgeRules): Considered {
  const judged = judgeAll(input, rules);
  const findings = new Map<Judged, readonly Finding[]>();
  const tooMany = findTooMany(deviceTouches(input), input.policyFor);
  for (const each of judged) {
    if (each.reason !== null || each.match === null) continue;
    const { touch, policy, match } = each;
    const found = findFraud({ activity: input.activity, touch, match, policy, tooMany });
    if (found.length > 0) findings.set(each, found);
  }
  if (findings.size === 0) return { ...nothingConsidered, ...choose(judged, input.policy) };
  return settleFraud(judged, findings, input.policy);
}

function judgeAll(input: AttributeInput, rules: JudgeRules): readonly Judged[] {
  const { activity } = input;
  const traits = readTraits(activity.body.device);
  const platform = platformOf(traits.os, input.platform);
  const repeated = findRepeated(input.touches, input.policyFor);
  return input.touches.map((touch) => {
    const judged = judge({ activity, traits, platform, touch, policy: input.policyFor(touch) }, rules);
    return judged.reason === null && repeated.has(touch.id)
      ? { ...judged, reason: 'duplicate_click' }
      : judged;
  });
}

function platformOf(os: string | null, fallback: string): string {
  if (os === null) return fallback;
  return os === 'ios' || os === 'android' ? os : 'web';
}

/** The same partner click id again on one link, inside the policy's time of the first, is not a new touch. */
function findRepeated(touches: readonly Touch[], policyFor: (touch: Touch) => Policy): ReadonlySet<string> {
  const repeated = new Set<string>();
  const firsts = new Map<string, number>();
  const named = touches.filter(({ link, partnerClickId }) => link !== '' && partnerClickId !== undefined);
  for (const touch of [...named].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))) {
    const windowMs = policyFor(touch).duplicateClicksMs;
    const name = `${touch.link}\n${touch.partnerClickId ?? ''}`;
    const first = firsts.get(name);
    if (first !== undefined && windowMs > 0 && touch.time - first <= windowMs) repeated.add(touch.id);
    else firsts.set(name, touch.time);
  }
  return repeated;
}

/** Touches of this very device before the activity: an address is no device, and what came later cannot undo what was. */
function deviceTouches({ activity, touches }: AttributeInput): readonly Touch[] {
  return touches.filter(
    ({ time, keys }) => time <= activity.time && keys.some((key) => activity.keys.touch.includes(key)),
  );
}

const blockedBy = (found: readonly Finding[] | undefined): Finding | undefined =>
  found?.find(({ action }) => action === 'block');

function settleFraud(
  judged: readonly Judged[],
  findings: ReadonlyMap<Judged, readonly Finding[]>,
  policy: Policy,
): Considered {
  const asIfClean = choose(judged, policy);
  const rejected = asIfClean.ranked.flatMap(({ touch }) => {
    const original = judged.find((each) => each.touch.id === touch.id);
    const finding = original === undefined ? undefined : blockedBy(findings.get(original));
    return finding === undefined ? [] : [{ touch_id: touch.id, reason: finding.reason }];
  });
  const would = asIfClean.winner;
  const blocking = would === null ? undefined : blockedBy(findings.get(would));
  const flagsOf = (winner: Judged | null): readonly VerdictFlag[] =>
    winner === null ? [] : (findings.get(winner) ?? []).map(({ rule }) => rule);
  if (policy.fraud.onBlock === 'keep' && blocking !== undefined && blocking.refusesActivity !== true) {
    const flags = flagsOf(would);
    return { ...nothingConsidered, ...asIfClean, rejected, refused: would, winnerBlocked: true, flags };
  }
  const cleared = choose(
    judged.map((each) => {
      const finding = blockedBy(findings.get(each));
      return finding === undefined ? each : { ...each, reason: `blocked:${finding.rule}` };
    }),
    policy,
  );
  const refused = blocking === undefined ? null : would;
  if (blocking?.refusesActivity === true)
    return { ...nothingConsidered, ranked: refuseAll(cleared), rejected, refused, refusesActivity: true };
  const winner = cleared.winner;
  return {
    ...cleared,
    rejected,
    refused,
    refusesActivity: false,
    winnerBlocked: false,
    flags: flagsOf(judged.find((each) => each.touch.id === winner?.touch.id) ?? null),
  };
}

/** The whole activity is refused: nobody wins, whoever would have been next. */
function refuseAll({ ranked }: Choice): Choice['ranked'] {
  return ranked.map((each) =>
    each.reason === null && each.match !== null ? { ...each, verdict: 'activity_refused' } : each,
  );
}
