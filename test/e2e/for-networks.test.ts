/** docs/for-networks.md, walked through on a running server with the page's own requests; and every other route refused to a partner's key. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, cleanUp, createApp, eventually, startReceiver, startServer } from '../harness';
import type { Json, Receiver, Server, TestApp } from '../harness';
import { click, createLink, deliveryIn, freshId, make, take, template } from './scene';

let server: Server;
let receiver: Receiver;
let app: TestApp;
let key: string;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  app = await createApp(server);
  key = String((await make(server, '/v1/keys', { role: 'partner', partner: 'examplenet' })).key);
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

/** The page's requests, in its order. */
function readPage(): { method: string; path: string; body: string | undefined }[] {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'for-networks.md'), 'utf8');
  return [...page.matchAll(/^\s*curl (.*)$/gm)].map(([, line = '']) => {
    const body = /--json (?:'([^']*)'|(@\S+))/.exec(line);
    return {
      method: /-X (\w+)/.exec(line)?.[1] ?? (body === null ? 'GET' : 'POST'),
      path: /\$CAROM([^"]*)"/.exec(line)?.[1] ?? '',
      body: body?.[1] ?? body?.[2],
    };
  });
}

const shape = (origin: string): object =>
  template('examplenet', origin, {
    settings: [
      { key: 'account', label: 'Account', required: true },
      { key: 'token', label: 'Token', secret: true },
      { key: 'test_code', label: 'Test code' },
    ],
    test: { setting: 'test_code' },
  });

test('registers, previews, is tried in the sandbox, goes live, and sees its own', async () => {
  const [register, preview, versions, deliveries] = readPage();
  const ask = (
    step: ReturnType<typeof readPage>[number] | undefined,
  ): Promise<{ status: number; json: Json }> =>
    call(server, step?.path ?? '', {
      method: step?.method ?? 'GET',
      key,
      ...(step?.body === undefined
        ? {}
        : { body: step.body.startsWith('@') ? shape(receiver.url) : JSON.parse(step.body) }),
    });
  expect((await ask(register)).json).toMatchObject({ version: 1, live: false, findings: expect.any(Array) });
  expect((await ask(preview)).json.requests).toHaveLength(1);
  expect((await ask(versions)).json.items).toMatchObject([{ version: 1, state: 'pending' }]);

  const integration = `/v1/apps/${app.id}/integrations/examplenet`;
  const settings = { account: 'a-1', test_code: 't-1' };
  await make(
    server,
    integration,
    { settings, sandbox_template_version: 'latest', send: { delay_seconds: 1 } },
    'PUT',
  );
  const { token } = await createLink(server, app, { partner: 'examplenet' });
  const installOf = async (environment: string): Promise<string> => {
    const clickId = await click(server, String(token), { click_id: freshId() });
    return take(server, app, {
      kind: 'install',
      environment,
      click_id: clickId,
      device: { gps_adid: freshId() },
    });
  };
  const sandboxed = await deliveryIn(server, app, await installOf('sandbox'), 'delivered');
  expect(sandboxed).toMatchObject({ template_version: '1' });
  expect(Date.parse(sandboxed.attempts[0].at) - Date.parse(sandboxed.created_at)).toBeGreaterThanOrEqual(
    1_000,
  );
  expect(await deliveryIn(server, app, await installOf('production'), 'skipped')).toMatchObject({
    reason: 'template_missing',
  });

  await make(server, '/v1/partners/examplenet/approve', { version: 1 });
  const live = await installOf('production');
  await deliveryIn(server, app, live, 'delivered');
  const { json } = await eventually(
    () => ask(deliveries),
    ({ json: page }) => page.items.some((each: Json) => each.activity_id === live),
  );
  expect(json.items.every((each: Json) => each.partner === 'examplenet')).toBe(true);
});

/** What a partner's key may call at all; all else is refused before a body is read. */
const open = [
  // Of its own template's origins alone.
  'GET /v1/destinations',
  ...['GET /v1/partners', 'GET /v1/partners/{id}', 'PUT /v1/partners/{id}', 'POST /v1/partners/import'],
  ...['GET /v1/partners/{id}/versions', 'GET /v1/partners/{id}/versions/{version}'],
  ...[
    'POST /v1/partners/{id}/preview',
    'GET /v1/activities',
    'GET /v1/deliveries',
    'GET /v1/deliveries/{id}',
  ],
];

test('every other route is refused, and those of its own for any other partner', async () => {
  const { json } = await call(server, '/openapi.json', { key: null });
  const routes = Object.entries(json.paths as Record<string, Record<string, Json>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) =>
        security === undefined || !path.startsWith('/v1/') ? [] : [`${method.toUpperCase()} ${path}`],
      ),
  );
  expect(routes).toEqual(expect.arrayContaining(open));
  const wrong: string[] = [];
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    const other = path
      .replace('{app}', app.id)
      .replace('{version}', '1')
      .replace(/\{\w+\}/g, 'rival');
    if (open.includes(route) && other === path) continue;
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
    const { status } = await call(server, other, { method, key, ...body });
    if (status !== 403 && status !== 404) wrong.push(`${route} answered ${status}`);
  }
  expect(wrong).toEqual([]);
});
