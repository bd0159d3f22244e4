/**
 * The names a template may use. Enters: a dotted path and the template's settings. Leaves: what is wrong with it, or the value there.
 * A path reaches own properties of plain objects, nothing else: no prototype, no method, no length of a text.
 */
import type { ConsentBody, DeviceBody, ReferrerBody, UserBody } from '../model/activity';
import type { SettingDefinition } from '../model/template';
import type { Values } from './compiled-template';
import { nearest } from './nearest';

/** What a leaf may name beside the namespaces that all leaves know. */
export interface NameScope {
  readonly settings: ReadonlyMap<string, SettingDefinition>;
  /** True inside `$item`: `item` is the element of the list. */
  readonly item?: boolean;
  /** Fields of `request` that stand there, known at the moment of sending alone. */
  readonly request?: readonly string[];
}

export interface Finding {
  readonly message: string;
  readonly suggestion?: string;
}

const deviceFields = [
  'device_id',
  'gps_adid',
  'idfa',
  'idfv',
  'android_id',
  'oaid',
  'fire_adid',
  'ip_address',
  'user_agent',
  'os_name',
  'os_version',
  'device_model',
  'device_manufacturer',
  'device_type',
  'language',
  'country',
  'timezone',
  'advertising_id',
] as const satisfies readonly (keyof DeviceBody | 'advertising_id')[];

const userFields = [
  'id',
  'email_sha256',
  'email_gmail_sha256',
  'email_sha1',
  'email_md5',
  'phone_sha256',
  'phone_e164_sha256',
  'phone_sha1',
  'phone_md5',
] as const satisfies readonly (keyof UserBody)[];

const referrerFields = [
  'click_id',
  'raw',
  'source',
  'clicked_at',
  'install_begin_at',
  'clicked_at_server',
  'install_begin_at_server',
  'app_version',
] as const satisfies readonly (keyof ReferrerBody)[];

const consentFields = [
  'att_status',
  'eea',
  'ad_user_data',
  'ad_personalization',
  'limit_ad_tracking',
  'tcf',
] as const satisfies readonly (keyof ConsentBody)[];

const open = 'open';

/** Namespace → its fields; `open`: any name stands there, and the whole may be given to a helper. */
export const namespaces: Readonly<Record<string, readonly string[] | typeof open>> = {
  activity: [
    'id',
    'kind',
    'time',
    'received_at',
    'app_version',
    'transaction_id',
    'environment',
    'revision',
    'status',
  ],
  event: ['name', 'partner_name'],
  device: deviceFields,
  user: userFields,
  app: ['id', 'name', 'store_id', 'platform', 'currency', 'timezone'],
  touch: [
    'id',
    'type',
    'time',
    'partner_click_id',
    'campaign',
    'adgroup',
    'creative',
    'ip_address',
    'user_agent',
    'params',
  ],
  attribution: [
    'status',
    'partner',
    'link',
    'campaign',
    'adgroup',
    'creative',
    'match_type',
    'touch_type',
    'credited',
    'is_primary',
  ],
  install: ['time'],
  revenue: ['amount', 'currency'],
  payout: ['amount', 'currency'],
  referrer: referrerFields,
  consent: consentFields,
  params: open,
  partner_params: open,
  rejection: ['reason'],
  delivery: ['id'],
};

function settingFinding(parts: readonly string[], { settings }: NameScope): Finding | null {
  const [, key, ...rest] = parts;
  if (key === undefined) return { message: 'name a setting: settings.<key>' };
  if (!settings.has(key)) {
    return suggesting(
      `setting "${key}" is not declared in settings`,
      nearest(key, settings.keys()),
      'settings.',
    );
  }
  return rest.length === 0 ? null : { message: `settings.${key} is text and has no parts` };
}

function suggesting(message: string, word: string | undefined, before = ''): Finding {
  return word === undefined ? { message } : { message, suggestion: before + word };
}

/** A namespace that stands in some leaves alone; undefined: it is none of these. */
function scopedFields(namespace: string, scope: NameScope): readonly string[] | typeof open | undefined {
  if (namespace === 'item' && scope.item === true) return open;
  return namespace === 'request' ? scope.request : undefined;
}

function namespaceFinding(namespace: string, parts: readonly string[]): Finding {
  if (namespace === 'item') return { message: '"item" stands inside $item and numbered leaves alone' };
  if (namespace === 'request') {
    return { message: `"${parts.join('.')}" stands in signed requests alone, where docs/templates.md says` };
  }
  const known = [...Object.keys(namespaces), 'settings'];
  return suggesting(`"${parts.join('.')}" starts with no known namespace`, nearest(namespace, known));
}

/** What is wrong with a path; null where nothing is. */
export function findPathProblem(parts: readonly string[], scope: NameScope): Finding | null {
  const [namespace = '', field, ...rest] = parts;
  if (namespace === 'settings') return settingFinding(parts, scope);
  const fields = Object.hasOwn(namespaces, namespace)
    ? namespaces[namespace]
    : scopedFields(namespace, scope);
  if (fields === undefined) return namespaceFinding(namespace, parts);
  if (fields === open) return null;
  if (field === undefined) return { message: `name a field: ${namespace}.${fields[0] ?? ''}, …` };
  if (!fields.includes(field)) {
    return suggesting(`${namespace} has no field "${field}"`, nearest(field, fields), `${namespace}.`);
  }
  const mayGoOn = namespace === 'touch' && field === 'params';
  return rest.length === 0 || mayGoOn
    ? null
    : { message: `${namespace}.${field} is a plain value and has no parts` };
}

/** True of what is put in at the moment of sending: `settings.<key>` of a secret, and `request.<field>`. No helper can look into it. */
export function isLatePath(parts: readonly string[], scope: NameScope): boolean {
  if (parts[0] === 'request') return true;
  return parts[0] === 'settings' && scope.settings.get(parts[1] ?? '')?.secret === true;
}

/** What to call such a value in a problem. */
export function lateName(parts: readonly string[]): string {
  return `${parts[0] === 'request' ? 'value' : 'secret setting'} "${parts.join('.')}"`;
}

/** The value at a path, of own properties alone. */
export function valueAt(values: Values, parts: readonly string[]): unknown {
  let value: unknown = values;
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}
