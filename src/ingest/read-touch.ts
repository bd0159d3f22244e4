/**
 * A tracking link's query as a touch. Enters: the link, the query, what is known of the connection. Leaves: the touch, keyed. Never keeps more
 * parameters than its limits, never takes a visitor's word for its own address or time.
 */
import { Fault } from '../errors';
import type { DeviceBody } from '../model/activity';
import type { Link } from '../model/app';
import { isDecimal } from '../model/money';
import { touchTypes, type Touch, type TouchType } from '../model/touch';
import type { AddressMeans } from './address-keys';
import { normaliseAddress } from './client-address';
import { identifierParameters, isUnexpanded, touchKeys } from './identity';
import { readTime } from './time';

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
}

const named = new Set([
  ...identifierParameters,
  ...['click_id', 'campaign', 'adgroup', 'creative', 'ip_address', 'user_agent', 'os_name', 'os_version'],
  ...['device_model', 'language', 'country', 'cost_amount', 'cost_currency', 'deeplink', 'redirect'],
  ...['clicked_at', 'retargeting', 'is_retargeting', 'type', 's2s'],
]);

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
  const params = linkParameters(query);
  const cost = readCost(value('cost_amount'), value('cost_currency') ?? request.currency ?? 'USD');
  const macro = identity.unexpanded || (partnerClickId !== undefined && isUnexpanded(partnerClickId));
  return {
    id: request.id,
    app: link.app,
    link: link.id,
    ...optional('partner', link.partner),
    type: readType(value('type'), request),
    time: time.ms,
    receivedAt: request.arrivalMs,
    ...optional('campaign', value('campaign') ?? link.campaign),
    ...optional('adgroup', value('adgroup') ?? link.adgroup),
    ...optional('creative', value('creative') ?? link.creative),
    ...optional(
      'partnerClickId',
      partnerClickId !== undefined && isUnexpanded(partnerClickId) ? undefined : partnerClickId,
    ),
    retargeting: readBoolean(value('retargeting') ?? value('is_retargeting')) ?? link.retargeting,
    device: { ...identity.device, ...deviceOf(request, value, address ?? undefined) },
    params: params.kept,
    ...(cost === undefined ? {} : { cost }),
    ...optional('deeplink', value('deeplink')),
    keys: identity.keys,
    hasIdentifier: identity.hasIdentifier,
    flags: [
      ...time.flags,
      ...(macro ? ['unexpanded_macro'] : []),
      ...(identity.malformed ? ['malformed_advertising_id'] : []),
      ...(identity.anonymous ? ['anonymous_ip'] : []),
      ...(params.cut ? ['params_cut'] : []),
    ],
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
function linkParameters(query: URLSearchParams): { kept: Record<string, string>; cut: boolean } {
  const kept = new Map<string, string>();
  let cut = false;
  for (const [name, value] of query) {
    if (named.has(name) || kept.has(name) || name === '' || name === '__proto__') continue;
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

function readCost(amount: string | undefined, currency: string): Touch['cost'] {
  if (amount === undefined || !isDecimal(amount) || !/^[A-Za-z]{3}$/.test(currency)) return undefined;
  return { amount, currency: currency.toUpperCase() };
}
