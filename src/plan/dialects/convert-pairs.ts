/** Parameters of a query or a form. Enters: `a=1&b={x}`, marked. Leaves: leaves by name, those that may be empty with a `?`. */
import type { FlatLeaves } from '../../model/template';
import type { CatalogueValue } from '../catalogue/catalogue';
import { convertText, type ImportContext, type Leaf, type TextPlace } from './convert-text';
import { markPattern, unmark } from './read-macros';

/** Percent-encoded text as it was meant; what cannot be decoded stands for itself. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

export interface Pairs {
  readonly leaves: FlatLeaves;
  readonly values: readonly CatalogueValue[];
}

interface Converted {
  readonly name: string;
  readonly leaf: Leaf;
}

const clickId = 'touch.partner_click_id';
const otherIdentity =
  /device\.(?:advertising_id|idfa|gps_adid|idfv|android_id|oaid|fire_adid|device_id)|user\./;

/** A postback may lack anything but what it is about: the click id, where it names no device and no user. */
function isRequired({ text }: Leaf, all: readonly Converted[]): boolean {
  return text.includes(clickId) && !all.some(({ leaf }) => otherIdentity.test(leaf.text));
}

/** `path` is the place of the whole query or form. */
export function convertPairs(
  marked: string,
  path: string,
  place: Omit<TextPlace, 'path' | 'where' | 'key'>,
  context: ImportContext,
): Pairs {
  const converted: Converted[] = [];
  const seen = new Set<string>();
  const leave = (
    code: 'macro_in_key' | 'duplicate_key' | 'empty_value',
    name: string,
    message: string,
  ): void => void context.problems.push({ code, path: `${path}.${name}`, message });
  for (const pair of marked.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const rawName = at === -1 ? pair : pair.slice(0, at);
    const name = decodePart(unmark(rawName, place.macros)).trim();
    const text = at === -1 ? '' : decodePart(pair.slice(at + 1)).trim();
    if (markPattern.test(rawName) || /[{}]/.test(name))
      leave('macro_in_key', name, 'The name of a parameter is plain text.');
    else if (name === '' || text === '') leave('empty_value', name, `"${name}" has no value.`);
    else if (seen.has(name)) leave('duplicate_key', name, `"${name}" stands twice; the first is kept.`);
    else {
      const leaf = convertText(
        text,
        { ...place, path: `${path}.${name}`, where: 'leaf', key: name },
        context,
      );
      if (leaf === null) continue;
      seen.add(name);
      converted.push({ name, leaf });
    }
  }
  const leaves = converted.map(({ name, leaf }): [string, string] => [
    leaf.fixed || isRequired(leaf, converted) ? name : `${name}?`,
    leaf.text,
  ]);
  return { leaves: Object.fromEntries(leaves), values: converted.flatMap(({ leaf }) => leaf.values) };
}
