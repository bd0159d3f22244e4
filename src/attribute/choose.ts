/**
 * Who wins among judged touches. Enters: touches with their matches. Leaves: the winner or none, and for every one its reason.
 * The first tier with an eligible touch decides; in a tier the newest wins; at one time, `tie_break`. Where the clicker is guessed and
 * two or more may be meant, nobody is credited unless the policy says so.
 */
import type { Policy } from '../model/policy';
import { rank, tierOf, type Judged } from './judge';
import type { ReasonCode } from './reasons';

export interface Choice {
  readonly winner: Judged | null;
  /** Each with its final reason; `won` for the winner. Newest first; at one time by id, descending. */
  readonly ranked: readonly (Judged & { readonly verdict: ReasonCode })[];
  /** Eligible touches that lost to the winner, newest first. */
  readonly runnersUp: readonly Judged[];
}

/** @param policy the app's: tiers and ambiguity are its alone. */
export function choose(judged: readonly Judged[], policy: Policy): Choice {
  const verdicts = new Map<string, ReasonCode>();
  const tiers = groupByTier(judged, policy);
  let winner: Judged | null = null;
  for (const tier of tiers) {
    if (winner !== null) {
      for (const each of tier) verdicts.set(each.touch.id, 'lower_tier');
      continue;
    }
    const standing = settleAmbiguity(tier, policy, verdicts);
    winner = standing.reduce<Judged | null>(
      (best, each) => (best === null || beats(each, best, policy) ? each : best),
      null,
    );
    for (const each of standing) verdicts.set(each.touch.id, lossReason(each, winner));
  }
  const ranked = [...judged]
    .sort((a, b) => newestFirst(a, b))
    .map((each) => ({ ...each, verdict: each.reason ?? verdicts.get(each.touch.id) ?? 'no_tier' }));
  const runnersUp = ranked.filter(
    ({ verdict }) => verdict === 'older' || verdict === 'lower_tier' || verdict === 'tie_break',
  );
  return { winner, ranked, runnersUp };
}

function lossReason(each: Judged, winner: Judged | null): ReasonCode {
  if (each === winner) return 'won';
  return each.touch.time === winner?.touch.time ? 'tie_break' : 'older';
}

function groupByTier(judged: readonly Judged[], policy: Policy): readonly (readonly Judged[])[] {
  const tiers: Judged[][] = policy.tiers.map(() => []);
  for (const each of judged) {
    if (each.reason !== null || each.match === null) continue;
    const at = tierOf(policy.tiers, each.touch.type, each.match);
    if (at !== null) tiers[at]?.push(each);
  }
  return tiers;
}

function newestFirst(a: Judged, b: Judged): number {
  return b.touch.time - a.touch.time || (a.touch.id < b.touch.id ? 1 : -1);
}

function beats(a: Judged, b: Judged, policy: Policy): boolean {
  if (a.touch.time !== b.touch.time) return a.touch.time > b.touch.time;
  const byMatch =
    a.match === null || b.match === null
      ? 0
      : rank(policy.tieBreak, a.match) - rank(policy.tieBreak, b.match);
  return byMatch === 0 ? a.touch.id > b.touch.id : byMatch < 0;
}

/** Leaves those of a tier that may win: all that are certain, and of the guessed ones those that ambiguity leaves standing. */
function settleAmbiguity(
  tier: readonly Judged[],
  policy: Policy,
  verdicts: Map<string, ReasonCode>,
): readonly Judged[] {
  const guessed = tier.filter((each) => each.match === 'probabilistic');
  const clickers = countClickers(guessed);
  if (clickers < 2) return tier;
  const certain = tier.filter((each) => each.match !== 'probabilistic');
  const standing = resolve(guessed, policy);
  for (const each of guessed)
    if (!standing.includes(each)) verdicts.set(each.touch.id, `ambiguous_${clickers}`);
  return [...certain, ...standing];
}

/** Looks again in less and less time until one clicker remains (a step longer than the window leaves all); else what `on_ambiguity` says. */
function resolve(guessed: readonly Judged[], policy: Policy): readonly Judged[] {
  for (const stepMs of policy.probabilistic.shrinkMs) {
    const near = guessed.filter((each) => each.ageMs <= stepMs);
    if (near.length > 0 && countClickers(near) === 1) return near;
  }
  const { onAmbiguity } = policy.probabilistic;
  if (onAmbiguity === 'newest') return guessed;
  const partners = new Set(guessed.map((each) => each.touch.partner ?? ''));
  return onAmbiguity === 'same_partner' && partners.size === 1 && !partners.has('') ? guessed : [];
}

/** Touches are one clicker only where an identifier agrees (directly or through others); every other touch counts for itself. */
export function countClickers(touches: readonly Judged[]): number {
  /** Of each touch another one of its clicker, or itself. */
  const leads: number[] = [];
  const firstWith = new Map<string, number>();
  const leaderOf = (at: number): number => {
    let leader = at;
    for (let next = leads[leader]; next !== undefined && next !== leader; next = leads[leader]) leader = next;
    leads[at] = leader;
    return leader;
  };
  let clickers = 0;
  for (const [at, { touch }] of touches.entries()) {
    leads[at] = at;
    clickers += 1;
    for (const key of touch.keys) {
      if (key.startsWith('ip:')) continue;
      const first = firstWith.get(key);
      if (first === undefined) {
        firstWith.set(key, at);
        continue;
      }
      const [known, own] = [leaderOf(first), leaderOf(at)];
      if (known === own) continue;
      leads[own] = known;
      clickers -= 1;
    }
  }
  return clickers;
}
