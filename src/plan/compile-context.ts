/** What the parts of the compiler share. Enters: where a text stands. Leaves: compiled leaves; problems go to `report`. */
import { checkLeaf } from './check-leaf';
import { compileLeaf, type EncodeValue, type Leaf } from './compile-leaf';
import { isLatePath, type NameScope } from './paths';

export interface CompileContext extends NameScope {
  readonly report: (path: string, message: string, suggestion?: string) => void;
}

/** Why a postback is not sent. */
export interface Skip {
  readonly skip: string;
}

export interface LeafPlace {
  /** Within the template, for problems. */
  readonly path: string;
  readonly encode?: EncodeValue;
  /** Why a secret may not stand here; absent: it may. */
  readonly noSecrets?: string;
}

const nothing: Leaf = () => '';

function holdsLate(program: hbs.AST.Program, scope: NameScope): boolean {
  return program.body.some((node) => {
    if (node.type === 'MustacheStatement') {
      const { path } = node as hbs.AST.MustacheStatement;
      return path.type === 'PathExpression' && isLatePath((path as hbs.AST.PathExpression).parts, scope);
    }
    if (node.type !== 'BlockStatement') return false;
    const block = node as hbs.AST.BlockStatement;
    const programs = [block.program, block.inverse] as readonly (hbs.AST.Program | undefined)[];
    return programs.some((inner) => inner !== undefined && holdsLate(inner, scope));
  });
}

/** Compiles a leaf, or reports what is wrong with it and gives one that is always empty. */
export function leafAt(text: string, place: LeafPlace, context: CompileContext): Leaf {
  if (text === '') {
    context.report(
      place.path,
      'this leaf is always empty; in JSON write {"$text": ""} where empty text is meant',
    );
    return nothing;
  }
  const { program, findings } = checkLeaf(text, context);
  for (const { message, suggestion } of findings) context.report(place.path, message, suggestion);
  if (findings.length > 0) return nothing;
  if (place.noSecrets !== undefined && holdsLate(program, context)) {
    context.report(place.path, place.noSecrets);
    return nothing;
  }
  return compileLeaf(program, place.encode);
}

/** A key without its `?`, and whether it had one. */
export function readKey(key: string): { readonly name: string; readonly optional: boolean } {
  return key.endsWith('?') ? { name: key.slice(0, -1), optional: true } : { name: key, optional: false };
}
