/**
 * Whose things a key may touch. Enters: a key and what it asks for. Leaves: nothing, or a Fault.
 * What belongs to somebody else is answered as if it were not there, so that a key learns of nothing beyond its own.
 */
import { Fault } from '../errors';
import type { App, Key } from '../model/app';
import type { Directory } from '../ports/directory';

/** @throws Fault `not_found`: no such app, or not this key's. */
export function ownApp(directory: Directory, caller: Key, app: string): App {
  const found = directory.app(app);
  const mine = caller.role === 'admin' || caller.app === app;
  if (found === undefined || !mine) throw new Fault('not_found', { message: `There is no app "${app}".` });
  return found;
}

/** @throws Fault `forbidden`: a partner's key asked for another partner. */
export function ownPartner(caller: Key, partner: string): void {
  if (caller.role === 'partner' && caller.partner !== partner) throw new Fault('forbidden');
}

/** What a key may list: the filter that it asked for, narrowed to what is its own. */
export interface Scope {
  readonly app?: string;
  readonly partner?: string;
}

/** @throws Fault where the filter names what is not this key's. */
export function ownScope(directory: Directory, caller: Key, asked: Scope): Scope {
  if (caller.role === 'partner') {
    const partner = caller.partner;
    if (partner === undefined) throw new Fault('forbidden');
    if (asked.partner !== undefined) ownPartner(caller, asked.partner);
    return { ...asked, partner };
  }
  const app = caller.role === 'admin' ? asked.app : (asked.app ?? caller.app ?? '');
  if (app === undefined) return asked;
  ownApp(directory, caller, app);
  return { ...asked, app };
}
