/**
 * What one answer says of each item of a batch. Enters: the verdict on the answer as a whole, the answer, the rule of the template. Leaves: a verdict an item,
 * or null where the batch was refused and nobody says for whose sake. Pure.
 */
import type { BatchRule } from '../model/delivery';
import type { OutboundResult } from '../ports/sender';
import { parseJson, valueAt, type Verdict } from './classify';

/** These are about who asks, and where: of each item alone the partner would say the same. */
const blameless: ReadonlySet<number> = new Set([401, 404, 405, 407, 410]);

function isAboutItems(result: OutboundResult | null): boolean {
  if (result?.answered !== true) return false;
  const { status } = result;
  return !blameless.has(status) && (status < 300 || status >= 400);
}

/** Places of the items that the answer names as not taken; null where it names none, or one that cannot be. */
function failedPlaces(document: unknown, rule: BatchRule, size: number): ReadonlySet<number> | null {
  const { failures } = rule;
  const listed = failures === undefined ? undefined : valueAt(document, failures.list);
  if (failures === undefined || !Array.isArray(listed) || listed.length === 0) return null;
  const places = listed.map((entry) => {
    const place = valueAt(entry, failures.index);
    return typeof place === 'string' || typeof place === 'number' ? Number(place) : Number.NaN;
  });
  const known = places.every((place) => Number.isInteger(place) && place >= 0 && place < size);
  return known ? new Set(places) : null;
}

export function judgeItems(
  whole: Verdict,
  result: OutboundResult | null,
  rule: BatchRule | undefined,
  size: number,
): readonly Verdict[] | null {
  const each = (verdict: Verdict): readonly Verdict[] => Array.from({ length: size }, () => verdict);
  if (size === 1 || whole.kind === 'again' || !isAboutItems(result)) return each(whole);
  const body = result?.answered === true ? parseJson(result.body) : undefined;
  const failed = rule === undefined ? null : failedPlaces(body, rule, size);
  if (failed !== null) {
    const refused: Verdict = { kind: 'refused', reason: 'rejected_by_partner' };
    return each({ kind: 'accepted' }).map((taken, place) => (failed.has(place) ? refused : taken));
  }
  if (whole.kind === 'refused') return null;
  const { counted } = rule ?? {};
  return counted === undefined || valueAt(body, counted) === size ? each(whole) : null;
}
