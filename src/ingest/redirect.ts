/**
 * Where a visitor goes. Enters: a link's destinations, what the request asked for, the user agent. Leaves: the target, with Carom's own click
 * id stamped on it. Never leads anywhere that was not registered with the link.
 */
import type { Link, Platform } from '../model/app';

const referrerMax = 512;

/** Never a target, whoever registered it. */
const unsafe = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:']);

export function platformOfUserAgent(userAgent: string | undefined): Platform {
  if (userAgent === undefined) return 'web';
  // Windows Phone and some TVs name everybody; what says iPhone beside Android is none.
  if (/\bandroid\b/i.test(userAgent)) return 'android';
  return /\b(?:iphone|ipad|ipod)\b/i.test(userAgent) ? 'ios' : 'web';
}

export interface Wish {
  readonly redirect?: string | undefined;
  readonly deeplink?: string | undefined;
  readonly platform: Platform;
}

const safeTargets = (destinations: Link['destinations']): readonly string[] =>
  Object.values(destinations).filter((url) => parseTarget(url) !== undefined);

/** The target, not stamped: what the request asked for where it is registered, else the platform's, the web's, any. */
export function chooseTarget(destinations: Link['destinations'], wish: Wish): string | undefined {
  const registered = safeTargets(destinations);
  return (
    wishedTarget(destinations, wish) ??
    [destinations[wish.platform], destinations.web, ...registered].find(
      (url) => url !== undefined && registered.includes(url),
    )
  );
}

/** What the request asked for, where it is registered. */
export function wishedTarget(destinations: Link['destinations'], wish: Wish): string | undefined {
  const registered = safeTargets(destinations);
  if (wish.redirect !== undefined && registered.some((url) => covers(url, wish.redirect ?? '')))
    return wish.redirect;
  if (wish.deeplink !== undefined && registered.some((url) => opensSameApp(url, wish.deeplink ?? '')))
    return wish.deeplink;
  return undefined;
}

/** On a phone: the link's own deep link, or the one asked for where it opens the same app. */
export function deepLinkFor(registered: string | undefined, wish: Wish): string | undefined {
  if (registered === undefined || wish.platform === 'web' || parseTarget(registered) === undefined)
    return undefined;
  const { deeplink } = wish;
  return deeplink !== undefined && opensSameApp(registered, deeplink) ? deeplink : registered;
}

function parseTarget(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return unsafe.has(url.protocol) || url.username !== '' || url.password !== '' ? undefined : url;
}

const isWeb = (url: URL): boolean => url.protocol === 'https:' || url.protocol === 'http:';

const isPlayStore = (url: URL): boolean =>
  (isWeb(url) && url.hostname === 'play.google.com' && url.pathname === '/store/apps/details') ||
  (url.protocol === 'market:' && url.hostname === 'details');

const isAppStore = (url: URL): boolean =>
  /^itms-apps?s?:$|^itms:$/.test(url.protocol) ||
  (isWeb(url) && (url.hostname === 'apps.apple.com' || url.hostname === 'itunes.apple.com'));

/** Same scheme, host and port; the path the registered one or below it. In a store, the same app. */
function covers(registered: string, asked: string): boolean {
  const base = parseTarget(registered);
  const target = parseTarget(asked);
  if (base === undefined || target === undefined) return false;
  if (base.protocol !== target.protocol || base.host !== target.host) return false;
  if (isPlayStore(base) || isPlayStore(target))
    return base.pathname === target.pathname && base.searchParams.get('id') === target.searchParams.get('id');
  // Of an intent URL the fragment names the app and the fallback page.
  if (base.protocol === 'intent:' && base.hash !== target.hash) return false;
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return (
    target.pathname === base.pathname ||
    target.pathname.startsWith(folder) ||
    `${target.pathname}/` === folder
  );
}

/** A deep link of the app that is registered: its custom scheme, or the same web host. In a store, the rule of `covers`. */
function opensSameApp(registered: string, asked: string): boolean {
  const base = parseTarget(registered);
  const target = parseTarget(asked);
  if (base === undefined || target === undefined || base.protocol !== target.protocol) return false;
  const shared = [base, target].some((url) => isPlayStore(url) || isAppStore(url));
  if (shared || ['market:', 'intent:'].includes(base.protocol)) return covers(registered, asked);
  return isWeb(base) ? base.host === target.host && base.hostname !== 'play.google.com' : true;
}

export interface Stamp {
  readonly clickId: string;
  readonly source?: string | undefined;
  readonly campaign?: string | undefined;
}

/** The target with Carom's click id where an app or page can read it: a store's referrer, a deep link, a web page. */
export function stampTarget(target: string, stamp: Stamp): string {
  const url = parseTarget(target);
  if (url === undefined) return target;
  if (isPlayStore(url)) {
    const referrer = storeReferrer(url.searchParams.get('referrer') ?? '', stamp);
    return new URL(setParameter(target, 'referrer', referrer)).href;
  }
  // The App Store hands nothing to the app.
  if (isAppStore(url)) return url.href;
  return new URL(setParameter(target, isWeb(url) ? 'carom_click_id' : 'click_id', stamp.clickId)).href;
}

/** Carom's id first, then what the destination had, then source and campaign where they are free; never above Google's 512 characters. */
function storeReferrer(existing: string, stamp: Stamp): string {
  const kept = existing.split('&').filter((part) => part !== '' && nameOf(part) !== 'click_id');
  const has = (name: string): boolean => kept.some((part) => nameOf(part) === name);
  const added = [
    ...(stamp.source === undefined || has('utm_source')
      ? []
      : [`utm_source=${encodeURIComponent(stamp.source)}`]),
    ...(stamp.campaign === undefined || has('utm_campaign')
      ? []
      : [`utm_campaign=${encodeURIComponent(stamp.campaign)}`]),
  ];
  let referrer = `click_id=${encodeURIComponent(stamp.clickId)}`;
  for (const part of [...kept, ...added])
    if (referrer.length + 1 + part.length <= referrerMax) referrer += `&${part}`;
  return referrer;
}

const nameOf = (part: string): string => part.split('=')[0] ?? '';

/** Sets one query parameter as text, so that every other one stays byte for byte as it was registered. */
function setParameter(target: string, name: string, value: string): string {
  const [beforeHash = '', ...hash] = target.split('#');
  const [path = '', ...query] = beforeHash.split('?');
  const parts = query
    .join('?')
    .split('&')
    .filter((part) => part !== '' && nameOf(part) !== name);
  parts.push(`${name}=${encodeURIComponent(value)}`);
  return `${path}?${parts.join('&')}${hash.length > 0 ? `#${hash.join('#')}` : ''}`;
}
