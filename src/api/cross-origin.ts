/**
 * Which web pages may post from a browser. Enters: every request. Leaves: CORS headers on the ways in, and answered preflights. Never on management: no page
 * reads that with a key that it found. A key's own app must name the origin; a preflight carries no key, so there some app must.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { send } from '../ingest/http';
import { hashKey } from '../ingest/authenticate';
import type { Directory } from '../ports/directory';

const keyedPaths = new Set([
  '/v1/activities',
  '/v1/installs',
  '/v1/sessions',
  '/v1/events',
  '/v1/reengagements',
  '/v1/attribution/lookup',
]);
const requestHeaders =
  'authorization, content-type, content-encoding, idempotency-key, x-request-id, carom-timestamp, carom-signature';
const answerHeaders = 'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset';
/** So long a browser asks no more: an origin that was taken away is refused then at the latest. */
const preflightSeconds = 600;

type OriginDirectory = Pick<Directory, 'app' | 'keyByHash' | 'knowsOrigin'>;

function isTouch(path: string): boolean {
  return path.startsWith('/c/') || path.startsWith('/i/');
}

function mayRead(req: IncomingMessage, path: string, origin: string, directory: OriginDirectory): boolean {
  if (!directory.knowsOrigin(origin)) return false;
  if (isTouch(path)) return true;
  const [, key] = /^bearer +(\S{1,512}) *$/i.exec(req.headers.authorization ?? '') ?? [];
  const found = key === undefined ? undefined : directory.keyByHash(hashKey(key));
  // Without a good key the answer is a refusal, which the page may read.
  if (found === undefined) return true;
  return directory.app(found.app ?? '')?.web_origins?.includes(origin) === true;
}

function answerPreflight(res: ServerResponse, path: string): void {
  send(res, 204, '', {
    'access-control-allow-methods': isTouch(path) ? 'GET, POST' : 'POST',
    'access-control-allow-headers': requestHeaders,
    'access-control-max-age': String(preflightSeconds),
  });
}

/** True: it was a preflight, and is answered. */
export function createCrossOrigin(
  directory: OriginDirectory,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  return (req, res) => {
    const { origin } = req.headers;
    if (origin === undefined) return false;
    const [path = ''] = (req.url ?? '').split('?');
    if (!keyedPaths.has(path) && !isTouch(path)) return false;
    const preflight = req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
    res.setHeader('vary', 'Origin');
    const allowed = preflight ? directory.knowsOrigin(origin) : mayRead(req, path, origin, directory);
    if (allowed) {
      res.setHeader('access-control-allow-origin', origin);
      res.setHeader('access-control-expose-headers', answerHeaders);
    }
    if (preflight) answerPreflight(res, path);
    return preflight;
  };
}
