/** Times as other vendors' clients write them. */
import { readVendorTime } from '../../../src/ingest/compat/vendor-time';

const at = (text: string): number => Date.parse(text);

test.each([
  ['seconds', 1_484_085_154, '2017-01-10T21:52:34.000Z'],
  ['seconds as text', '1484085154', '2017-01-10T21:52:34.000Z'],
  ['seconds with a fraction', '1484085154.25', '2017-01-10T21:52:34.250Z'],
  ['milliseconds', 1_579_236_831_206, '2020-01-17T04:53:51.206Z'],
  ['milliseconds as text', '1579236831206', '2020-01-17T04:53:51.206Z'],
  ['the least number of milliseconds', 1_262_304_000_000, '2010-01-01T00:00:00.000Z'],
  ["AppsFlyer's, which is UTC", '2026-05-15 12:17:00.000', '2026-05-15T12:17:00.000Z'],
  ['without a fraction', '2026-05-15 12:17:00', '2026-05-15T12:17:00.000Z'],
  ['without seconds', '2026-05-15T12:17', '2026-05-15T12:17:00.000Z'],
  ['a day alone', '2026-05-15', '2026-05-15T00:00:00.000Z'],
  ["Adjust's", '2017-01-02T15:04:05.000+0000', '2017-01-02T15:04:05.000Z'],
  ["Adjust's with both zones", '2024-07-09T01:31:14.373Z+0000', '2024-07-09T01:31:14.373Z'],
  ['and one that is not zero', '2024-07-09T01:31:14.373Z-0400', '2024-07-09T05:31:14.373Z'],
  ['a zone with a colon', '2026-05-15T12:17:00+02:00', '2026-05-15T10:17:00.000Z'],
  ['a plus that a query turned into a space', '2026-05-15T12:17:00 0200', null],
  ['UTC by name', '2026-05-15 12:17:00 UTC', '2026-05-15T12:17:00.000Z'],
  ['a comma before the fraction', '2026-05-15T12:17:00,5Z', '2026-05-15T12:17:00.500Z'],
  ['the leap day of a leap year', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['the leap day of another', '2025-02-29T00:00:00Z', null],
  ['a month too many', '2026-13-01T00:00:00Z', null],
  ['an hour too many', '2026-05-15T24:00:00Z', null],
  ['the last moment before 2010', 1_262_303_999, null],
  ['the first of 2010', 1_262_304_000, '2010-01-01T00:00:00.000Z'],
  ['nought', 0, null],
  ['a number above all years', '999999999999999', null],
  ['no number', Number.NaN, null],
  ['words', 'yesterday', null],
  ['an object', {}, null],
])('%s: %p', (_name, sent, expected) => {
  expect(readVendorTime(sent)).toBe(expected === null ? null : at(expected));
});
