/**
 * From a verdict to what is committed: the activity, what it brought about, and a delivery or a reason for each destination. Enters: one verdict and
 * what its batch read. Leaves: one result. It computes; it reads and writes nothing.
 */
import type { Derived, Verdict } from './attribute/attribute';
import { compileCallbacks } from './callback-urls';
import type { Resolved } from './device-ledger';
import type { IsAnonymousAddress } from './ingest/anonymous-networks';
import type { Activity } from './model/activity';
import type { App, Payouts } from './model/app';
import type { Attribution, Device } from './model/attribution';
import type { Delivery } from './model/delivery';
import type { Policy } from './model/policy';
import type { Touch } from './model/touch';
import { listUnparked, withoutParked } from './park';
import type { TemplateChoice } from './template-choice';
import { deliveryId, plan } from './plan/plan';
import type { OptOutBook } from './opt-outs';
import type { PolicyBook } from './policy-book';
import type { Clock } from './ports/clock';
import type { Directory } from './ports/directory';
import type { Observer } from './ports/observer';
import type { Secrets } from './ports/secrets';
import type { DerivedActivity, ProcessedActivity, Store } from './ports/store';

export interface DecideDeps {
  readonly store: Store;
  readonly directory: Directory;
  readonly template: TemplateChoice;
  readonly policies: PolicyBook;
  readonly optOuts: OptOutBook;
  readonly secrets: Secrets;
  readonly isAnonymous: IsAnonymousAddress;
  readonly clock: Clock;
  readonly observer: Observer;
}

/** The policy of every touch that was found, by touch id. */
export type Judges = ReadonlyMap<string, Policy>;

/** One activity and what its batch read for it. */
export interface Case {
  readonly activity: Activity;
  readonly resolved: Resolved;
  readonly touches: readonly Touch[];
  readonly known: ReadonlyMap<string, Touch>;
  readonly judges: Judges;
  readonly linkPayouts: ReadonlyMap<string, Payouts>;
  /** It was parked: callbacks have had their word. */
  readonly again: boolean;
  /** The stored one; `activity` is as it was posted. */
  readonly revision: number;
  /** What moved since, a revision each, and nobody was told of. */
  readonly moves: readonly Activity[];
}

export function assemble(app: App, given: Case, verdict: Verdict, deps: DecideDeps): ProcessedActivity {
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
  const news = given.again ? own.filter(({ callback }) => callback === undefined) : own;
  return {
    app: activity.app,
    id: activity.id,
    revision: given.revision,
    kind: verdict.kind,
    attribution: verdict.attribution,
    rejected: verdict.rejected,
    device: verdict.device === null ? null : withoutParked(verdict.device, [...unparked, activity.id]),
    derived,
    ...(unparked.length === 0 ? {} : { unparked }),
    ...(refusedPartner === undefined ? {} : { refusedPartner }),
    deliveries: [...planned, ...(verdict.sameAs === undefined ? news : news.map(skipSameInstall))],
  };
}

/** What is sent because the status moved: the credit is that of the first call. */
export function planMoves(
  app: App,
  given: Case,
  attribution: Attribution | null,
  device: Device | null,
  deps: DecideDeps,
): readonly Delivery[] {
  return given.moves.flatMap((activity) =>
    planOne(app, { activity, attribution, rejected: [], device, given, refusedTouchId: undefined }, deps),
  );
}

/** A conversion that an activity brought about is an activity of its own, with an id that is derived and so is made once. */
function deriveActivity(activity: Activity, derived: Brought, refusedPartner?: string): DerivedActivity {
  return {
    activity: {
      ...activity,
      id: deliveryId(activity, 'derived', derived.kind),
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
    secondaryTouch: given.known.get(device?.secondary?.touchId ?? '') ?? null,
    device,
    app,
    callbacks: compileCallbacks(deps.directory.callbacks(app.id), deps.observer),
    linkPayouts: given.linkPayouts,
    integrations: deps.directory.integrations(app.id).map((integration) => ({
      integration,
      template: deps.template(integration, activity.environment),
    })),
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
