/** Who waits for something to change. Enters: waits, and the news that something did. Leaves: the waits resolved; who waits looks again for himself. */
export class Waiters {
  readonly #waiting = new Set<() => void>();
  #waking: NodeJS.Immediate | null = null;

  /** Resolves at the next `wake`, or after `timeoutMs`. */
  wait(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => wake(), Math.max(1, timeoutMs));
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
  }

  /** Once for all that changed in a turn of the event loop: many wait under load, and each looks again at every wake. */
  wake(): void {
    if (this.#waiting.size === 0 || this.#waking !== null) return;
    this.#waking = setImmediate(() => {
      this.#waking = null;
      for (const wake of [...this.#waiting]) wake();
    });
  }
}
