/** Narrowed keys: every documented operation with every scope. An operation for which nobody decided a scope fails here. */
import { keyScopes, scopesOfRole, type KeyScope } from '../../src/model/key-scopes';
import { call, cleanUp, createApp, startServer, type Answer, type Json, type Server } from '../harness';
import { operationsOf, type Operation } from '../openapi-document';
import { click, createLink, make } from './scene';

let server: Server;
let operations: readonly Operation[];
let app: string;
beforeAll(async () => {
  server = await startServer();
  const document: Json = (await call(server, '/openapi.json', { key: null })).json;
  operations = operationsOf(document).filter(({ scopes }) => scopes !== null);
  app = (await createApp(server)).id;
});
afterAll(cleanUp);

const keyOfApp = ['manage', 'keys:write', 'activities:write', 'conversions:write', 'opt-outs:write', 'read'];

/** Of what is not a GET, which reads. */
const decided: Readonly<Record<string, readonly string[]>> = {
  'POST /v1/activities': ['activities:write'],
  'POST /v1/installs': ['activities:write'],
  'POST /v1/sessions': ['activities:write'],
  'POST /v1/events': ['activities:write'],
  'POST /v1/reengagements': ['activities:write'],
  'GET /postback': ['conversions:write'],
  'POST /postback': ['conversions:write'],
  'GET /p.gif': ['conversions:write'],
  'POST /v1/apps/{app}/conversions.csv': ['conversions:write'],
  'POST /v1/apps/{app}/reconcile': ['read'],
  'POST /v1/apps': keyOfApp,
  'PATCH /v1/apps/{app}': ['manage'],
  'DELETE /v1/apps/{app}': keyOfApp,
  'POST /v1/keys': ['keys:write'],
  'DELETE /v1/keys/{id}': ['keys:write'],
  'POST /v1/keys/{id}/rotate': ['keys:write'],
  'POST /v1/apps/{app}/postback-key': ['keys:write', 'conversions:write'],
  'DELETE /v1/apps/{app}/postback-key': ['keys:write', 'conversions:write'],
  'POST /v1/apps/{app}/signing-keys': ['keys:write', 'activities:write'],
  'DELETE /v1/apps/{app}/signing-keys/{id}': ['keys:write', 'activities:write'],
  'POST /v1/apps/{app}/click-keys': ['keys:write'],
  'DELETE /v1/apps/{app}/click-keys/{id}': ['keys:write'],
  'PUT /v1/apps/{app}/compat/{vendor}': ['manage', 'activities:write'],
  'DELETE /v1/apps/{app}/compat/{vendor}': ['manage', 'activities:write'],
  'POST /v1/apps/{app}/links': ['manage'],
  'PATCH /v1/apps/{app}/links/{token}': ['manage'],
  'DELETE /v1/apps/{app}/links/{token}': ['manage'],
  'POST /v1/costs': ['costs:write'],
  'PUT /v1/apps/{app}/integrations/{partner}': ['manage'],
  'DELETE /v1/apps/{app}/integrations/{partner}': ['manage'],
  'POST /v1/apps/{app}/callbacks': ['manage'],
  'PATCH /v1/apps/{app}/callbacks/{id}': ['manage'],
  'DELETE /v1/apps/{app}/callbacks/{id}': ['manage'],
  'POST /v1/apps/{app}/callbacks/{id}/rotate': ['manage'],
  'POST /v1/apps/{app}/callbacks/{id}/test': ['manage'],
  'PUT /v1/partners/{id}': ['manage'],
  'DELETE /v1/partners/{id}': ['manage'],
  'POST /v1/partners/{id}/approve': ['manage'],
  'POST /v1/partners/{id}/rollback': ['manage'],
  'POST /v1/partners/{id}/test': ['manage'],
  'POST /v1/partners/{id}/preview': ['read'],
  'POST /v1/partners/{id}/dry-run': ['read'],
  'POST /v1/partners/import': ['read'],
  'POST /v1/apps/{app}/activities/{id}/replay': ['manage'],
  'POST /v1/deliveries/{id}/replay': ['manage'],
  'POST /v1/deliveries/replay': ['manage'],
  'DELETE /v1/apps/{app}/devices': ['manage'],
  'POST /v1/apps/{app}/opt-outs': ['opt-outs:write'],
  'DELETE /v1/apps/{app}/opt-outs/{id}': ['opt-outs:write'],
  'POST /v1/attribution/explain': ['read'],
  'POST /v1/attribution/lookup': ['read'],
};

test('each operation has the scopes that were decided for it, and none is without', () => {
  const found = Object.fromEntries(operations.map(({ name, scopes }) => [name, scopes]));
  const wanted = operations.map(({ name, method }): [string, readonly string[]] => [
    name,
    decided[name] ?? (method === 'GET' ? ['read'] : []),
  ]);
  expect(found).toEqual(Object.fromEntries(wanted));
  expect(Object.keys(decided).filter((name) => found[name] === undefined)).toEqual([]);
});

const keys = new Map<string, Promise<string>>();

/** One key of each role and set. */
function keyOf(role: 'admin' | 'app', scopes: readonly string[]): Promise<string> {
  const name = [role, ...scopes].join(' ');
  const known = keys.get(name) ?? make(server, '/v1/keys', body()).then(({ key }) => String(key));
  keys.set(name, known);
  return known;
  function body(): object {
    return { role, scopes, ...(role === 'app' ? { app } : {}) };
  }
}

/** What it names is nowhere and what it sends is broken, so that a key that may changes nothing. */
async function ask({ method, path }: Operation, key: string): Promise<Answer> {
  // A key may stand in the body of a postback, so that is read first.
  const broken = path === '/postback' ? '{}' : '{';
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: broken };
  return call(server, path.replace(/\{\w+\}/g, 'nothing'), { method, key, ...body });
}

/** Null: refused for the lack of `missing` alone, or, where nothing is missing, not for that. */
async function problemOf(operation: Operation, key: string, missing: string | null): Promise<string | null> {
  const { status, json, text } = await ask(operation, key);
  const refused = status === 403 && json.error.code === 'insufficient_scope';
  const asWanted =
    missing === null
      ? status < 500 && status !== 403 && status !== 401
      : refused && String(json.error.message).endsWith(`needs "${missing}".`);
  return asWanted ? null : `${operation.name}: ${status} ${text.slice(0, 300)}`;
}

const covers = (scope: string, needed: string): boolean =>
  scope === needed || (scope === 'manage' && needed === 'read');

test('a key of one scope may do what needs it, and is told what it lacks for everything else', async () => {
  const problems: (string | null)[] = [];
  for (const operation of operations) {
    const needed = operation.scopes ?? [];
    const role = operation.path === '/v1/attribution/lookup' ? 'app' : 'admin';
    for (const scope of scopesOfRole[role]) {
      const missing = needed.find((each) => !covers(scope, each)) ?? null;
      problems.push(await problemOf(operation, await keyOf(role, [scope]), missing));
    }
  }
  expect(problems.filter((problem) => problem !== null)).toEqual([]);
});

test('an operation that needs several is done with exactly these, and with all others is not', async () => {
  const problems: (string | null)[] = [];
  for (const operation of operations.filter(({ path }) => path !== '/v1/attribution/lookup')) {
    const needed = operation.scopes ?? [];
    problems.push(await problemOf(operation, await keyOf('admin', needed), null));
    for (const each of needed) {
      const others = keyScopes.filter((scope: KeyScope) => !covers(scope, each));
      const missing = needed.find((scope) => !others.some((other) => covers(other, scope))) ?? null;
      problems.push(await problemOf(operation, await keyOf('admin', others), missing));
    }
  }
  expect(problems.filter((problem) => problem !== null)).toEqual([]);
});

test('a narrowed app key posts, or tells of conversions, as its scopes say', async () => {
  const activity = { kind: 'event', event: 'e', device: { device_id: 'd' } };
  const link = await createLink(server, { id: app, key: '' });
  const clickId = await click(server, String(link.token));
  const post = async (key: string): Promise<number> =>
    (await call(server, '/v1/activities', { key, body: activity })).status;
  const tell = async (key: string): Promise<number> =>
    (await call(server, `/postback?key=${key}&cid=${clickId}&event=sale&txid=T-1`, { key: null })).status;
  const [writes, tells] = [
    await keyOf('app', ['activities:write']),
    await keyOf('app', ['conversions:write']),
  ];
  expect([await post(writes), await post(tells)]).toEqual([202, 403]);
  expect([await tell(writes), await tell(tells)]).toEqual([403, 200]);
});
