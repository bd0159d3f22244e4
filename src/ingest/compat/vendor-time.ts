/**
 * Times as other vendors' clients write them. Enters: a number or text. Leaves: epoch milliseconds, or null. Never reads a time in the zone of
 * this machine: what names none is UTC.
 */
import { secondsBelow } from '../time';

const earliestMs = Date.UTC(2010, 0, 1);

/** Day and time, or the day alone; the zone as `Z`, `+02:00`, `+0200`, `Z+0200`, ` UTC`, or none. */
const calendar =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(?:[Zz]|UTC|GMT)?(?:([+-])(\d{2}):?(\d{2}))?$/;

/** Null where it cannot be read, or is before 2010, which is a clock that was never set. */
export function readVendorTime(value: unknown): number | null {
  const ms =
    typeof value === 'number' ? fromNumber(value) : typeof value === 'string' ? fromText(value) : null;
  return ms === null || ms < earliestMs ? null : ms;
}

function fromNumber(value: number): number | null {
  // Above the year 9999 it is no time, whatever unit was meant.
  if (!Number.isFinite(value) || value > 253_402_300_799_999) return null;
  return Math.floor(value < secondsBelow ? value * 1_000 : value);
}

function fromText(value: string): number | null {
  const text = value.trim();
  if (/^\d{1,15}(\.\d{1,9})?$/.test(text)) return fromNumber(Number(text));
  const match = calendar.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return null;
  if (hour > 23 || minute > 59 || second > 60 || offsetHours > 23 || offsetMinutes > 59) return null;
  const thousandths = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
  return Date.UTC(year, month - 1, day, hour, minute, second, thousandths) - offset;
}
