/**
 * Devices that ask to be forgotten. Enters: identifiers as people have them. Leaves: opt-outs, of which it shows keyed hashes alone. What is forgotten is
 * forgotten for good; withdrawing an opt-out only lets the device in again.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import { forgetDevices } from '../forget-devices';
import { identifierMaxLength, identityKeys, meaningful, normaliseIdentifier } from '../ingest/identity';
import { environments, identifierNames, type DeviceBody, type Environment } from '../model/activity';
import type { Key } from '../model/app';
import type { OptOut } from '../model/opt-out';
import { optOut } from '../opt-outs';
import { present } from './changes';
import type { ApiDeps } from './deps';
import { iso, listOf, page } from './forms';
import { ownApp } from './ownership';
import { drawLetters, pageQuery } from './records';
import { defineRoute, type Route } from './route';

const identifier = z.string().min(1).max(identifierMaxLength).optional();
const deviceForm = z.strictObject({
  gps_adid: identifier,
  idfa: identifier,
  idfv: identifier,
  android_id: identifier,
  oaid: identifier,
  fire_adid: identifier,
  device_id: identifier,
});
const optOutForm = z.strictObject({
  device: deviceForm.optional(),
  user: z.strictObject({ id: identifier }).optional(),
  environment: z.enum(environments).default('production'),
  reason: z.string().max(200, 'at most 200 characters').optional(),
});
type OptOutForm = z.output<typeof optOutForm>;

const made = z.object({
  id: z.string(),
  forgotten: z.int().describe('devices that were known'),
  done: z.boolean().describe('false: there is so much that the rest is forgotten in the background'),
});
const shown = z.object({
  id: z.string(),
  environment: z.enum(environments),
  created_at: z.iso.datetime(),
  reason: z.string().optional(),
  forgotten: z.int(),
  hashes: z.array(z.string()).describe('keyed: nobody can tell the identifiers from them'),
});

function showOptOut({ id, environment, createdAt, reason, forgotten, hashes }: OptOut): object {
  return {
    id,
    environment,
    created_at: iso(createdAt),
    ...present({ reason }),
    forgotten,
    hashes,
  };
}

/** A value that names nobody would be a request that does nothing: it is refused, not passed over. */
function meant(field: string, value: string, normal: string | undefined): string {
  if (normal !== undefined) return normal;
  throw new Fault('invalid_field', {
    field,
    message: `${field} "${value}" names nobody: it is empty, zeros, or a placeholder that was not filled.`,
  });
}

/** By the same rules as at the door, so that what was stored is found. */
function keysOf({ device: given = {}, user }: OptOutForm, environment: Environment): readonly string[] {
  const device: DeviceBody = {};
  for (const name of [...identifierNames, 'device_id'] as const) {
    const value = given[name];
    if (value === undefined) continue;
    const normal = name === 'device_id' ? meaningful(value) : normaliseIdentifier(name, value);
    device[name] = meant(`device.${name}`, value, normal);
  }
  const id = user?.id === undefined ? undefined : meant('user.id', user.id, meaningful(user.id));
  const body = { kind: 'session' as const, device, ...(id === undefined ? {} : { user: { id } }) };
  return identityKeys(body, environment).device;
}

/** A key that is in every copy of the app is anybody's. */
function notFromDevices(caller: Key): void {
  if (caller.client === true)
    throw new Fault('forbidden', {
      message: 'A client key may not do that: it is in every copy of the app. Ask your own server.',
    });
}

export function optOutRoutes(deps: ApiDeps): readonly Route[] {
  const { store, secrets, directory, clock } = deps;
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/apps/{app}/opt-outs',
      summary: 'Forget a device: what is stored loses its identity, what comes later is dropped',
      roles: ['admin', 'app'],
      scopes: ['opt-outs:write'],
      body: optOutForm,
      answer: made,
      status: 201,
      async handle({ caller, params, body }) {
        notFromDevices(caller);
        const { id: app } = ownApp(directory, caller, params.app);
        const { environment, reason } = body;
        const keys = keysOf(body, environment);
        if (keys.length === 0)
          throw new Fault('missing_field', {
            field: 'device',
            message: `Name the device: one of ${Object.keys(deviceForm.shape).join(', ')} in "device", or "user": {"id"}.`,
          });
        const id = `opt_${drawLetters(16)}`;
        const asked = { id, app, environment, createdAt: clock.now(), ...present({ reason }), keys };
        const remembered = await optOut(asked, { store, secrets });
        return {
          id: remembered.id,
          forgotten: remembered.forgotten,
          done: await forgetDevices(store),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/apps/{app}/opt-outs',
      summary: 'List opt-outs, newest first, without identifiers',
      roles: ['admin', 'app'],
      scopes: ['read'],
      query: page,
      answer: listOf(shown),
      async handle({ caller, params, query }) {
        notFromDevices(caller);
        const { id: app } = ownApp(directory, caller, params.app);
        const found = await store.listOptOuts(app, pageQuery(query));
        return { items: found.items.map(showOptOut), next: found.next };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/apps/{app}/opt-outs/{id}',
      summary: 'Withdraw an opt-out: the device is let in again, as a new one',
      roles: ['admin', 'app'],
      scopes: ['opt-outs:write'],
      status: 204,
      async handle({ caller, params }) {
        notFromDevices(caller);
        ownApp(directory, caller, params.app);
        if (!(await store.withdrawOptOut(params.app, params.id)))
          throw new Fault('not_found', { message: `There is no opt-out "${params.id}".` });
      },
    }),
  ];
}
