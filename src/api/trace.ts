/** The whole story of a device, and forgetting a sandbox one. Enters: identifiers as people have them. Leaves: one answer with everything recorded; how many were forgotten. */
import { z } from 'zod';
import { Fault } from '../errors';
import { identifierForms, identityKeys, normaliseIdentifier } from '../ingest/identity';
import { environments, identifierNames, type DeviceBody, type Environment } from '../model/activity';
import { trace } from '../record/trace';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { ownApp } from './ownership';
import { defineRoute, type Route } from './route';

const identifier = z.string().min(1).max(200).optional();
const identifiers = {
  gps_adid: identifier,
  idfa: identifier,
  idfv: identifier,
  android_id: identifier,
  oaid: identifier,
  fire_adid: identifier,
  device_id: identifier,
  user_id: identifier,
};
const identifiersForm = z.strictObject(identifiers);
type Identifiers = z.output<typeof identifiersForm>;

const traceForm = z.strictObject({
  ...identifiers,
  activity: z.string().max(200).optional(),
  click_id: z.string().max(200).optional(),
  environment: z.enum(environments).default('production'),
});

const shown = z.record(z.string(), z.unknown());
const answer = z.object({
  device: shown.nullable(),
  touches: z.array(shown),
  activities: z.array(
    z.looseObject({
      activity: shown,
      attribution: shown.nullable(),
      rejected: z.array(shown),
      decisions: z.array(shown),
    }),
  ),
  truncated: z.boolean(),
});

interface Keys {
  readonly deviceKeys: readonly string[];
  readonly touchKeys: readonly string[];
}

/** By the same rules as at the door, so that what was stored is found. */
function keysOf(given: Identifiers, environment: Environment): Keys {
  const { user_id: userId, ...rest } = given;
  const device = Object.fromEntries(
    Object.entries(present(rest)).map(([name, value]) => [name, normaliseIdentifier(name, value)]),
  );
  const body = {
    kind: 'session' as const,
    device: present(device) as DeviceBody,
    ...(userId === undefined ? {} : { user: { id: userId } }),
  };
  const keys = identityKeys(body, environment);
  return { deviceKeys: keys.device, touchKeys: keys.touch };
}

/** The identifiers that came with a click name the device that clicked. */
async function keysOfClick(deps: ApiDeps, app: string, clickId: string): Promise<Keys> {
  const touch = await deps.store.readTouch(clickId);
  if (touch === null || touch.app !== app)
    throw new Fault('not_found', { message: `There is no click "${clickId}".` });
  const named = identifierNames.flatMap((name) => {
    const value = touch.device[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    deviceKeys: named.map(([name, value]) => `${name}:${value}`),
    touchKeys: named.flatMap(([name, value]) => identifierForms(name, value)),
  };
}

function nothingNamed(): Fault {
  const names = Object.keys(identifiers).join(', ');
  return new Fault('missing_field', { message: `Name a device in the query: one of ${names}.` });
}

function forgetRoute(deps: ApiDeps): Route {
  return defineRoute({
    method: 'DELETE',
    path: '/v1/apps/{app}/devices',
    summary: 'Forget a sandbox device: its next install is a first one again',
    roles: ['admin'],
    scopes: ['manage'],
    query: identifiersForm,
    answer: z.object({ forgotten: z.int() }),
    async handle({ caller, params, query }) {
      ownApp(deps.directory, caller, params.app);
      const { deviceKeys } = keysOf(query, 'sandbox');
      if (deviceKeys.length === 0) throw nothingNamed();
      return { forgotten: await deps.store.forgetDevices(params.app, deviceKeys) };
    },
  });
}

export function traceRoutes(deps: ApiDeps): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/trace',
      summary:
        'What happened to a device or an activity: touches, verdicts with every candidate, decisions, attempts',
      roles: ['admin', 'reader'],
      scopes: ['read'],
      query: traceForm,
      answer,
      async handle({ caller, params, query: { activity, click_id: clickId, environment, ...given } }) {
        const { id: app } = ownApp(deps.directory, caller, params.app);
        const own = keysOf(given, environment);
        const clicked = clickId === undefined ? null : await keysOfClick(deps, app, clickId);
        const deviceKeys = [...own.deviceKeys, ...(clicked?.deviceKeys ?? [])];
        if (activity === undefined && clicked === null && deviceKeys.length === 0) throw nothingNamed();
        const asked = {
          app,
          ...present({ activity, click: clickId }),
          deviceKeys,
          touchKeys: [...own.touchKeys, ...(clicked?.touchKeys ?? [])],
        };
        const found = await trace(
          deps.store,
          asked,
          ({ body, environment }) => identityKeys(body, environment).touch,
        );
        if (found === null) throw new Fault('not_found', { message: `There is no activity "${activity}".` });
        return found;
      },
    }),
    forgetRoute(deps),
  ];
}
