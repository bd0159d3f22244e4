/**
 * A file that is posted. Enters: a request whose body is CSV, plain or gzip. Leaves: its lines, as they come, for one caller who may post for the app. It holds
 * no file in memory, takes a few at once, and stops where the sender does.
 */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { Fault } from '../errors';
import { allow, authenticate, type Permission } from '../ingest/authenticate';
import { readColumns, readCsv, type CsvLine } from '../ingest/csv-lines';
import { contentTypeOf } from '../ingest/http';
import { refuseKeyAlone } from '../ingest/request-signature';
import type { App } from '../model/app';
import type { ApiDeps } from './deps';
import { timezone } from './forms';
import { validate } from './validate';

export const linesMax = 2_000_000;
/** Files in hand at once, of one process. */
const filesMax = 2;
const csvTypes: readonly string[] = [
  'text/csv',
  'application/csv',
  'text/plain',
  'application/octet-stream',
  '',
];

export const fileQuery = {
  columns: z
    .string()
    .max(4_000)
    .optional()
    .describe('"Order ID:txid,Total:amount": what the file calls what'),
  timezone: timezone.optional().describe("of times without a zone; absent: the app's, else UTC"),
};

/** Requests whose body may take long. */
export function isFileRequest({ url = '' }: IncomingMessage): boolean {
  return /^\/v1\/apps\/[^/?]+\/(?:conversions\.csv|reconcile)(?:\?|$)/.test(url);
}

/** @throws Fault `unauthorized`, `forbidden`, `insufficient_scope`, `not_found`, `request_signature`. */
export function appOfFile(
  req: IncomingMessage,
  id: string,
  may: Pick<Permission, 'roles' | 'scopes'>,
  { directory }: ApiDeps,
): App {
  const key = authenticate(req, directory);
  allow(key, { ...may, app: id });
  const app = directory.app(id);
  if (app === undefined) throw new Fault('not_found', { message: `There is no app "${id}".` });
  if (key.role === 'app') refuseKeyAlone(app);
  return app;
}

export function readQuery<T extends z.ZodRawShape>(req: IncomingMessage, shape: T) {
  const { searchParams } = new URL(req.url ?? '', 'http://localhost');
  return validate(z.strictObject(shape), Object.fromEntries(searchParams));
}

/** The body as bytes. @throws Fault `unsupported_media_type`. */
function bytesOf(req: IncomingMessage): AsyncIterable<Uint8Array> {
  if (!csvTypes.includes(contentTypeOf(req)))
    throw new Fault('unsupported_media_type', { message: 'Send the file as text/csv.' });
  const encoding = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  // Who stops reading still has an answer to give: the request must not be torn down with its body.
  if (encoding === 'identity' || encoding === '') return req.iterator({ destroyOnReturn: false });
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new Fault('unsupported_media_type', { message: 'Send the file plain or as gzip.' });
  const unzipped = createGunzip();
  req
    .on('error', (cause) => unzipped.destroy(cause))
    .on('aborted', () => unzipped.destroy(new Error('aborted')));
  return req.pipe(unzipped);
}

/** @throws Fault as `readCsv`; `bad_request` where the file ended early, or is too long. */
async function* linesOf(req: IncomingMessage, columns: string | undefined): AsyncGenerator<CsvLine> {
  let lines = 0;
  try {
    for await (const line of readCsv(bytesOf(req), { columns: readColumns(columns) })) {
      lines += 1;
      if (lines > linesMax)
        throw new Fault('body_too_large', {
          message: `A file has at most ${linesMax} lines. Send it in parts.`,
        });
      yield line;
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('bad_request', {
      message: 'The file ended before its end, or is not valid gzip.',
      cause,
    });
  }
}

let filesInHand = 0;

/** Works through the file's lines, one file of a few at once. @throws Fault `overloaded`. */
export async function withLines<T>(
  req: IncomingMessage,
  columns: string | undefined,
  work: (lines: AsyncGenerator<CsvLine>) => Promise<T>,
): Promise<T> {
  if (filesInHand >= filesMax)
    throw new Fault('overloaded', {
      retryAfterSeconds: 10,
      message: `${filesMax} files are in hand already. Nothing was taken; try again shortly.`,
    });
  filesInHand += 1;
  try {
    return await work(linesOf(req, columns));
  } finally {
    filesInHand -= 1;
  }
}

/** Pieces of so many. What came before a failure is given before it. */
export async function* inPieces<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let piece: T[] = [];
  let failure: { readonly cause: unknown } | null = null;
  try {
    for await (const item of items) {
      piece.push(item);
      if (piece.length < size) continue;
      yield piece;
      piece = [];
    }
  } catch (cause) {
    failure = { cause };
  }
  if (piece.length > 0) yield piece;
  if (failure !== null) throw failure.cause;
}
