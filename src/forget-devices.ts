/**
 * The work that opt-outs leave behind. Enters: a store. Leaves: less of it. A part of the sweeper's rounds and of the request that asked; whoever dies in the
 * middle leaves the rest to the next.
 */
import type { OptOutStore } from './ports/opt-out-store';

/** A few seconds' worth at most. */
const piecesMax = 50;

/** True: nothing is left. */
export async function forgetDevices(
  store: Pick<OptOutStore, 'forgetPiece' | 'forgetTraces'>,
): Promise<boolean> {
  for (let piece = 0; piece < piecesMax; piece += 1) {
    if ((await store.forgetPiece()) === 0) {
      await store.forgetTraces('opt-outs');
      return true;
    }
  }
  return false;
}
