/**
 * A device as Kochava's clients name it. Enters: identifiers by type, `device_ver`, a user agent. Leaves: the device's fields. It never guesses an
 * identifier's type.
 */
import { identifierOf } from './draft-parts';
import { textOf, type Notes, type Values } from './values';

/** Kochava's type → the field here. */
const types: ReadonlyMap<string, string> = new Map([
  ['adid', 'gps_adid'],
  ['gaid', 'gps_adid'],
  ['idfa', 'idfa'],
  ['idfv', 'idfv'],
  ['android_id', 'android_id'],
  ['oaid', 'oaid'],
  ['fire_adid', 'fire_adid'],
  ['amazon_adid', 'fire_adid'],
]);
const uuids = new Set(['gps_adid', 'idfa', 'idfv', 'fire_adid']);
/** Of the hardware itself. */
const unkept = /^(?:imei|meid|mac|odin)/;

export function fieldOfType(type: string): string | undefined {
  return types.get(type.toLowerCase());
}

export interface DeviceIds {
  readonly device: Readonly<Record<string, string>>;
  /** Of types that have no field here. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** `device_ids`: type → value; empty ones are sent too, and say nothing. */
export function readIds(ids: Values, notes: Notes): DeviceIds {
  const device: Record<string, string> = {};
  const others: Record<string, unknown> = {};
  for (const [type, sent] of Object.entries(ids)) {
    if (sent === undefined || sent === null || sent === '') continue;
    const field = fieldOfType(type);
    if (field !== undefined) {
      const form = uuids.has(field) ? 'uuid' : 'any';
      const value = identifierOf(textOf(sent, 256, notes), form, notes);
      if (value !== undefined) device[field] ??= value;
    } else if (unkept.test(type.toLowerCase())) notes.add('identifier_not_kept');
    else if (type !== '__proto__') others[type] = sent;
  }
  return { device, others };
}

export interface Version {
  readonly model?: string | undefined;
  readonly os?: string | undefined;
  readonly version?: string | undefined;
}

/** `Nexus 5X-Android-7.1`: the model may have hyphens, the others have none. */
export function readVersion(text: string | undefined): Version {
  const match = /^(.+)-([A-Za-z][A-Za-z ]*)-(\d[\w.]*)$/.exec(text ?? '');
  if (match === null) return { model: text };
  const [, model, os, version] = match;
  return { model, os, version };
}

/** Kochava asks for it URL-encoded; many send it plain. */
export function readUserAgent(text: string | undefined): string | undefined {
  if (text === undefined || !/^\S*%[0-9a-f]{2}\S*$/i.test(text)) return text;
  try {
    return textOf(decodeURIComponent(text.replaceAll('+', ' ')), 2_048);
  } catch {
    return text;
  }
}
