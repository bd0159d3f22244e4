/** Deliveries: what was sent, what was not and why; and their replay. Enters: filters and ids. Leaves: deliveries with attempts, secrets masked; how many were opened again. It sends nothing itself. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { Key } from '../model/app';
import { deliveryStatuses, type Delivery } from '../model/delivery';
import type { DeliveryFilter } from '../ports/store';
import { showDelivery } from '../record/show-delivery';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { listOf, moment, pageFields, partnerId } from './forms';
import { ownScope } from './ownership';
import { defineRoute, type Route } from './route';

const filterFields = {
  app: z.string().optional(),
  partner: partnerId.optional(),
  callback: z.string().optional(),
  status: z.enum(deliveryStatuses).optional(),
  activity: z.string().optional(),
  since: moment.optional(),
};
const query = z.strictObject({ ...filterFields, ...pageFields });

/** Everything at once is asked for by a filter, never by an empty body. */
const replayForm = z
  .strictObject(filterFields)
  .refine(
    (filter) => Object.values(filter).some((value) => value !== undefined),
    'name at least one of app, partner, callback, status, activity, since',
  );

const attempt = z.object({
  at: z.iso.datetime(),
  status: z.int().optional(),
  error: z.string().optional(),
  duration_ms: z.number(),
  response: z.string().optional(),
});
const request = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
});
const answer = z.object({
  id: z.string(),
  activity_id: z.string(),
  app: z.string(),
  revision: z.int(),
  partner: z.string().optional(),
  callback: z.string().optional(),
  postback: z.string(),
  status: z.enum(deliveryStatuses),
  reason: z.string().optional(),
  request: request.nullable(),
  attempts: z.array(attempt),
  next_attempt_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  template_version: z.string().optional(),
  settings_version: z.string().optional(),
});

const replayPage = 500;
/** So many go to the store together and share its group commit. */
const replaysAtOnce = 32;

function maySee(caller: Key, delivery: Delivery): boolean {
  if (caller.role === 'admin') return true;
  if (caller.role === 'partner')
    return delivery.visibleToPartner && delivery.partner !== undefined && delivery.partner === caller.partner;
  return delivery.app === caller.app;
}

async function needDelivery(deps: ApiDeps, caller: Key, id: string): Promise<Delivery> {
  const delivery = await deps.store.readDelivery(id);
  if (delivery === null || !maySee(caller, delivery))
    throw new Fault('not_found', { message: `There is no delivery "${id}".` });
  return delivery;
}

async function replayAll(deps: ApiDeps, filter: Omit<DeliveryFilter, 'limit' | 'cursor'>): Promise<number> {
  let replayed = 0;
  let cursor: string | null = null;
  do {
    const found = await deps.store.listDeliveries({
      ...filter,
      limit: replayPage,
      ...(cursor === null ? {} : { cursor }),
    });
    for (let at = 0; at < found.items.length; at += replaysAtOnce) {
      const part = found.items.slice(at, at + replaysAtOnce);
      const now = deps.clock.now();
      const opened = await Promise.all(part.map((delivery) => deps.store.replayDelivery(delivery.id, now)));
      replayed += opened.filter(Boolean).length;
    }
    cursor = found.next;
  } while (cursor !== null);
  return replayed;
}

function replayRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/deliveries/replay',
      summary:
        'Open again all deliveries that match a filter, also those that were delivered; skipped ones are left out',
      roles: ['admin'],
      body: replayForm,
      answer: z.object({ replayed: z.int() }),
      async handle({ body }) {
        const replayed = await replayAll(deps, present(body));
        if (replayed > 0) deps.wakeDeliveries?.();
        return { replayed };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/deliveries/{id}/replay',
      summary: 'Open a delivery again: it is sent now, under the same id',
      roles: ['admin'],
      answer,
      async handle({ caller, params }) {
        await needDelivery(deps, caller, params.id);
        if (!(await deps.store.replayDelivery(params.id, deps.clock.now())))
          throw new Fault('conflict', { message: 'It was skipped: there is no request to send again.' });
        deps.wakeDeliveries?.();
        return showDelivery(await needDelivery(deps, caller, params.id));
      },
    }),
  ];
}

export function deliveryRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/deliveries',
      summary:
        'List deliveries with their attempts, newest first; a partner sees those of activities credited to it',
      roles: ['admin', 'reader', 'partner'],
      query,
      answer: listOf(answer),
      async handle({ caller, query: asked }) {
        const scope = ownScope(deps.directory, caller, present({ app: asked.app, partner: asked.partner }));
        const slice = caller.role === 'partner' ? { visibleToPartner: true } : {};
        const found = await deps.store.listDeliveries({
          ...present(asked),
          limit: asked.limit,
          ...scope,
          ...slice,
        });
        return { items: found.items.map(showDelivery), next: found.next };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/deliveries/{id}',
      summary: 'Read a delivery with its attempts',
      roles: ['admin', 'reader', 'partner'],
      answer,
      handle: async ({ caller, params }) => showDelivery(await needDelivery(deps, caller, params.id)),
    }),
    ...replayRoutes(deps),
  ];
}
