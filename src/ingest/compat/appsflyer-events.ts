/**
 * AppsFlyer's in-app events, v2 and v3 (`/inappevent/{app_id}`). Enters: a request and its app. Leaves: a draft of an event. It never invents a value: what is
 * absent stays absent, but for the currency, which AppsFlyer takes as USD.
 */
import { Fault } from '../../errors';
import { emptyRequest } from './read-request';
import {
  addressOf,
  contentsOf,
  decimalOf,
  digestOf,
  given,
  identifierOf,
  leftOver,
  moneyOf,
  paramsOf,
  timeIn,
} from './draft-parts';
import { noteSharing } from './appsflyer-sharing';
import {
  eventNameOf,
  mandatory,
  type Client,
  type Draft,
  type Endpoint,
  type VendorRequest,
} from './dialect';
import { Fields, Notes, type Values } from './values';

const appsflyerId = /^\d{13}-(?:\d{7}|\d{19})$/;
/** An app of Apple's store is `id` and a number. */
const appleNumber = /^\d{6,12}$/;

/** AppsFlyer answers OK to an Apple id without its `id` and throws the event away: here it finds its app, and that is said. */
function appIdOf(request: VendorRequest): string {
  const sent = request.path['app_id'] ?? '';
  return appleNumber.test(sent) ? `id${sent}` : sent;
}

export const inAppEvent: Endpoint = {
  name: 'in-app event',
  path: 'inappevent/{app_id}',
  claim: (request) => ({ app: appIdOf(request), key: request.header('authentication') }),
  draft: (request, client) => draftEvent(request, client),
};

function draftEvent(request: VendorRequest, client: Client): Draft {
  const notes = new Notes();
  const fields = new Fields(request.values, notes);
  if (appleNumber.test(request.path['app_id'] ?? '')) withoutPrefix(request, client, notes);
  if (Object.keys(request.values).length === 0) throw emptyRequest();
  const sentId = mandatory(fields.text('appsflyer_id'), 'appsflyer_id', client, notes);
  const sentName = fields.text('eventName');
  if (sentName === undefined)
    throw new Fault('missing_field', { field: 'eventName', message: 'eventName is required.' });
  if (!fields.has('eventValue')) mandatory(undefined, 'eventValue', client, notes);
  const value = fields.object('eventValue') ?? {};
  const currency = fields.text('eventCurrency') ?? textIn(value, 'af_currency');
  const isAdRevenue = sentName === 'af_ad_revenue';
  fields.ignore('af_events_api');
  const activity = {
    kind: isAdRevenue ? 'ad_revenue' : 'event',
    event: eventNameOf(sentName, client, notes),
    time: timeIn(fields, 'eventTime'),
    device: deviceOf(fields, request, sentId),
    app_version: fields.text('app_version_name', 128),
    user: userOf(fields),
    revenue: moneyOf(value['af_revenue'], currency, 'USD', notes),
    transaction_id: orderOf(value),
    consent: consentOf(fields),
    partner_params: sentId === undefined ? undefined : { appsflyer_id: sentId },
  };
  noteSharing(fields);
  const params = paramsOf({ ...withContents(value), ...leftOver('appsflyer', fields) }, notes);
  return {
    of: 'activity',
    activity: { ...activity, params },
    notes,
    answer: () => ({ status: 200, type: 'text', body: 'OK' }),
  };
}

/** @throws Fault `not_found` where the app is strict. */
function withoutPrefix(request: VendorRequest, client: Client, notes: Notes): void {
  const sent = request.path['app_id'] ?? '';
  if (client.registration.lenient !== true)
    throw new Fault('not_found', {
      field: 'app',
      message: `An app of Apple's store is named with its prefix: id${sent}. AppsFlyer would answer OK and drop this event.`,
    });
  notes.add('app_id_without_prefix');
}

function textIn(values: Values, name: string): string | undefined {
  return new Fields(values, new Notes()).text(name);
}

function orderOf(value: Values): string | undefined {
  return textIn(value, 'af_order_id') ?? textIn(value, 'af_receipt_id');
}

function deviceOf(fields: Fields, request: VendorRequest, sentId: string | undefined): Values {
  const { notes } = fields;
  const id = (name: string, form: RegExp | 'uuid' | 'any'): string | undefined =>
    identifierOf(fields.text(name), form, notes);
  if (fields.text('imei') !== undefined) notes.add('identifier_not_kept');
  return {
    device_id: identifierOf(sentId, appsflyerId, notes),
    gps_adid: id('advertising_id', 'uuid'),
    idfa: id('idfa', 'uuid'),
    idfv: id('idfv', 'uuid'),
    oaid: id('oaid', 'any'),
    fire_adid: id('amazon_aid', 'uuid'),
    ip_address: addressOf(fields.text('ip'), notes),
    user_agent: fields.text('ua', 2_048),
    os_name: systemOf(appIdOf(request)),
    os_version: fields.text('os', 64),
  };
}

/** Apps of Apple's store have numbers, those of Google's the names of their packages. */
function systemOf(appId: string): string | undefined {
  if (/^id\d+$/.test(appId)) return 'ios';
  return appId.includes('.') ? 'android' : undefined;
}

function userOf(fields: Fields): Values | undefined {
  const digest = (name: string): string | undefined => digestOf(fields.text(name), fields.notes);
  return given({
    id: fields.text('customer_user_id'),
    email_sha256: digest('email_hashed'),
    phone_sha256: digest('phone_number_hashed'),
    phone_e164_sha256: digest('phone_number_e164_hashed'),
  });
}

/** `aie` is the consent to the advertising id; consent data comes as a TCF string or as plain answers. */
function consentOf(fields: Fields): Values | undefined {
  const consent = fields.nested('consent_data');
  const manual = consent.nested('manual');
  const tcf = consent.nested('tcf');
  const allowed = fields.flag('aie');
  return given({
    att_status: fields.whole('att', 0, 3),
    limit_ad_tracking: allowed === undefined ? undefined : !allowed,
    eea: manual.flag('gdpr_applies') ?? tcf.flag('gdpr_applies'),
    ad_user_data: manual.flag('ad_user_data_enabled'),
    ad_personalization: manual.flag('ad_personalization_enabled'),
    tcf: tcf.text('tcstring', 8_192),
  });
}

/** The items of an order in the words that templates read, beside AppsFlyer's own. */
function withContents(value: Values): Values {
  if (Object.hasOwn(value, 'contents')) return value;
  const contents = contentsOf({
    id: listIn(value['af_content_id'] ?? value['af_content_list']),
    quantity: listIn(value['af_quantity']),
    price: listIn(value['af_price']),
    name: listIn(value['af_content']),
    category: listIn(value['af_content_type']),
  });
  return contents === undefined ? value : { ...value, contents };
}

/** Several ids stand in a list, or in one text with commas; a price or quantity in text stays what it is. */
function listIn(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes(',') || decimalOf(value) !== undefined) return value;
  return value.split(',').map((part) => part.trim());
}
