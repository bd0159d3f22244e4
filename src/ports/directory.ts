/** What is managed, as of now: a snapshot in memory, at most a second behind the store. */
import type { App, Callback, Integration, Key, Link } from '../model/app';
import type { StoredRecord } from './store';

export interface Directory {
  app(id: string): App | undefined;
  /** Apps whose links live on this host, by their id. */
  appsOfDomain(host: string): readonly App[];
  /** Whether some app lets pages of this origin post from a browser. */
  knowsOrigin(origin: string): boolean;
  /** By the SHA-256 of a key, hex; undefined too where it is over. */
  keyByHash(hash: string): Key | undefined;
  /** Links may be many: read through a bounded cache. */
  link(token: string): Promise<Link | undefined>;
  callbacks(app: string): readonly Callback[];
  integrations(app: string): readonly Integration[];
  /** Reads the store now; what this process wrote is seen at once. */
  refresh(): Promise<void>;
}

/** A directory as its owner holds it. */
export interface ManagedDirectory extends Directory {
  /** Of each stored partner the template that is live, as its `template` record (document: `TemplateDocument`). */
  templates(): readonly StoredRecord[];
  /** A stored version that an integration names, or the newest; undefined: there is none, or no integration names it. */
  templateVersion(partner: string, number: number | 'latest'): StoredRecord | undefined;
  /** Records of kind `compat`, whose ids are `<app>/<vendor>` (document: `CompatDocument`). */
  compats(): readonly StoredRecord[];
  /** `recordsVersion` of the store as of this snapshot. */
  version(): number;
  /** Called after each change, when the snapshot holds it. Returns what stops it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Of a record of kind `template`: one version of a partner's template, never changed again. Its id is `<partner>@<number>`. */
export interface TemplateDocument {
  readonly partner: string;
  /** From 1; what deliveries name as `template_version`. */
  readonly number: number;
  readonly template: unknown;
  /** The id of the key that put it. */
  readonly by: string;
}

/** Of a record of kind `partner`: which stored version is live, and which wait for an admin. */
export interface PartnerDocument {
  readonly live: number | null;
  readonly pending: number | null;
  readonly latest: number;
  /** Those that were ever live, the newest decision last; each once, at most `approvedMax`. */
  readonly approved?: readonly number[];
}

export const approvedMax = 200;

/** Of a record of kind `compat`: what another vendor's client sends, so that its requests find the app. */
export interface CompatDocument {
  readonly vendor: string;
  readonly app_ids: readonly string[];
  /** SHA-256 of the vendor's key, hex. */
  readonly key_hash?: string;
  /** The same key, sealed: some of the vendor's clients sign with it and do not show it. */
  readonly key_sealed?: string;
  /** The vendor's event token or name → the app's own name of the event. */
  readonly events?: Readonly<Record<string, string>>;
  /** The vendor's tracker, campaign id or media source → the token of a link of the app. */
  readonly links?: Readonly<Record<string, string>>;
  readonly lenient?: boolean;
}

/** The noun that a record holds: its document with the record's own id, time and version. Documents are untyped; the caller knows the kind. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the one place where a kind's type is put on its document
export function nounOf<T extends ManagedNoun>(record: StoredRecord): T {
  return {
    ...(record.document as object),
    id: record.id,
    createdAt: record.createdAt,
    version: record.version,
  } as T;
}

/** What every managed noun has. */
export interface ManagedNoun {
  readonly id: string;
  readonly createdAt: number;
  readonly version: number;
}
