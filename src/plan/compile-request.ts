/** A postback's request, compiled once. Enters: its definition. Leaves: a function from values to a request, or the reason why there is none. */
import type { AcceptRule, BatchRule } from '../model/delivery';
import type { AuthDefinition, FlatLeaves, NumberedLeaves } from '../model/template';
import { compileAuth, lateFields, type ShownAuth } from './compile-auth';
import { leafAt, readKey, type CompileContext, type Skip } from './compile-context';
import { compileJson } from './compile-json';
import type { Leaf } from './compile-leaf';
import { listAt, readListPath } from './compile-structure';
import { compileUrl } from './compile-url';
import type { Rendering, Values } from './compiled-template';
import { cleanHeader, encodeFormPart, encodePart } from './encode';
import type { WholeRequest } from './expand-parts';
import { checkHeaderName } from './header-names';
import { valueAt } from './paths';
import { textOf } from './text-of';

interface FlatLeaf {
  readonly name: string;
  readonly optional: boolean;
  readonly leaf: Leaf;
}

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

type Where = 'query' | 'form';
type Pairs = (values: Values) => string | Skip;

/** `a=1&b=2`; `where` names the place in reasons. */
function compilePairs(leaves: FlatLeaves, where: Where, path: string, context: CompileContext): Pairs {
  const encode = where === 'form' ? encodeFormPart : encodePart;
  const pairs = compileFlat(leaves, path, context).map((pair) => ({ ...pair, key: `${encode(pair.name)}=` }));
  return (values) => {
    let text = '';
    for (const { name, key, optional, leaf } of pairs) {
      const value = leaf(values);
      if (value !== '') text += text === '' ? key + encode(value) : `&${key}${encode(value)}`;
      else if (!optional) return { skip: `empty_leaf:${where}.${name}` };
    }
    return text;
  };
}

const numberedMax = 100;

/** An item that lacks what is required is left out, and the next has its number. */
function compileNumbered(entry: NumberedLeaves, path: string, context: CompileContext): Pairs {
  const encode = entry.in === 'form' ? encodeFormPart : encodePart;
  const parts = readListPath(entry.of, `${path}.of`, context);
  const leaves = compileFlat(entry.leaves, `${path}.leaves`, { ...context, item: true });
  for (const { name } of leaves)
    if (!name.includes('#')) context.report(`${path}.leaves.${name}`, 'the name needs a # for the number');
  return (values) => {
    let [text, number] = ['', 1];
    for (const item of listAt(values, parts).slice(0, entry.max ?? numberedMax)) {
      const own = { ...values, item };
      const rendered = leaves.map(({ name, optional, leaf }) => ({ name, optional, value: leaf(own) }));
      if (rendered.some(({ optional, value }) => value === '' && !optional)) continue;
      for (const { name, value } of rendered)
        if (value !== '') text += `&${encode(name.replace('#', String(number)))}=${encode(value)}`;
      number += 1;
    }
    return text.slice(1);
  };
}

/** The plain pairs, then the numbered ones. */
function compileAllPairs(request: WholeRequest, where: Where, path: string, context: CompileContext): Pairs {
  const plain = compilePairs(request[where] ?? {}, where, `${path}.${where}`, context);
  const numbered = (request.numbered ?? []).flatMap((entry, at) =>
    entry.in === where ? [compileNumbered(entry, `${path}.numbered.${at}`, context)] : [],
  );
  if (numbered.length === 0) return plain;
  return (values) => {
    const texts: string[] = [];
    for (const pairs of [plain, ...numbered]) {
      const text = pairs(values);
      if (typeof text !== 'string') return text;
      if (text !== '') texts.push(text);
    }
    return texts.join('&');
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
    checkHeaderName(name, `${path}.${header.name}`, context);
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

function compileBody(request: WholeRequest, path: string, context: CompileContext): Body | null {
  const { json, form, text } = request;
  const given = [json, form, text].filter((body) => body !== undefined).length;
  if (given > 1) context.report(path, 'the body is one of json, form and text');
  if (given > 0 && request.method === 'GET')
    context.report(`${path}.method`, 'GET carries no body; use POST or PUT');
  if (json !== undefined) return { type: 'json', render: compileJson(json, `${path}.json`, context) };
  if (form !== undefined) {
    return { type: 'form', render: compileAllPairs(request, 'form', path, context) };
  }
  return text === undefined ? null : { type: 'text', render: compileText(text, `${path}.text`, context) };
}

export interface RequestPlace {
  /** The request's and the auth's places in the template. */
  readonly path: string;
  readonly authPath: string;
}

/** A header of the template wins over the content type that follows from the body, and the auth over both. */
function assembleHeaders(
  type: Body['type'] | undefined,
  own: Headers,
  auth: ShownAuth,
  deliveryId: string,
): Headers {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': contentTypes[type] };
  for (const name in own) headers[name] = own[name] ?? '';
  if (auth.header !== undefined) headers[auth.header[0]] = auth.header[1];
  headers['carom-delivery-id'] = deliveryId;
  return headers;
}

function assembleUrl(url: string, query: string, auth: ShownAuth): string {
  const own = auth.query === undefined ? '' : `${encodePart(auth.query[0])}=${encodePart(auth.query[1])}`;
  const whole = query === '' || own === '' ? query + own : `${query}&${own}`;
  return whole === '' ? url : `${url}?${whole}`;
}

const noAuth: ShownAuth = {};
const idPath = ['delivery', 'id'];

export interface RequestParts {
  readonly request: WholeRequest;
  readonly auth: AuthDefinition | undefined;
  readonly accepted: AcceptRule | undefined;
  readonly batch: BatchRule | undefined;
}

export function compileRequest(
  { request, auth: authDefinition, accepted, batch }: RequestParts,
  { path, authPath }: RequestPlace,
  context: CompileContext,
): (values: Values) => Rendering {
  const late = lateFields(authDefinition);
  const timed = late === undefined ? context : { ...context, request: late };
  const url = compileUrl(request.url, `${path}.url`, context);
  const query = compileAllPairs(request, 'query', path, timed);
  const headers = compileHeaders(request.headers ?? {}, `${path}.headers`, timed);
  const body = compileBody(request, path, context);
  const auth = compileAuth(authDefinition, authPath, context);
  const { method } = request;
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
    const shown = auth === null ? noAuth : auth(values);
    if ('skip' in shown) return stop(shown);
    return {
      ok: true,
      request: {
        method,
        url: assembleUrl(urlText, queryText, shown),
        headers: assembleHeaders(body?.type, headerValues.headers, shown, textOf(valueAt(values, idPath))),
        body: bodyText,
        ...(body === null ? {} : { bodyType: body.type }),
        ...(shown.auth === undefined ? {} : { auth: shown.auth }),
        ...(accepted === undefined ? {} : { accepted }),
        ...(batch === undefined ? {} : { batch }),
      },
    };
  };
}
