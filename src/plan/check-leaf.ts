/**
 * What a leaf may say. Enters: a leaf's text. Leaves: its syntax tree, or what is wrong with it. Only text, values, our helpers and
 * if/unless stand: no partial, decorator, loop, data variable, parent path or named argument, so a template can neither run nor reach anything else.
 */
import Handlebars from 'handlebars';
import { nearest } from './nearest';
import { findPathProblem, isLatePath, lateName, type Finding, type NameScope } from './paths';
import { templateFunctions } from './template-functions';

const functions = new Map(templateFunctions.map((entry) => [entry.name, entry]));
const conditionals = new Set(['if', 'unless']);
const leafCharsMax = 8_192;
const nestingMax = 16;

const refusedNodes: Readonly<Record<string, string>> = {
  PartialStatement: 'partials ({{> …}}) are not allowed',
  PartialBlockStatement: 'partials ({{#> …}}) are not allowed',
  Decorator: 'decorators ({{* …}}) are not allowed',
  DecoratorBlock: 'decorators ({{#* …}}) are not allowed',
  CommentStatement: 'comments ({{! …}}) are not allowed; write them in notes',
};

export interface LeafSyntax {
  readonly program: hbs.AST.Program;
  readonly findings: readonly Finding[];
}

interface Walk {
  readonly scope: NameScope;
  readonly findings: Finding[];
}

function note(walk: Walk, message: string, suggestion?: string): void {
  walk.findings.push(suggestion === undefined ? { message } : { message, suggestion });
}

/** A path's parts; null (and noted) where it is `this`, `../x` or `@x`. */
function readPath(path: hbs.AST.PathExpression, walk: Walk): readonly string[] | null {
  if (path.data || path.depth > 0 || path.parts.length === 0 || /^(this\b|\.)/.test(path.original)) {
    note(walk, `"${path.original}" is not a value: every value is <namespace>.<field>`);
    return null;
  }
  return path.parts;
}

function checkPath(path: hbs.AST.PathExpression, walk: Walk, inside: string | null): void {
  const parts = readPath(path, walk);
  if (parts === null) return;
  const finding = findPathProblem(parts, walk.scope);
  if (finding !== null) walk.findings.push(finding);
  else if (inside !== null && isLatePath(parts, walk.scope)) {
    note(walk, `${lateName(parts)} must stand plain, not inside ${inside}`);
  }
}

function checkExpression(node: hbs.AST.Node, walk: Walk, inside: string, nesting: number): void {
  if (node.type === 'PathExpression') checkPath(node as hbs.AST.PathExpression, walk, inside);
  else if (node.type === 'SubExpression') checkCall(node as hbs.AST.SubExpression, walk, nesting + 1);
  else if (!/^(String|Number|Boolean|Null|Undefined)Literal$/.test(node.type)) {
    note(walk, `${node.type} is not allowed here`);
  }
}

function checkCall(
  call: hbs.AST.SubExpression | hbs.AST.MustacheStatement,
  walk: Walk,
  nesting: number,
): void {
  if (nesting > nestingMax) {
    note(walk, `helpers nest deeper than ${nestingMax}`);
    return;
  }
  if (call.path.type !== 'PathExpression') {
    note(walk, 'a helper is called by its name');
    return;
  }
  const name = (call.path as hbs.AST.PathExpression).original;
  const known = functions.get(name);
  if (known === undefined) {
    note(walk, `helper "${name}" is not known`, nearest(name, functions.keys()));
    return;
  }
  checkNoNames(call, name, walk);
  const count = call.params.length;
  if (count < known.argumentsMin || count > known.argumentsMax) {
    const wanted =
      known.argumentsMin === known.argumentsMax
        ? `${known.argumentsMin}`
        : `${known.argumentsMin} to ${known.argumentsMax}`;
    note(walk, `helper "${name}" takes ${wanted} argument(s), not ${count}`);
  }
  for (const param of call.params) checkExpression(param, walk, `helper "${name}"`, nesting);
}

function checkNoNames(node: hbs.AST.Node, name: string, walk: Walk): void {
  // The published types say that `hash` is always there; the parser leaves it out where no name is written.
  const { hash } = node as { readonly hash?: hbs.AST.Hash };
  if ((hash?.pairs.length ?? 0) > 0) note(walk, `"${name}" takes no named arguments`);
}

function checkMustache(node: hbs.AST.MustacheStatement, walk: Walk): void {
  const { path } = node;
  if (node.params.length > 0) {
    checkCall(node, walk, 0);
    return;
  }
  if (path.type !== 'PathExpression') {
    note(walk, 'plain text needs no braces');
    return;
  }
  const { original } = path as hbs.AST.PathExpression;
  if (functions.has(original)) {
    checkCall(node, walk, 0);
    return;
  }
  checkNoNames(node, original, walk);
  checkPath(path as hbs.AST.PathExpression, walk, null);
}

function hasBlockParams(program: hbs.AST.Program | undefined): boolean {
  // As with `hash`, the parser leaves the list out where nothing is written.
  const { blockParams } = (program ?? {}) as { readonly blockParams?: readonly string[] };
  return (blockParams?.length ?? 0) > 0;
}

function checkBlock(block: hbs.AST.BlockStatement, walk: Walk, nesting: number): void {
  const name = block.path.original;
  if (!conditionals.has(name)) {
    note(walk, `block "#${name}" is not allowed; only #if and #unless are`);
    return;
  }
  if (nesting > nestingMax) {
    note(walk, `blocks nest deeper than ${nestingMax}`);
    return;
  }
  checkNoNames(block, `#${name}`, walk);
  const programs = [block.program, block.inverse] as readonly (hbs.AST.Program | undefined)[];
  if (programs.some(hasBlockParams)) {
    note(walk, `"#${name}" takes no block parameters`);
  }
  const [condition, ...more] = block.params;
  if (condition === undefined || more.length > 0) note(walk, `"#${name}" takes one condition`);
  else checkExpression(condition, walk, 'a condition', 0);
  for (const program of programs) if (program !== undefined) checkProgram(program, walk, nesting + 1);
}

function checkProgram(program: hbs.AST.Program, walk: Walk, nesting: number): void {
  for (const node of program.body) {
    if (node.type === 'MustacheStatement') checkMustache(node as hbs.AST.MustacheStatement, walk);
    else if (node.type === 'BlockStatement') checkBlock(node as hbs.AST.BlockStatement, walk, nesting);
    else if (node.type !== 'ContentStatement') {
      note(walk, refusedNodes[node.type] ?? `${node.type} is not allowed`);
    }
  }
}

/** All literal text of a leaf, blocks included. */
function literalText(program: hbs.AST.Program): string {
  return program.body
    .map((node) => {
      if (node.type === 'ContentStatement') return (node as hbs.AST.ContentStatement).value;
      if (node.type !== 'BlockStatement') return '';
      const block = node as hbs.AST.BlockStatement;
      return [block.program, block.inverse]
        .map((inner: hbs.AST.Program | undefined) => (inner === undefined ? '' : literalText(inner)))
        .join('');
    })
    .join('');
}

/** `{x}}` is literal text to the parser; JSON written as text has double braces too, but as many of each. */
function hasUnbalancedBraces(text: string): boolean {
  if (!text.includes('{{') && !text.includes('}}')) return false;
  const count = (brace: string): number => text.split(brace).length;
  return count('{') !== count('}');
}

function parseFinding(cause: unknown): Finding {
  const message = cause instanceof Error ? cause.message : String(cause);
  const said = message.replace(/\s+/g, ' ').trim().slice(0, 200);
  return { message: `braces or syntax are not right: ${said}` };
}

/** Parses and checks one leaf. */
export function checkLeaf(text: string, scope: NameScope): LeafSyntax {
  const empty = { type: 'Program', body: [] } as unknown as hbs.AST.Program;
  if (text.length > leafCharsMax) {
    return { program: empty, findings: [{ message: `a leaf has at most ${leafCharsMax} characters` }] };
  }
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(text);
  } catch (cause) {
    return { program: empty, findings: [parseFinding(cause)] };
  }
  const walk: Walk = { scope, findings: [] };
  checkProgram(program, walk, 0);
  if (hasUnbalancedBraces(literalText(program))) note(walk, 'braces are not balanced');
  return { program, findings: walk.findings };
}
