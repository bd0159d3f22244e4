/**
 * Who is asking, and may they. Enters: a request's bearer key, the directory. Leaves: the key's record, or a Fault. Never keeps, logs or
 * returns the key itself.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors';
import type { Key, Role } from '../model/app';
import { missingScope, type KeyScope } from '../model/key-scopes';
import type { Directory } from '../ports/directory';

/** SHA-256 of a key, hex: the form in which keys are stored and found. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The key of an `Authorization: Bearer …` header. @throws Fault `unauthorized`. */
export function authenticate(req: IncomingMessage, directory: Directory): Key {
  const match = /^bearer +(\S{1,512}) *$/i.exec(req.headers.authorization ?? '');
  if (match?.[1] === undefined) throw new Fault('unauthorized');
  return findKey(match[1], directory);
}

/** The record of a key as it was shown. @throws Fault `unauthorized`. */
export function findKey(key: string, directory: Directory): Key {
  const found = directory.keyByHash(hashKey(key));
  if (found === undefined)
    throw new Fault('unauthorized', { message: 'This key is not known, was revoked, or is over.' });
  return found;
}

export interface Permission {
  readonly roles: readonly Role[];
  /** All of them, of a key that was narrowed. */
  readonly scopes: readonly KeyScope[];
  /** The app it is about; keys of another app are refused. */
  readonly app?: string;
  /** How they are refused: as if there were no such app (default), or openly. */
  readonly otherApp?: 'not_found' | 'forbidden';
}

/** @throws Fault `forbidden` for a role that may not, `insufficient_scope` for a key that was narrowed away from it, `not_found` (or `forbidden`) for another app's key. */
export function allow(key: Key, permission: Permission): void {
  if (!permission.roles.includes(key.role)) {
    throw new Fault('forbidden', {
      message: `A key of the role ${key.role} may not do that; it needs one of the role ${permission.roles.join(' or ')}.`,
    });
  }
  needScopes(key, permission.scopes);
  // A partner's key belongs to no app unless it was made for one; its slice is cut where it reads.
  const bound = key.app ?? (key.role === 'partner' ? permission.app : undefined);
  if (key.role === 'admin' || permission.app === undefined || bound === permission.app) return;
  if (permission.otherApp === 'forbidden')
    throw new Fault('forbidden', { message: 'This key belongs to another app.' });
  throw new Fault('not_found');
}

/** @param what it is for, as in "this needs". @throws Fault `insufficient_scope` that names the scope. */
export function needScopes(key: Key, needed: readonly KeyScope[], what = 'this'): void {
  const missing = missingScope(key, needed);
  if (missing === undefined) return;
  throw new Fault('insufficient_scope', {
    message: `This key was narrowed to the scopes ${key.scopes?.join(', ') ?? ''}; ${what} needs "${missing}".`,
  });
}
