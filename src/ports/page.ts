/** A list, a page at a time. Enters: nothing. Leaves: types. */

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}
