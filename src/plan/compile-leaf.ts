/**
 * One leaf, compiled once. Enters: a checked Handlebars syntax tree. Leaves: a function from values to text. The tree becomes closures and not
 * generated code, as Handlebars' own compiler would have it: a partner's text is never run, own properties are all that can be reached, nothing
 * is HTML-escaped, and a leaf costs no set-up when it renders. What it prints is what Handlebars prints (a test holds them together).
 */
import Handlebars from 'handlebars';
import type { Values } from './compiled-template';
import { valueAt } from './paths';
import { templateFunctions, textOf } from './template-functions';

export type Leaf = (values: Values) => string;

/** Applied to each rendered value of a leaf, not to the text between them. */
export type EncodeValue = (text: string) => string;

type Expression = (values: Values) => unknown;

const asIs: EncodeValue = (text) => text;
const nothing: Leaf = () => '';
const functions = new Map(templateFunctions.map((entry) => [entry.name, entry]));

function compileCall(call: hbs.AST.SubExpression | hbs.AST.MustacheStatement): Expression {
  const known = functions.get((call.path as hbs.AST.PathExpression).original);
  if (known === undefined) return () => undefined;
  const { run } = known;
  const [a, b, ...more] = call.params.map(compileExpression);
  if (a === undefined) return () => run();
  if (b === undefined) return (values) => run(a(values));
  if (more.length === 0) return (values) => run(a(values), b(values));
  const all = [a, b, ...more];
  return (values) => run(...all.map((argument) => argument(values)));
}

function compileExpression(node: hbs.AST.Node): Expression {
  if (node.type === 'SubExpression') return compileCall(node as hbs.AST.SubExpression);
  if (node.type === 'PathExpression') {
    const { parts } = node as hbs.AST.PathExpression;
    return (values) => valueAt(values, parts);
  }
  const { value } = node as hbs.AST.StringLiteral;
  return () => value;
}

function compileMustache(node: hbs.AST.MustacheStatement, encode: EncodeValue): Leaf {
  const value = node.params.length === 0 ? compileExpression(node.path) : compileCall(node);
  return (values) => encode(textOf(value(values)));
}

/** Handlebars' sense of true: not absent, not empty text, not 0, not an empty list. */
function holds(value: unknown): boolean {
  return Boolean(value) && !Handlebars.Utils.isEmpty(value);
}

function compileBlock(block: hbs.AST.BlockStatement, encode: EncodeValue): Leaf {
  const [param] = block.params;
  const condition = param === undefined ? (): boolean => false : compileExpression(param);
  const inner = (program: hbs.AST.Program | undefined): Leaf =>
    program === undefined ? nothing : compileLeaf(program, encode);
  // `{{^if x}}` and `{{else if}}` leave one of the two out.
  const [held, otherwise] = [inner(block.program), inner(block.inverse)];
  const wanted = block.path.original === 'if';
  return (values) => (holds(condition(values)) === wanted ? held(values) : otherwise(values));
}

function compileStatement(node: hbs.AST.Statement, encode: EncodeValue): Leaf {
  if (node.type === 'MustacheStatement') return compileMustache(node as hbs.AST.MustacheStatement, encode);
  if (node.type === 'BlockStatement') return compileBlock(node as hbs.AST.BlockStatement, encode);
  const { value } = node as hbs.AST.ContentStatement;
  return () => value;
}

/** The tree must have passed `checkLeaf` without findings. */
export function compileLeaf(program: hbs.AST.Program, encode: EncodeValue = asIs): Leaf {
  const pieces = program.body.map((node) => compileStatement(node, encode));
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  return (values) => {
    let text = '';
    for (const piece of pieces) text += piece(values);
    return text;
  };
}
