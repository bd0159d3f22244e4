/**
 * What leaves are rendered from. Enters: the facts of one activity, and one integration. Leaves: plain JSON by namespace (docs/templates.md).
 * What a partner was not credited with is not in it: another partner's touch, campaign and name stay out of its requests.
 */
import type { DeviceBody } from '../model/activity';
import type { Integration, Payout } from '../model/app';
import type { Attribution } from '../model/attribution';
import { isDecimal, percentOf, type Money } from '../model/money';
import type { SettingDefinition } from '../model/template';
import type { Touch } from '../model/touch';
import type { Values } from './compiled-template';
import type { PlanFacts } from './plan-input';

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** `idfa` on iOS, `gps_adid` elsewhere, else whichever there is. */
function advertisingId(device: DeviceBody, platform: string): string | undefined {
  const { idfa, gps_adid: gpsAdid, fire_adid: fireAdid, oaid } = device;
  const os = device.os_name?.toLowerCase() ?? platform;
  return (os === 'ios' ? (idfa ?? gpsAdid) : (gpsAdid ?? idfa)) ?? fireAdid ?? oaid;
}

/** When the device's newest install was, epoch milliseconds; an install not kept with the device is this activity. */
export function installTime({ activity, device }: PlanFacts): number | undefined {
  const kept = device?.conversions.findLast((conversion) => conversion.kind === 'install')?.time;
  return kept ?? (activity.kind === 'install' ? activity.time : undefined);
}

/** Why the touch at hand was refused, else why the first was. */
export function rejectionReason({ rejected, touch }: PlanFacts): string | undefined {
  const own = rejected.find((rejection) => rejection.touch_id === touch?.id);
  return (own ?? rejected[0])?.reason;
}

function activityValues({ activity }: PlanFacts): Values {
  const { body } = activity;
  return {
    id: activity.id,
    kind: activity.kind,
    time: isoOf(activity.time),
    received_at: isoOf(activity.receivedAt),
    app_version: body.app_version,
    transaction_id: body.transaction_id,
    environment: activity.environment,
    revision: activity.revision,
    status: body.status,
  };
}

/** What is the same for every partner; made once an activity. */
export function sharedValues(facts: PlanFacts): Values {
  const { activity, app } = facts;
  const { body } = activity;
  const installedAt = installTime(facts);
  return {
    activity: activityValues(facts),
    device: { ...body.device, advertising_id: advertisingId(body.device, app.platform) },
    user: body.user,
    app: {
      id: app.id,
      name: app.name,
      store_id: app.storeId,
      platform: app.platform,
      currency: app.currency,
      timezone: app.timezone,
    },
    install: { time: installedAt === undefined ? undefined : isoOf(installedAt) },
    revenue: body.revenue,
    referrer: body.referrer,
    consent: body.consent,
    params: body.params,
    partner_params: body.partner_params,
    rejection: { reason: rejectionReason(facts) },
  };
}

function touchValues(touch: Touch | null): Values | undefined {
  if (touch === null) return undefined;
  return {
    id: touch.id,
    type: touch.type,
    time: isoOf(touch.time),
    partner_click_id: touch.partnerClickId,
    campaign: touch.campaign,
    adgroup: touch.adgroup,
    creative: touch.creative,
    ip_address: touch.device.ip_address,
    user_agent: touch.device.user_agent,
    params: touch.params,
  };
}

/** How an activity concerns one partner. */
export interface Standing {
  readonly credited: boolean;
  readonly primary: boolean;
}

function attributionValues(attribution: Attribution | null, standing: Standing): Values {
  const { credited, primary } = standing;
  const own = { status: attribution?.status, credited, is_primary: primary };
  if (attribution === null || !credited) return own;
  if (!primary && attribution.secondary !== null) {
    const { partner, link, campaign } = attribution.secondary;
    return { ...own, partner, link, campaign };
  }
  return {
    ...own,
    partner: attribution.partner,
    link: attribution.link,
    campaign: attribution.campaign,
    adgroup: attribution.adgroup,
    creative: attribution.creative,
    match_type: attribution.match_type,
    touch_type: attribution.touch_type,
  };
}

/** The touch, where it is this partner's: a secondary partner has its own, not the winner's. */
function ownTouch({ touch, secondaryTouch }: PlanFacts, partner: string, standing: Standing): Touch | null {
  if (!standing.credited) return null;
  const own = [touch, secondaryTouch ?? null].find((each) => each?.partner === partner);
  if (own !== undefined) return own;
  return standing.primary && touch !== null && touch.partner === undefined ? touch : null;
}

/** What the integration pays for this: a fixed amount, or a part of the revenue in its currency. */
function payoutOf(rule: Payout | undefined, revenue: Money | undefined): Money | undefined {
  if (rule === undefined) return undefined;
  if ('amount' in rule) return rule;
  if (revenue === undefined || !isDecimal(rule.percent) || !isDecimal(revenue.amount)) return undefined;
  return { amount: percentOf(revenue.amount, rule.percent), currency: revenue.currency };
}

/** Plain values; a secret's is its marker. What is absent or empty has its default, if there is one. */
export function settingValues(
  settings: readonly SettingDefinition[],
  integration: Integration,
  marker: (owner: string, name: string) => string,
): Readonly<Record<string, string>> {
  const owner = `${integration.app}/${integration.partner}`;
  const values: Record<string, string> = {};
  for (const { key, secret, default: fallback } of settings) {
    const given = Object.hasOwn(integration.settings, key) ? integration.settings[key] : undefined;
    const value =
      given === undefined || given === '' ? fallback : secret === true ? marker(owner, key) : given;
    if (value !== undefined && value !== '') values[key] = value;
  }
  return values;
}

/** The shared values with what is this partner's own; `delivery.id` is each postback's. */
export function partnerValues(
  shared: Values,
  facts: PlanFacts,
  integration: Integration,
  standing: Standing,
  partnerEvent: string | undefined,
): Values {
  const { activity, attribution } = facts;
  const { event, payout, revenue } = activity.body;
  const rule = integration.payouts?.[activity.kind === 'event' ? (event ?? '') : activity.kind];
  return {
    ...shared,
    event: { name: event, partner_name: partnerEvent },
    touch: touchValues(ownTouch(facts, integration.partner, standing)),
    attribution: attributionValues(attribution, standing),
    payout: payout ?? payoutOf(rule, revenue),
  };
}
