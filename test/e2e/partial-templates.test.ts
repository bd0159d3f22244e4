/** Templates that are not wholly documented: shipped ones are off until somebody says so, and every listing of their integrations has a warning. */
import { call, cleanUp, createApp, startServer } from '../harness';
import type { Json, Server, TestApp } from '../harness';
import { make, template } from './scene';

let server: Server;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server);
  await make(
    server,
    '/v1/partners/own',
    template('own', 'https://own.test', { confidence: 'partial' }),
    'PUT',
  );
});
afterAll(cleanUp);

const put = (partner: string, body: object): Promise<Json> =>
  make(server, `/v1/apps/${app.id}/integrations/${partner}`, body, 'PUT');
const listed = async (partner: string): Promise<Json> => {
  const { json } = await call(server, `/v1/apps/${app.id}/integrations`);
  return json.items.find((each: Json) => each.partner === partner);
};
const isPartial = expect.stringMatching(/^The template is "partial"/) as unknown;

test('the registry says which are partial, when they were checked, and which version of whose API they speak', async () => {
  const { json } = await call(server, '/v1/partners?limit=1000');
  const of = (id: string): Json => json.items.find((each: Json) => each.id === id);
  expect(of('moloco')).toMatchObject({ source: 'builtin', confidence: 'partial' });
  expect(of('meta-capi')).toMatchObject({
    confidence: 'documented',
    checked_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
    api: {
      version: expect.stringMatching(/^v\d/) as unknown,
      changelog: expect.stringMatching(/^https:/) as unknown,
    },
  });
});

test('a shipped one is off, goes on when that is said, and stays so', async () => {
  const made = await put('moloco', {});
  expect(made).toMatchObject({ active: false, warnings: [isPartial] });
  expect(made.warnings[0]).toMatch(/off until/);
  const settings = Object.fromEntries(
    (await call(server, '/v1/partners/moloco')).json.settings
      .filter(({ required }: Json) => required === true)
      .map(({ key, default: fallback }: Json) => [key, fallback ?? 'filled']),
  );
  const on = await put('moloco', { active: true, settings });
  expect(on).toMatchObject({ active: true, warnings: [isPartial] });
  expect(on.warnings[0]).not.toMatch(/off until/);
  expect(await put('moloco', { settings })).toMatchObject({ active: true, warnings: [isPartial] });
  expect(await listed('moloco')).toMatchObject({ active: true, warnings: [isPartial] });
  expect(await put('moloco', { active: false })).toMatchObject({ active: false });
  expect(await put('moloco', {})).toMatchObject({ active: false });
});

test('one that somebody put here himself is on, and warned of', async () => {
  const settings = { account: 'a-1' };
  expect(await put('own', { settings })).toMatchObject({ active: true, warnings: [isPartial] });
  expect(await listed('own')).toMatchObject({ active: true, warnings: [isPartial] });
});

test('a documented one is on, and nothing is said of it', async () => {
  expect(await put('mintegral', {})).toMatchObject({ active: true, warnings: [] });
  await make(server, '/v1/partners/whole', template('whole', 'https://whole.test'), 'PUT');
  expect(await put('whole', { settings: { account: 'a-1' } })).toMatchObject({ active: true, warnings: [] });
});
