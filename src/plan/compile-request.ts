/** A postback's request, compiled once. Enters: its definition. Leaves: a function from values to a request, or the reason why there is none. */
import type { DeliveryRequest } from '../model/delivery';
import type { FlatLeaves, RequestDefinition } from '../model/template';
import { leafAt, readKey, type CompileContext, type Skip } from './compile-context';
import { compileJson } from './compile-json';
import type { Leaf } from './compile-leaf';
import { compileUrl } from './compile-url';
import type { Rendering, Values } from './compiled-template';
import { cleanHeader, encodeFormPart, encodePart } from './encode';

interface FlatLeaf {
  readonly name: string;
  readonly optional: boolean;
  readonly leaf: Leaf;
}

/** What the connection or Carom itself sets. */
const reservedHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'user-agent',
  'carom-delivery-id',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const;

function compileFlat(leaves: FlatLeaves, path: string, context: CompileContext): readonly FlatLeaf[] {
  return Object.entries(leaves).map(([key, text]) => {
    const place = `${path}.${key}`;
    const { name, optional } = readKey(key);
    if (name === '') context.report(place, 'a key has a name');
    if (name.includes('{{')) context.report(place, 'a key is plain text, without braces');
    if (typeof text === 'string') return { name, optional, leaf: leafAt(text, { path: place }, context) };
    const literal = String(text);
    return { name, optional, leaf: () => literal };
  });
}

/** `a=1&b=2`; `where` names the place in reasons. */
function compilePairs(
  leaves: FlatLeaves,
  where: 'query' | 'form',
  path: string,
  context: CompileContext,
): (values: Values) => string | Skip {
  const encode = where === 'form' ? encodeFormPart : encodePart;
  const pairs = compileFlat(leaves, path, context).map((pair) => ({ ...pair, key: `${encode(pair.name)}=` }));
  return (values) => {
    let text = '';
    for (const { name, key, optional, leaf } of pairs) {
      const value = leaf(values);
      if (value !== '') text += `${text === '' ? '' : '&'}${key}${encode(value)}`;
      else if (!optional) return { skip: `empty_leaf:${where}.${name}` };
    }
    return text;
  };
}

type Headers = Readonly<Record<string, string>>;

function compileHeaders(
  leaves: FlatLeaves,
  path: string,
  context: CompileContext,
): (values: Values) => { readonly headers: Headers } | Skip {
  const headers = compileFlat(leaves, path, context).map((header) => {
    const name = header.name.toLowerCase();
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
      context.report(`${path}.${header.name}`, 'this is no header name');
    if (reservedHeaders.has(name))
      context.report(`${path}.${header.name}`, `header "${name}" is set by Carom`);
    return { ...header, name };
  });
  return (values) => {
    const rendered: Record<string, string> = {};
    for (const { name, optional, leaf } of headers) {
      const value = cleanHeader(leaf(values));
      if (value === null) return { skip: `unsafe_header:${name}` };
      if (value !== '') rendered[name] = value;
      else if (!optional) return { skip: `empty_leaf:headers.${name}` };
    }
    return { headers: rendered };
  };
}

interface Body {
  readonly type: keyof typeof contentTypes;
  readonly render: (values: Values) => string | Skip;
}

function compileText(text: string, path: string, context: CompileContext): Body['render'] {
  const leaf = leafAt(text, { path }, context);
  return (values) => {
    const rendered = leaf(values);
    return rendered === '' ? { skip: 'empty_leaf:text' } : rendered;
  };
}

function compileBody(request: RequestDefinition, path: string, context: CompileContext): Body | null {
  const { json, form, text } = request;
  const given = [json, form, text].filter((body) => body !== undefined).length;
  if (given > 1) context.report(path, 'the body is one of json, form and text');
  if (given > 0 && request.method === 'GET')
    context.report(`${path}.method`, 'GET carries no body; use POST or PUT');
  if (json !== undefined) return { type: 'json', render: compileJson(json, `${path}.json`, context) };
  if (form !== undefined) {
    return { type: 'form', render: compilePairs(form, 'form', `${path}.form`, context) };
  }
  return text === undefined ? null : { type: 'text', render: compileText(text, `${path}.text`, context) };
}

/** `path` is the request's place in the template. */
export function compileRequest(
  request: RequestDefinition,
  path: string,
  context: CompileContext,
): (values: Values) => Rendering {
  const url = compileUrl(request.url, `${path}.url`, context);
  const query = compilePairs(request.query ?? {}, 'query', `${path}.query`, context);
  const headers = compileHeaders(request.headers ?? {}, `${path}.headers`, context);
  const body = compileBody(request, path, context);
  const stop = (part: Skip): Rendering => ({ ok: false, reason: part.skip });
  return (values) => {
    const urlText = url(values);
    if (typeof urlText !== 'string') return stop(urlText);
    const queryText = query(values);
    if (typeof queryText !== 'string') return stop(queryText);
    const headerValues = headers(values);
    if ('skip' in headerValues) return stop(headerValues);
    const bodyText = body === null ? null : body.render(values);
    if (bodyText !== null && typeof bodyText !== 'string') return stop(bodyText);
    const contentType: Headers = body === null ? {} : { 'content-type': contentTypes[body.type] };
    const rendered: DeliveryRequest = {
      method: request.method,
      url: queryText === '' ? urlText : `${urlText}?${queryText}`,
      headers: { ...contentType, ...headerValues.headers },
      body: bodyText,
      ...(body === null ? {} : { bodyType: body.type }),
    };
    return { ok: true, request: rendered };
  };
}
