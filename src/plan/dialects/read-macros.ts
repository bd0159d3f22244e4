/**
 * A text's macros. Enters: text as it was pasted, and the dialect. Leaves: the text with a mark for each macro, and the macros. Marks keep what stands inside
 * macros (`?`, `&`, `/`, `#`) out of the way when the URL is taken apart.
 */
import type { Dialect } from './dialect';

export interface Macro {
  /** As it was written. */
  readonly written: string;
  /** Names without brackets; several are alternatives, the first that is not empty counts. */
  readonly names: readonly string[];
  /** Branch's functions around it, the outermost first. */
  readonly functions: readonly string[];
  /** Certainly the partner's own, to be filled in once: Singular's `{{x}}`. */
  readonly fixed?: true;
}

export interface Marked {
  readonly text: string;
  readonly macros: readonly Macro[];
}

const open = '\uE000';
const close = '\uE001';
export const markPattern = /\uE000(\d+)\uE001/;
/** What stands in a text for the macro of this number. */
export function markOf(index: number): string {
  return `${open}${String(index)}${close}`;
}

const marks = /[\uE000\uE001]/g;

/** Braces that were encoded once, as in a callback inside a tracking link. */
function decodeBraces(text: string): string {
  return text.replace(
    /(%24)?%7B((?:[\w.~ -]|%7C|\|)*)%7D/gi,
    (_whole, dollar: string | undefined, inner: string) => {
      return `${dollar === undefined ? '' : '$'}{${inner.replace(/%7C/gi, '|')}}`;
    },
  );
}

const one = (written: string, names: readonly string[], more: Partial<Macro> = {}): Macro => ({
  written,
  names,
  functions: [],
  ...more,
});

function alternatives(inner: string): readonly string[] {
  return inner.split('||').map((name) => name.trim());
}

/** `{x}`, `{a||b}`; `{{x}}` is the partner's own. */
function braces(text: string, add: (macro: Macro) => string): string {
  return text.replace(/\{\{([^{}]+)\}\}|\{([^{}]+)\}/g, (written, fixed: string | undefined, inner = '') =>
    fixed === undefined
      ? add(one(written, alternatives(String(inner))))
      : add(one(written, [fixed.trim()], { fixed: true })),
  );
}

function parentheses(text: string, add: (macro: Macro) => string): string {
  return text.replace(/\(([A-Za-z][\w-]*)\)/g, (written, name: string) => add(one(written, [name])));
}

const value = /\$\{\(?\s*([\w.~+$[\]]+)\s*\)?(?:!(?:"[^"]*")?)?\}/g;
const flagIf = /<#if\s+\(?([\w.~]+)\)?!?\s*>\s*1\s*<#else>\s*0\s*<\/#if>/g;
/** The innermost function, whose inside holds no other. */
const innermost = /<@(\w+)((?:\s[^<>]*)?)>((?:(?!<@|<\/@)[\s\S])*)<\/@\1>/;
/** The innermost condition; those around it are found after it. */
const otherIf = /<#if(?:(?!<#if)[\s\S])*?<\/#if>/g;
/** What nests deeper, or comes more often, is not converted. */
const functionsMax = 200;
const nestingMax = 16;

/** FreeMarker as Branch has it: values first, then functions from the inside out. */
function freemarker(text: string, macros: Macro[], add: (macro: Macro) => string): string {
  let marked = text
    .replace(flagIf, (written, name: string) => add(one(written, [name], { functions: ['flag'] })))
    .replace(value, (written, name: string) => add(one(written, [name])))
    .replace(/<@rand\s*\/?>(?:<\/@rand>)?/g, (written) =>
      add(one(written, ['rand'], { functions: ['rand'] })),
    );
  let count = 0;
  for (
    let found = innermost.exec(marked);
    found !== null && count < functionsMax;
    found = innermost.exec(marked)
  ) {
    count += 1;
    const [written, name = '', attributes = '', inner = ''] = found;
    const parts = inner.split('|').map((part) => new RegExp(`^\\s*${markPattern.source}\\s*$`).exec(part));
    const inside = parts.map((part) => (part === null ? undefined : macros[Number(part[1])]));
    const known = inside.filter((macro) => macro !== undefined);
    const called = `${name}${attributes}`.replace(/\s+/g, ' ').trim();
    const whole = known.length === inside.length && (known.length === 1 || name === 'firstNotEmpty');
    const macro = whole
      ? one(
          unmark(written, macros),
          known.flatMap(({ names }) => names),
          {
            functions: [...(name === 'firstNotEmpty' ? [] : [called]), ...(known[0]?.functions ?? [])],
          },
        )
      : one(unmark(written, macros), [], { functions: [called] });
    marked = marked.slice(0, found.index) + add(macro) + marked.slice(found.index + written.length);
  }
  for (let depth = 0; depth < nestingMax && marked.includes('</#if>'); depth += 1) {
    marked = marked.replace(otherIf, (written) =>
      add(one(unmark(written, macros), [], { functions: ['#if'] })),
    );
  }
  // A tag without its partner would else be sent as text, or end the URL at its `#`.
  return marked.replace(/<\/?[#@][^<>&]*>?/g, (written) =>
    add(one(unmark(written, macros), [], { functions: [written.trim()] })),
  );
}

/** The text as it was, marks filled in again. */
export function unmark(text: string, macros: readonly Macro[]): string {
  return text.replace(
    new RegExp(markPattern, 'g'),
    (_mark, index: string) => macros[Number(index)]?.written ?? '',
  );
}

export function readMacros(pasted: string, dialect: Dialect): Marked {
  const macros: Macro[] = [];
  const add = (macro: Macro): string => markOf(macros.push(macro) - 1);
  const text = pasted.replace(marks, '');
  if (dialect === 'branch') return { text: freemarker(text, macros, add), macros };
  if (dialect === 'appsflyer') return { text: parentheses(text, add), macros };
  return { text: braces(decodeBraces(text), add), macros };
}
