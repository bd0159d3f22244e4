/** Callbacks inside a tracking link of Adjust's. Enters: a source. Leaves: the callbacks' own URLs, one source each; null where it is no such link. */
import type { ActivityKind } from '../../model/activity';
import type { ImportProblem, ImportSource } from './dialect';

const callbackName =
  /^(?:adj_)?(install|reattribution|conversion|session|event|rejected_install|rejected_reattribution|uninstall|reinstall|reattribution_reinstall|click|impression)(?:_callback)?(?:_(\w+))?$/;

const kindsOf: Readonly<Record<string, readonly ActivityKind[]>> = {
  install: ['install'],
  reattribution: ['reattribution'],
  conversion: ['install', 'reattribution'],
  session: ['session'],
  event: ['event'],
  rejected_install: ['rejected_install'],
  rejected_reattribution: ['rejected_reattribution'],
  uninstall: ['uninstall'],
  reinstall: ['reinstall'],
  reattribution_reinstall: ['reattribution'],
};

export interface Unfolded {
  readonly sources: readonly ImportSource[];
  readonly problems: readonly ImportProblem[];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function unfoldAdjustLink(url: string): Unfolded | null {
  const query = url.slice(url.indexOf('?') + 1);
  if (!/^https?:\/\//i.test(url) || !/[?&](?:adj_)?\w+=https?(?::|%3A)/i.test(url)) return null;
  const sources: ImportSource[] = [];
  const problems: ImportProblem[] = [];
  for (const pair of query.split('&')) {
    const [name = '', ...rest] = pair.split('=');
    const value = decode(rest.join('='));
    const found = callbackName.exec(name);
    if (found === null || !/^https?:\/\//i.test(value)) continue;
    const [, kind = '', token] = found;
    const on = kindsOf[kind];
    if (on === undefined) {
      problems.push({
        code: 'no_such_kind',
        path: 'postbacks',
        macro: name,
        message: `${name}: partners hear of no ${kind}s.`,
      });
      continue;
    }
    const path = `postbacks.${String(sources.length)}`;
    if (kind === 'event' && token !== undefined) {
      problems.push({
        code: 'event_token',
        path: `${path}.events`,
        macro: name,
        message: `Map your event to "${token}" in the integration.`,
      });
    }
    sources.push({ url: value, on, ...(kind === 'event' && token !== undefined ? { events: [token] } : {}) });
  }
  return sources.length === 0 && problems.length === 0 ? null : { sources, problems };
}
