/** Keys. Enters: who a key is for. Leaves: the key itself, once; afterwards its prefix. It never stores or shows a key. */
import { z } from 'zod';
import { Fault } from '../errors';
import { hashKey, needScopes } from '../ingest/authenticate';
import { roles, type Key, type Role } from '../model/app';
import { keyScopes, scopesOf, scopesOfRole, type Scoped } from '../model/key-scopes';
import { nounOf } from '../ports/directory';
import type { StoredRecord } from '../ports/store';
import type { ApiDeps } from './deps';
import { present } from './changes';
import { iso, listOf, moment, name, page, partnerId } from './forms';
import { createNoun, drawId, drawSecret, needNoun, pageQuery, removeNoun, type Content } from './records';
import { defineRoute, type Route } from './route';

/** 32 letters of 62: 190 bits. */
const secretLength = 32;
const shownLetters = 4;

export function drawKey(role: Role): { key: string; hash: string; prefix: string } {
  const start = `crm_${role}_`;
  const key = drawSecret(start, secretLength);
  return { key, hash: hashKey(key), prefix: key.slice(0, start.length + shownLetters) };
}

/** A stored key and, this once, the key. */
export async function createKey(
  deps: ApiDeps,
  content: Omit<Content<Key>, 'hash' | 'prefix'>,
): Promise<{ stored: Key; key: string }> {
  const { key, hash, prefix } = drawKey(content.role);
  const stored = await createNoun<Key>(deps, 'key', drawId('key'), { ...content, hash, prefix }, content.app);
  return { stored, key };
}

const form = z.strictObject({
  role: z.enum(roles),
  app: z.string().optional(),
  partner: partnerId.optional(),
  client: z.boolean().optional(),
  name: name.optional(),
  scopes: z
    .array(z.enum(keyScopes))
    .min(1, 'name one, or leave it out')
    .transform((named) => [...new Set(named)])
    .optional()
    .describe('narrowed to these; absent: whatever its role may'),
  expires_at: moment.optional().describe('from then on it is refused; absent: never'),
});
type KeyForm = z.output<typeof form>;

export const keyAnswer = z.object({
  id: z.string(),
  role: z.enum(roles),
  app: z.string().optional(),
  partner: z.string().optional(),
  client: z.boolean().optional(),
  name: z.string().optional(),
  scopes: z.array(z.enum(keyScopes)).optional().describe('narrowed to these; absent: whatever its role may'),
  prefix: z.string().describe('its first characters'),
  expires_at: z.iso.datetime().optional().describe('from then on it is refused'),
  last_used_at: z.iso.datetime().optional().describe('to the minute; absent: never'),
  created_at: z.iso.datetime(),
});

export function showKey(key: Key, usedAt?: number): Record<string, unknown> {
  const { id, role, app, partner, client, name: label, scopes, prefix, expiresAt } = key;
  return {
    ...{ id, role, app, partner, client, name: label, scopes, prefix },
    expires_at: expiresAt === undefined ? undefined : iso(expiresAt),
    last_used_at: usedAt === undefined ? undefined : iso(usedAt),
    created_at: iso(key.createdAt),
  };
}

/** With what is known of the record beside the key. */
function showRecord(record: StoredRecord): Record<string, unknown> {
  return showKey(nounOf<Key>(record), record.usedAt);
}

/** One that its role cannot use would promise what it does not do. @throws Fault that names it. */
function checkScopes({ role, scopes = [] }: KeyForm): void {
  const at = scopes.findIndex((scope) => !scopesOfRole[role].includes(scope));
  if (at === -1) return;
  throw new Fault('invalid_field', {
    field: `scopes.${at}`,
    message: `A key of the role ${role} has no use for "${scopes[at] ?? ''}". It can be narrowed to: ${scopesOfRole[role].join(', ')}.`,
  });
}

/** A narrowed key makes, rotates and revokes none that may do more than itself. @throws Fault `insufficient_scope`. */
export function notWider(caller: Key, key: Scoped): void {
  needScopes(caller, scopesOf(key), 'making, rotating or revoking that key');
}

/** A role's own field is required; the others' are refused. @throws Fault that names the field. */
function checkSubject(body: KeyForm, deps: ApiDeps): void {
  const needsApp = body.role === 'app' || body.role === 'reader';
  if (needsApp && body.app === undefined)
    throw new Fault('missing_field', {
      field: 'app',
      message: `A key of the role ${body.role} needs "app".`,
    });
  if (!needsApp && body.app !== undefined)
    throw new Fault('invalid_field', {
      field: 'app',
      message: `A key of the role ${body.role} is for no one app.`,
    });
  if (body.app !== undefined && deps.directory.app(body.app) === undefined)
    throw new Fault('invalid_field', { field: 'app', message: `There is no app "${body.app}".` });
  if (body.role === 'partner' && body.partner === undefined)
    throw new Fault('missing_field', { field: 'partner', message: 'A partner key needs "partner".' });
  if (body.role !== 'partner' && body.partner !== undefined)
    throw new Fault('invalid_field', {
      field: 'partner',
      message: 'Only a key of the role partner has a partner.',
    });
  if (body.client !== undefined && body.role !== 'app')
    throw new Fault('invalid_field', {
      field: 'client',
      message: 'Only a key of the role app can be a client.',
    });
  checkScopes(body);
  if (body.expires_at !== undefined && body.expires_at <= deps.clock.now())
    throw new Fault('invalid_field', { field: 'expires_at', message: '"expires_at" is over already.' });
}

export function keyRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/keys',
      summary: 'Make a key; it is shown this once',
      roles: ['admin'],
      scopes: ['keys:write'],
      body: form,
      status: 201,
      answer: keyAnswer.extend({ key: z.string().describe('shown once, stored hashed') }),
      async handle({ caller, body }) {
        checkSubject(body, deps);
        notWider(caller, body);
        const { expires_at: expiresAt, ...rest } = body;
        const { stored, key } = await createKey(deps, present({ ...rest, expiresAt }));
        return { ...showKey(stored), key };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/keys',
      summary: 'List keys',
      roles: ['admin'],
      scopes: ['read'],
      query: page,
      answer: listOf(keyAnswer),
      async handle({ query }) {
        const { items, next } = await deps.store.listRecords('key', pageQuery(query));
        return { items: items.map(showRecord), next };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/keys/{id}',
      summary: 'Read a key',
      roles: ['admin'],
      scopes: ['read'],
      answer: keyAnswer,
      async handle({ params }) {
        const record = await deps.store.readRecord('key', params.id);
        if (record === null) throw new Fault('not_found', { message: `There is no key "${params.id}".` });
        return showRecord(record);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/keys/{id}',
      summary: 'Revoke a key, everywhere within a second',
      roles: ['admin'],
      scopes: ['keys:write'],
      status: 204,
      async handle({ caller, params }) {
        notWider(caller, await needNoun<Key>(deps, 'key', params.id));
        await removeNoun(deps, 'key', params.id);
      },
    }),
  ];
}
