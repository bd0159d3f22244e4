/**
 * Helpers that bring what people are called by to the form that partners hash. Enters: text as an app has it. Leaves: the normal form, or the empty text
 * where it cannot be what its name says: a hash of rubbish would match nobody and look as if it could.
 */
import { textOf } from './text-of';

function lowered(value: unknown): string {
  return textOf(value).trim().toLowerCase();
}

/** Trimmed, lower case (Meta, Snap, TikTok, Google outside Gmail). */
export function email(value: unknown): string {
  const text = lowered(value);
  return /^[^\s@]+@[^\s@]+$/.test(text) ? text : '';
}

/** As `email`, of a Gmail address without the dots and what follows a plus (Google). */
export function emailGmail(value: unknown): string {
  const text = email(value);
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return text;
  const [name = ''] = text.slice(0, at).split('+');
  const bare = name.replaceAll('.', '');
  return bare === '' ? '' : `${bare}@${domain}`;
}

/**
 * Digits with the country code, without the zeros of an international prefix (Meta, Snap). `callingCode`, such as 1, is put before a number that was
 * written without one, which is one that starts with neither + nor 00.
 */
export function phone(value: unknown, callingCode?: unknown): string {
  const text = textOf(value).trim();
  const bare = text.replace(/\D/g, '').replace(/^0+/, '');
  const code = textOf(callingCode).replace(/\D/g, '');
  const whole = /^\(?\s*(?:\+|00)/.test(text) || code === '' ? bare : `${code}${bare}`;
  return whole.length >= 5 && whole.length <= 15 ? whole : '';
}

/** As `phone`, with a plus (E.164: Google, TikTok). */
export function phoneE164(value: unknown, callingCode?: unknown): string {
  const digits = phone(value, callingCode);
  return digits === '' ? '' : `+${digits}`;
}

/** Trimmed, lower case, without punctuation (Meta, Snap). Letters of any alphabet stay as they are. */
export function personName(value: unknown): string {
  return lowered(value)
    .replace(/[\p{P}\p{S}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const titles = /^(?:mr|mrs|ms|miss|dr|prof)\.?\s+/;
const suffixes =
  /(?:[\s,]+(?:jr|sr|2nd|3rd|ii|iii|iv|v|vi|cpa|dc|dds|esq|jd|lld|lvn|md|od|pe|phd|ret|rn|usn)\.?)+$/;

/** Trimmed, lower case, without titles before and suffixes behind (Google: https://developers.google.com/data-manager/api/get-started/formatting). */
export function plainName(value: unknown): string {
  return lowered(value)
    .replace(titles, '')
    .replace(suffixes, '')
    .replace(/[\s,]+$/, '');
}

/** Lower case, without spaces, digits and punctuation (Meta, Snap, TikTok). */
export function city(value: unknown): string {
  return lowered(value).replace(/[^\p{L}\p{M}]/gu, '');
}

/** A date (2000-12-31, 12/31/2000, or a time) → 20001231 (Meta). */
export function birthday(value: unknown): string {
  const text = textOf(value).trim();
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|T)/.exec(text);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const [year = '', month = '', day = ''] =
    iso !== null ? iso.slice(1) : american === null ? [] : [american[3], american[1], american[2]];
  const digits = `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;
  return year !== '' && +month >= 1 && +month <= 12 && +day >= 1 && +day <= 31 ? digits : '';
}

let codesByName: ReadonlyMap<string, string> | undefined;

/** English names of countries, as this Node knows them. */
function countryCodes(): ReadonlyMap<string, string> {
  if (codesByName !== undefined) return codesByName;
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const pairs = letters.flatMap((a) =>
    letters.flatMap((b): [string, string][] => {
      const name = names.of(a + b)?.toLowerCase();
      return name === undefined ? [] : [[name, (a + b).toLowerCase()]];
    }),
  );
  return (codesByName = new Map(pairs));
}

/** A code of two letters or an English name → the code, lower case. */
export function country(value: unknown): string {
  const text = lowered(value);
  return /^[a-z]{2}$/.test(text) ? text : (countryCodes().get(text) ?? '');
}

/** `en-US`, `en_us`, `EN` → `en`. */
export function language(value: unknown): string {
  return /^([a-z]{2,3})(?:[-_]|$)/.exec(lowered(value))?.[1] ?? '';
}

/** A language and a country → `en_US`, with another separator where one is given; without a country the language alone. */
export function locale(value: unknown, place: unknown, separator: unknown = '_'): string {
  const [spoken, land] = [language(value), country(place).toUpperCase()];
  return spoken === '' || land === '' ? spoken : `${spoken}${textOf(separator)}${land}`;
}
