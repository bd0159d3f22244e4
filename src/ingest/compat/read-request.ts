/**
 * A vendor's request, whatever form its sender chose. Enters: an HTTP request and the endpoint's path. Leaves: its values as one, from the query, a form or a
 * JSON object. Never reads more than the dialect allows.
 */
import type { IncomingMessage } from 'node:http';
import { Fault } from '../../errors';
import { decodeText, parseJson, readBody } from '../http';
import type { VendorRequest } from './dialect';
import { isValues, type Values } from './values';

/** @throws Fault `body_too_large`, `invalid_json`, `invalid_encoding`, `invalid_field`, `bad_request`. */
export async function readRequest(
  req: IncomingMessage,
  path: Readonly<Record<string, string>>,
  bodyMaxBytes: number,
): Promise<VendorRequest> {
  const body = await readBody(req, { maxBytes: bodyMaxBytes });
  return {
    method: req.method ?? 'GET',
    path,
    values: { ...queryOf(req), ...valuesOf(body) },
    header: (name) => {
      const value = req.headers[name];
      const text = (typeof value === 'string' ? value : value?.[0])?.trim();
      return text === '' ? undefined : text;
    },
    body,
  };
}

/** Without a body: for an answer to a request whose body could not be read. */
export function queryOf(req: IncomingMessage): Values {
  const url = req.url ?? '';
  const at = url.indexOf('?');
  return at === -1 ? {} : formValues(url.slice(at + 1));
}

/** The content type is not asked: senders of all five vendors set wrong ones, and a form never begins with a brace. */
function valuesOf(body: Buffer): Values {
  if (body.length === 0) return {};
  const text = decodeText(body);
  if (!/^\s*[[{"]/.test(text)) return formValues(text.trim());
  const value = jsonOf(text);
  if (!isValues(value)) throw new Fault('bad_request', { message: 'The body is not a JSON object.' });
  return value;
}

/** Node's own words for what is wrong differ from version to version, and stand in a header here. */
function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    if (cause instanceof Fault && cause.kind === 'invalid_json') throw new Fault('invalid_json', { cause });
    throw cause;
  }
}

export function emptyRequest(): Fault {
  return new Fault('empty_body', {
    message: 'The request has no values, neither in its body nor in its query.',
  });
}

/** The first of a repeated name. */
function formValues(text: string): Values {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text))
    if (!values.has(name) && name !== '__proto__') values.set(name, value);
  return Object.fromEntries(values);
}

/** The named segments (`{name}`, `{name:one|other}`) of `path` where it has the form of `pattern`; null where it has not, or is not well encoded. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const sent = path.split('/');
  if (wanted.length !== sent.length) return null;
  const named: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = decoded(sent[at] ?? '');
    const [, name, choices] = /^\{(\w+)(?::([\w|]+))?\}$/.exec(part) ?? [];
    if (value === null || value === '') return null;
    if (name === undefined ? value !== part : choices?.split('|').includes(value) === false) return null;
    if (name !== undefined) named[name] = value;
  }
  return named;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
