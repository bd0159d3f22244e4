/**
 * Conversions on their way into the store, whoever told of them: a tracker's call, a pixel, a line of a file. Enters: calls that were read. Leaves: for each
 * what became of it once that is committed: a new activity, one that moved, or one that was known. Never makes two of one order's event.
 */
import { Fault } from '../errors';
import type { Activity } from '../model/activity';
import type { App } from '../model/app';
import type { ActivityMove } from '../ports/conversion-store';
import type { StoredActivity } from '../ports/store';
import { acceptActivity } from './accept-activity';
import type { ActivityIntake } from './activities';
import { followUp, type ConversionResult, type Taker, type TakeOptions } from './follow-conversion';
import { GroupCommit } from './group-commit';
import type { IntakeDeps } from './intake-deps';
import { eventDefault, missingClick, type PostedConversion } from './read-conversion';

export type { ConversionResult, TakeOptions };

export interface Conversions {
  /** Results in order. @rejects Fault where the store takes none; then some may have been taken, and the same calls again change nothing more. */
  take(
    app: App,
    calls: readonly PostedConversion[],
    options?: TakeOptions,
  ): Promise<readonly ConversionResult[]>;
  drain(): Promise<void>;
}

export function createConversions(deps: IntakeDeps, activities: ActivityIntake): Conversions {
  const moves = new GroupCommit<ActivityMove, 'done' | 'stale'>({
    commit: (batch) => commitMoves(deps, batch),
    itemsMax: deps.commitItems,
    delayMs: deps.commitMs,
    lineMax: deps.lineMax,
  });
  return {
    async take(app, calls, options = {}) {
      const taker = { deps, activities, moves, app, options };
      const results = new Array<ConversionResult>(calls.length);
      let waiting: readonly Placed[] = calls.map((call, at) => ({ call, at }));
      while (waiting.length > 0) {
        const { now, later } = splitRound(waiting);
        await takeRound(taker, now, results);
        waiting = later;
      }
      return results;
    },
    drain: () => moves.drain(),
  };
}

/** A call and its place in what was given. */
interface Placed {
  readonly call: PostedConversion;
  readonly at: number;
}

/** Calls of one conversion come one after the other, so that the last of them stands; all others together. */
function splitRound(waiting: readonly Placed[]): {
  readonly now: readonly Placed[];
  readonly later: readonly Placed[];
} {
  const names = new Set<string>();
  const now: Placed[] = [];
  const later: Placed[] = [];
  for (const placed of waiting) {
    const { transaction, activity } = placed.call;
    const own = [
      ...(transaction === undefined ? [] : [`order ${transaction}`]),
      ...(typeof activity['id'] === 'string' ? [`id ${activity['id']}`] : []),
    ];
    (own.some((name) => names.has(name)) ? later : now).push(placed);
    for (const name of own) names.add(name);
  }
  return { now, later };
}

/** What was moved is handed on as what is new is: its partition has something to tell. */
async function commitMoves(
  deps: IntakeDeps,
  batch: readonly ActivityMove[],
): Promise<readonly ('done' | 'stale')[]> {
  const results = await deps.store.moveActivities(batch, deps.clock.now() + deps.queueLeaseMs);
  const moved = batch.filter((_, at) => results[at] === 'done');
  deps.observer.log('info', 'accept', { moved: moved.map(({ id }) => id) });
  return results;
}

/** It can be known by what the call says of itself alone. */
function standsAlone({ eventNamed, clickId, identified, transaction }: PostedConversion): boolean {
  if (transaction === undefined) return true;
  return eventNamed && (clickId !== undefined || identified);
}

async function takeRound(taker: Taker, round: readonly Placed[], results: ConversionResult[]): Promise<void> {
  const alone = round.filter(({ call }) => standsAlone(call));
  const following = round.filter(({ call }) => !standsAlone(call));
  const known = await taker.deps.store.findTransactions(
    taker.app.id,
    following.map(({ call }) => call.transaction ?? ''),
  );
  const meant = following.map(({ call }, index) => pickEvent(known[index] ?? [], call));
  await takeFresh(taker, [...alone, ...following.filter((_, index) => meant[index] === undefined)], results);
  await Promise.all(
    following.map(async ({ call, at }, index) => {
      const found = meant[index];
      if (found instanceof Fault) results[at] = { outcome: 'refused', fault: found };
      else if (found !== undefined) results[at] = await takeKnown(taker, call, found);
    }),
  );
}

/** Committed together; what turns out to be known is followed up. */
async function takeFresh(
  taker: Taker,
  placed: readonly Placed[],
  results: ConversionResult[],
): Promise<void> {
  const fresh: (Placed & { readonly activity: Activity })[] = [];
  for (const each of placed) {
    const accepted = accept(taker, each.call);
    if (accepted instanceof Fault) results[each.at] = { outcome: 'refused', fault: accepted };
    else fresh.push({ ...each, activity: accepted });
  }
  const appended = await taker.activities.append(fresh.map(({ activity }) => activity));
  await Promise.all(
    fresh.map(async ({ at, call, activity }, index) => {
      const result = appended[index];
      results[at] =
        result?.outcome === 'duplicate'
          ? await followUp(taker, call, activity, result.id)
          : { outcome: 'accepted', id: activity.id };
    }),
  );
}

function accept({ app, activities, deps }: Taker, call: PostedConversion): Activity | Fault {
  if (call.clickId === undefined && !call.identified) return missingClick();
  const accepted = acceptActivity(call.activity, {
    ...activities.context(app, deps.clock.now()),
    kind: 'event',
    conversion: call.conversion,
  });
  return accepted.ok ? accepted.activity : accepted.fault;
}

/** What a call says of a known conversion is checked as that of a new one is, whoever it names. */
async function takeKnown(
  taker: Taker,
  call: PostedConversion,
  { activity }: StoredActivity,
): Promise<ConversionResult> {
  const named = call.clickId ?? activity.body.click_id ?? activity.id;
  const accepted = accept(taker, {
    ...call,
    identified: true,
    activity: { ...call.activity, click_id: named },
  });
  if (accepted instanceof Fault) return { outcome: 'refused', fault: accepted };
  return followUp(taker, call, accepted, activity.id);
}

function pickEvent(
  known: readonly StoredActivity[],
  { eventNamed, activity: { event } }: PostedConversion,
): StoredActivity | undefined | Fault {
  const wanted = known.find(({ activity }) => activity.body.event === (eventNamed ? event : eventDefault));
  if (eventNamed || wanted !== undefined) return wanted;
  if (known.length <= 1) return known[0];
  const names = known.map(({ activity }) => activity.body.event).join(', ');
  return new Fault('missing_field', {
    field: 'event',
    message: `This order has several conversions (${names.slice(0, 200)}). Name the event that is meant.`,
  });
}
