/** What a store remembers of devices that asked to be forgotten, and how it forgets them. A part of the store's port. */
import type { OptOut } from '../model/opt-out';
import type { Page, PageQuery } from './page';

export interface OptOutQuery {
  readonly app: string;
  /** Keyed hashes of what may name the device. */
  readonly hashes: readonly string[];
}

export interface FoundOptOuts {
  /** Grows with every opt-out and every withdrawal; read before the look-ups. 0: there was never one. */
  readonly version: number;
  /** One a query, in order: any of its hashes is opted out in its app. */
  readonly forgotten: readonly boolean[];
}

/** A key in clear, as far as it is stored today, and what is remembered of it. */
export interface HashedKey {
  readonly key: string;
  readonly hash: string;
}

export interface OptOutRequest extends Omit<OptOut, 'hashes' | 'forgotten'> {
  /** Device keys. */
  readonly keys: readonly HashedKey[];
  /** Forms in which touches may carry them. */
  readonly touchKeys: readonly HashedKey[];
}

export type OptOutResult =
  | { readonly outcome: 'done'; readonly id: string; readonly forgotten: number }
  /** Nothing was done: these keys name the same device; ask again with them. A `user:` key that names other devices too is not among them. */
  | { readonly outcome: 'linked'; readonly keys: readonly string[] }
  /** Nothing was done: more devices are named than one person has. */
  | { readonly outcome: 'too_many' };

export interface OptOutStore {
  /** One indexed look-up a hash, for the whole batch. */
  findOptOuts(queries: readonly OptOutQuery[]): Promise<FoundOptOuts>;
  /**
   * Remembers the hashes, durably; removes the devices that the keys name, and notes what else is to be forgotten, which `forgetPiece` does. Where one opt-out
   * holds all these keys already it is that one, and its id is answered.
   */
  optOut(request: OptOutRequest): Promise<OptOutResult>;
  /**
   * A bounded piece of what opt-outs left to do: activities and touches lose what tells whose they were, what is still to be sent for them is stopped, and
   * what was sent loses its request and answers. Accepted activities are left to their verdict; parked ones are unprocessed again. 0: nothing is left.
   */
  forgetPiece(): Promise<number>;
  /**
   * What was forgotten since the last call goes from the engine's own logs too, as far as it can: for opt-outs, or for dropped activities as well. Cheap where
   * nothing was.
   */
  forgetTraces(of: 'opt-outs' | 'all'): Promise<void>;
  /** Newest first. */
  listOptOuts(app: string, page: PageQuery): Promise<Page<OptOut>>;
  /** What was forgotten stays forgotten. False: there is no such opt-out in this app. */
  withdrawOptOut(app: string, id: string): Promise<boolean>;
}
