/**
 * The contract's rule for times that come in. Enters: RFC 3339 text or a number, the time of arrival. Leaves: epoch milliseconds and what
 * is to be said of them. Never guesses: what cannot be read is refused by the name of its field.
 */
import { Fault } from '../errors';
import type { ActivityFlag } from '../model/activity';

export const aheadMaxMs = 3_600_000;
export const lateAfterMs = 24 * 3_600_000;
/** Below this a number counts seconds, from it on milliseconds. */
export const secondsBelow = 100_000_000_000;
const earliestMs = Date.UTC(2010, 0, 1);

export interface ReadTime {
  readonly ms: number;
  readonly flags: readonly ActivityFlag[];
}

const noFlags: readonly ActivityFlag[] = [];

/** Absent is the time of arrival. @throws Fault `invalid_time`. */
export function readTime(value: unknown, arrivalMs: number, field = 'time'): ReadTime {
  if (value === undefined || value === null || value === '') return { ms: arrivalMs, flags: noFlags };
  const ms = parseTime(value);
  if (ms === null) {
    throw new Fault('invalid_time', {
      field,
      message: `${field} cannot be read. Send RFC 3339 (2026-11-22T10:00:00Z), or a number of seconds or milliseconds since 1970.`,
    });
  }
  if (ms < earliestMs) throw new Fault('invalid_time', { field, message: `${field} is before 2010.` });
  if (ms > arrivalMs + aheadMaxMs) return { ms: arrivalMs, flags: ['clock_ahead'] };
  return { ms, flags: ms < arrivalMs - lateAfterMs ? ['late'] : noFlags };
}

/** RFC 3339 with milliseconds, UTC. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Epoch milliseconds, whole; null where it cannot be read. Digits in text count as the number they spell. */
function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{1,16}(\.\d{1,9})?$/.test(text)) return fromNumber(Number(text));
  return fromText(text);
}

function fromNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Math.floor(value < secondsBelow ? value * 1_000 : value);
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Read by hand: `Date.parse` takes the 31st of each month and refuses the leap second. */
function fromText(text: string): number | null {
  const match = rfc3339.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 60 || offsetHours > 23 || offsetMinutes > 59) return null;
  const thousandths = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  return Date.UTC(year, month - 1, day, hour, minute, second, thousandths) - offset;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
