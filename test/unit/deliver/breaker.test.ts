/** The breaker, attempt by attempt: when it opens, when it is tried again, when it closes; both sides of each edge. */
import { Breaker, type BreakerRule } from '../../../src/deliver/breaker';

const rule: BreakerRule = { failurePercent: 50, samplesMin: 20 };
const t0 = 1_800_000_000_000;

/** `+` succeeded, `x` was answered with a failure, `-` was not answered. */
function play(breaker: Breaker, story: string, at = t0): (boolean | string)[] {
  return Array.from(story, (sign) => {
    if (sign === '+') return breaker.succeeded(at) && 'closed';
    return breaker.failed(at, sign === 'x') && 'opened';
  });
}

test.each([
  { name: 'half of twenty opens it', story: '+'.repeat(10) + 'x'.repeat(10), state: 'open' },
  { name: 'fewer than half does not', story: '+'.repeat(11) + 'x'.repeat(10), state: 'closed' },
  { name: 'nineteen say nothing', story: 'x'.repeat(19), state: 'closed' },
  { name: 'ten in a row without an answer open it', story: '-'.repeat(10), state: 'open' },
  { name: 'nine do not', story: '-'.repeat(9), state: 'closed' },
  { name: 'an answer among them, even a bad one, breaks the row', story: '---------x-', state: 'closed' },
  { name: 'successes alone never do', story: '+'.repeat(100), state: 'closed' },
])('$name', ({ story, state }) => {
  const breaker = new Breaker(rule, t0);
  const told = play(breaker, story).filter((each) => each !== false);
  expect(breaker.state(t0)).toBe(state);
  expect(told).toEqual(state === 'open' ? ['opened'] : []);
});

test('with 0 percent it never opens', () => {
  const breaker = new Breaker({ failurePercent: 0, samplesMin: 1 }, t0);
  play(breaker, '-'.repeat(50));
  expect(breaker.state(t0)).toBe('closed');
});

test.each([
  { name: 'what is 29 s old counts', laterMs: 29_000, state: 'open' },
  { name: 'what is 30 s old does not', laterMs: 30_000, state: 'closed' },
  { name: 'nor what is a day old', laterMs: 86_400_000, state: 'closed' },
])('$name', ({ laterMs, state }) => {
  const breaker = new Breaker(rule, t0);
  play(breaker, 'x'.repeat(10));
  play(breaker, '+'.repeat(9), t0 + laterMs);
  play(breaker, 'x', t0 + laterMs);
  expect(breaker.state(t0 + laterMs)).toBe(state);
});

test('the window forgets second by second', () => {
  const breaker = new Breaker(rule, t0);
  for (let second = 0; second < 60; second += 1) play(breaker, '+x', t0 + second * 1_000);
  expect(breaker.tally(t0 + 59_000)).toEqual({ samples: 60, failures: 30 });
  expect(breaker.tally(t0 + 60_000)).toEqual({ samples: 58, failures: 29 });
  expect(breaker.tally(t0 + 89_000)).toEqual({ samples: 0, failures: 0 });
});

describe('once open', () => {
  const opened = (): Breaker => {
    const breaker = new Breaker(rule, t0 - 5_000);
    play(breaker, '-'.repeat(10));
    return breaker;
  };

  test('it says since when and until when', () => {
    const breaker = opened();
    expect([breaker.since, breaker.nextProbeAt]).toEqual([t0, t0 + 1_000]);
    expect(breaker.state(t0 + 999)).toBe('open');
    expect(breaker.state(t0 + 1_000)).toBe('half_open');
  });

  test('answers that come before the probe change nothing', () => {
    const breaker = opened();
    expect(play(breaker, '+++-', t0 + 999)).toEqual([false, false, false, false]);
    expect(breaker.nextProbeAt).toBe(t0 + 1_000);
    play(breaker, '++', t0 + 1_000);
    expect(breaker.state(t0 + 1_000)).toBe('half_open');
  });

  test('three successes close it, and what was before is forgotten', () => {
    const breaker = opened();
    expect(play(breaker, '+++', t0 + 1_000)).toEqual([false, false, 'closed']);
    expect(breaker.state(t0 + 1_000)).toBe('closed');
    expect([breaker.since, breaker.nextProbeAt]).toEqual([t0 + 1_000, null]);
    play(breaker, '-'.repeat(9), t0 + 1_000);
    expect(breaker.state(t0 + 1_000)).toBe('closed');
  });

  test('a failed probe begins anew, and waits twice as long, up to a minute', () => {
    const breaker = opened();
    const waits: number[] = [];
    let now = t0;
    for (let round = 0; round < 8; round += 1) {
      const probeAt = breaker.nextProbeAt ?? 0;
      waits.push(probeAt - now);
      now = probeAt;
      expect(play(breaker, '++x', now)).toEqual([false, false, false]);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(breaker.since).toBe(t0);
  });
});
