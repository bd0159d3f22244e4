/**
 * Verdicts, committed. Enters: a batch of them. Leaves: which were stale; a stale verdict leaves nothing behind.
 *
 * A verdict holds from the one write to its activity on (`outbox.ts`). Verdicts on different devices go together, five requests for all of them; those on one
 * device go one after another, as each builds on the one before.
 */
import { randomUUID } from 'node:crypto';
import type { Activity } from '../../model/activity';
import { forgetActivity } from '../../model/opt-out';
import type { ProcessedActivity } from '../../ports/store';
import { writeAll } from './bulk';
import { dropNext, finishDevices, propose, toDeviceChange, type Proposal } from './device-writes';
import { keyOf, type ActivityDocument } from './documents';
import { readOptOutsVersion, type Mongo } from './mongo';
import { isCommon, present, toDeliveryDocument, toDerivedDocument, type Handing } from './nouns';
import { emptyOutboxes, finishSeen, packOutbox, spread, unpackOutbox, type Outbox } from './outbox';
import { hourOf } from './source-rates';

type Found = Pick<ActivityDocument, '_id' | 'state' | 'revision' | 'seq' | 'receivedAt' | 'ip' | 'todoAt'> &
  Partial<Pick<ActivityDocument, 'body' | 'attribution'>>;

/** One verdict on its way. */
interface Case {
  readonly item: ProcessedActivity;
  readonly place: number;
  readonly _id: string;
  readonly token: string;
}

interface Judged extends Case {
  readonly found: Found;
  readonly proposal: Proposal | null;
}

type Committed = Judged & { readonly outbox: Outbox | null };

const looked = { state: 1, revision: 1, seq: 1, receivedAt: 1, ip: 1, todoAt: 1 } as const;

/** Those that may still be judged, as their activities are now. */
async function lookUp(mongo: Mongo, cases: readonly Case[]): Promise<Judged[]> {
  const { models } = mongo;
  const whole = cases.some(({ item }) => item.forgotten === true);
  const versioned = cases.some(({ item }) => item.optOuts !== undefined);
  const [version, activities] = await Promise.all([
    versioned ? readOptOutsVersion(mongo) : 0,
    models.activities
      .find(
        { _id: { $in: cases.map(({ _id }) => _id) } },
        whole ? { ...looked, body: 1, attribution: 1 } : looked,
      )
      .lean<Found[]>(),
  ]);
  // An earlier verdict's outbox, whose writer died, would be written over.
  await finishSeen(mongo, activities);
  const byId = new Map(activities.map((found) => [found._id, found]));
  return cases.flatMap((one) => {
    const found = byId.get(one._id);
    const { item, token, _id } = one;
    if (found?.state !== 'accepted' || found.revision !== item.revision) return [];
    // Who was opted out meanwhile would come back with this verdict.
    if (item.optOuts !== undefined && item.optOuts !== version) return [];
    const device = item.quarantined === undefined ? item.device : null;
    const proposal = device && { ...toDeviceChange(item.app, device), token, activity: _id };
    return [{ ...one, found, proposal }];
  });
}

/** Of verdicts that bring nothing about: null. */
function outboxOf(mongo: Mongo, judged: Judged, handing: Handing): string | null {
  const { item, found, proposal, token } = judged;
  const { app, deliveries, derived, unparked = [], conversionOf } = item;
  const forgotten = item.forgotten === true;
  const empty = deliveries.length + derived.length + unparked.length === 0;
  if (empty && proposal === null && conversionOf === undefined && !forgotten) return null;
  const owner = item.device?.id ?? null;
  return packOutbox({
    token,
    app,
    device: proposal,
    deliveries: deliveries.map((delivery) =>
      toDeliveryDocument(delivery, mongo.sequence.next(delivery.createdAt), handing),
    ),
    derived: derived.map((each) =>
      toDerivedDocument(each, owner, mongo.sequence.next(each.activity.receivedAt)),
    ),
    unparked,
    conversion: conversionOf === undefined ? null : { source: conversionOf, hour: hourOf(found.receivedAt) },
    forget: forgotten ? { id: item.id, touch: item.attribution?.touch_id ?? null } : null,
  });
}

/** The one write that commits a verdict. */
function verdictOf({ item, found, token }: Judged, todo: string | null, now: number) {
  if (item.quarantined !== undefined)
    return {
      $set: { state: 'quarantined' as const, reason: item.quarantined, aside: found.seq, by: token },
      $unset: { wait: 1 as const },
    };
  const { attribution, rejected, parkUntil, refusedPartner, kind } = item;
  const forgotten = item.forgotten === true;
  const body = forgotten
    ? JSON.stringify(forgetActivity(JSON.parse(found.body ?? '{}') as Activity))
    : undefined;
  const set = present({
    state: parkUntil === undefined ? ('processed' as const) : ('parked' as const),
    parkedUntil: parkUntil,
    planned: parkUntil === undefined ? item.revision : undefined,
    kind,
    rare: isCommon(kind) ? undefined : kind,
    device: forgotten ? undefined : item.device?.id,
    partner: attribution?.partner ?? refusedPartner,
    attribution: attribution && JSON.stringify(attribution),
    rejected: JSON.stringify(rejected),
    by: token,
    todo,
    todoAt: todo === null ? undefined : now,
    body,
    rawAt: found.ip === true && parkUntil === undefined && !forgotten ? found.receivedAt : undefined,
  });
  const gone = (['rare', 'partner', 'attribution', 'todo', 'todoAt'] as const).filter(
    (name) => set[name] === undefined,
  );
  return {
    $set: set,
    $unset: {
      ...Object.fromEntries(gone.map((name) => [name, 1 as const])),
      wait: 1 as const,
      ...(forgotten ? { keys: 1 as const, device: 1 as const } : {}),
    },
  };
}

/** Those whose verdict holds now. */
async function judge(
  { models, now }: Mongo,
  judged: readonly (Judged & { readonly todo: string | null })[],
): Promise<ReadonlySet<string>> {
  const at = now();
  const written = await writeAll<ActivityDocument>(
    models.activities,
    judged.map((one) => {
      const { _id, item, token, todo } = one;
      const optOuts = item.optOuts === undefined ? {} : { optOuts: { $not: { $gt: item.optOuts } } };
      return {
        updateOne: {
          filter: {
            ...{ _id, state: 'accepted' as const, revision: item.revision, barred: { $ne: token } },
            ...optOuts,
          },
          update: verdictOf(one, todo, at),
        },
      };
    }),
  );
  const tokens = judged.map(({ token }) => token);
  if (written === judged.length) return new Set(tokens);
  const found = await models.activities
    .find({ _id: { $in: judged.map(({ _id }) => _id) } }, { by: 1 })
    .lean();
  const have = new Set(found.map(({ by }) => by));
  return new Set(tokens.filter((token) => have.has(token)));
}

/** Verdicts of different activities on different devices. */
async function commitTogether(mongo: Mongo, cases: readonly Case[], handing: Handing): Promise<Committed[]> {
  const open = await lookUp(mongo, cases);
  if (open.length === 0) return [];
  const proposals = open.flatMap(({ proposal }) => proposal ?? []);
  const standing = await propose(mongo, proposals);
  await mongo.step?.('propose');
  const ready = open
    .filter(({ proposal }) => proposal === null || standing.has(proposal.token))
    .map((one) => ({
      ...one,
      todo: one.item.quarantined === undefined ? outboxOf(mongo, one, handing) : null,
    }));
  const held = await judge(mongo, ready);
  await mongo.step?.('judge');
  const failed = ready.filter(({ token }) => !held.has(token));
  await dropNext(
    mongo,
    failed.flatMap(({ proposal }) =>
      proposal === null ? [] : [{ _id: proposal._id, next: { ...proposal, activity: proposal.activity } }],
    ),
  );
  return ready
    .filter(({ token }) => held.has(token))
    .map(({ todo, ...one }) => ({ ...one, outbox: todo === null ? null : unpackOutbox(todo) }));
}

/** In waves: of each activity and each device the first, then the second … */
function wavesOf(cases: readonly Case[]): Case[][] {
  const waves: Case[][] = [];
  const lastOf = new Map<string, number>();
  for (const one of cases) {
    const names = [`activity ${one._id}`];
    if (one.item.device !== null) names.push(`device ${keyOf(one.item.app, one.item.device.id)}`);
    const wave = Math.max(0, ...names.map((name) => (lastOf.get(name) ?? -1) + 1));
    for (const name of names) lastOf.set(name, wave);
    (waves[wave] ??= []).push(one);
  }
  return waves;
}

export function verdictCommitter(mongo: Mongo) {
  return async (
    batch: readonly ProcessedActivity[],
    handing: Handing,
  ): Promise<readonly ('done' | 'stale')[]> => {
    const call = randomUUID();
    const cases = batch.map((item, place): Case => ({
      item,
      place,
      _id: keyOf(item.app, item.id),
      token: `${call}:${place}`,
    }));
    const results = batch.map((): 'done' | 'stale' => 'stale');
    const committed: Committed[] = [];
    const waves = wavesOf(cases);
    for (const [at, wave] of waves.entries()) {
      const done = await commitTogether(mongo, wave, handing);
      for (const { place } of done) results[place] = 'done';
      committed.push(...done);
      // The next wave builds on these.
      if (at < waves.length - 1)
        await finishDevices(
          mongo,
          done.flatMap(({ proposal }) => proposal ?? []),
        );
    }
    const left = committed.flatMap(({ outbox, _id, token }) =>
      outbox === null ? [] : [{ outbox, _id, token }],
    );
    await spread(
      mongo,
      left.map(({ outbox }) => outbox),
    );
    await mongo.step?.('spread');
    await emptyOutboxes(mongo, left);
    return results;
  };
}
