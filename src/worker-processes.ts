/**
 * Workers beside this process. Enters: how many. Leaves: as many children of role `worker`, started again when one dies, ended when this process ends. It
 * decides nothing: a child is a worker as any other, and what it held when it died waits in the store for the next.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Observer } from './ports/observer';

export interface ProcessPlan {
  /** Children of role `worker`; 0: this process works itself. */
  readonly workers: number;
  /** Said in the log at the start. */
  readonly why: string;
}

/**
 * The embedded store has one writer at a time, and deciding runs in its thread: another process only waits for its lock. A store that is a server takes
 * as many writers as there are cores; one is left to the API.
 */
export function planProcesses(asked: number | null, embedded: boolean, cores: number): ProcessPlan {
  if (asked !== null) return { workers: asked, why: `WORKERS is ${asked}` };
  if (embedded) return { workers: 0, why: 'the embedded store has one writer, which lives in this process' };
  const workers = Math.max(0, cores - 1);
  return { workers, why: `${cores} cores: one for the API, the others for workers` };
}

export function coresHere(): number {
  return availableParallelism();
}

export interface WorkerProcesses {
  /** Ends them as a signal would; who is not gone after `withinMs` is killed: what it had in hand is in the store. */
  stop(withinMs: number): Promise<void>;
}

const againFirstMs = 500;
const againMaxMs = 30_000;
/** Who lived so long did not die of its start. */
const settledMs = 60_000;

class Place {
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private deaths = 0;
  private stopped = false;

  constructor(
    private readonly main: string,
    private readonly observer: Observer,
  ) {
    this.start();
  }

  async stop(withinMs: number): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    const { child } = this;
    if (child === null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), withinMs);
    await gone;
    clearTimeout(impatient);
  }

  private start(): void {
    const startedAt = performance.now();
    const child = fork(this.main, ['start', '--role', 'worker'], {
      // Its health routes are nobody's door: a port of its own is drawn, on this machine alone.
      env: { ...process.env, WORKERS: '', PORT: '0', HOST: '127.0.0.1' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    child.once('error', (cause) =>
      this.observer.log('error', 'start', { error: cause.message }, 'no worker'),
    );
    child.once('exit', (code, signal) => {
      this.child = null;
      if (this.stopped) return;
      this.deaths = performance.now() - startedAt > settledMs ? 0 : this.deaths + 1;
      const againMs = Math.min(againMaxMs, againFirstMs * 2 ** this.deaths);
      this.observer.log('error', 'start', { code, signal, againMs }, 'a worker process died');
      this.timer = setTimeout(() => this.start(), againMs);
    });
  }
}

/** @param main the program's own file. */
export function startWorkerProcesses(count: number, main: string, observer: Observer): WorkerProcesses {
  const places = Array.from({ length: count }, () => new Place(main, observer));
  return {
    async stop(withinMs) {
      await Promise.all(places.map((place) => place.stop(withinMs)));
    },
  };
}
