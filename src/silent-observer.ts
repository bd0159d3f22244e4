/** An observer that hears nothing, for who counts elsewhere or not at all. Enters: what stages say. Leaves: nothing. */
import type { Observer } from './ports/observer';

const ignore = (): void => undefined;

export const silentObserver: Observer = {
  log: ignore,
  accepted: ignore,
  duplicates: ignore,
  refused: ignore,
  touches: ignore,
  touchFate: ignore,
  attributed: ignore,
  delivery: ignore,
  attempt: ignore,
  latency: ignore,
  switched: ignore,
};
