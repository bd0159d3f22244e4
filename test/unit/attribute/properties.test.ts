/** What holds of every verdict and of every device, whatever happens: each property looks at every step of whole histories. */
import fc from 'fast-check';
import { attribute } from '../../../src/attribute/attribute';
import { settleCredit } from '../../../src/attribute/next-device';
import { conversionsMax } from '../../../src/model/attribution';
import type { Touch } from '../../../src/model/touch';
import { linkPolicies, policies, touches, gaid } from './arbitraries';
import { activity, day } from './cases';
import { attributionsOf, everyStep, histories, installs, often, play } from './history';

test('the histories reach what the properties speak of', () => {
  const reached = new Map<string, number>();
  const count = (name: string): unknown => reached.set(name, (reached.get(name) ?? 0) + 1);
  for (const [given, found, app, byLink] of fc.sample(histories, { ...often, numRuns: 1_000 }))
    for (const { verdict } of play(given, found, app, byLink)) {
      count(verdict.kind);
      for (const each of verdict.derived) count(`derived ${each.kind}`);
      for (const each of attributionsOf(verdict)) {
        count(each.match_type ?? each.status);
        if (each.secondary !== null) count('secondary');
        if (each.blocked === true) count('blocked');
      }
    }
  const expected = [
    ...['install', 'reinstall', 'reattribution', 'reengagement', 'rejected_install'],
    ...['derived reattribution', 'derived reengagement', 'derived rejected_install', 'secondary', 'blocked'],
    ...['click_id', 'referrer', 'device_id', 'probabilistic', 'organic', 'unattributed'],
  ];
  expect(expected.filter((name) => (reached.get(name) ?? 0) < 3)).toEqual([]);
});

describe('of every verdict', () => {
  test('it is the same each time, and what it was made from stays as it was', () => {
    everyStep(({ input, verdict }) => {
      const before = structuredClone({ ...input, policyFor: null });
      expect(attribute(input)).toEqual(verdict);
      expect({ ...input, policyFor: null }).toEqual(before);
    });
  });

  test('the order in which touches are found does not matter', () => {
    fc.assert(
      fc.property(
        histories.chain(([given, found, app, byLink]) =>
          fc.tuple(
            fc.constant({ given, found, app, byLink }),
            fc.shuffledSubarray([...found], { minLength: found.length }),
          ),
        ),
        ([{ given, found, app, byLink }, shuffled]) => {
          const verdicts = (list: readonly Touch[]) =>
            play(given, list, app, byLink).map(({ verdict }) => verdict);
          expect(verdicts(shuffled)).toEqual(verdicts(found));
        },
      ),
      often,
    );
  });

  test('credit goes to a touch that was found, and never to one after the activity', () => {
    everyStep(({ input, verdict }) => {
      for (const { touch_id, touched_at } of attributionsOf(verdict)) {
        if (touch_id === null) continue;
        const credited = input.touches.find(({ id }) => id === touch_id);
        expect(credited?.time).toBeLessThanOrEqual(input.activity.time);
        expect(touched_at).toBe(new Date(credited?.time ?? Number.NaN).toISOString());
      }
    });
  });

  test('where touches were judged each has one candidate, and the one that won is the one credited', () => {
    everyStep(({ input, verdict }) => {
      for (const { candidates, touch_id, status, partner } of attributionsOf(verdict)) {
        if (candidates.length > 0)
          expect(candidates.map((each) => each.touch_id).sort()).toEqual(
            input.touches.map(({ id }) => id).sort(),
          );
        const won = candidates.filter((each) => each.verdict === 'won');
        expect(won.map((each) => each.touch_id)).toEqual(touch_id === null ? [] : [touch_id]);
        for (const { verdict: result, reason } of candidates) expect(result === 'won').toBe(reason === 'won');
        if (status !== 'attributed') expect([touch_id, partner]).toEqual([null, null]);
      }
    });
  });

  test('an install that is credited or organic says of every touch why', () => {
    fc.assert(
      fc.property(installs, touches, policies, linkPolicies, (given, found, app, byLink) => {
        for (const { verdict } of play(given, found, app, byLink))
          if (verdict.attribution !== null) expect(verdict.attribution.candidates).toHaveLength(found.length);
      }),
      often,
    );
  });

  test('assists lost to the winner, newest first, and are no more than the policy says', () => {
    everyStep(({ input, verdict }) => {
      for (const { assists, candidates } of attributionsOf(verdict)) {
        expect(assists.length).toBeLessThanOrEqual(input.policy.assists);
        const times = assists.map((id) => input.touches.find((each) => each.id === id)?.time ?? 0);
        expect(times).toEqual([...times].sort((a, b) => b - a));
        for (const id of assists)
          expect(candidates.find((each) => each.touch_id === id)?.reason).toMatch(
            /^(?:older|lower_tier|tie_break)$/,
          );
      }
    });
  });

  test('what is refused was found, once, and is not what is credited, unless it keeps its credit', () => {
    everyStep(({ input, verdict }) => {
      const ids = verdict.rejected.map(({ touch_id }) => touch_id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) {
        expect(input.touches.some((each) => each.id === id)).toBe(true);
        const credited = verdict.attribution;
        if (credited?.touch_id === id && verdict.derived.length === 0) expect(credited.blocked).toBe(true);
      }
    });
  });
});

describe('of the device', () => {
  test('it stays itself, remembers its first conversion, and stays bounded', () => {
    everyStep(({ input, verdict }) => {
      const [before, after] = [input.device, verdict.device];
      if (before === null || after === null) return;
      expect([after.id, after.app, after.version]).toEqual([before.id, before.app, before.version]);
      expect(after.keys).toEqual(expect.arrayContaining([...before.keys, ...input.activity.keys.device]));
      expect(new Set(after.keys).size).toBe(after.keys.length);
      const [first] = before.conversions;
      if (first !== undefined) expect(after.conversions[0]).toEqual(first);
      const times = after.conversions.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    });
  });

  test('its conversions stay bounded, however often it is installed', () => {
    const given = Array.from({ length: 3 * conversionsMax }, (_, at) => ({
      ...activity({ at: at * 100 * day, keys: [gaid] }),
      id: `a${at}`,
    }));
    const last = play(given, [], {}).at(-1)?.verdict.device;
    expect(last?.conversions).toHaveLength(conversionsMax);
    expect(last?.conversions.map((each) => each.activity)).toEqual([
      'a0',
      ...given.slice(-(conversionsMax - 1)).map(({ id }) => id),
    ]);
  });

  test('a session or an event never makes a paid user organic', () => {
    everyStep(({ input, verdict }) => {
      const { activity: now, device: before } = input;
      if (before === null || !['session', 'event', 'reengagement'].includes(now.kind)) return;
      if (settleCredit(before, now.time).credit === null) return;
      expect(verdict.device?.credit).not.toBeNull();
      expect(verdict.attribution?.status).not.toBe('organic');
    });
  });
});
