/**
 * Destinations as the workers see them: an origin each, with its breaker. Enters: what the workers last said. Leaves: one entry an origin. An app's key sees
 * the origins of its own callbacks and integrations, a partner's those of its own template, and neither what others send there.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import type { Integration, Key } from '../model/app';
import type { LaneReport } from '../ports/lane-board';
import type { ApiDeps } from './deps';
import { iso, listOf, pageFields } from './forms';
import { defineRoute, type Route } from './route';

const states = ['closed', 'open', 'half_open'] as const;
const query = z.strictObject({ state: z.enum(states).optional(), ...pageFields });

const answer = z.object({
  origin: z.string(),
  state: z.enum(states).describe('open: deliveries wait in the store; half_open: a few are tried'),
  since: z.iso.datetime().describe('when it opened or closed last, or was first used'),
  failure_rate: z.number().describe('of the attempts of the last half minute, from 0 to 1'),
  next_probe_at: z.iso.datetime().nullable(),
  attempts: z.int().optional().describe('of the last half minute'),
  in_flight: z.int().optional(),
  limit: z.int().optional().describe('in flight at once at most, as of now, of all workers'),
  waiting: z.int().optional().describe('in line, and put off to the store because of this origin'),
  workers: z.int().optional(),
});

const worst: Readonly<Record<LaneReport['state'], number>> = { open: 2, half_open: 1, closed: 0 };

interface Destination extends LaneReport {
  readonly workers: number;
}

/** The worst state counts, and since when it has been that. */
function join(a: Destination, b: LaneReport): Destination {
  const [led, other] = worst[b.state] > worst[a.state] ? [b, a] : [a, b];
  const sinces = led.state === other.state ? [led.since, other.since] : [led.since];
  const probes = [a.nextProbeAt, b.nextProbeAt].filter((at) => at !== null);
  return {
    origin: a.origin,
    state: led.state,
    since: Math.min(...sinces),
    samples: a.samples + b.samples,
    failures: a.failures + b.failures,
    inFlight: a.inFlight + b.inFlight,
    limit: a.limit + b.limit,
    waiting: a.waiting + b.waiting,
    nextProbeAt: probes.length === 0 ? null : Math.min(...probes),
    workers: a.workers + 1,
  };
}

export function gatherLanes(posts: readonly (readonly LaneReport[])[]): Destination[] {
  const found = new Map<string, Destination>();
  for (const report of posts.flat()) {
    const known = found.get(report.origin);
    found.set(report.origin, known === undefined ? { ...report, workers: 1 } : join(known, report));
  }
  return [...found.values()].sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

/** Where a setting stands in the host its plain value is put in; what is not known then is nobody's. */
export function originOf(url: string, settings: Readonly<Record<string, string>>): string {
  const filled = url.replace(/\{\{\s*settings\.(\w+)\s*\}\}/g, (_whole, key: string) => settings[key] ?? '');
  return /^[a-z]+:\/\/[^/?#]*/i.exec(filled)?.[0].toLowerCase() ?? '';
}

export function templateOrigins(
  deps: ApiDeps,
  partner: string,
  settings: Readonly<Record<string, string>>,
): string[] {
  const template = deps.templates().get(partner)?.template.definition;
  const defaults = (template?.settings ?? []).map((setting) => [setting.key, setting.default ?? '']);
  const all = { ...Object.fromEntries(defaults), ...settings } as Record<string, string>;
  return (template?.postbacks ?? []).map(({ request }) => originOf(request.url, all));
}

/** Null: all of them. */
function ownOrigins(deps: ApiDeps, caller: Key): ReadonlySet<string> | null {
  if (caller.role === 'admin') return null;
  if (caller.role === 'partner') return new Set(templateOrigins(deps, caller.partner ?? '', {}));
  const app = caller.app ?? '';
  const callbacks = deps.directory.callbacks(app).map(({ url }) => originOf(url, {}));
  const ofIntegration = ({ partner, settings }: Integration) => templateOrigins(deps, partner, settings);
  return new Set([...callbacks, ...deps.directory.integrations(app).flatMap(ofIntegration)]);
}

function show(found: Destination, whole: boolean): z.output<typeof answer> {
  const { origin, state, since, samples, failures, nextProbeAt } = found;
  return {
    origin,
    state,
    since: iso(since),
    failure_rate: samples === 0 ? 0 : Math.round((1_000 * failures) / samples) / 1_000,
    next_probe_at: nextProbeAt === null ? null : iso(nextProbeAt),
    ...(whole
      ? {
          attempts: samples,
          in_flight: found.inFlight,
          limit: found.limit,
          waiting: found.waiting,
          workers: found.workers,
        }
      : {}),
  };
}

/** @throws Fault `invalid_cursor`. */
function after(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const origin = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^[a-z]+:\/\//.test(origin)) throw new Fault('invalid_cursor', { field: 'cursor' });
  return origin;
}

export function destinationRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/destinations',
      summary:
        'Origins that are sent to, with their breakers; by origin. A key that is not an admin’s sees its own',
      roles: ['admin', 'reader', 'partner'],
      scopes: ['read'],
      query,
      answer: listOf(answer),
      async handle({ caller, query: { state, limit, cursor } }) {
        const from = after(cursor);
        const own = ownOrigins(deps, caller);
        const found = gatherLanes((await deps.lanes?.()) ?? []).filter(
          (each) =>
            each.origin > from &&
            (own === null || own.has(each.origin)) &&
            (state === undefined || each.state === state),
        );
        const shown = found.slice(0, limit);
        const last = shown.at(-1);
        const more = found.length > limit && last !== undefined;
        return {
          items: shown.map((each) => show(each, own === null)),
          next: more ? Buffer.from(last.origin).toString('base64url') : null,
        };
      },
    }),
  ];
}
