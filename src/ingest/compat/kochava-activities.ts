/**
 * Kochava's `/track/json`. Enters: a request and its app. Leaves: a draft of an install or an event. It never takes a phone's silence about tracking for
 * consent: where Kochava would drop the advertising id, that is said.
 */
import { Fault } from '../../errors';
import { addressOf, countryIn, given, moneyOf, paramsOf, timeIn } from './draft-parts';
import {
  eventNameOf,
  mandatory,
  type Claim,
  type Client,
  type Draft,
  type Endpoint,
  type VendorRequest,
} from './dialect';
import { readIds, readUserAgent, readVersion, type DeviceIds, type Version } from './kochava-device';
import { itemsOf, type ItemNames } from './order-items';
import { Fields, Notes, textOf, type Values } from './values';

const ok = { status: 200, type: 'json', body: { success: '1' } } as const;
/** It calls them required, and takes records without: some senders leave them out. */
const expected = ['origination_ip', 'device_ua', 'device_ver'];
/** Of these the price is what was paid; of others that of something to look at. */
const paid = new Set(['purchase', 'subscribe', 'start trial', 'ad view']);
const itemNames: ItemNames = [
  ['product_id', 'id'],
  ['content_id', 'id'],
  ['sku', 'id'],
];

export const track: Endpoint = {
  name: 'track',
  path: 'track/json',
  claim: (request) => claim(request),
  draft: (request, client) => draft(request, client),
};

/** Kochava asks for no key beside the app's id: one that was registered is shown as a bearer's. */
function claim(request: VendorRequest): Claim {
  const app = textOf(request.values['kochava_app_id'], 200);
  const bearer = /^bearer +(\S{1,512})$/i.exec(request.header('authorization') ?? '')?.[1];
  return { app, key: bearer ?? app };
}

function draft(request: VendorRequest, client: Client): Draft {
  const notes = new Notes();
  const top = new Fields(request.values, notes);
  top.ignore('kochava_app_id');
  const data = top.object('data') ?? {};
  const deviceId = top.text('kochava_device_id');
  const sentAction = top.text('action', 32);
  // Older senders write some of them outside of `data`.
  const fields = new Fields({ ...top.rest(), ...data }, notes);
  const name = fields.text('event_name');
  const kind = kindOf(sentAction, name, client, notes);
  const ids = idsOf(fields, deviceId, client);
  for (const each of expected) if (!fields.has(each)) notes.add('missing_field');
  const parameters = fields.object('event_data') ?? {};
  const revenue = revenueOf(fields, parameters, name, client);
  const device = deviceOf(fields, ids, deviceId);
  const tracking = fields.nested('app_tracking_transparency');
  const { referrer, left } = referrerOf(fields);
  const activity = {
    kind,
    event: kind === 'event' && name !== undefined ? eventNameOf(name, client, notes) : undefined,
    time: timeIn(fields, 'usertime'),
    device,
    app_version: fields.first(['app_short_string', 'app_version'], 128),
    user: userOf(fields, parameters),
    revenue,
    transaction_id: textOf(parameters['order_id'] ?? parameters['transaction_id'], 256, notes),
    consent: consentOf(fields, tracking, device),
    referrer,
    adservices_token: fields.first(['adservices_token', 'asa_attribution_token', 'iad_token'], 4_096),
  };
  const params = paramsOf(
    parametersOf(fields, parameters, {
      device_ids: given({ ...ids.others }),
      app_tracking_transparency: given(tracking.rest()),
      install_referrer: left,
    }),
    notes,
  );
  return { of: 'activity', activity: { ...activity, params }, notes, answer: () => ok };
}

/** @throws Fault `missing_field`, `invalid_field`. */
function kindOf(
  sent: string | undefined,
  name: string | undefined,
  client: Client,
  notes: Notes,
): 'install' | 'event' {
  const action = mandatory(sent, 'action', client, notes)?.toLowerCase();
  const isKnown = action === 'install' || action === 'event';
  if (action !== undefined && !isKnown) {
    if (client.registration.lenient !== true)
      throw new Fault('invalid_field', { field: 'action', message: 'action is install or event.' });
    notes.add('malformed_value');
  }
  const kind = isKnown ? action : name === undefined ? 'install' : 'event';
  if (kind === 'event' && name === undefined)
    throw new Fault('missing_field', { field: 'event_name', message: 'data.event_name is required.' });
  return kind;
}

/** By type in `device_ids`, or one with its type beside it. */
function idsOf(fields: Fields, deviceId: string | undefined, client: Client): DeviceIds {
  const single = fields.text('device_id');
  const type = fields.text('device_id_type', 64);
  if (!fields.has('device_ids') && single === undefined) {
    if (deviceId === undefined) mandatory(undefined, 'device_ids', client, fields.notes);
    else fields.notes.add('missing_field');
  }
  const system = client.app.platform === 'ios' ? 'idfa' : 'adid';
  return readIds(
    { ...(single === undefined ? {} : { [type ?? system]: single }), ...fields.object('device_ids') },
    fields.notes,
  );
}

function deviceOf(fields: Fields, ids: DeviceIds, deviceId: string | undefined): Record<string, unknown> {
  const { notes } = fields;
  const told = readVersion(fields.text('device_ver'));
  return {
    device_id: deviceId,
    ...ids.device,
    ip_address: addressOf(fields.text('origination_ip'), notes),
    user_agent: readUserAgent(fields.text('device_ua', 2_048)),
    os_name: systemOf(fields, ids, told),
    os_version: fields.text('os_version', 64) ?? textOf(told.version, 64),
    device_model: told.model,
    language: fields.first(['locale', 'language'], 64),
    country: countryIn(fields, 'country'),
    timezone: fields.text('timezone', 64),
  };
}

/** Where it is not said, the identifiers say it: each system has its own. */
function systemOf(fields: Fields, { device }: DeviceIds, told: Version): string | undefined {
  const said = fields.text('os_name', 64) ?? textOf(told.os, 64);
  if (said !== undefined) return said;
  const apple = device['idfa'] !== undefined || device['idfv'] !== undefined;
  const google = device['gps_adid'] !== undefined || device['android_id'] !== undefined;
  if (apple === google) return undefined;
  return apple ? 'ios' : 'android';
}

/** Senders say `att: false` of every phone; it means something of Apple's alone. */
function consentOf(fields: Fields, tracking: Fields, device: Record<string, unknown>): Values | undefined {
  const isApple = device['idfa'] !== undefined || device['idfv'] !== undefined;
  const allowed = tracking.flag('att');
  if (isApple && allowed === undefined && device['idfa'] !== undefined) fields.notes.add('att_not_told');
  const limits = [fields.flag('device_limit_tracking'), fields.flag('app_limit_tracking')].filter(
    (limit) => limit !== undefined,
  );
  return given({
    att_status: !isApple || allowed === undefined ? undefined : allowed ? 3 : 2,
    limit_ad_tracking: limits.length === 0 ? undefined : limits.includes(true),
  });
}

/** `event_data` stays whole: the amount is one of its parameters. */
function revenueOf(
  fields: Fields,
  parameters: Values,
  name: string | undefined,
  { app }: Client,
): Values | undefined {
  const price = paid.has(name?.toLowerCase() ?? '') ? parameters['price'] : undefined;
  const amount = parameters['sum'] ?? parameters['revenue'] ?? price;
  const currency = textOf(parameters['currency'] ?? fields.peek('currency'), 16);
  const money = moneyOf(amount, currency, app.currency ?? 'USD', fields.notes);
  if (money === undefined) return undefined;
  if (currency === undefined) fields.notes.add('currency_assumed');
  if (parameters['currency'] === undefined) fields.ignore('currency');
  return money;
}

/** Of the links between an identity and others the user's id and mailbox are known by name; whose the rest are is not, so they are not kept. */
function userOf(fields: Fields, parameters: Values): Values | undefined {
  const links = fields.nested('identity_link');
  const email = links.text('email', 320);
  const linked = links.text('user_id');
  const isEmail = email !== undefined && /^[^\s@]+@[^\s@]+$/.test(email);
  if ((email !== undefined && !isEmail) || Object.keys(links.rest()).length > 0)
    fields.notes.add('identifier_not_kept');
  const id = fields.text('user_id') ?? linked ?? textOf(parameters['user_id'], 256, fields.notes);
  return given({ id, email: isEmail ? email : undefined });
}

interface ReadReferrer {
  readonly referrer: Values | undefined;
  /** What was told of it beside. */
  readonly left?: Values | undefined;
}

/** The Play Store's, as its library tells it or as text. */
function referrerOf(fields: Fields): ReadReferrer {
  const plain = fields.text('conversion_data', 4_096);
  const sent = fields.peek('install_referrer');
  if (typeof sent === 'string' && !/^\s*\{/.test(sent))
    return { referrer: given({ raw: fields.text('install_referrer', 4_096) ?? plain }) };
  const referrer = fields.nested('install_referrer');
  const time = (name: string): number | undefined => {
    const value = referrer.raw(name);
    return value === 0 || value === '0' ? undefined : timeIn(referrer, name);
  };
  const read = given({
    raw: referrer.text('referrer', 4_096) ?? plain,
    clicked_at: time('referrer_click_time'),
    install_begin_at: time('install_begin_time'),
  });
  return { referrer: read, left: given(referrer.rest()) };
}

function parametersOf(fields: Fields, parameters: Values, left: Values): Values {
  const contents = Object.hasOwn(parameters, 'contents') ? undefined : itemsIn(parameters);
  const vendors = given({ ...fields.rest(), ...given(left) });
  return {
    ...parameters,
    ...(contents === undefined ? {} : { contents }),
    ...(vendors === undefined ? {} : { kochava: vendors }),
  };
}

/** A list of products, or the one that the event is about. */
function itemsIn(parameters: Values): readonly Values[] | undefined {
  const { products, content_id: id, name, price, quantity } = parameters;
  if (Array.isArray(products)) return itemsOf(products as readonly unknown[], itemNames);
  return textOf(id, 256) === undefined ? undefined : itemsOf([{ id, name, price, quantity }], itemNames);
}
