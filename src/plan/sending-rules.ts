/**
 * An integration's sending rules (`send`). Enters: the facts, the integration, its standing. Leaves: the rule that stops the activity, by the name that
 * docs/skip-reasons.md has; null where none does. Each rule has one function here; what changes a request instead of stopping it is in `values.ts`.
 */
import { createHash } from 'node:crypto';
import type { ListRule, SendRules } from '../model/app';
import { isDecimal, scaleDecimal } from '../model/money';
import type { TouchType } from '../model/touch';
import type { PlanInput } from './plan-input';
import type { Standing } from './values';

const dayMs = 86_400_000;
/** More places than money has (`isDecimal`). */
const places = 18;

export const refusedKinds: ReadonlySet<string> = new Set(['rejected_install', 'rejected_reattribution']);
const returnKinds: ReadonlySet<string> = new Set(['reengagement', 'reattribution']);
/** Kinds whose event decides what is sent; others may carry the event that brought them about. */
export const eventKinds: ReadonlySet<string> = new Set(['event', 'status_changed']);
const moneyKinds: ReadonlySet<string> = new Set(['event', 'status_changed', 'ad_revenue']);
const views: ReadonlySet<TouchType> = new Set<TouchType>(['impression', 'engaged_view']);

interface Facts {
  readonly input: PlanInput;
  readonly send: SendRules;
  readonly standing: Standing;
}

type Rule = (facts: Facts) => string | null;

/** Of the touch behind the partner's credit: what won now, else what the device's credit remembers. */
function creditedType({ attribution, touch, secondaryTouch, device }: PlanInput, { primary }: Standing) {
  return primary
    ? (attribution?.touch_type ?? touch?.type ?? device?.credit?.touchType)
    : (secondaryTouch?.type ?? device?.secondary?.touchType);
}

const byView: Rule = ({ input, send, standing }) => {
  if (send.view_through !== false || !standing.credited) return null;
  const type = creditedType(input, standing);
  return type !== undefined && type !== null && views.has(type) ? 'view_through' : null;
};

const byReturn: Rule = ({ input, send }) =>
  send.reengagement === false && returnKinds.has(input.activity.kind) ? 'reengagement' : null;

const byRefusal: Rule = ({ input, send }) =>
  send.rejected === false && refusedKinds.has(input.activity.kind) ? 'rejected' : null;

const bySecondary: Rule = ({ send, standing }) =>
  send.secondary === false && standing.credited && !standing.primary ? 'secondary' : null;

const byFirst: Rule = ({ input, send: { first_only: only } }) => {
  const { activity, device } = input;
  const { event } = activity.body;
  if (only === undefined || only === false || event === undefined || !eventKinds.has(activity.kind))
    return null;
  if (only !== true && !only.includes(event)) return null;
  const first = device?.firstEvents?.find(([name]) => name === event);
  if (first === undefined) return 'first_unknown';
  return first[1] === activity.id ? null : 'not_first';
};

function isBelow(amount: string, least: string): boolean {
  return BigInt(scaleDecimal(amount, places)) < BigInt(scaleDecimal(least, places));
}

const byRevenue: Rule = ({ input: { activity }, send: { min_revenue: least } }) => {
  if (least === undefined || !moneyKinds.has(activity.kind)) return null;
  const { event, revenue } = activity.body;
  if (least.events !== undefined && (event === undefined || !least.events.includes(event))) return null;
  if (revenue === undefined || !isDecimal(revenue.amount)) return 'below_min_revenue';
  if (revenue.currency.toUpperCase() !== least.currency.toUpperCase()) return 'min_revenue_currency';
  return isBelow(revenue.amount, least.amount) ? 'below_min_revenue' : null;
};

function isOut(rule: ListRule, value: string): boolean {
  return 'allow' in rule ? !rule.allow.includes(value) : rule.deny.includes(value);
}

const byCountry: Rule = ({ input, send: { countries } }) => {
  if (countries === undefined) return null;
  const country = input.activity.body.device.country?.toLowerCase() ?? '';
  if (country === '') return 'allow' in countries ? 'country_unknown' : null;
  return isOut(countries, country) ? 'country' : null;
};

/** The app's platform is the default, as everywhere. */
const bySystem: Rule = ({ input: { activity, app }, send: { os } }) => {
  if (os === undefined) return null;
  const name = activity.body.device.os_name?.toLowerCase() ?? app.platform;
  return isOut(os, name) ? 'os' : null;
};

/** From the conversion that the activity follows; a refusal follows none. */
const byWindow: Rule = ({ input: { activity, device }, send: { window_days: days } }) => {
  if (days === undefined || refusedKinds.has(activity.kind) || activity.kind === 'install') return null;
  const conversions = device?.conversions.filter(({ kind }) => kind !== 'reengagement') ?? [];
  const from = conversions.findLast(({ time }) => time <= activity.time) ?? conversions[0];
  if (from === undefined) return 'install_unknown';
  return activity.time - from.time > days * dayMs ? 'outside_window' : null;
};

/** Always the same for one id, and the same in every integration: 25 of 100 are among 50 of 100. */
const bySample: Rule = ({ input, send: { sample_percent: percent } }) => {
  if (percent === undefined) return null;
  const drawn = createHash('sha256').update(input.activity.id).digest().readUInt32BE(0);
  return (drawn / 2 ** 32) * 100 < percent ? null : 'not_sampled';
};

/** In the order in which people would ask; the sample last, so that it is a share of what would go out. */
const rules: readonly Rule[] = [
  byRefusal,
  byReturn,
  bySecondary,
  byView,
  byCountry,
  bySystem,
  byWindow,
  byRevenue,
  byFirst,
  bySample,
];

export function stoppedByRule(input: PlanInput, send: SendRules, standing: Standing): string | null {
  for (const rule of rules) {
    const reason = rule({ input, send, standing });
    if (reason !== null) return reason;
  }
  return null;
}
