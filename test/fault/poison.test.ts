/** A delivery that kills whoever sends it: the others are delivered, it is set aside, listed, and sent again when a person asks for it. */
import { make, take } from '../e2e/scene';
import {
  call,
  cleanUp,
  createApp,
  emptyFolder,
  eventually,
  startReceiver,
  startServer,
  type Json,
  type Receiver,
  type Server,
} from '../harness';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

/** A server that is started again whenever it dies, as a process manager would. */
async function supervise() {
  const dataDir = emptyFolder();
  let pid = 0;
  let stopping = false;
  let last: Server | null = null;
  // One that died before it listened is started again as well.
  const start = (): Promise<Server | null> =>
    startServer({ dataDir, onSpawn: (child) => (pid = child.pid ?? 0) }).catch(() => null);
  last = await start();
  const ended = (async () => {
    while (!stopping) {
      await last?.exited;
      if (!(stopping as boolean)) last = await start();
    }
  })();
  return {
    kill: () => process.kill(pid, 'SIGKILL'),
    /** Undefined while it is down. */
    ask: async (path: string, body?: object): Promise<Json> => {
      if (last === null) return undefined;
      return (await call(last, path, body === undefined ? {} : { body }).catch(() => undefined))?.json;
    },
    now: () => last,
    async stop() {
      stopping = true;
      await last?.stop();
      await ended;
    },
  };
}

test('twice in company, then apart, twice alone, then quarantined; the others are delivered, and a replay sends it', async () => {
  const server = await supervise();
  const first = server.now();
  if (first === null) throw new Error('It did not start.');
  const app = await createApp(first);
  await make(first, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/cb`, method: 'POST' });
  let deaths = 0;
  let deadly = true;
  const delivered = new Set<string>();
  receiver.answer = ({ json, delivery }, response) => {
    if (deadly && json?.event === 'poison') {
      deaths += 1;
      server.kill();
      return;
    }
    delivered.add(delivery);
    response.end('ok');
  };
  await take(first, app, { kind: 'event', event: 'plain', device: { device_id: 'a' } });
  const poison = await take(first, app, { kind: 'event', event: 'poison', device: { device_id: 'b' } });
  const failed = `/v1/deliveries?app=${app.id}&status=failed`;
  const found = await eventually(
    () => server.ask(failed),
    (json) => json?.items.length > 0,
    60_000,
  );
  expect(found.items).toMatchObject([
    { activity_id: poison, status: 'failed', reason: 'quarantined', attempts: [] },
  ]);
  // What died with it twice goes apart beside it, once; then it goes alone.
  expect([4, 5]).toContain(deaths);
  expect(delivered.size).toBe(1);

  deadly = false;
  expect(await server.ask('/v1/deliveries/replay', { app: app.id, status: 'failed' })).toEqual({
    replayed: 1,
  });
  await receiver.until(() => delivered.size === 2);
  await server.stop();
});
