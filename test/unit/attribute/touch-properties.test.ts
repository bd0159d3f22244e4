/** What one touch more, or a wider window, may change and may not; and whom a guess may name. */
import fc from 'fast-check';
import type { Verdict } from '../../../src/attribute/attribute';
import { mergePolicies, resolvePolicy } from '../../../src/attribute/policy';
import type { Activity } from '../../../src/model/activity';
import type { Attribution } from '../../../src/model/attribution';
import { touchTypes, type Touch } from '../../../src/model/touch';
import { address, gaid, iphone, linkPolicies, policies, touches } from './arbitraries';
import { activity, day, galaxy, galaxyBrowser, hour, minute, noon, touch } from './cases';
import { histories, installs, often, play } from './history';

/** The verdict without any mention of one touch. */
function without(id: string, verdict: Verdict): Verdict {
  const other = (each: { readonly touch_id: string }): boolean => each.touch_id !== id;
  const strip = (attribution: Attribution | null) =>
    attribution === null ? null : { ...attribution, candidates: attribution.candidates.filter(other) };
  return {
    ...verdict,
    attribution: strip(verdict.attribution),
    rejected: verdict.rejected.filter(other),
    derived: verdict.derived.map((each) => ({
      ...each,
      attribution: strip(each.attribution),
      rejected: each.rejected.filter(other),
    })),
  };
}

describe('one touch more', () => {
  const named = (each: Partial<Touch>): Touch => ({ ...touch({ id: 'more', at: 0, partner: 'p' }), ...each });
  const years = 400 * day;
  const last = (given: readonly Activity[]): number => given.at(-1)?.time ?? noon;

  test.each([
    {
      name: 'after all activities',
      make: (given: readonly Activity[]) =>
        named({ time: last(given) + 1, keys: [gaid, address], hasIdentifier: true }),
    },
    {
      name: 'of a stranger',
      make: () =>
        named({ time: noon - minute, keys: ['gps_adid:stranger', 'ip:stranger'], hasIdentifier: true }),
    },
    {
      name: 'older than every window',
      make: () => named({ time: noon - years, keys: [gaid, address], hasIdentifier: true }),
    },
    {
      name: 'older than every window, of any type',
      make: () => named({ time: noon - years, type: 'preload', keys: [gaid] }),
    },
  ])('$name changes nothing but what is said of it', ({ make }) => {
    fc.assert(
      fc.property(histories, ([given, found, app, byLink]) => {
        // A touch that is found and cannot win still counts as one of too many, which is a rule of its own.
        const steps = play(given, found, app, byLink);
        const more = play(given, [...found, make(given)], app, byLink);
        for (const [at, { verdict }] of more.entries()) {
          const plain = steps[at]?.verdict;
          if (plain !== undefined) expect(without('more', verdict)).toEqual(plain);
        }
      }),
      often,
    );
  });

  test('of a phone of another system, behind the same address, changes nothing but what is said of it', () => {
    fc.assert(
      fc.property(installs, touches, policies, (given, found, app) => {
        const android = given.map((each) => ({
          ...each,
          body: { ...each.body, device: { os_name: 'android' } },
        }));
        const more = named({ time: noon - minute, keys: [address], device: iphone });
        const verdict = (list: readonly Touch[]) => play(android, list, app)[0]?.verdict;
        const [plain, changed] = [verdict(found), verdict([...found, more])];
        if (changed !== undefined) expect(without('more', changed)).toEqual(plain);
      }),
      often,
    );
  });

  test('of the same kind and older than the certain winner assists at most', () => {
    fc.assert(
      fc.property(installs, touches, policies, linkPolicies, (given, found, app, byLink) => {
        const plain = play(given, found, app, byLink)[0]?.verdict;
        const won = found.find(({ id }) => id === plain?.attribution?.touch_id);
        if (won === undefined || plain?.attribution?.match_type !== 'device_id') return;
        const older = { ...won, id: 'more', time: won.time - 1, partnerClickId: 'its own' };
        const more = play(given, [...found, older], app, byLink)[0]?.verdict;
        const bare = (verdict: Verdict | undefined) => {
          const kept = verdict === undefined ? undefined : without('more', verdict).attribution;
          return { ...kept, assists: [] };
        };
        expect(bare(more)).toEqual(bare(plain));
        expect(more?.device).toEqual(plain.device);
      }),
      { ...often, numRuns: 500 },
    );
  });
});

test('a wider certain window never makes a credited install organic', () => {
  fc.assert(
    fc.property(
      installs,
      touches,
      policies,
      fc.subarray([...touchTypes], { minLength: 1 }),
      (given, found, app, types) => {
        const windows = resolvePolicy(app).windows;
        const widened = mergePolicies(app, {
          windows: Object.fromEntries(
            types.map((type) => {
              const seconds = windows[type].deterministicMs / 1_000;
              const most = type === 'click' || type === 'preload' ? 180 : 30;
              return [type, { deterministic: Math.max(60, Math.min(most * 86_400, seconds * 4)) }];
            }),
          ),
        });
        const before = play(given, found, app)[0]?.verdict.attribution;
        const after = play(given, found, widened)[0]?.verdict.attribution;
        if (before?.status === 'attributed') expect(after?.status).not.toBe('organic');
      },
    ),
    { ...often, numRuns: 500 },
  );
});

/** Distinct clickers, counted in another way than the product's: by merging numbers until nothing moves. */
function clickersOf(list: readonly Touch[]): number {
  const place = list.map((_, at) => at);
  const names = list.map(({ keys }) => keys.filter((key) => !key.startsWith('ip:')));
  for (let moved = true; moved;) {
    moved = false;
    for (const [a, ours] of names.entries())
      for (const [b, theirs] of names.entries()) {
        const [one = a, two = b] = [place[a], place[b]];
        if (one <= two || !ours.some((name) => theirs.includes(name))) continue;
        place[a] = two;
        moved = true;
      }
  }
  return new Set(place).size;
}

/** Clicks behind one address, some with an identifier, each of a phone that may be the installer's. */
const crowds = fc
  .array(
    fc.record({
      ageMs: fc.oneof(fc.constantFrom(0, 6 * hour, 6 * hour + 1), fc.integer({ min: 0, max: 8 * hour })),
      keys: fc.constantFrom([], [], ['idfv:a'], ['idfv:a', 'oaid:a'], ['oaid:a'], ['idfv:b'], [gaid]),
      device: fc.constantFrom(galaxyBrowser, galaxyBrowser, iphone, galaxy, {}),
    }),
    { maxLength: 6 },
  )
  .map((given) =>
    given.map(({ ageMs, keys, device: phone }, at) =>
      touch({ id: `t${at}`, at: -ageMs, keys: [...keys, address], device: phone }),
    ),
  );

test('carom credits no guess where two or more distinct clickers remain', () => {
  let [guesses, refusals] = [0, 0];
  fc.assert(
    fc.property(crowds, (found) => {
      const given = [activity({ address })];
      const verdict = play(given, found, { preset: 'carom' })[0]?.verdict.attribution;
      const remaining = (verdict?.candidates ?? []).filter(
        ({ match_type, reason }) =>
          match_type === 'probabilistic' && /^(?:won|older|tie_break|ambiguous_\d+)$/.test(reason),
      );
      const clickers = clickersOf(found.filter(({ id }) => remaining.some((each) => each.touch_id === id)));
      expect(verdict?.match_type ?? null).toBe(clickers === 1 ? 'probabilistic' : null);
      if (clickers < 2) guesses += clickers;
      else {
        refusals += 1;
        for (const { reason } of remaining) expect(reason).toBe(`ambiguous_${clickers}`);
      }
    }),
    { ...often, numRuns: 800 },
  );
  expect(Math.min(guesses, refusals)).toBeGreaterThan(100);
});

test('regression: a session that brings a user back named a touch as won that it was not credited to', () => {
  const returning = { kind: 'reengagement', needs: 'any', inactivity: 0 };
  const found = [touch({ id: 'back', at: day, keys: [gaid] })];
  const given = [activity({ keys: [gaid] }), activity({ kind: 'session', at: 2 * day, keys: [gaid] })];
  const verdict = play(given, found, { returning })[1]?.verdict;
  expect(verdict?.derived[0]?.attribution).toMatchObject({
    touch_id: 'back',
    candidates: [{ touch_id: 'back', verdict: 'won' }],
  });
  expect(verdict?.attribution).toMatchObject({ partner: 'back', touch_id: null, candidates: [] });
});

test('regression: a credit that had ended came back when the one after it ended', () => {
  const returning = { kind: 'reengagement', needs: 'any', inactivity: 0, credit_for: '10d' };
  const found = [
    touch({ id: 'install', at: -minute, keys: [gaid] }),
    touch({ id: 'first', at: day, keys: [gaid] }),
    touch({ id: 'second', at: 9 * day, keys: [gaid] }),
  ];
  const session = (days: number) => activity({ kind: 'session', at: days * day, keys: [gaid] });
  const given = [activity({ keys: [gaid] }), session(2), session(10), session(19), session(21)];
  const partners = play(given, found, { returning }).map(({ verdict }) => verdict.attribution?.partner);
  expect(partners).toEqual(['install', 'first', 'second', 'second', 'install']);
});
