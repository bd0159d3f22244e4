/** One URL → one request. Enters: a source and its place in the template. Leaves: the request and what it holds; what could not be converted goes to the context. */
import type { RequestDefinition } from '../../model/template';
import type { CatalogueValue } from '../catalogue/catalogue';
import { convertBody } from './convert-body';
import { convertPairs } from './convert-pairs';
import { convertText, type ImportContext, type TextPlace } from './convert-text';
import type { ImportSource } from './dialect';
import { readMacros, unmark, type Marked } from './read-macros';

export interface ConvertedRequest {
  readonly request: RequestDefinition;
  readonly values: readonly CatalogueValue[];
}

/** Line breaks of a pasted URL, and the ampersands of HTML. */
export function tidyUrl(url: string): string {
  return url
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join('')
    .replaceAll('&amp;', '&');
}

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

function splitUrl(marked: string): UrlParts | null {
  const found = /^(https?:\/\/)([^/?#]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(marked);
  if (found === null) return null;
  const [, scheme = '', host = '', path = '', query = '', fragment = ''] = found;
  return { scheme: scheme.toLowerCase(), host, path, query, fragment };
}

/** Every name that stands in the URL and body: some names mean another thing beside others. */
function namesIn(marked: readonly Marked[]): ReadonlySet<string> {
  return new Set(marked.flatMap(({ macros }) => macros.flatMap(({ names }) => names)));
}

function convertAddress(parts: UrlParts, place: TextPlace, context: ImportContext): string | null {
  const at = parts.host.lastIndexOf('@');
  if (at !== -1)
    context.problems.push({
      code: 'credentials',
      path: place.path,
      message: 'User and password of the URL are left out.',
    });
  const host = convertText(parts.host.slice(at + 1), { ...place, where: 'host' }, context);
  const path = convertText(parts.path.replaceAll(' ', '%20'), { ...place, where: 'path' }, context);
  return host === null || path === null ? null : `${parts.scheme}${host.text}${path.text}`;
}

function convertHeaders(
  headers: Readonly<Record<string, string>>,
  path: string,
  place: Pick<TextPlace, 'beside'>,
  context: ImportContext,
): RequestDefinition['headers'] {
  const leaves = Object.entries(headers).flatMap(([name, text]): [string, string][] => {
    // The body says what type it is.
    if (/^content-(?:type|length)$|^host$|^user-agent$/i.test(name)) return [];
    const marked = readMacros(text, context.dialect);
    const leaf = convertText(
      marked.text,
      { ...place, path: `${path}.${name}`, where: 'leaf', key: name, macros: marked.macros },
      context,
    );
    return leaf === null ? [] : [[leaf.fixed ? name : `${name}?`, leaf.text]];
  });
  return leaves.length === 0 ? undefined : Object.fromEntries(leaves);
}

/** Null: not a URL, or its host or path holds what cannot be converted. */
export function convertRequest(
  source: ImportSource,
  path: string,
  context: ImportContext,
): ConvertedRequest | null {
  const marked = readMacros(tidyUrl(source.url), context.dialect);
  const parts = splitUrl(marked.text);
  if (parts === null) return null;
  const beside = namesIn([marked, readMacros(source.body ?? '', context.dialect)]);
  const place = { macros: marked.macros, beside };
  const url = convertAddress(parts, { ...place, path: `${path}.url`, where: 'path' }, context);
  if (url === null) return null;
  if (parts.fragment !== '')
    context.problems.push({
      code: 'fragment',
      path: `${path}.url`,
      message: `"#${unmark(parts.fragment, marked.macros)}" is left out.`,
    });
  const query = convertPairs(parts.query, `${path}.query`, place, context);
  const body = convertBody(source.body ?? '', path, { beside }, context);
  const headers = convertHeaders(source.headers ?? {}, `${path}.headers`, { beside }, context);
  const method = source.method ?? (body === null ? 'GET' : 'POST');
  return {
    request: {
      method,
      url,
      ...(Object.keys(query.leaves).length === 0 ? {} : { query: query.leaves }),
      ...(headers === undefined ? {} : { headers }),
      ...(body?.part ?? {}),
    },
    values: [...query.values, ...(body?.values ?? [])],
  };
}
