/**
 * Kochava's clicks and impressions (`/v1/cpi/click`, `/track/impression`). Enters: a request and the link that its campaign stands for. Leaves: a draft of a
 * touch, or, of a browser, the way to the link's own URL. It never takes a network's server for a visitor: that names the device, its address or its user
 * agent.
 */
import { Fault } from '../../errors';
import { identifierNames } from '../../model/activity';
import { addressOf } from './draft-parts';
import type { Client, Draft, Endpoint, VendorRequest } from './dialect';
import { fieldOfType, readUserAgent } from './kochava-device';
import { flagOf, Notes, textOf } from './values';

/** Kochava's name → the link's. Every other one is kept as a parameter of the link. */
const names: ReadonlyMap<string, string> = new Map([
  ['campaign_id', 'kochava_campaign_id'],
  ['partner_campaign_id', 'campaign_id'],
  ['partner_campaign_name', 'campaign'],
  ['creative_id', 'creative_id'],
  ['site_id', 'sub1'],
  ['sub_site_id', 'sub2'],
  ['click_id', 'click_id'],
  ['impression_id', 'click_id'],
  ['ip_address', 'ip_address'],
  ['device_ua', 'user_agent'],
  ['device_ver', 'device_model'],
]);
/** Ways to say that a server speaks. */
const ownWords = ['s2s', 'pbr', 'device_id', 'device_id_type'];

export const click: Endpoint = touchEndpoint('click', 'v1/cpi/click');
export const impression: Endpoint = touchEndpoint('impression', 'track/impression');

function touchEndpoint(route: 'click' | 'impression', path: string): Endpoint {
  return {
    name: route,
    path,
    claim: ({ values }) => ({
      trackers: [textOf(values['campaign_id'], 200), textOf(values['network_id'], 200)].filter(
        (name) => name !== undefined,
      ),
      proof: 'none',
    }),
    draft: (request, client) => draft(route, request, client),
  };
}

function draft(route: 'click' | 'impression', request: VendorRequest, client: Client): Draft {
  const { link } = client;
  if (link === undefined)
    throw new Fault('not_found', { field: 'app', message: 'The link of this campaign was removed.' });
  const notes = new Notes();
  const query = translate(request, client, notes);
  const byServer = isServer(request);
  if (byServer && !isSomebody(query)) notes.add('no_identity');
  return {
    of: 'touch',
    route,
    query,
    link,
    notes,
    ...(byServer ? {} : { visit: true as const }),
    answer: (clickId) => ({ status: 200, type: 'json', body: { success: '1', click_id: clickId } }),
  };
}

/** Whoever names an address or a user agent speaks for somebody else, unless it is a browser itself. */
function isServer({ method, values, header }: VendorRequest): boolean {
  if (method === 'POST' || flagOf(values['s2s']) === true || flagOf(values['pbr']) === true) return true;
  const isBrowser = /^Mozilla\//.test(header('user-agent') ?? '');
  return !isBrowser && (textOf(values['ip_address'], 64) ?? textOf(values['device_ua'], 64)) !== undefined;
}

function translate({ values }: VendorRequest, { app }: Client, notes: Notes): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && !query.has(name)) query.set(name, value);
  };
  const type = textOf(values['device_id_type'], 64) ?? (app.platform === 'ios' ? 'idfa' : 'adid');
  const id = textOf(values['device_id'], 256, notes);
  const field = fieldOfType(type);
  if (field !== undefined) set(field, id);
  else if (id !== undefined) notes.add('identifier_not_kept');
  set('ip_address', addressOf(textOf(values['ip_address'], 64), notes));
  set('user_agent', readUserAgent(textOf(values['device_ua'], 2_048)));
  for (const [name, value] of Object.entries(values)) {
    const ours = names.get(name) ?? name;
    if (!ownWords.includes(name) && ours !== 'ip_address') set(ours, textOf(value, 8_192));
  }
  return query;
}

function isSomebody(query: URLSearchParams): boolean {
  return ['click_id', 'ip_address', ...identifierNames].some((name) => query.has(name));
}
