/**
 * Helpers for times. Enters: RFC 3339 text or a number (below 10^11 seconds, else milliseconds). Leaves: text in the form the partner wants; of
 * anything else the empty text.
 */
import { textOf } from './text-of';

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

/** A time → epoch microseconds. */
export function unixMicros(value: unknown): string {
  const timeMs = timeOf(value);
  return timeMs === null ? '' : `${timeMs}000`;
}

/** A time → RFC 3339 with milliseconds, UTC. */
export function iso(value: unknown): string {
  const timeMs = timeOf(value);
  return timeMs === null ? '' : new Date(timeMs).toISOString();
}

const zonesMax = 1_000;
const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** Making one costs far more than using it. Null: there is no such zone. */
function clockOf(zone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  if (clocks.size >= zonesMax) clocks.clear();
  let made: Intl.DateTimeFormat | null = null;
  try {
    const digits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    made = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'gregory', hourCycle: 'h23', year: 'numeric', second: '2-digit' },
      ...digits,
    });
  } catch {
    // Not a zone: the helper is empty then.
  }
  clocks.set(zone, made);
  return made;
}

/** `+02:00` of a clock that shows these fields at that time. */
function offsetOf(shown: Readonly<Record<string, string>>, timeMs: number): string {
  const { year = '0', month = '1', day = '1', hour = '0', minute = '0', second = '0' } = shown;
  const asUtc = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const minutes = Math.round((asUtc - Math.floor(timeMs / 1000) * 1000) / 60_000);
  const [size, pad] = [Math.abs(minutes), (part: number): string => String(part).padStart(2, '0')];
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** A time, a form and a zone (UTC where it is absent) → text. In the form yyyy, MM, dd, HH, mm, ss, SSS and XXX (+02:00) stand for themselves. */
export function formatTime(value: unknown, form: unknown, zone: unknown = 'UTC'): string {
  const timeMs = timeOf(value);
  const clock = clockOf(textOf(zone) || 'UTC');
  if (timeMs === null || clock === null) return '';
  const shown = Object.fromEntries(clock.formatToParts(timeMs).map(({ type, value: text }) => [type, text]));
  const fields: Readonly<Record<string, string | undefined>> = {
    yyyy: shown['year']?.padStart(4, '0'),
    MM: shown['month'],
    dd: shown['day'],
    HH: shown['hour'],
    mm: shown['minute'],
    ss: shown['second'],
    SSS: String(((timeMs % 1000) + 1000) % 1000).padStart(3, '0'),
  };
  return textOf(form).replace(/yyyy|MM|dd|HH|mm|SSS|ss|XXX/g, (field) =>
    field === 'XXX' ? offsetOf(shown, timeMs) : (fields[field] ?? ''),
  );
}
