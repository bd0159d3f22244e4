/** The questions with filters and pages. Enters: a filter. Leaves: a question that one index leads, or a page of nouns. */
import { Fault } from '../../errors';
import type { ActivityFilter, DeliveryFilter, Page, Store } from '../../ports/store';
import { belowCursor, cursorAfter, readCursor, writeCursor } from './cursor';
import {
  keyOf,
  type ActivityDocument,
  type DeliveryDocument,
  type OptOutDocument,
  type RecordDocument,
  type TouchDocument,
} from './documents';
import { touchLister } from './find';
import type { Mongo } from './mongo';
import {
  activityShown,
  fromActivityDocument,
  fromDeliveryDocument,
  fromRecordDocument,
  fromTouchDocument,
  isCommon,
  present,
} from './nouns';
import { finishSeen } from './outbox';
import { firstAt } from './sequence';

type Question = Record<string, unknown>;

/** Two conditions on one field, and what is absent. */
function all(...conditions: readonly Question[]): Question {
  const given = conditions.filter((condition) => Object.keys(condition).length > 0);
  return given.length === 0 ? {} : given.length === 1 ? (given[0] ?? {}) : { $and: given };
}

/** Nothing that was received since has a smaller number. */
function since(time: number | undefined, field: string): Question {
  return time === undefined ? {} : { seq: { $gte: firstAt(time) }, [field]: { $gte: time } };
}

export function activityQuestion(filter: ActivityFilter): Question {
  const { app, partner, kind, deviceKey, state, cursor } = filter;
  if (deviceKey !== undefined && app === undefined)
    throw new Fault('missing_field', { field: 'app', message: 'A device is looked up in one app.' });
  const ofKind =
    kind === undefined ? {} : isCommon(kind) || app === undefined ? { kind } : { kind, rare: kind };
  return all(
    present({ app, partner, keys: deviceKey }),
    ofKind,
    state === undefined ? {} : { aside: { $gte: 0 } },
    since(filter.since, 'receivedAt'),
    belowCursor('activities', cursor),
  );
}

export function deliveryQuestion(filter: DeliveryFilter): Question {
  const { app, partner, callback, status, activity, cursor } = filter;
  const unsent = status === 'failed' || status === 'retrying' ? { unsent: status } : {};
  return all(
    present({ app, partner, callback, activity, status }),
    unsent,
    filter.visibleToPartner === true ? { visible: true } : {},
    since(filter.since, 'createdAt'),
    belowCursor('deliveries', cursor),
  );
}

/** The question asked for one more than the page holds: whether there is a next page is known without counting. */
function toPage<D extends { readonly _id: string; readonly seq: number }, T>(
  list: string,
  found: readonly D[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  read: (document: D) => T,
): Page<T> {
  const shown = found.slice(0, limit);
  return { items: shown.map(read), next: found.length > limit ? cursorAfter(list, shown, cursor) : null };
}

type ActivityMethods = 'readActivity' | 'listActivities' | 'listDerived';

function activityMethods(mongo: Mongo): Pick<Store, ActivityMethods> {
  const { activities } = mongo.models;
  return {
    async readActivity(app, id) {
      const found = await activities.findById(keyOf(app, id), activityShown).lean<ActivityDocument>();
      if (found === null) return null;
      await finishSeen(mongo, [found]);
      return fromActivityDocument(found);
    },
    async listActivities(filter) {
      const found = await activities
        .find(activityQuestion(filter), activityShown)
        .sort({ seq: -1 })
        .limit(filter.limit + 1)
        .lean<ActivityDocument[]>();
      await finishSeen(mongo, found);
      return toPage('activities', found, filter, fromActivityDocument);
    },
    async listDerived(app, causedBy) {
      await finishSeen(mongo, await activities.find({ _id: keyOf(app, causedBy) }, { todoAt: 1 }).lean());
      const found = await activities.find({ app, causedBy }, activityShown).lean<ActivityDocument[]>();
      return found.sort((a, b) => a.seq - b.seq).map(fromActivityDocument);
    },
  };
}

function touchMethods(mongo: Mongo): Pick<Store, 'readTouch' | 'listTouches'> {
  return {
    async readTouch(id) {
      const found = await mongo.models.touches.findById(id, { body: 1 }).lean<TouchDocument>();
      return found === null ? null : fromTouchDocument(found);
    },
    listTouches: touchLister(mongo),
  };
}

function deliveryMethods({ models }: Mongo): Pick<Store, 'readDelivery' | 'listDeliveries'> {
  return {
    async readDelivery(id) {
      const found = await models.deliveries.findById(id).lean<DeliveryDocument>();
      return found === null ? null : fromDeliveryDocument(found);
    },
    async listDeliveries(filter) {
      const found = await models.deliveries
        .find(deliveryQuestion(filter))
        .sort({ seq: -1 })
        .limit(filter.limit + 1)
        .lean<DeliveryDocument[]>();
      return toPage('deliveries', found, filter, fromDeliveryDocument);
    },
  };
}

function recordMethods({ models }: Mongo): Pick<Store, 'readRecord' | 'listRecords'> {
  return {
    async readRecord(kind, id) {
      const found = await models.records.findById(`${kind}:${id}`).lean<RecordDocument>();
      return found === null ? null : fromRecordDocument(found);
    },
    async listRecords(kind, { app, limit, cursor }) {
      const of = { kind, ...present({ app }) };
      const [createdAt, id] = cursor === undefined ? [] : readCursor('records', ['number', 'string'], cursor);
      const after =
        createdAt === undefined
          ? {}
          : { createdAt: { $gte: createdAt }, $or: [{ createdAt: { $gt: createdAt } }, { id: { $gt: id } }] };
      const found = await models.records
        .find({ ...of, ...after } as Question)
        .sort({ createdAt: 1, id: 1 })
        .limit(limit + 1)
        .lean<RecordDocument[]>();
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(fromRecordDocument),
        next:
          found.length > limit && last !== undefined
            ? writeCursor('records', [last.createdAt, last.id])
            : null,
      };
    },
  };
}

function optOutMethods({ models }: Mongo): Pick<Store, 'listOptOuts'> {
  return {
    async listOptOuts(app, page) {
      const found = await models.optOuts
        .find(all({ app }, belowCursor('opt_outs', page.cursor) as Question), { todo: 0 })
        .sort({ seq: -1 })
        .limit(page.limit + 1)
        .lean<OptOutDocument[]>();
      return toPage(
        'opt_outs',
        found,
        page,
        ({ _id, environment, createdAt, reason, hashes, forgotten }) => ({
          id: _id,
          app,
          environment: environment as 'production' | 'sandbox',
          createdAt,
          ...present({ reason }),
          hashes,
          forgotten,
        }),
      );
    },
  };
}

export type ReadMethods =
  | ActivityMethods
  | 'readTouch'
  | 'listTouches'
  | 'readDelivery'
  | 'listDeliveries'
  | 'readRecord'
  | 'listRecords'
  | 'listOptOuts';

export function readMethods(mongo: Mongo): Pick<Store, ReadMethods> {
  return {
    ...activityMethods(mongo),
    ...touchMethods(mongo),
    ...deliveryMethods(mongo),
    ...recordMethods(mongo),
    ...optOutMethods(mongo),
  };
}
