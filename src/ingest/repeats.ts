/**
 * Clicks that come twice: a finger that taps twice, a page that fires its link and its script. Enters: touches in the order they come. Leaves: of each
 * whether it repeats one of the last second, and that one. It remembers a bounded number, in this process alone, and never joins touches that nothing but an address ties.
 */
import type { Touch } from '../model/touch';

/** Both edges count, from the first of them on. */
export const repeatWithinMs = 1_000;
const rememberedMax = 50_000;

/** A touch that was taken in, and how often it came. */
export interface First {
  readonly id: string;
  readonly time: number;
  readonly arrivedAt: number;
  /** Resolves, or rejects, as its storing does. */
  readonly stored: Promise<unknown>;
  count: number;
}

export class Repeats {
  /** In the order of arrival, so that the oldest stand first. */
  private readonly firsts = new Map<string, First>();

  /** The one that it repeats, with this one counted; null: it is the first. */
  find(touch: Touch): First | null {
    this.forgetOld(touch.receivedAt);
    for (const name of namesOf(touch)) {
      const first = this.firsts.get(name);
      if (first === undefined || Math.abs(touch.time - first.time) > repeatWithinMs) continue;
      first.count += 1;
      return first;
    }
    return null;
  }

  remember(touch: Touch, stored: Promise<unknown>): void {
    const first: First = { id: touch.id, time: touch.time, arrivedAt: touch.receivedAt, stored, count: 1 };
    for (const name of namesOf(touch)) {
      this.firsts.delete(name);
      this.firsts.set(name, first);
    }
  }

  /** It was not stored: what comes next is no repeat of it. */
  forget(touch: Touch): void {
    for (const name of namesOf(touch)) if (this.firsts.get(name)?.id === touch.id) this.firsts.delete(name);
  }

  private forgetOld(now: number): void {
    for (const [name, { arrivedAt }] of this.firsts) {
      if (now - arrivedAt <= repeatWithinMs && this.firsts.size <= rememberedMax) return;
      this.firsts.delete(name);
    }
  }
}

/** One for each identifier; none where only an address tells whose it is: many share one. */
function namesOf(touch: Touch): readonly string[] {
  return touch.keys
    .filter((key) => !key.startsWith('ip:'))
    .map((key) => JSON.stringify([touch.link, touch.type, touch.partnerClickId ?? null, key]));
}
