/** Two requests, leaf by leaf. Enters: requests as they are shown, secrets masked. Leaves: what was added, removed and changed, by dotted path. It never sees a secret. */
import type { Delivery } from '../model/delivery';
import { showDelivery } from './show-delivery';

export interface LeafChange {
  /** `query.clickid`, `headers.accept`, `body.data.0.event_name`, `url`. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: string;
  readonly after?: string;
}

/** A body may hold as many leaves as its limit allows; more differences than these say no more. */
const changesMax = 200;
const textMax = 500;

function addLeaves(into: Map<string, string>, path: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    // An empty list is a value too.
    if (entries.length === 0) into.set(path, JSON.stringify(value));
    for (const [key, each] of entries) addLeaves(into, `${path}.${key}`, each);
  } else {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** A name that stands several times has its values by number. */
function addPairs(into: Map<string, string>, path: string, pairs: URLSearchParams): void {
  const seen = new Map<string, number>();
  for (const [name, value] of pairs) {
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    into.set(`${path}.${name}${times === 0 ? '' : `.${times}`}`, value);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Null: nothing would be sent, so there is no leaf. */
export function leavesOf(delivery: Delivery | undefined): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  if (delivery === undefined || delivery.request === null) return leaves;
  const { method, url, headers, body, auth } = showDelivery(delivery).request as Record<string, unknown>;
  const [place = '', query = ''] = String(url).split(/\?(.*)/s);
  leaves.set('method', String(method));
  leaves.set('url', place);
  addPairs(leaves, 'query', new URLSearchParams(query));
  for (const [name, value] of Object.entries(headers as object)) addLeaves(leaves, `headers.${name}`, value);
  if (auth !== undefined) addLeaves(leaves, 'auth', auth);
  if (typeof body === 'string') {
    if (delivery.request.bodyType === 'form') addPairs(leaves, 'body', new URLSearchParams(body));
    else addLeaves(leaves, 'body', delivery.request.bodyType === 'text' ? body : parsed(body));
  }
  return leaves;
}

const cut = (text: string): string => (text.length > textMax ? `${text.slice(0, textMax)}…` : text);

export function compareRequests(
  before: Delivery | undefined,
  after: Delivery | undefined,
): readonly LeafChange[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths
    .flatMap((path): LeafChange[] => {
      const [a, b] = [was.get(path), is.get(path)];
      if (a === b) return [];
      if (a === undefined) return [{ path, change: 'added', after: cut(b ?? '') }];
      if (b === undefined) return [{ path, change: 'removed', before: cut(a) }];
      return [{ path, change: 'changed', before: cut(a), after: cut(b) }];
    })
    .slice(0, changesMax);
}
