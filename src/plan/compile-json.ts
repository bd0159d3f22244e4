/**
 * A JSON body, compiled once. Enters: the tree of a template. Leaves: a function from values to JSON text. Each leaf is written by itself,
 * numbers digit for digit as they came, so that no amount passes through a float.
 */
import { leafAt, readKey, type CompileContext } from './compile-context';
import type { Leaf } from './compile-leaf';
import { compileChoice, compileEach } from './compile-structure';
import type { JsonNode, JsonPlace } from './json-node';
import { nearest } from './nearest';

const nestingMax = 20;
const nothing: JsonNode = () => '';

/** Text → JSON text, or null where it is not of the type. */
type Read = (text: string) => string | null;

const readers: Readonly<Record<string, Read>> = {
  $number: (text) => {
    const number = text
      .trim()
      .replace(/^\+/, '')
      .replace(/^(-?)0+(?=\d)/, '$1');
    return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(number) ? number : null;
  },
  $boolean: (text) => {
    const word = text.trim().toLowerCase();
    if (word === 'true' || word === '1') return 'true';
    return word === 'false' || word === '0' ? 'false' : null;
  },
  $json: (text) => {
    try {
      JSON.parse(text);
      return text.trim();
    } catch {
      return null;
    }
  },
};

const structureKeys = ['$each', '$when', '$part'];
const typeKeys = [...Object.keys(readers), '$text'];

function compileText(leaf: Leaf): JsonNode {
  return (values) => {
    const text = leaf(values);
    return text === '' ? '' : JSON.stringify(text);
  };
}

function compileTyped(leaf: Leaf, read: Read, place: JsonPlace): JsonNode {
  return (values) => {
    const text = leaf(values);
    if (text === '') return '';
    const written = read(text);
    if (written !== null) return written;
    return place.optional ? '' : { skip: `invalid_leaf:${place.leaf}` };
  };
}

function compileTypeKey(key: string, inner: unknown, place: JsonPlace, context: CompileContext): JsonNode {
  const path = `${place.path}.${key}`;
  if (typeof inner !== 'string') {
    context.report(path, `${key} takes a leaf, which is text`);
    return nothing;
  }
  if (key === '$text') {
    if (inner === '') return () => '""';
    const leaf = leafAt(inner, { path }, context);
    return (values) => JSON.stringify(leaf(values));
  }
  const read = readers[key];
  if (read === undefined) return nothing;
  const noSecrets = `a secret setting is text: it may not stand in ${key}`;
  return compileTyped(leafAt(inner, { path, noSecrets }, context), read, place);
}

function compileArray(list: readonly unknown[], place: JsonPlace, context: CompileContext): JsonNode {
  if (list.length === 0) context.report(place.path, 'an empty list is always empty; write {"$json": "[]"}');
  const nodes = list.map((item, index) =>
    compileNode(item, { ...stepInto(place, String(index)), optional: true }, context),
  );
  return (values) => {
    let body = '';
    for (const node of nodes) {
      const text = node(values);
      if (typeof text !== 'string') return text;
      if (text !== '') body += body === '' ? text : `,${text}`;
    }
    return body === '' ? '' : `[${body}]`;
  };
}

function stepInto(place: JsonPlace, name: string): JsonPlace {
  return {
    ...place,
    path: `${place.path}.${name}`,
    leaf: `${place.leaf}.${name}`,
    nesting: place.nesting + 1,
  };
}

function compileObject(
  tree: Readonly<Record<string, unknown>>,
  place: JsonPlace,
  context: CompileContext,
): JsonNode {
  const members = Object.entries(tree).map(([key, value]) => {
    const { name, optional } = readKey(key);
    if (key.includes('{{')) context.report(`${place.path}.${key}`, 'a key is plain text, without braces');
    const inner = { ...stepInto(place, name), path: `${place.path}.${key}`, optional };
    return {
      written: `${JSON.stringify(name)}:`,
      optional,
      leaf: inner.leaf,
      node: compileNode(value, inner, context),
    };
  });
  if (members.length === 0)
    context.report(place.path, 'an empty object is always empty; write {"$json": "{}"}');
  return (values) => {
    let body = '';
    for (const { written, optional, leaf, node } of members) {
      const text = node(values);
      if (typeof text !== 'string') return text;
      if (text !== '') body += `${body === '' ? '' : ','}${written}${text}`;
      else if (!optional) return { skip: `empty_leaf:${leaf}` };
    }
    return body === '' ? '' : `{${body}}`;
  };
}

function compileNode(tree: unknown, place: JsonPlace, context: CompileContext): JsonNode {
  if (place.nesting > nestingMax) {
    context.report(place.path, `JSON nests deeper than ${nestingMax}`);
    return nothing;
  }
  if (typeof tree === 'string') return compileText(leafAt(tree, { path: place.path }, context));
  if (Array.isArray(tree)) return compileArray(tree, place, context);
  if (typeof tree !== 'object' || tree === null) {
    const literal = JSON.stringify(tree);
    return () => literal;
  }
  if (Object.hasOwn(tree, '$each')) return compileEach(tree, place, context, compileNode);
  if (Object.hasOwn(tree, '$when')) return compileChoice(tree, place, context, compileNode);
  const entries = Object.entries(tree);
  const [[key, inner] = ['', undefined]] = entries;
  const typed = entries.find(([name]) => typeKeys.includes(name));
  if (typed !== undefined && entries.length > 1) {
    context.report(place.path, `${typed[0]} stands alone in its object`);
    return nothing;
  }
  if (typed !== undefined) return compileTypeKey(key, inner, place, context);
  const meant =
    entries.length === 1 && key.startsWith('$') ? nearest(key, [...typeKeys, ...structureKeys]) : undefined;
  if (meant !== undefined) context.report(`${place.path}.${key}`, `"${key}" is not a type`, meant);
  return compileObject(tree as Readonly<Record<string, unknown>>, place, context);
}

/** `path` is the body's place in the template. Reasons name leaves from `json` on: `json.data.0.event_name`. */
export function compileJson(tree: unknown, path: string, context: CompileContext): JsonNode {
  const node = compileNode(tree, { path, leaf: 'json', optional: false, nesting: 0 }, context);
  return (values) => {
    const text = node(values);
    return text === '' ? { skip: 'empty_leaf:json' } : text;
  };
}
