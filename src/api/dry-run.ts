/** The dry run: a candidate template or settings against the activities that came. Enters: a partner, an app, the candidate. Leaves: the differences from what was planned then, leaf by leaf, secrets masked. It stores nothing and sends nothing. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { App, Integration } from '../model/app';
import type { Delivery } from '../model/delivery';
import { compileTemplate, type CompiledTemplate } from '../plan/compile-template';
import { compareRequests } from '../record/compare-requests';
import type { ApiDeps } from './deps';
import { iso } from './forms';
import { checkSettings } from './integration-settings';
import { integrationId, settingValue } from './integrations';
import { needTemplate } from './partner-versions';
import { mask } from './masks';
import { ownApp } from './ownership';
import { refuseTemplate } from './partners';
import { defineRoute, type Route } from './route';
import { rehearseStored, type Rehearsed } from './stored-rehearsal';
import { findingAnswer, findInTemplate } from './template-findings';

const form = z.strictObject({
  app: z.string().describe('whose activities and whose integration'),
  template: z.record(z.string(), z.unknown()).optional().describe('absent: the live one'),
  settings: z
    .record(z.string(), settingValue)
    .optional()
    .describe("over the integration's own; an empty one takes its value away"),
  limit: z.int().min(1).max(500).default(50).describe('activities, newest first'),
});
type Form = z.output<typeof form>;

const state = z.object({ status: z.enum(['sent', 'skipped', 'absent']), reason: z.string().optional() });
const answer = z.object({
  app: z.string(),
  partner: z.string(),
  activities: z.int().describe('rendered'),
  unchanged: z.int(),
  changed: z.int(),
  items: z
    .array(
      z.object({
        activity_id: z.string(),
        kind: z.string(),
        event: z.string().optional(),
        received_at: z.iso.datetime(),
        postbacks: z.array(
          z.object({
            postback: z.string(),
            delivery_id: z.string().optional().describe('of what was planned then'),
            before: state,
            after: state,
            changes: z.array(
              z.object({
                path: z.string(),
                change: z.enum(['added', 'removed', 'changed']),
                before: z.string().optional(),
                after: z.string().optional(),
              }),
            ),
          }),
        ),
      }),
    )
    .describe('those that would change'),
  findings: z.array(findingAnswer),
});

function stateOf(delivery: Delivery | undefined): z.output<typeof state> {
  if (delivery === undefined) return { status: 'absent' };
  if (delivery.status !== 'skipped') return { status: 'sent' };
  return { status: 'skipped', ...(delivery.reason === undefined ? {} : { reason: delivery.reason }) };
}

/** Deliveries that are due at different times, or were tried, are the same if their requests are. */
function comparePostbacks({ before, after }: Rehearsed) {
  const names = [...new Set([...before, ...after].map(({ postback }) => postback))];
  return names.flatMap((postback) => {
    const was = before.find((delivery) => delivery.postback === postback);
    const is = after.find((delivery) => delivery.postback === postback);
    const changes = compareRequests(was, is);
    const states = { before: stateOf(was), after: stateOf(is) };
    if (changes.length === 0 && JSON.stringify(states.before) === JSON.stringify(states.after)) return [];
    return [{ postback, ...(was === undefined ? {} : { delivery_id: was.id }), ...states, changes }];
  });
}

/** @throws Fault of a setting that the candidate does not take. */
function candidateIntegration(
  deps: ApiDeps,
  app: App,
  template: CompiledTemplate,
  given: Form['settings'],
): Integration {
  const id = integrationId(app.id, template.id);
  const found = deps.directory.integrations(app.id).find((integration) => integration.id === id);
  if (found === undefined)
    throw new Fault('not_found', { message: `${template.id} is not integrated with app "${app.id}".` });
  const known = template.settings.filter(({ key }) => Object.hasOwn(found.settings, key));
  const kept = known.map(({ key, secret }) => [key, secret === true ? mask : (found.settings[key] ?? '')]);
  const settings = checkSettings(deps.secrets, {
    partner: template.id,
    definitions: template.settings,
    sent: { ...(Object.fromEntries(kept) as Record<string, string>), ...given },
    stored: found.settings,
    // What is missing is told by each postback that needs it.
    active: false,
  });
  return { ...found, active: true, settings };
}

async function dryRun(deps: ApiDeps, partner: string, asked: Form, app: App): Promise<unknown> {
  const live = needTemplate(deps, partner).template;
  const compiled =
    asked.template === undefined
      ? ({ ok: true, template: live } as const)
      : compileTemplate(asked.template, `${partner}.json`);
  if (!compiled.ok)
    return refuseTemplate(
      compiled.problems.map((problem) => ({
        ...problem,
        path: problem.path === '' ? 'template' : `template.${problem.path}`,
      })),
    );
  const { template } = compiled;
  if (template.id !== partner)
    throw new Fault('invalid_field', {
      field: 'template.id',
      message: `"template.id" is "${template.id}", but the path says "${partner}".`,
    });
  const integration = candidateIntegration(deps, app, template, asked.settings);
  const rehearsed = await rehearseStored(deps, { app, integration, template }, asked.limit);
  const items = rehearsed.flatMap((each) => {
    const postbacks = comparePostbacks(each);
    const { activity, kind } = each.stored;
    if (postbacks.length === 0) return [];
    const event = activity.body.event === undefined ? {} : { event: activity.body.event };
    return [{ activity_id: activity.id, kind, ...event, received_at: iso(activity.receivedAt), postbacks }];
  });
  return {
    app: app.id,
    partner,
    activities: rehearsed.length,
    unchanged: rehearsed.length - items.length,
    changed: items.length,
    items,
    findings: findInTemplate(template),
  };
}

export function dryRunRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/partners/{id}/dry-run',
      summary:
        "What a candidate template or settings would change of an app's last postbacks; nothing is sent",
      roles: ['admin'],
      scopes: ['read'],
      body: form,
      answer,
      async handle({ caller, params, body }) {
        return dryRun(deps, params.id, body, ownApp(deps.directory, caller, body.app));
      },
    }),
  ];
}
