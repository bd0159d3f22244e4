/**
 * What may be wrong with a touch. Enters: a touch, the activity and the policy that judges the touch. Leaves: what was found and what to do about it.
 * It never decides who wins: a blocked touch is passed over by `consider.ts`.
 */
import type { Activity } from '../model/activity';
import type { MatchType } from '../model/attribution';
import type { Action, Policy, ValidationRule } from '../model/policy';
import type { Touch } from '../model/touch';
import { fraudRules, type FraudRule, type RuleName } from './reasons';

/** The rule's name in candidates (`blocked:<rule>`) and flags, and the reason in Adjust's words, as partners know them. */
export interface Finding {
  readonly rule: RuleName;
  readonly reason: string;
  readonly action: Exclude<Action, 'off'>;
  /** Of a validation rule: the whole activity is refused, not this touch alone. */
  readonly refusesActivity?: true;
}

export interface FraudInput {
  readonly activity: Activity;
  readonly touch: Touch;
  readonly match: MatchType;
  readonly policy: Policy;
  /** Touches of this one's partner for this device, in one run that is too many; by touch id. */
  readonly tooMany: ReadonlySet<string>;
}

const injectionToleranceMs = 1_000;

type Rule = (input: FraudInput) => Finding | null;

const rules: readonly Rule[] = [
  judgedElsewhere,
  clickInjection,
  tooManyEngagements,
  clickToInstallTime,
  clickFlooding,
  anonymousAddress,
  malformedAdvertisingId,
  wrongSignature,
];

/** Every finding, the rules' order. */
export function findFraud(input: FraudInput): readonly Finding[] {
  const found = rules.map((rule) => rule(input)).filter((finding) => finding !== null);
  return [...found, ...validate(input)];
}

function finding(action: Action, rule: FraudRule, reason: string = fraudRules[rule].reason): Finding | null {
  return action === 'off' ? null : { rule, reason, action };
}

function judgedElsewhere({ touch }: FraudInput): Finding | null {
  if (touch.fraud === undefined) return null;
  const { verdict, reason } = touch.fraud;
  const action = verdict === 'rejected' ? 'block' : 'flag';
  return finding(action, verdict, reason);
}

/**
 * A click after the download began cannot have caused it. The store's own two times are compared where they tell of this click; else the touch's time
 * with the beginning. Two clocks of one store cannot disagree, so a clock of ours that runs ahead is no fraud.
 */
function clickInjection({ activity, touch, match, policy }: FraudInput): Finding | null {
  const { referrer } = activity.body;
  if (referrer === undefined || !isClick(touch)) return null;
  const begin = referrer.install_begin_at_server;
  const clicked = referrer.clicked_at_server;
  const own = match === 'referrer' || referrer.click_id === undefined || referrer.click_id === touch.id;
  const injected =
    own && clicked !== undefined && begin !== undefined
      ? Date.parse(clicked) > Date.parse(begin) + injectionToleranceMs
      : isAfter(touch.time, referrer.install_begin_at ?? begin);
  return injected ? finding(policy.fraud.clickInjection, 'click_injection') : null;
}

function isAfter(time: number, begin: string | undefined): boolean {
  return begin !== undefined && time > Date.parse(begin) + injectionToleranceMs;
}

function isClick({ type }: Touch): boolean {
  return type === 'click' || type === 'engaged_click';
}

/** Nobody downloads and opens an app in that little time. */
function clickToInstallTime({ activity, touch, policy }: FraudInput): Finding | null {
  const { seconds, action } = policy.fraud.ctitMin;
  const tooSoon =
    isClick(touch) && activity.kind === 'install' && activity.time - touch.time < seconds * 1_000;
  return tooSoon ? finding(action, 'ctit') : null;
}

function tooManyEngagements({ touch, policy, tooMany }: FraudInput): Finding | null {
  return tooMany.has(touch.id)
    ? finding(policy.fraud.tooManyEngagements.action, 'too_many_engagements')
    : null;
}

/** The service keeps the rates and marks the touches of a source that floods. */
function clickFlooding({ touch, policy }: FraudInput): Finding | null {
  return touch.flags.includes('click_flooding')
    ? finding(policy.fraud.clickFlooding, 'click_flooding')
    : null;
}

function anonymousAddress({ activity, touch, policy }: FraudInput): Finding | null {
  return touch.flags.includes('anonymous_ip') || activity.flags.includes('anonymous_ip')
    ? finding(policy.fraud.anonymousIp, 'anonymous_ip')
    : null;
}

function malformedAdvertisingId({ activity, touch, policy }: FraudInput): Finding | null {
  const flag = 'malformed_advertising_id';
  return touch.flags.includes(flag) || activity.flags.includes(flag)
    ? finding(policy.fraud.malformedAdvertisingId, flag)
    : null;
}

function wrongSignature({ activity, touch, policy }: FraudInput): Finding | null {
  const flag = 'incorrect_signature';
  return touch.flags.includes(flag) || activity.flags.includes(flag)
    ? finding(policy.fraud.signature, 'signature')
    : null;
}

function validate(input: FraudInput): readonly Finding[] {
  return input.policy.validation.flatMap((rule) => {
    if (rule.action === 'off' || !violates(rule, input)) return [];
    const refuses = rule.then === 'reject' && rule.action === 'block';
    const name = `validation_rule:${rule.field}` as const;
    return [
      {
        rule: name,
        reason: name,
        action: rule.action,
        ...(refuses ? { refusesActivity: true as const } : {}),
      },
    ];
  });
}

/** Any value that is known and not allowed; what is unknown is not judged. Compared without case. */
function violates(rule: ValidationRule, { activity, touch }: FraudInput): boolean {
  const values = [
    readField(activity.body.device, activity.body, rule.field),
    readField(touch.device, touch, rule.field),
  ];
  return values.some((value) => {
    if (value === null) return false;
    const listed = (list: readonly string[]): boolean => list.some((each) => each.toLowerCase() === value);
    return rule.allow === undefined ? listed(rule.deny ?? []) : !listed(rule.allow);
  });
}

/** A field of the device, of what carried it, or of a touch's parameters. */
function readField(device: object, carrier: object, field: string): string | null {
  const params = 'params' in carrier && typeof carrier.params === 'object' ? (carrier.params ?? {}) : {};
  for (const holder of [device, carrier, params]) {
    const found: unknown = Object.entries(holder).find(([name]) => name === field)?.[1];
    if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean')
      return String(found).toLowerCase();
  }
  return null;
}

/** Touches in a run of `count` or more of one partner for one device inside `within`: all of that run, and nobody else's. Each by its own policy. */
export function findTooMany(
  touches: readonly Touch[],
  policyFor: (touch: Touch) => Policy,
): ReadonlySet<string> {
  const byPartner = new Map<string, Touch[]>();
  for (const touch of touches) {
    const partner = touch.partner ?? '';
    const known = byPartner.get(partner);
    if (known === undefined) byPartner.set(partner, [touch]);
    else known.push(touch);
  }
  const tooMany = new Set<string>();
  for (const group of byPartner.values()) {
    const sorted = group.sort((a, b) => a.time - b.time);
    const rules = new Map<string, { count: number; withinMs: number; judged: Set<string> }>();
    for (const touch of sorted) {
      const { count, withinMs, action } = policyFor(touch).fraud.tooManyEngagements;
      if (action === 'off' || sorted.length < count) continue;
      const name = `${count}/${withinMs}`;
      const rule = rules.get(name) ?? { count, withinMs, judged: new Set() };
      rules.set(name, rule);
      rule.judged.add(touch.id);
    }
    for (const { count, withinMs, judged } of rules.values()) {
      const marked = new Set<string>();
      markRuns(sorted, count, withinMs, marked);
      for (const id of marked) if (judged.has(id)) tooMany.add(id);
    }
  }
  return tooMany;
}

function markRuns(sorted: readonly Touch[], count: number, withinMs: number, marked: Set<string>): void {
  for (let last = count - 1; last < sorted.length; last += 1) {
    const first = last - count + 1;
    const [from, to] = [sorted[first], sorted[last]];
    if (from === undefined || to === undefined || to.time - from.time > withinMs) continue;
    for (const touch of sorted.slice(first, last + 1)) marked.add(touch.id);
  }
}
