/**
 * Callbacks: an advertiser's endpoints. Enters: URL, kinds, headers. Leaves: callbacks; the signing secret once, header values never.
 * It sends nothing but the one test that a person asks for.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../errors';
import { activityKinds, environments } from '../model/activity';
import type { Callback } from '../model/app';
import { compilePlaceholderUrl } from '../plan/placeholders';
import type { Secrets } from '../ports/secrets';
import { merge, present, without } from './changes';
import type { ApiDeps } from './deps';
import { callbackUrlProblem } from './destination-url';
import { clearable, iso, listOf, page } from './forms';
import { mask, maskAll, sealOrKeep } from './masks';
import { ownApp } from './ownership';
import {
  contentOf,
  createNoun,
  drawId,
  listNouns,
  needNoun,
  removeNoun,
  replaceNoun,
  type Content,
} from './records';
import { defineRoute, type Route } from './route';

const kinds = z.array(z.enum([...activityKinds, 'click', 'impression'])).max(50);
const events = z.array(z.string().min(1).max(200)).max(1_000);

/** What the sender sets, or what would change how the request is framed. */
const ownHeaders =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|user-agent|webhook-.*|carom-.*)$/i;

const headers = z.record(z.string(), z.string().max(4_000)).superRefine((found, context) => {
  const issue = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (Object.keys(found).length > 50) context.addIssue({ code: 'custom', message: 'at most 50 headers' });
  for (const [header, value] of Object.entries(found)) {
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}$/.test(header)) issue(header, 'not the name of a header');
    else if (ownHeaders.test(header)) issue(header, 'this header is set by the sender');
    else if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) issue(header, 'holds what a header cannot carry');
  }
});

const form = z.strictObject({
  url: z.string().max(8_192),
  method: z.enum(['GET', 'POST']).default('POST'),
  kinds: kinds.optional(),
  events: events.optional(),
  headers: headers.default({}),
  environment: z.enum(environments).optional(),
  active: z.boolean().default(true),
});
const changeForm = z.strictObject({
  url: z.string().max(8_192).optional(),
  method: z.enum(['GET', 'POST']).optional(),
  kinds: clearable(kinds),
  events: clearable(events),
  headers: headers.optional(),
  environment: clearable(z.enum(environments)),
  active: z.boolean().optional(),
});

export const callbackAnswer = z.object({
  id: z.string(),
  app: z.string(),
  url: z.string(),
  method: z.enum(['GET', 'POST']),
  kinds: kinds.optional(),
  events: events.optional(),
  headers: z.record(z.string(), z.literal(mask)),
  environment: z.enum(environments).optional(),
  active: z.boolean(),
  disabled: z
    .object({ reason: z.literal('gone'), at: z.iso.datetime() })
    .optional()
    .describe('why and when Carom itself switched it off; gone: it answered 410'),
  previous_secret_until: z.iso.datetime().optional().describe('until then requests carry two signatures'),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export function showCallback(callback: Callback, now: number): Record<string, unknown> {
  const {
    id,
    createdAt,
    version,
    headers: sealed,
    ...rest
  } = without(callback, 'secret', 'previousSecret', 'disabled');
  const { disabled, previousSecret } = callback;
  return {
    id,
    ...rest,
    headers: maskAll(sealed),
    ...(disabled === undefined ? {} : { disabled: { reason: disabled.reason, at: iso(disabled.at) } }),
    ...(previousSecret === undefined || previousSecret.until <= now
      ? {}
      : { previous_secret_until: iso(previousSecret.until) }),
    version,
    created_at: iso(createdAt),
  };
}

export function drawWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** @throws Fault `invalid_field` of `url`. Leaves what is worth knowing of a URL that is taken. */
export function checkCallbackUrl(url: string): readonly string[] {
  const problem = callbackUrlProblem(url);
  if (problem !== null) throw new Fault('invalid_field', { field: 'url', message: `"url" ${problem}.` });
  const compiled = compilePlaceholderUrl(url);
  if (compiled.ok) return compiled.notes;
  const [first] = compiled.problems;
  const hint = first?.suggestion === undefined ? '' : ` Did you mean ${first.suggestion}?`;
  throw new Fault('invalid_field', {
    field: 'url',
    message: `"url": ${first?.message ?? 'a placeholder is not known'}.${hint}`,
  });
}

/** Header names lower case, values sealed; the mask keeps the stored value. */
export function sealHeaders(
  secrets: Secrets,
  sent: Readonly<Record<string, string>>,
  stored: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sent).map(([header, value]) => {
      const key = header.toLowerCase();
      return [key, sealOrKeep(secrets, value, stored[key], `headers.${header}`)];
    }),
  );
}

function changed(secrets: Secrets, callback: Callback, body: z.output<typeof changeForm>): Content<Callback> {
  const before = contentOf(callback);
  const sealed =
    body.headers === undefined ? {} : { headers: sealHeaders(secrets, body.headers, callback.headers) };
  // Who switches it on again, or off for good, has seen the reason.
  const known = body.active === undefined ? before : without(before, 'disabled');
  return merge(known, { ...body, ...sealed });
}

function writeRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/callbacks',
      summary: 'Make a callback; its signing secret is shown this once',
      roles: ['admin'],
      scopes: ['manage'],
      body: form,
      status: 201,
      answer: callbackAnswer.extend({
        secret: z.string().describe('whsec_…, shown once'),
        notes: z.array(z.string()).optional(),
      }),
      async handle({ caller, params, body }) {
        ownApp(deps.directory, caller, params.app);
        const notes = checkCallbackUrl(body.url);
        const secret = drawWebhookSecret();
        const content = {
          ...body,
          app: params.app,
          headers: sealHeaders(deps.secrets, body.headers, {}),
          secret: deps.secrets.seal(secret),
        };
        const made = await createNoun<Callback>(deps, 'callback', drawId('cb'), present(content), params.app);
        return { ...showCallback(made, deps.clock.now()), secret, ...(notes.length === 0 ? {} : { notes }) };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/apps/{app}/callbacks/{id}',
      summary: 'Change a callback; null clears an optional field, headers are replaced as a whole',
      roles: ['admin'],
      scopes: ['manage'],
      body: changeForm,
      answer: callbackAnswer,
      async handle({ params, body }) {
        const before = await needNoun<Callback>(deps, 'callback', params.id, params.app);
        if (body.url !== undefined) checkCallbackUrl(body.url);
        const content = changed(deps.secrets, before, body);
        const made = await replaceNoun<Callback>(deps, 'callback', before, content, params.app);
        return showCallback(made, deps.clock.now());
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/callbacks/{id}',
      summary: 'Remove a callback; what is planned for it fails',
      roles: ['admin'],
      scopes: ['manage'],
      status: 204,
      async handle({ params }) {
        await needNoun<Callback>(deps, 'callback', params.id, params.app);
        await removeNoun(deps, 'callback', params.id);
      },
    }),
  ];
}

export function callbackRoutes(deps: ApiDeps): readonly Route[] {
  return [
    ...writeRoutes(deps),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/callbacks',
      summary: 'List callbacks',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: page,
      answer: listOf(callbackAnswer),
      handle({ caller, params, query }) {
        ownApp(deps.directory, caller, params.app);
        const now = deps.clock.now();
        const show = (callback: Callback) => showCallback(callback, now);
        return listNouns<Callback>(deps, 'callback', query, show, params.app);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/callbacks/{id}',
      summary: 'Read a callback',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer: callbackAnswer,
      async handle({ caller, params }) {
        ownApp(deps.directory, caller, params.app);
        const found = await needNoun<Callback>(deps, 'callback', params.id, params.app);
        return showCallback(found, deps.clock.now());
      },
    }),
  ];
}
