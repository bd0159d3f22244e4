/** WORKERS: the workers a server starts beside itself. One that is killed is started again; all end with their server, also where that is killed. */
import { readFileSync } from 'node:fs';
import {
  call,
  cleanUp,
  createApp,
  eventually,
  isAlive,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { freshId, make, take } from '../e2e/scene';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

/** Its Redis is a child too, and no worker. */
function workersOf(server: Server): readonly number[] {
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .filter((pid) => pid !== '')
    .map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker'));
}

const onLinux = process.platform === 'linux' ? test : test.skip;
if (process.platform !== 'linux') console.warn('Skipped: finding children needs /proc.');

onLinux('what the API takes its worker processes deliver, also after one was killed', async () => {
  const server = await startServer({ env: { WORKERS: '2' } });
  const app = await createApp(server);
  await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/told` });
  const before = await eventually(
    () => Promise.resolve(workersOf(server)),
    (pids) => pids.length === 2,
  );
  process.kill(before[0] ?? 0, 'SIGKILL');
  const activity = await take(server, app, { kind: 'install', device: { gps_adid: freshId() } });
  await eventually(
    () => Promise.resolve(receiver.received),
    (received) => received.some(({ json }) => (json as { id?: string }).id === activity),
  );
  const after = await eventually(
    () => Promise.resolve(workersOf(server)),
    (pids) => pids.length === 2 && !pids.includes(before[0] ?? 0),
  );
  expect((await call(server, '/readyz')).status).toBe(200);
  expect(await server.stop()).toBe(0);
  expect(after.filter(isAlive)).toEqual([]);
});

onLinux('worker processes end with a server that was killed', async () => {
  const server = await startServer({ env: { WORKERS: '1' } });
  const [worker = 0] = await eventually(
    () => Promise.resolve(workersOf(server)),
    (pids) => pids.length === 1,
  );
  await server.kill();
  await eventually(
    () => Promise.resolve(isAlive(worker)),
    (alive) => !alive,
  );
});
