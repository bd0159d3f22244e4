/**
 * Links by token. Enters: tokens. Leaves: links, read through a bounded cache in which an absent link counts too.
 * It never answers with what was read before the last `clear`.
 */
import type { Link } from '../../model/app';

export interface LinkCache {
  link(token: string): Promise<Link | undefined>;
  /** Forgets all, also what is being read. */
  clear(): void;
}

export function createLinkCache(
  read: (token: string) => Promise<Link | undefined>,
  entriesMax: number,
): LinkCache {
  // A Map keeps the order of insertion: the first entry is the one that was used longest ago.
  const held = new Map<string, Link | undefined>();
  let reading = new Map<string, Promise<Link | undefined>>();

  function keep(token: string, link: Link | undefined): void {
    held.delete(token);
    held.set(token, link);
    if (held.size <= entriesMax) return;
    const oldest = held.keys().next();
    if (oldest.done !== true) held.delete(oldest.value);
  }

  async function readOnce(token: string): Promise<Link | undefined> {
    const generation = reading;
    try {
      const link = await read(token);
      if (generation === reading) keep(token, link);
      return link;
    } finally {
      generation.delete(token);
    }
  }

  return {
    link(token) {
      if (held.has(token)) {
        const link = held.get(token);
        keep(token, link);
        return Promise.resolve(link);
      }
      let pending = reading.get(token);
      if (pending === undefined) {
        pending = readOnce(token);
        reading.set(token, pending);
      }
      return pending;
    },
    clear() {
      held.clear();
      reading = new Map();
    },
  };
}
