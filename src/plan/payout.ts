/**
 * What a partner is paid for an activity. Enters: the facts, an integration, the link that brought the user. Leaves: money, or nothing. What the activity
 * itself says comes first, then the link's rule, then the integration's. It converts no currencies.
 */
import type { Integration, Payout, Payouts } from '../model/app';
import { isDecimal, percentOf, type Money } from '../model/money';
import type { PlanFacts, PlanInput, PlannedActivity } from './plan-input';

/** A fixed amount, or a part of the revenue in its currency. */
function amountOf(rule: Payout | undefined, revenue: Money | undefined): Money | undefined {
  if (rule === undefined) return undefined;
  if ('amount' in rule) return rule;
  if (revenue === undefined || !isDecimal(rule.percent) || !isDecimal(revenue.amount)) return undefined;
  return { amount: percentOf(revenue.amount, rule.percent), currency: revenue.currency };
}

function ruleIn(payouts: Payouts | undefined, { kind, body }: PlannedActivity): Payout | undefined {
  const name = kind === 'event' || kind === 'status_changed' ? (body.event ?? '') : kind;
  return payouts !== undefined && Object.hasOwn(payouts, name) ? payouts[name] : undefined;
}

export function payoutOf(
  { activity, linkPayouts }: PlanFacts,
  integration: Integration,
  link: string | null | undefined,
): Money | undefined {
  const { payout, revenue } = activity.body;
  if (payout !== undefined) return payout;
  const ofLink = typeof link === 'string' ? linkPayouts?.get(link) : undefined;
  return amountOf(ruleIn(ofLink, activity) ?? ruleIn(integration.payouts, activity), revenue);
}

/** The facts as callbacks see them: with what the partner that has the credit is paid. */
export function withPayout(input: PlanInput): PlanInput {
  const { attribution, integrations } = input;
  const credited = integrations.find(({ integration }) => integration.partner === attribution?.partner);
  if (credited === undefined) return input;
  const payout = payoutOf(input, credited.integration, attribution?.link);
  return payout === undefined ? input : { ...input, payout };
}
