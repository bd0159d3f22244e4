/**
 * Ids that sort by time. Enters: epoch milliseconds. Leaves: a 26-letter ULID, greater than the one made before it by the same source, even
 * within one millisecond or when the clock steps back. Never repeats within a process; between processes by 80 random bits.
 */
import { randomFillSync } from 'node:crypto';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeLetters = 10;
const randomLetters = 16;

/** A source of ULIDs; each process has its own. */
export function createUlidSource(): (nowMs: number) => string {
  const pool = Buffer.alloc(randomLetters * 64);
  let used = pool.length;
  let lastMs = -1;
  let lastTime = '';
  const digits: number[] = [];

  const draw = (): void => {
    if (used >= pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    for (let at = 0; at < randomLetters; at += 1) digits[at] = (pool[used + at] ?? 0) & 31;
    // Room to count upwards for as long as one millisecond can last.
    digits[0] = (digits[0] ?? 0) & 15;
    used += randomLetters;
  };

  return (nowMs) => {
    if (nowMs > lastMs) {
      lastMs = nowMs;
      lastTime = timeText(nowMs);
      draw();
    } else {
      increment(digits);
    }
    let text = lastTime;
    for (const digit of digits) text += letters.charAt(digit);
    return text;
  };
}

function timeText(nowMs: number): string {
  let rest = nowMs;
  let text = '';
  for (let at = 0; at < timeLetters; at += 1) {
    text = letters.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function increment(digits: number[]): void {
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    const next = (digits[at] ?? 0) + 1;
    digits[at] = next & 31;
    if (next < 32) return;
  }
}

const ulidForm = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;

/** True of what this source could have made. */
export function isUlid(text: string): boolean {
  return ulidForm.test(text);
}
