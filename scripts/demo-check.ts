/** Was a request the expected one? Enters: what was expected and what came. Leaves: every difference, in words. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Received } from './demo-receiver';
import type { Expected } from './demo-story';

/** Is it the one, apart from its content? */
export function isMeant(expected: Expected, { origin, path, body, query }: Received): boolean {
  if (expected.callback !== undefined)
    return path === expected.path && body.includes(`"id":"${expected.callback.activity}"`);
  const id = expected.query['adv_sub'];
  return (
    origin === expected.origin && path === expected.path && (id === undefined || query['adv_sub'] === id)
  );
}

/** Empty: it was exactly this request. */
export function listDifferences(
  expected: Expected,
  received: Received,
  callbackSecret: string,
): readonly string[] {
  const differences: string[] = [];
  const compare = (what: string, was: unknown, should: unknown): void => {
    if (!isDeepStrictEqual(was, should))
      differences.push(`${what} is ${JSON.stringify(was)}, not ${JSON.stringify(should)}`);
  };
  compare('method', received.method, expected.method);
  if (!String(received.headers['user-agent']).startsWith('Carom/'))
    differences.push('user-agent is not Carom');
  if (typeof received.headers['carom-delivery-id'] !== 'string')
    differences.push('carom-delivery-id is missing');
  compare('query', received.query, expected.query);
  if (expected.json !== undefined) compare('body', JSON.parse(received.body), expected.json);
  if (expected.callback === undefined) return differences;
  const body = JSON.parse(received.body) as {
    id?: unknown;
    kind?: unknown;
    attribution?: { partner?: unknown } | null;
  };
  compare('id', body.id, expected.callback.activity);
  compare('kind', body.kind, expected.callback.kind);
  compare('attribution.partner', body.attribution?.partner ?? null, expected.callback.partner);
  if (!isSigned(received, callbackSecret)) differences.push('webhook-signature does not fit');
  return differences;
}

/** Standard Webhooks, from its text: HMAC-SHA256 over `id.timestamp.body`. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const should = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  return String(headers['webhook-signature'])
    .split(' ')
    .some((each) => each.length === should.length && timingSafeEqual(Buffer.from(each), should));
}
