/** Versions of a template: which are live, which an integration may name, and what sending rules are refused. */
import { serveApi, template, type ServedApi } from './serve';

let api: ServedApi;
let app: { id: string };
beforeAll(async () => {
  api = await serveApi();
  app = await api.makeApp();
});
afterAll(() => api.stop());

const put = (partner: string, form: object) =>
  api.call('PUT', `/v1/apps/${app.id}/integrations/${partner}`, {
    settings: { account: 'a', token: 't' },
    ...form,
  });

test('versions are listed with their state, and rolled back by one call', async () => {
  const key = await api.makeKey({ role: 'partner', partner: 'roll' });
  await api.call('PUT', '/v1/partners/roll', template('roll', 'One'));
  await api.call('PUT', '/v1/partners/roll', template('roll', 'Two'));
  await api.call('PUT', '/v1/partners/roll', template('roll', 'Three'), key);
  const listed = await api.call('GET', '/v1/partners/roll/versions', undefined, key);
  expect(listed.body.items).toMatchObject([
    { version: 3, state: 'pending' },
    { version: 2, state: 'live' },
    { version: 1, state: 'approved' },
  ]);
  expect((await api.call('POST', '/v1/partners/roll/rollback', { version: 3 })).body).toMatchObject({
    error: { field: 'version' },
  });
  expect((await api.call('POST', '/v1/partners/roll/rollback', {}, key)).status).toBe(403);
  expect((await api.call('POST', '/v1/partners/roll/rollback')).body).toMatchObject({
    version: 1,
    live: true,
  });
  expect((await api.call('GET', '/v1/partners/roll')).body).toMatchObject({
    name: 'One',
    live: 1,
    pending: 3,
  });
});

test('production pins approved versions alone; the sandbox any', async () => {
  const key = await api.makeKey({ role: 'partner', partner: 'fresh' });
  await api.call('PUT', '/v1/partners/fresh', template('fresh'), key);
  expect((await put('fresh', {})).status).toBe(404);
  const pinned = await put('fresh', { template_version: 1 });
  expect([pinned.status, pinned.body]).toMatchObject([400, { error: { field: 'template_version' } }]);
  expect((await put('fresh', { sandbox_template_version: 'latest' })).status).toBe(200);
  expect((await put('fresh', { sandbox_template_version: 2 })).body).toMatchObject({
    error: { field: 'sandbox_template_version' },
  });
  await api.call('POST', '/v1/partners/fresh/approve', { version: 1 });
  expect((await put('fresh', { template_version: 1 })).body).toMatchObject({ template_version: 1 });
});

test.each([
  { send: { scope: 'all' }, field: 'send.confirm_all' },
  { send: { consent: 'ignore' }, field: 'send.confirm_ignore_consent' },
  { send: { sample_percent: 0 }, field: 'send.sample_percent' },
  { send: { delay_seconds: 604_801 }, field: 'send.delay_seconds' },
  { send: { window_days: 0 }, field: 'send.window_days' },
  { send: { countries: { allow: ['us'], deny: ['de'] } }, field: 'send.countries' },
  { send: { countries: { allow: ['usa'] } }, field: 'send.countries.allow.0' },
  { send: { frequency: 1 }, field: 'send.frequency' },
])('$field is named where it is wrong', async ({ send, field }) => {
  await api.call('PUT', '/v1/partners/acme', template('acme'));
  const { status, body } = await put('acme', { send });
  expect([status, body]).toMatchObject([400, { error: { field } }]);
});

test('what was confirmed is warned of in every listing', async () => {
  await api.call('PUT', '/v1/partners/acme', template('acme'));
  const send = { scope: 'all', confirm_all: true };
  expect((await put('acme', { send })).body.warnings).toHaveLength(1);
  const { body } = await api.call('GET', `/v1/apps/${app.id}/integrations`);
  expect(body.items).toContainEqual(
    expect.objectContaining({ partner: 'acme', send, warnings: [expect.stringContaining('scope')] }),
  );
});
