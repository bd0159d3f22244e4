/** Tracking links. Enters: partner, campaign and where to go. Leaves: links with their absolute click and impression URLs. It never stores a destination that could run in a browser. */
import { z } from 'zod';
import { Fault } from '../errors';
import { platforms, signedClickModes, type Link } from '../model/app';
import { costModels, touchTypes } from '../model/touch';
import { merge, present } from './changes';
import type { ApiDeps } from './deps';
import { linkUrlProblem } from './destination-url';
import { clearable, currency, decimal, iso, listOf, page, partnerId, payouts, policy } from './forms';
import { isCost } from '../ingest/touch-cost';
import { networkClickUrl } from './network-click-url';
import { ownApp } from './ownership';
import {
  contentOf,
  createNoun,
  drawLetters,
  listNouns,
  needNoun,
  removeNoun,
  replaceNoun,
  type Content,
} from './records';
import { defineRoute, type Route } from './route';

const tokenLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const tokenLength = 10;

const destination = z
  .string()
  .max(2_048)
  .superRefine((text, context) => {
    const problem = linkUrlProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
const destinations = z
  .strictObject(Object.fromEntries(platforms.map((platform) => [platform, destination.optional()])))
  .refine(
    (found) => Object.values(found).some((url) => url !== undefined),
    'at least one of android, ios, web',
  );
const label = z.string().min(1).max(500);

const cost = z.strictObject({
  model: z.enum(costModels).optional(),
  amount: decimal.refine(isCost, 'less than ten million'),
  currency,
});
const hierarchy = ['campaign', 'campaign_id', 'adgroup', 'adgroup_id', 'creative', 'creative_id'] as const;
type Hierarchy<T extends z.ZodType> = Record<(typeof hierarchy)[number], T>;
const levels = <T extends z.ZodType>(schema: T) =>
  Object.fromEntries(hierarchy.map((name) => [name, schema])) as Hierarchy<T>;

const shared = {
  policy,
  payouts,
  type: z.enum(touchTypes),
  deeplink: destination.describe(
    'where it opens in the app: its own scheme, or a web address that the app opens',
  ),
  cost: cost.describe('of each touch that names no cost of its own'),
  signed_clicks: z.enum(signedClickModes).describe("in place of the app's"),
};
const form = z.strictObject({
  partner: partnerId.optional(),
  ...levels(label.optional()),
  destinations,
  deeplink: shared.deeplink.optional(),
  retargeting: z.boolean().default(false),
  type: shared.type.optional(),
  cost: shared.cost.optional(),
  signed_clicks: shared.signed_clicks.optional(),
  policy: shared.policy.optional(),
  payouts: shared.payouts.optional(),
});
const changeForm = z.strictObject({
  partner: clearable(partnerId),
  ...levels(clearable(label)),
  destinations: destinations.optional(),
  deeplink: clearable(shared.deeplink),
  retargeting: z.boolean().optional(),
  type: clearable(shared.type),
  cost: clearable(shared.cost),
  signed_clicks: clearable(shared.signed_clicks),
  policy: clearable(shared.policy),
  payouts: clearable(shared.payouts),
});

const answer = z.object({
  token: z.string(),
  click_url: z.url(),
  impression_url: z.url(),
  network_click_url: z
    .string()
    .optional()
    .describe("click_url with the partner's macros, to paste into its console"),
  app: z.string(),
  partner: z.string().optional(),
  ...levels(z.string().optional()),
  deeplink: z.string().optional(),
  cost: cost.optional(),
  signed_clicks: shared.signed_clicks.optional(),
  destinations: z.record(z.string(), z.string()),
  retargeting: z.boolean(),
  type: z.enum(touchTypes).optional(),
  policy: policy.optional(),
  payouts: z.record(z.string(), z.unknown()).optional(),
  version: z.int(),
  created_at: z.iso.datetime(),
});

const show =
  (deps: ApiDeps, baseUrl: string) =>
  (link: Link): Record<string, unknown> => {
    const { id, createdAt, version, ...rest } = link;
    const domain = deps.directory.app(link.app)?.link_domain;
    const base = domain === undefined ? baseUrl : `https://${domain}`;
    const clickUrl = `${base}/c/${id}`;
    const template = link.partner === undefined ? undefined : deps.templates().get(link.partner)?.template;
    const forNetwork = networkClickUrl(clickUrl, template?.definition.clickUrl);
    return {
      token: id,
      click_url: clickUrl,
      impression_url: `${base}/i/${id}`,
      ...(forNetwork === undefined ? {} : { network_click_url: forNetwork }),
      ...rest,
      version,
      created_at: iso(createdAt),
    };
  };

/** @throws Fault `invalid_policy`. */
function checkPolicy(deps: ApiDeps, document: z.output<typeof policy> | null | undefined): void {
  if (document !== undefined && document !== null) deps.validatePolicy(document, 'touch');
}

function changed(link: Link, body: z.output<typeof changeForm>): Content<Link> {
  const before = contentOf(link);
  return merge(before, body);
}

/** A drawn token that is taken already (one in 10¹⁷) is drawn again. */
async function createLink(deps: ApiDeps, content: Content<Link>): Promise<Link> {
  for (let draws = 3; ; draws -= 1) {
    try {
      return await createNoun<Link>(
        deps,
        'link',
        drawLetters(tokenLength, tokenLetters),
        content,
        content.app,
      );
    } catch (cause) {
      if (draws === 1 || !(cause instanceof Fault) || cause.kind !== 'conflict') throw cause;
    }
  }
}

function readRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/links',
      summary: 'List links',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: page,
      answer: listOf(answer),
      handle({ caller, params, query, baseUrl }) {
        ownApp(deps.directory, caller, params.app);
        return listNouns<Link>(deps, 'link', query, show(deps, baseUrl), params.app);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/links/{token}',
      summary: 'Read a link',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      answer,
      async handle({ caller, params, baseUrl }) {
        ownApp(deps.directory, caller, params.app);
        return show(deps, baseUrl)(await needNoun<Link>(deps, 'link', params.token, params.app));
      },
    }),
  ];
}

export function linkRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/links',
      summary: 'Make a tracking link',
      roles: ['admin'],
      scopes: ['manage'],
      body: form,
      status: 201,
      answer,
      async handle({ caller, params, body, baseUrl }) {
        ownApp(deps.directory, caller, params.app);
        checkPolicy(deps, body.policy);
        const cost = body.cost === undefined ? undefined : present(body.cost);
        const content = {
          ...present({ ...body, cost }),
          destinations: present(body.destinations),
          app: params.app,
        };
        return show(deps, baseUrl)(await createLink(deps, { ...content, retargeting: body.retargeting }));
      },
    }),
    ...readRoutes(deps),
    defineRoute({
      method: 'PATCH',
      path: '/v1/apps/{app}/links/{token}',
      summary: 'Change a link; null clears an optional field',
      roles: ['admin'],
      scopes: ['manage'],
      body: changeForm,
      answer,
      async handle({ params, body, baseUrl }) {
        const link = await needNoun<Link>(deps, 'link', params.token, params.app);
        checkPolicy(deps, body.policy);
        return show(
          deps,
          baseUrl,
        )(await replaceNoun<Link>(deps, 'link', link, changed(link, body), params.app));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/links/{token}',
      summary: 'Remove a link; its URLs answer 404 from then on',
      roles: ['admin'],
      scopes: ['manage'],
      status: 204,
      async handle({ params }) {
        await needNoun<Link>(deps, 'link', params.token, params.app);
        await removeNoun(deps, 'link', params.token);
      },
    }),
  ];
}
