/**
 * Branch's `/v2/event/standard` and `/v2/event/custom`. Enters: a request and its app. Leaves: a draft of an event. It never looks for a time: Branch has
 * none, its events are of the moment in which they arrive.
 */
import { Fault } from '../../errors';
import { addressOf, countryIn, given, identifierOf, moneyOf, paramsOf } from './draft-parts';
import {
  eventNameOf,
  mandatory,
  type Client,
  type Draft,
  type Endpoint,
  type VendorRequest,
} from './dialect';
import { itemsOf, type ItemNames } from './order-items';
import { Fields, isValues, Notes, textOf, type Values } from './values';

const standardNames = new Set(
  (
    'ADD_TO_CART ADD_TO_WISHLIST VIEW_CART INITIATE_PURCHASE ADD_PAYMENT_INFO CLICK_AD PURCHASE RESERVE SPEND_CREDITS VIEW_AD SEARCH VIEW_ITEM ' +
    'VIEW_ITEMS RATE SHARE INITIATE_STREAM COMPLETE_STREAM COMPLETE_REGISTRATION COMPLETE_TUTORIAL ACHIEVE_LEVEL UNLOCK_ACHIEVEMENT INVITE LOGIN ' +
    'START_TRIAL SUBSCRIBE'
  ).split(' '),
);

const itemNames: ItemNames = [
  ['$sku', 'id'],
  ['$canonical_identifier', 'id'],
  ['$product_name', 'name'],
  ['$og_title', 'name'],
  ['$price', 'price'],
  ['$quantity', 'quantity'],
  ['$product_brand', 'brand'],
  ['$product_category', 'category'],
  ['$product_variant', 'variant'],
];

/** Of Branch's test environment: in Carom the sandbox. */
const testKey = /^key_test_/;
const answered = { status: 200, type: 'json', body: { branch_view_enabled: false } } as const;

export const standardEvent = endpoint('standard event', 'v2/event/standard');
export const customEvent = endpoint('custom event', 'v2/event/custom');

function endpoint(name: 'standard event' | 'custom event', path: string): Endpoint {
  return {
    name,
    path,
    claim: ({ values }) => {
      const app = textOf(values['branch_key'], 200);
      return { app, key: textOf(values['branch_secret'], 500) ?? app };
    },
    draft: (request, client) => draft(request, client, name === 'standard event'),
  };
}

function draft(request: VendorRequest, client: Client, isStandard: boolean): Draft {
  const notes = new Notes();
  const fields = new Fields(request.values, notes);
  fields.ignore('branch_key', 'branch_secret');
  const sentName = fields.text('name');
  if (sentName === undefined)
    throw new Fault('missing_field', { field: 'name', message: 'name is required.' });
  if (isStandard && !standardNames.has(sentName)) notes.add('not_a_standard_event');
  if (!fields.has('user_data')) mandatory(undefined, 'user_data', client, notes);
  const user = fields.nested('user_data');
  const order = fields.object('event_data') ?? {};
  const revenue = moneyOf(order['revenue'], textOf(order['currency'], 16), 'USD', notes);
  const activity = {
    kind: 'event',
    event: eventNameOf(sentName, client, notes),
    device: deviceOf(user),
    app_version: user.text('app_version', 128),
    user: given({ id: user.text('developer_identity') }),
    revenue,
    transaction_id: textOf(order['transaction_id'], 256, notes),
    consent: consentOf(user),
    environment: testKey.test(textOf(request.values['branch_key'], 200) ?? '') ? 'sandbox' : undefined,
  };
  const params = paramsOf(parametersOf(fields, user, order, revenue !== undefined), notes);
  return { of: 'activity', activity: { ...activity, params }, notes, answer: () => answered };
}

function deviceOf(user: Fields): Values {
  const { notes } = user;
  const id = (name: string, form: 'uuid' | 'any'): string | undefined =>
    identifierOf(user.text(name), form, notes);
  return {
    device_id: id('browser_fingerprint_id', 'any'),
    gps_adid: id('aaid', 'uuid'),
    idfa: id('idfa', 'uuid'),
    idfv: id('idfv', 'uuid'),
    android_id: id('android_id', 'any'),
    ip_address: addressOf(user.text('ip'), notes),
    user_agent: user.text('user_agent', 2_048),
    os_name: user.text('os', 64),
    os_version: user.text('os_version', 64),
    device_model: user.text('model'),
    device_manufacturer: user.text('brand'),
    language: user.text('language', 64),
    country: countryIn(user, 'country'),
  };
}

function consentOf(user: Fields): Values | undefined {
  return given({
    limit_ad_tracking: user.flag('limit_ad_tracking'),
    eea: user.flag('dma_eea'),
    ad_user_data: user.flag('dma_ad_user_data'),
    ad_personalization: user.flag('dma_ad_personalization'),
  });
}

/** What the client calls its own stands by its name; what Branch names and Carom does not, under `branch`. */
function parametersOf(fields: Fields, user: Fields, order: Values, isPaid: boolean): Values {
  const custom = fields.object('custom_data') ?? {};
  const told = isPaid ? ['transaction_id', 'revenue', 'currency'] : ['transaction_id'];
  const ordered = Object.entries(order).filter(([name]) => !told.includes(name));
  const hidden = ordered.filter(([name]) => Object.hasOwn(custom, name));
  const { contents, others } = contentsIn(fields, custom);
  const vendors = given({
    ...withoutEmpty(fields.rest()),
    user_data: given(withoutEmpty(user.rest())),
    event_data: given(Object.fromEntries(hidden)),
    content_items: others,
  });
  return {
    ...Object.fromEntries(ordered),
    ...custom,
    ...(contents === undefined ? {} : { contents }),
    ...(vendors === undefined ? {} : { branch: vendors }),
  };
}

interface Contents {
  readonly contents?: readonly Values[] | undefined;
  /** What cannot stand in `contents`. */
  readonly others?: readonly unknown[] | undefined;
}

function contentsIn(fields: Fields, custom: Values): Contents {
  const list = fields.list('content_items');
  if (list.length === 0) return {};
  if (Object.hasOwn(custom, 'contents')) return { others: list };
  const others = list.filter((item) => !isValues(item));
  if (others.length > 0) fields.notes.add('malformed_params');
  return { contents: itemsOf(list, itemNames), others: others.length === 0 ? undefined : others };
}

/** Senders of Branch's send `"metadata": {}` and the like with every event. */
function withoutEmpty(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => typeof value !== 'object' || value === null || Object.keys(value).length > 0,
    ),
  );
}
