/**
 * Postbacks written for another system, as a template. Enters: URLs, headers, bodies. Leaves: the template, what could not be converted, what lint says, and what it
 * would send of the built-in sample. Nothing is stored: the answer's template is what PUT takes.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import { activityKinds } from '../model/activity';
import type { Key } from '../model/app';
import type { CompiledTemplate } from '../plan/compile-template';
import { dialects, type ImportSource } from '../plan/dialects/dialect';
import { importTemplate } from '../plan/dialects/import-template';
import type { ApiDeps } from './deps';
import { ownPartner } from './ownership';
import { draftIntegration, rehearsePartner, sampleApp } from './rehearsal';
import { previewShape, showPlanned } from './rehearsals';
import { defineRoute, Refusal, type Route } from './route';
import { findingAnswer, findInTemplate } from './template-findings';

const source = {
  url: z.string().min(1).max(16_384).describe('as it is written for the other system, macros and all'),
  method: z.enum(['GET', 'POST', 'PUT']).optional(),
  headers: z.record(z.string().min(1).max(200), z.string().max(8_192)).optional(),
  body: z.string().max(65_536).optional().describe('JSON or a form, as it was pasted'),
  on: z.array(z.enum(activityKinds)).min(1).max(20).optional().describe('absent: guessed, and said so'),
};
const form = z.strictObject({
  ...source,
  url: source.url.optional(),
  postbacks: z
    .array(z.strictObject(source))
    .min(1)
    .max(50)
    .optional()
    .describe('several at once, instead of url'),
  dialect: z.enum(dialects).optional().describe('absent: recognised'),
  id: z.string().min(2).max(64).optional(),
  name: z.string().min(1).max(200).optional(),
  docs: z.string().max(2_048).optional(),
});
const problem = z.object({
  code: z.string().describe('docs/import.md lists them'),
  path: z.string(),
  macro: z.string().optional(),
  message: z.string(),
  suggestion: z.string().optional(),
});
const answer = z.object({
  dialect: z.enum(dialects),
  sure: z.boolean().describe('no other dialect explains it as well'),
  also: z.array(z.enum(dialects)),
  template: z.record(z.string(), z.unknown()),
  problems: z.array(problem),
  findings: z.array(findingAnswer),
  ...previewShape,
});

type Form = z.output<typeof form>;

/** @throws Fault that names the field. */
function sourcesOf(body: Form): readonly ImportSource[] {
  const { url, postbacks, method, headers, body: text, on } = body;
  if (url === undefined && postbacks === undefined)
    throw new Fault('missing_field', { field: 'url', message: 'Send "url", or several as "postbacks".' });
  if (url !== undefined && postbacks !== undefined)
    throw new Fault('invalid_field', { field: 'postbacks', message: 'Send "url" or "postbacks", not both.' });
  return postbacks ?? [{ url: url ?? '', method, headers, body: text, on }];
}

/** Each setting says its own name, so that the preview shows where it goes; one with a pattern stands in a host. */
function sampleValues(template: CompiledTemplate): Record<string, string> {
  return Object.fromEntries(
    template.settings.map(({ key, pattern }) => [key, pattern === undefined ? `sample_${key}` : 'sample']),
  );
}

function importPostbacks(deps: ApiDeps, caller: Key, body: Form): unknown {
  if (body.id !== undefined) ownPartner(caller, body.id);
  const imported = importTemplate({
    sources: sourcesOf(body),
    dialect: body.dialect,
    id: body.id ?? caller.partner,
    name: body.name,
    docs: body.docs,
    today: new Date(deps.clock.now()).toISOString().slice(0, 10),
  });
  if (!imported.ok) {
    const field = imported.field === '' ? {} : { field: imported.field };
    return new Refusal(new Fault('invalid_field', { ...field, message: imported.message }), {
      problems: imported.problems,
    });
  }
  const { recognised, definition, template, problems } = imported;
  const settings = sampleValues(template);
  const integration = draftIntegration(deps, template, sampleApp, settings);
  const planned = template.postbacks.flatMap(({ on, events }) => {
    const [kind] = on;
    const wish = {
      ...(kind === undefined ? {} : { kind }),
      ...(events?.[0] === undefined ? {} : { event: events[0] }),
    };
    return rehearsePartner(deps, template, sampleApp, integration, wish);
  });
  const seen = new Set<string>();
  const once = planned.filter(({ postback }) => !seen.has(postback) && seen.add(postback));
  return {
    ...recognised,
    template: definition,
    problems,
    findings: findInTemplate(template),
    ...showPlanned(once),
    sample_settings: Object.keys(settings),
  };
}

export function importRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/partners/import',
      summary: "Turn another system's postback URLs into a template; nothing is stored",
      roles: ['admin', 'partner'],
      scopes: ['read'],
      body: form,
      answer,
      handle: ({ caller, body }) => importPostbacks(deps, caller, body),
    }),
  ];
}
