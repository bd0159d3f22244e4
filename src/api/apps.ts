/** Apps. Enters: what is measured and how credit is given. Leaves: apps, and at creation the app's first key. It never removes what was recorded. */
import { z } from 'zod';
import { platforms, signedClickModes, type App } from '../model/app';
import { scopesOfRole } from '../model/key-scopes';
import type { ApiDeps } from './deps';
import { linkingAnswer, linkingChangeForm, linkingForm, showLinking } from './app-linking';
import { merge, present } from './changes';
import { clearable, currency, iso, listOf, name, page, policy, timezone } from './forms';
import { isAddressList } from '../ingest/client-address';
import { createKey } from './keys';
import { ownApp } from './ownership';
import {
  contentOf,
  createNoun,
  drawId,
  listNouns,
  needNoun,
  recordsOf,
  removeNoun,
  replaceNoun,
  type Content,
} from './records';
import { defineRoute, type Route } from './route';
import { webOrigins } from './web-origins';

/** With the app its key comes and goes: who may make or revoke less makes and removes no app. */
const keyOfApp = ['manage', 'keys:write', ...scopesOfRole.app] as const;

const storeId = z.string().min(1).max(200);
const postbackKey = z.enum(['required', 'optional', 'signed']);
const postbackAddresses = z
  .array(z.string().max(64))
  .min(1)
  .max(200)
  .refine(isAddressList, 'addresses and CIDRs such as 203.0.113.7 and 198.51.100.0/24')
  .describe('whence /postback and /p.gif are taken; absent: from everywhere');

const signedActivities = z
  .enum(signedClickModes)
  .describe(
    'whether what the app posts must be signed: off, report (noted on the activity), enforce (refused)',
  );

const form = z.strictObject({
  name,
  platform: z.enum(platforms),
  store_id: storeId.optional(),
  policy: policy.optional(),
  timezone: timezone.optional(),
  currency: currency.optional(),
  postback_key: postbackKey.default('required'),
  postback_addresses: postbackAddresses.optional(),
  web_origins: webOrigins.optional(),
  signed_activities: signedActivities.optional(),
  ...linkingForm,
});

const changeForm = z.strictObject({
  name: name.optional(),
  platform: z.enum(platforms).optional(),
  store_id: clearable(storeId),
  policy: clearable(policy),
  timezone: clearable(timezone),
  currency: clearable(currency),
  postback_key: postbackKey.optional(),
  postback_addresses: clearable(postbackAddresses),
  web_origins: clearable(webOrigins),
  signed_activities: signedActivities.optional(),
  ...linkingChangeForm,
});

const answer = z.object({
  id: z.string(),
  name: z.string(),
  platform: z.enum(platforms),
  store_id: z.string().optional(),
  policy: policy.optional(),
  timezone: z.string().optional(),
  currency: z.string().optional(),
  postback_key: postbackKey,
  postback_addresses: z.array(z.string()).optional(),
  web_origins: z.array(z.string()).optional(),
  signed_activities: signedActivities,
  ...linkingAnswer,
  version: z.int(),
  created_at: z.iso.datetime(),
});

export function showApp(app: App): Record<string, unknown> {
  return {
    id: app.id,
    name: app.name,
    platform: app.platform,
    store_id: app.storeId,
    policy: app.policy,
    timezone: app.timezone,
    currency: app.currency,
    postback_key: app.postbackKey,
    postback_addresses: app.postbackAddresses,
    web_origins: app.web_origins,
    signed_activities: app.signed_activities ?? 'off',
    ...showLinking(app),
    version: app.version,
    created_at: iso(app.createdAt),
  };
}

type ChangeForm = z.output<typeof changeForm>;

/** From the wire's names to the model's. */
function toContent<F extends ChangeForm>({ store_id, postback_key, postback_addresses, ...rest }: F) {
  return { ...rest, storeId: store_id, postbackKey: postback_key, postbackAddresses: postback_addresses };
}

function changed(app: App, body: ChangeForm): Content<App> {
  const before = contentOf(app);
  return merge(before, toContent(body));
}

/** Its keys go first, so that nothing new is accepted for an app that is half gone. */
async function removeApp(deps: ApiDeps, app: string): Promise<void> {
  for (const kind of ['key', 'callback', 'integration', 'link', 'compat'] as const) {
    for await (const record of recordsOf(deps, kind, app)) await deps.store.deleteRecord(kind, record.id);
  }
  await removeNoun(deps, 'app', app);
}

function changeRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'PATCH',
      path: '/v1/apps/{app}',
      summary: 'Change an app; null clears an optional field',
      roles: ['admin'],
      scopes: ['manage'],
      body: changeForm,
      answer,
      async handle({ params, body }) {
        const app = await needNoun<App>(deps, 'app', params.app);
        if (body.policy !== undefined && body.policy !== null) deps.validatePolicy(body.policy, 'app');
        return showApp(await replaceNoun<App>(deps, 'app', app, changed(app, body)));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}',
      summary: 'Remove an app with its keys, links, callbacks and integrations; what was recorded stays',
      roles: ['admin'],
      scopes: keyOfApp,
      status: 204,
      async handle({ params }) {
        await needNoun<App>(deps, 'app', params.app);
        await removeApp(deps, params.app);
      },
    }),
  ];
}

export function appRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps',
      summary: 'Make an app and its app key, which is shown this once',
      roles: ['admin'],
      scopes: keyOfApp,
      body: form,
      status: 201,
      answer: answer.extend({ key: z.string().describe('the app key, shown once') }),
      async handle({ body }) {
        if (body.policy !== undefined) deps.validatePolicy(body.policy, 'app');
        const { store_id: storeId, postback_key: postbackKey, ...others } = body;
        const { postback_addresses: postbackAddresses, ...rest } = others;
        const content = { ...rest, ...present({ storeId, postbackAddresses }), postbackKey };
        const app = await createNoun<App>(deps, 'app', drawId('app'), present(content));
        const { key } = await createKey(deps, { role: 'app', app: app.id });
        return { ...showApp(app), key };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps',
      summary: 'List apps; a reader sees its own',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: page,
      answer: listOf(answer),
      handle({ caller, query }) {
        if (caller.role === 'admin') return listNouns<App>(deps, 'app', query, showApp);
        return { items: [showApp(ownApp(deps.directory, caller, caller.app ?? ''))], next: null };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}',
      summary: 'Read an app',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer,
      handle: ({ caller, params }) => showApp(ownApp(deps.directory, caller, params.app)),
    }),
    ...changeRoutes(deps),
  ];
}
