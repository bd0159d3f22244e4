/**
 * One leaf, compiled once. Enters: a checked syntax tree. Leaves: a function from values to text. A leaf of text and plain values runs no
 * Handlebars; every other runs it with our helpers alone, without prototype access and without HTML escaping.
 */
import Handlebars from 'handlebars';
import type { Values } from './compiled-template';
import { valueAt } from './paths';
import { templateFunctions, textOf } from './template-functions';

export type Leaf = (values: Values) => string;

/** Applied to each rendered value of a leaf, not to the text between them. */
export type EncodeValue = (text: string) => string;

const asIs: EncodeValue = (text) => text;

/** Helpers that the compiler puts around each value; a template cannot name them, for checking comes before. */
const aroundPrefix = '__around_';

const engine = Handlebars.create();
const builtIn = ['each', 'with', 'lookup', 'log', 'helperMissing', 'blockHelperMissing'];
for (const name of builtIn) engine.unregisterHelper(name);
for (const entry of templateFunctions) {
  // Handlebars gives its own options as the last argument.
  engine.registerHelper(entry.name, (...given: unknown[]) => entry.run(...given.slice(0, -1)));
}

const knownHelpers: Record<string, boolean> = {
  if: true,
  unless: true,
  ...Object.fromEntries(builtIn.map((name) => [name, false])),
  ...Object.fromEntries(templateFunctions.map((entry) => [entry.name, true])),
};

const runtimeOptions: Handlebars.RuntimeOptions = {
  allowProtoPropertiesByDefault: false,
  allowProtoMethodsByDefault: false,
};

const aroundNames = new Map<EncodeValue, string>();

/** One helper an encoding, registered when it is first met; there are as many as there are encodings in the code. */
function aroundName(encode: EncodeValue): string {
  const known = aroundNames.get(encode);
  if (known !== undefined) return known;
  const name = `${aroundPrefix}${aroundNames.size}`;
  engine.registerHelper(name, (value: unknown) => encode(textOf(value)));
  knownHelpers[name] = true;
  aroundNames.set(encode, name);
  return name;
}

function pathNode(name: string, loc: hbs.AST.SourceLocation): hbs.AST.PathExpression {
  return {
    type: 'PathExpression',
    data: false,
    depth: 0,
    parts: [name],
    original: name,
    loc,
  } as unknown as hbs.AST.PathExpression;
}

/** `{{x}}` becomes `{{around x}}`, so that lists, objects and absent values print as `textOf` says, each encoded for where it stands. */
function wrapProgram(program: hbs.AST.Program, around: string): hbs.AST.Program {
  const body = program.body.map((node): hbs.AST.Statement => {
    if (node.type === 'BlockStatement') {
      const block = node as hbs.AST.BlockStatement;
      const inner = (part: hbs.AST.Program | undefined): hbs.AST.Program | undefined =>
        part === undefined ? undefined : wrapProgram(part, around);
      const wrapped = { ...block, program: inner(block.program), inverse: inner(block.inverse) };
      return wrapped;
    }
    if (node.type !== 'MustacheStatement') return node;
    const mustache = node as hbs.AST.MustacheStatement;
    const isCall = mustache.params.length > 0 || mustache.path.type !== 'PathExpression';
    const value = isCall ? { ...mustache, type: 'SubExpression' } : mustache.path;
    const wrapped = { ...mustache, path: pathNode(around, mustache.loc), params: [value] };
    return wrapped;
  });
  return { ...program, body };
}

function isPlain(node: hbs.AST.Statement): boolean {
  return (
    node.type === 'ContentStatement' ||
    (node.type === 'MustacheStatement' && (node as hbs.AST.MustacheStatement).params.length === 0)
  );
}

function compilePlain(program: hbs.AST.Program, encode: EncodeValue): Leaf {
  const pieces = program.body.map((node): Leaf => {
    if (node.type === 'ContentStatement') {
      const { value } = node as hbs.AST.ContentStatement;
      return () => value;
    }
    const { parts } = (node as hbs.AST.MustacheStatement).path as hbs.AST.PathExpression;
    return (values) => encode(textOf(valueAt(values, parts)));
  });
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  return (values) => {
    let text = '';
    for (const piece of pieces) text += piece(values);
    return text;
  };
}

/** The tree must have passed `checkLeaf` without findings. */
export function compileLeaf(program: hbs.AST.Program, encode: EncodeValue = asIs): Leaf {
  if (program.body.every(isPlain)) return compilePlain(program, encode);
  const around = aroundName(encode);
  const render = engine.compile(wrapProgram(program, around), {
    noEscape: true,
    strict: false,
    knownHelpersOnly: true,
    knownHelpers: knownHelpers,
  });
  const leaf: Leaf = (values) => render(values, runtimeOptions);
  // Handlebars compiles at the first run: let that be now.
  leaf({});
  return leaf;
}
