/**
 * A batch of accepted activities → what each became and what is to be sent. Enters: activities in accepted order. Leaves: one result each, to be
 * committed. One look-up of devices and one of touches a batch; between them and the commit everything is computed. It writes nothing.
 */
import { attribute, type Derived, type Verdict } from './attribute/attribute';
import { compileCallbacks } from './callback-urls';
import { DeviceLedger, type Resolved } from './device-ledger';
import { describeError } from './errors';
import type { Activity } from './model/activity';
import type { App, Integration } from './model/app';
import type { Attribution, Device } from './model/attribution';
import type { Delivery } from './model/delivery';
import type { Policy } from './model/policy';
import { touchTypes, type Touch } from './model/touch';
import { deliveryId, plan, type PlanIntegration } from './plan/plan';
import type { CompiledTemplate } from './plan/compile-template';
import type { PolicyBook } from './policy-book';
import type { Clock } from './ports/clock';
import type { Directory } from './ports/directory';
import type { Observer } from './ports/observer';
import type { Secrets } from './ports/secrets';
import { listUnparked, parkTime, wasParked, withoutParked, withParked } from './park';
import type { DerivedActivity, ProcessedActivity, Store, StoredActivity, TouchQuery } from './ports/store';

export interface DecideDeps {
  readonly store: Store;
  readonly directory: Directory;
  readonly template: (partner: string) => CompiledTemplate | undefined;
  readonly policies: PolicyBook;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly observer: Observer;
}

/** Newest touches read for one key: enough to tell a crowd behind one address from one phone. */
const touchesPerKey = 200;
/** Touches a little after the activity are read too, so that a slow clock is explained. */
const aheadMs = 10 * 60_000;

export async function decide(
  taken: readonly StoredActivity[],
  deps: DecideDeps,
): Promise<readonly ProcessedActivity[]> {
  const batch = taken.map(({ activity }) => activity);
  const ledger = new DeviceLedger();
  // Refreshed, because another process may have made the app or its callbacks a moment before it accepted these.
  const [devices] = await Promise.all([
    deps.store.findDevices(batch.map(({ app, keys }) => ({ app, keys: keys.device }))),
    deps.directory.refresh(),
  ]);
  for (const found of devices) ledger.learn(found);
  const touches = await deps.store.findTouches(batch.map((activity) => touchQuery(activity, ledger, deps)));
  const judges = await readJudges(batch, touches, deps);
  const known = new Map<string, Touch>(touches.flat().map((touch) => [touch.id, touch]));
  return taken.map((stored, at) => {
    const { activity } = stored;
    try {
      const resolved = ledger.resolve(activity);
      const processed = decideOne(
        { activity, resolved, touches: touches[at] ?? [], known, judges, again: wasParked(stored) },
        deps,
      );
      if (processed.device !== null)
        ledger.put({ ...processed.device, version: processed.device.version + 1 });
      return processed;
    } catch (cause) {
      // One activity that cannot be judged must not hold up its partition; it is kept, listed and replayable.
      deps.observer.log(
        'error',
        'attribute',
        { app: activity.app, activity: activity.id, error: cause },
        'quarantined',
      );
      return { ...untouched(activity), quarantined: describeError(cause) };
    }
  });
}

function touchQuery(activity: Activity, ledger: DeviceLedger, deps: DecideDeps): TouchQuery {
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
    keys: [...keys.touch, ...keys.address],
    since: time - windowMs,
    until: time + aheadMs,
    limitPerKey: touchesPerKey,
  };
}

/** Links and integrations may widen a window up to the contract's ceiling, so a day is not saved by reading less than the widest. */
function longestWindow(policy: Policy): number {
  const own = touchTypes.flatMap((type) => [
    policy.windows[type].deterministicMs,
    policy.windows[type].probabilisticMs,
    policy.windowsFor.session?.[type] ?? 0,
    policy.windowsFor.event?.[type] ?? 0,
  ]);
  return Math.max(...own, policy.returning.windowMs, 30 * 86_400_000);
}

type Judges = ReadonlyMap<string, Policy>;

/** The policy of every touch that was found, by touch id. */
async function readJudges(
  batch: readonly Activity[],
  touches: readonly (readonly Touch[])[],
  deps: DecideDeps,
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

interface Case {
  readonly activity: Activity;
  readonly resolved: Resolved;
  readonly touches: readonly Touch[];
  readonly known: ReadonlyMap<string, Touch>;
  readonly judges: Judges;
  /** It was parked: callbacks have had their word. */
  readonly again: boolean;
}

function untouched(activity: Activity): ProcessedActivity {
  const { app, id, revision, kind } = activity;
  return {
    app,
    id,
    revision,
    kind,
    attribution: null,
    rejected: [],
    device: null,
    derived: [],
    deliveries: [],
  };
}

function decideOne(given: Case, deps: DecideDeps): ProcessedActivity {
  const { activity, resolved } = given;
  const app = deps.directory.app(activity.app);
  // The app was removed after it accepted this: there is nobody left to judge for or to tell.
  if (app === undefined) return untouched(activity);
  const policy = deps.policies.of(app);
  const verdict = attribute({
    activity,
    touches: given.touches,
    device: resolved.device,
    byUser: resolved.byUser,
    policy,
    policyFor: (touch) => given.judges.get(touch.id) ?? policy,
    platform: app.platform,
  });
  const parkUntil = parkTime(activity, verdict, policy, deps.clock.now());
  const processed = assemble(app, given, verdict, deps);
  if (parkUntil === null) return processed;
  return {
    ...processed,
    device: verdict.device === null ? null : withParked(verdict.device, activity.id),
    deliveries: processed.deliveries.filter(({ callback }) => callback !== undefined),
    parkUntil,
  };
}

function assemble(app: App, given: Case, verdict: Verdict, deps: DecideDeps): ProcessedActivity {
  const { activity } = given;
  const device = verdict.device ?? given.resolved.device;
  const partnerOf = (touchId: string | undefined): string | undefined =>
    touchId === undefined ? undefined : given.known.get(touchId)?.partner;
  const brought = given.again ? [...verdict.derived, ...announceUpdate(verdict)] : verdict.derived;
  const derived = brought.map((each) => deriveActivity(activity, each, partnerOf(each.touchId)));
  const planned = brought.flatMap((each) =>
    planOne(app, { ...deriveActivity(activity, each), device, given, refusedTouchId: each.touchId }, deps),
  );
  const unparked = listUnparked(verdict);
  const refusedPartner = partnerOf(verdict.refusedTouchId);
  const own = planOne(
    app,
    {
      activity: { ...activity, kind: verdict.kind },
      attribution: verdict.attribution,
      rejected: verdict.rejected,
      device,
      given,
      refusedTouchId: verdict.refusedTouchId,
    },
    deps,
  );
  return {
    app: activity.app,
    id: activity.id,
    revision: activity.revision,
    kind: verdict.kind,
    attribution: verdict.attribution,
    rejected: verdict.rejected,
    device: verdict.device === null ? null : withoutParked(verdict.device, [...unparked, activity.id]),
    derived,
    ...(unparked.length === 0 ? {} : { unparked }),
    ...(refusedPartner === undefined ? {} : { refusedPartner }),
    deliveries: [...planned, ...(verdict.sameAs === undefined ? own : own.map(skipSameInstall))],
  };
}

/** A conversion that an activity brought about is an activity of its own, with an id that is derived and so is made once. */
function deriveActivity(activity: Activity, derived: Brought, refusedPartner?: string): DerivedActivity {
  return {
    activity: {
      ...activity,
      id: deliveryId(activity.app, activity.id, activity.revision, 'derived', derived.kind),
      kind: derived.kind,
      causedBy: activity.id,
    },
    attribution: derived.attribution,
    rejected: derived.rejected,
    ...(refusedPartner === undefined ? {} : { refusedPartner }),
  };
}

type Brought = Omit<Derived, 'kind'> & { readonly kind: Derived['kind'] | 'attribution_updated' };

/** An event that waited for its install now has its credit: who was told that it had none is told. */
function announceUpdate({ attribution }: Verdict): readonly Brought[] {
  if (attribution === null || attribution.status === 'unattributed') return [];
  return [{ kind: 'attribution_updated', attribution, rejected: [] }];
}

function skipSameInstall(delivery: Delivery): Delivery {
  return { ...delivery, status: 'skipped', reason: 'same_install', request: null, nextAttemptAt: null };
}

interface ToPlan {
  readonly activity: Activity;
  readonly attribution: Attribution | null;
  readonly rejected: ProcessedActivity['rejected'];
  readonly device: Device | null;
  readonly given: Case;
  /** Of a refusal: the touch whose partner may be told. */
  readonly refusedTouchId: string | undefined;
}

function planOne(app: App, toPlan: ToPlan, deps: DecideDeps): readonly Delivery[] {
  const { activity, attribution, rejected, device, given, refusedTouchId } = toPlan;
  return plan({
    activity,
    attribution,
    rejected,
    touch:
      refusedTouchId === undefined
        ? creditedTouch(attribution, device, given.known)
        : (given.known.get(refusedTouchId) ?? null),
    device,
    app,
    callbacks: compileCallbacks(deps.directory.callbacks(app.id), deps.observer),
    integrations: deps.directory.integrations(app.id).map((integration) => withTemplate(integration, deps)),
    marker: (owner, name) => deps.secrets.marker(owner, name),
    now: deps.clock.now(),
  });
}

/** The touch that won now, or the one behind the credit that is followed: its click id is what the partner's postback carries. */
function creditedTouch(
  attribution: Attribution | null,
  device: Device | null,
  known: ReadonlyMap<string, Touch>,
): Touch | null {
  if (attribution?.status !== 'attributed') return null;
  const id =
    attribution.touch_id ?? (device?.credit?.partner === attribution.partner ? device.credit.touchId : null);
  return typeof id === 'string' ? (known.get(id) ?? null) : null;
}

function withTemplate(integration: Integration, deps: DecideDeps): PlanIntegration {
  return { integration, template: deps.template(integration.partner) };
}
