/** Keys that were narrowed: how they are made and shown, and that none makes, rotates or revokes what may do more than itself. */
import { serveApi, type Answer, type ServedApi } from './serve';

let api: ServedApi;
let app: string;
beforeAll(async () => {
  api = await serveApi();
  app = (await api.makeApp()).id;
});
afterAll(() => api.stop());

const make = (form: object, key?: string): Promise<Answer> => api.call('POST', '/v1/keys', form, key);
const codeOf = ({ body }: Answer): unknown =>
  (body['error'] as Record<string, unknown> | undefined)?.['code'];

test('scopes are shown, listed, kept by a rotation, and absent where there are none', async () => {
  const made = await make({ role: 'reader', app, scopes: ['read', 'read'] });
  const { body } = made;
  expect(made).toMatchObject({ status: 201, body: { scopes: ['read'] } });
  const id = String(body['id']);
  expect((await api.call('GET', `/v1/keys/${id}`)).body['scopes']).toEqual(['read']);
  const heir = await api.call('POST', `/v1/keys/${id}/rotate`, {});
  expect(heir.body['scopes']).toEqual(['read']);
  const listed = (await api.call('GET', '/v1/keys?limit=1000')).body['items'] as Record<string, unknown>[];
  const both = listed.filter((key) => key['id'] === id || key['id'] === heir.body['id']);
  expect(both.map((key) => key['scopes'])).toEqual([['read'], ['read']]);
  expect((await make({ role: 'reader', app })).body).not.toHaveProperty('scopes');
});

test.each([
  { name: 'one that there is not', form: { role: 'admin', scopes: ['read', 'reed'] }, field: 'scopes.1' },
  { name: 'none at all', form: { role: 'admin', scopes: [] }, field: 'scopes' },
  { name: 'no list', form: { role: 'admin', scopes: 'read' }, field: 'scopes' },
  {
    name: 'one that a partner has no use for',
    form: { role: 'partner', partner: 'acme', scopes: ['manage', 'costs:write'] },
    field: 'scopes.1',
  },
  {
    name: 'one that the key of an app has no use for',
    form: { role: 'app', app: 'APP', scopes: ['manage'] },
    field: 'scopes.0',
  },
])('refused: $name', async ({ form, field }) => {
  const answer = await make('app' in form ? { ...form, app } : form);
  expect(answer.status).toBe(400);
  expect(answer.body['error']).toMatchObject({ code: 'invalid_field', field });
});

const all = [
  ...['activities:write', 'conversions:write', 'costs:write', 'opt-outs:write'],
  ...['read', 'manage', 'keys:write'],
];
const appScopes = ['activities:write', 'conversions:write', 'opt-outs:write', 'read'];

describe('a narrowed admin key', () => {
  test.each([
    { has: ['keys:write', 'read'], other: { role: 'reader' }, lacks: null },
    { has: ['keys:write'], other: { role: 'reader' }, lacks: 'read' },
    { has: ['keys:write', 'manage'], other: { role: 'reader' }, lacks: null },
    { has: ['keys:write', 'manage'], other: { role: 'partner' }, lacks: null },
    { has: ['keys:write', 'read'], other: { role: 'partner' }, lacks: 'manage' },
    { has: ['keys:write', 'read'], other: { role: 'partner', scopes: ['read'] }, lacks: null },
    { has: ['keys:write', ...appScopes], other: { role: 'app' }, lacks: null },
    { has: ['keys:write', 'read', 'manage'], other: { role: 'app' }, lacks: 'activities:write' },
    {
      has: ['keys:write', ...appScopes.slice(0, 2), 'read'],
      other: { role: 'app' },
      lacks: 'opt-outs:write',
    },
    { has: ['keys:write'], other: { role: 'admin', scopes: ['keys:write'] }, lacks: null },
    { has: ['keys:write', 'manage'], other: { role: 'admin', scopes: ['read'] }, lacks: null },
    { has: ['keys:write', 'read'], other: { role: 'admin', scopes: ['read', 'manage'] }, lacks: 'manage' },
    { has: ['keys:write', 'read'], other: { role: 'admin' }, lacks: 'activities:write' },
    { has: all.filter((scope) => scope !== 'costs:write'), other: { role: 'admin' }, lacks: 'costs:write' },
    { has: all, other: { role: 'admin' }, lacks: null },
  ])('of $has and a key $other: it lacks $lacks', async ({ has, other, lacks }) => {
    const { role } = other;
    const form = {
      ...other,
      ...(role === 'app' || role === 'reader' ? { app } : {}),
      ...(role === 'partner' ? { partner: 'acme' } : {}),
    };
    const caller = await api.makeKey({ role: 'admin', scopes: has });
    const id = String((await make(form)).body['id']);
    const made = await make(form, caller);
    const rotated = await api.call('POST', `/v1/keys/${id}/rotate`, {}, caller);
    const revoked = await api.call('DELETE', `/v1/keys/${id}`, undefined, caller);
    const statuses = [made, rotated, revoked].map(({ status }) => status);
    expect(statuses).toEqual(lacks === null ? [201, 201, 204] : [403, 403, 403]);
    if (lacks === null) return;
    for (const answer of [made, rotated, revoked]) {
      expect(codeOf(answer)).toBe('insufficient_scope');
      expect(JSON.stringify(answer.body)).toContain(`needs \\"${lacks}\\"`);
    }
    // The key that was not to be rotated lives on without an end.
    expect((await api.call('GET', `/v1/keys/${id}`)).body).not.toHaveProperty('expires_at');
  });

  test('a refused role is told of its role, another app of nothing, before any scope', async () => {
    const reader = await api.makeKey({ role: 'reader', app, scopes: ['read'] });
    expect(codeOf(await api.call('POST', '/v1/keys', {}, reader))).toBe('forbidden');
    const other = (await api.makeApp()).id;
    expect(codeOf(await api.call('GET', `/v1/apps/${other}`, undefined, reader))).toBe('not_found');
  });
});
