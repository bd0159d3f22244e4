/**
 * A thread, seen from the main one. Enters: calls. Leaves: their results, or a Fault. A thread that dies fails what is in hand with
 * `store_unavailable`, and the next call starts another. It never lets an error of SQLite or of the thread out as it is.
 */
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../errors';
import type { ConnectionOptions } from './connection';

export interface Call {
  readonly number: number;
  readonly name: string;
  readonly values: readonly unknown[];
}

export interface FailureNote {
  readonly code: string;
  readonly message: string;
}

/** `number` null: the file could not be opened. */
export type Answer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly failure: FailureNote }
  | { readonly number: null; readonly failure: FailureNote }
  /** Nobody asked for it. */
  | { readonly number: 0; readonly told: unknown };

/** Who is asked: a module that exports `openTenant` (`TenantModule`), and what it is given. It goes with each question, since a thread may be a new one. */
export interface TenantPlace {
  readonly module: string;
  readonly given: unknown;
}

/** Whoever carries out jobs: a thread behind a port, or the connection at hand. */
export interface Caller<Jobs extends JobTable<Jobs>> {
  call<K extends keyof Jobs & string>(name: K, ...values: Parameters<Jobs[K]>): Promise<ReturnType<Jobs[K]>>;
}

export type JobTable<Jobs> = { readonly [K in keyof Jobs]: (...values: never[]) => unknown };

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (fault: Fault) => void;
}

const youngMib = { writer: 24, reader: 8 } as const;

/** A full, failing, read-only or locked disk, as against a mistake of ours. */
const unavailableCodes =
  /^SQLITE_(FULL|IOERR|READONLY|BUSY|LOCKED|CORRUPT|NOTADB|CANTOPEN|NOMEM|PERM|PROTOCOL)/;

export function faultOf({ code, message }: FailureNote): Fault {
  const cause = new Error(code === '' ? message : `${code}: ${message}`);
  if (!unavailableCodes.test(code)) return new Fault('internal', { cause });
  return new Fault('store_unavailable', { cause, message: `The store does not take this: ${message}.` });
}

export class StoreThread<Jobs extends JobTable<Jobs>> implements Caller<Jobs> {
  readonly #options: ConnectionOptions;
  readonly #heard: (told: unknown) => void;
  readonly #inHand = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #number = 0;
  #closing: Promise<void> | null = null;

  /** @param heard what the tenant says unasked. */
  constructor(options: ConnectionOptions, heard: (told: unknown) => void = () => undefined) {
    this.#options = options;
    this.#heard = heard;
  }

  call<K extends keyof Jobs & string>(name: K, ...values: Parameters<Jobs[K]>): Promise<ReturnType<Jobs[K]>> {
    return this.#post(name, values) as Promise<ReturnType<Jobs[K]>>;
  }

  /** A question to the thread's one tenant, which is opened by the first. */
  ask(place: TenantPlace, question: unknown): Promise<unknown> {
    return this.#post('tenant', [place, question]);
  }

  #post(name: string, values: readonly unknown[]): Promise<unknown> {
    if (this.#closing !== null) {
      return Promise.reject(new Fault('shutting_down', { message: 'The store is closed.' }));
    }
    const worker = (this.#worker ??= this.#start());
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#inHand.set(number, { resolve, reject });
      worker.postMessage({ number, name, values } satisfies Call);
    });
  }

  #start(): Worker {
    const worker = new Worker(path.join(__dirname, 'sqlite-thread.js'), {
      workerData: this.#options,
      // Room for garbage, of which the default gives each thread as much as the busiest needs.
      resourceLimits: { maxYoungGenerationSizeMb: youngMib[this.#options.role] },
    });
    worker.on('message', (answer: Answer) => this.#settle(worker, answer));
    worker.on('error', (cause) => this.#lose(worker, cause));
    worker.on('exit', () => this.#lose(worker, new Error("The store's thread ended.")));
    return worker;
  }

  #settle(worker: Worker, answer: Answer): void {
    if (answer.number === null) {
      this.#failAll(worker, unopened(answer.failure));
      return;
    }
    if ('told' in answer) {
      this.#heard(answer.told);
      return;
    }
    const waiting = this.#inHand.get(answer.number);
    this.#inHand.delete(answer.number);
    if ('result' in answer) waiting?.resolve(answer.result);
    else waiting?.reject(faultOf(answer.failure));
  }

  #lose(worker: Worker, cause: unknown): void {
    this.#failAll(
      worker,
      new Fault('store_unavailable', { cause, message: "The store's thread ended; try again." }),
    );
  }

  /** What is in hand is this worker's: another is started only after this one was dropped here. */
  #failAll(worker: Worker, fault: Fault): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = [...this.#inHand.values()];
    this.#inHand.clear();
    for (const { reject } of lost) reject(fault);
  }

  /** Ends the thread in the middle of whatever it does, as a crash would. */
  async kill(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Calls made before are served first. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage({ number: 0, name: 'close', values: [] } satisfies Call);
    await ended;
  }
}

function unopened({ code, message }: FailureNote): Fault {
  return new Fault('store_unavailable', {
    message: `The store's file cannot be opened: ${message}`,
    cause: new Error(`${code} ${message}`.trim()),
  });
}
