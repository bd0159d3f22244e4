/**
 * Activities over HTTP. Enters: `POST /v1/activities` and its kind-implied sisters. Leaves: 202 once the batch is committed, with what became
 * of each item; what is new is handed on after its commit. Never waits for the queue, never answers 202 for what the store did not take.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, Fault } from '../errors';
import type { Activity, PostedKind } from '../model/activity';
import type { App, Key } from '../model/app';
import type { AppendResult } from '../ports/store';
import { acceptActivity, type AcceptContext } from './accept-activity';
import { allow, authenticate } from './authenticate';
import { clientAddress, compileTrust } from './client-address';
import { GroupCommit } from './group-commit';
import { asFault, requestIdOf, sendFault, sendJson } from './http';
import { idOfItem, readIdempotencyKey } from './idempotency';
import type { IntakeDeps } from './intake-deps';
import { parseItems, readItemBody, type Item } from './read-items';
import { checkSignature } from './request-signature';
import { steadyClock } from './steady-clock';
import { createUlidSource } from './ulid';

export type ActivityIntakeDeps = IntakeDeps;

export interface ActivityIntake {
  /** Answers one request; `kind` is the one the route implies. */
  handle(req: IncomingMessage, res: ServerResponse, kind?: PostedKind): void;
  /** Commits activities that came another way (conversions, vendor dialects) in the same line, and hands on what is new. */
  append(activities: readonly Activity[]): Promise<readonly AppendResult[]>;
  /** What `acceptActivity` needs to know of this process, for such other ways. */
  context(app: App, arrivalMs: number): AcceptContext;
  drain(): Promise<void>;
  /** Activities that wait for their commit, and the age of the oldest. */
  line(): { readonly size: number; readonly oldestMs: number };
}

interface Refusal {
  readonly index: number;
  readonly fault: Fault;
}

/** The answer to one request, before it is written. */
interface Sorted {
  readonly activities: readonly Activity[];
  /** Index of each activity in the request. */
  readonly places: readonly number[];
  readonly refusals: readonly Refusal[];
}

export function createActivityIntake(deps: ActivityIntakeDeps): ActivityIntake {
  const { clock, observer, directory } = deps;
  const makeId = createUlidSource();
  const trusts = compileTrust(deps.trustProxy);
  const group = new GroupCommit<Activity, AppendResult>({
    commit: (batch) => commit(deps, batch),
    itemsMax: deps.commitItems,
    delayMs: deps.commitMs,
    lineMax: deps.lineMax,
  });

  const context = (app: App, arrivalMs: number): AcceptContext => ({
    app: app.id,
    arrivalMs,
    partitions: deps.partitions,
    secrets: deps.secrets,
    isAnonymous: deps.isAnonymous,
    makeId,
    ...(deps.hashForms === undefined ? {} : { hashForms: deps.hashForms(app.id) }),
  });

  const accept = async (req: IncomingMessage, res: ServerResponse, kind?: PostedKind): Promise<void> => {
    const startedAt = performance.now();
    const key = authenticate(req, directory);
    const app = targetApp(req, key, deps);
    refuseWhenOverloaded(deps);
    const idempotencyKey = readIdempotencyKey(req);
    const body = await readItemBody(req);
    const { secrets } = deps;
    const flags = checkSignature({
      headers: req.headers,
      body: body.bytes,
      app,
      secrets,
      nowMs: clock.now(),
    });
    const items = parseItems(body);
    const common = {
      ...context(app, clock.now()),
      flags,
      ...(kind === undefined ? {} : { kind }),
      ...(key.client === true ? { connection: connectionOf(req, trusts) } : {}),
    };
    const sorted = sortItems(items, (item, index) =>
      idempotencyKey === undefined
        ? common
        : { ...common, makeId: () => idOfItem(idempotencyKey, kind, index, item) },
    );
    for (const { fault } of sorted.refusals) observer.refused(fault.kind, 1);
    if (sorted.activities.length === 0) {
      sendFault(res, sorted.refusals[0]?.fault ?? new Fault('empty_body'), {
        rejected: sorted.refusals.map(wireRefusal),
      });
      return;
    }
    const results = await group.add(sorted.activities);
    sendJson(res, 202, receipt(items.length, sorted, results));
    observer.latency('accept', (performance.now() - startedAt) / 1_000);
  };

  return {
    handle: (req, res, kind) => {
      accept(req, res, kind).catch((cause: unknown) => refuse(req, res, cause, deps));
    },
    append: (activities) => group.add(activities),
    context,
    drain: () => group.drain(),
    line: () => ({ size: group.size, oldestMs: group.oldestMs }),
  };
}

/** @throws Fault `overloaded`. */
export function refuseWhenOverloaded(deps: Pick<IntakeDeps, 'overloaded'>): void {
  if (deps.overloaded()) throw new Fault('overloaded', { retryAfterSeconds: 1 });
}

async function commit(deps: IntakeDeps, batch: readonly Activity[]): Promise<readonly AppendResult[]> {
  const startedAt = steadyClock.now();
  const results = await deps.store.appendActivities(batch, deps.clock.now() + deps.queueLeaseMs);
  const fresh = batch.filter((_, at) => results[at]?.outcome === 'new');
  const duplicates = batch.length - fresh.length;
  deps.observer.accepted(fresh.length);
  if (duplicates > 0) deps.observer.duplicates(duplicates);
  deps.observer.log('info', 'accept', {
    activities: fresh.map(({ id }) => id),
    duplicates,
    ms: Math.round(steadyClock.now() - startedAt),
  });
  if (fresh.length > 0) handOver(deps, fresh);
  return results;
}

/** What the hand-over does wrong is not the poster's: the activities are stored, and the sweeper feeds them again. */
function handOver(deps: IntakeDeps, fresh: readonly Activity[]): void {
  try {
    deps.onAccepted(fresh);
  } catch (cause) {
    deps.observer.log(
      'error',
      'accept',
      { error: describeError(cause), activities: fresh.length },
      'hand-over',
    );
  }
}

/** The app that the request is for. @throws Fault `forbidden`, `missing_field`, `not_found`. */
function targetApp(req: IncomingMessage, key: Key, { directory }: Pick<IntakeDeps, 'directory'>): App {
  const query = (req.url ?? '').split('?')[1];
  const named = (query === undefined ? null : new URLSearchParams(query).get('app')) ?? undefined;
  const id = named ?? key.app;
  allow(key, {
    roles: ['admin', 'app'],
    scopes: ['activities:write'],
    ...(id === undefined ? {} : { app: id }),
    otherApp: 'forbidden',
  });
  if (id === undefined)
    throw new Fault('missing_field', {
      field: 'app',
      message: 'An admin key posts for an app that it names: add ?app=<id>, or use the key of the app.',
    });
  const app = directory.app(id);
  if (app === undefined) throw new Fault('not_found', { message: 'There is no such app.', field: 'app' });
  return app;
}

function connectionOf(
  req: IncomingMessage,
  trusts: (address: string) => boolean,
): { address: string | undefined; userAgent: string | undefined } {
  return { address: clientAddress(req, trusts), userAgent: req.headers['user-agent'] };
}

function sortItems(
  items: readonly Item[],
  contextOf: (item: unknown, index: number) => AcceptContext,
): Sorted {
  const activities: Activity[] = [];
  const places: number[] = [];
  const refusals: Refusal[] = [];
  items.forEach((item, index) => {
    const accepted =
      'fault' in item
        ? { ok: false as const, fault: item.fault }
        : acceptActivity(item.value, contextOf(item.value, index));
    if (accepted.ok) {
      activities.push(accepted.activity);
      places.push(index);
    } else {
      refusals.push({ index, fault: accepted.fault });
    }
  });
  return { activities, places, refusals };
}

function wireRefusal({ index, fault }: Refusal): Record<string, unknown> {
  return {
    index,
    code: fault.kind,
    message: fault.message,
    ...(fault.field === undefined ? {} : { field: fault.field }),
  };
}

function receipt(count: number, sorted: Sorted, results: readonly AppendResult[]): Record<string, unknown> {
  const ids = new Array<string | null>(count).fill(null);
  const duplicate: { index: number; id: string; scope: 'id' | 'transaction' }[] = [];
  sorted.activities.forEach((activity, at) => {
    const index = sorted.places[at] ?? 0;
    const result = results[at];
    if (result?.outcome === 'duplicate') {
      ids[index] = result.id;
      duplicate.push({ index, id: result.id, scope: result.scope });
    } else {
      ids[index] = activity.id;
    }
  });
  return {
    accepted: sorted.activities.length - duplicate.length,
    duplicates: duplicate.length,
    rejected: sorted.refusals.map(wireRefusal),
    duplicate,
    ids,
  };
}

/** Answers the fault and counts it; what is our own mistake is logged with the id that the answer carries. */
export function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  cause: unknown,
  { observer }: Pick<IntakeDeps, 'observer'>,
): void {
  const fault = asFault(cause);
  observer.refused(fault.kind, 1);
  if (fault.status >= 500) {
    observer.log(fault.kind === 'internal' ? 'error' : 'warn', 'accept', {
      request_id: requestIdOf(req),
      code: fault.kind,
      error: describeError(fault.cause ?? fault),
    });
  }
  sendFault(res, fault);
}
