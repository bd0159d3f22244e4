/**
 * Lists and choices in a JSON body. Enters: `{"$each": …}` or `{"$when": …}` and what compiles the trees in it. Leaves: a function from values
 * to JSON text. A list ends: it has a limit, and lists do not nest.
 */
import { compileCondition } from './compile-condition';
import type { CompileContext, Skip } from './compile-context';
import type { Values } from './compiled-template';
import type { JsonNode, JsonPlace } from './json-node';
import { nearest } from './nearest';
import { findPathProblem, isLatePath, lateName, valueAt } from './paths';
import { conditions } from './request-schema';

type CompileNode = (tree: unknown, place: JsonPlace, context: CompileContext) => JsonNode;
type Tree = Readonly<Record<string, unknown>>;

const itemsMaxDefault = 100;
const itemsMaxLimit = 1_000;
const eachKeys = ['$each', '$item', '$max'];
const choiceKeys = ['$when', '$then', '$else'];
const nothing: JsonNode = () => '';

function checkKeys(tree: Tree, known: readonly string[], path: string, context: CompileContext): void {
  for (const key of Object.keys(tree)) {
    if (!known.includes(key))
      context.report(
        `${path}.${key}`,
        `"${key}" does not stand beside ${known[0] ?? ''}`,
        nearest(key, known),
      );
  }
}

/** What a path holds as a list: an object counts as a list of one, anything else as none. */
export function listAt(values: Values, parts: readonly string[]): readonly unknown[] {
  const found = valueAt(values, parts);
  if (Array.isArray(found)) return found;
  return typeof found === 'object' && found !== null ? [found] : [];
}

/** The path of a list, checked. */
export function readListPath(path: string, place: string, context: CompileContext): readonly string[] {
  const parts = path.split('.');
  const finding = findPathProblem(parts, context);
  if (finding !== null) context.report(place, finding.message, finding.suggestion);
  else if (isLatePath(parts, context)) context.report(place, `${lateName(parts)} is no list`);
  if (context.item === true) context.report(place, 'lists do not nest');
  return parts;
}

function readMax(max: unknown, path: string, context: CompileContext): number {
  if (max === undefined) return itemsMaxDefault;
  if (typeof max === 'number' && Number.isInteger(max) && max >= 1 && max <= itemsMaxLimit) return max;
  context.report(path, `$max is a whole number from 1 to ${itemsMaxLimit}`);
  return itemsMaxDefault;
}

/** An item that lacks what its tree requires is left out. */
export function compileEach(
  tree: object,
  place: JsonPlace,
  context: CompileContext,
  compileNode: CompileNode,
): JsonNode {
  checkKeys(tree as Tree, eachKeys, place.path, context);
  const { $each: path, $item: item, $max: max } = tree as Tree;
  if (typeof path !== 'string' || item === undefined) {
    context.report(place.path, 'a list is {"$each": "params.contents", "$item": {…}}');
    return nothing;
  }
  const parts = readListPath(path, `${place.path}.$each`, context);
  const itemsMax = readMax(max, `${place.path}.$max`, context);
  const inner = {
    ...place,
    path: `${place.path}.$item`,
    leaf: `${place.leaf}.*`,
    nesting: place.nesting + 1,
  };
  const node = compileNode(item, { ...inner, optional: true }, { ...context, item: true });
  return (values) => {
    let body = '';
    for (const each of listAt(values, parts).slice(0, itemsMax)) {
      const text = node({ ...values, item: each });
      if (typeof text === 'string' && text !== '') body += body === '' ? text : `,${text}`;
    }
    return body === '' ? '' : `[${body}]`;
  };
}

/** Without `$else` an unfulfilled condition leaves it empty. */
export function compileChoice(
  tree: object,
  place: JsonPlace,
  context: CompileContext,
  compileNode: CompileNode,
): JsonNode {
  checkKeys(tree as Tree, choiceKeys, place.path, context);
  const { $when: when, $then: then, $else: otherwise } = tree as Tree;
  const read = conditions.safeParse(when);
  if (!read.success || then === undefined) {
    context.report(place.path, 'a choice is {"$when": {"device.os_name": "ios"}, "$then": …, "$else": …}');
    return nothing;
  }
  const holds = compileCondition(read.data, `${place.path}.$when`, context);
  const branch = (key: string, inner: unknown): JsonNode =>
    compileNode(inner, { ...place, path: `${place.path}.${key}`, nesting: place.nesting + 1 }, context);
  const [held, not] = [branch('$then', then), otherwise === undefined ? nothing : branch('$else', otherwise)];
  return (values): string | Skip => (holds(values) ? held(values) : not(values));
}
