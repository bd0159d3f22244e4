/** Integrations: a partner switched on for an app. Enters: settings, event mapping, sending rules. Leaves: integrations, secret settings masked. It never returns a secret. */
import { z } from 'zod';
import type { Integration } from '../model/app';
import { present, without } from './changes';
import type { ApiDeps } from './deps';
import { iso, listOf, page, payouts, policy } from './forms';
import { checkSettings } from './integration-settings';
import { definitionsFor } from './integration-versions';
import { maskSecrets } from './masks';
import { ownApp } from './ownership';
import { createNoun, listNouns, needNoun, readNoun, removeNoun, replaceNoun, type Content } from './records';
import { defineRoute, type Route } from './route';
import { confirmedSendForm, sendForm, warningsOf } from './send-form';

/** Numbers and booleans are taken as they are written. */
export const settingValue = z
  .union([z.string().max(8_192), z.number(), z.boolean()])
  .transform((value) => String(value));
const eventName = z.string().min(1).max(200);
const events = z.record(
  eventName,
  z.union([
    eventName,
    z
      .array(eventName)
      .min(1)
      .max(20)
      .refine((names) => new Set(names).size === names.length, 'a name stands twice'),
  ]),
);
const templateVersion = z.int().min(1);
const sandboxVersion = z.union([z.literal('latest'), templateVersion]);

const form = z.strictObject({
  active: z
    .boolean()
    .optional()
    .describe(
      'default true; false of a built-in template that is partial, which is switched on by saying so',
    ),
  settings: z.record(z.string(), settingValue).default({}),
  events: events.optional(),
  send: confirmedSendForm.default({}),
  template_version: templateVersion
    .optional()
    .describe('an approved version of the template; absent: the live one'),
  sandbox_template_version: sandboxVersion
    .optional()
    .describe('what sandbox activities use, approved or not; absent: as production'),
  policy: policy.optional(),
  payouts: payouts.optional(),
});

const answer = z.object({
  app: z.string(),
  partner: z.string(),
  active: z.boolean(),
  settings: z.record(z.string(), z.string()).describe('secret settings are shown as ***'),
  events: events.optional(),
  send: sendForm,
  warnings: z.array(z.string()).describe('what deserves a second look'),
  template_version: templateVersion.optional(),
  sandbox_template_version: sandboxVersion.optional(),
  policy: policy.optional(),
  payouts: z.record(z.string(), z.unknown()).optional(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

export function integrationId(app: string, partner: string): string {
  return `${app}/${partner}`;
}

/** What is shipped and was never seen whole in the partner's own words goes out only where somebody says so. */
function isGuarded(deps: ApiDeps, partner: string): boolean {
  const registered = deps.templates().get(partner);
  return registered?.source === 'builtin' && registered.template.definition.confidence === 'partial';
}

function warnPartial(deps: ApiDeps, { partner, active }: Integration): readonly string[] {
  if (deps.templates().get(partner)?.template.definition.confidence !== 'partial') return [];
  const off = active ? '' : ' It is off until "active": true is said.';
  return [
    `The template is "partial": not all of it is in the partner's own documentation. See what the partner says to POST /v1/partners/${partner}/test.${off}`,
  ];
}

const show =
  (deps: ApiDeps) =>
  (integration: Integration): Record<string, unknown> => {
    const { createdAt, version, settings, ...rest } = without(integration, 'id');
    const secret = new Set(
      (deps.templates().get(integration.partner)?.template.settings ?? [])
        .filter((definition) => definition.secret === true)
        .map((definition) => definition.key),
    );
    return {
      ...rest,
      settings: maskSecrets(settings, (key) => secret.has(key)),
      warnings: [...warningsOf(integration.send), ...warnPartial(deps, integration)],
      version,
      created_at: iso(createdAt),
    };
  };

async function putIntegration(
  deps: ApiDeps,
  app: string,
  partner: string,
  body: z.output<typeof form>,
): Promise<Integration> {
  const definitions = await definitionsFor(deps, partner, body);
  if (body.policy !== undefined) deps.validatePolicy(body.policy, 'touch');
  const id = integrationId(app, partner);
  const before = await readNoun<Integration>(deps, 'integration', id);
  const active = body.active ?? (isGuarded(deps, partner) ? before?.active === true : true);
  const settings = checkSettings(deps.secrets, {
    partner,
    definitions,
    sent: body.settings,
    stored: before?.settings ?? {},
    active,
  });
  const content: Content<Integration> = {
    ...present(body),
    active,
    app,
    partner,
    settings,
    send: present(body.send),
  };
  return before === null
    ? createNoun<Integration>(deps, 'integration', id, content, app)
    : replaceNoun<Integration>(deps, 'integration', before, content, app);
}

export function integrationRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'PUT',
      path: '/v1/apps/{app}/integrations/{partner}',
      summary: "Set a partner's integration; a secret sent as *** stays as it is",
      roles: ['admin'],
      scopes: ['manage'],
      body: form,
      answer,
      async handle({ caller, params, body }) {
        ownApp(deps.directory, caller, params.app);
        return show(deps)(await putIntegration(deps, params.app, params.partner, body));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/integrations',
      summary: 'List integrations',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: page,
      answer: listOf(answer),
      handle({ caller, params, query }) {
        ownApp(deps.directory, caller, params.app);
        return listNouns<Integration>(deps, 'integration', query, show(deps), params.app);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/integrations/{partner}',
      summary: 'Read an integration',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer,
      async handle({ caller, params }) {
        ownApp(deps.directory, caller, params.app);
        const id = integrationId(params.app, params.partner);
        return show(deps)(await needNoun<Integration>(deps, 'integration', id, params.app));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/integrations/{partner}',
      summary: 'Remove an integration',
      roles: ['admin'],
      scopes: ['manage'],
      status: 204,
      async handle({ params }) {
        const id = integrationId(params.app, params.partner);
        await needNoun<Integration>(deps, 'integration', id, params.app);
        await removeNoun(deps, 'integration', id);
      },
    }),
  ];
}
