/**
 * What leaves are rendered from. Enters: the facts of one activity, and one integration. Leaves: plain JSON by namespace (docs/templates.md).
 * What a partner was not credited with is not in it: another partner's touch, campaign and name stay out of its requests.
 */
import type { DeviceBody } from '../model/activity';
import type { Integration, SendRules } from '../model/app';
import type { Attribution } from '../model/attribution';
import type { SettingDefinition } from '../model/template';
import type { Touch } from '../model/touch';
import type { Values } from './compiled-template';
import { lateValues } from './late-values';
import { payoutOf } from './payout';
import type { PlanFacts } from './plan-input';

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function timeText(timeMs: number | undefined): string | undefined {
  return timeMs === undefined ? undefined : isoOf(timeMs);
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
export interface SharedValues {
  readonly activity: Values;
  readonly device: Values;
  readonly app: Values;
  readonly install: Values;
  readonly rejection: Values;
}

export function sharedValues(facts: PlanFacts): SharedValues {
  const { activity, app } = facts;
  const { body } = activity;
  const installedAt = installTime(facts);
  const own = activityValues(facts);
  return {
    activity: own,
    device: { ...body.device, advertising_id: advertisingId(body.device, app.platform) },
    app: {
      id: app.id,
      name: app.name,
      store_id: app.storeId,
      platform: app.platform,
      currency: app.currency,
      timezone: app.timezone,
    },
    install: { time: installedAt === activity.time ? own['time'] : timeText(installedAt) },
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

/** Of another's credit a partner sees that there is none of its own. Written out: these are made for every postback. */
function attributionValues(attribution: Attribution | null, standing: Standing): Values {
  const { credited, primary } = standing;
  const own = credited ? attribution : null;
  const secondary = primary ? null : (own?.secondary ?? null);
  const shown = secondary ?? own;
  const whole = secondary === null ? own : null;
  return {
    status: attribution?.status,
    credited,
    is_primary: primary,
    partner: shown?.partner,
    link: shown?.link,
    campaign: shown?.campaign,
    adgroup: whole?.adgroup,
    creative: whole?.creative,
    match_type: whole?.match_type,
    touch_type: whole?.touch_type,
  };
}

/** The touch, where it is this partner's: a secondary partner has its own, not the winner's. */
function ownTouch({ touch, secondaryTouch }: PlanFacts, partner: string, standing: Standing): Touch | null {
  if (!standing.credited) return null;
  const own = [touch, secondaryTouch ?? null].find((each) => each?.partner === partner);
  if (own !== undefined) return own;
  return standing.primary && touch !== null && touch.partner === undefined ? touch : null;
}

/** The parameters that the integration lets through. */
function forwarded(
  params: Readonly<Record<string, unknown>> | undefined,
  names: SendRules['params'],
): Readonly<Record<string, unknown>> | undefined {
  if (params === undefined || names === undefined || names === 'all') return params;
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(params, name) ? [[name, params[name]]] : [])),
  );
}

/** Plain values; a secret's is its marker. What is absent or empty has its default, if there is one. `hidden` is left out. */
export function settingValues(
  settings: readonly SettingDefinition[],
  integration: Integration,
  marker: (owner: string, name: string) => string,
  hidden: string | undefined,
): Readonly<Record<string, string>> {
  const owner = `${integration.app}/${integration.partner}`;
  const values: Record<string, string> = {};
  for (const { key, secret, default: fallback } of settings) {
    if (key === hidden) continue;
    const given = Object.hasOwn(integration.settings, key) ? integration.settings[key] : undefined;
    const value =
      given === undefined || given === '' ? fallback : secret === true ? marker(owner, key) : given;
    if (value !== undefined && value !== '') values[key] = value;
  }
  return values;
}

/** How an activity concerns one partner, and what it calls the event. */
export interface PartnerView {
  readonly standing: Standing;
  readonly partnerEvent: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Filled anew for each postback. */
  readonly delivery: { readonly id: string };
}

/** The shared values with what is this partner's own. */
export function partnerValues(
  shared: SharedValues,
  facts: PlanFacts,
  integration: Integration,
  view: PartnerView,
): Values {
  const { activity, attribution } = facts;
  const { body } = activity;
  const { send } = integration;
  const touch = ownTouch(facts, integration.partner, view.standing);
  const credit = attributionValues(attribution, view.standing);
  // One literal: a spread of so many names costs more than all else in planning.
  return {
    activity: shared.activity,
    event: { name: body.event, partner_name: view.partnerEvent },
    device: shared.device,
    user: body.user,
    app: shared.app,
    touch: touchValues(touch),
    attribution: credit,
    install: shared.install,
    revenue: send.revenue === 'without' ? undefined : body.revenue,
    payout: payoutOf(facts, integration, touch?.link ?? (credit['link'] as string | null | undefined)),
    referrer: body.referrer,
    consent: body.consent,
    params: forwarded(body.params, send.params),
    partner_params: forwarded(body.partner_params, send.partner_params),
    rejection: shared.rejection,
    settings: view.settings,
    delivery: view.delivery,
    request: lateValues,
  };
}
