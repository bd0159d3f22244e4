/**
 * AppsFlyer's `sharing_filter`: the partners that an activity is kept from. Enters: a request's fields. Leaves: notes that planning goes by. It errs towards keeping:
 * a filter that cannot be read keeps the activity from all.
 */
import { noSharing } from '../../model/sharing';
import { textOf, type Fields } from './values';

const listMax = 100;

/** AppsFlyer's names of partners whose templates here have other names; of the rest the name without `_int` is taken. */
const names: ReadonlyMap<string, string> = new Map([
  ['facebook', 'meta'],
  ['googleadwords', 'google'],
  ['bytedanceglobal', 'tiktok'],
  ['tiktokglobal', 'tiktok'],
  ['snapchat', 'snap'],
  ['twitter', 'x'],
]);

export function noteSharing(fields: Fields): void {
  const list = fields.list('sharing_filter');
  if (list.length > listMax) fields.notes.add(noSharing);
  for (const item of list.slice(0, listMax)) {
    const name = textOf(item, 64)?.toLowerCase().replace(/_int$/, '');
    if (name === undefined || name === 'all') fields.notes.add(noSharing);
    else fields.notes.add(`${noSharing}:${names.get(name) ?? name}`);
  }
}
