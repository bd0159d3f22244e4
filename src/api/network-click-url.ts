/**
 * The click URL that a partner's console takes. Enters: a Carom URL and the partner's macros. Leaves: the URL with them, as the partner wants them
 * written: a macro that was encoded would not be found.
 */
import type { TemplateDefinition } from '../model/template';

export function networkClickUrl(url: string, clickUrl: TemplateDefinition['clickUrl']): string | undefined {
  const pairs = Object.entries(clickUrl ?? {}).map(([name, macro]) => `${name}=${macro}`);
  return pairs.length === 0 ? undefined : `${url}?${pairs.join('&')}`;
}
