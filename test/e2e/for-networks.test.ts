/**
 * docs/for-networks.md, walked through on a running server with the page's own commands; and every other route, and every other partner's row, refused to a
 * partner's key. The one thing that is not the page's is the host of its postbacks: a receiver of the test stands in for it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiDeps } from '../../src/api/deps';
import { listRoutes } from '../../src/api/routes';
import { adminKey, call, cleanUp, createApp, eventually, startReceiver, startServer } from '../harness';
import type { Answer, Json, Receiver, Server, TestApp } from '../harness';
import { readCommands, type Command } from './read-commands';
import { click, deliveryIn, freshId, make, stage, take, type Scene } from './scene';

const network = 'https://track.examplenet.test';
const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'for-networks.md'), 'utf8');

let server: Server;
let receiver: Receiver;
let app: TestApp;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  app = await createApp(server);
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

type Request = Extract<Command, { do: 'request' }>;

interface Step {
  readonly name: string;
  /** Before the command: what must not have happened yet. */
  readonly before?: (known: ReadonlyMap<string, string>) => Promise<void>;
  readonly status: number;
  /** Asked again until it holds; a list is filled when the worker has sent. */
  readonly holds: (answer: Json) => boolean;
}

const codes = ({ findings }: Json): string[] => findings.map(({ code }: Json) => code);
/** The test's receiver has no certificate. */
const plain = (found: readonly string[]): string[] => found.filter((code) => code !== 'plain_http');

const steps: readonly Step[] = [
  {
    name: 'invite',
    status: 201,
    holds: ({ role, partner }) => role === 'partner' && partner === 'examplenet',
  },
  {
    name: 'register',
    status: 200,
    holds: (put) => put.version === 1 && !put.live && plain(codes(put)).join() === 'foreign_macro',
  },
  { name: 'mend', status: 200, holds: (put) => put.version === 2 && plain(codes(put)).length === 0 },
  {
    name: 'preview',
    status: 200,
    holds: ({ requests }) => requests.length === 1 && new URL(requests[0].url).searchParams.has('click'),
  },
  {
    name: 'versions',
    status: 200,
    holds: ({ items }) => items.map(({ state }: Json) => state).join() === 'pending,unapproved',
  },
  { name: 'integrate', status: 200, holds: ({ active }) => active === true },
  { name: 'link', status: 201, holds: ({ token }) => typeof token === 'string' },
  { name: 'sandbox click', status: 200, holds: ({ click_id: id }) => typeof id === 'string' },
  { name: 'sandbox install', status: 202, holds: ({ accepted }) => accepted === 1 },
  {
    name: 'own deliveries',
    status: 200,
    holds: ({ items }) =>
      items.length === 1 && items[0].status === 'delivered' && items[0].template_version === '2',
  },
  {
    name: 'approve',
    before: async (known) => {
      const touched = await click(server, known.get('LINK') ?? '', { click_id: 'too-early' });
      const install = { kind: 'install', click_id: touched, device: { gps_adid: freshId() } };
      const skipped = await deliveryIn(server, app, await take(server, app, install), 'skipped');
      expect(skipped).toMatchObject({ reason: 'template_missing' });
    },
    status: 200,
    holds: ({ version, live }) => version === 2 && live === true,
  },
  { name: 'live click', status: 200, holds: ({ click_id: id }) => typeof id === 'string' },
  { name: 'live install', status: 202, holds: ({ accepted }) => accepted === 1 },
  {
    name: 'own deliveries, live',
    status: 200,
    holds: ({ items }) =>
      items.filter(({ status }: Json) => status === 'delivered').length === 2 &&
      items.every(({ partner }: Json) => partner === 'examplenet'),
  },
];

function send(request: Request, files: ReadonlyMap<string, string>): Promise<Answer> {
  const { method, url, headers } = request;
  const body = request.body?.startsWith('@') === true ? files.get(request.body.slice(1)) : request.body;
  return call(server, url, {
    method,
    key: null,
    headers,
    ...(typeof body === 'string'
      ? { body, headers: { ...headers, 'content-type': 'application/json' } }
      : {}),
  });
}

test('the page from its first command to its last: invited, registered, mended, tried, live', async () => {
  const known = new Map([
    ['CAROM', server.url],
    ['ADMIN_KEY', adminKey],
    ['APP', app.id],
    ['APP_KEY', app.key],
  ]);
  const files = new Map<string, string>();
  const left = [...steps];
  let last: Json = null;
  for (const command of readCommands(page, known)) {
    if (command.do === 'write') files.set(command.file, command.text.replace(network, receiver.url));
    else if (command.do === 'replace')
      files.set(command.file, (files.get(command.source) ?? '').replace(command.from, command.to));
    else if (command.do === 'keep') known.set(command.name, String(last[command.field]));
    else if (command.do === 'set') known.set(command.name, command.value);
    else {
      const step = left.shift();
      if (step === undefined) throw new Error(`the page has a request more: ${command.url}`);
      await step.before?.(known);
      const answer = await eventually(
        () => send(command, files),
        ({ status, json }) => status !== step.status || step.holds(json) || command.method !== 'GET',
      );
      expect([step.name, answer.status, step.holds(answer.json)]).toEqual([step.name, step.status, true]);
      last = answer.json;
    }
  }
  expect(left.map(({ name }) => name)).toEqual([]);

  // What the network got: its own click id, the macro that was mended, the test's code in the sandbox alone.
  const got = receiver.received.map(({ url }) => Object.fromEntries(new URL(url, receiver.url).searchParams));
  expect(got).toMatchObject([
    { click: 'network-click-1', account: 'a-1', site: 'site-9', test: 't-1' },
    { click: 'network-click-2', account: 'a-1', site: 'site-9' },
  ]);
  expect(got[1]).not.toHaveProperty('test');
});

/** What a partner's key may call at all; all else is refused before a body is read. */
const open = [
  // Of its own template's origins alone.
  'GET /v1/destinations',
  ...['GET /v1/partners', 'GET /v1/partners/{id}', 'PUT /v1/partners/{id}', 'POST /v1/partners/import'],
  ...['GET /v1/partners/{id}/versions', 'GET /v1/partners/{id}/versions/{version}'],
  ...['POST /v1/partners/{id}/preview', 'GET /v1/activities'],
  ...['GET /v1/deliveries', 'GET /v1/deliveries/{id}'],
];

describe('a partner’s key', () => {
  let rival: Scene;
  let key: string;
  let activity: string;
  let delivery: Json;

  beforeAll(async () => {
    rival = await stage(server, 'rival', receiver.url);
    const touched = await click(server, rival.token, { click_id: freshId() });
    const install = { kind: 'install', click_id: touched, device: { gps_adid: freshId() } };
    activity = await take(server, rival.app, install);
    delivery = await deliveryIn(server, rival.app, activity, 'delivered');
    key = String((await make(server, '/v1/keys', { role: 'partner', partner: 'examplenet' })).key);
  });

  const ask = (method: string, path: string): Promise<Answer> =>
    call(server, path, { method, key, ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }) });

  /** Every place of a path holds what is really there, of the other partner. */
  const fill = (path: string): string =>
    path
      .replace('{app}', rival.app.id)
      .replace('{version}', '1')
      .replace('/activities/{id}', `/activities/${activity}`)
      .replace('/deliveries/{id}', `/deliveries/${String(delivery.id)}`)
      .replace('{token}', rival.token)
      .replace(/\{\w+\}/g, 'rival');

  test('is refused by every other route, and by those of its own for any other partner', async () => {
    // The table is asked for its rows alone: no handler of these runs.
    const table = listRoutes({} as ApiDeps).map(({ method, path }) => `${method} ${path}`);
    const { json } = await call(server, '/openapi.json', { key: null });
    // The hot routes are no rows of the table; they too want a key.
    const described = Object.entries(json.paths as Record<string, Record<string, Json>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).flatMap(([method, { security }]) =>
          security === undefined || !path.startsWith('/v1/') ? [] : [`${method.toUpperCase()} ${path}`],
        ),
    );
    expect(described).toEqual(expect.arrayContaining(table));
    expect(table).toEqual(expect.arrayContaining(open));
    const wrong: string[] = [];
    for (const route of described) {
      const [method = '', path = ''] = route.split(' ');
      if (open.includes(route) && fill(path) === path) continue;
      const { status } = await ask(method, fill(path));
      if (status !== 403 && status !== 404) wrong.push(`${route} answered ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(['/v1/activities', '/v1/deliveries', '/v1/destinations', '/v1/partners'])(
    '%s lists no row of another partner',
    async (path) => {
      const { status, text } = await ask('GET', `${path}?limit=1000`);
      // Not every list has pages.
      const shown = status === 400 ? (await ask('GET', path)).text : text;
      expect(JSON.parse(shown)).toHaveProperty('items');
      for (const foreign of ['rival', activity, String(delivery.id), rival.app.id])
        expect([path, shown.includes(foreign)]).toEqual([path, false]);
    },
  );

  test.each(['activities', 'deliveries'])(
    '%s of another partner, asked for by name: refused',
    async (noun) => {
      expect((await ask('GET', `/v1/${noun}?partner=rival`)).status).toBe(403);
      const ofApp = await ask('GET', `/v1/${noun}?app=${rival.app.id}`);
      expect(ofApp.json.items ?? []).toEqual([]);
    },
  );
});
