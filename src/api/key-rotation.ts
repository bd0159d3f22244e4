/**
 * Keys that take turns. Enters: a key, how long it shall still live. Leaves: a new key of the same rights, shown this once; the old one is refused after the overlap,
 * so that clients are changed one by one. It never makes an old key live longer than it did.
 */
import { z } from 'zod';
import type { Key } from '../model/app';
import { present, without } from './changes';
import type { ApiDeps } from './deps';
import { createKey, keyAnswer, notWider, showKey } from './keys';
import { contentOf, needNoun, replaceNoun } from './records';
import { defineRoute, type Route } from './route';

const day = 86_400;
const form = z.strictObject({
  overlap_seconds: z
    .int()
    .min(0)
    .max(30 * day)
    .default(day)
    .describe('how long the old key lives on beside the new one; default a day, at most 30'),
});

export function keyRotationRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/keys/{id}/rotate',
      summary: 'Make a new key of the same rights, shown this once; the old one lives for the overlap',
      roles: ['admin'],
      scopes: ['keys:write'],
      body: form,
      bodyOptional: true,
      status: 201,
      answer: keyAnswer.extend({
        key: z.string().describe('shown once, stored hashed'),
        replaces: z.object({ id: z.string(), expires_at: z.iso.datetime() }),
      }),
      async handle({ caller, params, body }) {
        const old = await needNoun<Key>(deps, 'key', params.id);
        notWider(caller, old);
        const until = Math.min(
          old.expiresAt ?? Number.MAX_SAFE_INTEGER,
          deps.clock.now() + body.overlap_seconds * 1_000,
        );
        // The old one's end is written first: of two rotations at once one is refused, and no third key comes of it.
        await replaceNoun<Key>(deps, 'key', old, { ...contentOf(old), expiresAt: until }, old.app);
        const rights = without(contentOf(old), 'hash', 'prefix', 'expiresAt');
        const { stored, key } = await createKey(deps, present(rights));
        return {
          ...showKey(stored),
          key,
          replaces: { id: old.id, expires_at: new Date(until).toISOString() },
        };
      },
    }),
  ];
}
