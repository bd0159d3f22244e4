/**
 * The helpers of templates. Enters: values as they stand in the render context (text, number, boolean, JSON, absent). Leaves: text, or a
 * boolean from `eq`. Each is pure; of an absent or unreadable value each makes the empty text, never a guess and never an exception.
 */
import { createHash } from 'node:crypto';
import { isDecimal, scaleDecimal } from '../model/money';

export interface TemplateFunction {
  readonly name: string;
  readonly argumentsMin: number;
  readonly argumentsMax: number;
  /** For documentation: in → out. */
  readonly help: string;
  readonly run: (...values: readonly unknown[]) => string | boolean;
}

/** Any value as text: absent is empty, objects and lists are JSON, and those with nothing in them are empty. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : '';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null || Object.keys(value).length === 0 ? '' : JSON.stringify(value);
    default:
      return '';
  }
}

const secondsBelow = 1e11;

/** Epoch milliseconds of RFC 3339 text or of a number (below 10^11 seconds, else milliseconds, as the API reads times); null of anything else. */
export function timeOf(value: unknown): number | null {
  const text = textOf(value).trim();
  if (text === '') return null;
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  const timeMs = Number.isNaN(number)
    ? Date.parse(text)
    : Math.round(number < secondsBelow ? number * 1000 : number);
  return Number.isNaN(timeMs) || Math.abs(timeMs) > 8.64e15 ? null : timeMs;
}

/** A time → whole epoch seconds, the fraction cut off. */
export function unix(value: unknown): string {
  const timeMs = timeOf(value);
  return timeMs === null ? '' : String(Math.floor(timeMs / 1000));
}

/** A time → epoch milliseconds. */
export function unixMs(value: unknown): string {
  return textOf(timeOf(value));
}

/** A time → RFC 3339 with milliseconds, UTC. */
export function iso(value: unknown): string {
  const timeMs = timeOf(value);
  return timeMs === null ? '' : new Date(timeMs).toISOString();
}

function scaled(value: unknown, places: number): string {
  const text = textOf(value);
  return isDecimal(text) ? scaleDecimal(text, places) : '';
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

/** A list → its elements that are not empty, with the separator between them; anything else is a list of one. */
export function join(list: unknown, separator: unknown): string {
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  return items
    .map(textOf)
    .filter((text) => text !== '')
    .join(textOf(separator));
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

/** Equal as text, case included. */
export function eq(a: unknown, b: unknown): boolean {
  return textOf(a) === textOf(b);
}

const one = { argumentsMin: 1, argumentsMax: 1 };
const two = { argumentsMin: 2, argumentsMax: 2 };

export const templateFunctions: readonly TemplateFunction[] = [
  { name: 'unix', ...one, help: 'a time → epoch seconds', run: unix },
  { name: 'unix_ms', ...one, help: 'a time → epoch milliseconds', run: unixMs },
  { name: 'iso', ...one, help: 'a time → RFC 3339 with milliseconds, UTC', run: iso },
  { name: 'cents', ...one, help: 'an amount → whole hundredths', run: cents },
  { name: 'micros', ...one, help: 'an amount → whole millionths', run: micros },
  { name: 'upper', ...one, help: 'text → upper case', run: (value) => textOf(value).toUpperCase() },
  { name: 'lower', ...one, help: 'text → lower case', run: (value) => textOf(value).toLowerCase() },
  { name: 'sha256', ...one, help: 'text → hex', run: (value) => digest('sha256', value) },
  { name: 'sha1', ...one, help: 'text → hex', run: (value) => digest('sha1', value) },
  { name: 'md5', ...one, help: 'text → hex', run: (value) => digest('md5', value) },
  { name: 'first', argumentsMin: 1, argumentsMax: 16, help: 'the first that is not empty', run: first },
  { name: 'default', ...two, help: 'a value, or the text where it is empty', run: first },
  { name: 'join', ...two, help: 'a list and a separator → text', run: join },
  { name: 'json', ...one, help: 'a value → JSON text', run: json },
  { name: 'bit', ...one, help: '1 or 0', run: bit },
  { name: 'eq', ...two, help: 'equal as text', run: eq },
];
