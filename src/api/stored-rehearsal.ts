/**
 * What a template and settings would make of activities that came. Enters: a partner's stored deliveries. Leaves: the same activities planned anew, beside what was
 * planned then. It stores nothing and sends nothing. The device is as it is now: what counts its sessions or conversions may have moved on.
 */
import type { App, Integration } from '../model/app';
import type { Device } from '../model/attribution';
import type { Delivery } from '../model/delivery';
import type { Touch } from '../model/touch';
import type { CompiledTemplate } from '../plan/compile-template';
import { plan } from '../plan/plan';
import type { StoredActivity } from '../ports/store';
import type { ApiDeps } from './deps';

export interface Candidate {
  readonly app: App;
  readonly integration: Integration;
  readonly template: CompiledTemplate;
}

export interface Rehearsed {
  readonly stored: StoredActivity;
  readonly before: readonly Delivery[];
  readonly after: readonly Delivery[];
}

const readsAtOnce = 16;
const pageLimit = 1_000;
/** Deliveries looked through for the activities asked for. */
const seenMax = 10_000;
const postbacksMax = 100;

/** Newest first, each once. What was not credited to the partner shows nothing, unless it gets everything. */
async function findActivities(deps: ApiDeps, of: Candidate, limit: number): Promise<readonly string[]> {
  const found = new Set<string>();
  let cursor: string | null = null;
  let seen = 0;
  do {
    const page = await deps.store.listDeliveries({
      app: of.app.id,
      partner: of.integration.partner,
      limit: pageLimit,
      ...(of.integration.send.scope === 'all' ? {} : { visibleToPartner: true }),
      ...(cursor === null ? {} : { cursor }),
    });
    for (const { activity, test } of page.items) if (found.size < limit && test !== true) found.add(activity);
    seen += page.items.length;
    cursor = page.next;
  } while (cursor !== null && found.size < limit && seen < seenMax);
  return [...found];
}

async function readTouch(
  deps: ApiDeps,
  { attribution, rejected, refusedPartner }: StoredActivity,
  device: Device | null,
): Promise<Touch | null> {
  const refused = refusedPartner === null ? undefined : rejected[0]?.touch_id;
  const followed = device?.credit?.partner === attribution?.partner ? device?.credit?.touchId : null;
  const id = refused ?? attribution?.touch_id ?? followed;
  return typeof id === 'string' ? deps.store.readTouch(id) : null;
}

async function rehearseOne(deps: ApiDeps, of: Candidate, id: string): Promise<Rehearsed | null> {
  const stored = await deps.store.readActivity(of.app.id, id);
  if (stored === null || stored.state !== 'processed') return null;
  const { activity } = stored;
  const [page, [devices = []]] = await Promise.all([
    deps.store.listDeliveries({
      app: of.app.id,
      activity: id,
      partner: of.integration.partner,
      limit: postbacksMax,
    }),
    deps.store.findDevices([{ app: of.app.id, keys: activity.keys.device }]),
  ]);
  const before = page.items.filter(({ revision }) => revision === activity.revision);
  const device = devices[0] ?? null;
  const second = device?.secondary?.touchId;
  const after = plan({
    activity: { ...activity, kind: activity.revision > 0 ? 'status_changed' : stored.kind },
    attribution: stored.attribution,
    rejected: stored.rejected,
    touch: await readTouch(deps, stored, device),
    secondaryTouch: typeof second === 'string' ? await deps.store.readTouch(second) : null,
    device,
    app: of.app,
    callbacks: [],
    integrations: [{ integration: of.integration, template: of.template }],
    marker: (owner, name) => deps.secrets.marker(owner, name),
    // So that times in the requests are those of then.
    now: before[0]?.createdAt ?? deps.clock.now(),
  });
  return { stored, before, after };
}

/** Of the newest activities that were planned for the partner. */
export async function rehearseStored(
  deps: ApiDeps,
  of: Candidate,
  limit: number,
): Promise<readonly Rehearsed[]> {
  const ids = await findActivities(deps, of, limit);
  const rehearsed: (Rehearsed | null)[] = [];
  for (let at = 0; at < ids.length; at += readsAtOnce)
    rehearsed.push(
      ...(await Promise.all(ids.slice(at, at + readsAtOnce).map((id) => rehearseOne(deps, of, id)))),
    );
  return rehearsed.filter((each) => each !== null);
}
