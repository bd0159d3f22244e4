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
  readonly appsByDomain: ReadonlyMap<string, readonly App[]>;
  /** Of all apps. */
  readonly webOrigins: ReadonlySet<string>;
  readonly keysByHash: ReadonlyMap<string, Key>;
  readonly callbacks: ReadonlyMap<string, readonly Callback[]>;
  readonly integrations: ReadonlyMap<string, readonly Integration[]>;
  /** Live ones, by record id. */
  readonly templates: ReadonlyMap<string, StoredRecord>;
  /** Those that integrations name, by record id. */
  readonly versions: ReadonlyMap<string, StoredRecord>;
  /** The newest version of each stored partner. */
  readonly latest: ReadonlyMap<string, number>;
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

function byDomain(apps: readonly App[]): Map<string, App[]> {
  const grouped = new Map<string, App[]>();
  for (const app of apps)
    if (app.link_domain !== undefined)
      grouped.set(app.link_domain, [...(grouped.get(app.link_domain) ?? []), app]);
  return grouped;
}

/** A template's version never changes, so what an earlier snapshot read is taken from it. */
async function readTemplates(
  store: Store,
  ids: Iterable<string>,
  earlier: Snapshot | undefined,
): Promise<Map<string, StoredRecord>> {
  const templates = new Map<string, StoredRecord>();
  for (const id of new Set(ids)) {
    const known = earlier?.templates.get(id) ?? earlier?.versions.get(id);
    const record = known ?? (await store.readRecord('template', id));
    if (record !== null) templates.set(id, record);
  }
  return templates;
}

function liveIds(partners: readonly StoredRecord[]): string[] {
  return partners.flatMap(({ id, document }) => {
    const { live } = document as PartnerDocument;
    return live === null ? [] : [`${id}@${live}`];
  });
}

function namedIds(integrations: readonly Integration[], latest: ReadonlyMap<string, number>): string[] {
  return integrations.flatMap(({ partner, template_version: pinned, sandbox_template_version: sandbox }) =>
    [pinned, sandbox === 'latest' ? latest.get(partner) : sandbox].flatMap((number) =>
      number === undefined ? [] : [`${partner}@${number}`],
    ),
  );
}

export function findVersion(
  { versions, latest }: Snapshot,
  partner: string,
  number: number | 'latest',
): StoredRecord | undefined {
  return versions.get(`${partner}@${(number === 'latest' ? latest.get(partner) : number) ?? 0}`);
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
  const named = integrations.map((record) => nounOf<Integration>(record));
  const namedApps = apps.map((record) => nounOf<App>(record));
  const latest = new Map(partners.map(({ id, document }) => [id, (document as PartnerDocument).latest]));
  return {
    version,
    apps: new Map(namedApps.map((app) => [app.id, app])),
    appsByDomain: byDomain(namedApps),
    webOrigins: new Set(namedApps.flatMap(({ web_origins: origins = [] }) => origins)),
    keysByHash: new Map(keys.map((record) => nounOf<Key>(record)).map((key) => [key.hash, key])),
    callbacks: byApp(callbacks.map((record) => nounOf<Callback>(record))),
    integrations: byApp(named),
    templates: await readTemplates(store, liveIds(partners), earlier),
    versions: await readTemplates(store, namedIds(named, latest), earlier),
    latest,
    compats,
  };
}
