/**
 * An answer to a batch without what tells its items apart. Enters: the answer's text and the items. Leaves: the text. A partner that repeats what it was sent
 * would otherwise have one person's data kept with another's delivery, where forgetting the one does not find it.
 */
import { parseJson } from './classify';

/** Shorter ones stand in any answer by chance: places, codes, counts. */
const lengthMin = 4;
const mask = '…';

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, found);
    return;
  }
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  if (text.length >= lengthMin) found.add(text);
}

/** Values that not all items have, the longest first: a short one may be part of a longer one. */
function distinctValues(items: readonly { readonly item: string }[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { item } of items) {
    const own = new Set<string>();
    collect(parseJson(item), own);
    for (const text of own) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count < items.length)
    .map(([text]) => text)
    .sort((a, b) => b.length - a.length);
}

export function maskItems(response: string, items: readonly { readonly item: string }[]): string {
  if (items.length < 2 || response === '') return response;
  let masked = response;
  for (const text of distinctValues(items)) {
    if (masked.includes(text)) masked = masked.replaceAll(text, mask);
    // In an answer that is JSON it may stand escaped.
    const escaped = JSON.stringify(text).slice(1, -1);
    if (escaped !== text && masked.includes(escaped)) masked = masked.replaceAll(escaped, mask);
  }
  return masked;
}
