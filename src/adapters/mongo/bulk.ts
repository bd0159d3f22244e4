/**
 * Many writes in one request. Enters: documents or operations. Leaves: which were there already, or that all matched. A duplicate is told from a failure by
 * its code; it never takes a failure for a duplicate.
 */
import mongoose, { type AnyBulkWriteOperation, type Model, type mongo } from 'mongoose';
import { nameAppIn } from './shard-keys';

const duplicateCode = 11_000;

/** Documents a request; the driver splits what is larger than the server takes. */
const unordered = { ordered: false, lean: true } as const;

/** The places in the batch that a unique index refused. @throws what was no duplicate. */
export function duplicatesOf(cause: unknown): ReadonlySet<number> {
  const { MongoBulkWriteError } = mongoose.mongo;
  if (!(cause instanceof MongoBulkWriteError)) throw cause;
  const errors: readonly mongo.WriteError[] = [cause.writeErrors].flat();
  const failed = errors.some(({ code }) => code !== duplicateCode);
  if (failed || cause.result.getWriteConcernError() !== undefined || errors.length === 0) throw cause;
  return new Set(errors.map(({ index }) => index));
}

/** Inserts what is not there. Returns the places of what was. */
export async function insertNew<T>(model: Model<T>, documents: readonly T[]): Promise<ReadonlySet<number>> {
  if (documents.length === 0) return new Set();
  try {
    await model.insertMany([...documents], unordered);
    return new Set();
  } catch (cause) {
    return duplicatesOf(cause);
  }
}

/** In no order. Returns how many documents were found or made; an operation that a unique index refused counts as none. */
export async function writeAll<T extends mongo.BSON.Document>(
  model: Model<T>,
  operations: readonly AnyBulkWriteOperation<T>[],
): Promise<number> {
  if (operations.length === 0) return 0;
  const of = (result: { matchedCount: number; upsertedCount: number; insertedCount: number }): number =>
    result.matchedCount + result.upsertedCount + result.insertedCount;
  const targeted = operations.map((operation) => nameAppIn(model.collection.name, operation));
  try {
    return of(
      await model.bulkWrite(targeted as Parameters<Model<T>['bulkWrite']>[0], {
        ordered: false,
        throwOnValidationError: true,
        skipValidation: true,
        timestamps: false,
      }),
    );
  } catch (cause) {
    duplicatesOf(cause);
    return of((cause as InstanceType<typeof mongoose.mongo.MongoBulkWriteError>).result);
  }
}

/** Documents removed in one go. */
const removedMax = 2_000;

/** Those of which `field` is below, lowest first, a piece of them. Returns how many there were. */
export async function removeBelow<T extends { readonly _id: string }>(
  model: Model<T>,
  field: keyof T & string,
  below: number | string,
): Promise<number> {
  const old = { [field]: { $lt: below } } as mongoose.QueryFilter<T>;
  const found = await model
    .find(old, { _id: 1 })
    .sort({ [field]: 1 })
    .limit(removedMax)
    .lean<{ _id: string }[]>();
  if (found.length > 0)
    await model.deleteMany({ ...old, _id: { $in: found.map(({ _id }) => _id) } } as mongoose.QueryFilter<T>);
  return found.length;
}
