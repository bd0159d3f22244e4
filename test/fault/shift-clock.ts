/**
 * Loaded into a server before anything else (`--require`), in each of its threads: the time of day is shifted by as many milliseconds as stand in the file
 * `CLOCK_FILE`, and jumps when that changes. Timers are left alone, as a real jump leaves them.
 */
import { readFileSync } from 'node:fs';

const file = process.env['CLOCK_FILE'] ?? '';
const lookEveryMs = 5;
const RealDate = Date;
let shiftMs = 0;
let lookedAt = -Infinity;

function now(): number {
  const at = performance.now();
  if (at - lookedAt > lookEveryMs) {
    lookedAt = at;
    shiftMs = Number(readFileSync(file, 'utf8')) || 0;
  }
  return RealDate.now() + shiftMs;
}

/** What `new Date()` and `Date.now()` say; everything else of a date is the real one's. */
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: unknown[], newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as object,
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
});
