/**
 * Says what Redis or BullMQ complain of, without repeating itself. Enters: errors. Leaves: at most one line a kind in half a minute.
 * A lost connection is not among them: it is said once where connections are watched.
 */
import { describeError } from '../../errors';
import type { Observer } from '../../ports/observer';

const againMs = 30_000;
const kindsMax = 100;
const ofConnection =
  /Connection is closed|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|Stream isn't writeable/;

export class Complaints {
  readonly #observer: Observer;
  /** By message without numbers and ids: when it was said. */
  readonly #said = new Map<string, number>();

  constructor(observer: Observer) {
    this.#observer = observer;
  }

  hear(cause: unknown): void {
    const error = describeError(cause);
    if (ofConnection.test(error)) return;
    const kind = error.replace(/[0-9a-f-]*\d[0-9a-f-]*/gi, '#');
    const now = performance.now();
    if (now - (this.#said.get(kind) ?? -Infinity) < againMs) return;
    if (this.#said.size >= kindsMax) this.#said.clear();
    this.#said.set(kind, now);
    this.#observer.log('warn', 'queue', { error });
  }
}
