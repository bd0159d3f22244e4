/** `carom replay` against a running server, and the route behind it: what failed is sent again at a pace, what was quarantined is judged again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  adminKey,
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { setAside } from '../stored';
import { make, settled, take } from './scene';

let server: Server;
let receiver: Receiver;
let app: TestApp;
let up = false;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer({ env: { RETRY_SCHEDULE: '0' } }), startReceiver()]);
  receiver.answer = (_request, response) => {
    response.statusCode = up ? 200 : 500;
    response.end();
  };
  app = await createApp(server);
  await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/cb`, method: 'POST' });
});
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

async function carom(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const main = join(__dirname, '..', '..', 'src', 'main.js');
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', CAROM_URL: server.url, CAROM_KEY: adminKey, ...env },
  });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out.trim(), said: said.trim() };
}

const statuses = async (): Promise<string[]> =>
  (await call(server, `/v1/deliveries?app=${app.id}`)).json.items.map(
    ({ status }: { status: string }) => status,
  );

test('a dry run counts, a replay sends again what failed, and progress is told apart from the result', async () => {
  up = false;
  for (const device of ['a', 'b', 'c'])
    await take(server, app, { kind: 'event', event: 'tick', device: { device_id: device } });
  await eventually(statuses, (all) => all.length === 3 && all.every((status) => status === 'failed'));
  const filter = ['replay', '--app', app.id, '--status', 'failed', '--since', '2h'];
  expect(await carom([...filter, '--dry-run'])).toEqual({
    code: 0,
    out: '3 deliveries match; nothing was opened.',
    said: '',
  });
  expect(await statuses()).toEqual(['failed', 'failed', 'failed']);
  up = true;
  expect(await carom([...filter, '--per-second', '50'])).toEqual({
    code: 0,
    out: '3 deliveries are open again; at 50 a second the last is due in 1 s.',
    said: '3 of 3',
  });
  await eventually(statuses, (all) => all.every((status) => status === 'delivered'));
  expect((await carom(filter)).out).toBe('0 deliveries match.');
});

test('a replay goes on where its cursor says, and each request opens no more than its limit', async () => {
  const body = { app: app.id, limit: 2, per_second: 10_000 };
  const first = (await call(server, '/v1/deliveries/replay', { body })).json;
  expect(first).toEqual({ replayed: 2, next: expect.any(String) as string });
  const rest = (await call(server, '/v1/deliveries/replay', { body: { ...body, cursor: first.next } })).json;
  expect(rest).toEqual({ replayed: 1 });
  await eventually(
    async () => (await call(server, `/v1/deliveries?app=${app.id}`)).json.items,
    (items: { status: string; attempts: unknown[] }[]) =>
      items.every(({ status, attempts }) => status === 'delivered' && attempts.length >= 3),
  );
});

test.each([
  { name: 'no pace', body: { per_second: 0 }, field: 'per_second' },
  { name: 'too fast', body: { per_second: 10_001 }, field: 'per_second' },
  { name: 'too many', body: { limit: 100_001 }, field: 'limit' },
  { name: 'a foreign cursor', body: { cursor: 'x' }, field: 'cursor' },
])('a replay is refused by name: $name', async ({ body, field }) => {
  const { status, json } = await call(server, '/v1/deliveries/replay', { body: { app: app.id, ...body } });
  expect([status, json.error.field]).toEqual([400, field]);
});

test('what was quarantined is listed with its reason, shown by the trace, and judged again', async () => {
  const id = await take(server, app, { kind: 'event', event: 'tick', device: { device_id: 'q' } });
  await settled(server, app, id);
  await setAside(server.dataDir, id, 'it broke');
  const list = async () => (await call(server, `/v1/activities?app=${app.id}&state=quarantined`)).json.items;
  expect(await list()).toMatchObject([{ id, state: 'quarantined', reason: 'it broke' }]);
  const trace = (await call(server, `/v1/apps/${app.id}/trace?activity=${id}`)).json;
  expect(trace.activities[0].activity).toMatchObject({ state: 'quarantined', reason: 'it broke' });
  expect((await call(server, '/metrics', { key: null })).text).toContain('carom_activities_quarantined 1');

  const asked = ['replay', '--state', 'quarantined', '--app', app.id];
  expect((await carom([...asked, '--dry-run'])).out).toBe(
    `${id}  it broke\n1 activities are quarantined; nothing was opened.`,
  );
  expect(await carom(asked)).toEqual({ code: 0, out: '1 activities are judged again.', said: '1 of 1' });
  expect((await settled(server, app, id)).reason).toBeUndefined();
  expect(await list()).toEqual([]);
  const again = await call(server, `/v1/apps/${app.id}/activities/${id}/replay`, { method: 'POST' });
  expect([again.status, again.json.error.code]).toEqual([409, 'conflict']);
  const absent = await call(server, `/v1/apps/${app.id}/activities/absent/replay`, { method: 'POST' });
  expect(absent.status).toBe(404);
});

test.each([
  { name: 'no filter', args: ['replay'], says: 'needs a filter' },
  { name: 'no key', args: ['replay', '--app', 'a'], env: { CAROM_KEY: '' }, says: 'CAROM_KEY' },
  { name: 'a bad pace', args: ['replay', '--app', 'a', '--per-second', '0'], says: '--per-second "0"' },
  { name: 'an option of another command', args: ['start', '--dry-run'], says: '--dry-run belongs to replay' },
  { name: 'a state that is none', args: ['replay', '--state', 'x'], says: '--state "x"' },
  {
    name: 'a filter that does not go with it',
    args: ['replay', '--state', 'quarantined', '--partner', 'p'],
    says: '--partner does not go',
  },
  { name: 'a wrong key', args: ['replay', '--app', 'a', '--key', 'wrong'], says: 'answered 401' },
  { name: 'a bad filter', args: ['replay', '--status', 'x'], says: 'answered 400' },
  {
    name: 'nobody there',
    args: ['replay', '--app', 'a', '--url', 'http://127.0.0.1:1'],
    says: 'No answer from',
  },
])('one sentence and exit code 1: $name', async ({ args, says, env = {} }) => {
  const { code, said } = await carom(args, env);
  expect(code).toBe(1);
  expect(said).toContain(says);
});
