/**
 * The doctor: what is wrong with an app's deliveries, dearest first. Enters: an app and a window. Leaves: findings and each destination's counts.
 * It reads what was counted and what is set up, bounded each, and changes nothing.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import type { App, Callback, Integration, Link } from '../model/app';
import { nounOf } from '../ports/directory';
import type { CheckedCallback, CheckedIntegration, DoctorFacts } from '../record/doctor/facts';
import { diagnose } from '../record/doctor/diagnose';
import { doctorCodes, severities, type DoctorCode } from '../record/doctor/finding';
import type { ApiDeps } from './deps';
import { gatherLanes, originOf, templateOrigins } from './destinations';
import { iso } from './forms';
import { ownApp } from './ownership';
import { defineRoute, type Route } from './route';
import { findInTemplate } from './template-findings';

/** The newest of the window. */
export const doctorMax = {
  refusals: 100,
  deliveries: 100_000,
  activities: 50_000,
  touches: 50_000,
  links: 5_000,
};

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const windowMaxMs = 30 * unitMs.d;
const windowMessage = 'a whole number with m, h or d behind it, from 1m to 30d: 24h';

const window = z
  .string()
  .default('24h')
  .transform((text, context) => {
    const match = /^(\d{1,5})([mhd])$/.exec(text);
    const ms = match === null ? 0 : Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
    if (ms >= unitMs.m && ms <= windowMaxMs) return ms;
    context.addIssue({ code: 'custom', message: windowMessage });
    return z.NEVER;
  });

const money = z.object({ amount: z.string(), currency: z.string() });
const counts = z.record(z.string(), z.int());
const answer = z.object({
  app: z.string(),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  healthy: z.boolean().describe('no error and no warning was found'),
  truncated: z.boolean().describe('the window holds more than was read: the newest of it was'),
  read: z.object({ deliveries: z.int(), activities: z.int(), touches: z.int(), links: z.int() }),
  findings: z.array(
    z.object({
      code: z
        .enum(Object.keys(doctorCodes) as [DoctorCode, ...DoctorCode[]])
        .describe('docs/doctor.md lists them'),
      severity: z.enum(severities),
      partner: z.string().optional(),
      callback: z.string().optional(),
      link: z.string().optional(),
      detail: z.string().optional(),
      message: z.string(),
      fix: z.string(),
      count: z.int().describe('deliveries, activities, touches or calls that it was seen in'),
      affected: z.int().describe('credited activities that it cost or may cost; of a callback, all'),
      revenue: z.array(money).describe('of those, where it is known'),
      events: z
        .array(z.object({ event: z.string(), count: z.int() }))
        .optional()
        .describe('of event_not_mapped: the commonest, each with its count'),
      example: z
        .object({ activity: z.string(), delivery: z.string(), touch: z.string() })
        .partial()
        .nullable(),
    }),
  ),
  destinations: z.array(
    z.object({
      partner: z.string().optional(),
      callback: z.string().optional(),
      credited: z.int().optional(),
      statuses: counts,
      skipped: counts.describe('by the rule'),
      refused: counts.describe('by the last answer or error'),
    }),
  ),
});

function checkIntegration(deps: ApiDeps, integration: Integration): CheckedIntegration {
  const { partner, active, createdAt, settings } = integration;
  const template = deps.templates().get(partner)?.template;
  const required = (template?.settings ?? []).filter((setting) => setting.required === true);
  return {
    partner,
    active,
    createdAt,
    hasTemplate: template !== undefined,
    needsClickId: JSON.stringify(template?.postbacks.map(({ definition }) => definition) ?? []).includes(
      'touch.partner_click_id',
    ),
    missingSettings: required
      .filter(({ key, default: fallback }) => fallback === undefined && (settings[key] ?? '') === '')
      .map(({ key }) => key),
    lint: template === undefined ? [] : findInTemplate(template),
    origins: templateOrigins(deps, partner, settings),
  };
}

function checkCallback({ id, url, active, disabled }: Callback): CheckedCallback {
  return { id, gone: !active && disabled?.reason === 'gone', origin: originOf(url, {}) };
}

/** A link of each partner of the registry. Links may be many: the first so many are read. */
async function readLinks(
  deps: ApiDeps,
  app: string,
): Promise<{ linkOf: Map<string, string>; read: number; truncated: boolean }> {
  const linkOf = new Map<string, string>();
  let read = 0;
  let cursor: string | null = null;
  do {
    const page = await deps.store.listRecords('link', {
      app,
      limit: 1_000,
      ...(cursor === null ? {} : { cursor }),
    });
    read += page.items.length;
    for (const { id, partner } of page.items.map((record) => nounOf<Link>(record)))
      if (partner !== undefined && deps.templates().has(partner) && !linkOf.has(partner))
        linkOf.set(partner, id);
    cursor = page.next;
  } while (cursor !== null && read < doctorMax.links);
  return { linkOf, read, truncated: cursor !== null };
}

/** Redis may be away: then nothing is said of breakers. */
async function readBreakers(deps: ApiDeps): Promise<DoctorFacts['openBreakers']> {
  try {
    const lanes = gatherLanes((await deps.lanes?.()) ?? []);
    return lanes.filter(({ state }) => state !== 'closed');
  } catch (cause) {
    if (cause instanceof Fault) return [];
    throw cause;
  }
}

async function examine(deps: ApiDeps, app: App, windowMs: number): Promise<unknown> {
  const now = deps.clock.now();
  const since = now - windowMs;
  const of = { app: app.id, since };
  const { store, directory } = deps;
  // One after the other: the reader answers others in between.
  const deliveries = await store.surveyDeliveries({ ...of, limit: doctorMax.deliveries });
  const activities = await store.surveyActivities({ ...of, limit: doctorMax.activities });
  const touches = await store.surveyTouches({ ...of, limit: doctorMax.touches });
  const refusals = await store.surveyRefusals({ ...of, limit: doctorMax.refusals });
  const links = await readLinks(deps, app.id);
  const { findings, cut, destinations } = diagnose({
    since,
    now,
    ...(app.currency === undefined ? {} : { currency: app.currency }),
    integrations: directory.integrations(app.id).map((integration) => checkIntegration(deps, integration)),
    callbacks: directory.callbacks(app.id).map(checkCallback),
    linkOf: links.linkOf,
    isPartner: (id) => deps.templates().has(id),
    openBreakers: await readBreakers(deps),
    deliveries: deliveries.tallies,
    activities: activities.tallies,
    touches: touches.tallies,
    refusals,
    deliveriesTruncated: deliveries.truncated,
  });
  return {
    app: app.id,
    since: iso(since),
    until: iso(now),
    healthy: findings.every(({ severity }) => severity === 'notice'),
    truncated: cut || [deliveries, activities, touches, links].some(({ truncated }) => truncated),
    read: {
      deliveries: deliveries.counted,
      activities: activities.counted,
      touches: touches.counted,
      links: links.read,
    },
    findings,
    destinations,
  };
}

export function doctorRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/doctor',
      summary:
        'What is wrong with what the app sends: findings with counts, an example and what to do, dearest first',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: z.strictObject({ window }),
      answer,
      handle: ({ caller, params, query }) =>
        examine(deps, ownApp(deps.directory, caller, params.app), query.window),
    }),
  ];
}
