/**
 * The embedded store: the port's methods over two threads on one SQLite file. Enters: the model's nouns. Leaves: the same.
 * Whatever decides something goes through the one writer, in order; what people look at goes through a reader of its own, so that a
 * slow listing never holds up the writer. Nothing here waits on the disk in the main thread.
 */
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { describeError, Fault } from '../../errors';
import type { Touch } from '../../model/touch';
import type { AppendResult, Store } from '../../ports/store';
import type { AppendedRow } from './accept-jobs';
import type { ReaderJobs, WriterJobs } from './jobs';
import { readMethods } from './reading';
import {
  fromActivityRow,
  fromDeliveryRow,
  fromDeviceRow,
  toActivityRow,
  toOutcomeRow,
  toPlannedRow,
  toProcessedRow,
  toTouchRow,
} from './rows';
import { StoreThread } from './store-thread';

export interface SqliteStoreOptions {
  /** The file; its folder is made where it is missing. */
  readonly path: string;
  /** The file may not grow beyond this many pages of 4 KiB; for tests of a full disk. */
  readonly maxPages?: number;
}

type Writer = StoreThread<WriterJobs>;

function toAppendResult(row: AppendedRow): AppendResult {
  return row === null ? { outcome: 'new' } : { outcome: 'duplicate', id: row[0], scope: row[1] };
}

function acceptMethods(writer: Writer): Pick<Store, 'appendActivities' | 'appendTouches'> {
  return {
    async appendActivities(batch, queuedUntil) {
      const rows = await writer.call('appendActivities', batch.map(toActivityRow), queuedUntil);
      return rows.map(toAppendResult);
    },
    appendTouches: (batch, planned) =>
      writer.call(
        'appendTouches',
        batch.map(toTouchRow),
        planned === undefined ? null : toPlannedRow(planned),
      ),
  };
}

function attributeMethods(
  writer: Writer,
): Pick<Store, 'takeUnprocessed' | 'findTouches' | 'findDevices' | 'readSourceRates' | 'commitProcessed'> {
  return {
    async takeUnprocessed(partition, limit) {
      return (await writer.call('takeUnprocessed', partition, limit)).map(fromActivityRow);
    },
    async findTouches(queries) {
      const found = await writer.call('findTouches', queries);
      return found.map((bodies) => bodies.map((body) => JSON.parse(body) as Touch));
    },
    async findDevices(queries) {
      return (await writer.call('findDevices', queries)).map((rows) => rows.map(fromDeviceRow));
    },
    readSourceRates: (app, sources, since) => writer.call('readSourceRates', app, sources, since),
    commitProcessed: (batch, ticket, queuedUntil) =>
      writer.call('commitProcessed', batch.map(toProcessedRow), ticket, queuedUntil),
  };
}

type DeliverMethods =
  'claimDeliveries' | 'recordOutcomes' | 'releaseDeliveries' | 'releaseTicket' | 'replayDelivery';

function deliverMethods(writer: Writer): Pick<Store, DeliverMethods> {
  return {
    async claimDeliveries(ids, ticket, claimedUntil) {
      return (await writer.call('claimDeliveries', ids, ticket, claimedUntil)).map(fromDeliveryRow);
    },
    recordOutcomes: (outcomes) => writer.call('recordOutcomes', outcomes.map(toOutcomeRow)),
    releaseDeliveries: (ids, availableAt) => writer.call('releaseDeliveries', ids, availableAt),
    releaseTicket: (ticket) => writer.call('releaseTicket', ticket),
    replayDelivery: (id, now) => writer.call('replayDelivery', id, now),
  };
}

type SweepMethods =
  | 'feedActivities'
  | 'feedDeliveries'
  | 'releaseQueued'
  | 'releaseActivities'
  | 'forgetAddressKeys'
  | 'forgetSourceRates';

function sweepMethods(writer: Writer): Pick<Store, SweepMethods> {
  return {
    feedActivities: (now, queuedUntil) => writer.call('feedActivities', now, queuedUntil),
    async feedDeliveries(now, ticket, queuedUntil, limit, lostBefore) {
      const rows = await writer.call('feedDeliveries', now, ticket, queuedUntil, limit, lostBefore);
      return rows.map(([id, destination]) => ({ id, destination }));
    },
    releaseQueued: (options = {}) => writer.call('releaseQueued', options.claimed === true),
    releaseActivities: (partitions) => writer.call('releaseActivities', partitions),
    forgetAddressKeys: (before) => writer.call('forgetAddressKeys', before),
    forgetSourceRates: (before) => writer.call('forgetSourceRates', before),
  };
}

function manageMethods(writer: Writer): Pick<Store, 'putRecord' | 'deleteRecord' | 'forgetDevices'> {
  return {
    putRecord: ({ kind, id, app = null, createdAt, document }, expected) =>
      writer.call(
        'putRecord',
        { kind, id, app, createdAt, document: JSON.stringify(document ?? null) },
        expected,
      ),
    deleteRecord: (kind, id) => writer.call('deleteRecord', kind, id),
    forgetDevices: (app, keys) => writer.call('forgetDevices', app, keys),
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new Fault('store_unavailable', {
      cause,
      message: `The store's folder cannot be made: ${describeError(cause)}`,
    });
  }
}

/**
 * Opens the file, brings its layout up to date, and starts both threads. The writer comes first: it turns WAL on.
 * @throws Fault `store_unavailable` where the file cannot be opened, or was written by a newer version.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const file = path.resolve(options.path);
  makeFolder(path.dirname(file));
  const { maxPages } = options;
  const writer: Writer = new StoreThread<WriterJobs>({
    path: file,
    role: 'writer',
    ...(maxPages === undefined ? {} : { maxPages }),
  });
  const reader = new StoreThread<ReaderJobs>({ path: file, role: 'reader' });
  const ping = async (): Promise<void> => {
    await writer.call('ping');
    await reader.call('all', 'SELECT value FROM counters', []);
  };
  const close = async (): Promise<void> => {
    await reader.close();
    await writer.close();
  };
  try {
    await writer.call('open');
    await reader.call('all', 'SELECT value FROM counters', []);
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    ...acceptMethods(writer),
    ...attributeMethods(writer),
    ...deliverMethods(writer),
    ...sweepMethods(writer),
    ...manageMethods(writer),
    ...readMethods(reader),
    ping,
    close,
  };
}
