/** What advertising cost. Enters: what was paid, by day and place. Leaves: lines of spending, posted and summed up from touches. It never adds up currencies, nor a part to its whole. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { CostLine, CostPlace } from '../model/cost';
import { costModels } from '../model/touch';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { currency, decimal, iso, listOf, pageFields, partnerId } from './forms';
import { ownApp, ownScope } from './ownership';
import { defineRoute, type Route } from './route';

const date = z.iso.date('a day such as 2026-11-22').refine((day) => day >= '2010-01-01', 'not before 2010');
const level = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'without control characters');
const itemsMax = 1_000;

const item = z.strictObject({
  date,
  partner: partnerId.optional(),
  link: level.max(64).optional(),
  campaign: level.optional(),
  adgroup: level.optional(),
  creative: level.optional(),
  cost: z
    .strictObject({ amount: decimal, currency })
    .nullable()
    .describe('what was paid that day; null takes back what was posted'),
});
const form = z.strictObject({ app: z.string(), costs: z.array(item).min(1).max(itemsMax) });
const query = z.strictObject({
  app: z.string().optional(),
  partner: partnerId.optional(),
  since: date.optional(),
  until: date.optional(),
  ...pageFields,
});
const line = z.object({
  app: z.string(),
  date: z.string(),
  partner: z.string().nullable(),
  link: z.string().nullable(),
  campaign: z.string().nullable(),
  adgroup: z.string().nullable(),
  creative: z.string().nullable(),
  source: z.enum(['posted', 'touches']),
  model: z.enum(costModels).optional(),
  cost: z.object({ amount: z.string(), currency: z.string() }),
  touches: z.int().optional(),
  posted_at: z.iso.datetime().optional(),
  superseded: z.boolean().describe('a posted line stands in its stead: leave it out of sums'),
});

function placeOf(app: string, asked: z.output<typeof item>): CostPlace {
  const { date: day, partner = '', link = '', campaign = '', adgroup = '', creative = '' } = asked;
  return { app, day, partner, link, campaign, adgroup, creative };
}

function show(of: CostLine): Record<string, unknown> {
  const named = (text: string): string | null => (text === '' ? null : text);
  return {
    app: of.app,
    date: of.day,
    partner: named(of.partner),
    link: named(of.link),
    campaign: named(of.campaign),
    adgroup: named(of.adgroup),
    creative: named(of.creative),
    source: of.source,
    ...present({ model: of.model }),
    cost: of.cost,
    ...present({ touches: of.touches }),
    ...(of.postedAt === undefined ? {} : { posted_at: iso(of.postedAt) }),
    superseded: of.superseded,
  };
}

/** @throws Fault where one place stands twice: which of the two is meant nobody can tell. */
function placesOf(body: z.output<typeof form>): readonly CostPlace[] {
  const places = body.costs.map((asked) => placeOf(body.app, asked));
  const seen = new Set<string>();
  for (const [at, place] of places.entries()) {
    const name = JSON.stringify(place);
    if (seen.has(name))
      throw new Fault('invalid_field', {
        field: `costs.${at}`,
        message: `costs.${at} names the same day and place as one before it.`,
      });
    seen.add(name);
  }
  return places;
}

export function costRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/costs',
      summary:
        'Say what was paid by day and place; posted again it stands in place of what was posted before',
      roles: ['admin'],
      scopes: ['costs:write'],
      body: form,
      answer: z.object({
        results: z.array(z.enum(['new', 'changed', 'same', 'removed', 'absent'])).describe('in order'),
      }),
      async handle({ caller, body }) {
        ownApp(deps.directory, caller, body.app);
        const postedAt = deps.clock.now();
        const batch = placesOf(body).map((place, at) => ({
          ...place,
          cost: body.costs[at]?.cost ?? null,
          postedAt,
        }));
        return { results: await deps.store.putCosts(batch) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/costs',
      summary: 'List what was paid, by day: what was posted, and what touches cost',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query,
      answer: listOf(line),
      async handle({ caller, query: asked }) {
        const { app } = ownScope(deps.directory, caller, present({ app: asked.app }));
        if (app === undefined)
          throw new Fault('missing_field', { field: 'app', message: 'Name the app: app=<id>.' });
        ownApp(deps.directory, caller, app);
        const { limit, cursor, since, until, partner } = asked;
        const found = await deps.store.listCosts({
          app,
          limit,
          ...present({ cursor, since, until, partner }),
        });
        return { items: found.items.map(show), next: found.next };
      },
    }),
  ];
}
