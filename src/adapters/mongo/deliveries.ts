/**
 * The life of a delivery after it was planned. Enters: ids, tickets, claims, outcomes. Leaves: documents. It never opens a delivery that is delivered or
 * failed; that is for `replays.ts`. It never moves one for somebody who lost it.
 */
import type { Delivery } from '../../model/delivery';
import { randomInt } from 'node:crypto';
import type { UpdateQuery } from 'mongoose';
import { Fault } from '../../errors';
import type { DeliveryOutcome, HeldDelivery, Store } from '../../ports/store';
import { insertNew, writeAll } from './bulk';
import { held, type DeliveryDocument } from './documents';
import { forgetAttemptText } from './forget-rows';
import type { Mongo } from './mongo';
import { fromDeliveryDocument, toDeliveryDocument, unsentOf } from './nouns';

/** Somebody else moved one between the look and the write. */
const turnsMax = 8;
/** As many as `randomInt` draws from. */
const claimMax = 2 ** 48 - 1;

async function claim(
  { models }: Mongo,
  ids: readonly string[],
  ticket: string,
  claimedUntil: number,
): Promise<readonly Delivery[]> {
  if (ids.length === 0) return [];
  const name = randomInt(1, claimMax);
  const { matchedCount } = await models.deliveries.updateMany(
    { _id: { $in: [...ids] }, 'open.ticket': ticket },
    { $set: { 'open.held': held.job, 'open.queuedUntil': claimedUntil, 'open.claim': name } },
  );
  if (matchedCount === 0) return [];
  const found = await models.deliveries
    .find({ _id: { $in: [...ids] }, 'open.claim': name })
    .lean<DeliveryDocument[]>();
  const byId = new Map(found.map((each) => [each._id, each]));
  return [...new Set(ids)].flatMap((id) => {
    const each = byId.get(id);
    return each === undefined ? [] : [{ ...fromDeliveryDocument(each), claim: name }];
  });
}

interface Move {
  readonly status: 'delivered' | 'failed' | 'retrying';
  readonly reason: string | null;
  readonly nextAttemptAt: number | null;
}

function moveOf({ outcome, nextAttemptAt }: DeliveryOutcome): Move {
  if (outcome.kind === 'delivered') return { status: 'delivered', reason: null, nextAttemptAt: null };
  if (outcome.kind === 'refused') return { status: 'failed', reason: outcome.reason, nextAttemptAt: null };
  if (nextAttemptAt === null) return { status: 'failed', reason: 'retries_exhausted', nextAttemptAt: null };
  return { status: 'retrying', reason: null, nextAttemptAt };
}

/** Whether this outcome moves it; else its attempt is kept, and that is all. */
function moves(
  { open, status, request }: DeliveryDocument,
  { outcome, claim: by }: DeliveryOutcome,
): boolean {
  // It was delivered, whoever has it by now, or failed it meanwhile; but whose device was forgotten keeps that as its end.
  if (outcome.kind === 'delivered')
    return open !== undefined || (status === 'failed' && request !== undefined);
  if (open === undefined) return false;
  return by === undefined || (open.held === held.job && open.claim === by);
}

/** As it was when it was looked at. */
function unchanged({ open }: DeliveryDocument): object {
  if (open === undefined) return { open: { $exists: false } };
  return { 'open.held': open.held, ...(open.claim === undefined ? {} : { 'open.claim': open.claim }) };
}

/** Null: it is recorded already. */
function recording(found: DeliveryDocument, made: DeliveryOutcome) {
  const { _id, attempts = [], open, request } = found;
  const whole = JSON.stringify(made.outcome.attempt);
  // It was on its way when its device was forgotten: that it was sent is recorded, what came back is not.
  const attempt = request === undefined ? forgetAttemptText(whole) : whole;
  if (attempts.includes(attempt)) return null;
  const add = { $push: { attempts: attempt }, $inc: { tries: 1 } };
  const filter = {
    ...{ _id, status: found.status, attempts: { $ne: attempt }, request: { $exists: request !== undefined } },
    ...unchanged(found),
  };
  if (!moves(found, made)) return { updateOne: { filter, update: add } };
  const { status, reason, nextAttemptAt } = moveOf(made);
  const { unsent } = unsentOf(status);
  return {
    updateOne: {
      filter,
      update: {
        ...add,
        $set: {
          status,
          nextAttemptAt,
          ...(reason === null ? {} : { reason }),
          ...(unsent === undefined ? {} : { unsent }),
          ...(nextAttemptAt === null
            ? {}
            : {
                open: {
                  ...{ destination: open?.destination ?? '', dueAt: nextAttemptAt, delayMs: 0 },
                  ...{ queuedUntil: 0, held: held.nobody },
                },
              }),
        },
        $unset: {
          ...(reason === null ? { reason: 1 as const } : {}),
          ...(unsent === undefined ? { unsent: 1 as const } : {}),
          ...(nextAttemptAt === null ? { open: 1 as const } : {}),
        },
      },
    },
  };
}

const recordLooked = { attempts: 1, open: 1, request: 1, status: 1 } as const;

/** Outcomes of different deliveries. */
async function recordTogether({ models }: Mongo, outcomes: readonly DeliveryOutcome[]): Promise<void> {
  const ids = outcomes.map(({ id }) => id);
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const found = await models.deliveries
      .find({ _id: { $in: ids } }, recordLooked)
      .lean<DeliveryDocument[]>();
    const byId = new Map(found.map((each) => [each._id, each]));
    const writes = outcomes.flatMap((made) => {
      const each = byId.get(made.id);
      return each === undefined ? [] : (recording(each, made) ?? []);
    });
    if ((await writeAll<DeliveryDocument>(models.deliveries, writes)) === writes.length) return;
  }
  throw new Fault('store_unavailable', { message: 'Deliveries were moved by others again and again.' });
}

async function record(mongo: Mongo, outcomes: readonly DeliveryOutcome[]): Promise<void> {
  let left = outcomes;
  while (left.length > 0) {
    const seen = new Set<string>();
    const later: DeliveryOutcome[] = [];
    const now = left.filter((made) => {
      const first = !seen.has(made.id);
      seen.add(made.id);
      if (!first) later.push(made);
      return first;
    });
    await recordTogether(mongo, now);
    left = later;
  }
}

/** A change to all of one hold, claim by claim. What names none is nobody's. */
async function changeHeld(
  { models }: Mongo,
  all: readonly HeldDelivery[],
  update: UpdateQuery<DeliveryDocument>,
): Promise<void> {
  const byClaim = new Map<number, string[]>();
  for (const { id, claim: by } of all)
    if (by !== undefined) byClaim.set(by, [...(byClaim.get(by) ?? []), id]);
  await writeAll<DeliveryDocument>(
    models.deliveries,
    [...byClaim].map(([by, ids]) => ({
      updateMany: { filter: { _id: { $in: ids }, 'open.held': held.job, 'open.claim': by }, update },
    })),
  );
}

type Methods =
  | 'claimDeliveries'
  | 'recordOutcomes'
  | 'releaseDeliveries'
  | 'withdrawDeliveries'
  | 'releaseTicket'
  | 'recordTest';

export function deliveryMethods(mongo: Mongo): Pick<Store, Methods> {
  const { models, sequence } = mongo;
  return {
    claimDeliveries: (ids, ticket, claimedUntil) => claim(mongo, ids, ticket, claimedUntil),
    recordOutcomes: (outcomes) => record(mongo, outcomes),
    releaseDeliveries: (all, availableAt) =>
      changeHeld(mongo, all, {
        $set: { 'open.queuedUntil': availableAt, 'open.held': held.nobody },
        $unset: { 'open.ticket': 1 },
      }),
    withdrawDeliveries: (all, reason) =>
      changeHeld(mongo, all, {
        $set: { status: 'failed', unsent: 'failed', reason, nextAttemptAt: null },
        $unset: { open: 1 },
      }),
    async releaseTicket(ticket) {
      await models.deliveries.updateMany(
        { 'open.ticket': ticket, 'open.held': held.queue },
        { $set: { 'open.queuedUntil': 0, 'open.held': held.nobody }, $unset: { 'open.ticket': 1 } },
      );
    },
    async recordTest(delivery) {
      // It was never open: no ticket is used.
      const handing = { holder: '', queuedUntil: 0 };
      const seq = sequence.next(delivery.createdAt);
      await insertNew(models.deliveries, [toDeliveryDocument(delivery, seq, handing)]);
    },
  };
}
