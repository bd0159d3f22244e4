/** Which dialect a URL is written in. Enters: texts. Leaves: the likeliest, whether it is sure, and what else it could be; null where nothing says. */
import { findCallbackValue, findVendorValue, missingCallbacks } from '../catalogue/catalogue';
import { dialects, type Dialect } from './dialect';
import { readMacros } from './read-macros';

export interface Recognised {
  readonly dialect: Dialect;
  /** One dialect alone explains it best. */
  readonly sure: boolean;
  /** Others that explain as much. */
  readonly also: readonly Dialect[];
}

/** Marks that stand in no other dialect's URLs. */
const marks: readonly (readonly [Dialect, RegExp])[] = [
  ['branch', /\$\{\(?[\w.~+$[\]]+\)?!?|<@\w+|<#if\b/],
  ['singular', /\{(?:cl|psid|psn|pshid|pcrid|pcrn|pcn|pscn|pcid|pscid)\?|\{NETWORK=/],
  ['tune', /go2cloud\.org|\/aff_(?:lsr|goal|i|l)\b/],
  ['voluum', /[?&]cid=REPLACE\b|\{externalid\}/],
  ['adjust', /\{\w+\|\|\w+\}|[?&](?:adj_)?\w+_callback(?:_\w+)?=/],
];

function isKnown(dialect: Dialect, name: string): boolean {
  if (dialect === 'adjust') return findCallbackValue(name) !== undefined || missingCallbacks.has(name);
  return findVendorValue(dialect, name) !== undefined;
}

/** How many macros the dialect knows, less those it does not; a mark of its own outweighs a few. */
function score(dialect: Dialect, text: string): number {
  const names = readMacros(text, dialect).macros.flatMap((macro) => macro.names);
  const known = names.filter((name) => isKnown(dialect, name)).length;
  const marked = marks.some(([of, pattern]) => of === dialect && pattern.test(text)) ? 3 : 0;
  return known === 0 && marked === 0 ? 0 : known - (names.length - known) / 4 + marked;
}

export function recogniseDialect(texts: readonly string[]): Recognised | null {
  const text = texts.join('\n');
  const scores = dialects
    .map((dialect) => ({ dialect, points: score(dialect, text) }))
    .filter(({ points }) => points > 0)
    // Equal ones stay in the order of the list.
    .sort((a, b) => b.points - a.points);
  const [best] = scores;
  if (best === undefined) return null;
  const also = scores
    .filter((each) => each !== best && each.points === best.points)
    .map(({ dialect }) => dialect);
  return { dialect: best.dialect, sure: also.length === 0, also };
}
