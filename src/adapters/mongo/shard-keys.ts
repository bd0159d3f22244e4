/**
 * By what each collection is spread over shards, and how questions come to name it. Enters: nothing; a filter. Leaves: a table; the filter with its app.
 * scripts/shard.js does what the table says. What is not in it is small, and stays on one shard.
 */
import type { AnyBulkWriteOperation, mongo } from 'mongoose';
import type { Schema } from 'mongoose';

export interface ShardKey {
  readonly collection: 'activities' | 'touches' | 'devices' | 'deliveries';
  readonly key: Readonly<Record<string, 1 | 'hashed'>>;
  readonly reason: string;
}

export const shardKeys: readonly ShardKey[] = [
  {
    collection: 'activities',
    key: { app: 1 },
    reason:
      'A unique index has to begin with the shard key, and an id and a transaction are known again by app. One app lives on one shard.',
  },
  {
    collection: 'touches',
    key: { app: 1, _id: 1 },
    reason: 'They are looked up by app and keys, for every activity; a large app is split over shards by id.',
  },
  {
    collection: 'devices',
    key: { app: 1, _id: 1 },
    reason: 'As touches.',
  },
  {
    collection: 'deliveries',
    key: { _id: 'hashed' },
    reason: 'They are written, claimed and recorded by id; ids are derived and say nothing of their app.',
  },
];

/** Those whose `_id` begins with their app (`keyOf`). No app has a colon. */
const named: readonly string[] = ['activities', 'devices'];

const appOf = (id: string): string => id.slice(0, id.indexOf(':'));

/** The app of an `_id`, or of several; undefined where the filter names none. */
function appIn(id: unknown): string | { readonly $in: readonly string[] } | undefined {
  if (typeof id === 'string') return appOf(id);
  if (typeof id !== 'object' || id === null || !('$in' in id) || !Array.isArray(id.$in)) return undefined;
  const apps = [...new Set(id.$in.map((one) => appOf(String(one))))];
  const [first] = apps;
  return apps.length === 1 ? first : { $in: apps };
}

/** Every question by `_id` names the app too: without it each shard would be asked. */
export function nameApp(schema: Pick<Schema, 'pre'>): void {
  schema.pre(['find', 'findOne', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany'], function () {
    const filter = this.getFilter() as { readonly _id?: unknown; readonly app?: unknown };
    const app = filter.app === undefined ? appIn(filter._id) : undefined;
    if (app !== undefined) void this.where({ app });
  });
}

/** The same for one of many writes. */
export function nameAppIn<T extends mongo.BSON.Document>(
  collection: string,
  operation: AnyBulkWriteOperation<T>,
): AnyBulkWriteOperation<T> {
  if (!named.includes(collection) || !('updateOne' in operation)) return operation;
  const { filter } = operation.updateOne;
  const app = appIn((filter as { readonly _id?: unknown })._id);
  return app === undefined
    ? operation
    : { updateOne: { ...operation.updateOne, filter: { ...filter, app } } };
}
