/**
 * Code that runs where the store is, so that what it asks of the store crosses no thread. Enters: a module's path and what it is given. Leaves: types.
 * A store that is a server has no such place; its tenant runs with whoever would ask it.
 */
import type { Store } from './store';

/** What a tenant says without being asked. It is a plain value: it crosses a thread. */
export type Tell = (message: unknown) => void;

export interface Tenant {
  /** Questions and answers are plain values. Calls may overlap wherever it waits for something. */
  ask(question: unknown): Promise<unknown>;
  close(): void;
}

/** What a tenant's module exports. `store` is the very store, without a way to it. */
export interface TenantModule {
  openTenant(store: Store, given: unknown, tell: Tell): Promise<Tenant>;
}
