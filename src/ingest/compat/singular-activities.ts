/**
 * Singular's `/api/v1/launch` and `/api/v1|v2/evt`. Enters: a request and its app. Leaves: a draft of an install, a session, an event or ad revenue. It never
 * takes a session for an install that the client says is none.
 */
import { Fault } from '../../errors';
import { sessionMayInstall } from '../../model/activity';
import {
  addressOf,
  contentsOf,
  countryIn,
  given,
  identifierOf,
  moneyOf,
  paramsOf,
  timeIn,
} from './draft-parts';
import {
  eventNameOf,
  mandatory,
  type Claim,
  type Client,
  type Draft,
  type Endpoint,
  type VendorRequest,
} from './dialect';
import { Fields, flagOf, jsonIn, Notes, isValues, textOf, type Values } from './values';

const platforms = ['android', 'ios', 'web', 'pc', 'xbox', 'playstation', 'nintendo', 'metaquest', 'ctv'];
/** What Singular's own SDK calls an impression's revenue. */
const adRevenueName = '__ADMON_USER_LEVEL_REVENUE__';
const ok = { status: 200, type: 'json', body: { status: 'ok' } } as const;

export const launch: Endpoint = {
  name: 'launch',
  path: 'api/v1/launch',
  claim,
  draft(request, client) {
    const fields = read(request, client);
    const isInstall = fields.flag('install');
    // Said to be none, it is none: else everybody who had the app before it was measured here would be an install.
    if (isInstall === undefined) fields.notes.add(sessionMayInstall);
    const reference = fields.nested('install_ref');
    const activity = {
      kind: isInstall === true ? 'install' : 'session',
      referrer: referrerOf(reference),
      adservices_token: fields.text('attribution_token', 4_096),
    };
    return draft(fields, request, client, { activity, left: { install_ref: given(reference.rest()) } });
  },
};

export const event: Endpoint = {
  name: 'event',
  path: 'api/{version:v1|v2}/evt',
  claim,
  draft(request, client) {
    const fields = read(request, client);
    const name = fields.text('n');
    if (name === undefined) throw missing('n');
    const attributes = fields.object('e') ?? {};
    const activity = {
      kind: name === adRevenueName ? 'ad_revenue' : 'event',
      event: eventNameOf(name, client, fields.notes),
      revenue: revenueOf(fields, client, name === adRevenueName ? attributes : {}),
      transaction_id: fields.text('purchase_transaction_id'),
    };
    const contents = Object.hasOwn(attributes, 'contents') ? undefined : itemOf(fields);
    return draft(fields, request, client, { activity, params: given({ ...attributes, contents }) ?? {} });
  },
};

function claim({ values }: VendorRequest): Claim {
  const [app, key] = [textOf(values['i'], 200), textOf(values['a'], 500)];
  if (app === undefined) throw missing(key === undefined ? 'a' : 'i');
  return { app, key };
}

function missing(field: string): Fault {
  return new Fault('missing_field', { field, message: `${field} is required.` });
}

function read(request: VendorRequest, client: Client): Fields {
  const fields = new Fields(request.values, new Notes());
  fields.ignore('i', 'use_ip');
  mandatory(fields.text('a', 500), 'a', client, fields.notes);
  return fields;
}

/** @throws Fault `invalid_field` where the app is strict: Singular has a word for it. */
function systemOf(fields: Fields, client: Client): string | undefined {
  const sent = mandatory(fields.text('p', 64), 'p', client, fields.notes);
  const platform = sent?.toLowerCase();
  if (platform === undefined) return undefined;
  // A computer's system has a name of its own.
  if (platforms.includes(platform)) return platform === 'pc' ? (fields.text('os', 64) ?? platform) : platform;
  if (client.registration.lenient !== true)
    throw new Fault('invalid_field', { field: 'p', message: `p is none of ${platforms.join(', ')}.` });
  fields.notes.add('malformed_value');
  return undefined;
}

interface Own {
  readonly activity: Values;
  readonly params?: Values;
  /** What was read and not used. */
  readonly left?: Values;
}

/** What both have in common, around what is the endpoint's own. */
function draft(fields: Fields, request: VendorRequest, client: Client, own: Own): Draft {
  const { notes } = fields;
  const { activity, params: named = {}, left } = own;
  fields.ignore('umilisec', 'utime');
  const common = {
    time: timeIn(fields, 'umilisec', 'utime'),
    device: deviceOf(fields, request, client),
    app_version: fields.first(['app_v', 'av'], 128),
    user: given({ id: fields.text('custom_user_id') }),
    consent: consentOf(fields, request),
  };
  const properties = fields.object('global_properties') ?? {};
  const hidden = Object.entries(properties).filter(([name]) => Object.hasOwn(named, name));
  const global = hidden.length === 0 ? {} : { global_properties: Object.fromEntries(hidden) };
  const vendors = given({ ...fields.rest(), ...given({ ...left }), ...global });
  const params = paramsOf(
    { ...properties, ...named, ...(vendors === undefined ? {} : { singular: vendors }) },
    notes,
  );
  return { of: 'activity', activity: { ...activity, ...common, params }, notes, answer: () => ok };
}

function deviceOf(fields: Fields, request: VendorRequest, client: Client): Values {
  const { notes } = fields;
  const id = (name: string, form: 'uuid' | 'any'): string | undefined =>
    identifierOf(fields.text(name), form, notes);
  return {
    device_id: id('sdid', 'any') ?? id('sing', 'any'),
    gps_adid: id('aifa', 'uuid'),
    idfa: id('idfa', 'uuid'),
    idfv: id('idfv', 'uuid'),
    oaid: id('oaid', 'any'),
    fire_adid: id('amid', 'uuid'),
    android_id: id('andi', 'any'),
    ip_address: addressIn(fields, request),
    user_agent: fields.text('ua', 2_048),
    os_name: systemOf(fields, client),
    os_version: fields.text('ve', 64),
    device_model: fields.text('mo'),
    device_manufacturer: fields.text('ma'),
    language: fields.text('lc', 64),
    country: countryIn(fields, 'country'),
  };
}

/** With `use_ip` it is the connection's: such a request comes from the device itself. Singular says that it needs one, and takes requests without. */
function addressIn(fields: Fields, request: VendorRequest): string | undefined {
  const sent = fields.text('ip');
  if (sent !== undefined) return addressOf(sent, fields.notes);
  if (flagOf(request.values['use_ip']) === true) return addressOf(request.address, fields.notes);
  fields.notes.add('missing_field');
  return undefined;
}

/** `limit_data_sharing` limits what partners are told of a device, as a limit of ad tracking does. */
function consentOf(fields: Fields, { values }: VendorRequest): Values | undefined {
  const options = values['data_sharing_options'];
  const parsed = typeof options === 'string' ? jsonIn(options) : options;
  const allowed = fields.flag('dntoff');
  const said = [
    fields.flag('dnt'),
    allowed === undefined ? undefined : !allowed,
    isValues(parsed) ? flagOf(parsed['limit_data_sharing']) : undefined,
  ].filter((limit) => limit !== undefined);
  return given({
    att_status: fields.whole('att_authorization_status', 0, 3),
    limit_ad_tracking: said.length === 0 ? undefined : said.includes(true),
  });
}

/** An amount counts unless the client says that it is none; what makes no revenue stays a parameter. */
function revenueOf(fields: Fields, { app }: Client, attributes: Values): Values | undefined {
  const { notes } = fields;
  if (fields.flag('is_revenue_event') === false) return undefined;
  const amount = fields.peek('amt') ?? attributes['ad_revenue'];
  const currency = textOf(fields.peek('cur') ?? attributes['ad_currency'], 16);
  const money = moneyOf(amount, currency, app.currency ?? 'USD', notes);
  if (money === undefined) return undefined;
  if (currency === undefined) notes.add('currency_assumed');
  fields.ignore('amt', 'cur');
  return money;
}

/** One product of an event, in the words that templates read. */
function itemOf(fields: Fields): readonly Values[] | undefined {
  const id = textOf(fields.peek('psku'), 256) ?? textOf(fields.peek('purchase_product_id'), 256);
  if (id === undefined) return undefined;
  fields.ignore('psku', 'pn', 'prc', 'q');
  if (textOf(fields.peek('psku'), 256) === undefined) fields.ignore('purchase_product_id');
  return contentsOf({
    id,
    name: fields.text('pn'),
    price: fields.text('prc', 40),
    quantity: fields.text('q', 40),
  });
}

/** The Play Store's referrer, as JSON in the query. */
function referrerOf(reference: Fields): Values | undefined {
  const time = (name: string): number | undefined => {
    const value = reference.raw(name);
    return value === 0 || value === '0' ? undefined : timeIn(reference, name);
  };
  return given({
    raw: reference.text('referrer', 4_096),
    source: reference.text('referrer_source'),
    clicked_at: time('clickTimestampSeconds'),
    install_begin_at: time('installBeginTimestampSeconds'),
    clicked_at_server: time('clickTimestampServerSeconds'),
    install_begin_at_server: time('installBeginTimestampServerSeconds'),
  });
}
