/** A body as it was pasted. Enters: JSON, a form or other text. Leaves: the request's `json`, `form` or `text`. */
import type { RequestDefinition } from '../../model/template';
import type { CatalogueValue } from '../catalogue/catalogue';
import { convertPairs } from './convert-pairs';
import { convertText, type ImportContext, type TextPlace } from './convert-text';
import { readMacros, unmark, type Marked } from './read-macros';

export interface Body {
  readonly part: Pick<RequestDefinition, 'json' | 'form' | 'text'>;
  readonly values: readonly CatalogueValue[];
}

type Place = Omit<TextPlace, 'path' | 'where' | 'key' | 'macros'>;

const numeric = new Set(['number', 'money', 'seconds', 'flag']);
/** A macro that stood without quotes; the marks of read-macros never hold it. */
const bareMark = '\uE002';
const bare = /([:[,]\s*)(\uE000\d+\uE001)(?=\s*[,}\]])/g;

function isNumber(values: readonly CatalogueValue[]): boolean {
  const [only] = values;
  return (
    only !== undefined &&
    values.length === 1 &&
    (numeric.has(only.type) || (only.type === 'time' && only.unit !== 'RFC 3339'))
  );
}

class JsonBody {
  readonly values: CatalogueValue[] = [];

  constructor(
    private readonly marked: Marked,
    private readonly place: Place,
    private readonly context: ImportContext,
  ) {}

  /** Undefined: left out. */
  convert(node: unknown, path: string, key: string): unknown {
    if (typeof node === 'string') return this.text(node, path, key);
    if (Array.isArray(node)) {
      const items = node.map((item, index) => this.convert(item, `${path}.${String(index)}`, key));
      const kept = items.filter((item) => item !== undefined);
      return kept.length === 0 ? undefined : kept;
    }
    if (typeof node !== 'object' || node === null) return node === null ? undefined : node;
    const entries = Object.entries(node).flatMap(([name, inner]): [string, unknown][] => {
      const plain = unmark(name, this.marked.macros);
      if (plain !== name) {
        this.context.problems.push({
          code: 'macro_in_key',
          path: `${path}.${plain}`,
          message: 'The name of a parameter is plain text.',
        });
        return [];
      }
      const value = this.convert(inner, `${path}.${name}`, name);
      if (value === undefined) return [];
      return [[isFixed(value) ? name : `${name}?`, value]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }

  private text(node: string, path: string, key: string): unknown {
    const unquoted = node.startsWith(bareMark);
    const text = unquoted ? node.slice(1) : node;
    if (text === '') {
      this.context.problems.push({ code: 'empty_value', path, message: 'Empty text.' });
      return undefined;
    }
    const leaf = convertText(
      text,
      { ...this.place, macros: this.marked.macros, path, where: 'leaf', key },
      this.context,
    );
    if (leaf === null) return undefined;
    this.values.push(...leaf.values);
    if (!unquoted) return leaf.text;
    this.context.problems.push({ code: 'bare_value', path, message: 'This value stood without quotes.' });
    return isNumber(leaf.values) ? { $number: leaf.text } : leaf.text;
  }
}

/** Whether a JSON value is the same each time, so that its name needs no `?`. */
function isFixed(value: unknown): boolean {
  return !JSON.stringify(value).includes('{{');
}

function readJson(text: string): unknown {
  for (const candidate of [text, text.replace(bare, `$1"${bareMark}$2"`)]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      // Not JSON this way; the next may be.
    }
  }
  return undefined;
}

/** `path` is the request's place. */
export function convertBody(body: string, path: string, place: Place, context: ImportContext): Body | null {
  const marked = readMacros(body.trim(), context.dialect);
  if (marked.text === '') return null;
  const tree =
    /^[[{]/.test(marked.text) || marked.text.startsWith('\uE000') ? readJson(marked.text) : undefined;
  if (typeof tree === 'object' && tree !== null) {
    const json = new JsonBody(marked, place, context);
    const converted = json.convert(tree, `${path}.json`, '') as RequestDefinition['json'];
    return converted === undefined ? null : { part: { json: converted }, values: json.values };
  }
  if (/^[^\s=&]+=/.test(marked.text)) {
    const pairs = convertPairs(marked.text, `${path}.form`, { ...place, macros: marked.macros }, context);
    return { part: { form: pairs.leaves }, values: pairs.values };
  }
  const leaf = convertText(
    marked.text,
    { ...place, macros: marked.macros, path: `${path}.text`, where: 'leaf' },
    context,
  );
  return leaf === null ? null : { part: { text: leaf.text }, values: leaf.values };
}
