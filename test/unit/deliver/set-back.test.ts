/** A lane whose clock is set back: what was an instant away stays an instant away. */
import { OriginLane } from '../../../src/deliver/origin-lane';
import { delivery } from '../../contract/samples';

const t0 = 1_800_000_000_000;
const hourMs = 3_600_000;
const rules = { limitMax: 4, reserve: 0, breaker: { failurePercent: 50, samplesMin: 20 } };

function opened(at: number): OriginLane {
  const lane = new OriginLane('https://a.test', rules, at);
  for (let turn = 0; turn < 10; turn += 1) {
    const round = lane.start(at);
    lane.settle('silent', round, at);
    lane.end(round);
  }
  return lane;
}

test.each([
  { name: 'an hour', backMs: hourMs },
  { name: 'a day', backMs: 24 * hourMs },
])('by $name: an open breaker is probed when it would have been', ({ backMs }) => {
  const now = t0 - backMs;
  const lane = opened(t0);
  expect(lane.admits(t0 + 999)).toBe(false);
  expect(lane.admits(now)).toBe(false);
  expect(lane.report(now)).toMatchObject({ state: 'open', nextProbeAt: now + 1 });
  expect(lane.admits(now + 1)).toBe(true);
});

test('what is put off comes back in its turn, and not an hour later', () => {
  const lane = opened(t0);
  expect(lane.putOff(100, t0, () => 0.5)).toBe(t0 + 1_000);
  expect(lane.putOff(1, t0 - hourMs, () => 0.5)).toBe(t0 - hourMs + 1_200);
});

test('who stands in line stands there no longer than he would have', () => {
  const lane = new OriginLane('https://a.test', rules, t0);
  lane.start(t0);
  expect(lane.enqueue(delivery('d1'), t0 + 5_000)).toBe(true);
  expect(lane.takeLeft(t0 - hourMs)).toEqual([]);
  expect(lane.takeLeft(t0 - hourMs + 4_999)).toEqual([]);
  expect(lane.takeLeft(t0 - hourMs + 5_000)).toMatchObject([{ id: 'd1' }]);
});

test('a look at the clock that is a moment old sets nothing back', () => {
  const lane = opened(t0);
  expect(lane.admits(t0 - 999)).toBe(false);
  expect(lane.report(t0)).toMatchObject({ nextProbeAt: t0 + 1_000, failures: 10 });
});
