/** When to try again. Enters: how often it was tried, the schedule, the time, a random number. Leaves: a time, or null when the schedule is used up. Pure. */

export interface RetryQuestion {
  /** Attempts made before the one that just failed: the place in the schedule. */
  readonly tries: number;
  readonly scheduleSeconds: readonly number[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly retryAfterSeconds?: number;
}

const jitter = 0.2;
export const retryAfterMaxSeconds = 3_600;

/** The schedule's step, spread by ±20 % so that a partner which comes back is not met by everyone at once; a longer Retry-After wins, up to an hour. */
export function nextAttempt(question: RetryQuestion): number | null {
  const step = question.scheduleSeconds[question.tries];
  if (step === undefined) return null;
  const scheduledMs = step * 1_000 * (1 - jitter + 2 * jitter * question.random());
  const askedMs = Math.min(question.retryAfterSeconds ?? 0, retryAfterMaxSeconds) * 1_000;
  return Math.round(question.now + Math.max(scheduledMs, askedMs));
}

/** A Retry-After header, seconds or an HTTP date, as seconds from `now`. Undefined where it says neither, or a time that has passed. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text);
  // Only the forms of RFC 9110, which all begin with a day's name: Date.parse takes much more for a date.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return at > now ? (at - now) / 1_000 : undefined;
}
