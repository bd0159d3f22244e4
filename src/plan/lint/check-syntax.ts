/** What is left in a leaf that another system would have filled, and what is written twice over. Enters: leaves. Leaves: findings. */
import { catalogue, findCallbackValue, findVendorValue, vendors } from '../catalogue/catalogue';
import { nearest } from '../nearest';
import type { Report } from './finding';
import type { LintLeaf } from './read-leaves';

const name = '[A-Za-z_][\\w.~|?=-]*';
/** Wherever they stand in literal text. */
const anywhere: readonly RegExp[] = [
  new RegExp(`\\$\\{\\(?(${name})\\)?!?\\}`, 'g'),
  new RegExp(`(?<![{$])\\{(${name})\\}(?!\\})`, 'g'),
  /%%(\w+)%%/g,
  /<@(\w+)/g,
];
/** Where the whole leaf is nothing else: plain text may hold such marks too. */
const whole: readonly RegExp[] = [
  /^\[([A-Za-z]\w*)\]$/,
  /^#(\w+)#$/,
  /^__([A-Z][A-Z_]*[A-Z])__$/,
  /^@@([\w-]+)@@$/,
  /^%([a-z]\w*)%$/,
];
const parenthesised = /^\(([\w-]+)\)$/;

const ownNames = catalogue.flatMap(({ leaf, callback }) =>
  leaf === undefined || callback === undefined ? [] : [callback],
);

/** Carom's leaf for another system's name; undefined where none is near. */
export function leafFor(foreign: string): string | undefined {
  for (const spelt of [foreign, foreign.toLowerCase()]) {
    const own = findCallbackValue(spelt)?.leaf;
    if (own !== undefined) return own;
    for (const vendor of vendors) {
      const found = findVendorValue(vendor, spelt);
      if (found !== undefined && 'value' in found && found.value.leaf !== undefined) return found.value.leaf;
    }
  }
  const near = nearest(foreign, ownNames);
  return near === undefined ? undefined : findCallbackValue(near)?.leaf;
}

function foreignMacros(literal: string): readonly { readonly written: string; readonly name: string }[] {
  const found = anywhere.flatMap((pattern) => [...literal.matchAll(pattern)]);
  const single = whole.map((pattern) => pattern.exec(literal.trim())).filter((match) => match !== null);
  const inParentheses = parenthesised.exec(literal.trim());
  const isAppsflyer =
    inParentheses !== null && findVendorValue('appsflyer', inParentheses[1] ?? '') !== undefined;
  return [...found, ...single, ...(isAppsflyer ? [inParentheses] : [])].map((match) => ({
    written: match[0],
    name: match[1] ?? '',
  }));
}

function checkForeign({ path, literal }: LintLeaf, report: Report): boolean {
  const macros = foreignMacros(literal);
  for (const macro of macros) {
    // The nearest name takes time to find.
    if (report.isFull()) break;
    const leaf = leafFor(macro.name);
    report(
      'foreign_macro',
      path,
      `${macro.written} is no placeholder of Carom.`,
      leaf === undefined ? undefined : `Perhaps ${leaf}.`,
    );
  }
  return macros.length > 0;
}

function checkBraces({ path, literal, where }: LintLeaf, report: Report): void {
  const plain = literal.replace(/%7B|%7D/gi, '');
  if (plain !== literal) report('encoded_braces', path, `Encoded braces: ${literal.slice(0, 100)}`);
  // A body that is JSON in text has braces of its own.
  if (where === 'text') return;
  if (plain.split('{').length !== plain.split('}').length)
    report('unbalanced_braces', path, `Braces do not match: ${literal.slice(0, 100)}`);
}

function checkEncoding({ path, literal, where }: LintLeaf, report: Report): void {
  const plain = literal.replace(/%7B|%7D/gi, '');
  const encoded =
    where === 'query' || where === 'form' ? /%[0-9A-F]{2}/i : where === 'url' ? /%25[0-9A-F]{2}/i : null;
  const found = encoded?.exec(plain);
  if (found !== null && found !== undefined)
    report('double_encoding', path, `"${found[0]}" is encoded already.`);
}

function checkKnown({ path, syntax }: LintLeaf, report: Report): void {
  for (const { message, suggestion } of syntax) {
    const code = /^braces/.test(message) ? 'unbalanced_braces' : 'unknown_placeholder';
    report(code, path, `${message}.`, suggestion === undefined ? undefined : `Perhaps ${suggestion}.`);
  }
}

export function checkSyntax(leaves: readonly LintLeaf[], report: Report): void {
  for (const leaf of leaves) {
    checkKnown(leaf, report);
    const foreign = checkForeign(leaf, report);
    if (!foreign && leaf.syntax.length === 0) checkBraces(leaf, report);
    else if (/%7B|%7D/i.test(leaf.literal))
      report('encoded_braces', leaf.path, `Encoded braces: ${leaf.literal.slice(0, 100)}`);
    checkEncoding(leaf, report);
  }
}
