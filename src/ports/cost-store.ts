/**
 * What a store knows of costs: sums of what touches cost, kept with `appendTouches`, and what was posted. A part of the store's port. Each touch that is new
 * adds its `costShare` to the sum of its day, place, model and currency, in the commit that stores it.
 */
import type { CostLine, PostedCost } from '../model/cost';
import type { Page, PageQuery } from './page';

export type PutCostResult = 'new' | 'changed' | 'same' | 'removed' | 'absent';

export interface CostFilter extends PageQuery {
  readonly app: string;
  /** Days, both included: `2026-11-22`. */
  readonly since?: string;
  readonly until?: string;
  readonly partner?: string;
}

export interface CostStore {
  /** One durable commit. Each stands in place of what was posted for its place; null takes that away. One result each, in order. */
  putCosts(batch: readonly PostedCost[]): Promise<readonly PutCostResult[]>;
  /**
   * By day, then partner, link, campaign, adgroup, creative, source, model, currency, bytewise. A line of touches is superseded by one posted for its place or for one
   * that it is a part of, a posted line by one posted for a larger place.
   */
  listCosts(filter: CostFilter): Promise<Page<CostLine>>;
  /** Lines of days before this one go, oldest first, a bounded number a call. How many; 0: none is left. */
  forgetCosts(beforeDay: string): Promise<number>;
}
