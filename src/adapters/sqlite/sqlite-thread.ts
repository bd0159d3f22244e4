/**
 * A thread's entry. Enters: numbered calls, begun strictly in order. Leaves: one answer a call. It dies only with its process,
 * when told to close, or when the file cannot be opened; a failed call leaves it ready for the next.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Tenant, TenantModule } from '../../ports/tenant';
import { startCheckpoints } from './checkpointer';
import { Connection, waitWhileBusy, type ConnectionOptions } from './connection';
import { readerJobs, writerJobs, type ReaderJobs, type WriterJobs } from './jobs';
import {
  faultOf,
  type Answer,
  type Call,
  type Caller,
  type FailureNote,
  type TenantPlace,
} from './store-thread';
import { storeOver } from './store-over';

type AnyJob = (...values: readonly unknown[]) => unknown;

function noteOf(cause: unknown): FailureNote {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return { code, message };
}

/** One try: where the file is busy, what was in hand counts as lost once, which harms nobody. */
function leaveQuietly(leave: AnyJob | undefined): void {
  try {
    leave?.();
  } catch {
    // Said above.
  }
}

/** The jobs, called at once, as the thread's owner calls them from afar. */
function callerOf(jobs: Readonly<Record<string, AnyJob>>): Caller<WriterJobs> & Caller<ReaderJobs> {
  const call = (name: string, ...values: readonly unknown[]): Promise<unknown> => {
    try {
      return Promise.resolve(waitWhileBusy(() => jobs[name]?.(...values)));
    } catch (cause) {
      return Promise.reject(faultOf(noteOf(cause)));
    }
  };
  return { call } as Caller<WriterJobs> & Caller<ReaderJobs>;
}

async function openTenant(
  place: TenantPlace,
  jobs: Readonly<Record<string, AnyJob>>,
  tell: (told: unknown) => void,
): Promise<Tenant> {
  const module = (await import(place.module)) as TenantModule;
  const caller = callerOf(jobs);
  const nothing = (): Promise<void> => Promise.resolve();
  return module.openTenant(storeOver(caller, caller, { ping: nothing, close: nothing }), place.given, tell);
}

function serve(options: ConnectionOptions, port: MessagePort): (call: Call) => void {
  const connection = new Connection(options);
  const jobs = (
    options.role === 'writer'
      ? { ...writerJobs(connection), ...readerJobs(connection) }
      : readerJobs(connection)
  ) as Record<string, AnyJob>;
  const answer = (given: Answer): void => port.postMessage(given);
  const fail = (number: number, cause: unknown): void => answer({ number, failure: noteOf(cause) });
  let opened: Promise<Tenant> | null = null;
  const ask = (place: TenantPlace, question: unknown): Promise<unknown> => {
    // Opened at the first question; where that fails the next one tries again.
    opened ??= openTenant(place, jobs, (told) => answer({ number: 0, told })).catch((cause: unknown) => {
      opened = null;
      throw cause;
    });
    return opened.then((tenant) => tenant.ask(question));
  };
  // The reader waits for nobody's commit, and nobody's commit for it.
  const stopCheckpoints = options.role === 'reader' ? startCheckpoints(options.path) : null;
  const close = (): void => {
    stopCheckpoints?.();
    void opened?.then((tenant) => tenant.close()).catch(() => undefined);
    leaveQuietly(jobs['leaveTaken']);
    connection.close();
    port.close();
  };
  return ({ number, name, values }) => {
    if (name === 'close') {
      close();
      return;
    }
    if (name === 'tenant') {
      ask(values[0] as TenantPlace, values[1]).then(
        (result) => answer({ number, result }),
        (cause: unknown) => fail(number, cause),
      );
      return;
    }
    try {
      const job = jobs[name];
      if (job === undefined) throw new Error(`There is no job ${name}.`);
      answer({ number, result: waitWhileBusy(() => job(...values)) });
    } catch (cause) {
      fail(number, cause);
    }
  };
}

function run(): void {
  if (parentPort === null) return;
  const port = parentPort;
  try {
    port.on('message', serve(workerData as ConnectionOptions, port));
  } catch (cause) {
    port.postMessage({ number: null, failure: noteOf(cause) } satisfies Answer);
  }
}

run();
