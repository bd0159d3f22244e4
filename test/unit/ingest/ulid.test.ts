/** Ids sort by time, and never repeat. */
import { createUlidSource, isUlid } from '../../../src/ingest/ulid';

test('the time stands in front, as the ULID specification writes it', () => {
  expect(createUlidSource()(1_469_918_176_385).slice(0, 10)).toBe('01ARYZ6S41');
});

test.each([
  { name: 'within one millisecond', times: new Array<number>(5_000).fill(1_700_000_000_000) },
  { name: 'when the clock steps back', times: [5, 4, 3, 2, 1, 0].map((ms) => 1_700_000_000_000 + ms) },
  { name: 'when it goes on', times: [1, 2, 3, 40_000].map((ms) => 1_700_000_000_000 + ms) },
])('each is greater than the one before: $name', ({ times }) => {
  const make = createUlidSource();
  const ids = times.map((ms) => make(ms));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every(isUlid)).toBe(true);
});

test('two sources do not repeat each other', () => {
  const one = createUlidSource();
  const other = createUlidSource();
  expect(one(1_700_000_000_000)).not.toBe(other(1_700_000_000_000));
});

test.each([
  { text: '01ARYZ6S41TSV4RRFFQ69G5FAV', is: true },
  { text: '01aryz6s41tsv4rrffq69g5fav', is: true },
  { text: '81ARYZ6S41TSV4RRFFQ69G5FAV', is: false },
  { text: '01ARYZ6S41TSV4RRFFQ69G5FA', is: false },
  { text: '01ARYZ6S41TSV4RRFFQ69G5FAU', is: false },
])('$text is one: $is', ({ text, is }) => {
  expect(isUlid(text)).toBe(is);
});
