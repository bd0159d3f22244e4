/** Partners that take several deliveries in one request: fewer requests than deliveries, every one delivered, and the one to blame found; also when the server dies. */
import type { ServerResponse } from 'node:http';
import {
  call,
  cleanUp,
  eventually,
  startReceiver,
  startServer,
  type Json,
  type Received,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { click, freshId, make, post, stage, type Scene } from './scene';

jest.setTimeout(180_000);

const maxItems = 10;
const count = 60;
/** Long enough for a machine that is busy with other things. */
const withinMs = 90_000;

let receiver: Receiver;
const servers: Server[] = [];
afterAll(async () => {
  await cleanUp();
  receiver.close();
});
beforeAll(async () => {
  receiver = await startReceiver();
});

const at = (id: string): Received[] => receiver.received.filter(({ url }) => url === `/${id}/events`);
const numbers = ({ json }: Received): number[] => json.data.map(({ n }: { n: number }) => n);

/** A partner of this name, a device credited to it, and how its requests are answered. */
async function scene(
  server: Server,
  id: string,
  more: object = {},
): Promise<Scene & { readonly device: { readonly gps_adid: string } }> {
  const staged = await stage(server, id, receiver.url, {
    template: {
      postbacks: [
        {
          on: ['event'],
          request: {
            method: 'POST',
            url: `${receiver.url}/${id}/events`,
            headers: { 'x-token': '{{settings.token}}' },
            json: {
              account: '{{settings.account}}',
              data: [{ id: '{{activity.id}}', n: { $number: '{{params.n}}' }, who: '{{device.gps_adid}}' }],
            },
          },
          dedupe: 'json.data.0.id',
          batch: { maxItems, list: 'json.data' },
          ...more,
        },
      ],
    },
    integration: { settings: { account: 'a-1', token: 's3cret' } },
  });
  const device = { gps_adid: freshId() };
  await click(server, staged.token, { click_id: 'p-1', ...device });
  await taken(server, staged.app, [{ kind: 'install', device }]);
  return { ...staged, device };
}

async function taken(server: Server, app: TestApp, activities: readonly object[]): Promise<void> {
  const { status, json } = await post(server, app, activities);
  expect([status, json.accepted]).toEqual([202, activities.length]);
}

const events = (device: object, from = 0): object[] =>
  Array.from({ length: count }, (_, n) => ({
    kind: 'event',
    event: 'purchase',
    device,
    params: { n: String(from + n) },
  }));

async function listed(server: Server, partner: string, status: string): Promise<Json[]> {
  const { json } = await call(server, `/v1/deliveries?partner=${partner}&status=${status}&limit=1000`);
  return json.items.filter(({ postback }: Json) => postback === 'event');
}

const allIn = (server: Server, partner: string, status: string, many: number): Promise<Json[]> =>
  eventually(
    () => listed(server, partner, status),
    (found) => found.length >= many,
    withinMs,
  );

const answerOf = (id: string, answer: (request: Received, response: ServerResponse) => void): void => {
  const before = receiver.answer;
  receiver.answer = (request, response) =>
    request.url === `/${id}/events` ? answer(request, response) : before(request, response);
};

async function start(env: Readonly<Record<string, string>> = {}, dataDir?: string): Promise<Server> {
  const server = await startServer({
    env: { RETRY_SCHEDULE: '0,1,1,1,1,1', ...env },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  servers.push(server);
  return server;
}

describe('on a running server', () => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });

  test('many at once arrive once each, no more than fit in a request, in fewer requests', async () => {
    const { app, device } = await scene(server, 'batchy');
    await taken(server, app, events(device));
    const delivered = await allIn(server, 'batchy', 'delivered', count);
    const requests = at('batchy');
    expect(requests.flatMap(numbers).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, n) => n),
    );
    expect(Math.max(...requests.map((request) => numbers(request).length))).toBeLessThanOrEqual(maxItems);
    expect(requests.length).toBeLessThan(count / 2);
    expect(requests[0]?.headers['x-token']).toBe('s3cret');
    // Each has its own row: its own request, one attempt, and the batch that it was in.
    const byId = new Map(delivered.map((delivery) => [delivery.id, delivery]));
    expect(byId.size).toBe(count);
    for (const request of requests.filter((each) => numbers(each).length > 1)) {
      const ids = String(request.headers['carom-delivery-ids']).split(',');
      expect(ids[0]).toBe(request.delivery);
      const rows = ids.map((id) => byId.get(id));
      expect(rows.map((row) => JSON.parse(row?.request.body).data)).toEqual(
        request.json.data.map((item: unknown) => [item]),
      );
      expect(rows.map((row) => row?.attempts.map(({ batch }: Json) => batch))).toEqual(
        ids.map((_id, place) => [{ id: ids[0], size: ids.length, place }]),
      );
    }
  });

  test('of a refused batch the bad one alone fails, and every other arrives once', async () => {
    const { app, device } = await scene(server, 'picky');
    const bad = 33;
    answerOf('picky', (request, response) => {
      response.statusCode = numbers(request).includes(bad) ? 400 : 200;
      response.end(response.statusCode === 400 ? 'a row is wrong' : 'ok');
    });
    await taken(server, app, events(device));
    await allIn(server, 'picky', 'delivered', count - 1);
    const [failed] = await allIn(server, 'picky', 'failed', 1);
    expect(JSON.parse(failed.request.body).data[0].n).toBe(bad);
    expect(failed).toMatchObject({
      reason: 'http_400',
      attempts: [{ status: 400, response: 'a row is wrong' }],
    });
    const good = at('picky').filter((request) => !numbers(request).includes(bad));
    expect(good.flatMap(numbers).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, n) => n).filter((n) => n !== bad),
    );
  });

  test('after a 429 all come again, together, and arrive', async () => {
    const { app, device } = await scene(server, 'busy');
    const seen = new Set<number>();
    answerOf('busy', (request, response) => {
      const again = numbers(request).some((n) => !seen.has(n));
      numbers(request).forEach((n) => seen.add(n));
      response.statusCode = again ? 429 : 200;
      response.end();
    });
    await taken(server, app, events(device));
    const delivered = await allIn(server, 'busy', 'delivered', count);
    const accepted = at('busy').length;
    expect(accepted).toBeLessThan(2 * count);
    for (const { attempts } of delivered) {
      expect(attempts.at(-1).status).toBe(200);
      expect(attempts.slice(0, -1).every(({ status }: Json) => status === 429)).toBe(true);
      expect(attempts.length).toBeGreaterThan(1);
    }
  });
});

test('whose device was forgotten meanwhile is in no later batch', async () => {
  const server = await start({ RETRY_SCHEDULE: '3600' });
  const { app, token, device } = await scene(server, 'private');
  let open = false;
  answerOf('private', (_request, response) => {
    response.statusCode = open ? 200 : 503;
    response.end();
  });
  const other = { gps_adid: freshId() };
  await click(server, token, { click_id: 'p-2', ...other });
  await taken(server, app, [{ kind: 'install', device: other }]);
  const few = (whose: object, from: number): object[] => events(whose, from).slice(0, 3);
  await taken(server, app, [...few(device, 0), ...few(other, 100)]);
  await allIn(server, 'private', 'retrying', 6);
  await make(server, `/v1/apps/${app.id}/opt-outs`, { device });
  await allIn(server, 'private', 'failed', 3);
  const before = at('private').length;
  open = true;
  await make(server, '/v1/deliveries/replay', { partner: 'private', status: 'retrying', per_second: 10_000 });
  await allIn(server, 'private', 'delivered', 3);
  const later = at('private').slice(before);
  expect(later.flatMap(numbers).sort((a, b) => a - b)).toEqual([100, 101, 102]);
  expect(later.some(({ body }) => body.includes(device.gps_adid))).toBe(false);
});

test('a server that is killed with a batch on its way delivers each again, by its own row', async () => {
  const first = await start();
  const { app, device } = await scene(first, 'crash');
  let dead = true;
  answerOf('crash', (_request, response) => {
    if (!dead) response.end('ok');
  });
  await taken(first, app, events(device));
  await receiver.until(() => at('crash').some((request) => numbers(request).length > 1), withinMs);
  await first.kill();
  dead = false;
  const before = at('crash').length;
  const second = await start({}, first.dataDir);
  const delivered = await allIn(second, 'crash', 'delivered', count);
  expect(new Set(delivered.map(({ id }) => id)).size).toBe(count);
  const after = at('crash').slice(before);
  expect(after.length).toBeLessThan(count);
  expect([...new Set(after.flatMap(numbers))].sort((a, b) => a - b)).toEqual(
    Array.from({ length: count }, (_, n) => n),
  );
});
