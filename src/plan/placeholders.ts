/**
 * A callback's URL, compiled once. Enters: a URL with `{name}` or `{name||other}` in its path or query. Leaves: what fills them, percent-encoded,
 * or what is wrong. Nothing that was reported can change the host: a placeholder there is refused.
 */
import { encodePart } from './encode';
import { nearest } from './nearest';
import { missingCallbacks } from './placeholder-names';
import { placeholders, type Placeholder } from './placeholder-table';
import type { CompiledUrl, PlanFacts } from './plan-input';
import { textOf } from './template-functions';

export type { CompiledUrl } from './plan-input';

export interface UrlProblem {
  /** As it stands in the URL; empty for the URL as a whole. */
  readonly placeholder: string;
  readonly message: string;
  readonly suggestion?: string;
}

export type CompileUrlResult =
  | {
      readonly ok: true;
      readonly url: CompiledUrl;
      /** Names that are taken but never have a value. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly UrlProblem[] };

type Piece = string | readonly Placeholder[];

interface Reading {
  readonly problems: UrlProblem[];
  readonly notes: string[];
}

function readName(name: string, written: string, reading: Reading): Placeholder {
  const known = placeholders.get(name);
  if (known !== undefined) return known;
  const why = missingCallbacks.get(name);
  if (why !== undefined) reading.notes.push(`{${name}} is always empty: ${why}`);
  else {
    const message = `placeholder "${name}" is not known`;
    const suggestion = nearest(name, placeholders.keys());
    reading.problems.push({
      placeholder: written,
      message,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  return () => '';
}

function readPieces(text: string, reading: Reading): readonly Piece[] {
  return text
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      if (part.startsWith('{') && part.endsWith('}')) {
        return part
          .slice(1, -1)
          .split('||')
          .map((name) => readName(name.trim(), part, reading));
      }
      if (/[{}]/.test(part)) {
        const message = 'braces are not balanced; a brace that is meant is %7B or %7D';
        reading.problems.push({ placeholder: '', message });
      }
      return part;
    });
}

/** The first of a placeholder's names that has a value. */
function fill(names: readonly Placeholder[], facts: PlanFacts, deliveryId: string): string {
  for (const name of names) {
    const text = textOf(name(facts, deliveryId));
    if (text !== '') return encodePart(text);
  }
  return '';
}

/** A path segment of nothing but `.` or `..` would climb, and encoding leaves dots as they are: such a segment is emptied. */
function render(pieces: readonly Piece[], facts: PlanFacts, deliveryId: string): string {
  const text = pieces
    .map((piece) => (typeof piece === 'string' ? piece : fill(piece, facts, deliveryId)))
    .join('');
  const end = text.search(/[?#]/);
  const path = end === -1 ? text : text.slice(0, end);
  return path.replace(/(?<=\/)\.{1,2}(?=\/|$)/g, '') + text.slice(path.length);
}

/** `https://host`, and the rest from the first `/`, `?` or `#` on. */
function splitHost(url: string): { readonly origin: string; readonly rest: string } | null {
  const found = /^(https?:\/\/[^/?#]*)(.*)$/s.exec(url);
  return found === null ? null : { origin: found[1] ?? '', rest: found[2] ?? '' };
}

function checkUrl(url: string, origin: string): UrlProblem | null {
  const problem = (message: string): UrlProblem => ({ placeholder: '', message });
  if (/[{}]/.test(origin)) return problem('a placeholder may not stand in the host');
  if (origin.includes('@')) return problem('a URL may not hold credentials; use a header');
  if (/[\s\\]/.test(url)) return problem('the URL holds a space or a backslash');
  return URL.canParse(url.replace(/\{[^{}]*\}/g, 'x')) ? null : problem('this is not a URL');
}

export function compilePlaceholderUrl(url: string): CompileUrlResult {
  const parts = splitHost(url);
  if (parts === null) {
    const message = 'the URL must start with https:// or http://';
    return { ok: false, problems: [{ placeholder: '', message }] };
  }
  const reading: Reading = { problems: [], notes: [] };
  const wrong = checkUrl(url, parts.origin);
  if (wrong !== null) reading.problems.push(wrong);
  const pieces = readPieces(parts.rest, reading);
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  const renderUrl =
    pieces.length === 0 || pieces.every((piece) => typeof piece === 'string')
      ? (): string => url
      : (facts: PlanFacts, deliveryId: string): string => parts.origin + render(pieces, facts, deliveryId);
  return { ok: true, url: { source: url, render: renderUrl }, notes: reading.notes };
}
