/** Previews and tests. Enters: a partner or callback, and what the sample should be. Leaves: the requests that would go out, or the attempt of the one that did. A preview sends and stores nothing; a test is stored as the delivery it was. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { App, Callback, Integration } from '../model/app';
import type { Delivery } from '../model/delivery';
import { showAttempt, showDelivery } from '../record/show-delivery';
import type { ApiDeps } from './deps';
import { integrationId, settingValue } from './integrations';
import { ownApp, ownPartner } from './ownership';
import { compileVersion, needTemplate } from './partner-versions';
import { needNoun } from './records';
import {
  draftIntegration,
  markTest,
  rehearsalFields,
  rehearseCallback,
  rehearsePartner,
  sampleApp,
  sampleSettings,
} from './rehearsal';
import { defineRoute, type Route } from './route';
import { findingAnswer, findInTemplate } from './template-findings';

const settings = z.record(z.string(), settingValue).optional();
const previewForm = z.strictObject({
  ...rehearsalFields,
  settings,
  version: z.int().min(1).optional().describe('a stored version; absent: the live template'),
});
const testForm = z.strictObject({
  ...rehearsalFields,
  app: z.string().describe('whose integration the test goes through'),
  settings: settings.describe("instead of the integration's"),
});

const request = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  auth: z
    .record(z.string(), z.string())
    .optional()
    .describe('what is worked out at the moment of sending: a signature, a token; secrets as ***'),
});
/** What a rehearsal would send. */
export const previewShape = {
  requests: z.array(request.extend({ postback: z.string() })),
  skipped: z.array(z.object({ postback: z.string(), reason: z.string() })),
  sample_settings: z.array(z.string()).describe('settings that nobody gave and the preview made up'),
};
const previewAnswer = z.object({ ...previewShape, findings: z.array(findingAnswer) });
const attemptAnswer = z.object({
  at: z.iso.datetime(),
  status: z.int().optional(),
  error: z.string().optional(),
  duration_ms: z.number(),
  response: z.string().optional(),
  delivery_id: z.string().describe('GET /v1/deliveries/{id} has it, marked as a test'),
  request,
});

export function showPlanned(planned: readonly Delivery[]): { requests: unknown[]; skipped: unknown[] } {
  const requests = planned.flatMap((delivery) => {
    const shown = showDelivery(delivery).request;
    return shown === null ? [] : [{ postback: delivery.postback, ...(shown as object) }];
  });
  const skipped = planned
    .filter((delivery) => delivery.request === null)
    .map(({ postback, reason }) => ({ postback, reason: reason ?? 'skipped' }));
  return { requests, skipped };
}

async function sendTest(
  deps: ApiDeps,
  planned: readonly Delivery[],
  integration: Integration | null,
): Promise<Record<string, unknown>> {
  const sent = await deps.sendTest(markTest(planned), integration);
  const [attempt] = sent.attempts.map(showAttempt);
  return { ...attempt, delivery_id: sent.id, request: showDelivery(sent).request };
}

/** The app's own integration, or one made of the settings in the request. */
function testIntegration(
  deps: ApiDeps,
  app: App,
  partner: string,
  given: Readonly<Record<string, string>> | undefined,
): Integration {
  if (given !== undefined) return draftIntegration(deps, needTemplate(deps, partner).template, app, given);
  const id = integrationId(app.id, partner);
  const found = deps.directory.integrations(app.id).find((integration) => integration.id === id);
  if (found === undefined)
    throw new Fault('missing_field', {
      field: 'settings',
      message: `${partner} is not integrated with app "${app.id}": send "settings", or set it up first.`,
    });
  return found;
}

export function rehearsalRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/partners/{id}/preview',
      summary: 'The requests that a template would send; nothing is sent',
      roles: ['admin', 'partner'],
      scopes: ['read'],
      body: previewForm,
      bodyOptional: true,
      answer: previewAnswer,
      async handle({ caller, params, body }) {
        ownPartner(caller, params.id);
        const template =
          body.version === undefined
            ? needTemplate(deps, params.id).template
            : await compileVersion(deps, params.id, body.version);
        const made = body.settings === undefined ? sampleSettings(template) : {};
        const integration = draftIntegration(deps, template, sampleApp, body.settings ?? made);
        const planned = rehearsePartner(deps, template, sampleApp, integration, body);
        return {
          ...showPlanned(planned),
          findings: findInTemplate(template),
          sample_settings: Object.keys(made),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/partners/{id}/test',
      summary: "Send one marked test postback now through an app's integration",
      roles: ['admin'],
      scopes: ['manage'],
      body: testForm,
      answer: attemptAnswer,
      handle({ caller, params, body }) {
        const { template } = needTemplate(deps, params.id);
        const app = ownApp(deps.directory, caller, body.app);
        const integration = testIntegration(deps, app, params.id, body.settings);
        return sendTest(deps, rehearsePartner(deps, template, app, integration, body), integration);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/callbacks/{id}/test',
      summary: 'Send one marked test to a callback now',
      roles: ['admin'],
      scopes: ['manage'],
      body: z.strictObject(rehearsalFields),
      bodyOptional: true,
      answer: attemptAnswer,
      async handle({ caller, params, body }) {
        const app = ownApp(deps.directory, caller, params.app);
        const callback = await needNoun<Callback>(deps, 'callback', params.id, params.app);
        return sendTest(deps, rehearseCallback(deps, callback, app, body), null);
      },
    }),
  ];
}
