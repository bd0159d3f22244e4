/** Keys by which apps sign what they post. Enters: an app. Leaves: the secret, once; afterwards that there is one. It never shows or stores a secret unsealed. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { App, SigningKey } from '../model/app';
import type { ApiDeps } from './deps';
import { iso } from './forms';
import { ownApp } from './ownership';
import { contentOf, drawLetters, drawSecret, secretLength, needNoun, replaceNoun } from './records';
import { defineRoute, type Route } from './route';

/** The one that signers have and the one that they are changed over to. */
export const signingKeysMax = 2;

const answer = z.object({ id: z.string(), created_at: z.iso.datetime() });

function show({ id, createdAt }: SigningKey): Record<string, unknown> {
  return { id, created_at: iso(createdAt) };
}

async function keep(deps: ApiDeps, app: App, keys: readonly SigningKey[]): Promise<void> {
  await replaceNoun<App>(deps, 'app', app, { ...contentOf(app), signing_keys: keys });
}

async function makeKey(deps: ApiDeps, id: string): Promise<object> {
  const app = await needNoun<App>(deps, 'app', id);
  const keys = app.signing_keys ?? [];
  if (keys.length >= signingKeysMax)
    throw new Fault('conflict', {
      message: `The app has ${signingKeysMax} signing keys, which is the most. Remove the one that is signed with no more.`,
    });
  const secret = drawSecret('sgs_', secretLength);
  const key: SigningKey = {
    id: `sk_${drawLetters(12)}`,
    createdAt: deps.clock.now(),
    secret: deps.secrets.seal(secret),
  };
  await keep(deps, app, [...keys, key]);
  return { ...show(key), secret };
}

export function signingKeyRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/signing-keys',
      summary:
        'Make a key that signs requests of the app; its secret is shown this once, and two may live at a time',
      roles: ['admin'],
      scopes: ['keys:write', 'activities:write'],
      body: z.strictObject({}),
      bodyOptional: true,
      status: 201,
      answer: answer.extend({ secret: z.string().describe('of the HMAC, shown once') }),
      handle: ({ params }) => makeKey(deps, params.app),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/signing-keys',
      summary: 'List the keys that sign requests of the app, without their secrets',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer: z.object({ items: z.array(answer), next: z.null() }),
      handle({ caller, params }) {
        const app = ownApp(deps.directory, caller, params.app);
        return { items: (app.signing_keys ?? []).map(show), next: null };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/signing-keys/{id}',
      summary: 'Remove a key: what it signs is wrong from then on',
      roles: ['admin'],
      scopes: ['keys:write', 'activities:write'],
      status: 204,
      async handle({ params }) {
        const app = await needNoun<App>(deps, 'app', params.app);
        const left = (app.signing_keys ?? []).filter(({ id }) => id !== params.id);
        if (left.length === (app.signing_keys ?? []).length)
          throw new Fault('not_found', { message: `There is no signing key "${params.id}".` });
        await keep(deps, app, left);
      },
    }),
  ];
}
