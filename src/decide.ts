/**
 * A batch of accepted activities → what each became and what is to be sent. Enters: activities in accepted order. Leaves: one result each, to be
 * committed. One look-up of devices, one of opt-outs, one of touches and one of their sources' rates a batch; between them and the commit everything is computed. It writes nothing.
 */
import { assemble, planMoves, type Case, type DecideDeps, type Judges } from './assemble';
import { attribute } from './attribute/attribute';
import { convertedSource, markFloods } from './click-rates';
import { DeviceLedger } from './device-ledger';
import { describeError } from './errors';
import { withFirstEvent } from './first-events';
import { withTouchKeys } from './ingest/identity';
import { readLinkPayouts } from './link-payouts';
import type { Activity } from './model/activity';
import type { App } from './model/app';
import type { Policy } from './model/policy';
import { touchTypes, type Touch } from './model/touch';
import { asPosted, isForgotten, untoldMoves, wasJudged } from './moves';
import { parkTime, wasParked, withParked } from './park';
import { planForgotten } from './plan/plan';
import type { ProcessedActivity, StoredActivity, TouchQuery } from './ports/store';

export type { DecideDeps } from './assemble';

/** Newest touches read for one key: enough to tell a crowd behind one address from one phone. */
const touchesPerKey = 200;
/** Touches a little after the activity are read too, so that a slow clock is explained. */
const aheadMs = 10 * 60_000;

export async function decide(
  taken: readonly StoredActivity[],
  deps: DecideDeps,
): Promise<readonly ProcessedActivity[]> {
  const batch = taken.map(({ activity }) => withTouchKeys(asPosted(activity), deps));
  const ledger = new DeviceLedger();
  // Refreshed, because another process may have made the app or its callbacks a moment before it accepted these.
  const [devices, optedOut] = await Promise.all([
    deps.store.findDevices(batch.map(({ app, keys }) => ({ app, keys: keys.device }))),
    deps.optOuts.ofActivities(batch),
    deps.directory.refresh(),
  ]);
  for (const found of devices) ledger.learn(found);
  const found = await deps.store.findTouches(
    taken.map((stored, at) => queryOf(stored, batch[at], ledger, deps)),
  );
  const touches = await markFloods(found, deps);
  const judges = await readJudges(batch, touches, deps);
  const linkPayouts = await readLinkPayouts(devices.flat(), touches.flat(), deps.directory);
  const known = new Map<string, Touch>(touches.flat().map((touch) => [touch.id, touch]));
  const optOuts = optedOut.version;
  return taken.map((stored, at) => {
    const activity = batch[at] ?? stored.activity;
    try {
      if (optedOut.forgotten[at] === true || (wasJudged(stored) && isForgotten(activity)))
        return { ...dropForgotten(stored, activity, deps), optOuts };
      const app = deps.directory.app(activity.app);
      // The app was removed after it accepted this: there is nobody left to judge for or to tell.
      if (app === undefined) return { ...verdictOf(stored), optOuts };
      const given: Case = {
        activity,
        resolved: ledger.resolve(activity),
        touches: touches[at] ?? [],
        known,
        judges,
        linkPayouts,
        again: wasParked(stored),
        revision: stored.activity.revision,
        moves: untoldMoves(stored),
      };
      if (wasJudged(stored)) return { ...tellMoves(app, stored, given, deps), optOuts };
      const processed = decideOne(app, given, deps);
      if (processed.device !== null)
        ledger.put({ ...processed.device, version: processed.device.version + 1 });
      return { ...processed, optOuts };
    } catch (cause) {
      // One activity that cannot be judged must not hold up its partition; it is kept and listed.
      deps.observer.log(
        'error',
        'attribute',
        { app: activity.app, activity: activity.id, error: cause },
        'quarantined',
      );
      return { ...verdictOf(stored), quarantined: describeError(cause), optOuts };
    }
  });
}

/** A move is told with the touch of the first call, whatever the activity itself would find now. */
function queryOf(
  { activity, attribution }: StoredActivity,
  posted: Activity = activity,
  ledger: DeviceLedger,
  deps: DecideDeps,
): TouchQuery {
  const query = touchQuery(posted, ledger, deps);
  const credited = attribution?.touch_id;
  return typeof credited === 'string' ? { ...query, ids: [...query.ids, credited] } : query;
}

/** What finding and judging touches needs of the rest. */
type JudgeDeps = Pick<DecideDeps, 'directory' | 'policies'>;

export function touchQuery(activity: Activity, ledger: DeviceLedger, deps: JudgeDeps): TouchQuery {
  const { app, body, keys, time } = activity;
  const credited = ledger.resolve(activity).device;
  const named = [
    body.click_id,
    body.referrer?.click_id,
    credited?.credit?.touchId,
    credited?.secondary?.touchId,
  ];
  const managed = deps.directory.app(app);
  const windowMs = managed === undefined ? 0 : longestWindow(deps.policies.of(managed));
  return {
    app,
    ids: named.filter((id) => typeof id === 'string'),
    keys: keys.touch,
    addressKeys: keys.address,
    since: time - windowMs,
    until: time + aheadMs,
    limitPerKey: touchesPerKey,
  };
}

const longestWindows = new WeakMap<Policy, number>();

/** Links and integrations may widen a window up to the contract's ceiling, so a day is not saved by reading less than the widest. Worked out once a policy. */
function longestWindow(policy: Policy): number {
  const known = longestWindows.get(policy) ?? widest(policy);
  longestWindows.set(policy, known);
  return known;
}

function widest(policy: Policy): number {
  const own = touchTypes.flatMap((type) => [
    policy.windows[type].deterministicMs,
    policy.windows[type].probabilisticMs,
    policy.windowsFor.session?.[type] ?? 0,
    policy.windowsFor.event?.[type] ?? 0,
  ]);
  return Math.max(...own, policy.returning.windowMs, 30 * 86_400_000);
}

/** The policy of every touch that was found, by touch id. */
export async function readJudges(
  batch: readonly Activity[],
  touches: readonly (readonly Touch[])[],
  deps: JudgeDeps,
): Promise<Judges> {
  const judges = new Map<string, Policy>();
  for (const [at] of batch.entries()) {
    for (const touch of touches[at] ?? []) {
      const app = deps.directory.app(touch.app);
      if (app === undefined || judges.has(touch.id)) continue;
      const link = await deps.directory.link(touch.link);
      const integration = deps.directory
        .integrations(touch.app)
        .find(({ partner }) => partner === touch.partner);
      judges.set(touch.id, deps.policies.forLink(app, integration, link));
    }
  }
  return judges;
}

/** What is stored of it: nothing yet, or the verdict that stands. */
function verdictOf({
  activity,
  kind,
  attribution,
  rejected,
  refusedPartner,
}: StoredActivity): ProcessedActivity {
  return {
    app: activity.app,
    id: activity.id,
    revision: activity.revision,
    kind,
    attribution,
    rejected,
    device: null,
    derived: [],
    deliveries: [],
    ...(refusedPartner === null ? {} : { refusedPartner }),
  };
}

function tellMoves(app: App, stored: StoredActivity, given: Case, deps: DecideDeps): ProcessedActivity {
  const deliveries = planMoves(app, given, stored.attribution, given.resolved.device, deps);
  return { ...verdictOf(stored), deliveries };
}

/** Nothing of it is judged: no device, no conversion counted, nobody's wait ended. */
function dropForgotten(stored: StoredActivity, posted: Activity, deps: DecideDeps): ProcessedActivity {
  const { app } = posted;
  const untold = [...(wasJudged(stored) ? [] : [posted]), ...untoldMoves(stored)];
  const deliveries = untold.flatMap((activity) =>
    planForgotten({
      activity,
      callbacks: deps.directory.callbacks(app),
      integrations: deps.directory.integrations(app),
      now: deps.clock.now(),
    }),
  );
  // A first verdict that it waited with goes too: it was not judged to the end.
  const verdict = wasJudged(stored)
    ? verdictOf(stored)
    : verdictOf({ ...stored, kind: posted.kind, attribution: null, rejected: [], refusedPartner: null });
  return { ...verdict, deliveries, forgotten: true };
}

function decideOne(app: App, given: Case, deps: DecideDeps): ProcessedActivity {
  const { activity, resolved } = given;
  const policy = deps.policies.of(app);
  const judged = attribute({
    activity,
    touches: given.touches,
    device: resolved.device,
    byUser: resolved.byUser,
    policy,
    policyFor: (touch) => given.judges.get(touch.id) ?? policy,
    platform: app.platform,
  });
  const verdict = withFirstEvent(judged, activity);
  const parkUntil = parkTime(activity, verdict, policy, deps.clock.now());
  const source = convertedSource(activity, verdict, given.known);
  const processed = {
    ...assemble(app, given, verdict, deps),
    ...(source === undefined ? {} : { conversionOf: source }),
  };
  if (parkUntil === null) {
    if (given.moves.length === 0) return processed;
    const device = verdict.device ?? resolved.device;
    const moves = planMoves(app, given, verdict.attribution, device, deps);
    return { ...processed, deliveries: [...processed.deliveries, ...moves] };
  }
  return {
    ...processed,
    device: verdict.device === null ? null : withParked(verdict.device, activity.id),
    deliveries: processed.deliveries.filter(({ callback }) => callback !== undefined),
    parkUntil,
  };
}
