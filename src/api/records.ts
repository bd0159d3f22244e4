/**
 * Managed nouns in the store. Enters: nouns. Leaves: nouns, pages. Every write is compare-and-set and is seen by this process's directory when
 * it returns. It never decides who may do it.
 */
import { randomBytes } from 'node:crypto';
import { Fault } from '../errors';
import { nounOf, type ManagedNoun } from '../ports/directory';
import type { PageQuery, RecordKind, StoredRecord } from '../ports/store';
import { without } from './changes';
import type { ApiDeps } from './deps';
import type { PageForm } from './forms';

type RecordDeps = Pick<ApiDeps, 'store' | 'directory' | 'clock'>;

export type Noun = ManagedNoun;

/** What a noun is made of, without what its record says. */
export type Content<T extends Noun> = Omit<T, 'id' | 'createdAt' | 'version'>;

export function contentOf<T extends Noun>(noun: T): Content<T> {
  return without(noun, 'id', 'createdAt', 'version');
}

const idLetters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Unbiased: bytes that would favour the first letters are drawn again. */
export function drawLetters(count: number, letters = idLetters): string {
  const usable = 256 - (256 % letters.length);
  let text = '';
  while (text.length < count) {
    for (const byte of randomBytes(count * 2)) {
      if (byte < usable && text.length < count) text += letters.charAt(byte % letters.length);
    }
  }
  return text;
}

const secretLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Letters of a secret that signs: of 62, 256 bits. */
export const secretLength = 43;

/** What is shown once: a prefix that says what it is for, and letters and digits. */
export function drawSecret(prefix: string, length: number): string {
  return prefix + drawLetters(length, secretLetters);
}

export function drawId(prefix: 'app' | 'key' | 'cb'): string {
  return `${prefix}_${drawLetters(12)}`;
}

/** @throws Fault `conflict` where the id is taken. */
export async function createNoun<T extends Noun>(
  deps: RecordDeps,
  kind: RecordKind,
  id: string,
  content: Content<T>,
  app?: string,
): Promise<T> {
  const record = {
    kind,
    id,
    createdAt: deps.clock.now(),
    document: content,
    ...(app === undefined ? {} : { app }),
  };
  if (!(await deps.store.putRecord(record, 0))) throw new Fault('conflict');
  await deps.directory.refresh();
  return nounOf<T>({ ...record, version: 1 });
}

/** The record, where there is one and it belongs to `app`. */
export async function readNoun<T extends Noun>(
  deps: RecordDeps,
  kind: RecordKind,
  id: string,
  app?: string,
): Promise<T | null> {
  const record = await deps.store.readRecord(kind, id);
  return record === null || (app !== undefined && record.app !== app) ? null : nounOf<T>(record);
}

/** @throws Fault `not_found`. */
export async function needNoun<T extends Noun>(
  deps: RecordDeps,
  kind: RecordKind,
  id: string,
  app?: string,
): Promise<T> {
  const noun = await readNoun<T>(deps, kind, id, app);
  if (noun === null) throw new Fault('not_found', { message: `There is no ${kind} "${id}".` });
  return noun;
}

/** @throws Fault `conflict` where somebody else changed it since `before` was read. */
export async function replaceNoun<T extends Noun>(
  deps: RecordDeps,
  kind: RecordKind,
  before: T,
  content: Content<T>,
  app?: string,
): Promise<T> {
  const record = {
    kind,
    id: before.id,
    createdAt: before.createdAt,
    document: content,
    ...(app === undefined ? {} : { app }),
  };
  if (!(await deps.store.putRecord(record, before.version))) throw new Fault('conflict');
  await deps.directory.refresh();
  return nounOf<T>({ ...record, version: before.version + 1 });
}

export async function removeNoun(deps: RecordDeps, kind: RecordKind, id: string): Promise<void> {
  await deps.store.deleteRecord(kind, id);
  await deps.directory.refresh();
}

export function pageQuery(form: PageForm): PageQuery {
  return { limit: form.limit, ...(form.cursor === undefined ? {} : { cursor: form.cursor }) };
}

/** A page in the contract's form. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the kind's type
export async function listNouns<T extends Noun>(
  deps: RecordDeps,
  kind: RecordKind,
  form: PageForm,
  show: (noun: T) => unknown,
  app?: string,
): Promise<{ items: unknown[]; next: string | null }> {
  const filter = { ...pageQuery(form), ...(app === undefined ? {} : { app }) };
  const found = await deps.store.listRecords(kind, filter);
  return { items: found.items.map((record) => show(nounOf<T>(record))), next: found.next };
}

/** Every record of a kind that belongs to an app, page by page. */
export async function* recordsOf(
  deps: RecordDeps,
  kind: RecordKind,
  app: string,
): AsyncGenerator<StoredRecord> {
  let cursor: string | null = null;
  do {
    const found = await deps.store.listRecords(kind, {
      app,
      limit: 500,
      ...(cursor === null ? {} : { cursor }),
    });
    yield* found.items;
    cursor = found.next;
  } while (cursor !== null);
}
