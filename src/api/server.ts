/**
 * The HTTP server. Enters: requests. Leaves: answers; the hot routes first, management through Express. It never lets an error out in another
 * form than the contract's, and never waits for a client longer than its limits.
 */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { sendFault } from '../ingest/http';
import { Fault } from '../errors';
import { brokenRequest, headerMaxBytes } from './broken-requests';
import { createCrossOrigin } from './cross-origin';
import { isFileRequest } from './csv-request';
import { createManagement } from './management';
import { createRateLimit } from './rate-limit';
import type { ApiDeps } from './deps';

export type { ApiDeps, PolicyScope, RegisteredTemplate } from './deps';

const headersTimeoutMs = 10_000;
/** For a whole request, its body included: long enough for 2 MiB on a slow line. */
const requestTimeoutMs = 30_000;
/** For a file of two million lines on a slow line. */
const fileTimeoutMs = 3_600_000;
/** Longer than the idle time of common load balancers (60 s), so that it is they who close. */
const keepAliveTimeoutMs = 65_000;

/** What is not HTTP gets the contract's error form too, as far as that still can be. */
function answerBroken(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = 'bad_request';
  const { status, message } = brokenRequest(error.code);
  const body = JSON.stringify({ error: { code, message, request_id: randomUUID() } });
  const head = [
    `HTTP/1.1 ${status} ${code}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** What does not arrive in time is told so, as far as that still can be. */
function limitBodyTime(req: IncomingMessage, res: ServerResponse): void {
  const { headers, socket } = req;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const late = (): void => {
    if (req.complete || socket.destroyed) return;
    if (res.headersSent) socket.destroy();
    else answerBroken(Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  };
  const timer = setTimeout(late, isFileRequest(req) ? fileTimeoutMs : requestTimeoutMs).unref();
  req.once('close', () => clearTimeout(timer));
}

/** Not listening yet. */
export function createServer(deps: ApiDeps): Server {
  const management = createManagement(deps);
  const limit = createRateLimit({ ...deps.rateLimit, trustProxy: deps.trustProxy, limits: deps.limits });
  const crossOrigin = createCrossOrigin(deps.directory);
  const dispatch = (req: IncomingMessage, res: ServerResponse): void => {
    if (!deps.intake.handle(req, res)) management(req, res);
  };
  const refuse = (res: ServerResponse, cause: unknown): void => {
    const expected = cause instanceof Fault;
    if (expected) deps.observer.refused(cause.kind, 1);
    else deps.observer.log('error', 'http', { error: cause }, 'a route threw');
    sendFault(res, cause);
  };
  const server = createHttpServer(
    {
      maxHeaderSize: headerMaxBytes,
      headersTimeout: headersTimeoutMs,
      // Bodies have a deadline of their own: a file may take longer.
      requestTimeout: 0,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: 5_000,
    },
    (req, res) => {
      try {
        limitBodyTime(req, res);
        if (crossOrigin(req, res)) return;
        if (limit === null) dispatch(req, res);
        else
          limit(req, res)
            .then(() => dispatch(req, res))
            .catch((cause: unknown) => refuse(res, cause));
      } catch (cause) {
        refuse(res, cause);
      }
    },
  );
  server.on('clientError', answerBroken);
  return server;
}
