/**
 * What an installation has once: its secret key, its first admin key. Enters: a store and what the settings say. Leaves: the key to work with.
 * Both are made at the first start where the settings name none; the admin key is told once and never again.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Fault } from './errors';
import type { Store } from './ports/store';

const attemptsMax = 5;

/**
 * The settings' key, or the one kept in the store, made at the first start.
 * @throws Fault `invalid_settings` where the store's secrets were sealed with another key.
 */
export async function settleSecretKey(store: Store, given: string, now: number): Promise<string> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const record = await store.readRecord('meta', 'secret_key');
    if (record !== null) return checkSecretKey(record.document as SecretKeyDocument, given);
    const key = given === '' ? randomBytes(32).toString('base64url') : given;
    const document: SecretKeyDocument = { check: checkOf(key), ...(given === '' ? { key } : {}) };
    // Two processes may start at once; who comes second reads what the first one put.
    if (await store.putRecord({ kind: 'meta', id: 'secret_key', createdAt: now, document }, 0)) return key;
  }
  throw new Fault('conflict', { message: 'The secret key could not be settled in the store.' });
}

interface SecretKeyDocument {
  /** Tells whether a key is the one, without telling the key. */
  readonly check: string;
  /** Absent where the settings name it. */
  readonly key?: string;
}

function checkOf(key: string): string {
  return createHmac('sha256', key).update('carom').digest('hex');
}

function checkSecretKey(document: SecretKeyDocument, given: string): string {
  const key = given === '' ? document.key : given;
  if (key === undefined)
    throw new Fault('invalid_settings', {
      message: 'SECRET_KEY is not set, but this store was first used with one: set the same one again.',
    });
  if (checkOf(key) !== document.check)
    throw new Fault('invalid_settings', {
      message:
        'SECRET_KEY is not the one this store was first used with; with another one its secret settings cannot be opened.',
    });
  return key;
}

/**
 * Makes sure that the settings' admin key works, or, where none is set and the store has none, makes one.
 * @returns the key that was made, to be shown once; null where none was.
 */
export async function settleAdminKey(store: Store, given: string, now: number): Promise<string | null> {
  if (given === '' && (await hasAdminKey(store))) return null;
  const key = given === '' ? `crm_admin_${randomBytes(24).toString('base64url')}` : given;
  const hash = createHash('sha256').update(key).digest('hex');
  const id = given === '' ? 'key_first_admin' : `key_env_${hash.slice(0, 16)}`;
  const document = {
    role: 'admin',
    name: given === '' ? 'first admin key' : 'ADMIN_KEY',
    hash,
    prefix: given === '' ? key.slice(0, 14) : key.slice(0, 2),
  };
  const made = await store.putRecord({ kind: 'key', id, createdAt: now, document }, 0);
  return made && given === '' ? key : null;
}

async function hasAdminKey(store: Store): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = await store.listRecords('key', {
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.items.some(({ document }) => (document as { role?: string }).role === 'admin')) return true;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return false;
}
