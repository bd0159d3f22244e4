/**
 * One reading of what is managed. Enters: a store. Leaves: apps, keys, callbacks, integrations, live templates, compat records.
 * It never reads links, which may be many.
 */
import type { App, Callback, Integration, Key } from '../../model/app';
import { nounOf, type PartnerDocument } from '../../ports/directory';
import type { RecordKind, Store, StoredRecord } from '../../ports/store';

export interface Snapshot {
  readonly version: number;
  readonly apps: ReadonlyMap<string, App>;
  readonly keysByHash: ReadonlyMap<string, Key>;
  readonly callbacks: ReadonlyMap<string, readonly Callback[]>;
  readonly integrations: ReadonlyMap<string, readonly Integration[]>;
  /** By record id. */
  readonly templates: ReadonlyMap<string, StoredRecord>;
  readonly compats: readonly StoredRecord[];
}

const pageLimit = 1_000;

async function readAll(store: Store, kind: RecordKind): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.listRecords(kind, { limit: pageLimit, ...(cursor === null ? {} : { cursor }) });
    records.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return records;
}

function byApp<T extends { readonly app: string }>(items: readonly T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const item of items) {
    const group = grouped.get(item.app);
    if (group === undefined) grouped.set(item.app, [item]);
    else group.push(item);
  }
  return grouped;
}

/** A template's version never changes, so what an earlier snapshot read is taken from it. */
async function readTemplates(
  store: Store,
  partners: readonly StoredRecord[],
  known: ReadonlyMap<string, StoredRecord>,
): Promise<Map<string, StoredRecord>> {
  const templates = new Map<string, StoredRecord>();
  for (const partner of partners) {
    const { live } = partner.document as PartnerDocument;
    if (live === null) continue;
    const id = `${partner.id}@${live}`;
    const record = known.get(id) ?? (await store.readRecord('template', id));
    if (record !== null) templates.set(id, record);
  }
  return templates;
}

/** The version is read first: what changes while the rest is read is read again at the next look. */
export async function readSnapshot(store: Store, earlier?: Snapshot): Promise<Snapshot> {
  const version = await store.recordsVersion();
  const [apps, keys, callbacks, integrations, partners, compats] = await Promise.all([
    readAll(store, 'app'),
    readAll(store, 'key'),
    readAll(store, 'callback'),
    readAll(store, 'integration'),
    readAll(store, 'partner'),
    readAll(store, 'compat'),
  ]);
  return {
    version,
    apps: new Map(apps.map((record) => [record.id, nounOf<App>(record)])),
    keysByHash: new Map(keys.map((record) => nounOf<Key>(record)).map((key) => [key.hash, key])),
    callbacks: byApp(callbacks.map((record) => nounOf<Callback>(record))),
    integrations: byApp(integrations.map((record) => nounOf<Integration>(record))),
    templates: await readTemplates(store, partners, earlier?.templates ?? new Map()),
    compats,
  };
}
