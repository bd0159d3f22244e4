/** What each thread can be asked to do, by name. Enters: a connection. Leaves: functions of strings and numbers. */
import { acceptJobs } from './accept-jobs';
import { answerJobs } from './answer-jobs';
import type { Connection, Value } from './connection';
import { conversionJobs } from './conversion-jobs';
import { costJobs } from './cost-jobs';
import { deliveryJobs } from './delivery-jobs';
import { forgetJobs } from './forget-jobs';
import { forgetPieceJobs } from './forget-piece';
import { optOutJobs } from './opt-out-jobs';
import { processJobs } from './process-jobs';
import { recordJobs } from './record-jobs';
import { sweepJobs } from './sweep-jobs';

export function writerJobs(connection: Connection) {
  const writeLittle = connection.statement(
    `INSERT INTO counters VALUES ('pings', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`,
  );
  return {
    ...acceptJobs(connection),
    ...conversionJobs(connection),
    ...processJobs(connection),
    ...deliveryJobs(connection),
    ...sweepJobs(connection),
    ...forgetJobs(connection),
    ...forgetPieceJobs(connection),
    ...optOutJobs(connection),
    ...recordJobs(connection),
    ...costJobs(connection),
    ...answerJobs(connection),
    open: (): void => void connection.statement('SELECT value FROM counters').get(),
    /** Reading works on a full disk too, so it is a write; one that changes no byte would be left out. */
    ping: (): void => connection.write('normal', () => void writeLittle.run()),
  };
}

export function readerJobs(connection: Connection) {
  return {
    /** The questions are written on the main thread, in `reading.ts`; each text is prepared once. */
    all: (sql: string, values: readonly Value[]): unknown[] => connection.statement(sql).all(...values),
  };
}

export type WriterJobs = ReturnType<typeof writerJobs>;
export type ReaderJobs = ReturnType<typeof readerJobs>;
