/**
 * A call of a conversion that is stored already. Enters: what it says. Leaves: the next revision, committed, or nothing where it says nothing new. It never
 * decides on what it read: where somebody else moved it meanwhile it is read again.
 */
import { describeError, Fault } from '../errors';
import type { Activity } from '../model/activity';
import type { App } from '../model/app';
import type { ActivityMove } from '../ports/conversion-store';
import type { ActivityIntake } from './activities';
import type { GroupCommit } from './group-commit';
import type { IntakeDeps } from './intake-deps';
import { nextMove, saysNothing, type Said } from './move-conversion';
import type { PostedConversion } from './read-conversion';

export type ConversionResult =
  | { readonly outcome: 'accepted' | 'duplicate'; readonly id: string }
  | { readonly outcome: 'moved'; readonly id: string; readonly revision: number }
  | { readonly outcome: 'refused'; readonly fault: Fault };

export interface TakeOptions {
  /** Without a key: only a conversion of its own click may be moved. */
  readonly ownClickOnly?: boolean;
}

/** One app's calls, and the means to take them. */
export interface Taker {
  readonly deps: IntakeDeps;
  readonly activities: ActivityIntake;
  readonly moves: GroupCommit<ActivityMove, 'done' | 'stale'>;
  readonly app: App;
  readonly options: TakeOptions;
}

/** Others moved it meanwhile, so many times in a row. */
const triesMax = 50;

function saidOf({ body }: Activity, { currencyNamed }: PostedConversion): Said {
  const { status, status_time: statusTime, payout, revenue } = body;
  return {
    currencyNamed,
    ...(status === undefined ? {} : { status }),
    ...(statusTime === undefined ? {} : { statusTime }),
    ...(payout === undefined ? {} : { payout }),
    ...(revenue === undefined ? {} : { revenue }),
  };
}

/** A later call of a conversion that is stored: it moves, or the call was nothing new. */
export async function followUp(
  { app, deps, moves, options }: Taker,
  call: PostedConversion,
  posted: Activity,
  id: string,
): Promise<ConversionResult> {
  const said = saidOf(posted, call);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const stored = saysNothing(said) ? null : await deps.store.readActivity(app.id, id);
    // Nothing to move, or not by this call: another app's event of the same id is none of a tracker's.
    if (stored?.activity.body.kind !== 'event') return { outcome: 'duplicate', id };
    const { activity } = stored;
    if (options.ownClickOnly === true && activity.body.click_id !== posted.body.click_id)
      return {
        outcome: 'refused',
        fault: new Fault('unauthorized', {
          message: 'Without a key a call moves only the conversion of its own click.',
        }),
      };
    const move = moveOf(activity, said, deps.clock.now());
    if (move instanceof Fault) return { outcome: 'refused', fault: move };
    if (move === null) return { outcome: 'duplicate', id };
    const [done] = await moves.add([move]);
    if (done !== 'done') continue;
    handOver(deps, { ...activity, revision: move.revision, history: move.history });
    return { outcome: 'moved', id, revision: move.revision };
  }
  throw new Fault('overloaded', { retryAfterSeconds: 1 });
}

function moveOf(activity: Activity, said: Said, at: number): ActivityMove | null | Fault {
  try {
    return nextMove(activity, said, at);
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
}

/** The move is stored; where the hand-over fails the sweeper feeds it again. */
function handOver({ onAccepted, observer }: IntakeDeps, activity: Activity): void {
  try {
    onAccepted([activity]);
  } catch (cause) {
    observer.log('error', 'accept', { error: describeError(cause), activity: activity.id }, 'hand-over');
  }
}
