/** Keys by which clicks are signed. Enters: an app, and whose key it is to be. Leaves: the secret, once; afterwards that there is one. It never shows or stores a secret unsealed. */
import { z } from 'zod';
import type { ClickKey } from '../model/app';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { iso, partnerId } from './forms';
import { ownApp } from './ownership';
import { defineRoute, type Route } from './route';
import { makeSigner, removeSigner, type SignerKind } from './signers';

/** Each is tried at each click; two of each partner that signs are enough to change them over. */
const clickKeysMax = 20;

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

const kind: SignerKind = {
  list: 'click_keys',
  noun: 'click key',
  idPrefix: 'ck_',
  secretPrefix: 'cks_',
  max: clickKeysMax,
  full: `The app has ${clickKeysMax} click keys, which is the most. Remove one first.`,
};

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
      async handle({ params, body }) {
        const { signer, secret } = await makeSigner(deps, kind, params.app, present(body));
        return { ...show(signer), secret };
      },
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
      handle: ({ params }) => removeSigner(deps, kind, params.app, params.id),
    }),
  ];
}
