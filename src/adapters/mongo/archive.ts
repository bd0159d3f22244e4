/**
 * A whole store, read in a piece at a time. Enters: nouns of another engine. Leaves: documents, as this engine would have made them. What is there stays, so
 * that a piece may come twice.
 */
import type { mongo as driver, Model } from 'mongoose';
import type {
  ArchivedActivity,
  ArchivedDelivery,
  ArchiveItems,
  ArchiveKind,
  ArchivePiece,
  ArchiveTarget,
} from '../../ports/archive';
import { insertNew } from './bulk';
import { connect } from './connection';
import { toCostDocument } from './costs';
import {
  held,
  keyOf,
  type ActivityDocument,
  type DeliveryDocument,
  type DeviceDocument,
  type OptOutDocument,
  type RecordDocument,
  type TouchDocument,
} from './documents';
import { migrate } from './migrations';
import {
  destinationOf,
  isAddressKey,
  isCommon,
  present,
  toActivityDocument,
  toDeliveryDocument,
  toTouchDocument,
  without,
} from './nouns';
import { createModels, type Models } from './schemas';
import { createSequence, type Sequence } from './sequence';

/** Numbers in the order in which they come; each kind has its own. */
interface Sequences {
  readonly activities: Sequence;
  readonly deliveries: Sequence;
  readonly arrivals: Sequence;
}

function activityDocument(
  { stored, keys, movedAt, parkedUntil }: ArchivedActivity,
  seq: number,
): ActivityDocument {
  const { activity, state, kind, attribution, rejected, refusedPartner, reason } = stored;
  const document = without(toActivityDocument(activity, seq), 'keys', 'rare');
  const judged = state === 'processed' || state === 'parked';
  return {
    ...document,
    kind,
    state,
    ...(keys.length === 0 ? {} : { keys }),
    ...(state === 'accepted' ? { wait: { partition: activity.partition, seq, until: 0 } } : {}),
    ...(judged || attribution !== null || rejected.length > 0 ? { rejected: JSON.stringify(rejected) } : {}),
    ...present({
      rare: isCommon(kind) ? undefined : kind,
      planned: stored.plannedRevision,
      movedAt,
      parkedUntil,
      device: stored.device,
      partner: attribution?.partner ?? refusedPartner,
      attribution: attribution && JSON.stringify(attribution),
      reason,
      aside: state === 'quarantined' ? seq : undefined,
      rawAt: document.ip === true && state === 'processed' ? activity.receivedAt : undefined,
    }),
  };
}

/** What was in somebody's hand is nobody's. */
function deliveryDocument({ delivery, open }: ArchivedDelivery, seq: number): DeliveryDocument {
  const document = without(toDeliveryDocument(delivery, seq, { holder: '', queuedUntil: 0 }), 'open');
  if (open === null) return document;
  const { dueAt, delayMs, lost } = open;
  const destination = destinationOf(delivery);
  return {
    ...document,
    open: {
      ...{ destination, dueAt, delayMs, held: held.nobody, queuedUntil: 0 },
      ...(lost === 0 ? {} : { lost }),
    },
  };
}

function touchDocument({ touch, keys }: ArchiveItems['touches']): TouchDocument {
  const document = without(toTouchDocument(touch), 'keys', 'addressedAt');
  return {
    ...document,
    ...(keys.length === 0 ? {} : { keys: [...new Set(keys)] }),
    ...(keys.some(isAddressKey) ? { addressedAt: touch.time } : {}),
  };
}

function deviceDocument(device: ArchiveItems['devices'], seq: number): DeviceDocument {
  const { app, id, version, keys, lastActivityAt } = device;
  return { _id: keyOf(app, id), app, id, seq, version, keys, lastActivityAt, doc: JSON.stringify(device) };
}

function optOutDocument(optOut: ArchiveItems['optOuts'], seq: number): OptOutDocument {
  const { id, app, environment, createdAt, reason, hashes, forgotten } = optOut;
  return { _id: id, app, seq, environment, createdAt, hashes, forgotten, ...present({ reason }) };
}

/** Each kind's collection, and its documents from its items. */
function writers(models: Models, { activities, deliveries, arrivals }: Sequences) {
  const into =
    <T extends driver.BSON.Document, I>(model: Model<T>, document: (item: I) => T) =>
    async (items: readonly I[]): Promise<void> => {
      await insertNew(model, items.map(document));
    };
  return {
    records: into(models.records, (record: ArchiveItems['records']): RecordDocument => {
      const { kind, id, version, createdAt, app, document, usedAt } = record;
      const fields = { kind, id, version, createdAt, document: JSON.stringify(document ?? null) };
      return { _id: `${kind}:${id}`, ...fields, ...present({ app, usedAt }) };
    }),
    optOuts: into(models.optOuts, (optOut: ArchiveItems['optOuts']) =>
      optOutDocument(optOut, arrivals.next(optOut.createdAt)),
    ),
    notes: into(models.forgetting, ({ id, app, what, key, device }: ArchiveItems['notes']) => ({
      ...{ _id: id, app, what, key, after: 0 },
      ...present({ device }),
    })),
    touches: into(models.touches, touchDocument),
    devices: into(models.devices, (device: ArchiveItems['devices']) =>
      deviceDocument(device, arrivals.next(0)),
    ),
    activities: into(models.activities, (archived: ArchivedActivity) =>
      activityDocument(archived, activities.next(archived.stored.activity.receivedAt)),
    ),
    deliveries: into(models.deliveries, (archived: ArchivedDelivery) =>
      deliveryDocument(archived, deliveries.next(archived.delivery.createdAt)),
    ),
    rates: into(models.sourceHours, (rate: ArchiveItems['rates']) => {
      const { app, partner, sub, hour } = rate;
      return { _id: JSON.stringify([app, partner, sub, hour]), ...rate };
    }),
    refusals: into(models.refusals, (refusal: ArchiveItems['refusals']) => {
      const { app, hour, field, value } = refusal;
      return { _id: JSON.stringify([app, hour, field, value]), ...refusal };
    }),
    costs: into(models.costs, toCostDocument),
    answers: into(models.answers, ({ id, fingerprint, at, answer }: ArchiveItems['answers']) => ({
      ...{ _id: id, fingerprint, at },
      ...(answer === null ? {} : { answer }),
    })),
    counters: into(models.counters, ({ name, value }: ArchiveItems['counters']) => ({ _id: name, value })),
  };
}

const collectionOf = {
  records: 'records',
  optOuts: 'optOuts',
  notes: 'forgetting',
  touches: 'touches',
  devices: 'devices',
  activities: 'activities',
  deliveries: 'deliveries',
  rates: 'sourceHours',
  refusals: 'refusals',
  costs: 'costs',
  answers: 'answers',
  counters: 'counters',
} as const satisfies Readonly<Record<ArchiveKind, keyof Models>>;

const progressOf = (kind: ArchiveKind): string => `copy:${kind}`;
const complete = -1;
const countersCopied = ['records', 'opt_outs'];

async function highestSeq(
  model: Models['activities'] | Models['deliveries'] | Models['devices'],
): Promise<number> {
  const found = await (model as Models['activities']).find({}, { seq: 1 }).sort({ seq: -1 }).limit(1).lean();
  return found[0]?.seq ?? 0;
}

/** @throws Fault `store_unavailable` */
export async function openMongoArchive(url: string): Promise<ArchiveTarget> {
  const connection = await connect({ url, poolMax: 4, startMs: 15_000 });
  const models = createModels(connection);
  await migrate(models, Date.now);
  const write = writers(models, {
    activities: createSequence(await highestSeq(models.activities)),
    deliveries: createSequence(await highestSeq(models.deliveries)),
    arrivals: createSequence(await highestSeq(models.devices)),
  });
  const reached = async (kind: ArchiveKind): Promise<number | null> => {
    const found = await models.counters.findById(progressOf(kind)).lean();
    return found?.value === complete ? null : (found?.value ?? 0);
  };
  const count = (kind: ArchiveKind): Promise<number> =>
    kind === 'counters'
      ? models.counters.countDocuments({ _id: { $in: countersCopied } })
      : (models[collectionOf[kind]] as Models['activities']).countDocuments({});
  return {
    count,
    reached,
    async isEmpty() {
      const began = await models.counters.countDocuments({ _id: /^copy:/ });
      if (began > 0) return (await reached('counters')) !== null;
      const counts = await Promise.all((Object.keys(collectionOf) as ArchiveKind[]).map(count));
      return counts.every((each) => each === 0);
    },
    async write<K extends ArchiveKind>(kind: K, { items, next }: ArchivePiece<K>) {
      await (write[kind] as (items: readonly ArchiveItems[K][]) => Promise<void>)(items);
      await models.counters.updateOne(
        { _id: progressOf(kind) },
        { $set: { value: next ?? complete } },
        { upsert: true },
      );
    },
    close: () => connection.close(),
  };
}
