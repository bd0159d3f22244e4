/** How long something takes. Enters: nothing. Leaves: milliseconds that only differences of mean anything; nobody sets it, so it never jumps. */
import type { Clock } from '../ports/clock';

export const steadyClock: Clock = { now: () => performance.now() };
