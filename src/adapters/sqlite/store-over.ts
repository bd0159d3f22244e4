/**
 * The port's methods over whoever carries out the jobs. Enters: the model's nouns. Leaves: the same. It knows nothing of threads: behind a caller may
 * be one, or the connection itself.
 */
import type { Touch } from '../../model/touch';
import type { AnswerStore } from '../../ports/answer-store';
import type { AppendResult, Store } from '../../ports/store';
import type { AppendedRow } from './accept-jobs';
import { conversionMethods } from './conversions';
import { costMethods } from './cost-lines';
import { writeCursor } from './cursor';
import type { ReaderJobs, WriterJobs } from './jobs';
import { replayQuestion } from './listing';
import { readMethods } from './reading';
import {
  fromActivityRow,
  fromDeliveryRow,
  fromDeviceRow,
  toActivityRow,
  toHeldRow,
  toDeliveryRow,
  toOutcomeRow,
  toPlannedRow,
  toProcessedRow,
  toTouchRow,
} from './rows';
import type { Caller } from './store-thread';
import { surveyMethods } from './survey';

type Writer = Caller<WriterJobs>;
type Reader = Caller<ReaderJobs>;

function toAppendResult(row: AppendedRow): AppendResult {
  return row === null ? { outcome: 'new' } : { outcome: 'duplicate', id: row[0], scope: row[1] };
}

function acceptMethods(writer: Writer): Pick<Store, 'appendActivities' | 'appendTouches' | 'countTouches'> {
  return {
    async appendActivities(batch, queuedUntil) {
      const rows = await writer.call('appendActivities', batch.map(toActivityRow), queuedUntil);
      return rows.map(toAppendResult);
    },
    appendTouches: (batch, planned, optOuts) =>
      writer.call(
        'appendTouches',
        batch.map(toTouchRow),
        planned === undefined ? null : toPlannedRow(planned),
        optOuts ?? null,
      ),
    countTouches: (counts) => writer.call('countTouches', counts),
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
    commitProcessed: (batch, ticket, queuedUntil, claim) =>
      writer.call('commitProcessed', batch.map(toProcessedRow), claim ?? ticket, queuedUntil),
  };
}

type DeliverMethods =
  'claimDeliveries' | 'recordOutcomes' | 'releaseDeliveries' | 'withdrawDeliveries' | 'releaseTicket';
type ReplayMethods = 'recordTest' | 'replayDelivery' | 'replayDeliveries' | 'replayActivity';

function deliverMethods(writer: Writer): Pick<Store, DeliverMethods> {
  return {
    async claimDeliveries(ids, ticket, claimedUntil) {
      const [claim, rows] = await writer.call('claimDeliveries', ids, ticket, claimedUntil);
      return rows.map((row) => ({ ...fromDeliveryRow(row), claim }));
    },
    recordOutcomes: (outcomes) => writer.call('recordOutcomes', outcomes.map(toOutcomeRow)),
    releaseDeliveries: (held, availableAt) =>
      writer.call('releaseDeliveries', held.map(toHeldRow), availableAt),
    withdrawDeliveries: (held, reason) => writer.call('withdrawDeliveries', held.map(toHeldRow), reason),
    releaseTicket: (ticket) => writer.call('releaseTicket', ticket),
  };
}

function replayMethods(writer: Writer): Pick<Store, ReplayMethods> {
  return {
    recordTest: (delivery) => writer.call('recordTest', toDeliveryRow(delivery)),
    replayDelivery: (id, now) => writer.call('replayDelivery', id, now),
    async replayDeliveries(filter, { from, spacingMs, dryRun = false }) {
      const { sql, values } = replayQuestion(filter);
      const [replayed, next] = await writer.call(
        'replayDeliveries',
        sql,
        values,
        filter.limit,
        from,
        spacingMs,
        dryRun,
      );
      return { replayed, next: next === null ? null : writeCursor('deliveries', next) };
    },
    replayActivity: (app, id) => writer.call('replayActivity', app, id),
  };
}

type SweepMethods = 'feedActivities' | 'feedDeliveries' | 'releaseQueued' | 'releaseActivities';
type ExpireMethods =
  | 'forgetAddressKeys'
  | 'forgetSourceRates'
  | 'forgetTouches'
  | 'forgetActivities'
  | 'forgetDeliveries'
  | 'forgetIdleDevices'
  | 'forgetCosts'
  | 'truncateAddresses'
  | 'giveBackSpace';

function sweepMethods(writer: Writer): Pick<Store, SweepMethods> {
  return {
    feedActivities: (now, queuedUntil) => writer.call('feedActivities', now, queuedUntil),
    async feedDeliveries(now, ticket, queuedUntil, limit, lostBefore) {
      const rows = await writer.call('feedDeliveries', now, ticket, queuedUntil, limit, lostBefore);
      return rows.map(([id, destination, handling]) => ({
        id,
        destination,
        ...(handling === 'batch' ? {} : { handling }),
      }));
    },
    releaseQueued: (options = {}) =>
      writer.call('releaseQueued', options.claimed === true, options.firstDueBy ?? null),
    releaseActivities: (partitions) => writer.call('releaseActivities', partitions),
  };
}

function expireMethods(writer: Writer): Pick<Store, ExpireMethods> {
  return {
    forgetAddressKeys: (before) => writer.call('forgetAddressKeys', before),
    forgetSourceRates: (before) => writer.call('forgetSourceRates', before),
    forgetTouches: (before) => writer.call('forgetTouches', before),
    forgetActivities: (before) => writer.call('forgetActivities', before),
    forgetDeliveries: (before) => writer.call('forgetDeliveries', before),
    forgetIdleDevices: (before, exceptApps) => writer.call('forgetIdleDevices', before, exceptApps),
    forgetCosts: (beforeDay) => writer.call('forgetCosts', beforeDay),
    truncateAddresses: (before) => writer.call('truncateAddresses', before),
    giveBackSpace: () => writer.call('giveBackSpace'),
  };
}

type ManageMethods = 'putRecord' | 'deleteRecord' | 'recordKeyUses' | 'forgetDevices';

function manageMethods(writer: Writer): Pick<Store, ManageMethods> {
  return {
    putRecord: ({ kind, id, app = null, createdAt, document }, expected) =>
      writer.call(
        'putRecord',
        { kind, id, app, createdAt, document: JSON.stringify(document ?? null) },
        expected,
      ),
    deleteRecord: (kind, id) => writer.call('deleteRecord', kind, id),
    recordKeyUses: (uses) => writer.call('recordKeyUses', uses),
    forgetDevices: (app, keys) => writer.call('forgetDevices', app, keys),
  };
}

type ForgetMethods = 'findOptOuts' | 'optOut' | 'forgetPiece' | 'forgetTraces' | 'withdrawOptOut';

function forgetMethods(writer: Writer): Pick<Store, ForgetMethods> {
  return {
    findOptOuts: (queries) => writer.call('findOptOuts', queries),
    optOut: (request) => writer.call('optOut', request),
    forgetPiece: () => writer.call('forgetPiece'),
    forgetTraces: (of) => writer.call('forgetTraces', of),
    withdrawOptOut: (app, id) => writer.call('withdrawOptOut', app, id),
  };
}

function answerMethods(writer: Writer): AnswerStore {
  return {
    claimAnswer: (claim, keptSince) => writer.call('claimAnswer', claim, keptSince),
    keepAnswer: (hold, answer) => writer.call('keepAnswer', hold, answer),
    dropAnswer: (hold) => writer.call('dropAnswer', hold),
    forgetAnswers: (before) => writer.call('forgetAnswers', before),
  };
}

export function storeOver(writer: Writer, reader: Reader, life: Pick<Store, 'ping' | 'close'>): Store {
  return {
    ...acceptMethods(writer),
    ...attributeMethods(writer),
    ...deliverMethods(writer),
    ...replayMethods(writer),
    ...sweepMethods(writer),
    ...expireMethods(writer),
    ...manageMethods(writer),
    ...forgetMethods(writer),
    ...answerMethods(writer),
    ...readMethods(reader),
    ...conversionMethods(writer, reader),
    ...surveyMethods(reader),
    ...costMethods(reader),
    putCosts: (batch) => writer.call('putCosts', batch),
    ...life,
  };
}
