/**
 * Versions of a template, and which is live. Enters: a partner and a number. Leaves: versions as they were put, each with its state; another live one. A
 * partner's key reads its own and moves none.
 */
import { z } from 'zod';
import type { PartnerDocument } from '../ports/directory';
import { Fault } from '../errors';
import type { ApiDeps } from './deps';
import { iso, listOf, page, type PageForm } from './forms';
import { ownPartner } from './ownership';
import {
  approveVersion,
  compileVersion,
  needVersion,
  readPartner,
  rollBack,
  templateId,
  type TemplateRecord,
} from './partner-versions';
import { definition, putAnswer } from './partners';
import { defineRoute, type Route } from './route';
import { findInTemplate } from './template-findings';
import { nounOf } from '../ports/directory';

const states = ['live', 'pending', 'approved', 'unapproved'] as const;
type State = (typeof states)[number];

const versionAnswer = z.object({
  id: z.string(),
  version: z.int(),
  state: z
    .enum(states)
    .describe('approved: it was live before; unapproved: a later one came before it was approved'),
  by: z.string().describe('the id of the key that put it'),
  created_at: z.iso.datetime(),
});
const versionForm = z.strictObject({ version: z.int().min(1) });

function stateOf(number: number, partner: PartnerDocument | null): State {
  if (partner?.live === number) return 'live';
  if (partner?.pending === number) return 'pending';
  return partner?.approved?.includes(number) === true ? 'approved' : 'unapproved';
}

function show(record: TemplateRecord, partner: PartnerDocument | null): Record<string, unknown> {
  const { number: version, by } = record;
  const state = stateOf(version, partner);
  return { id: record.partner, version, state, by, created_at: iso(record.createdAt) };
}

/** Newest first; the cursor is the last number that was shown. */
async function listVersions(deps: ApiDeps, id: string, { limit, cursor }: PageForm) {
  const partner = await readPartner(deps, id);
  if (partner === null && !deps.templates().has(id))
    throw new Fault('not_found', { message: `There is no partner "${id}" in the registry.` });
  const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
  if (!Number.isSafeInteger(below) || below < 1)
    throw new Fault('invalid_field', { field: 'cursor', message: '"cursor" is the "next" of a page.' });
  let number = Math.min(partner?.latest ?? 0, below - 1);
  const items: Record<string, unknown>[] = [];
  for (; number >= 1 && items.length < limit; number -= 1) {
    // A version that was put while the process died leaves a gap.
    const record = await deps.store.readRecord('template', templateId(id, number));
    if (record !== null) items.push(show(nounOf<TemplateRecord>(record), partner));
  }
  return { items, next: number >= 1 ? String(number + 1) : null };
}

function readRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/partners/{id}/versions',
      summary: 'List the stored versions of a template, newest first',
      roles: ['admin', 'partner'],
      scopes: ['read'],
      query: page,
      answer: listOf(versionAnswer),
      handle({ caller, params, query }) {
        ownPartner(caller, params.id);
        return listVersions(deps, params.id, query);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/partners/{id}/versions/{version}',
      summary: 'Read a stored version of a template, live or not',
      roles: ['admin', 'partner'],
      scopes: ['read'],
      answer: versionAnswer.extend({ template: definition }),
      async handle({ caller, params }) {
        ownPartner(caller, params.id);
        const stored = await needVersion(deps, params.id, Number(params.version));
        return { ...show(stored, await readPartner(deps, params.id)), template: stored.template };
      },
    }),
  ];
}

export function releaseRoutes(deps: ApiDeps): readonly Route[] {
  const released = async (id: string, version: number): Promise<unknown> => ({
    id,
    version,
    live: true,
    findings: findInTemplate(await compileVersion(deps, id, version)),
  });
  return [
    ...readRoutes(deps),
    defineRoute({
      method: 'POST',
      path: '/v1/partners/{id}/approve',
      summary: 'Make a stored version live',
      roles: ['admin'],
      scopes: ['manage'],
      body: versionForm,
      answer: putAnswer,
      async handle({ params, body }) {
        await compileVersion(deps, params.id, body.version);
        await approveVersion(deps, params.id, body.version);
        return released(params.id, body.version);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/partners/{id}/rollback',
      summary: 'Make an earlier version live again; without a version the one that was live before',
      roles: ['admin'],
      scopes: ['manage'],
      body: versionForm.partial(),
      bodyOptional: true,
      answer: putAnswer,
      handle: async ({ params, body }) => released(params.id, await rollBack(deps, params.id, body.version)),
    }),
  ];
}
