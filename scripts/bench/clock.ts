/** One clock for all processes of a run. Enters: nothing. Leaves: milliseconds of the machine's monotonic clock, which every process reads alike. */

export function nowMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
