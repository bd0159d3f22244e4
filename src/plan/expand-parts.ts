/**
 * Shared pieces put where they are named. Enters: a template as it is written. Leaves: its postbacks as if each had been written out, the template's
 * own auth, accepted and retry in those that have none. A part holds no other part, so that it ends.
 */
import type {
  AuthDefinition,
  FlatLeaves,
  NumberedLeaves,
  PostbackDefinition,
  RequestDefinition,
  TemplateDefinition,
} from '../model/template';
import { nearest } from './nearest';

type Tree = Readonly<Record<string, unknown>>;
type Report = (path: string, message: string, suggestion?: string) => void;

export interface WholeRequest extends RequestDefinition {
  readonly query?: FlatLeaves | undefined;
  readonly headers?: FlatLeaves | undefined;
  readonly form?: FlatLeaves | undefined;
  readonly numbered?: readonly NumberedLeaves[] | undefined;
}

/** Nothing is left to look up elsewhere in the template. */
export interface WholePostback extends PostbackDefinition {
  readonly request: WholeRequest;
  readonly auth?: AuthDefinition | undefined;
}

interface Parts {
  readonly byName: Readonly<Record<string, Tree>>;
  readonly report: Report;
}

const partKey = '$part';

function isTree(node: unknown): node is Tree {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function bare(key: string): string {
  return key.replace(/\?$/, '');
}

function findPart(name: unknown, path: string, { byName, report }: Parts): Tree {
  if (typeof name !== 'string' || !Object.hasOwn(byName, name)) {
    const suggestion = typeof name === 'string' ? nearest(name, Object.keys(byName)) : undefined;
    report(path, `part "${String(name)}" is not declared in parts`, suggestion);
    return {};
  }
  return byName[name] ?? {};
}

/** What stands beside `$part` comes after it, and instead of what the part has of that name. */
function expandTree(node: unknown, path: string, parts: Parts): unknown {
  if (Array.isArray(node)) return node.map((item, at) => expandTree(item, `${path}.${at}`, parts));
  if (!isTree(node)) return node;
  const own = Object.entries(node)
    .filter(([key]) => key !== partKey)
    .map(([key, inner]) => [key, expandTree(inner, `${path}.${key}`, parts)] as const);
  const names = node[partKey];
  if (names === undefined) return Object.fromEntries(own);
  const written = new Set(own.map(([key]) => bare(key)));
  const shared = [names]
    .flat()
    .flatMap((name: unknown) => Object.entries(findPart(name, `${path}.${partKey}`, parts)))
    .filter(([key]) => !written.has(bare(key)));
  const whole = [...shared, ...own];
  // Its part is not there, which was said: not that it is empty too.
  return whole.length === 0 ? 0 : Object.fromEntries(whole);
}

function expandFlat(leaves: unknown, path: string, parts: Parts): FlatLeaves | undefined {
  if (leaves === undefined) return undefined;
  const whole = expandTree(leaves, path, parts) as Tree;
  for (const [key, leaf] of Object.entries(whole)) {
    if (!['string', 'number', 'boolean'].includes(typeof leaf))
      parts.report(`${path}.${key}`, 'is a leaf here, no tree');
  }
  return whole as FlatLeaves;
}

function expandRequest(request: RequestDefinition, path: string, parts: Parts): WholeRequest {
  const { query, headers, form, json, ...rest } = request;
  const flat = (name: 'query' | 'headers' | 'form', leaves: unknown): object => {
    const whole = expandFlat(leaves, `${path}.${name}`, parts);
    return whole === undefined ? {} : { [name]: whole };
  };
  const tree =
    json === undefined ? {} : { json: expandTree(json, `${path}.json`, parts) as Tree | readonly unknown[] };
  return { ...rest, ...flat('query', query), ...flat('headers', headers), ...flat('form', form), ...tree };
}

function checkParts({ byName, report }: Parts): void {
  const holdsPart = (node: unknown): boolean =>
    typeof node === 'object' &&
    node !== null &&
    (Object.hasOwn(node, partKey) || Object.values(node).some(holdsPart));
  for (const [name, part] of Object.entries(byName)) {
    if (holdsPart(part)) report(`parts.${name}`, 'a part holds no other part');
  }
}

export function expandPostbacks(template: TemplateDefinition, report: Report): readonly WholePostback[] {
  const parts: Parts = { byName: template.parts ?? {}, report };
  checkParts(parts);
  const { auth, accepted, retry } = template;
  const shared = {
    ...(auth === undefined ? {} : { auth }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(retry === undefined ? {} : { retry }),
  };
  return template.postbacks.map((postback, index) => ({
    ...shared,
    ...postback,
    request: expandRequest(postback.request, `postbacks.${index}.request`, parts),
  }));
}
