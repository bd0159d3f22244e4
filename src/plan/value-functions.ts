/** Helpers for lists, choices and encodings. Enters: values of the render context. Leaves: text, or true and false; never an exception. */
import { createHash } from 'node:crypto';
import { decimalSum, isDecimal } from '../model/money';
import { textOf } from './text-of';

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A list → its elements that are not empty, with the separator between them; anything else is a list of one. */
export function join(list: unknown, separator: unknown): string {
  return listOf(list)
    .map(textOf)
    .filter((text) => text !== '')
    .join(textOf(separator));
}

/** A list of objects and a field → the list of that field's values, in which what is absent is empty. */
export function pluck(list: unknown, field: unknown): readonly unknown[] {
  const name = textOf(field);
  return listOf(list).map((item) =>
    typeof item === 'object' && item !== null && Object.hasOwn(item, name)
      ? (item as Readonly<Record<string, unknown>>)[name]
      : '',
  );
}

/** How many elements a list has; of an absent one: empty. */
export function count(list: unknown): string {
  const items = listOf(list);
  return items.length === 0 ? '' : String(items.length);
}

/** A list of decimals → their sum; empty where one of them is no decimal. */
export function sum(list: unknown): string {
  const items = listOf(list).map(textOf);
  return items.length > 0 && items.every(isDecimal) ? decimalSum(items) : '';
}

/** A value, pairs of a text and what it becomes, and at the end, where the number is odd, what everything else becomes. */
export function map(value: unknown, ...pairs: readonly unknown[]): string {
  const text = textOf(value).toLowerCase();
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    if (text === textOf(pairs[at]).toLowerCase()) return textOf(pairs[at + 1]);
  }
  return pairs.length % 2 === 1 && text !== '' ? textOf(pairs.at(-1)) : '';
}

/** One of several, as text, case included. */
export function isIn(value: unknown, ...others: readonly unknown[]): boolean {
  const text = textOf(value);
  return others.some((other) => textOf(other) === text);
}

/** Text without what is empty in it, put together. */
export function concat(...values: readonly unknown[]): string {
  return values.map(textOf).join('');
}

/** A text, a separator and a place from 0 → that piece; below 0 from the end. */
export function split(value: unknown, separator: unknown, place: unknown): string {
  const cut = textOf(separator);
  if (cut === '') return '';
  return (
    textOf(value)
      .split(cut)
      .at(Number(textOf(place))) ?? ''
  );
}

/** The text with each occurrence replaced; no patterns. */
export function replace(value: unknown, found: unknown, by: unknown): string {
  const text = textOf(found);
  return text === '' ? textOf(value) : textOf(value).replaceAll(text, () => textOf(by));
}

/** At most so many characters, from the first. */
export function cut(value: unknown, length: unknown): string {
  const max = Number(textOf(length));
  return Number.isInteger(max) && max >= 0 ? Array.from(textOf(value)).slice(0, max).join('') : '';
}

/** The UTF-8 text in base64. */
export function base64(value: unknown): string {
  return Buffer.from(textOf(value), 'utf8').toString('base64');
}

/** Hex, as the digests make it → the same bytes in base64, or in base64url without padding. */
export function hexBase64(value: unknown, form: 'base64' | 'base64url' = 'base64'): string {
  const text = textOf(value);
  return /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex').toString(form) : '';
}

/** Any text → a UUID (version 8) that is always the same for it. A text that is a UUID stays as it is. */
export function uuid(value: unknown): string {
  const text = textOf(value);
  if (text === '' || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x80;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
