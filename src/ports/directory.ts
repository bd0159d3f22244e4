/** What is managed, as of now: a snapshot in memory, at most a second behind the store. */
import type { App, Callback, Integration, Key, Link } from '../model/app';

export interface Directory {
  app(id: string): App | undefined;
  /** By the SHA-256 of a key, hex. */
  keyByHash(hash: string): Key | undefined;
  /** Links may be many: read through a bounded cache. */
  link(token: string): Promise<Link | undefined>;
  callbacks(app: string): readonly Callback[];
  integrations(app: string): readonly Integration[];
  /** Reads the store now; what this process wrote is seen at once. */
  refresh(): Promise<void>;
}
