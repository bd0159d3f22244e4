/**
 * AppsFlyer's engagements (`v1.0/s2s/click|impression/app/…`): touches that networks report. Enters: a request, its app, the link that its media source or campaign
 * stands for. Leaves: a draft of a touch; without a link one that says what the request says. It never needs a link to have been made before.
 */
import type { Link } from '../../model/app';
import { addressOf } from './draft-parts';
import { mandatory, type Client, type Draft, type Endpoint, type VendorRequest } from './dialect';
import { Fields, flagOf, Notes, textOf, type Values } from './values';

/** AppsFlyer's name → the link's. Every other one is kept as a parameter of the link. */
const names: Readonly<Record<string, string>> = {
  af_click_id: 'click_id',
  af_ip: 'ip_address',
  af_user_agent: 'user_agent',
  af_model: 'device_model',
  af_os_version: 'os_version',
  af_campaign: 'campaign',
  af_campaign_id: 'campaign_id',
  af_adset: 'adgroup',
  af_adset_id: 'adgroup_id',
  af_ad: 'creative',
  af_ad_id: 'creative_id',
  af_siteid: 'sub1',
  af_sub_siteid: 'sub2',
};
const idTypes: Readonly<Record<string, string>> = {
  gaid: 'gps_adid',
  advertising_id: 'gps_adid',
  idfa: 'idfa',
  idfv: 'idfv',
  oaid: 'oaid',
  amazon_aid: 'fire_adid',
  fire_adid: 'fire_adid',
  android_id: 'android_id',
};

function endpoint(route: 'click' | 'impression'): Endpoint {
  return {
    name: `engagement ${route}`,
    path: `v1.0/s2s/${route}/app/{platform}/{app_id}`,
    claim: ({ path, values }) => ({
      app: path['app_id'] ?? '',
      trackers: [textOf(values['af_campaign_id'], 200), textOf(values['af_media_source'], 200)].filter(
        (name) => name !== undefined,
      ),
      proof: 'none',
    }),
    draft: (request, client) => draft(route, request, client),
  };
}

export const engagementClick = endpoint('click');
export const engagementImpression = endpoint('impression');

function draft(route: 'click' | 'impression', request: VendorRequest, client: Client): Draft {
  const notes = new Notes();
  const fields = new Fields(request.values, notes);
  const source = mandatory(fields.text('af_media_source'), 'af_media_source', client, notes);
  mandatory(fields.text('af_campaign_id'), 'af_campaign_id', client, notes);
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && !query.has(name)) query.set(name, value);
  };
  set('os_name', request.path['platform']?.toLowerCase());
  const type = fields.text('af_device_id_type', 64)?.toLowerCase();
  const id = fields.text('af_device_id_value');
  if (type !== undefined && Object.hasOwn(idTypes, type)) set(idTypes[type] ?? type, id);
  else if (id !== undefined) notes.add('identifier_not_kept');
  if (fields.text('af_campaign_type')?.toLowerCase() === 'retargeting') set('retargeting', '1');
  for (const [name, value] of Object.entries(request.values)) {
    if (name === 'af_device_id_type' || name === 'af_device_id_value') continue;
    set(names[name] ?? name, textOf(value, 8_192));
  }
  cleanAddress(query, notes);
  if (!isSomebody(query)) notes.add('no_identity');
  return {
    of: 'touch',
    route,
    query,
    link: client.link ?? linkOf(client, source, request.values),
    notes,
    answer: (clickId) => ({ status: 200, type: 'json', body: { message: 'OK', click_id: clickId } }),
  };
}

/** A touch does not refuse an address that is none: it goes without. */
function cleanAddress(query: URLSearchParams, notes: Notes): void {
  const sent = query.get('ip_address') ?? undefined;
  if (addressOf(sent, notes) === undefined) query.delete('ip_address');
}

function isSomebody(query: URLSearchParams): boolean {
  return ['click_id', 'ip_address', ...Object.values(idTypes)].some((name) => query.has(name));
}

/** Made on the fly: its partner is the media source, without the `_int` of AppsFlyer's own integrations. */
function linkOf({ app }: Client, source: string | undefined, values: Values): Link {
  const partner = source
    ?.replace(/_int$/i, '')
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .slice(0, 64);
  const name = `appsflyer:${partner ?? ''}`;
  return {
    id: name,
    app: app.id,
    createdAt: app.createdAt,
    version: 0,
    destinations: {},
    retargeting: flagOf(values['is_retargeting']) ?? false,
    ...(partner === undefined || partner === '' ? {} : { partner }),
  };
}
