/**
 * A postback's address, compiled once. Enters: scheme, host and path of a template. Leaves: a function from values to a URL, or the reason
 * why there is none. A host may vary by settings that declare a pattern, and by nothing else, so that no reported value chooses who is called.
 */
import { leafAt, type CompileContext, type Skip } from './compile-context';
import type { Values } from './compiled-template';
import { encodePart } from './encode';
import { valueAt } from './paths';
import { textOf } from './template-functions';

export type UrlNode = (values: Values) => string | Skip;

type HostPiece = string | { readonly key: string; readonly pattern: RegExp };

const schemePattern = /^https?:\/\//;
const hostValue = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;
const dotSegment = /(^|\/)\.{1,2}(\/|$)/;
/** Stands for an empty value; no encoded value holds it. */
const emptyMark = '\0';

/** Encodes a value of the path; an empty one leaves a mark, because a path with a hole in it names something else. */
function encodeSegment(text: string): string {
  return text === '' ? emptyMark : encodePart(text);
}

/** Where the host ends: the first `/`, `?` or `#` outside braces. */
function endOfHost(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const pair = text.slice(index, index + 2);
    if (pair === '{{') depth++;
    else if (pair === '}}') depth--;
    else if (depth <= 0 && '/?#'.includes(text.charAt(index))) return index;
  }
  return text.length;
}

function compileHostSetting(inner: string, path: string, context: CompileContext): HostPiece | null {
  const key = /^\s*settings\.([a-z0-9_]+)\s*$/.exec(inner)?.[1];
  if (key === undefined) {
    context.report(path, `only {{settings.<key>}} may stand in a host, not "{{${inner.trim()}}}"`);
    return null;
  }
  // Reports a setting that is not declared, with the nearest one that is.
  leafAt(`{{settings.${key}}}`, { path, noSecrets: 'a secret setting may not stand in a host' }, context);
  const setting = context.settings.get(key);
  if (setting === undefined) return null;
  if (setting.pattern === undefined) {
    context.report(path, `settings.${key} stands in a host and needs a pattern`);
    return null;
  }
  const pattern = compilePattern(setting.pattern);
  return pattern === null ? null : { key, pattern };
}

/** A pattern for the whole value; null where it does not compile, which the settings' own check reports. */
export function compilePattern(source: string): RegExp | null {
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    return null;
  }
}

function compileHost(host: string, path: string, context: CompileContext): readonly HostPiece[] {
  const pieces: HostPiece[] = [];
  for (const part of host.split(/(\{\{[^{}]*\}\})/)) {
    if (part.startsWith('{{') && part.endsWith('}}')) {
      const piece = compileHostSetting(part.slice(2, -2), path, context);
      if (piece !== null) pieces.push(piece);
    } else if (/[{}]/.test(part)) context.report(path, 'braces in the host are not balanced');
    else if (part.includes('@')) context.report(path, 'a URL may not hold credentials; use a header');
    else pieces.push(part);
  }
  return pieces;
}

function renderHost(pieces: readonly HostPiece[], values: Values): string | Skip {
  let host = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      host += piece;
      continue;
    }
    const value = textOf(valueAt(values, ['settings', piece.key]));
    if (value === '') return { skip: `setting_missing:${piece.key}` };
    if (!piece.pattern.test(value) || !hostValue.test(value)) return { skip: `setting_invalid:${piece.key}` };
    host += value;
  }
  return host;
}

/** With `x` for each value: what stands around the values must make a URL. */
function checkSkeleton(url: string, path: string, context: CompileContext): void {
  const skeleton = url.replace(/\{\{.*?\}\}/g, 'x');
  const outside = skeleton.replace(schemePattern, '');
  if (/[?#]/.test(outside))
    context.report(path, 'url is scheme, host and path; what follows ? goes into query');
  else if (/[\s\\]/.test(skeleton) || dotSegment.test(outside)) {
    context.report(path, 'url holds a space, a backslash or a dot segment');
  } else if (!URL.canParse(skeleton)) context.report(path, 'url is not a URL');
}

export function compileUrl(url: string, path: string, context: CompileContext): UrlNode {
  const scheme = schemePattern.exec(url)?.[0];
  if (scheme === undefined) {
    context.report(path, 'url must start with https:// or http://');
    return () => '';
  }
  checkSkeleton(url, path, context);
  const rest = url.slice(scheme.length);
  const end = endOfHost(rest);
  const host = compileHost(rest.slice(0, end), path, context);
  const tail = rest.slice(end);
  const renderPath = tail === '' ? () => '' : leafAt(tail, { path, encode: encodeSegment }, context);
  return (values) => {
    const hostText = renderHost(host, values);
    if (typeof hostText !== 'string') return hostText;
    const pathText = renderPath(values);
    if (pathText.includes(emptyMark)) return { skip: 'empty_leaf:url' };
    // A value of `..` would climb out of its segment: encoding does not change it.
    return dotSegment.test(pathText) ? { skip: 'invalid_leaf:url' } : `${scheme}${hostText}${pathText}`;
  };
}
