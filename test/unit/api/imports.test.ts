/** Importing over HTTP: the answer's template is what PUT takes, nothing is stored, and findings are answered wherever a template is shown. */
import { serveApi, template, type ServedApi } from './serve';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.stop());

const appsflyer = 'http://x.test/pb?c=(clickid)&g=(advertiserId)&city=(city)&key=REPLACE';

test('an import is a template that can be put as it is', async () => {
  const imported = await api.call('POST', '/v1/partners/import', {
    url: appsflyer,
    id: 'imported',
    on: ['install'],
  });
  expect(imported.status).toBe(200);
  expect(imported.body).toMatchObject({
    dialect: 'appsflyer',
    sure: true,
    problems: [
      { code: 'no_such_value', path: 'postbacks.0.request.query.city', macro: '(city)' },
      { code: 'became_setting', path: 'postbacks.0.request.query.key' },
    ],
    requests: [
      {
        method: 'GET',
        url: expect.stringMatching(
          /^http:\/\/x\.test\/pb\?c=SAMPLE-CLICK-ID&g=0{8}-[\w-]+&key=\*\*\*$/,
        ) as unknown,
      },
    ],
    skipped: [],
    sample_settings: ['key'],
  });
  expect((imported.body.findings as { code: string }[]).map(({ code }) => code)).toEqual([
    'no_consent',
    'plain_http',
    'secret_in_url',
  ]);
  expect((await api.call('GET', '/v1/partners/imported')).status).toBe(404);
  const put = await api.call('PUT', '/v1/partners/imported', imported.body.template);
  expect(put.body).toMatchObject({ version: 1, live: true, findings: imported.body.findings });
  const preview = await api.call('POST', '/v1/partners/imported/preview', { settings: { key: 'k' } });
  expect(preview.body).toMatchObject({ findings: imported.body.findings, skipped: [] });
});

test('several URLs are several postbacks', async () => {
  const { body } = await api.call('POST', '/v1/partners/import', {
    postbacks: [
      { url: 'https://x.test/i?c={click_id}&g={gps_adid}', on: ['install', 'reinstall'] },
      { url: 'https://x.test/e', body: '{"c": "{click_id}", "e": "{event_name}"}', on: ['event'] },
    ],
    dialect: 'adjust',
    name: 'X networks',
  });
  expect(body).toMatchObject({
    dialect: 'adjust',
    template: {
      id: 'x-test',
      name: 'X networks',
      postbacks: [{ on: ['install', 'reinstall'] }, { on: ['event'] }],
    },
    requests: [{ postback: 'install_reinstall' }, { postback: 'event', method: 'POST' }],
  });
});

test.each([
  { name: 'nothing', body: {}, status: 400, error: { code: 'missing_field', field: 'url' } },
  {
    name: 'both',
    body: { url: appsflyer, postbacks: [{ url: appsflyer }] },
    status: 400,
    error: { code: 'invalid_field', field: 'postbacks' },
  },
  {
    name: 'no macro',
    body: { url: 'https://x.test/?a=1' },
    status: 400,
    error: { code: 'invalid_field', field: 'dialect' },
  },
  {
    name: 'no URL',
    body: { url: 'x.test', dialect: 'tune' },
    status: 400,
    error: { code: 'invalid_field', field: 'url' },
  },
  {
    name: 'a dialect that there is not',
    body: { url: appsflyer, dialect: 'morse' },
    status: 400,
    error: { code: 'invalid_field', field: 'dialect' },
  },
  {
    name: 'a bad id',
    body: { url: appsflyer, id: 'A B' },
    status: 400,
    error: { code: 'invalid_field', field: 'id' },
  },
  {
    name: 'an unknown field',
    body: { uri: appsflyer },
    status: 400,
    error: { code: 'unknown_field', field: 'uri' },
  },
])('$name is refused and named', async ({ body, status, error }) => {
  const answer = await api.call('POST', '/v1/partners/import', body);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatchObject(error);
});

test('a partner imports for itself, under its own id', async () => {
  const key = await api.makeKey({ role: 'partner', partner: 'mine' });
  const own = await api.call('POST', '/v1/partners/import', { url: appsflyer }, key);
  expect(own.body).toMatchObject({ template: { id: 'mine' } });
  expect((await api.call('POST', '/v1/partners/import', { url: appsflyer, id: 'rival' }, key)).status).toBe(
    403,
  );
  const reader = await api.makeKey({ role: 'reader', app: (await api.makeApp()).id });
  expect((await api.call('POST', '/v1/partners/import', { url: appsflyer }, reader)).status).toBe(403);
});

test('a template with findings is put all the same', async () => {
  const foreign = {
    ...template('foreign'),
    settings: [],
    postbacks: [
      { on: ['install'], request: { method: 'GET', url: 'https://x.test/pb', query: { c: '{click_id}' } } },
    ],
  };
  const put = await api.call('PUT', '/v1/partners/foreign', foreign);
  expect(put.status).toBe(200);
  expect(put.body.findings).toContainEqual({
    code: 'foreign_macro',
    path: 'postbacks.0.request.query.c',
    message: '{click_id} is no placeholder of Carom.',
    fix: 'Perhaps {{touch.partner_click_id}}.',
  });
});

test('a callback takes every name of Adjust, and says why some are empty', async () => {
  const app = await api.makeApp();
  const url = 'https://x.test/cb?g={gps_adid}&c={city}&s={sk_payload}&k={iad_keyword}';
  const { status, body } = await api.call('POST', `/v1/apps/${app.id}/callbacks`, { url });
  expect(status).toBe(201);
  expect(JSON.stringify(body)).toContain('{city} is always empty: Carom looks up no places');
});
