/**
 * Processes of the benchmark's own: the sink and the baselines. Enters: a file beside this one. Leaves: a process that answers questions over its
 * channel and ends with its parent. It measures nothing.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Child {
  readonly pid: number;
  /** What the process said when it was ready. */
  readonly ready: unknown;
  /** One question at a time. */
  ask(question: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** `name` is a file of this folder without its ending. */
export async function startChild(name: string, ...args: readonly string[]): Promise<Child> {
  const child = fork(join(__dirname, `${name}.js`), [...args], { serialization: 'advanced' });
  const exited = once(child, 'exit');
  const next = async (): Promise<unknown> => {
    const told = once(child, 'message').then(([message]: unknown[]) => message);
    const ended = exited.then(() => {
      throw new Error(`The process ${name} ended too early.`);
    });
    return Promise.race([told, ended]);
  };
  const ready = await next();
  return {
    pid: child.pid ?? 0,
    ready,
    async ask(question) {
      const answer = next();
      child.send(question as object);
      return answer;
    },
    async stop() {
      child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await exited;
      clearTimeout(kill);
    },
  };
}

/** The other end: says that it is ready, answers what it is asked, ends when the parent lets go. */
export function answerParent(ready: unknown, answer: (question: unknown) => unknown): void {
  process.on('message', (question) => void reply(question));
  process.once('disconnect', () => process.exit(0));
  process.send?.(ready);

  async function reply(question: unknown): Promise<void> {
    process.send?.(await answer(question));
  }
}
