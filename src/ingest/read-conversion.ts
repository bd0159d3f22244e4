/**
 * A tracker's conversion call as a posted activity. Enters: parameters under any of the names that trackers use. Leaves: the activity as an app
 * would have posted it, and what only such a call carries. Never takes a placeholder for a value.
 */
import { Fault } from '../errors';
import type { PostedMoney } from './activity-schema';
import { isUnexpanded } from './identity';

const clickAliases = [
  ...['cid', 'click_id', 'clickid', 'carom_click_id', 'aff_click_id', 'aff_sub', 'subid', 'sub_id'],
  ...['tid', 'externalid', 'external_id', 'visitor_id'],
];
const orderAliases = ['txid', 'tx_id', 'order_id', 'orderid'];
const eventAliases = ['event', 'event_name', 'goal', 'et'];
const timeAliases = ['event_time', 'time', 'timestamp'];
const taken = new Set([
  ...clickAliases,
  ...orderAliases,
  ...eventAliases,
  ...timeAliases,
  ...['transaction_id', 'key', 'app', 'event_id', 'payout', 'revenue', 'currency', 'status', 'format'],
]);

const statuses: Readonly<Record<string, string>> = {
  approved: 'approved',
  confirmed: 'approved',
  approve: 'approved',
  pending: 'pending',
  hold: 'pending',
  rejected: 'rejected',
  declined: 'rejected',
  reject: 'rejected',
  cancelled: 'rejected',
};

export interface PostedConversion {
  readonly clickId: string;
  /** For acceptActivity, kind `event`. */
  readonly activity: Readonly<Record<string, unknown>>;
  readonly conversion: { readonly payout?: PostedMoney; readonly status?: string };
}

/** @throws Fault `missing_field` or `invalid_field`, naming the parameter as it was sent. */
export function readConversion(query: URLSearchParams, currencyDefault: string): PostedConversion {
  const sent = parametersOf(query);
  const click = first(sent, clickAliases) ?? first(sent, ['transaction_id']);
  if (click === undefined)
    throw new Fault('missing_field', {
      field: 'cid',
      message: 'Send the click id as cid (click_id, clickid, aff_sub, subid and tid are read too).',
    });
  const order = first(sent, [
    ...orderAliases,
    ...(click.name === 'transaction_id' ? [] : ['transaction_id']),
  ]);
  const currency = first(sent, ['currency'])?.value ?? currencyDefault;
  const money = (name: string): PostedMoney | undefined => {
    const amount = first(sent, [name])?.value;
    return amount === undefined ? undefined : { amount, currency };
  };
  if (!/^[A-Za-z]{3}$/.test(currency))
    throw new Fault('invalid_field', {
      field: 'currency',
      message: 'currency is not three letters (ISO 4217).',
    });
  const payout = money('payout');
  const status = readStatus(first(sent, ['status'])?.value);
  return {
    clickId: click.value,
    activity: {
      id: first(sent, ['event_id'])?.value,
      event: first(sent, eventAliases)?.value ?? 'conversion',
      time: first(sent, timeAliases)?.value,
      click_id: click.value,
      transaction_id: order?.value,
      revenue: money('revenue'),
      params: otherParameters(sent),
    },
    conversion: { ...(payout === undefined ? {} : { payout }), ...(status === undefined ? {} : { status }) },
  };
}

/** Names without case; the first of a repeated one; an empty value is none. */
function parametersOf(query: URLSearchParams): ReadonlyMap<string, string> {
  const sent = new Map<string, string>();
  for (const [name, value] of query) {
    const key = name.toLowerCase();
    if (value.trim() !== '' && !sent.has(key)) sent.set(key, value.trim());
  }
  return sent;
}

function first(
  sent: ReadonlyMap<string, string>,
  names: readonly string[],
): { name: string; value: string } | undefined {
  const name = names.find((candidate) => sent.has(candidate));
  const value = name === undefined ? undefined : sent.get(name);
  if (name === undefined || value === undefined) return undefined;
  if (isUnexpanded(value))
    throw new Fault('invalid_field', {
      field: name,
      message: `${name} is still a placeholder (${value.slice(0, 60)}): the tracker did not fill it in. Use its own macro for this value.`,
    });
  return { name, value };
}

function readStatus(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const status = Object.hasOwn(statuses, text.toLowerCase()) ? statuses[text.toLowerCase()] : undefined;
  if (status === undefined)
    throw new Fault('invalid_field', {
      field: 'status',
      message: 'status is not one of approved, pending, rejected.',
    });
  return status;
}

/** What else the tracker sent, for templates and callbacks: at most 50 names of 128, values of 1,024 characters. */
function otherParameters(sent: ReadonlyMap<string, string>): Record<string, string> | undefined {
  const others = [...sent]
    .filter(([name]) => !taken.has(name) && name.length <= 128 && name !== '__proto__')
    .slice(0, 50)
    .map(([name, value]) => [name, value.slice(0, 1_024)] as const);
  return others.length === 0 ? undefined : Object.fromEntries(others);
}
