/**
 * The registry. Enters: templates. Leaves: partners with their live template, new versions, findings. What a partner puts is pending until an
 * admin approves it; a partner's key sees its own template and no other.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import type { Key } from '../model/app';
import { compileTemplate, type TemplateProblem } from '../plan/compile-template';
import type { ApiDeps, RegisteredTemplate } from './deps';
import { listOf, page, type PageForm } from './forms';
import { networkClickUrl } from './network-click-url';
import { ownPartner } from './ownership';
import { addVersion, compileVersion, needTemplate, readPartner, retirePartner } from './partner-versions';
import { defineRoute, Refusal, type Route } from './route';
import { findingAnswer, findInTemplate } from './template-findings';

export const definition = z.record(z.string(), z.unknown()).describe('a template; see docs/templates.md');
const setting = z.looseObject({ key: z.string(), label: z.string() });
const summary = z.object({
  id: z.string(),
  name: z.string(),
  docs: z.string(),
  checked_on: z.string().describe('when the template was last compared with `docs`'),
  confidence: z.string().describe("documented, or partial: not all of it is in the partner's own words"),
  api: z
    .object({ version: z.string(), changelog: z.string().optional() })
    .optional()
    .describe("the version of the partner's API, and where it announces changes"),
  version: z.string().describe('what deliveries name as template_version'),
  source: z.enum(['builtin', 'stored']),
  settings: z.array(setting),
  kinds: z.array(z.string()),
});
const answer = summary.extend({
  template: definition,
  network_click_url: z
    .string()
    .optional()
    .describe("a link's click URL with the partner's macros; {link_token} stands for the link's"),
  live: z.int().nullable().describe('the stored version that is live; null: the built-in one, or none'),
  pending: z.int().nullable().describe('the stored version that waits for an admin'),
  findings: z.array(findingAnswer),
});
export const putAnswer = z.object({
  id: z.string(),
  version: z.int(),
  live: z.boolean().describe('in production; a sandbox that asks for it has it at once'),
  findings: z.array(findingAnswer),
});

function summarise(registered: RegisteredTemplate): Record<string, unknown> {
  const { definition: template, postbacks } = registered.template;
  return {
    id: template.id,
    name: template.name,
    docs: template.docs,
    checked_on: template.checkedOn,
    confidence: template.confidence,
    ...(template.api === undefined ? {} : { api: template.api }),
    version: registered.version,
    source: registered.source,
    settings: template.settings,
    kinds: [...new Set(postbacks.flatMap(({ on }) => on))],
  };
}

/** The live template; of a partner that has none yet, the one that waits. */
async function showPartner(
  deps: ApiDeps,
  partner: string,
  baseUrl: string,
): Promise<Record<string, unknown>> {
  const stored = await readPartner(deps, partner);
  const pending = stored?.pending ?? null;
  const registered: RegisteredTemplate =
    deps.templates().get(partner) ??
    (pending === null
      ? needTemplate(deps, partner)
      : {
          template: await compileVersion(deps, partner, pending),
          version: String(pending),
          source: 'stored',
        });
  const { template } = registered;
  const clickUrl = networkClickUrl(`${baseUrl}/c/{link_token}`, template.definition.clickUrl);
  return {
    ...summarise(registered),
    template: template.definition,
    ...(clickUrl === undefined ? {} : { network_click_url: clickUrl }),
    live: stored?.live ?? null,
    pending,
    findings: findInTemplate(template),
  };
}

/** The cursor is the last id that was shown. */
function listPartners(deps: ApiDeps, caller: Key, { limit, cursor = '' }: PageForm) {
  const ids = [...deps.templates().keys()]
    .filter((id) => id > cursor && (caller.role !== 'partner' || id === caller.partner))
    .sort();
  const shown = ids.slice(0, limit);
  return {
    items: shown.map((id) => summarise(needTemplate(deps, id))),
    next: ids.length > shown.length ? (shown.at(-1) ?? null) : null,
  };
}

export function refuseTemplate(problems: readonly TemplateProblem[]): Refusal {
  const shown = problems.map(({ path, message, suggestion }) => ({
    path,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  }));
  const [first] = shown;
  const hint = first?.suggestion === undefined ? '' : ` Did you mean ${first.suggestion}?`;
  const fault = new Fault('invalid_template', {
    message: `${first?.message ?? 'The template is not valid'}.${hint}`,
    ...(first === undefined || first.path === '' ? {} : { field: first.path }),
  });
  return new Refusal(fault, { problems: shown });
}

async function putTemplate(deps: ApiDeps, caller: Key, partner: string, template: unknown): Promise<unknown> {
  ownPartner(caller, partner);
  const compiled = compileTemplate(template, `${partner}.json`);
  if (!compiled.ok) return refuseTemplate(compiled.problems);
  if (compiled.template.id !== partner)
    return refuseTemplate([
      {
        file: '',
        path: 'id',
        message: `id is "${compiled.template.id}", but the path says "${partner}".`,
      },
    ]);
  const live = caller.role === 'admin';
  const version = await addVersion(deps, partner, template, caller.id, live);
  return { id: partner, version, live, findings: findInTemplate(compiled.template) };
}

function readRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/partners',
      summary: 'List the registry; a partner sees itself',
      roles: ['admin', 'partner'],
      scopes: ['read'],
      query: page,
      answer: listOf(summary),
      handle: ({ caller, query }) => listPartners(deps, caller, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/partners/{id}',
      summary: "Read a partner's live template; of a partner that has none yet, the pending one",
      roles: ['admin', 'partner'],
      scopes: ['read'],
      answer,
      handle({ caller, params, baseUrl }) {
        ownPartner(caller, params.id);
        return showPartner(deps, params.id, baseUrl);
      },
    }),
  ];
}

export function partnerRoutes(deps: ApiDeps): readonly Route[] {
  return [
    ...readRoutes(deps),
    defineRoute({
      method: 'PUT',
      path: '/v1/partners/{id}',
      summary:
        "Put a new version of a template: an admin's is live at once, a partner's when an admin approves",
      roles: ['admin', 'partner'],
      scopes: ['manage'],
      body: definition,
      answer: putAnswer,
      handle: ({ caller, params, body }) => putTemplate(deps, caller, params.id, body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/partners/{id}',
      summary: 'Take the stored template out of use; a built-in one of that name is live again',
      roles: ['admin'],
      scopes: ['manage'],
      status: 204,
      handle: ({ params }) => retirePartner(deps, params.id),
    }),
  ];
}
