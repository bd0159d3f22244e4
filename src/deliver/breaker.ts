/**
 * Whether an origin is worth an attempt. Enters: what attempts came to, and when. Leaves: closed, open or half open, since when, and the next probe.
 * It holds no delivery and no timer: who asks brings the time.
 */
export const breakerStates = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof breakerStates)[number];

export interface BreakerRule {
  /** Percent of the window's attempts that must have failed; 0: it never opens. */
  readonly failurePercent: number;
  /** Fewer in the window say nothing. */
  readonly samplesMin: number;
}

const slotMs = 1_000;
const slots = 30;
/** An origin that hangs gets few attempts a window: so many in a row without any answer are enough. */
const silentMax = 10;
const openFirstMs = 1_000;
const openMaxMs = 60_000;
/** Probes that must succeed, one after another, before it closes. */
const probesToClose = 3;

export class Breaker {
  readonly #rule: BreakerRule;
  readonly #samples = new Uint32Array(slots);
  readonly #failures = new Uint32Array(slots);
  #slot = 0;
  #sampled = 0;
  #failed = 0;
  #silent = 0;
  #open = false;
  #since: number;
  #nextProbeAt = 0;
  #openMs = openFirstMs;
  #probed = 0;

  constructor(rule: BreakerRule, now: number) {
    this.#rule = rule;
    this.#since = now;
  }

  /** It is half open once the time of its probe has come. */
  state(now: number): BreakerState {
    if (!this.#open) return 'closed';
    return now < this.#nextProbeAt ? 'open' : 'half_open';
  }

  /** When it opened or closed last; half open is the last part of having been open. */
  get since(): number {
    return this.#since;
  }

  /** Null where it is closed. */
  get nextProbeAt(): number | null {
    return this.#open ? this.#nextProbeAt : null;
  }

  /** Of the last half minute. */
  tally(now: number): { readonly samples: number; readonly failures: number } {
    this.#turn(now);
    return { samples: this.#sampled, failures: this.#failed };
  }

  /** True where this closed it. */
  succeeded(now: number): boolean {
    this.#silent = 0;
    this.#count(now, 0);
    // What was sent before it opened, and is answered late, proves nothing yet.
    if (this.state(now) !== 'half_open') return false;
    this.#probed += 1;
    if (this.#probed < probesToClose) return false;
    this.#open = false;
    this.#since = now;
    this.#openMs = openFirstMs;
    this.#empty();
    return true;
  }

  /** True where this opened it, from closed. */
  failed(now: number, answered: boolean): boolean {
    this.#silent = answered ? 0 : this.#silent + 1;
    this.#count(now, 1);
    if (this.state(now) === 'open') return false;
    if (this.#open) {
      this.#openMs = Math.min(openMaxMs, 2 * this.#openMs);
      this.#wait(now);
      return false;
    }
    if (!this.#tooMany()) return false;
    this.#open = true;
    this.#since = now;
    this.#wait(now);
    return true;
  }

  /** The time of day was set back by so much: its times go along. What was counted in the window is too old to tell apart, and goes. */
  setBack(byMs: number): void {
    this.#since -= byMs;
    this.#nextProbeAt -= byMs;
    this.#empty();
    this.#slot = 0;
  }

  #tooMany(): boolean {
    const { failurePercent, samplesMin } = this.#rule;
    if (failurePercent === 0) return false;
    if (this.#silent >= silentMax) return true;
    return this.#sampled >= samplesMin && 100 * this.#failed >= failurePercent * this.#sampled;
  }

  #wait(now: number): void {
    this.#probed = 0;
    this.#nextProbeAt = now + this.#openMs;
  }

  #count(now: number, failure: 0 | 1): void {
    this.#turn(now);
    const at = this.#slot % slots;
    this.#samples[at] = (this.#samples[at] ?? 0) + 1;
    this.#failures[at] = (this.#failures[at] ?? 0) + failure;
    this.#sampled += 1;
    this.#failed += failure;
  }

  /** Drops what is older than the window. */
  #turn(now: number): void {
    const slot = Math.floor(now / slotMs);
    if (slot <= this.#slot) return;
    if (slot - this.#slot >= slots) this.#empty();
    else for (let next = this.#slot + 1; next <= slot; next += 1) this.#drop(next % slots);
    this.#slot = slot;
  }

  #drop(at: number): void {
    this.#sampled -= this.#samples[at] ?? 0;
    this.#failed -= this.#failures[at] ?? 0;
    this.#samples[at] = 0;
    this.#failures[at] = 0;
  }

  #empty(): void {
    this.#samples.fill(0);
    this.#failures.fill(0);
    this.#sampled = 0;
    this.#failed = 0;
  }
}
