/** Secrets that are shown once or never, and templates that wait for an admin. */
import { serveApi, template, type ServedApi } from './serve';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.stop());

describe('secrets', () => {
  test('of a key, a callback and an integration are shown once or never, and never stored in the open', async () => {
    const app = await api.makeApp();
    await api.call('PUT', '/v1/partners/acme', template('acme'));
    const callback = await api.call('POST', `/v1/apps/${app.id}/callbacks`, {
      url: 'https://x.test/cb',
      headers: { 'X-Key': 'header-secret' },
    });
    const integration = await api.call('PUT', `/v1/apps/${app.id}/integrations/acme`, {
      settings: { account: 'a1', token: 'token-secret' },
    });
    expect(callback.body).toMatchObject({
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) as unknown,
      headers: { 'x-key': '***' },
    });
    expect(integration.body.settings).toEqual({ account: 'a1', token: '***' });
    const stored = await Promise.all(
      (['key', 'callback', 'integration'] as const).map((kind) =>
        api.store.listRecords(kind, { limit: 1_000 }),
      ),
    );
    const secrets = [app.key, String(callback.body.secret), 'header-secret', 'token-secret'];
    for (const secret of secrets) expect(JSON.stringify(stored)).not.toContain(secret);
    const shown = await Promise.all(
      ['callbacks', 'integrations'].map((nouns) => api.call('GET', `/v1/apps/${app.id}/${nouns}`)),
    );
    for (const secret of secrets) expect(JSON.stringify(shown.map(({ body }) => body))).not.toContain(secret);
    expect(JSON.stringify(shown.map(({ body }) => body))).not.toContain('sealed:');
  });

  test('a preview shows *** and sends nothing', async () => {
    await api.call('PUT', '/v1/partners/acme', template('acme'));
    const settings = { account: 'a1', token: 'token-secret' };
    const { body } = await api.call('POST', '/v1/partners/acme/preview', { kind: 'install', settings });
    expect(body.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: 'https://acme.test/pb?click=SAMPLE-CLICK-ID',
        body: '{"account":"a1","token":"***"}',
      }),
    ]);
  });
});

describe('a template', () => {
  test('of a partner waits until an admin approves it', async () => {
    const key = await api.makeKey({ role: 'partner', partner: 'waiting' });
    const sent = await api.call('PUT', '/v1/partners/waiting', template('waiting', 'First'), key);
    expect(sent.body).toMatchObject({ version: 1, live: false });
    expect((await api.call('GET', '/v1/partners')).body.items).not.toContainEqual(
      expect.objectContaining({ id: 'waiting' }),
    );
    expect((await api.call('GET', '/v1/partners/waiting', undefined, key)).body).toMatchObject({
      live: null,
      pending: 1,
      name: 'First',
    });
    expect((await api.call('POST', '/v1/partners/waiting/approve', { version: 1 })).status).toBe(200);
    expect((await api.call('GET', '/v1/partners/waiting', undefined, key)).body).toMatchObject({
      live: 1,
      pending: null,
    });
    await api.call('PUT', '/v1/partners/waiting', template('waiting', 'Second'), key);
    expect((await api.call('GET', '/v1/partners/waiting')).body).toMatchObject({
      live: 1,
      pending: 2,
      name: 'First',
    });
    const listed = await api.call('GET', '/v1/partners', undefined, key);
    expect(listed.body.items).toEqual([expect.objectContaining({ id: 'waiting' })]);
  });

  test.each([
    { name: 'an unknown key', change: { extra: 1 }, field: 'extra' },
    { name: 'the id of another', change: { id: 'rival' }, field: 'id' },
  ])('with $name is refused with its problems', async ({ change, field }) => {
    const { status, body } = await api.call('PUT', '/v1/partners/acme', { ...template('acme'), ...change });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'invalid_template', field }, problems: [{ path: field }] });
  });
});
