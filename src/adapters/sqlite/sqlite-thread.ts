/**
 * A thread's entry. Enters: numbered calls, served strictly in order. Leaves: one answer a call. It dies only with its process,
 * when told to close, or when the file cannot be opened; a failed call leaves it ready for the next.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Connection, waitWhileBusy, type ConnectionOptions } from './connection';
import { readerJobs, writerJobs } from './jobs';
import type { Answer, Call, FailureNote } from './store-thread';

function noteOf(cause: unknown): FailureNote {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return { code, message };
}

function serve(options: ConnectionOptions, answer: (answer: Answer) => void): (call: Call) => void {
  const connection = new Connection(options);
  const jobs = (options.role === 'writer' ? writerJobs(connection) : readerJobs(connection)) as Record<
    string,
    (...values: readonly unknown[]) => unknown
  >;
  return ({ number, name, values }) => {
    if (name === 'close') {
      connection.close();
      parentPort?.close();
      return;
    }
    try {
      const job = jobs[name];
      if (job === undefined) throw new Error(`There is no job ${name}.`);
      answer({ number, result: waitWhileBusy(() => job(...values)) });
    } catch (cause) {
      answer({ number, failure: noteOf(cause) });
    }
  };
}

function run(): void {
  if (parentPort === null) return;
  const port = parentPort;
  try {
    const handle = serve(workerData as ConnectionOptions, (answer) => port.postMessage(answer));
    port.on('message', handle);
  } catch (cause) {
    port.postMessage({ number: null, failure: noteOf(cause) } satisfies Answer);
  }
}

run();
