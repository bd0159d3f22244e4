/**
 * The click domain's own cookie, for apps that ask for it. Enters: a request. Leaves: a touch's key and, for who has no cookie yet, the header that sets
 * one. It names a browser by a random word and nothing else, and is never read by anybody but this domain.
 */
import { hash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const cookieName = 'carom_clicker';
const form = /^[A-Za-z0-9_-]{22}$/;
const keptSeconds = 365 * 86_400;

export interface Clicker {
  /** `clicker:…`: what two touches of one browser have in common, in one app. */
  readonly key: string;
  /** Absent: the browser has the cookie already. */
  readonly setCookie?: string;
}

export function readClicker(req: IncomingMessage, app: string): Clicker {
  const known = cookieOf(req.headers.cookie ?? '');
  const word = known ?? randomBytes(16).toString('base64url');
  const key = `clicker:${hash('sha256', `${app} ${word}`).slice(0, 32)}`;
  if (known !== undefined) return { key };
  return { key, setCookie: `${cookieName}=${word}; Max-Age=${keptSeconds}; Path=/; HttpOnly; SameSite=Lax` };
}

function cookieOf(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const [name = '', value = ''] = pair.trim().split('=');
    if (name === cookieName && form.test(value)) return value;
  }
  return undefined;
}
