/**
 * Keys for trackers: they tell of conversions and nothing else, one of the app and one a link. Enters: an app, maybe a link. Leaves: the key, shown this
 * once; it is also what calls are signed with. It never returns a key again.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import type { App, Link } from '../model/app';
import { postbackKeyPrefix } from '../ingest/postback-access';
import type { ApiDeps } from './deps';
import { contentOf, drawLetters, needNoun, replaceNoun } from './records';
import { defineRoute, type Route } from './route';

/** They are kept with the app, which every process holds in memory. */
export const postbackKeysMax = 500;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const randomLength = 32;
const path = '/v1/apps/{app}/postback-key';

const link = z.string().max(64).optional().describe('a link of the app: the key tells of its clicks alone');

async function setKeys(deps: ApiDeps, app: App, keys: Readonly<Record<string, string>>): Promise<void> {
  await replaceNoun<App>(deps, 'app', app, { ...contentOf(app), postbackKeys: keys });
}

async function makeKey(deps: ApiDeps, id: string, token: string | undefined): Promise<string> {
  const app = await needNoun<App>(deps, 'app', id);
  if (token !== undefined) await needNoun<Link>(deps, 'link', token, id);
  const before = app.postbackKeys ?? {};
  const name = token ?? '';
  if (!Object.hasOwn(before, name) && Object.keys(before).length >= postbackKeysMax)
    throw new Fault('conflict', {
      message: `An app has at most ${postbackKeysMax} postback keys. Remove one.`,
    });
  const key = [
    `${postbackKeyPrefix}${id}`,
    ...(token === undefined ? [] : [token]),
    drawLetters(randomLength, letters),
  ].join('_');
  await setKeys(deps, app, { ...before, [name]: deps.secrets.seal(key) });
  return key;
}

export function postbackKeyRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path,
      summary:
        'Make the postback key of an app or a link, in the place of the one before; it is shown this once',
      roles: ['admin'],
      scopes: ['keys:write', 'conversions:write'],
      body: z.strictObject({ link }),
      bodyOptional: true,
      status: 201,
      answer: z.object({ key: z.string(), link: z.string().optional() }),
      async handle({ params, body }) {
        const key = await makeKey(deps, params.app, body.link);
        return { key, ...(body.link === undefined ? {} : { link: body.link }) };
      },
    }),
    defineRoute({
      method: 'GET',
      path,
      summary: 'What has a postback key: the app, and which links',
      roles: ['admin'],
      scopes: ['read'],
      answer: z.object({ app: z.boolean(), links: z.array(z.string()) }),
      async handle({ params }) {
        const names = Object.keys((await needNoun<App>(deps, 'app', params.app)).postbackKeys ?? {});
        return { app: names.includes(''), links: names.filter((name) => name !== '') };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path,
      summary: 'Revoke the postback key of the app, or of the link that is named',
      roles: ['admin'],
      scopes: ['keys:write', 'conversions:write'],
      query: z.strictObject({ link }),
      status: 204,
      async handle({ params, query }) {
        const app = await needNoun<App>(deps, 'app', params.app);
        const name = query.link ?? '';
        const { [name]: removed, ...left } = app.postbackKeys ?? {};
        if (removed === undefined)
          throw new Fault('not_found', { message: 'There is no such postback key.' });
        await setKeys(deps, app, left);
      },
    }),
  ];
}
