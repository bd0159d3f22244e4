/** Deliveries: what was sent, what was not and why. Enters: filters and ids. Leaves: deliveries with attempts, secrets masked. Their replay is in `replays.ts`. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { Key } from '../model/app';
import { deliveryStatuses, type Delivery } from '../model/delivery';
import { showDelivery } from '../record/show-delivery';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { listOf, moment, pageFields, partnerId } from './forms';
import { ownScope } from './ownership';
import { defineRoute, type Route } from './route';

export const deliveryFields = {
  app: z.string().optional(),
  partner: partnerId.optional(),
  callback: z.string().optional(),
  status: z.enum(deliveryStatuses).optional(),
  activity: z.string().optional(),
  since: moment.optional(),
};
const query = z.strictObject({ ...deliveryFields, ...pageFields });

const attempt = z.object({
  at: z.iso.datetime(),
  status: z.int().optional(),
  error: z.string().optional(),
  duration_ms: z.number(),
  response: z.string().optional(),
  batch: z
    .object({
      id: z.string().describe('the id of the first delivery in it, which was its carom-delivery-id'),
      size: z.int(),
      place: z.int().describe('from 0'),
      refused: z
        .array(z.object({ size: z.int(), status: z.int() }))
        .optional()
        .describe('larger batches that were refused as a whole just before, and so parted'),
    })
    .optional()
    .describe('the request was shared with other deliveries'),
});
const request = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  auth: z
    .record(z.string(), z.string())
    .optional()
    .describe('what is worked out at the moment of sending: a signature, a token; secrets as ***'),
});
export const deliveryAnswer = z.object({
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
  test: z
    .literal(true)
    .optional()
    .describe('a person sent it, of a made-up activity; it counts nowhere and is not replayed'),
});

function maySee(caller: Key, delivery: Delivery): boolean {
  if (caller.role === 'admin') return true;
  if (caller.role === 'partner')
    return delivery.visibleToPartner && delivery.partner !== undefined && delivery.partner === caller.partner;
  return delivery.app === caller.app;
}

export async function needDelivery(deps: ApiDeps, caller: Key, id: string): Promise<Delivery> {
  const delivery = await deps.store.readDelivery(id);
  if (delivery === null || !maySee(caller, delivery))
    throw new Fault('not_found', { message: `There is no delivery "${id}".` });
  return delivery;
}

export function deliveryRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/deliveries',
      summary:
        'List deliveries with their attempts, newest first; a partner sees those of activities credited to it',
      roles: ['admin', 'reader', 'partner'],
      scopes: ['read'],
      query,
      answer: listOf(deliveryAnswer),
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
      scopes: ['read'],
      answer: deliveryAnswer,
      handle: async ({ caller, params }) => showDelivery(await needDelivery(deps, caller, params.id)),
    }),
  ];
}
