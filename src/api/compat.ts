/** What clients of another vendor send, so that their requests find the app. Enters: the vendor's ids and key for an app. Leaves: the same, the key masked. That key is stored as a hash, and sealed for the clients that sign with it; it is never shown. */
import { z } from 'zod';
import { Fault } from '../errors';
import { hashKey } from '../ingest/authenticate';
import { compatVendors as vendors } from '../ingest/compat/dialect';
import type { CompatDocument } from '../ports/directory';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { listOf, page } from './forms';
import { mask } from './masks';
import { ownApp } from './ownership';
import { createNoun, listNouns, needNoun, readNoun, removeNoun, replaceNoun, type Noun } from './records';
import { defineRoute, type Route } from './route';

type Compat = CompatDocument & Noun;

const text = z.string().min(1).max(200);
const form = z.strictObject({
  app_ids: z.array(text).min(1).max(100),
  key: z.string().min(1).max(500).optional(),
  events: z.record(text, text).optional(),
  links: z
    .record(text, z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not the token of a link'))
    .optional()
    .describe("The vendor's tracker, campaign id or media source → the token of a link of this app"),
  lenient: z.boolean().optional(),
});
const answer = z.object({
  vendor: z.enum(vendors),
  app_ids: z.array(z.string()),
  key: z.literal(mask).optional(),
  events: z.record(z.string(), z.string()).optional(),
  links: z.record(z.string(), z.string()).optional(),
  lenient: z.boolean().optional(),
  version: z.int(),
});

function showCompat(compat: Compat): Record<string, unknown> {
  const { vendor, app_ids, events, links, lenient, key_hash: keyHash, version } = compat;
  return { vendor, app_ids, events, links, lenient, key: keyHash === undefined ? undefined : mask, version };
}

function compatId(app: string, vendor: string): string {
  return `${app}/${vendor}`;
}

/** @throws Fault `not_found`. */
function needVendor(name: string): string {
  const vendor = vendors.find((known) => known === name);
  if (vendor === undefined)
    throw new Fault('not_found', {
      message: `There is no dialect "${name}". There are: ${vendors.join(', ')}.`,
    });
  return vendor;
}

/** @throws Fault `invalid_field` where the mask stands for nothing. */
function keyFields(
  { secrets }: Pick<ApiDeps, 'secrets'>,
  key: string | undefined,
  before: Compat | null,
): Pick<CompatDocument, 'key_hash' | 'key_sealed'> {
  if (key === undefined) return {};
  if (key !== mask) return { key_hash: hashKey(key), key_sealed: secrets.seal(key) };
  if (before?.key_hash === undefined)
    throw new Fault('invalid_field', {
      field: 'key',
      message: `key is "${mask}", but none is stored that it could keep. Send the key, or leave it out.`,
    });
  return present({ key_hash: before.key_hash, key_sealed: before.key_sealed });
}

async function putCompat(
  deps: ApiDeps,
  app: string,
  vendor: string,
  body: z.output<typeof form>,
): Promise<Compat> {
  const { key, ...rest } = body;
  const id = compatId(app, vendor);
  const before = await readNoun<Compat>(deps, 'compat', id);
  const content: CompatDocument = {
    ...present({ ...rest, ...keyFields(deps, key, before) }),
    app_ids: body.app_ids,
    vendor,
  };
  return before === null
    ? createNoun<Compat>(deps, 'compat', id, content, app)
    : replaceNoun<Compat>(deps, 'compat', before, content, app);
}

export function compatRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'PUT',
      path: '/v1/apps/{app}/compat/{vendor}',
      summary: `What clients of another vendor send for this app: ${vendors.join(', ')}`,
      roles: ['admin'],
      scopes: ['manage', 'activities:write'],
      body: form,
      answer,
      async handle({ caller, params, body }) {
        ownApp(deps.directory, caller, params.app);
        const vendor = needVendor(params.vendor);
        return showCompat(await putCompat(deps, params.app, vendor, body));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/compat',
      summary: 'List them',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: page,
      answer: listOf(answer),
      handle({ caller, params, query }) {
        ownApp(deps.directory, caller, params.app);
        return listNouns<Compat>(deps, 'compat', query, showCompat, params.app);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/compat/{vendor}',
      summary: 'Read one',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer,
      async handle({ caller, params }) {
        ownApp(deps.directory, caller, params.app);
        const id = compatId(params.app, params.vendor);
        return showCompat(await needNoun<Compat>(deps, 'compat', id, params.app));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/compat/{vendor}',
      summary: 'Remove one',
      roles: ['admin'],
      scopes: ['manage', 'activities:write'],
      status: 204,
      async handle({ params }) {
        const id = compatId(params.app, params.vendor);
        await needNoun<Compat>(deps, 'compat', id, params.app);
        await removeNoun(deps, 'compat', id);
      },
    }),
  ];
}
