/**
 * Floods of clicks: a source that clicks for so many who never install sends clicks in the hope that some of them install anyway. Enters: what a batch
 * found. Leaves: the same touches, those of a flooding source marked; and whose conversion an install is. What follows is the policy's.
 */
import type { Verdict } from './attribute/attribute';
import type { Activity } from './model/activity';
import { clickSource, type Source } from './model/source';
import type { Touch } from './model/touch';
import type { Clock } from './ports/clock';
import type { Store } from './ports/store';

/** Fewer clicks a day prove nothing (openmasu judges from as many). */
export const floodClicksMin = 1_000;
/** Adjust: sub-publishers that convert at or below 0.05 % are almost certainly spam. */
export const floodConversionsMax = 0.000_5;
/** Counted by the hour, the one begun a day ago included. */
export const floodWithinMs = 86_400_000;

export const floodFlag = 'click_flooding';

type Found = readonly (readonly Touch[])[];

/** One question an app; none where nobody clicked. */
export async function markFloods(
  found: Found,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<Found> {
  const since = clock.now() - floodWithinMs;
  const flooding = new Set<string>();
  for (const [app, sources] of sourcesOf(found)) {
    const rates = await store.readSourceRates(app, [...sources.values()], since);
    [...sources.keys()].forEach((name, at) => {
      const rate = rates[at];
      if (rate === undefined || rate.clicks < floodClicksMin) return;
      if (rate.conversions / rate.clicks <= floodConversionsMax) flooding.add(name);
    });
  }
  if (flooding.size === 0) return found;
  return found.map((touches) =>
    touches.map((touch) => {
      const source = clickSource(touch);
      const floods = source !== null && flooding.has(nameOf(touch.app, source));
      return floods ? { ...touch, flags: [...touch.flags, floodFlag] } : touch;
    }),
  );
}

function nameOf(app: string, { partner, sub }: Source): string {
  return JSON.stringify([app, partner, sub]);
}

/** By app, then by name: each source once. */
function sourcesOf(found: Found): ReadonlyMap<string, ReadonlyMap<string, Source>> {
  const byApp = new Map<string, Map<string, Source>>();
  for (const touch of found.flat()) {
    const source = clickSource(touch);
    if (source === null) continue;
    const sources = byApp.get(touch.app) ?? new Map<string, Source>();
    byApp.set(touch.app, sources.set(nameOf(touch.app, source), source));
  }
  return byApp;
}

/**
 * The source whose click brought this install, or would have but for the flood rule: were those not counted, a source once refused could never show that
 * its clicks convert. Undefined: no install, a repeated one, or none of a click.
 */
export function convertedSource(
  activity: Activity,
  verdict: Verdict,
  known: ReadonlyMap<string, Touch>,
): Source | undefined {
  if (activity.kind !== 'install' || verdict.sameAs !== undefined) return undefined;
  const { attribution } = verdict;
  const flooded = verdict.derived.find(
    ({ kind, touchId }) =>
      kind === 'rejected_install' &&
      attribution?.candidates.some(
        ({ touch_id, reason }) => touch_id === touchId && reason === `blocked:${floodFlag}`,
      ),
  );
  const touch = known.get(flooded?.touchId ?? attribution?.touch_id ?? '');
  return touch === undefined ? undefined : (clickSource(touch) ?? undefined);
}
