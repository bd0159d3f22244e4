/**
 * A callback's signing secret, made anew. Enters: a callback. Leaves: the new secret, once; for a day requests carry the signature of the old one too.
 * It never shows a secret that is in use already.
 */
import { z } from 'zod';
import type { Callback } from '../model/app';
import { callbackAnswer, drawWebhookSecret, showCallback } from './callbacks';
import type { ApiDeps } from './deps';
import { contentOf, needNoun, replaceNoun } from './records';
import { defineRoute, type Route } from './route';

/** Long enough to change a receiver over, short enough for a secret that leaked. */
export const bothSignMs = 24 * 3_600_000;

export function rotationRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/callbacks/{id}/rotate',
      summary: 'Make a new signing secret, shown this once; for 24 hours the old one signs too',
      roles: ['admin'],
      scopes: ['manage'],
      body: z.strictObject({}),
      bodyOptional: true,
      answer: callbackAnswer.extend({ secret: z.string().describe('whsec_…, shown once') }),
      async handle({ params }) {
        const before = await needNoun<Callback>(deps, 'callback', params.id, params.app);
        const now = deps.clock.now();
        const secret = drawWebhookSecret();
        const content = {
          ...contentOf(before),
          secret: deps.secrets.seal(secret),
          previousSecret: { sealed: before.secret, until: now + bothSignMs },
        };
        const made = await replaceNoun<Callback>(deps, 'callback', before, content, params.app);
        return { ...showCallback(made, now), secret };
      },
    }),
  ];
}
