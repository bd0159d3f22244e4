/**
 * AppsFlyer without its SDK: televisions, consoles and PCs (`v1.0/s2s/…/app/…`), and phones (`android|ios/…`). Enters: a signed request and its app. Leaves: a
 * draft of an install, a session or an event. It never takes a body whose signature is not the registered key's.
 */
import { Fault } from '../../errors';
import {
  addressOf,
  contentsOf,
  given,
  identifierOf,
  leftOver,
  moneyOf,
  paramsOf,
  timeIn,
  timeOf,
} from './draft-parts';
import { noteSharing } from './appsflyer-sharing';
import {
  eventNameOf,
  mandatory,
  type Claim,
  type Client,
  type Draft,
  type Endpoint,
  type VendorAnswer,
  type VendorRequest,
} from './dialect';
import { Fields, isValues, Notes, textOf, type Values } from './values';

const accepted: VendorAnswer = { status: 202, type: 'text', body: '' };

const kinds: Readonly<Record<string, 'install' | 'session' | 'event'>> = {
  first_open: 'install',
  session: 'session',
  inapp: 'event',
  installs: 'install',
  sessions: 'session',
  inapps: 'event',
};

/** AppsFlyer's names of an identifier → ours. What is none of them is the device's own, or kept as it came. */
const idTypes: Readonly<Record<string, string>> = {
  gaid: 'gps_adid',
  advertising_id: 'gps_adid',
  android_advertising_id: 'gps_adid',
  idfa: 'idfa',
  ios_advertising_id: 'idfa',
  idfv: 'idfv',
  oaid: 'oaid',
  amazon_aid: 'fire_adid',
  fire_adid: 'fire_adid',
  amazon_fire_id: 'fire_adid',
  android_id: 'android_id',
};
const uuids = new Set(['gps_adid', 'idfa', 'idfv', 'fire_adid']);

function endpoint(name: string, path: string, environment?: 'sandbox'): Endpoint {
  return { name, path, claim, draft: (request, client) => draft(request, client, environment) };
}

export const ctvEvent = endpoint(
  'CTV event',
  'v1.0/s2s/{what:first_open|session|inapp}/app/{platform}/{app_id}',
);
/** AppsFlyer has a host of its own for it: here the base URL ends in `/sandbox`. */
export const ctvSandbox = endpoint(
  'CTV event',
  'sandbox/v1.0/s2s/{what:first_open|session|inapp}/app/{platform}/{app_id}',
  'sandbox',
);
export const phoneEvent = endpoint(
  'SDK-less event',
  '{platform:android|ios}/{what:installs|sessions|inapps}/{app_id}',
);

function claim(request: VendorRequest): Claim {
  return {
    app: request.path['app_id'] ?? '',
    signature: request.header('authorization') ?? request.header('authentication'),
    proof: 'signature',
  };
}

function draft(request: VendorRequest, client: Client, environment?: 'sandbox'): Draft {
  const notes = new Notes();
  const fields = new Fields(request.values, notes);
  const kind = kinds[request.path['what'] ?? ''] ?? 'event';
  const parameters = fields.object('event_parameters') ?? {};
  const sent = fields.text('event_name');
  if (kind === 'event' && sent === undefined)
    throw new Fault('missing_field', { field: 'event_name', message: 'event_name is required.' });
  const ids = idsOf(fields, client);
  const activity = {
    kind,
    id: fields.text('request_id', 128),
    event: sent === undefined ? undefined : eventNameOf(sent, client, notes),
    time: timeIn(fields, 'timestamp'),
    device: { ...ids.device, ...deviceOf(fields, request, client) },
    app_version: fields.text('app_version', 128),
    user: given({ id: fields.text('customer_user_id') }),
    revenue: moneyOf(parameters['af_revenue'], textOf(parameters['af_currency'], 16), 'USD', notes),
    transaction_id: textOf(parameters['af_order_id'], 256),
    consent: consentOf(fields),
    referrer: referrerOf(fields),
    adservices_token: fields.text('apple_search_ads_token', 4_096),
    environment,
  };
  noteSharing(fields);
  const contents = contentsOf({
    id: parameters['af_content_id'],
    quantity: parameters['af_quantity'],
    price: parameters['af_price'],
  });
  const params = paramsOf(
    { ...parameters, ...(contents === undefined ? {} : { contents }), ...others(fields, ids.others) },
    notes,
  );
  return { of: 'activity', activity: { ...activity, params }, notes, answer: () => accepted };
}

function others(fields: Fields, ids: Values): Values {
  const rest = { ...leftOver('appsflyer', fields) };
  if (Object.keys(ids).length === 0) return rest;
  const kept = rest['appsflyer'];
  return { appsflyer: { ...(isValues(kept) ? kept : {}), device_ids: ids } };
}

/** `device_ids`: a list of types and values. */
function idsOf(fields: Fields, client: Client): { readonly device: Values; readonly others: Values } {
  const { notes } = fields;
  if (!fields.has('device_ids')) mandatory(undefined, 'device_ids', client, notes);
  const device: Record<string, string> = {};
  const unnamed: Record<string, string> = {};
  for (const item of fields.list('device_ids').slice(0, 20)) {
    if (!isValues(item)) continue;
    const type = textOf(item['type'], 64)?.toLowerCase();
    const name = type === undefined ? undefined : idTypes[type];
    const value = identifierOf(
      textOf(item['value'], 256, notes),
      name !== undefined && uuids.has(name) ? 'uuid' : 'any',
      notes,
    );
    if (type === undefined || value === undefined) continue;
    if (name !== undefined) device[name] ??= value;
    else if (device['device_id'] === undefined) device['device_id'] = value;
    else unnamed[type] ??= value;
  }
  return { device, others: unnamed };
}

function deviceOf(fields: Fields, request: VendorRequest, client: Client): Values {
  const { notes } = fields;
  const address = mandatory(fields.text('ip'), 'ip', client, notes);
  return {
    ip_address: addressOf(address, notes),
    user_agent: fields.first(['user_agent', 'device_user_agent'], 2_048),
    os_name: textOf(request.path['platform'], 64),
    os_version: fields.text('device_os_version', 64),
    device_model: fields.text('device_model'),
    device_manufacturer: fields.first(['device_brand', 'device_manufacturer']),
    language: fields.first(['device_language', 'language'], 64),
  };
}

function consentOf(fields: Fields): Values | undefined {
  const limited = fields.flag('limit_ad_tracking');
  const enabled = fields.flag('advertiser_id_enabled');
  return given({
    limit_ad_tracking: limited ?? (enabled === undefined ? undefined : !enabled),
    att_status: fields.whole('att', 0, 3),
  });
}

/** Of several stores the first; what it says of times is in seconds or milliseconds. */
function referrerOf(fields: Fields): Values | undefined {
  const [first] = fields.list('referrers');
  if (!isValues(first)) return undefined;
  const referrer = new Fields(first, fields.notes);
  const time = (name: string): number | undefined => {
    const value = referrer.raw(name);
    return value === 0 || value === '0' ? undefined : timeOf(value, fields.notes);
  };
  return given({
    raw: referrer.text('referrer', 4_096),
    source: referrer.text('source'),
    clicked_at: time('click_timestamp'),
    install_begin_at: time('install_begin_timestamp'),
    clicked_at_server: time('click_server_timestamp'),
    install_begin_at_server: time('install_begin_server_timestamp'),
  });
}
