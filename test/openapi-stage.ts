/**
 * A server on which every example of the OpenAPI document means something. Enters: a server, a receiver. Leaves: the things that the examples name, and how an
 * example is told them.
 */
import { call, createApp, eventually, type Json, type Receiver, type Server, type TestApp } from './harness';
import type { Operation } from './openapi-document';

export interface Stage {
  readonly app: TestApp;
  readonly ids: Readonly<Record<string, string>>;
  /** In place of the path's examples. */
  valuesOf(operation: Pick<Operation, 'path'>): Readonly<Record<string, string>>;
  /** The same example with this stage's ids and the receiver's address. */
  adapt<T>(example: T): T;
}

/** By the path that ends in `{id}`, or has more behind it. */
function idName(path: string): string {
  if (path.startsWith('/v1/keys/')) return 'key';
  if (path.startsWith('/v1/partners/')) return 'partner';
  if (path.startsWith('/v1/deliveries/')) return 'delivery';
  return /^\/v1\/apps\/\{app\}\/([\w-]+)s\/\{id\}/.exec(path)?.[1] ?? 'key';
}

async function made(server: Server, path: string, body: unknown, method = 'POST'): Promise<Json> {
  const answer = await call(server, path, { method, body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

/** @param document the server's own. */
export async function setStage(server: Server, receiver: Receiver, document: Json): Promise<Stage> {
  const app = await createApp(server);
  const exampleOf = (path: string, method: string): Json =>
    document.paths[path][method].requestBody.content['application/json'].example;
  const known: Record<string, string> = { app: app.id, partner: 'examplenet' };
  const adapt = <T>(example: T): T =>
    JSON.parse(
      [
        ['app_3k9f2x7c1m5b', known['app']],
        ['k3Vx9QpL2m', known['token']],
        ['pbk_…', known['postback']],
        ['01KAPB6Q5V9X7T2M4N8R3C6D1E', known['click']],
        ['https://shop.example/carom', `${receiver.url}/carom`],
        ['https://track.examplenet.test/install', `${receiver.url}/install`],
      ].reduce(
        (text, [from = '', to]) => (to === undefined ? text : text.replaceAll(from, to)),
        JSON.stringify(example),
      ),
    ) as T;
  const template = adapt(exampleOf('/v1/partners/{id}', 'put'));
  await made(server, '/v1/partners/examplenet', template, 'PUT');
  await made(server, '/v1/partners/examplenet', { ...template, name: 'Example Net' }, 'PUT');
  const base = `/v1/apps/${app.id}`;
  const link = await made(server, `${base}/links`, adapt(exampleOf('/v1/apps/{app}/links', 'post')));
  known['token'] = String(link.token);
  const integration = adapt(exampleOf('/v1/apps/{app}/integrations/{partner}', 'put'));
  await made(server, `${base}/integrations/examplenet`, integration, 'PUT');
  const callback = await made(
    server,
    `${base}/callbacks`,
    adapt(exampleOf('/v1/apps/{app}/callbacks', 'post')),
  );
  known['callback'] = callback.id;
  known['click-key'] = (await made(server, `${base}/click-keys`, {})).id;
  known['signing-key'] = (await made(server, `${base}/signing-keys`, {})).id;
  known['opt-out'] = (
    await made(server, `${base}/opt-outs`, { device: { gps_adid: '5b1d0e8a-1f3c-4c77-9a53-2f6a0c9e7d12' } })
  ).id;
  known['key'] = (await made(server, '/v1/keys', { role: 'reader', app: app.id })).id;
  known['postback'] = (await made(server, `${base}/postback-key`, {})).key;
  const adjust = adapt(exampleOf('/v1/apps/{app}/compat/{vendor}', 'put'));
  await made(server, `${base}/compat/adjust`, adjust, 'PUT');
  await made(server, `${base}/compat/appsflyer`, { app_ids: ['com.example.app'] }, 'PUT');
  known['click'] = (await made(server, `/c/${known['token']}`, undefined, 'POST')).click_id;
  const posted = await call(server, '/v1/events', {
    key: app.key,
    body: { event: 'purchase', device: { device_id: 'of the stage' } },
  });
  known['activitie'] = posted.json.ids[0];
  const deliveries = await eventually(
    () => call(server, `/v1/deliveries?app=${app.id}&callback=${known['callback'] ?? ''}&status=delivered`),
    ({ json }) => json.items.length > 0,
    60_000,
  );
  known['delivery'] = deliveries.json.items[0].id;
  return {
    app,
    ids: known,
    adapt,
    valuesOf: ({ path }) => ({
      ...known,
      id: known[idName(path)] ?? 'unknown',
      link_token: known['token'] ?? '',
      vendor: 'adjust',
      key: known['postback'] ?? '',
      cid: known['click'] ?? '',
      event: 'sale',
    }),
  };
}
