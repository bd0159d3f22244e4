/** The rule for times that come in: both sides of each edge. */
import { Fault } from '../../../src/errors';
import { formatTime, readTime } from '../../../src/ingest/time';

const now = Date.UTC(2026, 10, 22, 12, 0, 0, 0);
const hour = 3_600_000;
const earliest = Date.UTC(2010, 0, 1);

test.each([
  { name: 'absent is the arrival', value: undefined, ms: now, flags: [] },
  { name: 'null is absent', value: null, ms: now, flags: [] },
  { name: 'the empty text is absent', value: '', ms: now, flags: [] },
  { name: 'RFC 3339 in UTC', value: '2026-11-22T10:00:00.123Z', ms: now - 2 * hour + 123, flags: [] },
  { name: 'an offset east is earlier', value: '2026-11-22T10:00:00+02:00', ms: now - 4 * hour, flags: [] },
  { name: 'an offset west is later', value: '2026-11-22T10:00:00-01:30', ms: now - hour / 2, flags: [] },
  { name: 'a small t and z', value: '2026-11-22t10:00:00z', ms: now - 2 * hour, flags: [] },
  { name: 'microseconds are cut', value: '2026-11-22T11:00:00.123999Z', ms: now - hour + 123, flags: [] },
  {
    name: 'a tenth is a hundred milliseconds',
    value: '2026-11-22T11:00:00.1Z',
    ms: now - hour + 100,
    flags: [],
  },
  { name: 'the leap second is the next one', value: '2026-11-22T10:59:60Z', ms: now - hour, flags: [] },
  { name: 'seconds', value: now / 1000 - 60, ms: now - 60_000, flags: [] },
  { name: 'seconds with a fraction', value: now / 1000 - 0.5, ms: now - 500, flags: [] },
  { name: 'milliseconds', value: now - 60_000, ms: now - 60_000, flags: [] },
  { name: 'digits in text', value: String(now / 1000 - 60), ms: now - 60_000, flags: [] },
  {
    name: 'the last second count below 10^11 is far ahead',
    value: 99_999_999_999,
    ms: now,
    flags: ['clock_ahead'],
  },
  { name: 'one hour ahead still counts', value: now + hour, ms: now + hour, flags: [] },
  { name: 'a millisecond more is the arrival', value: now + hour + 1, ms: now, flags: ['clock_ahead'] },
  { name: 'a day old is not late', value: now - 24 * hour, ms: now - 24 * hour, flags: [] },
  { name: 'a millisecond older is', value: now - 24 * hour - 1, ms: now - 24 * hour - 1, flags: ['late'] },
  { name: 'the first moment of 2010', value: '2010-01-01T00:00:00Z', ms: earliest, flags: ['late'] },
  {
    name: 'the leap day of a leap year',
    value: '2024-02-29T00:00:00Z',
    ms: Date.UTC(2024, 1, 29),
    flags: ['late'],
  },
])('$name', ({ value, ms, flags }) => {
  expect(readTime(value, now)).toEqual({ ms, flags });
});

test.each([
  { name: 'a millisecond before 2010', value: '2009-12-31T23:59:59.999Z', says: /before 2010/ },
  { name: '10^11 counts as milliseconds, in 1973', value: 100_000_000_000, says: /before 2010/ },
  { name: 'zero', value: 0, says: /before 2010/ },
  { name: 'a negative number', value: -1, says: /before 2010/ },
  { name: 'words', value: 'yesterday', says: /cannot be read/ },
  { name: 'a date alone', value: '2026-11-22', says: /cannot be read/ },
  { name: 'no offset', value: '2026-11-22T10:00:00', says: /cannot be read/ },
  { name: 'the 30th of February', value: '2026-02-30T10:00:00Z', says: /cannot be read/ },
  { name: 'the leap day of another year', value: '2026-02-29T10:00:00Z', says: /cannot be read/ },
  { name: 'month 13', value: '2026-13-01T10:00:00Z', says: /cannot be read/ },
  { name: 'hour 24', value: '2026-11-22T24:00:00Z', says: /cannot be read/ },
  { name: 'an object', value: {}, says: /cannot be read/ },
  { name: 'true', value: true, says: /cannot be read/ },
  { name: 'not a number', value: Number.NaN, says: /cannot be read/ },
  { name: 'no end', value: Number.POSITIVE_INFINITY, says: /cannot be read/ },
])('refuses $name, naming the field', ({ value, says }) => {
  let thrown: unknown;
  try {
    readTime(value, now, 'referrer.clicked_at');
  } catch (cause) {
    thrown = cause;
  }
  expect(thrown).toBeInstanceOf(Fault);
  expect(thrown).toMatchObject({
    kind: 'invalid_time',
    field: 'referrer.clicked_at',
    message: expect.stringMatching(says) as string,
  });
});

test('goes out as RFC 3339 with milliseconds, UTC', () => {
  expect(formatTime(now + 5)).toBe('2026-11-22T12:00:00.005Z');
});
