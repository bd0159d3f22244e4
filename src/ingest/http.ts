/**
 * Answers and bodies of plain node:http. Enters: a request, an answer. Leaves: JSON, faults in the contract's form, bodies as text or
 * values. Never trusts a length, an encoding or a depth; never leaves a connection hanging behind an unread body.
 */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { Fault } from '../errors';
import { drainRequest } from './drain-request';

export const bodyMaxBytes = 2 * 1024 * 1024;
export const jsonDepthMax = 32;
export const jsonKeysMax = 200_000;

const saneRequestId = /^[A-Za-z0-9_-]{1,64}$/;
const requestIds = new WeakMap<IncomingMessage, string>();

/** One id a request: the caller's `x-request-id` where it is sane, else a fresh one. */
export function requestIdOf(req: IncomingMessage): string {
  const known = requestIds.get(req);
  if (known !== undefined) return known;
  const offered = req.headers['x-request-id'];
  const id = typeof offered === 'string' && saneRequestId.test(offered) ? offered : randomUUID();
  requestIds.set(req, id);
  return id;
}

/** What was thrown, as a Fault: anything that is none is `internal`, its text kept for the log alone. */
export function asFault(cause: unknown): Fault {
  return cause instanceof Fault ? cause : new Fault('internal', { cause });
}

/** The contract's error form. */
export function faultBody(fault: Fault, requestId: string): { error: Record<string, string> } {
  return {
    error: {
      code: fault.kind,
      message: fault.message,
      ...(fault.field === undefined ? {} : { field: fault.field }),
      request_id: requestId,
    },
  };
}

export function sendJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(res, status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8', ...headers });
}

/** `extra` stands beside `error`, e.g. the list of what was refused. 429 and 503 always say when to come back, others where they know. */
export function sendFault(
  res: ServerResponse,
  cause: unknown,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  const fault = asFault(cause);
  const headers: Record<string, string> = {};
  if (fault.status === 429 || fault.status === 503 || fault.retryAfterSeconds !== undefined)
    headers['retry-after'] = String(Math.max(1, Math.ceil(fault.retryAfterSeconds ?? 1)));
  if (fault.status === 401) headers['www-authenticate'] = 'Bearer';
  sendJson(res, fault.status, { ...faultBody(fault, requestIdOf(res.req)), ...extra }, headers);
}

/** Ends the answer once; an answer that began or whose client left is let be. */
export function send(
  res: ServerResponse,
  status: number,
  payload: string | Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  if (res.headersSent || res.destroyed) return;
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const all = { 'x-request-id': requestIdOf(res.req), 'content-length': String(length), ...headers };
  const shown = res.req.method === 'HEAD' ? '' : payload;
  if (
    !drainRequest(res, bodyMaxBytes, (closing) => res.writeHead(status, { ...all, ...closing }).write(shown))
  )
    res.writeHead(status, all).end(shown);
}

type Decompress = (
  input: Buffer,
  options: { maxOutputLength: number },
  done: (error: Error | null, output: Buffer) => void,
) => void;

/** Some senders of `deflate` leave the zlib header out; its first half-byte tells. */
const inflateEither: Decompress = (input, options, done) => {
  const wrapped = ((input[0] ?? 0) & 0x0f) === 8;
  (wrapped ? inflate : inflateRaw)(input, options, done);
};

const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflateEither,
  br: brotliDecompress,
};

export interface BodyLimits {
  /** Of the body as it is read, decompressed. */
  readonly maxBytes: number;
}

/**
 * The whole body, decompressed.
 * @throws Fault `body_too_large`, `unsupported_media_type` (encoding), `bad_request` (broken compression, or the client left).
 */
export async function readBody(
  req: IncomingMessage,
  limits: BodyLimits = { maxBytes: bodyMaxBytes },
): Promise<Buffer> {
  const encoding = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decompress = decompressors[encoding];
  if (decompress === undefined && encoding !== 'identity' && encoding !== '') {
    throw new Fault('unsupported_media_type', {
      message: `The content encoding "${encoding.slice(0, 40)}" is not known. Send the body plain, or as gzip, deflate or br.`,
    });
  }
  const raw = await collect(req, limits.maxBytes);
  if (decompress === undefined || raw.length === 0) return raw;
  return new Promise((resolve, reject) => {
    decompress(raw, { maxOutputLength: limits.maxBytes }, (error, output) => {
      if (error === null) resolve(output);
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge(limits.maxBytes));
      else reject(new Fault('bad_request', { message: `The body is not valid ${encoding}.`, cause: error }));
    });
  });
}

function tooLarge(maxBytes: number): Fault {
  if (maxBytes === bodyMaxBytes) return new Fault('body_too_large');
  return new Fault('body_too_large', { message: `The body is larger than ${maxBytes} bytes.` });
}

function collect(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) {
      reject(tooLarge(maxBytes));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      req.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      act();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxBytes) settle(() => reject(tooLarge(maxBytes)));
      else chunks.push(chunk);
    };
    const onEnd = (): void =>
      settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onGone = (): void =>
      settle(() =>
        reject(new Fault('bad_request', { message: 'The connection ended before the body did.' })),
      );
    // A listener on `error` for good: a reset after the answer must not become an uncaught exception.
    req.on('error', () => undefined);
    req.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
    if (req.destroyed) onGone();
  });
}

/** Strict UTF-8, a byte order mark left out. @throws Fault `invalid_encoding`. */
export function decodeText(body: Buffer): string {
  if (!isUtf8(body)) throw new Fault('invalid_encoding');
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * One JSON value, its nesting and keys counted.
 * @throws Fault `empty_body`, `invalid_json`, `bad_request` (too deep, too many keys), `invalid_field` (`__proto__`).
 */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new Fault('empty_body');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault('invalid_json', {
      message: `The body is not valid JSON: ${cause instanceof Error ? cause.message.slice(0, 200) : 'it cannot be read'}.`,
      cause,
    });
  }
  checkShape(value, 1, { keys: 0 });
  return value;
}

/** Walks no deeper than the limit, so that no input can exhaust the stack here or where it is written again. */
function checkShape(value: unknown, depth: number, seen: { keys: number }): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > jsonDepthMax)
    throw new Fault('bad_request', { message: `The JSON is nested deeper than ${jsonDepthMax} levels.` });
  if (Array.isArray(value)) {
    for (const item of value) checkShape(item, depth + 1, seen);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    seen.keys += 1;
    if (seen.keys > jsonKeysMax)
      throw new Fault('bad_request', { message: `The JSON has more than ${jsonKeysMax} keys.` });
    if (key === '__proto__')
      throw new Fault('invalid_field', { message: 'No field may be called __proto__.', field: '__proto__' });
    if (typeof item === 'object') checkShape(item, depth + 1, seen);
  }
}

/** What the content type says, without parameters; lower case; empty where there is none. @throws Fault on a charset that is not UTF-8. */
export function contentTypeOf(req: IncomingMessage): string {
  const [type = '', ...parameters] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((p) => p.trim()).find((p) => p.startsWith('charset='));
  if (charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(charset.slice(8).replaceAll('"', '')))
    throw new Fault('unsupported_media_type', { message: 'Send the body as UTF-8.' });
  return type.trim();
}

/** A JSON body: content type `application/json` or none. */
export async function readJson(req: IncomingMessage, limits?: BodyLimits): Promise<unknown> {
  const type = contentTypeOf(req);
  if (type !== '' && type !== 'application/json')
    throw new Fault('unsupported_media_type', { message: 'Send application/json.' });
  return parseJson(decodeText(await readBody(req, limits)));
}
