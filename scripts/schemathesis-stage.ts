/**
 * What a run of schemathesis is about. Enters: a running server, its admin key. Leaves: an app with one of everything, made as the document's own examples say, and
 * the configuration that names their ids, so that more than "there is nothing here" is tried; what it makes up itself still comes too.
 */
import { call } from './demo-server';

type Json = Readonly<Record<string, unknown>>;

/** The example of an operation's body. */
type Example = (method: 'post' | 'put', path: string) => unknown;

async function exampleOf(url: string): Promise<Example> {
  const { json } = await call(`${url}/openapi.json`);
  return (method, path) => {
    const found = [
      'paths',
      path,
      method,
      'requestBody',
      'content',
      'application/json',
      'example',
    ].reduce<unknown>((at, name) => (at as Json | undefined)?.[name], json);
    if (found === undefined) throw new Error(`${method} ${path} has no example`);
    return found;
  };
}

/** Operations, by path, and the values of their parameters. */
interface Aimed {
  readonly paths: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** An id of each noun that has its own paths. */
async function makeNouns(url: string, key: string, app: string, example: Example): Promise<readonly Aimed[]> {
  const base = '/v1/apps/{app}';
  const make = async (noun: string, body: unknown): Promise<Aimed> => {
    const { json } = await call(`${url}/v1/apps/${app}/${noun}`, { key, body });
    return { paths: [`${base}/${noun}/{id}`], values: { 'path.id': json['id'] } };
  };
  const [callback, ...others] = [
    await make('callbacks', example('post', `${base}/callbacks`)),
    await make('click-keys', {}),
    await make('signing-keys', {}),
    await make('opt-outs', { device: { device_id: 'who asked to be forgotten' } }),
  ];
  const more = ['test', 'rotate'].map((verb) => `${base}/callbacks/{id}/${verb}`);
  return [{ ...callback, paths: [...callback.paths, ...more] }, ...others];
}

async function makePartner(
  url: string,
  key: string,
  app: string,
  example: Example,
): Promise<readonly Aimed[]> {
  const partner = '/v1/partners/{id}';
  await call(`${url}/v1/partners/examplenet`, { key, method: 'PUT', body: example('put', partner) });
  const integration = '/v1/apps/{app}/integrations/{partner}';
  const body = example('put', integration);
  await call(`${url}/v1/apps/${app}/integrations/examplenet`, { key, method: 'PUT', body });
  const verbs = ['approve', 'dry-run', 'preview', 'rollback', 'test', 'versions', 'versions/{version}'];
  return [
    {
      paths: [partner, ...verbs.map((verb) => `${partner}/${verb}`)],
      values: { 'path.id': 'examplenet', 'path.version': '1' },
    },
    { paths: [integration], values: { 'path.partner': 'examplenet' } },
  ];
}

/** A link with a click, and a conversion of it that may move. */
async function makeTouch(url: string, key: string, app: string, example: Example): Promise<readonly Aimed[]> {
  const links = '/v1/apps/{app}/links';
  const { json: link } = await call(`${url}/v1/apps/${app}/links`, { key, body: example('post', links) });
  const token = String(link['token']);
  const { json: touch } = await call(`${url}/c/${token}`, { method: 'POST' });
  const { json: postback } = await call(`${url}/v1/apps/${app}/postback-key`, { key, body: {} });
  const values = { key: String(postback['key']), cid: String(touch['click_id']), txid: 'ORDER-1' };
  await call(`${url}/postback?${String(new URLSearchParams({ ...values, event: 'sale' }))}`);
  const compat = '/v1/apps/{app}/compat/{vendor}';
  const body = JSON.parse(JSON.stringify(example('put', compat)).replaceAll('k3Vx9QpL2m', token)) as unknown;
  await call(`${url}/v1/apps/${app}/compat/adjust`, { key, method: 'PUT', body });
  return [
    { paths: ['/c/{link_token}', '/i/{link_token}'], values: { 'path.link_token': token } },
    { paths: [`${links}/{token}`], values: { 'path.token': token } },
    {
      paths: ['/compat/adjust/{token}', '/compat/adjust/impression/{token}'],
      values: { 'path.token': token },
    },
    { paths: [compat], values: { 'path.vendor': 'adjust' } },
    { paths: ['/postback', '/p.gif'], values: { 'query.key': values.key, 'query.cid': values.cid } },
  ];
}

async function makeActivity(
  url: string,
  key: string,
  app: string,
  appKey: string,
): Promise<readonly Aimed[]> {
  const body = { id: 'purchase-1', event: 'purchase', device: { device_id: 'of the run' } };
  await call(`${url}/v1/events`, { key: appKey, body });
  const { json: reader } = await call(`${url}/v1/keys`, { key, body: { role: 'reader', app } });
  const activity = '/v1/apps/{app}/activities/{id}';
  return [
    { paths: [activity, `${activity}/replay`], values: { 'path.id': body.id } },
    { paths: ['/v1/keys/{id}', '/v1/keys/{id}/rotate'], values: { 'path.id': reader['id'] } },
  ];
}

/** As TOML: strings are written as JSON has them. */
function tableOf(values: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`,
  );
  return `{ ${pairs.join(', ')} }`;
}

/** Of a noun that is there it may try all but to remove it: the rest is about it. */
function operationsOf({ paths, values }: Aimed): readonly string[] {
  return [
    '[[operations]]',
    `include-path = ${JSON.stringify(paths)}`,
    'exclude-method = "DELETE"',
    `parameters = ${tableOf(values)}`,
  ];
}

/** What would take away what the rest is about is tried on an app of its own. */
function aimAtVictim(victim: unknown): readonly string[] {
  const parameters = `parameters = ${tableOf({ 'path.app': victim })}`;
  const app = '/v1/apps/{app}';
  return [
    ...['[[operations]]', `include-path = ${JSON.stringify(app)}`, 'include-method = "PATCH"', parameters],
    ...['[[operations]]', `include-path = ${JSON.stringify(`${app}/postback-key`)}`, parameters],
  ];
}

/** The text of its configuration. `hooks` is the file of its hooks. */
export async function makeStage(url: string, key: string, hooks: string): Promise<string> {
  const made = await call(`${url}/v1/apps`, { key, body: { name: 'Shop', platform: 'android' } });
  const [app, appKey] = [String(made.json['id']), String(made.json['key'])];
  const victim = await call(`${url}/v1/apps`, { key, body: { name: 'Victim', platform: 'ios' } });
  const appsflyer = { key, method: 'PUT', body: { app_ids: ['com.example.app'] } };
  await call(`${url}/v1/apps/${app}/compat/appsflyer`, appsflyer);
  const example = await exampleOf(url);
  const aimed = [
    ...(await makeNouns(url, key, app, example)),
    ...(await makePartner(url, key, app, example)),
    ...(await makeTouch(url, key, app, example)),
    ...(await makeActivity(url, key, app, appKey)),
  ];
  return [
    `hooks = ${JSON.stringify(hooks)}`,
    `headers = ${tableOf({ authorization: `Bearer ${key}` })}`,
    `parameters = ${tableOf({ 'path.app': app, 'query.app': app, 'path.app_id': 'com.example.app' })}`,
    ...aimed.flatMap(operationsOf),
    ...aimAtVictim(victim.json['id']),
    // What an app asks for itself, an admin may not.
    '[[operations]]',
    'include-path = "/v1/attribution/lookup"',
    `headers = ${tableOf({ authorization: `Bearer ${appKey}` })}`,
    '',
  ].join('\n');
}
