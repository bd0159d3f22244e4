/**
 * A tracking link's query as a touch. Enters: the link, the query, what is known of the connection. Leaves: the touch, keyed. Never keeps more
 * parameters than its limits, never takes a visitor's word for its own address or time.
 */
import { Fault } from '../errors';
import type { DeviceBody } from '../model/activity';
import type { Link } from '../model/app';
import { touchTypes, type Touch, type TouchType } from '../model/touch';
import type { AddressMeans } from './address-keys';
import { expiresParameter, signatureParameter, type SignatureVerdict } from './click-signature';
import { normaliseAddress } from './client-address';
import { identifierParameters, isUnexpanded, touchKeys } from './identity';
import { readTime } from './time';
import { readCost } from './touch-cost';

export const paramsMax = 50;
export const paramNameMax = 128;
export const paramValueMax = 1_024;

export interface TouchRequest {
  readonly link: Link;
  readonly query: URLSearchParams;
  /** `/c/` or `/i/`. */
  readonly route: 'click' | 'impression';
  /** A server's touch: it has only the address and user agent that it names. */
  readonly server: boolean;
  readonly id: string;
  readonly arrivalMs: number;
  /** The visitor's own; not used for a server's touch. */
  readonly connection: {
    readonly address?: string | undefined;
    readonly userAgent?: string | undefined;
    readonly hints: Pick<DeviceBody, 'os_name' | 'os_version' | 'device_model'>;
  };
  /** The app's, where a cost names none. */
  readonly currency: string | undefined;
  readonly addresses: AddressMeans;
  /** The browser's key (`clicker:…`), where the app has it told by a cookie. */
  readonly clicker?: string | undefined;
  /** Absent: signatures are not looked at here. */
  readonly signature?: { readonly verdict: SignatureVerdict; readonly enforced: boolean } | undefined;
}

/** What the policy's `fraud.signature` goes by. */
const signatureFlag = 'incorrect_signature';

const named = new Set([
  ...identifierParameters,
  ...['click_id', 'campaign', 'adgroup', 'creative', 'ip_address', 'user_agent', 'os_name', 'os_version'],
  ...['device_model', 'language', 'country', 'deeplink', 'redirect'],
  ...[
    'cost_model',
    'cost_amount',
    'cost_currency',
    'clicked_at',
    'retargeting',
    'is_retargeting',
    'type',
    's2s',
  ],
]);

const namedWithSignature = new Set([...named, signatureParameter, expiresParameter]);

/** @throws Fault of a server's touch alone, where a time or a type cannot be read; a visitor is never held up by a parameter. */
export function readTouch(request: TouchRequest): Touch {
  const { link, query, server } = request;
  const value = (name: string): string | undefined => clean(query.get(name));
  const address = server ? normaliseAddress(value('ip_address') ?? '') : request.connection.address;
  const time = server
    ? readTime(value('clicked_at'), request.arrivalMs, 'clicked_at')
    : { ms: request.arrivalMs, flags: [] };
  const identity = touchKeys(value, address ?? undefined, time.ms, request.addresses);
  const partnerClickId = value('click_id');
  const params = linkParameters(query, request.signature === undefined ? named : namedWithSignature);
  const cost = readCost(value, link.cost, request.currency);
  const unsigned = request.signature !== undefined && request.signature.verdict !== 'good';
  const macro = identity.unexpanded || (partnerClickId !== undefined && isUnexpanded(partnerClickId));
  return {
    id: request.id,
    app: link.app,
    link: link.id,
    ...optional('partner', link.partner),
    type: readType(value('type'), request),
    time: time.ms,
    receivedAt: request.arrivalMs,
    ...hierarchyOf(value, link),
    ...optional(
      'partnerClickId',
      partnerClickId !== undefined && isUnexpanded(partnerClickId) ? undefined : partnerClickId,
    ),
    retargeting: readBoolean(value('retargeting') ?? value('is_retargeting')) ?? link.retargeting,
    device: { ...identity.device, ...deviceOf(request, value, address ?? undefined) },
    params: params.kept,
    ...(cost.read === undefined ? {} : { cost: cost.read }),
    ...optional('deeplink', value('deeplink') ?? link.deeplink),
    keys: request.clicker === undefined ? identity.keys : [...identity.keys, request.clicker],
    hasIdentifier: identity.hasIdentifier,
    flags: [
      ...time.flags,
      ...(macro ? ['unexpanded_macro'] : []),
      ...(identity.malformed ? ['malformed_advertising_id'] : []),
      ...(identity.anonymous ? ['anonymous_ip'] : []),
      ...(params.cut ? ['params_cut'] : []),
      ...(cost.unreadable ? ['unreadable_cost'] : []),
      ...(unsigned ? [signatureFlag, `signature_${request.signature.verdict}`] : []),
    ],
    ...(unsigned && request.signature.enforced
      ? { fraud: { verdict: 'rejected' as const, reason: signatureFlag } }
      : {}),
  };
}

/**
 * Names and ids of the levels; the link's are the defaults, level by level: where the query names another campaign, the link's campaign id is not its id.
 * Ids stay link parameters too, as which templates read them.
 */
function hierarchyOf(
  value: (name: string) => string | undefined,
  link: Link,
): Pick<Touch, 'campaign' | 'campaignId' | 'adgroup' | 'adgroupId' | 'creative' | 'creativeId'> {
  const level = (
    name: 'campaign' | 'adgroup' | 'creative',
  ): { readonly name: string | undefined; readonly id: string | undefined } => {
    const sent = { name: value(name), id: value(`${name}_id`) };
    const own = { name: link[name], id: link[`${name}_id`] };
    if (sent.name === undefined && sent.id === undefined) return own;
    const same = sent.name === undefined ? sent.id === own.id : sent.name === own.name;
    return { name: sent.name ?? own.name, id: sent.id ?? (same ? own.id : undefined) };
  };
  const [campaign, adgroup, creative] = [level('campaign'), level('adgroup'), level('creative')];
  return {
    ...optional('campaign', campaign.name),
    ...optional('campaignId', campaign.id),
    ...optional('adgroup', adgroup.name),
    ...optional('adgroupId', adgroup.id),
    ...optional('creative', creative.name),
    ...optional('creativeId', creative.id),
  };
}

function optional<K extends string>(
  name: K,
  value: string | undefined,
): Partial<Record<K, string>> & Record<never, never> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

/** Without control characters, trimmed, cut; undefined where nothing is left. */
function clean(value: string | null): string | undefined {
  if (value === null) return undefined;
  const text = value
    .slice(0, paramValueMax)
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim();
  return text === '' ? undefined : text;
}

/** Everything that has no name here: sub1…sub5, gclid, whatever the network adds. The first of a repeated name counts. */
function linkParameters(
  query: URLSearchParams,
  taken: ReadonlySet<string>,
): {
  kept: Record<string, string>;
  cut: boolean;
} {
  const kept = new Map<string, string>();
  let cut = false;
  for (const [name, value] of query) {
    if (taken.has(name) || kept.has(name) || name === '' || name === '__proto__') continue;
    if (kept.size >= paramsMax || name.length > paramNameMax) {
      cut = true;
      continue;
    }
    if (value.length > paramValueMax) cut = true;
    const text = clean(value);
    if (text !== undefined) kept.set(name, text);
  }
  return { kept: Object.fromEntries(kept), cut };
}

function deviceOf(
  request: TouchRequest,
  value: (name: string) => string | undefined,
  address: string | undefined,
): DeviceBody {
  const { server, connection } = request;
  const hints = server ? {} : connection.hints;
  const country = value('country')?.toLowerCase();
  return {
    ...optional('ip_address', address),
    ...optional('user_agent', server ? value('user_agent') : connection.userAgent?.slice(0, paramValueMax)),
    ...optional('os_name', value('os_name')?.toLowerCase() ?? hints.os_name),
    ...optional('os_version', value('os_version') ?? hints.os_version),
    ...optional('device_model', value('device_model') ?? hints.device_model),
    ...optional('language', value('language')),
    ...optional('country', country !== undefined && /^[a-z]{2}$/.test(country) ? country : undefined),
  };
}

function readType(sent: string | undefined, request: TouchRequest): TouchType {
  const type = touchTypes.find((known) => known === sent?.toLowerCase());
  if (type === undefined && sent !== undefined && request.server)
    throw new Fault('invalid_field', {
      field: 'type',
      message: `type is not one of ${touchTypes.join(', ')}.`,
    });
  return type ?? request.link.type ?? request.route;
}

function readBoolean(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (['1', 'true', 'yes'].includes(text.toLowerCase())) return true;
  return ['0', 'false', 'no'].includes(text.toLowerCase()) ? false : undefined;
}
