/**
 * Requests that look at a link and are nobody's click. Enters: a request, and the user agent that it is judged by. Leaves: why it makes no touch, or null.
 * It never refuses: whoever looks is shown the way.
 */
import type { IncomingMessage } from 'node:http';
import { isBot } from './bots';

export const looks = ['head', 'prefetch', 'bot'] as const;
export type Look = (typeof looks)[number];

/** Chrome and Firefox; Chrome before 2023 and Safari; Firefox before 2023. */
const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;
const ahead = /\b(?:prefetch|prerender|preview)\b/i;

/** A server's touch is judged by the user agent that it names, never by its own. */
export function lookOf(req: IncomingMessage, userAgent: string | undefined): Look | null {
  if (req.method === 'HEAD') return 'head';
  const purposes = purposeHeaders.map((name) => String(req.headers[name] ?? ''));
  if (purposes.some((purpose) => ahead.test(purpose))) return 'prefetch';
  return isBot(userAgent) ? 'bot' : null;
}
