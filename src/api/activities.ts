/** Activities with their attribution. Enters: filters. Leaves: what was recorded; to a partner its own slice. It never changes one, but for a replay of what was quarantined. */
import { z } from 'zod';
import { Fault } from '../errors';
import { activityKinds } from '../model/activity';
import type { Key } from '../model/app';
import type { ActivityFilter, StoredActivity } from '../ports/store';
import { showActivity, showToPartner, type Shown } from '../record/show-activity';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { listOf, moment, pageFields, partnerId } from './forms';
import { ownApp, ownScope } from './ownership';
import { defineRoute, type Route } from './route';

const query = z.strictObject({
  app: z.string().optional(),
  partner: partnerId.optional(),
  kind: z.enum(activityKinds).optional(),
  since: moment.optional(),
  state: z.literal('quarantined').optional(),
  ...pageFields,
});

const answer = z.looseObject({
  id: z.string(),
  app: z.string(),
  kind: z.enum(activityKinds).describe('what it became'),
  event: z.string().optional(),
  time: z.iso.datetime(),
  received_at: z.iso.datetime(),
  environment: z.enum(['production', 'sandbox']),
  state: z.enum(['accepted', 'parked', 'processed', 'quarantined']),
  reason: z.string().optional().describe('why it is quarantined'),
  flags: z.array(z.string()),
  revision: z.int(),
  caused_by: z.string().optional(),
  attribution: z.record(z.string(), z.unknown()).nullable(),
  rejected: z.array(z.object({ touch_id: z.string(), reason: z.string() })),
});

/** Null: not this key's to see. */
function showTo(caller: Key, stored: StoredActivity): Shown | null {
  return caller.role === 'partner' ? showToPartner(stored, caller.partner ?? '') : showActivity(stored);
}

export function activityRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/activities',
      summary: 'List activities, newest first; a reader those of its app, a partner those credited to it',
      roles: ['admin', 'reader', 'partner'],
      scopes: ['read'],
      query,
      answer: listOf(answer),
      async handle({ caller, query: asked }) {
        const scope = ownScope(deps.directory, caller, present({ app: asked.app, partner: asked.partner }));
        const filter: ActivityFilter = { ...present(asked), limit: asked.limit, ...scope };
        const found = await deps.store.listActivities(filter);
        const items = found.items.map((stored) => showTo(caller, stored)).filter((shown) => shown !== null);
        return { items, next: found.next };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/activities/{id}',
      summary: 'Read an activity with its attribution',
      roles: ['admin', 'reader', 'partner'],
      scopes: ['read'],
      answer,
      async handle({ caller, params }) {
        if (caller.role !== 'partner') ownApp(deps.directory, caller, params.app);
        const stored = await deps.store.readActivity(params.app, params.id);
        const shown = stored === null ? null : showTo(caller, stored);
        if (shown === null) throw new Fault('not_found', { message: `There is no activity "${params.id}".` });
        return shown;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/activities/{id}/replay',
      summary: 'Judge a quarantined activity again, in its old place',
      roles: ['admin'],
      scopes: ['manage'],
      answer,
      async handle({ caller, params }) {
        ownApp(deps.directory, caller, params.app);
        const replayed = await deps.store.replayActivity(params.app, params.id);
        const stored = await deps.store.readActivity(params.app, params.id);
        if (stored === null)
          throw new Fault('not_found', { message: `There is no activity "${params.id}".` });
        if (!replayed)
          throw new Fault('conflict', {
            message: `It is ${stored.state}: only what is quarantined is judged again.`,
          });
        return showActivity(stored);
      },
    }),
  ];
}
