/**
 * Pieces of an activity as the dialects make them. Enters: values as a vendor's client sent them. Leaves: what the native door takes, and notes on what
 * was odd. Never refuses, never hands on a value that the native door would refuse.
 */
import { isIP } from 'node:net';
import { isDecimal } from '../../model/money';
import { paramsKeysMax, paramTextMax } from '../activity-schema';
import { networkOf, normaliseAddress } from '../client-address';
import { isUnexpanded, meaningful } from '../identity';
import { isValues, type Fields, type Notes, type Values } from './values';
import { readVendorTime } from './vendor-time';

const paramNameMax = 256;

/** Epoch milliseconds; undefined (the time of arrival) where none was sent, or where it cannot be read. */
export function timeOf(value: unknown, notes: Notes): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const ms = readVendorTime(value);
  if (ms === null) notes.add('malformed_time');
  return ms ?? undefined;
}

/** Of the first of these names that was sent; what cannot be read stays among what is left over. */
export function timeIn(fields: Fields, ...names: readonly string[]): number | undefined {
  const name = names.find((each) => fields.has(each) && fields.raw(each) !== '');
  if (name === undefined) return undefined;
  const value = fields.raw(name);
  const ms = timeOf(value, fields.notes);
  if (ms === undefined && value !== null) fields.odd(name, 'malformed_time');
  return ms;
}

/** A plain decimal of what was sent as number or text; undefined where it is none. */
export function decimalOf(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const sent = String(value).trim();
  // An exponent is how JavaScript writes a small number, and how no sender means it.
  const plain =
    typeof value === 'number' && /e/i.test(sent) && Number.isFinite(value)
      ? value.toFixed(18).replace(/\.?0+$/, '')
      : sent;
  const text = plain
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
  return isDecimal(text) ? text : undefined;
}

/** Undefined where no amount was sent; an amount or a currency that cannot be read is noted, and no money is made of it. */
export function moneyOf(
  amount: unknown,
  currency: string | undefined,
  currencyDefault: string,
  notes: Notes,
): { readonly amount: string; readonly currency: string } | undefined {
  if (amount === undefined || amount === null || (typeof amount === 'string' && amount.trim() === ''))
    return undefined;
  const decimal = decimalOf(amount);
  const code = currency ?? currencyDefault;
  if (decimal === undefined) notes.add('malformed_amount');
  else if (!/^[A-Za-z]{3}$/.test(code)) notes.add('malformed_currency');
  else return { amount: decimal, currency: code };
  return undefined;
}

/** What is no address is left out and noted; a private one is kept, matches nobody, and is noted. */
export function addressOf(value: string | undefined, notes: Notes): string | undefined {
  if (value === undefined || meaningful(value) === undefined) return undefined;
  const address = normaliseAddress(value);
  if (address === null || isIP(address) === 0) {
    notes.add('malformed_address');
    return undefined;
  }
  if (networkOf(address) === null) notes.add('private_address');
  return address;
}

/** Two letters, else nothing. */
export function countryIn(fields: Fields, name: string): string | undefined {
  const value = fields.text(name);
  if (value === undefined || /^[A-Za-z]{2}$/.test(value)) return value;
  fields.odd(name, 'malformed_value');
  return undefined;
}

const uuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Kept as it is; noted where it has not the form that its vendor or system gives it. Nothing meaningful, nothing noted. */
export function identifierOf(
  value: string | undefined,
  form: RegExp | 'uuid' | 'any',
  notes: Notes,
): string | undefined {
  if (value === undefined) return undefined;
  const name = meaningful(value);
  if (name === undefined) {
    if (isUnexpanded(value)) notes.add('unexpanded_macro');
    return undefined;
  }
  if (form !== 'any' && !(form === 'uuid' ? uuid : form).test(name)) notes.add('malformed_identifier');
  return name;
}

/** A SHA-256 in hex, else nothing, noted. */
export function digestOf(value: string | undefined, notes: Notes): string | undefined {
  if (value === undefined || /^[0-9a-f]{64}$/i.test(value)) return value;
  notes.add('malformed_identifier');
  return undefined;
}

/** Within the native limits: names over the count and over their length go, texts are cut; both are noted. Undefined where empty. */
export function paramsOf(values: Values, notes: Notes): Values | undefined {
  const kept = Object.entries(values).filter(
    ([name, value]) => value !== undefined && name !== '__proto__' && name.length <= paramNameMax,
  );
  if (kept.length < Object.keys(values).length || kept.length > paramsKeysMax) notes.add('params_cut');
  if (kept.length === 0) return undefined;
  return Object.fromEntries(
    kept.slice(0, paramsKeysMax).map(([name, value]) => {
      if (typeof value !== 'string' || value.length <= paramTextMax) return [name, value];
      notes.add('params_cut');
      return [name, value.slice(0, paramTextMax)];
    }),
  );
}

/** What a vendor's client said beside what has a name here, under the vendor's name; nothing where there is nothing. */
export function leftOver(vendor: string, fields: Fields): Values {
  const rest = fields.rest();
  return Object.keys(rest).length === 0 ? {} : { [vendor]: rest };
}

/** Without what is undefined, and undefined where nothing is left. */
export function given<T extends Values>(values: T): T | undefined {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as T);
}

/** Lists side by side, or single values, as the items of an order: `id`, `quantity`, `price`, … in the words of `params.contents`. */
export function contentsOf(columns: Readonly<Record<string, unknown>>): readonly Values[] | undefined {
  const lists = Object.entries(columns).map(([name, value]) => [name, asList(value)] as const);
  const ids = lists.find(([name]) => name === 'id')?.[1] ?? [];
  if (ids.length === 0) return undefined;
  return ids.map((_, at) =>
    Object.fromEntries(lists.flatMap(([name, list]) => (list[at] === undefined ? [] : [[name, list[at]]]))),
  );
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === '' || isValues(value)) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
