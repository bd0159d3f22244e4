/** `POST …/test` of a partner and of a callback against a running server: sent once, marked, on the record, and in nobody's numbers. */
import { call, cleanUp, eventually, startReceiver, startServer } from '../harness';
import type { Json, Receiver, Server } from '../harness';
import { click, createLink, deliveryIn, freshId, make, stage, take, type Scene } from './scene';

let server: Server;
let receiver: Receiver;
let scene: Scene;
let callback: string;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  receiver.answer = ({ url }, response) => {
    response.statusCode = url.startsWith('/refuses') ? 400 : url.startsWith('/gone') ? 410 : 200;
    response.end('seen');
  };
  scene = await stage(server, 'tested', receiver.url, {
    integration: { settings: { account: 'a-1', token: 'tok-1' } },
  });
  callback = await makeCallback('/refuses');
});
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

async function makeCallback(path: string): Promise<string> {
  const made = await make(server, `/v1/apps/${scene.app.id}/callbacks`, { url: `${receiver.url}${path}` });
  return String(made.id);
}

const testPartner = (more: object = {}): Promise<Json> =>
  make(server, '/v1/partners/tested/test', { app: scene.app.id, kind: 'install', ...more });
const testCallback = (id: string): Promise<Json> =>
  make(server, `/v1/apps/${scene.app.id}/callbacks/${id}/test`, {});
const keyOf = async (form: object): Promise<string> => String((await make(server, '/v1/keys', form)).key);
const read = async (path: string, key?: string): Promise<Json> =>
  (await call(server, path, key === undefined ? {} : { key })).json;

describe('on the record', () => {
  test('a partner’s: with its request, its attempt and its versions, the secret as ***', async () => {
    const sent = await testPartner();
    const stored = await read(`/v1/deliveries/${sent.delivery_id}`);
    expect(stored).toMatchObject({
      test: true,
      app: scene.app.id,
      partner: 'tested',
      status: 'delivered',
      request: sent.request,
      attempts: [{ at: sent.at, status: 200, response: 'seen' }],
      next_attempt_at: null,
      template_version: '1',
      activity_id: expect.stringMatching(/^test_/) as unknown,
    });
    expect(stored.request.headers['carom-test']).toBe('1');
    expect(JSON.stringify(stored)).toMatch(/token=\*\*\*/);
    expect(JSON.stringify(stored)).not.toMatch(/tok-1|__carom_/);
    const arrived = receiver.received.filter(({ delivery }) => delivery === sent.delivery_id);
    expect(arrived.map(({ headers }) => headers['carom-test'])).toEqual(['1']);
    expect(server.log.find((line) => line['delivery'] === sent.delivery_id)).toMatchObject({
      test: true,
      partner: 'tested',
      outcome: 'delivered',
    });
  });

  test('with settings of the request, which are stored nowhere else', async () => {
    const sent = await testPartner({ settings: { account: 'other', token: 'tok-2' } });
    const stored = await read(`/v1/deliveries/${sent.delivery_id}`);
    expect(stored).toMatchObject({ test: true, status: 'delivered' });
    expect(stored.request.url).toContain('account=other');
    const [arrived] = receiver.received.filter(({ delivery }) => delivery === sent.delivery_id);
    expect(arrived?.url).toContain('token=tok-2');
    expect((await read(`/v1/apps/${scene.app.id}/integrations/tested`)).settings.account).toBe('a-1');
  });

  test('a callback’s that was refused: once, and failed', async () => {
    const sent = await testCallback(callback);
    expect(sent).toMatchObject({ status: 400, response: 'seen' });
    const { items } = await read(`/v1/deliveries?callback=${callback}`);
    expect(items).toMatchObject([{ id: sent.delivery_id, test: true, status: 'failed', callback }]);
    expect(items[0].attempts).toHaveLength(1);
  });

  test('one that answers 410 is not switched off by a test', async () => {
    const gone = await makeCallback('/gone');
    const sent = await testCallback(gone);
    expect(await read(`/v1/deliveries/${sent.delivery_id}`)).toMatchObject({ test: true, status: 'failed' });
    const now = await read(`/v1/apps/${scene.app.id}/callbacks/${gone}`);
    expect([now.active, now.disabled]).toEqual([true, undefined]);
  });

  test('one that would be skipped is no delivery', async () => {
    const before = (await read('/v1/deliveries?partner=tested')).items.length;
    const answer = await call(server, '/v1/partners/tested/test', {
      body: { app: scene.app.id, kind: 'uninstall' },
    });
    expect([answer.status, answer.json.error.code]).toEqual([400, 'bad_request']);
    expect((await read('/v1/deliveries?partner=tested')).items).toHaveLength(before);
  });
});

test('its partner and the app’s reader see it, another partner and another app’s reader do not', async () => {
  const { delivery_id: id } = await testPartner();
  const other = await stage(server, 'rival', receiver.url);
  const see = async (form: object): Promise<[number, boolean]> => {
    const key = await keyOf(form);
    const { items } = await read('/v1/deliveries?limit=1000', key);
    const { status } = await call(server, `/v1/deliveries/${String(id)}`, { key });
    return [status, items.some((each: Json) => each.id === id && each.test === true)];
  };
  expect(await see({ role: 'partner', partner: 'tested' })).toEqual([200, true]);
  expect(await see({ role: 'reader', app: scene.app.id })).toEqual([200, true]);
  expect(await see({ role: 'partner', partner: 'rival' })).toEqual([404, false]);
  expect(await see({ role: 'reader', app: other.app.id })).toEqual([404, false]);
});

test('the partner’s own test of a callback is none of its own slice', async () => {
  const { delivery_id: id } = await testCallback(callback);
  const key = await keyOf({ role: 'partner', partner: 'tested' });
  expect((await call(server, `/v1/deliveries/${String(id)}`, { key })).status).toBe(404);
});

describe('in nobody’s numbers', () => {
  let own: Scene;

  beforeAll(async () => {
    own = await stage(server, 'counted', receiver.url);
    const { id } = await make(server, `/v1/apps/${own.app.id}/callbacks`, { url: `${receiver.url}/refuses` });
    await make(server, `/v1/apps/${own.app.id}/callbacks/${String(id)}`, { active: false }, 'PATCH');
    for (let each = 0; each < 3; each += 1)
      await make(server, '/v1/partners/counted/test', { app: own.app.id, kind: 'install' });
    await make(server, `/v1/apps/${own.app.id}/callbacks/${String(id)}/test`, {});
  });

  test('the doctor counts none, and finds nothing', async () => {
    const found = await read(`/v1/apps/${own.app.id}/doctor`);
    // Lint's word on the template is there without any delivery.
    expect(found.findings.map(({ code }: Json) => code)).toEqual(['template_finding']);
    expect(found.read.deliveries).toBe(0);
    expect(found.destinations.map((each: Json) => each.statuses)).toEqual([{}, {}]);
  });

  test('no replay opens one', async () => {
    const filter = { app: own.app.id };
    expect(await make(server, '/v1/deliveries/replay', { ...filter, dry_run: true })).toMatchObject({
      replayed: 0,
    });
    expect(await make(server, '/v1/deliveries/replay', filter)).toMatchObject({ replayed: 0 });
    const [test] = (await read(`/v1/deliveries?app=${own.app.id}`)).items;
    const { status, json } = await call(server, `/v1/deliveries/${String(test.id)}/replay`, { body: {} });
    expect([status, json.error.code]).toEqual([409, 'conflict']);
  });

  test('the metrics know the partner by its first real delivery alone; the dry run too', async () => {
    const metric = async (): Promise<string[]> =>
      (await call(server, '/metrics')).text.split('\n').filter((line) => line.includes('="counted"'));
    expect(await metric()).toEqual([]);
    const { token } = await createLink(server, own.app, { partner: 'counted' });
    const touched = await click(server, String(token), { click_id: 'net-1' });
    const device = { gps_adid: freshId() };
    const install = await take(server, own.app, { kind: 'install', click_id: touched, device });
    await deliveryIn(server, own.app, install, 'delivered');
    const lines = await eventually(metric, (found) =>
      found.some((line) => line.includes('deliveries_total')),
    );
    expect(lines).toContain('carom_deliveries_total{destination="counted",outcome="delivered"} 1');
    expect(lines).toContain('carom_attempts_total{destination="counted"} 1');
    const dry = await make(server, '/v1/partners/counted/dry-run', { app: own.app.id, limit: 2 });
    expect(dry).toMatchObject({ activities: 1, unchanged: 1 });
  });
});
