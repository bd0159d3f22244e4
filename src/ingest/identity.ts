/**
 * Who it is about. Enters: identifiers as they were sent. Leaves: identifiers that mean something, and the keys under which devices, touches
 * and activities find each other. Never lets a value that many devices share become a key.
 */
import { hash } from 'node:crypto';
import {
  identifierNames,
  type Activity,
  type ActivityBody,
  type ActivityKeys,
  type DeviceBody,
  type Environment,
  type IdentifierName,
} from '../model/activity';
import { addressKeysAt, addressKeysWithin, type AddressMeans } from './address-keys';

/** What SDKs, privacy settings and unfilled templates send where there is no identifier. */
const fakes = new Set([
  'null',
  '(null)',
  'undefined',
  'unknown',
  'none',
  'nil',
  'n/a',
  'na',
  'false',
  // Shared by a whole generation of Android 2.2 devices and by emulators.
  '9774d56d682e549c',
]);

/** A network that did not fill in its own placeholder: `{gaid}`, `[gaid]`, `<gaid>`, `__GAID__`, `%%GAID%%`, `${gaid}`, `#gaid#`. */
const unexpanded =
  /^(?:\$?\{[^{}]*\}|\{\{[^{}]*\}\}|\[[^[\]]*\]|<[^<>]*>|__[A-Za-z0-9_]+__|#[A-Za-z0-9_.-]+#|%%[^%]*%%|%7b.*%7d)$/i;

export function isUnexpanded(value: string): boolean {
  return unexpanded.test(value.trim());
}

/** Trimmed; undefined where it names nobody: empty, all zeros, a known fake, a placeholder that was not filled. The case is kept. */
export function meaningful(value: string | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text = value.trim();
  if (text === '' || /^[0-]+$/.test(text) || fakes.has(text.toLowerCase()) || isUnexpanded(text))
    return undefined;
  return text;
}

/** Identifiers that are UUIDs: some senders leave the dashes out. */
const uuids: ReadonlySet<string> = new Set<IdentifierName>(['gps_adid', 'idfa', 'idfv', 'fire_adid']);

/** A device identifier as it is stored and compared: meaningful, lower case, and a UUID with its dashes. */
export function normaliseIdentifier(name: string, value: string | null | undefined): string | undefined {
  const text = meaningful(value)?.toLowerCase();
  if (text === undefined || !uuids.has(name) || !/^[0-9a-f]{32}$/.test(text)) return text;
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}

const uuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** A `gps_adid` or `idfa` that no phone has: zeros alone, or no UUID. Words for nothing (`null`) and unfilled placeholders say nothing of the phone. */
function isMalformed(sent: string | null | undefined, limited: boolean): boolean {
  const text = sent?.trim() ?? '';
  if (/^[0-]+$/.test(text)) return !limited;
  return meaningful(text) !== undefined && !uuid.test(text);
}

/** Of an activity as it was posted. Zeros are what the system itself gives for a person who limited tracking, and no fault of theirs. */
export function hasMalformedAdvertisingId(
  device: { readonly [K in 'gps_adid' | 'idfa']?: string | null | undefined },
  consent: {
    readonly att_status?: number | null | undefined;
    readonly limit_ad_tracking?: boolean | null | undefined;
  },
): boolean {
  const limited = consent.limit_ad_tracking === true || (consent.att_status ?? 3) !== 3;
  return isMalformed(device.gps_adid, limited) || isMalformed(device.idfa, limited);
}

const hashNames = ['md5', 'sha1', 'sha256'] as const;
type HashName = (typeof hashNames)[number];
const hexLength: Readonly<Record<HashName, number>> = { md5: 32, sha1: 40, sha256: 64 };

/** Advertising identifiers: a person who limited ad tracking is not followed by them. */
const advertising: readonly IdentifierName[] = ['gps_adid', 'idfa'];

function usable(body: ActivityBody): readonly (readonly [IdentifierName, string])[] {
  const limited = body.consent?.limit_ad_tracking === true;
  return identifierNames.flatMap((name) => {
    const value = body.device[name];
    return value === undefined || (limited && advertising.includes(name)) ? [] : [[name, value] as const];
  });
}

/** `device_id:…`, `gps_adid:…`, …, `user:…`, strongest first; `s:` before each in the sandbox, an identity space of its own. */
export function deviceKeys(body: ActivityBody, environment: Environment): readonly string[] {
  const space = environment === 'sandbox' ? 's:' : '';
  const keys: string[] = [];
  if (body.device.device_id !== undefined)
    keys.push(`${space}device_id:${body.device.device_id.toLowerCase()}`);
  for (const [name, value] of usable(body)) keys.push(`${space}${name}:${value}`);
  if (body.user?.id !== undefined) keys.push(`${space}user:${body.user.id.toLowerCase()}`);
  return keys;
}

/** Each identifier raw and hashed, of its lower and upper case text, because a network hashes what it happens to hold. */
function touchFormsOf(body: ActivityBody): readonly string[] {
  return usable(body).flatMap(([name, value]) => identifierForms(name, value));
}

/** What it is found by and finds by its identifiers alone. */
export function identityKeys(
  body: ActivityBody,
  environment: Environment,
): Pick<ActivityKeys, 'device' | 'touch'> {
  return { device: deviceKeys(body, environment), touch: touchFormsOf(body) };
}

/** All keys of an activity of that time. */
export function activityKeys(
  body: ActivityBody,
  environment: Environment,
  time: number,
  means: AddressMeans,
): ActivityKeys {
  const address = addressKeysWithin(body.device.ip_address, time, means);
  return { ...identityKeys(body, environment), address };
}

/**
 * An accepted activity has the keys of its device; those that find touches are many hashes, and are made where touches are looked for: the door stays
 * quick, and what is stored small.
 */
export function withTouchKeys<T extends Pick<Activity, 'body' | 'environment' | 'time' | 'keys'>>(
  activity: T,
  means: AddressMeans,
): T {
  const { body, time, keys } = activity;
  return {
    ...activity,
    keys: {
      device: keys.device,
      touch: touchFormsOf(body),
      address: addressKeysWithin(body.device.ip_address, time, means),
    },
  };
}

/** `gps_adid:<raw>`, `gps_adid_md5:<hex>`, … of the lower and the upper case text. */
export function identifierForms(name: IdentifierName, value: string): readonly string[] {
  const lower = value.toLowerCase();
  const upper = value.toUpperCase();
  const forms = [`${name}:${lower}`];
  for (const algorithm of hashNames) {
    forms.push(`${name}_${algorithm}:${hash(algorithm, lower)}`);
    if (upper !== lower) forms.push(`${name}_${algorithm}:${hash(algorithm, upper)}`);
  }
  return forms;
}

export interface TouchIdentity {
  /** Raw identifiers, for the touch's device. */
  readonly device: Pick<DeviceBody, IdentifierName>;
  readonly keys: readonly string[];
  readonly hasIdentifier: boolean;
  /** A placeholder came where an identifier should be. */
  readonly unexpanded: boolean;
  /** An advertising id came that no phone has. */
  readonly malformed: boolean;
  /** The address is on the list of networks that are nobody's line. */
  readonly anonymous: boolean;
}

/** Query parameters that carry an identifier: the six names, each also with `_md5`, `_sha1`, `_sha256`. */
export const identifierParameters: ReadonlySet<string> = new Set(
  identifierNames.flatMap((name) => [name, ...hashNames.map((algorithm) => `${name}_${algorithm}`)]),
);

/** The identity of a touch of that time: identifiers raw or hashed as they came, and the address's key. */
export function touchKeys(
  parameter: (name: string) => string | undefined,
  address: string | undefined,
  time: number,
  means: AddressMeans,
): TouchIdentity {
  const device: Partial<Record<IdentifierName, string>> = {};
  const keys: string[] = [];
  let sawUnexpanded = false;
  for (const name of identifierNames) {
    const sent = parameter(name);
    const raw = normaliseIdentifier(name, sent);
    if (sent !== undefined && isUnexpanded(sent)) sawUnexpanded = true;
    if (raw !== undefined && raw.length <= identifierMaxLength) {
      device[name] = raw;
      keys.push(`${name}:${raw}`);
    }
    for (const algorithm of hashNames) {
      const digest = meaningful(parameter(`${name}_${algorithm}`))?.toLowerCase();
      if (digest?.length === hexLength[algorithm] && /^[0-9a-f]+$/.test(digest))
        keys.push(`${name}_${algorithm}:${digest}`);
    }
  }
  return {
    device,
    keys: [...keys, ...addressKeysAt(address, time, means)],
    hasIdentifier: keys.length > 0,
    unexpanded: sawUnexpanded,
    malformed: advertising.some((name) => isMalformed(parameter(name), false)),
    anonymous: address !== undefined && means.isAnonymous(address),
  };
}

export const identifierMaxLength = 256;

/** True where something tells whose activity it is. */
export function hasIdentity(body: ActivityBody): boolean {
  const { device } = body;
  return (
    device.device_id !== undefined ||
    identifierNames.some((name) => device[name] !== undefined) ||
    body.click_id !== undefined ||
    body.referrer?.click_id !== undefined ||
    body.user?.id !== undefined ||
    (device.ip_address !== undefined && device.user_agent !== undefined)
  );
}

/** One device stays in one partition: by the first identifier present, else by address and user agent. */
export function partitionOf(app: string, body: ActivityBody, partitions: number): number {
  const { device } = body;
  const first =
    device.device_id ??
    identifierNames.map((name) => device[name]).find((value) => value !== undefined) ??
    body.user?.id ??
    body.click_id ??
    `${device.ip_address ?? ''} ${device.user_agent ?? ''}`;
  return fnv1a(`${app} ${first.toLowerCase()}`) % partitions;
}

/** FNV-1a, 32 bits, over UTF-16 units. */
function fnv1a(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  // The low bits of FNV are its weakest, and the remainder is made of them.
  return (value ^ (value >>> 15)) >>> 0;
}
