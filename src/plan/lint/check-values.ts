/** Whether a leaf's value is there, in the unit that its name says, and fit to be sent. Enters: leaves. Leaves: findings. */
import { catalogue, kindGroups, type KindGroup } from '../catalogue/catalogue';
import type { Report } from './finding';
import type { LintLeaf, NamedValue } from './read-leaves';

/** Parameters of a tracking link that Carom takes out for itself, and where they are then. */
const takenFromLink: Readonly<Record<string, string | null>> = {
  click_id: 'touch.partner_click_id',
  campaign: 'touch.campaign',
  adgroup: 'touch.adgroup',
  creative: 'touch.creative',
  ip_address: 'touch.ip_address',
  user_agent: 'touch.user_agent',
  type: 'touch.type',
  clicked_at: 'touch.time',
  os_name: 'device.os_name',
  os_version: 'device.os_version',
  device_model: 'device.device_model',
  language: 'device.language',
  country: 'device.country',
  idfa: 'device.idfa',
  gps_adid: 'device.gps_adid',
  idfv: 'device.idfv',
  android_id: 'device.android_id',
  oaid: 'device.oaid',
  fire_adid: 'device.fire_adid',
  cost_amount: null,
  cost_currency: null,
  deeplink: null,
  redirect: null,
  retargeting: null,
};

function pathsIn(leaf: string): readonly string[] {
  return [...leaf.matchAll(/\b[a-z]+(?:\.[\w<>]+)+/g)].map(([path]) => path);
}

/** A value's path → the kinds that carry it; of several rows the widest. */
const carriers: ReadonlyMap<string, KindGroup> = (() => {
  const found = new Map<string, KindGroup>();
  for (const { leaf, kinds } of catalogue) {
    for (const path of leaf === undefined ? [] : pathsIn(leaf)) {
      const known = found.get(path);
      if (known === undefined || kindGroups[kinds].length > kindGroups[known].length) found.set(path, kinds);
    }
  }
  return found;
})();

function isCarried({ path }: NamedValue, on: readonly string[]): boolean {
  const group = carriers.get(path);
  // What the app posts under names of its own is the app's to know.
  if (group === undefined || /^(?:params|partner_params|touch\.params|settings)\b/.test(path)) return true;
  const kinds: readonly string[] = kindGroups[group];
  return on.some((kind) => kinds.includes(kind));
}

function checkCarried({ path, values, on }: LintLeaf, report: Report): void {
  const shown = values.filter(({ inside }) => !inside.includes('condition'));
  if (shown.length === 0 || shown.some((value) => isCarried(value, on))) return;
  const names = [...new Set(shown.map((value) => value.path))].join(', ');
  report('not_carried', path, `${on.join(', ')}: ${names} is never there.`);
}

function checkLinkParameters({ path, values }: LintLeaf, report: Report): void {
  for (const value of values) {
    const parameter = /^touch\.params\.(\w+)$/.exec(value.path)?.[1];
    if (parameter === undefined || !Object.hasOwn(takenFromLink, parameter)) continue;
    const instead = takenFromLink[parameter];
    report(
      'unknown_placeholder',
      path,
      `${value.path} is never there: Carom takes "${parameter}" out of a link's parameters.`,
      typeof instead === 'string' ? `Perhaps ${instead}.` : undefined,
    );
  }
}

type TimeUnit = 's' | 'ms' | 'text';
const timePath =
  /^(?:activity\.(?:time|received_at)|touch\.time|install\.time|referrer\.\w+_at(?:_server)?)$/;
const unitOfHelper: Readonly<Record<string, TimeUnit>> = { unix: 's', unix_ms: 'ms', iso: 'text' };
const unitWords: Readonly<Record<TimeUnit, string>> = { s: 'seconds', ms: 'milliseconds', text: 'RFC 3339' };

function timeUnitOf({ values }: LintLeaf): TimeUnit | null {
  const times = values.filter((value) => timePath.test(value.path) && !value.inside.includes('condition'));
  const [first] = times;
  if (first === undefined || times.length !== values.length) return null;
  const helper = first.inside.find((name) => Object.hasOwn(unitOfHelper, name));
  return helper === undefined ? 'text' : (unitOfHelper[helper] ?? null);
}

function unitInName(key: string): TimeUnit | null {
  if (
    /(?:^|[_-])(?:ms|msec|millis?|milliseconds?|utcm)$|(?:[a-z])(?:Millis|Ms)$|timestamp_?ms/i.test(key) &&
    !/items|terms|params/i.test(key)
  )
    return 'ms';
  return /(?:^|[_-])(?:unix|epoch|secs?|seconds)(?:$|[_-])|unix_?(?:time|ts)|Epoch$/.test(key) ? 's' : null;
}

function checkTimes(leaves: readonly LintLeaf[], report: Report): void {
  const seen = new Map<string, { readonly unit: TimeUnit; readonly path: string }>();
  for (const leaf of leaves) {
    const unit = timeUnitOf(leaf);
    if (unit === null || leaf.key === '') continue;
    const said = unitInName(leaf.key);
    if (said !== null && said !== unit) {
      report(
        'time_unit',
        leaf.path,
        `"${leaf.key}" says ${unitWords[said]}, the value is ${unitWords[unit]}.`,
      );
      continue;
    }
    const before = seen.get(leaf.key);
    if (before === undefined) seen.set(leaf.key, { unit, path: leaf.path });
    else if (before.unit !== unit)
      report(
        'time_unit',
        leaf.path,
        `"${leaf.key}" is ${unitWords[unit]} here and ${unitWords[before.unit]} at ${before.path}.`,
      );
  }
}

function checkMoney({ path, key, values }: LintLeaf, report: Report): void {
  const amounts = values.filter(
    (value) => /^(?:revenue|payout)\.amount$/.test(value.path) && !value.inside.includes('condition'),
  );
  const [amount] = amounts;
  if (amount === undefined) return;
  const unit = ['cents', 'micros'].find((helper) => amount.inside.includes(helper)) ?? 'full units';
  const said = /(?:^|_)cents?(?:$|_)|[a-z]Cents$|minor/i.test(key)
    ? 'cents'
    : /micro/i.test(key)
      ? 'micros'
      : /float|decimal/i.test(key)
        ? 'full units'
        : unit;
  if (said !== unit) report('money_unit', path, `"${key}" says ${said}, the value is ${unit}.`);
  const guarded = values.some(
    (value) => value.path.endsWith('.currency') && value.inside.includes('condition'),
  );
  if (/(?:^|_)usd(?:$|_)|[a-z]USD$/i.test(key) && !guarded)
    report('money_unit', path, `"${key}" says US dollars, the value is in whatever currency was reported.`);
}

const personal =
  /(?:^|_)(?:e_?mail|phone|msisdn|(?:first|last|full|sur)_?name|birth(?:day|date)?|dob|street|ssn)(?:$|_)/i;
const hashes = new Set(['sha256', 'sha1', 'md5']);

function checkPersonal({ path, values }: LintLeaf, report: Report): void {
  for (const { path: value, inside } of values) {
    const [, named = ''] = /^(?:params|partner_params|touch\.params)\.(\w+)$/.exec(value) ?? [];
    if (
      !personal.test(named) ||
      /sha|md5|hash/i.test(named) ||
      inside.some((name) => hashes.has(name) || name === 'condition')
    )
      continue;
    report('personal_data', path, `${value} is sent as it was posted.`);
  }
}

export function checkValues(leaves: readonly LintLeaf[], report: Report): void {
  for (const leaf of leaves) {
    checkCarried(leaf, report);
    checkLinkParameters(leaf, report);
    checkMoney(leaf, report);
    checkPersonal(leaf, report);
  }
  checkTimes(leaves, report);
}
