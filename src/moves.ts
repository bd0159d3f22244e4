/**
 * Conversions whose status moved. Enters: a stored activity. Leaves: it as it was at each revision that nobody was told of. Nothing is judged again: who has
 * the credit of the first call keeps it, however late the move.
 */
import type { Activity, ActivityBody } from './model/activity';
import { forgottenReason } from './model/opt-out';
import type { StoredActivity } from './ports/store';

type Stated = 'status' | 'status_time' | 'payout' | 'revenue';
const stated: ReadonlySet<string> = new Set<Stated>(['status', 'status_time', 'payout', 'revenue']);

/** Judged to the end before: what is new about it is its revision. */
export function wasJudged({ plannedRevision }: StoredActivity): boolean {
  return plannedRevision !== null;
}

/** With what stood at that revision. One that never moved is given back as it is. */
export function atRevision(activity: Activity, revision: number): Activity {
  const state = activity.history?.[revision];
  if (state === undefined) return activity;
  const { status, status_time: statusTime, payout, revenue } = state;
  const others = Object.entries(activity.body).filter(([name]) => !stated.has(name));
  return {
    ...activity,
    revision,
    body: {
      ...(Object.fromEntries(others) as unknown as Omit<ActivityBody, Stated>),
      ...(status === undefined ? {} : { status }),
      ...(statusTime === undefined ? {} : { status_time: statusTime }),
      ...(payout === undefined ? {} : { payout }),
      ...(revenue === undefined ? {} : { revenue }),
    },
  };
}

/** As the first call made it: so it is judged, whatever came before it was. */
export function asPosted(activity: Activity): Activity {
  return activity.revision === 0 ? activity : atRevision(activity, 0);
}

/** Each later revision that was not planned yet, the oldest first. */
export function untoldMoves({ activity, plannedRevision }: StoredActivity): readonly Activity[] {
  const moves: Activity[] = [];
  for (let revision = (plannedRevision ?? 0) + 1; revision <= activity.revision; revision += 1)
    moves.push({ ...atRevision(activity, revision), kind: 'status_changed' });
  return moves;
}

/** Whose it was is known no longer: nobody is told of its moves. */
export function isForgotten({ flags }: Activity): boolean {
  return flags.includes(forgottenReason);
}

/** When what is to be judged or told came, epoch milliseconds. */
export function askedAt({ receivedAt, history }: Activity): number {
  return history?.at(-1)?.at ?? receivedAt;
}
