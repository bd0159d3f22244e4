/**
 * One text of a request → one leaf. Enters: a marked text, where it stands, what is known of the whole import. Leaves: the leaf, or nothing and the reason. A leaf
 * with one macro that Carom cannot fill is left out whole: half a value is a wrong one.
 */
import type { CatalogueValue } from '../catalogue/catalogue';
import { dialectTitles, type Dialect, type ImportCode, type ImportProblem } from './dialect';
import { asksToBeReplaced, type ImportedSettings } from './import-settings';
import { markOf, markPattern, unmark, type Macro, type Marked } from './read-macros';
import { joinAlternatives, resolveMacro, type Resolved } from './resolve-macro';

export interface ImportContext {
  readonly dialect: Dialect;
  readonly settings: ImportedSettings;
  readonly problems: ImportProblem[];
}

export interface TextPlace {
  /** Within the template. */
  readonly path: string;
  readonly where: 'host' | 'path' | 'leaf';
  /** The parameter's name, for a text that asks to be replaced. */
  readonly key?: string;
  readonly macros: readonly Macro[];
  readonly beside: ReadonlySet<string>;
}

export interface Leaf {
  readonly text: string;
  /** Nothing in it varies. */
  readonly fixed: boolean;
  /** What it holds, where it is one value of the catalogue. */
  readonly values: readonly CatalogueValue[];
}

/** What Voluum's own pages say of the parameters that it asks to replace. */
const voluumParameters: Readonly<Record<string, string>> = {
  cid: '{{touch.partner_click_id}}',
  payout: '{{first payout.amount revenue.amount}}',
  txid: '{{first activity.transaction_id activity.id}}',
  et: '{{event.partner_name}}',
  currency: '{{first payout.currency revenue.currency}}',
};

function note(
  context: ImportContext,
  place: TextPlace,
  code: ImportCode,
  message: string,
  more: Partial<ImportProblem> = {},
): void {
  context.problems.push({ code, path: place.path, ...more, message });
}

function declare(
  context: ImportContext,
  place: TextPlace,
  name: string,
  written: string,
  suggestion?: string,
): string {
  const key = context.settings.declare({ name, written, where: place.where });
  note(
    context,
    place,
    'became_setting',
    `${written} is no macro of ${dialectTitles[context.dialect]}, or asks to be filled in: so it is the setting "${key}". Put another value in its place where you know one.`,
    { macro: written, ...(suggestion === undefined ? {} : { suggestion }) },
  );
  return `{{settings.${key}}}`;
}

interface Filled {
  readonly leaf: string | null;
  readonly value?: CatalogueValue | undefined;
}

function fillMacro(macro: Macro, place: TextPlace, context: ImportContext): Filled {
  const found = resolveMacro(macro, context.dialect, place.beside);
  const leaves = found.filter((each): each is Extract<Resolved, { kind: 'leaf' }> => each.kind === 'leaf');
  // In a host nothing but a setting may stand, whatever the macro is.
  if (place.where === 'host')
    return { leaf: declare(context, place, macro.names[0] ?? 'host', macro.written) };
  for (const each of found) {
    if (each.kind === 'left_out') note(context, place, each.code, each.message, { macro: macro.written });
    if (each.kind === 'leaf' && each.differs !== undefined)
      note(context, place, 'differs', `Near, not the same: ${each.differs}.`, { macro: macro.written });
  }
  if (leaves.length > 0) {
    const leaf = joinAlternatives(leaves.map((each) => each.leaf));
    if (leaf !== null) return { leaf, value: leaves[0]?.value };
    note(context, place, 'no_such_function', 'These alternatives cannot be joined in one leaf.', {
      macro: macro.written,
    });
    return { leaf: null };
  }
  const own = found.find((each) => each.kind === 'own');
  if (own === undefined) return { leaf: null };
  return { leaf: declare(context, place, macro.names[0] ?? 'value', macro.written, own.suggestion) };
}

/** Segments of a path and labels of a host that ask to be replaced, as macros: their marks count on from the text's own. */
function splitAsked(marked: string, place: TextPlace): Marked {
  const separator = { host: '.', path: '/', leaf: null }[place.where];
  const macros = [...place.macros];
  if (separator === null) return { text: marked, macros };
  const text = marked
    .split(separator)
    .map((part) =>
      asksToBeReplaced(part)
        ? markOf(
            macros.push({
              written: part,
              names: [/^[x-]+$/i.test(part) ? `${place.where} part` : part],
              functions: [],
              fixed: true,
            }) - 1,
          )
        : part,
    )
    .join(separator);
  return { text, macros };
}

/** Null: left out. */
export function convertText(marked: string, place: TextPlace, context: ImportContext): Leaf | null {
  const whole = unmark(marked, place.macros);
  if (place.key !== undefined && asksToBeReplaced(whole)) {
    const known =
      context.dialect === 'voluum' && Object.hasOwn(voluumParameters, place.key)
        ? voluumParameters[place.key]
        : undefined;
    return { text: known ?? declare(context, place, place.key, whole), fixed: false, values: [] };
  }
  const asked = splitAsked(marked, place);
  const parts = asked.text.split(new RegExp(markPattern.source, 'g'));
  if (parts.some((part, index) => index % 2 === 0 && /[{}\\]/.test(part))) {
    note(context, place, 'unreadable', `Not a macro of this dialect, or not closed: ${whole}`);
    return null;
  }
  let text = '';
  const values: CatalogueValue[] = [];
  const lost: string[] = [];
  for (const [index, part] of parts.entries()) {
    const macro = index % 2 === 1 ? asked.macros[Number(part)] : undefined;
    if (macro === undefined) {
      text += part;
      continue;
    }
    const filled = fillMacro(macro, place, context);
    if (filled.leaf === null) lost.push(macro.written);
    else text += filled.leaf;
    if (filled.value !== undefined) values.push(filled.value);
  }
  return lost.length === 0 ? { text, fixed: parts.length === 1, values } : null;
}
