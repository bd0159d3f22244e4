/**
 * What an answer means. Enters: the result of one request and the partner's rule for success. Leaves: accepted, again, or refused and why.
 * Pure; it decides nothing about when.
 */
import type { AcceptRule, AnswerRule } from '../model/delivery';
import type { OutboundResult } from '../ports/sender';
import { matchPattern } from './match-pattern';

export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'again'; readonly error?: string }
  /** `note`: what a person should know beside the reason. */
  | { readonly kind: 'refused'; readonly reason: string; readonly note?: string };

/** What no later attempt can change. */
const finalCodes: ReadonlySet<string> = new Set([
  'refused_address',
  'refused_port',
  'invalid_url',
  'invalid_request',
]);
/** Timeout, too early, too many: the partner asks for another attempt. */
const againStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

export function classify(result: OutboundResult, rule: AcceptRule | undefined): Verdict {
  if (!result.answered) {
    return finalCodes.has(result.code)
      ? { kind: 'refused', reason: result.code }
      : { kind: 'again', error: result.code };
  }
  const { status, body } = result;
  if (rule?.retry?.some((each) => statusListed(status, each) && bodyAccepted(body, each)) === true)
    return { kind: 'again' };
  if (statusAccepted(status, rule)) {
    return bodyAccepted(body, rule)
      ? { kind: 'accepted' }
      : { kind: 'refused', reason: 'rejected_by_partner' };
  }
  if (againStatuses.has(status) || status >= 500) return { kind: 'again' };
  const reason = `http_${status}`;
  if (status >= 300 && status < 400) return { kind: 'refused', reason, note: 'a redirect is not followed' };
  if (status === 410) return { kind: 'refused', reason, note: 'the destination asks for no more' };
  return { kind: 'refused', reason };
}

function statusAccepted(status: number, rule: AcceptRule | undefined): boolean {
  return rule?.status === undefined ? status >= 200 && status < 300 : rule.status.includes(status);
}

/** A rule without a status is about any. */
function statusListed(status: number, rule: AnswerRule): boolean {
  return rule.status === undefined || rule.status.includes(status);
}

function bodyAccepted(body: string, rule: AnswerRule | undefined): boolean {
  if (rule?.body !== undefined && !matchPattern(rule.body, body)) return false;
  if (rule?.json === undefined) return true;
  const document = parseJson(body);
  return Object.entries(rule.json).every(([path, value]) => sameJson(valueAt(document, path), value));
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Own properties alone; numbers in a path are places in an array. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && sameJson(Reflect.get(left, key), Reflect.get(right, key)),
    )
  );
}
