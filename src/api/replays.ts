/**
 * Deliveries opened again. Enters: an id; or a filter, with a pace. Leaves: how many were opened, and where to go on. A request opens a bounded number, and
 * spreads when they are due, so that a replay of a million is no stampede. It sends nothing itself.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import { showDelivery } from '../record/show-delivery';
import { present } from './changes';
import { deliveryAnswer, deliveryFields, needDelivery } from './deliveries';
import type { ApiDeps } from './deps';
import { defineRoute, type Route } from './route';

/** Opened by one request at most. */
export const replayMax = 100_000;
/** In one commit. */
const replayPage = 1_000;

const filterForm = z.strictObject(deliveryFields);

/** Everything at once is asked for by a filter, never by an empty body. */
const replayForm = z
  .strictObject({
    ...deliveryFields,
    per_second: z
      .int()
      .min(1)
      .max(10_000)
      .default(100)
      .describe('how many fall due in a second: the first now, each further one that much later'),
    limit: z.int().min(1).max(replayMax).default(replayMax).describe('how many one request opens at most'),
    cursor: z.string().max(2_000).optional().describe("an answer's `next`: goes on there, at the same pace"),
    dry_run: z.boolean().default(false).describe('counts, and opens nothing'),
  })
  .refine(
    (form) =>
      Object.keys(deliveryFields).some((name) => form[name as keyof typeof deliveryFields] !== undefined),
    'name at least one of app, partner, callback, status, activity, since',
  );
type ReplayForm = z.output<typeof replayForm>;

/** Where in the list the next request goes on, and when its first delivery is due. */
interface Place {
  readonly cursor: string;
  readonly dueAt: number;
}

const placeForm = z.tuple([z.string(), z.number()]);

function writePlace({ cursor, dueAt }: Place): string {
  return Buffer.from(JSON.stringify([cursor, dueAt])).toString('base64url');
}

function readPlace(text: string): Place {
  try {
    const [cursor, dueAt] = placeForm.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { cursor, dueAt };
  } catch {
    throw new Fault('invalid_cursor', { field: 'cursor' });
  }
}

async function replayMany(
  deps: ApiDeps,
  { per_second: perSecond, limit, cursor, dry_run: dryRun, ...fields }: ReplayForm,
): Promise<{ replayed: number; next?: string }> {
  const filter = present(filterForm.parse(fields));
  const now = deps.clock.now();
  const place = cursor === undefined ? null : readPlace(cursor);
  const spacingMs = 1_000 / perSecond;
  let from = Math.max(now, place?.dueAt ?? now);
  let at = place?.cursor ?? null;
  let replayed = 0;
  let looked = 0;
  do {
    const piece = Math.min(replayPage, limit - looked);
    const page = { ...filter, limit: piece, ...(at === null ? {} : { cursor: at }) };
    const done = await deps.store.replayDeliveries(page, { from, spacingMs, dryRun });
    looked += piece;
    replayed += done.replayed;
    from += done.replayed * spacingMs;
    at = done.next;
  } while (at !== null && looked < limit);
  return { replayed, ...(at === null ? {} : { next: writePlace({ cursor: at, dueAt: Math.round(from) }) }) };
}

export function replayRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/deliveries/replay',
      summary:
        'Open again all deliveries that match a filter, also those that were delivered; skipped ones, tests, and those in hand just now, are left out. `next` says that there are more',
      roles: ['admin'],
      scopes: ['manage'],
      body: replayForm,
      answer: z.object({ replayed: z.int(), next: z.string().optional() }),
      async handle({ body }) {
        const answer = await replayMany(deps, body);
        if (answer.replayed > 0 && !body.dry_run) deps.wakeDeliveries?.();
        return answer;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/deliveries/{id}/replay',
      summary: 'Open a delivery again: it is sent now, under the same id',
      roles: ['admin'],
      scopes: ['manage'],
      answer: deliveryAnswer,
      async handle({ caller, params }) {
        if ((await needDelivery(deps, caller, params.id)).test === true)
          throw new Fault('conflict', { message: 'It is a test, which is sent once: send another one.' });
        if (!(await deps.store.replayDelivery(params.id, deps.clock.now())))
          throw new Fault('conflict', {
            message: 'It was skipped, or its device was forgotten: there is no request to send again.',
          });
        deps.wakeDeliveries?.();
        return showDelivery(await needDelivery(deps, caller, params.id));
      },
    }),
  ];
}
