/** Times of files, which often name no zone. Enters: text and a zone. Leaves: RFC 3339, or the text as it was where it is no such time. Never guesses the order of day and month. */

const zoneless = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?$/;
const formats = new Map<string, Intl.DateTimeFormat>();
const formatsMax = 500;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (formats.size >= formatsMax) formats.clear();
  formats.set(zone, made);
  return made;
}

/** What the clocks of the zone show, as if it were UTC. */
function shownAt(zone: string, ms: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** Of an hour that clocks show twice the first; of one that they leave out, as if they had not. */
export function toInstant(text: string, zone: string): string {
  const match = zoneless.exec(text.trim());
  if (match === null) return text;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part || 0));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // A day or hour that there is not would be read as the next.
  if (new Date(wall).getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return text;
  const dayMs = 86_400_000;
  const offsets = [wall - dayMs, wall + dayMs].map((near) => shownAt(zone, near) - near);
  const fitting = offsets.map((offset) => wall - offset).filter((at) => shownAt(zone, at) === wall);
  return new Date(fitting.length === 0 ? wall - (offsets[0] ?? 0) : Math.min(...fitting)).toISOString();
}
