/** Keys by which apps sign what they post. Enters: an app. Leaves: the secret, once; afterwards that there is one. It never shows or stores a secret unsealed. */
import { z } from 'zod';
import type { SigningKey } from '../model/app';
import type { ApiDeps } from './deps';
import { iso } from './forms';
import { ownApp } from './ownership';
import { defineRoute, type Route } from './route';
import { makeSigner, removeSigner, type SignerKind } from './signers';

/** The one that signers have and the one that they are changed over to. */
const signingKeysMax = 2;

const answer = z.object({ id: z.string(), created_at: z.iso.datetime() });

function show({ id, createdAt }: SigningKey): Record<string, unknown> {
  return { id, created_at: iso(createdAt) };
}

const kind: SignerKind = {
  list: 'signing_keys',
  noun: 'signing key',
  idPrefix: 'sk_',
  secretPrefix: 'sgs_',
  max: signingKeysMax,
  full: `The app has ${signingKeysMax} signing keys, which is the most. Remove the one that is signed with no more.`,
};

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
      async handle({ params }) {
        const { signer, secret } = await makeSigner(deps, kind, params.app);
        return { ...show(signer), secret };
      },
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
      handle: ({ params }) => removeSigner(deps, kind, params.app, params.id),
    }),
  ];
}
