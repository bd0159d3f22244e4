/** A template's leaves, taken apart for lint. Enters: postbacks as if each had been written out. Leaves: each leaf with its place, its literal text and the values it names. */
import type { ActivityKind } from '../../model/activity';
import type { FlatLeaves } from '../../model/template';
import { checkLeaf } from '../check-leaf';
import { readKey } from '../compile-context';
import type { WholePostback, WholeRequest } from '../expand-parts';
import type { Finding as SyntaxFinding, NameScope } from '../paths';

export interface NamedValue {
  /** `touch.params.sub1`. */
  readonly path: string;
  /** Helpers and blocks around it, the nearest first; empty: it stands plain. */
  readonly inside: readonly string[];
}

export interface LintLeaf {
  readonly path: string;
  readonly where: 'url' | 'query' | 'headers' | 'json' | 'form' | 'text';
  /** The name it stands under, without `?`; empty where it has none. */
  readonly key: string;
  readonly text: string;
  readonly literal: string;
  readonly values: readonly NamedValue[];
  readonly syntax: readonly SyntaxFinding[];
  readonly on: readonly ActivityKind[];
}

function pathOf(path: hbs.AST.PathExpression): string {
  return path.parts.join('.');
}

function ofExpression(node: hbs.AST.Node, inside: readonly string[]): readonly NamedValue[] {
  if (node.type === 'PathExpression') return [{ path: pathOf(node as hbs.AST.PathExpression), inside }];
  if (node.type !== 'SubExpression') return [];
  const call = node as hbs.AST.SubExpression;
  const name = pathOf(call.path);
  return call.params.flatMap((param) => ofExpression(param, [name, ...inside]));
}

function ofNode(node: hbs.AST.Statement, inside: readonly string[]): readonly NamedValue[] {
  if (node.type === 'MustacheStatement') {
    const { path, params } = node as hbs.AST.MustacheStatement;
    if (path.type !== 'PathExpression') return [];
    if (params.length === 0) return ofExpression(path, inside);
    const name = pathOf(path as hbs.AST.PathExpression);
    return params.flatMap((param) => ofExpression(param, [name, ...inside]));
  }
  if (node.type !== 'BlockStatement') return [];
  const block = node as hbs.AST.BlockStatement;
  const conditions = block.params.flatMap((param) => ofExpression(param, ['condition', ...inside]));
  const programs = [block.program, block.inverse] as readonly (hbs.AST.Program | undefined)[];
  return [...conditions, ...programs.flatMap((program) => ofProgram(program, ['if', ...inside]))];
}

function ofProgram(program: hbs.AST.Program | undefined, inside: readonly string[]): readonly NamedValue[] {
  return (program?.body ?? []).flatMap((node) => ofNode(node, inside));
}

function literalOf(program: hbs.AST.Program | undefined): string {
  return (program?.body ?? [])
    .map((node) => {
      if (node.type === 'ContentStatement') return (node as hbs.AST.ContentStatement).value;
      if (node.type !== 'BlockStatement') return '';
      const block = node as hbs.AST.BlockStatement;
      const programs = [block.program, block.inverse] as readonly (hbs.AST.Program | undefined)[];
      return programs.map(literalOf).join('');
    })
    .join('');
}

interface Raw {
  readonly path: string;
  readonly where: LintLeaf['where'];
  readonly key: string;
  readonly text: string;
}

function ofTree(node: unknown, path: string, key: string): readonly Raw[] {
  if (typeof node === 'string') return [{ path, where: 'json', key, text: node }];
  if (Array.isArray(node))
    return node.flatMap((item, index) => ofTree(item, `${path}.${String(index)}`, key));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, inner]) => {
    // `$number` and its like say the type of what stands there.
    const own = name.startsWith('$') ? key : readKey(name).name;
    return ofTree(inner, `${path}.${name}`, own);
  });
}

function ofRequest(request: WholeRequest, path: string): readonly Raw[] {
  const { url, query = {}, headers = {}, form = {}, json, text, numbered = [] } = request;
  const flat = (leaves: FlatLeaves, where: 'query' | 'headers' | 'form'): readonly Raw[] =>
    Object.entries(leaves).map(([name, value]) => ({
      path: `${path}.${where}.${name}`,
      where,
      key: readKey(name).name,
      text: String(value),
    }));
  return [
    { path: `${path}.url`, where: 'url', key: '', text: url },
    ...flat(query, 'query'),
    ...flat(headers, 'headers'),
    ...flat(form, 'form'),
    ...numbered.flatMap(({ in: where, leaves }) => flat(leaves, where)),
    ...ofTree(json, `${path}.json`, ''),
    ...(text === undefined ? [] : [{ path: `${path}.text`, where: 'text', key: '', text } as const]),
  ];
}

/** In the order in which they stand. */
export function readLeaves(
  postbacks: readonly WholePostback[],
  settings: NameScope['settings'],
): readonly LintLeaf[] {
  // Whether an item or a signed request may be named just there is the compiler's to say.
  const scope: NameScope = { settings, item: true };
  return postbacks.flatMap(({ request, on }, index) =>
    ofRequest(request, `postbacks.${String(index)}.request`).map((raw): LintLeaf => {
      const { program, findings } = checkLeaf(raw.text, scope);
      return { ...raw, on, literal: literalOf(program), values: ofProgram(program, []), syntax: findings };
    }),
  );
}
