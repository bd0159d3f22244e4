/**
 * Makes one request of many that ask for the same thing. Enters: `wake` calls. Leaves: at most one in hand and one to follow.
 * Who comes while one is in hand gets the next: that one may have looked before the newcomer's commit.
 */
export class Waker {
  readonly #once: () => Promise<void>;
  #inHand: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(once: () => Promise<void>) {
    this.#once = once;
  }

  wake(): Promise<void> {
    if (this.#inHand === null) return this.#start();
    this.#next ??= this.#inHand
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.#start();
      });
    return this.#next;
  }

  #start(): Promise<void> {
    const inHand = this.#once().finally(() => {
      if (this.#inHand === inHand) this.#inHand = null;
    });
    this.#inHand = inHand;
    return inHand;
  }
}
