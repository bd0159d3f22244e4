/**
 * Adjust's `/event`, `/session` and `/ad_revenue`. Enters: a request and its app. Leaves: a draft of an activity. It never decides whether a session is an
 * install: that hangs on what was accepted before, and is decided in that order.
 */
import { hash } from 'node:crypto';
import { Fault } from '../../errors';
import { sessionMayInstall } from '../../model/activity';
import { formatTime } from '../time';
import {
  addressOf,
  countryIn,
  decimalOf,
  given,
  identifierOf,
  leftOver,
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
  type StoredDraft,
  type VendorAnswer,
  type VendorRequest,
} from './dialect';
import { Fields, Notes, textOf, type Values } from './values';

const ok: VendorAnswer = { status: 200, type: 'json', body: { status: 'OK' } };

/** Names of one device in one app that live as long as it does, Adjust's own first. */
const ownIds = [
  'adid',
  'external_device_id',
  'web_uuid',
  'rida',
  'vida',
  'tifa',
  'win_hwid',
  'win_naid',
  'win_adid',
];
/** Of the telephone itself, and hashes that match nothing which is stored: not kept. */
const unkept = /^(?:imei|meid)(?:_|$)|^android_id_(?:lower|upper)_(?:md5|sha1)$/;

function claim(request: VendorRequest): Claim {
  const app = textOf(request.values['app_token'], 200);
  if (app === undefined) throw missing('app_token');
  const header = request.header('authorization');
  const key = /^bearer +(\S{1,512})$/i.exec(header ?? '')?.[1] ?? header;
  return { app, key };
}

export const event: Endpoint = {
  name: 'event',
  path: 'event',
  claim,
  draft(request, client) {
    const { fields, notes } = read(request);
    const token = fields.text('event_token');
    if (token === undefined) throw missing('event_token');
    const revenue = revenueOf(fields, client, 'revenue');
    return draft(fields, request, {
      kind: 'event',
      event: eventNameOf(token, client, notes),
      revenue,
    });
  },
};

export const session: Endpoint = {
  name: 'session',
  path: 'session',
  claim,
  draft(request, client) {
    const { fields, notes } = read(request);
    const raw = fields.first(['referrer', 'install_referrer'], 4_096);
    notes.add(sessionMayInstall);
    const made = draft(fields, request, { kind: 'session', referrer: given({ raw }) });
    const sent = textOf(request.values['adid'], 64);
    return {
      ...made,
      asksSeen: true,
      answer: (stored: StoredDraft) =>
        sessionAnswer(client, sent, stored, textOf(request.values['app_token'], 200)),
    };
  },
};

export const adRevenue: Endpoint = {
  name: 'ad revenue',
  path: 'ad_revenue',
  claim,
  draft(request, client) {
    const { fields, notes } = read(request);
    const name = fields.has('revenue') ? 'revenue' : 'amount';
    mandatory(decimalOf(fields.raw(name)), 'revenue', client, notes);
    mandatory(textOf(request.values['currency'], 3), 'currency', client, notes);
    const named = {
      ad_impressions_count: mandatory(
        fields.text('ad_impressions_count', 32),
        'ad_impressions_count',
        client,
        notes,
      ),
      source: mandatory(fields.text('source'), 'source', client, notes),
      ad_revenue_network: fields.text('ad_revenue_network'),
      ad_revenue_unit: fields.text('ad_revenue_unit'),
      ad_revenue_placement: fields.text('ad_revenue_placement'),
    };
    const revenue = revenueOf(fields, client, name);
    return draft(fields, request, { kind: 'ad_revenue', revenue }, given(named) ?? {});
  },
};

function read(request: VendorRequest): { readonly fields: Fields; readonly notes: Notes } {
  const notes = new Notes();
  const fields = new Fields(request.values, notes);
  // Documentation asks for it, and many senders leave it out.
  if (fields.flag('s2s') !== true) notes.add('missing_s2s');
  fields.ignore('app_token', 's2s');
  return { fields, notes };
}

function missing(field: string): Fault {
  return new Fault('missing_field', { field, message: `${field} is required.` });
}

/** What makes no money stays among what is left over. */
function revenueOf(fields: Fields, { app }: Client, name: 'revenue' | 'amount'): Values | undefined {
  const amount = fields.raw(name);
  const currency = fields.text('currency', 16);
  const money = moneyOf(amount, currency, app.currency ?? 'USD', fields.notes);
  if (money !== undefined && currency === undefined) fields.notes.add('currency_assumed');
  if (money === undefined) fields.unread(name, 'currency');
  return money;
}

/** What all three have in common, around what is the endpoint's own. */
function draft(
  fields: Fields,
  request: VendorRequest,
  own: Values,
  named: Values = {},
): Extract<Draft, { readonly of: 'activity' }> {
  const { notes } = fields;
  const activity = {
    ...own,
    time: timeIn(fields, 'created_at_unix', 'created_at'),
    device: deviceOf(fields, request),
    app_version: fields.text('app_version_short', 128) ?? fields.text('app_version', 128),
    consent: consentOf(fields),
    environment: environmentOf(fields),
    partner_params: paramsOf(fields.object('partner_params') ?? {}, notes),
  };
  const callback = fields.object('callback_params') ?? {};
  const params = paramsOf({ ...named, ...callback, ...leftOver('adjust', fields) }, notes);
  return { of: 'activity', activity: { ...activity, params }, notes, answer: () => ok };
}

function deviceOf(fields: Fields, request: VendorRequest): Values {
  const { notes } = fields;
  const id = (name: string, form: 'uuid' | 'any'): string | undefined =>
    identifierOf(fields.text(name), form, notes);
  const unkeptNames = Object.keys(request.values).filter((name) => unkept.test(name));
  if (unkeptNames.length > 0) notes.add('identifier_not_kept');
  fields.ignore(...unkeptNames);
  // One of them is the device's; the others stay what they are.
  const own = ownIds.find(
    (name) => identifierOf(textOf(request.values[name], 256), 'any', notes) !== undefined,
  );
  return {
    device_id: own === undefined ? undefined : fields.text(own),
    gps_adid: id('gps_adid', 'uuid'),
    idfa: id('idfa', 'uuid'),
    idfv: id('idfv', 'uuid'),
    oaid: id('oaid', 'any'),
    fire_adid: id('fire_adid', 'uuid'),
    android_id: id('android_id', 'any'),
    ip_address: addressOf(fields.text('ip_address') ?? request.header('x-adjust-forwarded-for'), notes),
    user_agent: fields.text('user_agent', 2_048),
    os_name: fields.text('os_name', 64),
    os_version: fields.text('os_version', 64),
    device_model: fields.text('device_name'),
    device_manufacturer: fields.text('device_manufacturer'),
    device_type: fields.text('device_type', 64),
    language: fields.text('language', 64),
    country: countryIn(fields, 'country'),
  };
}

/** `tracking_enabled` is Android's, `att_status` Apple's; `npa` says no to personalised ads. */
function consentOf(fields: Fields): Values | undefined {
  const enabled = fields.flag('tracking_enabled');
  const notPersonalised = fields.flag('npa');
  return given({
    att_status: fields.whole('att_status', 0, 3),
    limit_ad_tracking: enabled === undefined ? undefined : !enabled,
    eea: fields.flag('eea'),
    ad_user_data: fields.flag('ad_user_data'),
    ad_personalization:
      fields.flag('ad_personalization') ?? (notPersonalised === undefined ? undefined : !notPersonalised),
  });
}

function environmentOf(fields: Fields): string | undefined {
  const sent = fields.text('environment', 32)?.toLowerCase();
  if (sent === undefined || sent === 'sandbox' || sent === 'production') return sent;
  fields.odd('environment', 'malformed_value');
  return undefined;
}

/** Adjust's id of a device is of 32 hex digits; where the client knows none it gets one that its next request will get too. */
function sessionAnswer(
  { app }: Client,
  adid: string | undefined,
  { activity, seen }: StoredDraft,
  token: string | undefined,
): VendorAnswer {
  const [key] = activity.keys.device;
  const derived = key === undefined ? undefined : hash('sha256', `${app.id}\n${key}`).slice(0, 32);
  const known = adid ?? derived;
  return {
    status: 200,
    type: 'json',
    body: {
      app_token: token,
      ...(known === undefined ? {} : { adid: known }),
      timestamp: `${formatTime(activity.receivedAt)}+0000`,
      message: seen ? 'Session tracked' : 'Install tracked',
      ask_in: seen ? 5_000 : 2_000,
    },
  };
}
