/** Keys by which clicks are signed. Enters: an app, and whose key it is to be. Leaves: the secret, once; afterwards that there is one. It never shows or stores a secret unsealed. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { App, ClickKey } from '../model/app';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { iso, partnerId } from './forms';
import { ownApp } from './ownership';
import { contentOf, drawLetters, drawSecret, secretLength, needNoun, replaceNoun } from './records';
import { defineRoute, type Route } from './route';

/** Each is tried at each click; two of each partner that signs are enough to change them over. */
export const clickKeysMax = 20;

const form = z.strictObject({
  partner: partnerId.optional().describe("good for this partner's links alone"),
});
const answer = z.object({
  id: z.string(),
  partner: z.string().optional(),
  created_at: z.iso.datetime(),
});

function show({ id, partner, createdAt }: ClickKey): Record<string, unknown> {
  return { id, partner, created_at: iso(createdAt) };
}

async function keep(deps: ApiDeps, app: App, keys: readonly ClickKey[]): Promise<void> {
  await replaceNoun<App>(deps, 'app', app, { ...contentOf(app), click_keys: keys });
}

async function makeKey(deps: ApiDeps, id: string, partner: string | undefined): Promise<object> {
  const app = await needNoun<App>(deps, 'app', id);
  const keys = app.click_keys ?? [];
  if (keys.length >= clickKeysMax)
    throw new Fault('conflict', {
      message: `The app has ${clickKeysMax} click keys, which is the most. Remove one first.`,
    });
  const secret = drawSecret('cks_', secretLength);
  const key: ClickKey = {
    id: `ck_${drawLetters(12)}`,
    createdAt: deps.clock.now(),
    ...present({ partner }),
    secret: deps.secrets.seal(secret),
  };
  await keep(deps, app, [...keys, key]);
  return { ...show(key), secret };
}

export function clickKeyRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/click-keys',
      summary: 'Make a key that signs clicks; its secret is shown this once',
      roles: ['admin'],
      scopes: ['keys:write'],
      body: form,
      bodyOptional: true,
      status: 201,
      answer: answer.extend({ secret: z.string().describe('of the HMAC, shown once') }),
      handle: ({ params, body }) => makeKey(deps, params.app, body.partner),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/click-keys',
      summary: 'List the keys that sign clicks, without their secrets',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer: z.object({ items: z.array(answer), next: z.null() }),
      handle({ caller, params }) {
        const app = ownApp(deps.directory, caller, params.app);
        return { items: (app.click_keys ?? []).map(show), next: null };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/click-keys/{id}',
      summary: 'Remove a key: what it signed is wrong from then on',
      roles: ['admin'],
      scopes: ['keys:write'],
      status: 204,
      async handle({ params }) {
        const app = await needNoun<App>(deps, 'app', params.app);
        const left = (app.click_keys ?? []).filter(({ id }) => id !== params.id);
        if (left.length === (app.click_keys ?? []).length)
          throw new Fault('not_found', { message: `There is no click key "${params.id}".` });
        await keep(deps, app, left);
      },
    }),
  ];
}
