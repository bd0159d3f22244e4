/**
 * Adjust's clicks and impressions by tracker (`/{token}`, `/impression/{token}`). Enters: a request and the link that its tracker stands for. Leaves: a draft of
 * a touch, or, of a browser, the way to the link's own URL. It never calls what a link's callback parameters name.
 */
import { Fault } from '../../errors';
import { identifierNames } from '../../model/activity';
import { touchTypes } from '../../model/touch';
import { addressOf, timeOf } from './draft-parts';
import type { Client, Draft, Endpoint, VendorRequest } from './dialect';
import { flagOf, Notes, textOf } from './values';

/** Adjust's name → the link's. Most are the same. */
const names: Readonly<Record<string, string>> = {
  deep_link: 'deeplink',
  clickid: 'click_id',
  external_click_id: 'click_id',
  device_name: 'device_model',
  ip: 'ip_address',
  ua: 'user_agent',
};
/** `gps_adid_lower_md5`: of the lower or the upper case text, which is found either way. */
const hashed = /^(\w+?)_(?:lower|upper)_(md5|sha1|sha256)$/;
/** Adjust calls these when something happens to the link: here the app's callbacks are. */
const linkCallback =
  /^(?:adj_)?(?:install|reattribution|conversion|session|rejected_install|rejected_reattribution|click|impression|event)_callback/;

export const click: Endpoint = touchEndpoint('click', '{token}');
export const impression: Endpoint = touchEndpoint('impression', 'impression/{token}');

function touchEndpoint(route: 'click' | 'impression', path: string): Endpoint {
  return {
    name: route,
    path,
    claim: (request) => ({ trackers: [request.path['token'] ?? ''], proof: 'none' }),
    draft: (request, client) => draftTouch(route, request, client),
  };
}

function draftTouch(route: 'click' | 'impression', request: VendorRequest, { link }: Client): Draft {
  if (link === undefined)
    throw new Fault('not_found', { field: 'app', message: 'The link of this tracker was removed.' });
  const notes = new Notes();
  const query = translate(request, notes);
  const byServer = flagOf(request.values['s2s']) === true || request.method === 'POST';
  if (byServer && !isSomebody(query)) notes.add('no_identity');
  return {
    of: 'touch',
    route,
    query,
    link,
    notes,
    ...(byServer ? {} : { visit: true as const }),
    answer: (clickId) => ({ status: 200, type: 'json', body: { status: 'OK', click_id: clickId } }),
  };
}

function translate(request: VendorRequest, notes: Notes): URLSearchParams {
  const query = new URLSearchParams();
  const time = timeOf(request.values['created_at_unix'] ?? request.values['created_at'], notes);
  if (time !== undefined) query.set('clicked_at', String(time));
  for (const [name, value] of Object.entries(request.values)) {
    const text = textOf(value, 8_192);
    if (text === undefined || ['s2s', 'created_at_unix', 'created_at', 'clicked_at'].includes(name)) continue;
    if (linkCallback.test(name)) notes.add('link_callback_not_sent');
    const ours = nameOf(name);
    if (isTaken(ours, text, notes) && !query.has(ours)) query.set(ours, text);
  }
  return query;
}

function nameOf(name: string): string {
  const [, identifier = '', algorithm = ''] = hashed.exec(name) ?? [];
  if (identifier !== '') return `${identifier}_${algorithm}`;
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

/** What a link's query would refuse of a server is left out here, and noted. */
function isTaken(name: string, text: string, notes: Notes): boolean {
  if (name === 'type' && !touchTypes.some((type) => type === text.toLowerCase())) return false;
  if (name === 'ip_address') return addressOf(text, notes) !== undefined;
  return true;
}

function isSomebody(query: URLSearchParams): boolean {
  return (
    [...query.keys()].some((name) =>
      identifierNames.some((each) => name === each || name.startsWith(`${each}_`)),
    ) ||
    query.has('ip_address') ||
    query.has('referrer') ||
    query.has('click_id')
  );
}
