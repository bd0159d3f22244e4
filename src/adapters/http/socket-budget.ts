/**
 * How many sockets there may be, of all origins. Enters: sockets asked for and closed. Leaves: yes or no. When few are left it asks for idle ones to be
 * closed, so that those kept alive for one origin are not missing for another.
 */
import type { buildConnector } from 'undici';

export class TooManySockets extends Error {
  readonly code = 'TOO_MANY_SOCKETS';
}

export class SocketBudget {
  readonly #max: number;
  readonly #freeIdle: () => void;
  #open = 0;

  /** @param freeIdle closes what is idle; it is closed a moment later, so it is asked for before the last one is taken. */
  constructor(max: number, freeIdle: () => void) {
    this.#max = max;
    this.#freeIdle = freeIdle;
  }

  get open(): number {
    return this.#open;
  }

  /** The same connector, counted. */
  counted(connect: buildConnector.connector): buildConnector.connector {
    return (target, callback) => {
      if (this.#open >= this.#max - this.#max / 8) this.#freeIdle();
      if (this.#open >= this.#max) {
        setImmediate(() => callback(new TooManySockets(`${this.#max} sockets are open`), null));
        return;
      }
      this.#open += 1;
      connect(target, (...result) => {
        const [error, socket] = result;
        // A failure comes with no second argument at all, whatever its type says.
        if (error !== null) this.#open -= 1;
        else socket.once('close', () => (this.#open -= 1));
        callback(...result);
      });
    };
  }
}
