/** Which leaves of a template were filled. Enters: a request's definition and what it rendered to. Leaves: their paths. */
import type { RequestDefinition } from '../../src/model/template';

const typeKeys = ['$number', '$boolean', '$json', '$text'];

function isTree(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function isLeaf(node: unknown): boolean {
  return !Array.isArray(node) && (!isTree(node) || typeKeys.some((key) => Object.hasOwn(node, key)));
}

function plainKey(key: string): string {
  return key.replace(/\?$/, '');
}

/** Every leaf of a JSON tree. */
function listJson(tree: unknown, path: string): readonly string[] {
  if (isLeaf(tree)) return [path];
  return Object.entries(tree as object).flatMap(([key, inner]) =>
    listJson(inner, `${path}.${plainKey(key)}`),
  );
}

/** Of a list the elements that are empty are dropped, so only a whole one tells which were filled. */
function filledJson(tree: unknown, rendered: unknown, path: string): readonly string[] {
  if (rendered === undefined) return [];
  if (isLeaf(tree)) return [path];
  if (Array.isArray(tree)) {
    const list: readonly unknown[] = Array.isArray(rendered) ? rendered : [];
    if (list.length !== tree.length) return [];
    return tree.flatMap((inner, index) => filledJson(inner, list[index], `${path}.${index}`));
  }
  const given = isTree(rendered) ? rendered : {};
  return Object.entries(tree as object).flatMap(([key, inner]) => {
    const name = plainKey(key);
    return filledJson(inner, given[name], `${path}.${name}`);
  });
}

const flatParts = ['query', 'headers', 'form'] as const;

export function listLeaves(request: RequestDefinition): readonly string[] {
  const flat = flatParts.flatMap((part) =>
    Object.keys(request[part] ?? {}).map((key) => `${part}.${plainKey(key)}`),
  );
  return [...flat, ...(request.json === undefined ? [] : listJson(request.json, 'json'))];
}

export interface RenderedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export function filledLeaves(request: RequestDefinition, rendered: RenderedRequest): readonly string[] {
  const query = new URL(rendered.url).searchParams;
  const form = new URLSearchParams(request.form === undefined ? '' : (rendered.body ?? ''));
  const has = {
    query: (name: string): boolean => query.has(name),
    headers: (name: string): boolean => rendered.headers[name.toLowerCase()] !== undefined,
    form: (name: string): boolean => form.has(name),
  };
  const flat = flatParts.flatMap((part) =>
    Object.keys(request[part] ?? {})
      .map(plainKey)
      .filter((name) => has[part](name))
      .map((name) => `${part}.${name}`),
  );
  const json: unknown = request.json === undefined ? undefined : JSON.parse(rendered.body ?? 'null');
  return [...flat, ...(request.json === undefined ? [] : filledJson(request.json, json, 'json'))];
}
