/**
 * The items of an order that stand as objects in a list. Enters: the list as a vendor's client sent it, and the vendor's names. Leaves: items in the words of
 * `params.contents`. What has no word there keeps its name beside the others, so nothing of an item is lost.
 */
import { isValues, type Values } from './values';

/** The vendor's name → ours. The item's own under our name comes first, then the first of several that says something; the others keep their names. */
export type ItemNames = readonly (readonly [vendors: string, ours: string])[];

/** Undefined where nothing in the list says anything. */
export function itemsOf(list: readonly unknown[], names: ItemNames): readonly Values[] | undefined {
  const items = list
    .filter(isValues)
    .map((item) => renamed(item, names))
    .filter((item) => Object.keys(item).length > 0);
  return items.length === 0 ? undefined : items;
}

function renamed(item: Values, names: ItemNames): Values {
  const said = Object.entries(item).filter(([, value]) => !isNothing(value));
  const kept = new Map<string, unknown>(said);
  for (const [vendors, ours] of names) {
    if (!kept.has(vendors) || kept.has(ours)) continue;
    kept.set(ours, kept.get(vendors));
    kept.delete(vendors);
  }
  return Object.fromEntries(kept);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
