/**
 * The helpers of templates. Enters: values as they stand in the render context (text, number, boolean, JSON, absent). Leaves: text; true or
 * false from those that stand in `if`; a list from `pluck`. Each is pure; of an absent or unreadable value each makes the empty text, never a guess and never an exception.
 */
import { createHash } from 'node:crypto';
import { fixedDecimal, isDecimal, scaleDecimal } from '../model/money';
import * as people from './people-functions';
import { textOf } from './text-of';
import * as time from './time-functions';
import * as value from './value-functions';

export { textOf } from './text-of';
export { timeOf } from './time-functions';

export interface TemplateFunction {
  readonly name: string;
  readonly argumentsMin: number;
  readonly argumentsMax: number;
  /** For documentation: in → out, and what stands in braces in an example. */
  readonly help: string;
  readonly example: string;
  readonly run: (...values: readonly unknown[]) => string | boolean | readonly unknown[];
}

function scaled(amount: unknown, places: number): string {
  const text = textOf(amount);
  return isDecimal(text) ? scaleDecimal(text, places) : '';
}

/** A decimal amount → whole units, rounded half away from zero. */
export function whole(value: unknown): string {
  return scaled(value, 0);
}

/** A decimal amount → the same in units of the currency, with so many places (2 where it is absent), rounded half away from zero. */
export function units(value: unknown, places: unknown = 2): string {
  const text = textOf(value);
  const kept = Number(textOf(places));
  const readable = isDecimal(text) && Number.isInteger(kept) && kept >= 0 && kept <= 12;
  return readable ? fixedDecimal(text, kept) : '';
}

/** A decimal amount → whole hundredths, rounded half away from zero. */
export function cents(value: unknown): string {
  return scaled(value, 2);
}

/** A decimal amount → whole millionths, rounded half away from zero. */
export function micros(value: unknown): string {
  return scaled(value, 6);
}

/** Hex, lower case, of the UTF-8 text; of an empty value: empty. */
export function digest(algorithm: 'sha256' | 'sha1' | 'md5', value: unknown): string {
  const text = textOf(value);
  return text === '' ? '' : createHash(algorithm).update(text).digest('hex');
}

/** The first that is not empty. */
export function first(...values: readonly unknown[]): string {
  return values.map(textOf).find((text) => text !== '') ?? '';
}

/** A value as JSON text; of an absent value: empty. */
export function json(value: unknown): string {
  return value === undefined || value === null || typeof value === 'function' ? '' : JSON.stringify(value);
}

const falseWords = new Set(['false', '0', 'no', 'off']);

/** `1` or `0`: false, `0`, `no` and `off` are 0; of an absent value: empty. */
export function bit(value: unknown): string {
  const text = textOf(value).trim().toLowerCase();
  if (text === '') return '';
  return falseWords.has(text) ? '0' : '1';
}

/** `true` or `false`: of the same values as `bit`. */
export function bool(value: unknown): string {
  const written = bit(value);
  return written === '' ? '' : written === '1' ? 'true' : 'false';
}

/** A value that is true or false, and what to write for each; of an absent value: empty. */
export function pick(value: unknown, held: unknown, not: unknown): string {
  const written = bit(value);
  return written === '' ? '' : textOf(written === '1' ? held : not);
}

/** Equal as text, case included. */
export function eq(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

/** Not absent, not empty, not false: what `if` takes for true. */
function holds(value: unknown): boolean {
  const text = textOf(value);
  return text !== '' && text !== 'false' && text !== '0';
}

type Run = TemplateFunction['run'];

function row(
  name: string,
  takes: number | readonly [number, number],
  help: string,
  example: string,
  run: Run,
): TemplateFunction {
  const [argumentsMin, argumentsMax] = typeof takes === 'number' ? [takes, takes] : takes;
  return { name, argumentsMin, argumentsMax, help, example, run };
}

const many = 32;

export const templateFunctions: readonly TemplateFunction[] = [
  row('unix', 1, 'a time → epoch seconds', 'unix activity.time', time.unix),
  row('unix_ms', 1, 'a time → epoch milliseconds', 'unix_ms activity.time', time.unixMs),
  row('unix_micros', 1, 'a time → epoch microseconds', 'unix_micros activity.time', time.unixMicros),
  row('iso', 1, 'a time → RFC 3339 with milliseconds, UTC', 'iso 1795341600', time.iso),
  row(
    'time',
    [2, 3],
    'a time, a form such as "yyyy-MM-dd HH:mm:ss", a zone (UTC) → text',
    'time activity.time "yyyy-MM-dd HH:mm:ssXXX" "Europe/Berlin"',
    time.formatTime,
  ),
  row(
    'units',
    [1, 2],
    'an amount, places (2) → decimal in units of its currency',
    'units revenue.amount',
    units,
  ),
  row('whole', 1, 'an amount → whole units', 'whole revenue.amount', whole),
  row('cents', 1, 'an amount → whole hundredths', 'cents revenue.amount', cents),
  row('micros', 1, 'an amount → whole millionths', 'micros revenue.amount', micros),
  row('upper', 1, 'text → upper case', 'upper device.country', (text) => textOf(text).toUpperCase()),
  row('lower', 1, 'text → lower case', 'lower "ABC"', (text) => textOf(text).toLowerCase()),
  row('trim', 1, 'text → without space at its ends', 'trim "  a "', (text) => textOf(text).trim()),
  row('digits', 1, 'text → its digits', 'digits "+1 (650) 555"', (text) => textOf(text).replace(/\D/g, '')),
  row('cut', 2, 'text, a number → at most so many characters', 'cut "abcdef" 3', value.cut),
  row(
    'split',
    3,
    'text, a separator, a place from 0 (below 0: from the end) → that piece',
    'split "a.b.c" "." -1',
    value.split,
  ),
  row('replace', 3, 'text, what, by what → each replaced', 'replace "a-b" "-" "_"', value.replace),
  row('concat', [2, many], 'texts → one text', 'concat device.country "-" device.language', value.concat),
  row('sha256', 1, 'text → hex', 'sha256 "abc"', (text) => digest('sha256', text)),
  row('sha1', 1, 'text → hex', 'sha1 "abc"', (text) => digest('sha1', text)),
  row('md5', 1, 'text → hex', 'md5 "abc"', (text) => digest('md5', text)),
  row('base64', 1, 'text → base64', 'base64 "abc"', value.base64),
  row('hex_base64', 1, 'hex → base64 of the same bytes', 'hex_base64 (sha1 "abc")', (hex) =>
    value.hexBase64(hex),
  ),
  row('hex_base64url', 1, 'hex → base64url of the same bytes', 'hex_base64url (sha1 "abc")', (hex) =>
    value.hexBase64(hex, 'base64url'),
  ),
  row('uuid', 1, 'text → a UUID, always the same', 'uuid "act-1"', value.uuid),
  row('email', 1, 'trimmed, lower case', 'email " John_Smith@gmail.com"', people.email),
  row(
    'email_gmail',
    1,
    "the same, Gmail's dots and +tags left out",
    'email_gmail "John.Smith+a@gmail.com"',
    people.emailGmail,
  ),
  row(
    'phone',
    [1, 2],
    'digits with the country code; a calling code for numbers without one',
    'phone "(650)555-1212" "1"',
    people.phone,
  ),
  row('phone_e164', [1, 2], 'the same with a plus', 'phone_e164 "+44 844 412 4653"', people.phoneE164),
  row('name', 1, 'lower case, without punctuation', 'name "Mary-Ann"', people.personName),
  row('plain_name', 1, 'lower case, without titles and suffixes', 'plain_name "Mrs. Alex"', people.plainName),
  row('city', 1, 'lower case letters alone', 'city "San Francisco"', people.city),
  row('birthday', 1, 'a date → 20001231', 'birthday "2/16/1997"', people.birthday),
  row(
    'country',
    1,
    'a code or an English name → two letters, lower case',
    'country "United States"',
    people.country,
  ),
  row('language', 1, '"en-US" → "en"', 'language "en-US"', people.language),
  row(
    'locale',
    [2, 3],
    'a language, a country, a separator ("_") → "en_US"',
    'locale device.language device.country "-"',
    people.locale,
  ),
  row('first', [1, many], 'the first that is not empty', 'first device.idfa device.gps_adid', first),
  row('default', 2, 'a value, or the text where it is empty', 'default device.idfa "none"', first),
  row(
    'map',
    [3, many],
    'a value, pairs of a text and what it becomes, and what all else becomes',
    'map consent.att_status "3" "GRANTED" "2" "DENIED" "UNKNOWN"',
    value.map,
  ),
  row('join', 2, 'a list and a separator → text', 'join (pluck params.contents "sku") "|"', value.join),
  row(
    'pluck',
    2,
    'a list of objects and a field → a list',
    'json (pluck params.contents "sku")',
    value.pluck,
  ),
  row('count', 1, 'a list → how many', 'count params.contents', value.count),
  row('sum', 1, 'a list of amounts → their sum', 'sum (pluck params.contents "price")', value.sum),
  row('json', 1, 'a value → JSON text', 'json params.contents', json),
  row('bit', 1, '1 or 0', 'bit consent.limit_ad_tracking', bit),
  row('bool', 1, 'true or false', 'bool "1"', bool),
  row('pick', 3, 'true or false, and a text for each', 'pick consent.limit_ad_tracking "Y" "N"', pick),
  row('eq', 2, 'equal as text', 'eq device.os_name "android"', eq),
  row('in', [2, many], 'equal to one of several', 'in device.os_name "ios" "android"', value.isIn),
  row('and', [2, many], 'all are true', 'and device.idfa device.gps_adid', (...values) =>
    values.every(holds),
  ),
  row('or', [2, many], 'one is true', 'or device.idfa device.gps_adid', (...values) => values.some(holds)),
  row('not', 1, 'it is false or empty', 'not device.idfa', (given) => !holds(given)),
];
