/**
 * What is managed, in memory. Enters: a store, read again whenever its records changed. Leaves: apps, keys, links, callbacks, integrations, templates.
 * It never writes. While the store does not answer it goes on with what it last read, and says so to `onError`.
 */
import type { Key, Link } from '../../model/app';
import { nounOf, type ManagedDirectory } from '../../ports/directory';
import type { Store } from '../../ports/store';
import { createLinkCache, type LinkCache } from './link-cache';
import { findVersion, readSnapshot, type Snapshot } from './snapshot';

/** Of every process: what is revoked is refused everywhere within a second. */
export const directoryPollMs = 400;

export interface DirectoryOptions {
  /** Between two looks at `recordsVersion`; with the reading, well under a second. */
  readonly pollMs: number;
  readonly onError: (cause: unknown) => void;
  readonly linksMax?: number;
}

/** Keeps one snapshot fresh: one reading at a time, and a refresh never joins a reading that began before it was asked for. */
class SnapshotKeeper {
  private readonly listeners = new Set<() => void>();
  private running: Promise<void> | null = null;
  private queued: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly store: Store,
    private readonly options: DirectoryOptions,
    private readonly links: LinkCache,
    public current: Snapshot,
  ) {}

  refresh(): Promise<void> {
    if (this.running === null) {
      this.running = this.look().finally(() => (this.running = null));
      return this.running;
    }
    this.queued ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.queued = null;
        return this.refresh();
      });
    return this.queued;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  poll(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      void this.refresh()
        .catch(this.options.onError)
        .then(() => this.poll());
    }, this.options.pollMs);
    this.timer.unref();
  }

  close(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.listeners.clear();
  }

  private async look(): Promise<void> {
    if ((await this.store.recordsVersion()) === this.current.version) return;
    const next = await readSnapshot(this.store, this.current);
    this.current = next;
    this.links.clear();
    for (const listener of this.listeners) this.tell(listener);
  }

  private tell(listener: () => void): void {
    try {
      listener();
    } catch (cause) {
      this.options.onError(cause);
    }
  }
}

/** A key that is over is as good as revoked, to the moment, whenever the snapshot was read. */
function alive(key: Key | undefined): Key | undefined {
  return key?.expiresAt !== undefined && key.expiresAt <= Date.now() ? undefined : key;
}

export async function openDirectory(store: Store, options: DirectoryOptions): Promise<ManagedDirectory> {
  const links = createLinkCache(async (token) => {
    const record = await store.readRecord('link', token);
    return record === null ? undefined : nounOf<Link>(record);
  }, options.linksMax ?? 10_000);
  const keeper = new SnapshotKeeper(store, options, links, await readSnapshot(store));
  keeper.poll();
  return {
    app: (id) => keeper.current.apps.get(id),
    appsOfDomain: (host) => keeper.current.appsByDomain.get(host) ?? [],
    knowsOrigin: (origin) => keeper.current.webOrigins.has(origin),
    keyByHash: (hash) => alive(keeper.current.keysByHash.get(hash)),
    link: (token) => links.link(token),
    callbacks: (app) => keeper.current.callbacks.get(app) ?? [],
    integrations: (app) => keeper.current.integrations.get(app) ?? [],
    templates: () => [...keeper.current.templates.values()],
    templateVersion: (partner, number) => findVersion(keeper.current, partner, number),
    compats: () => keeper.current.compats,
    version: () => keeper.current.version,
    onChange: (listener) => keeper.onChange(listener),
    refresh: () => keeper.refresh(),
    close: () => keeper.close(),
  };
}
