/** Which leaves of a template were filled. Enters: a request's definition and what it rendered to. Leaves: their paths. */
import type { WholeRequest } from '../../src/plan/expand-parts';

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

/** The branches of a choice, with their places. */
function branchesOf(tree: unknown): readonly (readonly [string, unknown])[] | null {
  if (!isTree(tree) || !Object.hasOwn(tree, '$when')) return null;
  return ['$then', '$else'].filter((key) => Object.hasOwn(tree, key)).map((key) => [key, tree[key]]);
}

function itemOf(tree: unknown): unknown {
  return isTree(tree) && Object.hasOwn(tree, '$each') ? tree['$item'] : undefined;
}

/** Every leaf of a JSON tree. */
function listJson(tree: unknown, path: string): readonly string[] {
  const branches = branchesOf(tree);
  if (branches !== null) return branches.flatMap(([key, inner]) => listJson(inner, `${path}.${key}`));
  const item = itemOf(tree);
  if (item !== undefined) return listJson(item, `${path}.*`);
  if (isLeaf(tree)) return [path];
  return Object.entries(tree as object).flatMap(([key, inner]) =>
    listJson(inner, `${path}.${plainKey(key)}`),
  );
}

/** Of a list the elements that are empty are dropped, so only a whole one tells which were filled. */
function filledJson(tree: unknown, rendered: unknown, path: string): readonly string[] {
  if (rendered === undefined) return [];
  const branches = branchesOf(tree);
  // Which branch was taken is not told: what both have counts for both.
  if (branches !== null)
    return branches.flatMap(([key, inner]) => filledJson(inner, rendered, `${path}.${key}`));
  const item = itemOf(tree);
  if (item !== undefined) {
    const items: readonly unknown[] = Array.isArray(rendered) ? rendered : [];
    return items.flatMap((each) => filledJson(item, each, `${path}.*`));
  }
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

export function listLeaves(request: WholeRequest): readonly string[] {
  const flat = flatParts.flatMap((part) =>
    Object.keys(request[part] ?? {}).map((key) => `${part}.${plainKey(key)}`),
  );
  const numbered = (request.numbered ?? []).flatMap(({ in: where, leaves }) =>
    Object.keys(leaves).map((key) => `${where}.${plainKey(key)}`),
  );
  return [...flat, ...numbered, ...(request.json === undefined ? [] : listJson(request.json, 'json'))];
}

export interface RenderedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export function filledLeaves(request: WholeRequest, rendered: RenderedRequest): readonly string[] {
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
  const numbered = (request.numbered ?? []).flatMap(({ in: where, leaves }) =>
    Object.keys(leaves)
      .map(plainKey)
      .filter((name) => has[where](name.replace('#', '1')))
      .map((name) => `${where}.${name}`),
  );
  const json: unknown = request.json === undefined ? undefined : JSON.parse(rendered.body ?? 'null');
  return [
    ...flat,
    ...numbered,
    ...(request.json === undefined ? [] : filledJson(request.json, json, 'json')),
  ];
}
