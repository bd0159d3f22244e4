/**
 * How right a policy is in a world whose truth is known. Enters: a world and a preset. Leaves: counts. Every verdict is made by the real `attribute()`;
 * what it is given is what the store would have found.
 */
import { attribute } from '../../src/attribute/attribute';
import { resolvePolicy } from '../../src/attribute/policy';
import type { PresetName } from '../../src/attribute/presets/presets';
import type { Attribution } from '../../src/model/attribution';
import type { Touch } from '../../src/model/touch';
import type { Install, Place, World } from './world';

export interface Tally {
  /** Installs credited to a touch of the very phone. */
  right: number;
  /** Installs credited to somebody else's. */
  wrong: number;
}

export interface Measure {
  readonly preset: PresetName;
  readonly installs: number;
  /** Installs of a phone that had clicked before. */
  readonly paid: number;
  /** Of `paid`: credited to a touch of the very phone. */
  readonly found: number;
  readonly certain: Tally;
  readonly guessed: Tally;
  /** `guessed` by the kind of network that the install came from. */
  readonly guessedAt: Readonly<Record<Place, Tally>>;
  /** Guesses made while touches of two or more phones remained. */
  readonly crowded: number;
  /** Credited to nobody, because more than one clicker remained. */
  readonly refused: number;
}

const windowMs = 30 * 86_400_000;

/** Touches by every key, oldest first, as the store's index holds them. */
function indexTouches(touches: readonly Touch[]): ReadonlyMap<string, readonly Touch[]> {
  const index = new Map<string, Touch[]>();
  for (const touch of touches)
    for (const key of [`id:${touch.id}`, ...touch.keys]) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [touch]);
      else known.push(touch);
    }
  return index;
}

export function measure(world: World, preset: PresetName): Measure {
  const policy = resolvePolicy({ preset });
  const index = indexTouches(world.touches);
  const empty = (): Tally => ({ right: 0, wrong: 0 });
  const [certain, guessed] = [empty(), empty()];
  const guessedAt = { home: empty(), work: empty(), carrier: empty() };
  let [paid, found, crowded, refused] = [0, 0, 0, 0];

  const clicked = new Map<number, number>();
  for (const { id, type, time } of world.touches) {
    const owner = world.owners.get(id);
    if (type === 'click' && owner !== undefined && !clicked.has(owner)) clicked.set(owner, time);
  }
  for (const install of world.installs) {
    const { activity, phone, place } = install;
    const verdict = decide(install);
    const isPaid = (clicked.get(phone) ?? Number.POSITIVE_INFINITY) <= activity.time;
    if (isPaid) paid += 1;
    if (verdict.candidates.some(({ reason }) => reason.startsWith('ambiguous_')) && verdict.touch_id === null)
      refused += 1;
    if (verdict.touch_id === null) continue;
    const result = world.owners.get(verdict.touch_id) === phone ? 'right' : 'wrong';
    if (isPaid && result === 'right') found += 1;
    if (verdict.match_type !== 'probabilistic') {
      certain[result] += 1;
      continue;
    }
    guessed[result] += 1;
    guessedAt[place][result] += 1;
    if (remainingPhones(verdict, world) > 1) crowded += 1;
  }
  return {
    preset,
    installs: world.installs.length,
    ...{ paid, found, certain, guessed, guessedAt, crowded, refused },
  };

  function decide({ activity }: Install): Attribution {
    const { keys, body, time } = activity;
    const names = [`id:${body.referrer?.click_id ?? ''}`, ...keys.touch, ...keys.address];
    const near = names
      .flatMap((name) => index.get(name) ?? [])
      .filter((touch) => touch.time <= time && touch.time >= time - windowMs);
    const { attribution } = attribute({
      activity,
      touches: [...new Set(near)],
      device: null,
      policy,
      policyFor: () => policy,
      platform: 'android',
    });
    if (attribution === null) throw new RangeError(`${activity.id} has no attribution.`);
    return attribution;
  }
}

/** By the truth: whose touches a guess had to choose among. */
function remainingPhones({ candidates }: Attribution, { owners }: World): number {
  const remaining = candidates.filter(
    ({ match_type, reason }) =>
      match_type === 'probabilistic' && /^(?:won|older|tie_break|ambiguous_\d+)$/.test(reason),
  );
  return new Set(remaining.map(({ touch_id }) => owners.get(touch_id))).size;
}

/** Share of credits that are somebody else's; 0 of none. */
export function wrongShare({ right, wrong }: Tally): number {
  return right + wrong === 0 ? 0 : wrong / (right + wrong);
}
