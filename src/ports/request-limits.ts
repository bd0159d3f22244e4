/** How many requests one caller may make in a second, counted by all API processes together. */

export interface Taken {
  readonly limit: number;
  /** Below 0: this one is too many. */
  readonly remaining: number;
  /** Until the count begins anew, milliseconds. */
  readonly resetMs: number;
}

export interface RequestLimits {
  /**
   * Counts one request of a caller. `name` is hashed before it goes anywhere. Never rejects: where Redis is away this process counts for itself.
   * @param perSecond the limit of this kind of caller.
   */
  take(kind: 'key' | 'address', name: string, perSecond: number): Promise<Taken>;
}
