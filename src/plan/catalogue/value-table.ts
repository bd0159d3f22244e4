/**
 * The catalogue's rows, read from tables. Enters: a table as text, one value a line, cells between ` | `. Leaves: rows. The tables are code, checked by a
 * test: nobody's input is read here. A cell of `-` is empty.
 */
import { activityKinds, touchKinds, type CallbackKind } from '../../model/activity';

/** Whose names for a value the catalogue knows. Adjust's is the callback's own name. */
export const vendors = ['appsflyer', 'branch', 'singular', 'kochava', 'voluum', 'tune'] as const;
export type Vendor = (typeof vendors)[number];

export interface VendorName {
  /** Without the vendor's brackets. A `*` at the end stands for any text, as in Singular's `cl?Network`. */
  readonly name: string;
  /** The vendor's value is near Carom's and not the same, or its form is not published. */
  readonly differs: boolean;
}

export interface CatalogueValue {
  /** What a template's leaf says, braces and all; absent: callbacks alone have it. */
  readonly leaf?: string;
  /** A callback URL's placeholder, without braces; Adjust's name where Adjust has the value. Absent: templates alone have it. */
  readonly callback?: string;
  readonly meaning: string;
  /** `id`, `text`, `hash`, `url`, `number`, `flag`, `time`, `seconds`, `money`, `code`, `json`. */
  readonly type: string;
  /** Of numbers, times and money; of hashes, the algorithm. */
  readonly unit?: string;
  readonly kinds: KindGroup;
  readonly example: string;
  readonly names: Readonly<Partial<Record<Vendor, readonly VendorName[]>>>;
}

/** A vendor's value that Carom never has. */
export interface MissingValue {
  readonly callback?: string;
  readonly meaning: string;
  readonly reason: string;
  readonly names: CatalogueValue['names'];
}

const events = ['event', 'status_changed'] as const;
/** What a user's return brought about holds what the session or event held. */
const derived = ['reattribution', 'reengagement', 'rejected_reattribution', 'attribution_updated'] as const;
const conversions = ['install', 'reinstall', 'reattribution', 'reengagement', 'attribution_updated'] as const;

/** Which kinds can carry a value: each group's name, and its kinds. */
export const kindGroups = {
  all: [...activityKinds, ...touchKinds],
  activities: activityKinds,
  events: [...events, ...derived],
  money: activityKinds.filter((kind) => kind !== 'uninstall'),
  installs: [
    'install',
    'reinstall',
    'reattribution',
    ...['rejected_install', 'rejected_reattribution'],
    'attribution_updated',
  ],
  conversions,
  rejected: ['rejected_install', 'rejected_reattribution'],
  status: events,
  ad_revenue: ['ad_revenue'],
  session: ['session', 'event'],
  uninstall: ['uninstall', 'reinstall'],
  updated: ['attribution_updated'],
} as const satisfies Readonly<Record<string, readonly CallbackKind[] | readonly string[]>>;

export type KindGroup = keyof typeof kindGroups;

function cellsOf(line: string): readonly string[] {
  return line.split(' | ').map((cell) => (cell.trim() === '-' ? '' : cell.trim()));
}

function namesOf(cells: readonly string[]): CatalogueValue['names'] {
  const names: Partial<Record<Vendor, readonly VendorName[]>> = {};
  vendors.forEach((vendor, index) => {
    const listed = (cells[index] ?? '').split(' ').filter((name) => name !== '');
    if (listed.length === 0) return;
    names[vendor] = listed.map((name) =>
      name.startsWith('≈') ? { name: name.slice(1), differs: true } : { name, differs: false },
    );
  });
  return names;
}

function isKindGroup(text: string): text is KindGroup {
  return Object.hasOwn(kindGroups, text);
}

function linesOf(table: string): readonly string[] {
  return table.split('\n').filter((line) => line.includes(' | '));
}

function present<Key extends string>(key: Key, text: string): Partial<Record<Key, string>> {
  return text === '' ? {} : ({ [key]: text } as Partial<Record<Key, string>>);
}

/**
 * `leaf | callback | meaning | type | unit | kinds | example | appsflyer | branch | singular | kochava | voluum | tune`; cells at the end may be left out.
 * A leaf without braces is the inside of one pair.
 */
export function readValues(table: string): readonly CatalogueValue[] {
  return linesOf(table).map((line) => {
    const [leaf = '', callback = '', meaning = '', type = '', unit = '', kinds = '', example = '', ...names] =
      cellsOf(line);
    if (!isKindGroup(kinds)) throw new Error(`catalogue: "${kinds}" is no group of kinds, in: ${line}`);
    return {
      ...present('leaf', leaf === '' || leaf.startsWith('{{') ? leaf : `{{${leaf}}}`),
      ...present('callback', callback),
      meaning,
      type,
      ...present('unit', unit),
      kinds,
      example,
      names: namesOf(names),
    };
  });
}

/** `callback | meaning | reason | appsflyer | …`; `reason` is a key of `reasons`. */
export function readMissing(
  table: string,
  reasons: Readonly<Record<string, string>>,
): readonly MissingValue[] {
  return linesOf(table).map((line) => {
    const [callback = '', meaning = '', key = '', ...names] = cellsOf(line);
    const reason = Object.hasOwn(reasons, key) ? reasons[key] : undefined;
    if (reason === undefined) throw new Error(`catalogue: "${key}" is no reason, in: ${line}`);
    return { ...present('callback', callback), meaning, reason, names: namesOf(names) };
  });
}
