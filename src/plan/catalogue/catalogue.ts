/**
 * Every value that templates and callbacks can hold, and those that vendors have and Carom never does. Enters: nothing. Leaves: the rows, and ways to find one.
 * docs/placeholders.md is made from it, imports and lint read it.
 */
import { appAndActivityValues } from './app-and-activity';
import { attributionValues } from './attribution';
import { deviceValues } from './device';
import { missingValues } from './missing';
import { parameterValues } from './parameters';
import { timeValues } from './times';
import {
  kindGroups,
  vendors,
  type CatalogueValue,
  type KindGroup,
  type MissingValue,
  type Vendor,
  type VendorName,
} from './value-table';

export { kindGroups, vendors };
export type { CatalogueValue, KindGroup, MissingValue, Vendor, VendorName };

/** By theme, in the order of the page. */
export const catalogueThemes: readonly {
  readonly title: string;
  readonly values: readonly CatalogueValue[];
}[] = [
  { title: 'App, activity, money', values: appAndActivityValues },
  { title: 'Times', values: timeValues },
  { title: 'Device, user, consent', values: deviceValues },
  { title: 'Credit and touch', values: attributionValues },
  { title: 'Parameters under names of Adjust', values: parameterValues },
];

export const catalogue: readonly CatalogueValue[] = catalogueThemes.flatMap(({ values }) => values);
export const missing: readonly MissingValue[] = missingValues;

/** A callback's names that never have a value: name → why. */
export const missingCallbacks: ReadonlyMap<string, string> = new Map(
  missing.flatMap(({ callback, reason }) => (callback === undefined ? [] : [[callback, reason] as const])),
);

const callbackValues = new Map(
  catalogue.flatMap((value) => (value.callback === undefined ? [] : [[value.callback, value] as const])),
);

export function findCallbackValue(name: string): CatalogueValue | undefined {
  return callbackValues.get(name);
}

export type Found =
  | { readonly value: CatalogueValue; readonly differs: boolean }
  | { readonly missing: MissingValue }
  | undefined;

interface NameIndex {
  readonly exact: ReadonlyMap<string, Found>;
  readonly open: readonly (readonly [string, Found])[];
}

function indexOf(vendor: Vendor): NameIndex {
  const exact = new Map<string, Found>();
  const open: (readonly [string, Found])[] = [];
  const add = (names: readonly VendorName[] | undefined, found: (name: VendorName) => Found): void => {
    for (const name of names ?? []) {
      if (name.name.endsWith('*')) open.push([name.name.slice(0, -1), found(name)]);
      else if (!exact.has(name.name)) exact.set(name.name, found(name));
    }
  };
  for (const value of catalogue) add(value.names[vendor], ({ differs }) => ({ value, differs }));
  for (const value of missing) add(value.names[vendor], () => ({ missing: value }));
  return { exact, open };
}

const indexes = new Map(vendors.map((vendor) => [vendor, indexOf(vendor)] as const));

/** What a vendor's macro stands for; names without the vendor's brackets, in the vendor's spelling. */
export function findVendorValue(vendor: Vendor, name: string): Found {
  const index = indexes.get(vendor);
  return index?.exact.get(name) ?? index?.open.find(([start]) => name.startsWith(start))?.[1];
}

/** The names a vendor has, for suggestions. */
export function vendorNames(vendor: Vendor): Iterable<string> {
  return indexes.get(vendor)?.exact.keys() ?? [];
}
