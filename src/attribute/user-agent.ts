/**
 * What a user agent tells of a phone. Enters: device fields and a user-agent string. Leaves: traits, each known or null.
 * Unknown is neither evidence nor mismatch. Never guesses: a frozen token says nothing.
 */
import type { DeviceBody } from '../model/activity';

export interface DeviceTraits {
  readonly os: 'ios' | 'android' | 'windows' | 'macos' | 'linux' | null;
  readonly osMajor: number | null;
  /** Of iOS alone: Android's minor differs between a browser and an app of one phone. */
  readonly osMinor: number | null;
  /** As the maker names it, lower case. */
  readonly model: string | null;
  readonly deviceClass: 'phone' | 'tablet' | 'desktop' | null;
}

type Version = readonly [major: number | null, minor: number | null];
const unknownVersion: Version = [null, null];
const nothing: DeviceTraits = { os: null, osMajor: null, osMinor: null, model: null, deviceClass: null };

/** Fields that an SDK or client hints named come first; the string fills in what they left out, or said in no readable way. */
export function readTraits(device: DeviceBody): DeviceTraits {
  const read = device.user_agent === undefined ? nothing : readUserAgent(device.user_agent);
  const os = readOsName(device.os_name) ?? read.os;
  // A string that speaks of another system speaks of another thing: nothing of it fits.
  const spare = os === read.os ? read : nothing;
  const named = device.os_version === undefined ? unknownVersion : readVersion(device.os_version, os);
  const [osMajor, osMinor] = named[0] === null ? [spare.osMajor, spare.osMinor] : named;
  const model = device.device_model === undefined ? null : readModel(device.device_model, os);
  return {
    os,
    osMajor,
    osMinor,
    model: model ?? spare.model,
    deviceClass: readClass(device.device_type) ?? spare.deviceClass,
  };
}

function readOsName(name: string | undefined): DeviceTraits['os'] {
  switch (name?.toLowerCase().replaceAll(' ', '')) {
    case 'ios':
    case 'ipados':
    case 'iphoneos':
      return 'ios';
    case 'android':
      return 'android';
    case 'windows':
      return 'windows';
    case 'macos':
    case 'macosx':
      return 'macos';
    case 'linux':
      return 'linux';
    default:
      return null;
  }
}

function readVersion(text: string, os: DeviceTraits['os']): Version {
  const match = /^(\d{1,3})(?:[._](\d{1,3}))?/.exec(text.trim());
  if (match === null) return unknownVersion;
  return [Number(match[1]), os === 'ios' && match[2] !== undefined ? Number(match[2]) : null];
}

function readClass(text: string | undefined): DeviceTraits['deviceClass'] {
  const name = text?.toLowerCase();
  if (name === 'phone' || name === 'mobile' || name === 'smartphone') return 'phone';
  if (name === 'tablet') return 'tablet';
  return name === 'desktop' || name === 'pc' ? 'desktop' : null;
}

/**
 * Apple's browsers never tell a model beyond the family, so `iPhone` is no model; nor is Chrome's reduced `K`. Samsung's browser puts the maker
 * before the model, its apps do not.
 */
function readModel(text: string, os: DeviceTraits['os']): string | null {
  const model = text
    .trim()
    .toLowerCase()
    .replace(/^samsung[ -]/, '');
  if (model === '' || model === 'k' || model === 'unknown') return null;
  if (os === 'ios' && /^(iphone|ipad|ipod|ipod touch)$/.test(model)) return null;
  return model;
}

/** Reads one user-agent string, browser's or app's. */
export function readUserAgent(userAgent: string): DeviceTraits {
  if (/\bWindows Phone\b/.test(userAgent)) return { ...nothing, deviceClass: 'phone' };
  if (/\bAndroid\b|^Dalvik\//.test(userAgent)) return readAndroid(userAgent);
  if (/\b(?:iPhone|iPad|iPod)(?:\d|\b)/.test(userAgent)) return readApple(userAgent);
  const darwin = readDarwin(userAgent);
  if (darwin !== null) {
    const desktop = /\bMac\b|x86_64|Macintosh/.test(userAgent);
    if (desktop) return { ...nothing, os: 'macos', deviceClass: 'desktop' };
    return { ...nothing, os: 'ios', osMajor: darwin[0], osMinor: darwin[1] };
  }
  const appVersion = /\biOS (\d{1,3})\.(\d{1,3})/.exec(userAgent);
  if (appVersion !== null)
    return { ...nothing, os: 'ios', osMajor: Number(appVersion[1]), osMinor: Number(appVersion[2]) };
  // An iPad asks for desktop sites as a Macintosh: this Safari may be either.
  if (/\bMacintosh\b/.test(userAgent))
    return /Chrome|Firefox|Edg/.test(userAgent)
      ? { ...nothing, os: 'macos', deviceClass: 'desktop' }
      : nothing;
  if (/\bWindows NT\b/.test(userAgent)) return { ...nothing, os: 'windows', deviceClass: 'desktop' };
  if (/\bX11; (?:Linux|CrOS|Ubuntu)/.test(userAgent))
    return { ...nothing, os: 'linux', deviceClass: 'desktop' };
  return nothing;
}

function readAndroid(userAgent: string): DeviceTraits {
  // Chrome since 110 says "Android 10; K" on every phone: neither version nor model.
  const reduced = /\bAndroid 10; K[;)]/.test(userAgent);
  const version = reduced ? null : /\bAndroid[ /](\d{1,3})/.exec(userAgent);
  return {
    os: 'android',
    osMajor: version === null ? null : Number(version[1]),
    osMinor: null,
    model: reduced ? null : androidModel(userAgent),
    deviceClass: androidClass(userAgent),
  };
}

/** Chrome says Mobile on a phone and leaves it out on a tablet; a web view may leave it out anywhere, an app's string says neither. */
function androidClass(userAgent: string): DeviceTraits['deviceClass'] {
  if (/\bMobile\b/.test(userAgent)) return 'phone';
  if (/\bTablet\b/.test(userAgent)) return 'tablet';
  return /\bChrome\//.test(userAgent) && !/; wv\)/.test(userAgent) && !/ Version\/4\.0 /.test(userAgent)
    ? 'tablet'
    : null;
}

/** A language, a mark of the browser, the system's second name. */
const noModel =
  /^(?:wv|U|Mobile|Tablet|HarmonyOS|[a-z]{2}(?:[-_][A-Za-z]{2,4}){0,2}|rv:.*|(?:Build|HMSCore|GMSCore)\b.*)$/;

/** The first part of the platform comment that is not a language, a mark or a build. */
function androidModel(userAgent: string): string | null {
  const comment = /\bAndroid[ /][\d.]+;([^]*)$/.exec(userAgent)?.[1];
  if (comment === undefined) return null;
  const inside = closeComment(comment);
  const parts = inside
    .split(';')
    .map((part) => part.replace(/\s(?:Build|MIUI)\b.*$/, '').trim())
    .filter((part) => part !== '' && !noModel.test(part));
  return parts[0] === undefined ? null : readModel(parts[0], 'android');
}

/** Models may hold brackets of their own: "moto g(6) plus". */
function closeComment(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') {
      if (depth === 0) return text.slice(0, at);
      depth -= 1;
    }
  }
  return text;
}

function readApple(userAgent: string): DeviceTraits {
  const [osMajor, osMinor] = appleVersion(userAgent);
  const hardware = /\b((?:iPhone|iPad|iPod)\d{1,2},\d{1,2})\b/.exec(userAgent)?.[1];
  return {
    os: 'ios',
    osMajor,
    osMinor,
    model: hardware === undefined ? null : hardware.toLowerCase(),
    deviceClass: /\biPad\b|\biPad\d/.test(userAgent) ? 'tablet' : 'phone',
  };
}

/**
 * Since iOS 26 Safari's system token stands still at 18_6 or 18_7 and only `Version/` moves; Chrome, the Google app and Edge tell the real one.
 * A bare web view with a frozen token may be either, so it tells nothing.
 */
function appleVersion(userAgent: string): Version {
  const token =
    /\bOS (\d{1,3})_(\d{1,3})/.exec(userAgent) ??
    /\b(?:iPhone OS|iOS|iPadOS)[ /](\d{1,3})\.(\d{1,3})/.exec(userAgent);
  if (token === null) return readDarwin(userAgent) ?? unknownVersion;
  const [major, minor] = [Number(token[1]), Number(token[2])];
  if (!(major === 18 && (minor === 6 || minor === 7)) || /\b(?:CriOS|GSA|EdgiOS)\//.test(userAgent))
    return [major, minor];
  // Facebook's and Instagram's own part of the string is written by the app, which knows.
  const told = /\bFBSV\/(\d{1,3})\.(\d{1,3})|; iOS (\d{1,3})_(\d{1,3});/.exec(userAgent);
  if (told !== null) return [Number(told[1] ?? told[3]), Number(told[2] ?? told[4])];
  const shown = /\bVersion\/(\d{1,3})\.(\d{1,3})/.exec(userAgent);
  if (shown === null || /\bFxiOS\//.test(userAgent)) return unknownVersion;
  return Number(shown[1]) >= 26 ? [Number(shown[1]), Number(shown[2])] : [major, minor];
}

/** Apple's kernel numbers; from Darwin 25 on the system is called one more than the kernel. Null: no app of Apple's systems. */
function readDarwin(userAgent: string): Version | null {
  const darwin = /\bDarwin\/(\d{1,3})\.(\d{1,3})/.exec(userAgent);
  if (darwin === null || !/\bCFNetwork\//.test(userAgent)) return null;
  return darwinVersion(Number(darwin[1]), Number(darwin[2]));
}

function darwinVersion(major: number, minor: number): Version {
  if (major === 27 || major === 26) return [27, null];
  if (major === 25) return [26, minor];
  if (major >= 21 && major <= 24) return [major - 6, minor];
  if (major === 20) return [14, [0, 2, 3, 4, 5, 6, 7][minor] ?? null];
  if (major === 19) return [13, { 2: 3, 3: 3, 4: 4, 5: 5, 6: 6 }[minor] ?? null];
  return unknownVersion;
}

/** Why two sets of traits cannot be one phone; null where nothing known contradicts. */
export function findDifference(
  a: DeviceTraits,
  b: DeviceTraits,
): 'different_os' | 'different_os_version' | 'different_model' | 'different_device_type' | null {
  if (differ(a.os, b.os)) return 'different_os';
  if (differ(a.osMajor, b.osMajor) || differ(a.osMinor, b.osMinor)) return 'different_os_version';
  if (differ(a.model, b.model)) return 'different_model';
  return differ(a.deviceClass, b.deviceClass) ? 'different_device_type' : null;
}

function differ<T>(a: T | null, b: T | null): boolean {
  return a !== null && b !== null && a !== b;
}
