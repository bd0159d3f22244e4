/**
 * What `{name}` stands for in a callback's URL, with Adjust's names and units: times in epoch seconds, flags 0 or 1, `revenue` in hundredths,
 * `revenue_float` in full units. Enters: the facts of one activity. Leaves: text; empty where there is no value.
 */
import type { Credit } from '../model/attribution';
import type { PlanFacts } from './plan-input';
import { cents, digest, textOf } from './template-functions';
import { activityParameters, linkParameters } from './placeholder-names';
import { installTime, rejectionReason } from './values';

export type Placeholder = (facts: PlanFacts, deliveryId: string) => unknown;

const secondsOf = (timeMs: number | null | undefined): string =>
  timeMs === null || timeMs === undefined ? '' : String(Math.floor(timeMs / 1000));
const hourOf = (timeMs: number | null | undefined): string =>
  timeMs === null || timeMs === undefined ? '' : String(Math.floor(timeMs / 3_600_000) * 3_600);
const secondsOfText = (time: string | undefined): string =>
  time === undefined || Number.isNaN(Date.parse(time)) ? '' : secondsOf(Date.parse(time));
const flag = (value: boolean | undefined): string => (value === undefined ? '' : value ? '1' : '0');
const md5 = (value: string | undefined): string => digest('md5', value);
const upper = (value: string | undefined): string => value?.toUpperCase() ?? '';
const lower = (value: string | undefined): string => value?.toLowerCase() ?? '';

type Levels = Pick<Credit, 'partner' | 'campaign' | 'adgroup' | 'creative'>;

/** Network, campaign, ad group and creative, joined as Adjust joins a tracker's levels. */
function trackerName(levels: Levels | null | undefined): string {
  if (levels === null || levels === undefined) return '';
  const { partner, campaign, adgroup, creative } = levels;
  return [partner, campaign, adgroup, creative].filter((level) => level !== null && level !== '').join('::');
}

const impressionTypes: readonly unknown[] = ['impression', 'engaged_view'];

function touchTime({ attribution, touch }: PlanFacts): number | null {
  const told = attribution?.touched_at;
  return told === null || told === undefined ? (touch?.time ?? null) : Date.parse(told);
}

function touchTimeOf(facts: PlanFacts, ofImpressions: boolean): number | null {
  const type = facts.attribution?.touch_type ?? facts.touch?.type;
  if (type === undefined) return null;
  return impressionTypes.includes(type) === ofImpressions ? touchTime(facts) : null;
}

function conversionTime({ device }: PlanFacts, kind: string): number | null {
  return device?.conversions.findLast((conversion) => conversion.kind === kind)?.time ?? null;
}

function reattributedAt(facts: PlanFacts): number | null {
  return facts.activity.kind === 'reattribution'
    ? facts.activity.time
    : conversionTime(facts, 'reattribution');
}

function reinstalledAt(facts: PlanFacts): number | null {
  return facts.activity.kind === 'reinstall' ? facts.activity.time : conversionTime(facts, 'reinstall');
}

function firstCredit({ device }: PlanFacts): Credit | null {
  return device?.conversions[0]?.credit ?? null;
}

/** The credit before this activity's: of the conversion before the newest. */
function lastCredit({ device }: PlanFacts): Credit | null {
  return device?.conversions.at(-2)?.credit ?? null;
}

function secondsBetween(from: number | null | undefined, until: number | null | undefined): string {
  if (from === null || from === undefined || until === null || until === undefined) return '';
  return String(Math.max(0, Math.floor((until - from) / 1000)));
}

const storeNames: Readonly<Record<string, string>> = { android: 'google', ios: 'itunes' };

function jsonOf(value: Readonly<Record<string, unknown>> | undefined): string {
  return textOf(value);
}

const activityPlaceholders: Readonly<Record<string, Placeholder>> = {
  activity_kind: ({ activity }) => activity.kind,
  event: ({ activity }) => activity.body.event,
  event_name: ({ activity }) => activity.body.event,
  created_at: ({ activity }) => secondsOf(activity.time),
  created_at_milli: ({ activity }) => activity.time,
  created_at_hour: ({ activity }) => hourOf(activity.time),
  received_at: ({ activity }) => secondsOf(activity.receivedAt),
  environment: ({ activity }) => activity.environment,
  partner_parameters: ({ activity }) => jsonOf(activity.body.partner_params),
  random: (_facts, deliveryId) => deliveryId,
  nonce: (_facts, deliveryId) => deliveryId,
  rejection_reason: (facts) => rejectionReason(facts),
  revenue: ({ activity }) => cents(activity.body.revenue?.amount),
  revenue_float: ({ activity }) => activity.body.revenue?.amount,
  currency: ({ activity }) => activity.body.revenue?.currency,
  payout: ({ activity, payout }) => (activity.body.payout ?? payout)?.amount,
  payout_currency: ({ activity, payout }) => (activity.body.payout ?? payout)?.currency,
  app_id: ({ app }) => app.storeId,
  app_name: ({ app }) => app.name,
  app_name_dashboard: ({ app }) => app.name,
  app_token: ({ app }) => app.id,
  platform: ({ activity, app }) => lower(activity.body.device.os_name ?? app.platform),
  store: ({ app }) => storeNames[app.platform],
  app_version: ({ activity }) => activity.body.app_version,
  app_version_short: ({ activity }) => activity.body.app_version,
  app_version_raw: ({ activity }) => activity.body.app_version,
};

const devicePlaceholders: Readonly<Record<string, Placeholder>> = {
  adid: ({ device }) => device?.id,
  idfa: ({ activity }) => upper(activity.body.device.idfa),
  idfa_upper: ({ activity }) => upper(activity.body.device.idfa),
  idfa_md5: ({ activity }) => md5(upper(activity.body.device.idfa)),
  idfa_md5_hex: ({ activity }) => md5(upper(activity.body.device.idfa)),
  idfv: ({ activity }) => upper(activity.body.device.idfv),
  gps_adid: ({ activity }) => lower(activity.body.device.gps_adid),
  gps_adid_md5: ({ activity }) => md5(lower(activity.body.device.gps_adid)),
  android_id: ({ activity }) => activity.body.device.android_id,
  android_id_md5: ({ activity }) => md5(activity.body.device.android_id),
  oaid: ({ activity }) => activity.body.device.oaid,
  oaid_md5: ({ activity }) => md5(activity.body.device.oaid),
  fire_adid: ({ activity }) => activity.body.device.fire_adid,
  external_device_id_md5: ({ activity }) => md5(activity.body.device.device_id),
  device_name: ({ activity }) => activity.body.device.device_model,
  device_model: ({ activity }) => activity.body.device.device_model,
  device_manufacturer: ({ activity }) => activity.body.device.device_manufacturer,
  device_type: ({ activity }) => activity.body.device.device_type,
  os_name: ({ activity }) => lower(activity.body.device.os_name),
  os_version: ({ activity }) => activity.body.device.os_version,
  language: ({ activity }) => activity.body.device.language,
  country: ({ activity }) => lower(activity.body.device.country),
  timezone: ({ activity }) => activity.body.device.timezone,
  ip_address: ({ activity }) => activity.body.device.ip_address,
  user_agent: ({ activity }) => activity.body.device.user_agent,
  att_status: ({ activity }) => activity.body.consent?.att_status,
  tracking_limited: ({ activity }) => flag(activity.body.consent?.limit_ad_tracking),
  tracking_enabled: ({ activity }) => {
    const limited = activity.body.consent?.limit_ad_tracking;
    return flag(limited === undefined ? undefined : !limited);
  },
  session_count: ({ device }) => device?.sessions,
  lifetime_session_count: ({ device }) => device?.sessions,
};

const attributionPlaceholders: Readonly<Record<string, Placeholder>> = {
  tracker: ({ attribution }) => attribution?.link,
  tracker_name: ({ attribution }) => trackerName(attribution),
  link_token: ({ attribution }) => attribution?.link,
  link_name: ({ attribution }) => trackerName(attribution),
  network_name: ({ attribution }) => attribution?.partner,
  campaign_name: ({ attribution }) => attribution?.campaign,
  adgroup_name: ({ attribution }) => attribution?.adgroup,
  creative_name: ({ attribution }) => attribution?.creative,
  first_tracker: (facts) => firstCredit(facts)?.link,
  first_tracker_name: (facts) => trackerName(firstCredit(facts)),
  last_tracker: (facts) => lastCredit(facts)?.link,
  last_tracker_name: (facts) => trackerName(lastCredit(facts)),
  match_type: ({ attribution }) => attribution?.match_type,
  is_organic: ({ attribution }) => flag(attribution === null ? undefined : attribution.status === 'organic'),
  impression_based: ({ attribution }) => {
    const type = attribution?.touch_type ?? null;
    return flag(type === null ? undefined : impressionTypes.includes(type));
  },
  engaged_view_based: ({ attribution }) => {
    const type = attribution?.touch_type ?? null;
    return flag(type === null ? undefined : type === 'engaged_view');
  },
  is_reattributed: (facts) => flag(reattributedAt(facts) !== null),
  click_id: ({ touch }) => touch?.partnerClickId,
  deeplink: ({ touch }) => touch?.deeplink,
  cost_amount: ({ touch }) => touch?.cost?.amount,
  cost_currency: ({ touch }) => touch?.cost?.currency,
  publisher_parameters: ({ touch }) => jsonOf(touch?.params),
  referrer: ({ activity }) => activity.body.referrer?.raw,
  reftag: ({ activity }) => activity.body.referrer?.click_id,
};

const timePlaceholders: Readonly<Record<string, Placeholder>> = {
  click_time: (facts) => secondsOf(touchTimeOf(facts, false)),
  click_time_hour: (facts) => hourOf(touchTimeOf(facts, false)),
  impression_time: (facts) => secondsOf(touchTimeOf(facts, true)),
  impression_time_hour: (facts) => hourOf(touchTimeOf(facts, true)),
  engagement_time: (facts) => secondsOf(touchTime(facts)),
  engagement_time_hour: (facts) => hourOf(touchTime(facts)),
  conversion_duration: (facts) => secondsBetween(touchTime(facts), facts.activity.time),
  installed_at: (facts) => secondsOf(installTime(facts)),
  installed_at_hour: (facts) => hourOf(installTime(facts)),
  install_begin_time: ({ activity }) => secondsOfText(activity.body.referrer?.install_begin_at),
  referral_time: ({ activity }) => secondsOfText(activity.body.referrer?.clicked_at),
  reattributed_at: (facts) => secondsOf(reattributedAt(facts)),
  reattributed_at_hour: (facts) => hourOf(reattributedAt(facts)),
  reinstalled_at: (facts) => secondsOf(reinstalledAt(facts)),
  uninstalled_at: ({ device }) => secondsOf(device?.uninstalledAt),
  time_to_uninstall: (facts) => secondsBetween(installTime(facts), facts.device?.uninstalledAt),
  attribution_updated_at: ({ activity }) =>
    activity.kind === 'attribution_updated' ? secondsOf(activity.time) : '',
};

function ownValue(from: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return from !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;
}

function parameters(
  names: readonly string[],
  read: (facts: PlanFacts, name: string) => unknown,
): Readonly<Record<string, Placeholder>> {
  return Object.fromEntries(names.map((name): [string, Placeholder] => [name, (facts) => read(facts, name)]));
}

/** Every placeholder that Carom fills. */
export const placeholders: ReadonlyMap<string, Placeholder> = new Map(
  Object.entries({
    ...activityPlaceholders,
    ...devicePlaceholders,
    ...attributionPlaceholders,
    ...timePlaceholders,
    ...parameters(linkParameters, ({ touch }, name) => ownValue(touch?.params, name)),
    ...parameters(activityParameters, ({ activity }, name) => ownValue(activity.body.params, name)),
  }),
);
