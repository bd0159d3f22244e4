/** What a macro stands for here. Enters: a macro and its dialect. Leaves: what a leaf says, or why there is nothing to say. It never guesses a meaning. */
import {
  findCallbackValue,
  findVendorValue,
  missingCallbacks,
  vendorNames,
  type CatalogueValue,
} from '../catalogue/catalogue';
import { nearest } from '../nearest';
import { placeholders } from '../placeholder-table';
import type { Dialect } from './dialect';
import type { Macro } from './read-macros';

export type Resolved =
  | {
      readonly kind: 'leaf';
      readonly leaf: string;
      readonly value?: CatalogueValue;
      readonly differs?: string;
    }
  | { readonly kind: 'own'; readonly suggestion?: string }
  | {
      readonly kind: 'left_out';
      readonly code: 'no_such_value' | 'callback_only' | 'no_such_function';
      readonly message: string;
    };

/** What stands between the braces of a leaf that is one value; null of one that is more. */
export function expressionOf(leaf: string): string | null {
  return /^\{\{([^{}#/]+)\}\}$/.exec(leaf)?.[1] ?? null;
}

function argumentOf(expression: string): string {
  return expression.includes(' ') ? `(${expression})` : expression;
}

/** Branch's function → the helper around a value. */
const helpers: Readonly<Record<string, (argument: string) => string>> = {
  md5: (argument) => `md5 ${argument}`,
  sha1: (argument) => `sha1 ${argument}`,
  sha256: (argument) => `sha256 ${argument}`,
  lower: (argument) => `lower ${argument}`,
  upper: (argument) => `upper ${argument}`,
  iso8601UTCDate: (argument) => `iso ${argument}`,
  'dateformat output_date_format="TIMESTAMP_SECONDS"': (argument) => `unix ${argument}`,
  'dateformat output_date_format="TIMESTAMP_MILLIS"': (argument) => `unix_ms ${argument}`,
};
/** Each leaf is encoded for its place and countries and languages have these forms already, so these change nothing. */
const idle = new Set(['urlencode', 'json', 'countryCodeIso3166', 'languageIso639']);

/** The sender's own ids, where the URL also holds the name for the receiver's: in Carom's place they are Carom's. */
const ownIds: Readonly<
  Partial<Record<Dialect, { readonly beside: RegExp; readonly leaves: Readonly<Record<string, string>> }>>
> = {
  voluum: {
    beside: /^external_?id$/,
    leaves: { clickid: '{{touch.id}}', click_id: '{{touch.id}}', cid: '{{touch.id}}' },
  },
  tune: {
    beside: /^aff_sub\d?$/,
    leaves: {
      transaction_id: '{{first activity.transaction_id activity.id}}',
      click_id: '{{touch.id}}',
      clickid: '{{touch.id}}',
    },
  },
};

function ofCallback(name: string): Resolved {
  const value = findCallbackValue(name);
  if (value?.leaf !== undefined) return { kind: 'leaf', leaf: value.leaf, value };
  if (value !== undefined) {
    return {
      kind: 'left_out',
      code: 'callback_only',
      message: `"${name}" (${value.meaning}) stands in callback URLs alone.`,
    };
  }
  const why = missingCallbacks.get(name);
  if (why !== undefined) return { kind: 'left_out', code: 'no_such_value', message: `"${name}": ${why}.` };
  const suggestion = nearest(name, placeholders.keys());
  return { kind: 'own', ...(suggestion === undefined ? {} : { suggestion: `{${suggestion}}` }) };
}

/** What the app or the link itself named. */
function branchParameter(name: string): Resolved | null {
  const [, from = '', key = ''] = /^(custom_data|last_attributed_touch_data)\.(\w+)$/.exec(name) ?? [];
  if (key === '') return null;
  return from === 'custom_data'
    ? {
        kind: 'leaf',
        leaf: `{{params.${key}}}`,
        differs: "Carom sends the activity's parameter of this name",
      }
    : {
        kind: 'leaf',
        leaf: `{{touch.params.${key}}}`,
        differs: "Carom sends the link's parameter of this name",
      };
}

function ofName(name: string, dialect: Dialect, beside: ReadonlySet<string>): Resolved {
  if (dialect === 'adjust') return ofCallback(name);
  const own = ownIds[dialect];
  const leaf = own !== undefined && Object.hasOwn(own.leaves, name) ? own.leaves[name] : undefined;
  if (own !== undefined && leaf !== undefined && [...beside].some((other) => own.beside.test(other))) {
    return { kind: 'leaf', leaf, differs: "the sender's own id, so Carom's stands here" };
  }
  const found = findVendorValue(dialect, name);
  if (found === undefined && dialect === 'branch') {
    const parameter = branchParameter(name);
    if (parameter !== null) return parameter;
  }
  if (found === undefined) {
    // Many take Adjust's names for granted.
    const suggestion = findCallbackValue(name)?.leaf ?? nearest(name, vendorNames(dialect));
    return { kind: 'own', ...(suggestion === undefined ? {} : { suggestion }) };
  }
  if ('missing' in found) {
    return {
      kind: 'left_out',
      code: 'no_such_value',
      message: `"${name}" (${found.missing.meaning}): ${found.missing.reason}.`,
    };
  }
  const { value, differs } = found;
  if (value.leaf === undefined) {
    return {
      kind: 'left_out',
      code: 'callback_only',
      message: `"${name}" (${value.meaning}) stands in callback URLs alone.`,
    };
  }
  const unit = value.unit === undefined ? '' : ` (${value.unit})`;
  return {
    kind: 'leaf',
    leaf: value.leaf,
    value,
    ...(differs ? { differs: `Carom sends ${value.meaning}${unit}` } : {}),
  };
}

function applyFunctions(resolved: Resolved, functions: readonly string[]): Resolved {
  if (resolved.kind !== 'leaf') return resolved;
  let expression = expressionOf(resolved.leaf);
  for (const name of [...functions].reverse()) {
    if (idle.has(name)) continue;
    const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
    if (helper === undefined || expression === null)
      return { kind: 'left_out', code: 'no_such_function', message: `No helper does what ${name} does.` };
    const time = /^(?:unix|unix_ms|iso) \(?([\w.]+)\)?$/.exec(expression);
    // A time is RFC 3339 in a template, so one helper is enough.
    expression = helper(
      time !== null && /^(?:iso|dateformat)/.test(name) ? (time[1] ?? '') : argumentOf(expression),
    );
  }
  return expression === null ? resolved : { ...resolved, leaf: `{{${expression}}}` };
}

/** Branch's `<#if x>1<#else>0</#if>`. */
function ofFlag(name: string): Resolved {
  if (name === 'attributed') return { kind: 'leaf', leaf: '{{bit attribution.credited}}' };
  const resolved = ofName(name, 'branch', new Set());
  return resolved.kind === 'leaf' && resolved.value?.type === 'flag'
    ? resolved
    : {
        kind: 'left_out',
        code: 'no_such_function',
        message: 'Only conditions that make 1 or 0 of a flag are converted.',
      };
}

/** `beside`: every name in the same request. */
export function resolveMacro(
  macro: Macro,
  dialect: Dialect,
  beside: ReadonlySet<string>,
): readonly Resolved[] {
  const { names, functions, fixed } = macro;
  if (fixed === true) return [{ kind: 'own' }];
  if (functions.includes('rand')) return [{ kind: 'leaf', leaf: '{{delivery.id}}' }];
  if (names.length === 0) {
    const [name = ''] = functions;
    return [{ kind: 'left_out', code: 'no_such_function', message: `No helper does what ${name} does.` }];
  }
  if (functions[0] === 'flag') return names.map(ofFlag);
  return names.map((name) => applyFunctions(ofName(name, dialect, beside), functions));
}

/** The alternatives that have a value, as one leaf. */
export function joinAlternatives(leaves: readonly string[]): string | null {
  const [only] = leaves;
  if (only !== undefined && leaves.length === 1) return only;
  const expressions = leaves.map(expressionOf);
  if (leaves.length === 0 || expressions.some((expression) => expression === null)) return null;
  return `{{first ${expressions.map((expression) => argumentOf(expression ?? '')).join(' ')}}}`;
}
