/** When a failed attempt is tried again. */
import { nextAttempt, parseRetryAfter } from '../../../src/deliver/retry';

const now = 1_700_000_000_000;
const ask = { tries: 0, scheduleSeconds: [5, 30], now, random: () => 0.5 };

test.each([
  { name: 'the first step', question: ask, after: 5_000 },
  { name: 'the second step', question: { ...ask, tries: 1 }, after: 30_000 },
  { name: 'after the last step there is none', question: { ...ask, tries: 2 }, after: null },
  { name: 'an empty schedule has none', question: { ...ask, scheduleSeconds: [] }, after: null },
  { name: 'a step of no time is at once', question: { ...ask, scheduleSeconds: [0] }, after: 0 },
  { name: 'the earliest is a fifth sooner', question: { ...ask, random: () => 0 }, after: 4_000 },
  { name: 'the latest is a fifth later', question: { ...ask, random: () => 1 }, after: 6_000 },
  { name: 'a longer Retry-After wins', question: { ...ask, retryAfterSeconds: 6 }, after: 6_000 },
  { name: 'a shorter one does not', question: { ...ask, retryAfterSeconds: 4 }, after: 5_000 },
  { name: 'an hour is honoured', question: { ...ask, retryAfterSeconds: 3_600 }, after: 3_600_000 },
  { name: 'more than an hour is an hour', question: { ...ask, retryAfterSeconds: 3_601 }, after: 3_600_000 },
  {
    name: 'the hour does not shorten the schedule',
    question: { ...ask, scheduleSeconds: [86_400], retryAfterSeconds: 99_999 },
    after: 86_400_000,
  },
  {
    name: 'Retry-After opens no used-up schedule',
    question: { ...ask, tries: 2, retryAfterSeconds: 9 },
    after: null,
  },
])('$name', ({ question, after }) => {
  expect(nextAttempt(question)).toBe(after === null ? null : now + after);
});

test.each([
  { header: undefined, seconds: undefined },
  { header: '', seconds: undefined },
  { header: '0', seconds: 0 },
  { header: ' 120 ', seconds: 120 },
  { header: '-1', seconds: undefined },
  { header: '1.5', seconds: undefined },
  { header: 'soon', seconds: undefined },
  { header: '2026-01-01', seconds: undefined },
  { header: new Date(now + 90_000).toUTCString(), seconds: 90 },
  { header: new Date(now - 1_000).toUTCString(), seconds: undefined },
])('Retry-After: $header', ({ header, seconds }) => {
  expect(parseRetryAfter(header, now)).toBe(seconds);
});
