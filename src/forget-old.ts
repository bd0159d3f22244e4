/**
 * What has had its time is forgotten: keys of addresses, rates of sources, what dropped activities left in the engine's logs. Enters: the time. Leaves: an emptier store. A part of the sweeper's rounds, at most
 * once a minute, a bounded piece at a time; it never touches what a verdict may still need.
 */
import type { Clock } from './ports/clock';
import type { Store } from './ports/store';

const dayMs = 86_400_000;
/** The longest probabilistic window, and a day for what comes late. */
export const addressKeysKeptMs = 8 * dayMs;
export const sourceRatesKeptMs = 8 * dayMs;
const everyMs = 60_000;
/** Pieces in one go: what a store that lay still for weeks holds goes in a few minutes, and the sweeper is not held up for long. */
const piecesMax = 50;

/** Called every round; the first time does nothing, so that a start is not held up. */
export type ForgetOld = () => Promise<void>;

export function createForgetOld(store: Store, clock: Clock): ForgetOld {
  let lastAt = clock.now();
  return async () => {
    const now = clock.now();
    if (now - lastAt < everyMs) return;
    lastAt = now;
    await inPieces(() => store.forgetAddressKeys(now - addressKeysKeptMs));
    await inPieces(() => store.forgetSourceRates(now - sourceRatesKeptMs));
    await store.forgetTraces('all');
  };
}

async function inPieces(forget: () => Promise<number>): Promise<void> {
  for (let piece = 0; piece < piecesMax; piece += 1) if ((await forget()) === 0) return;
}
