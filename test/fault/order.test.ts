/**
 * One device's activities are attributed in the order in which they were accepted, in one process, in two, and through the death of a worker.
 * Seen from the worker's own log, a line an activity in the order of commits, and from what the order decides: events after an install have its credit.
 */
import {
  call,
  cleanUp,
  eventually,
  startReceiver,
  startServer,
  type Json,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { exactlyOnce, Ledger } from './ledger';
import { setStage } from './load';

const devices = 20;
const total = 1_000;
const perRequest = 50;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);

const deviceOf = (at: number): string => `device-${at % devices}`;

async function click(server: Server, app: TestApp): Promise<void> {
  const link = await call(server, `/v1/apps/${app.id}/links`, {
    body: { partner: 'faultnet', destinations: { web: 'https://example.test/' } },
  });
  for (let at = 0; at < devices; at += 1) {
    const { status } = await call(server, `/c/${String(link.json.token)}?s2s=1&gps_adid=${gpsAdid(at)}`);
    expect(status).toBe(200);
  }
}

const gpsAdid = (at: number): string => `38400000-8cf0-11bd-b23e-${String(at % devices).padStart(12, '0')}`;

/** The first of each device is its install, the others are events; request by request, one after another. */
async function post(server: Server, app: TestApp, ledger: Ledger): Promise<void> {
  for (let from = 0; from < total; from += perRequest) {
    const body = Array.from({ length: perRequest }, (_, index) => {
      const at = from + index;
      return {
        id: `a-${at}`,
        device: { device_id: deviceOf(at), gps_adid: gpsAdid(at) },
        ...(at < devices ? { kind: 'install' } : { kind: 'event', event: 'tick' }),
      };
    });
    for (const { id } of body) ledger.posted.add(id);
    const { status, json } = await call(server, '/v1/activities', { key: app.key, body });
    expect(status).toBe(202);
    for (const id of json.ids as readonly string[]) ledger.accepted.add(id);
  }
}

/** Of each device the places of its activities, in the order of their commits. */
function committed(workers: readonly Server[]): number[][] {
  const lines = workers.flatMap(({ log }) =>
    log.filter(({ stage, activity }) => stage === 'attribute' && typeof activity === 'string'),
  );
  const sorted = [...lines].sort((a, b) => String(a['time']).localeCompare(String(b['time'])));
  const places = Array.from({ length: devices }, (): number[] => []);
  for (const { activity } of sorted) {
    const at = Number(String(activity).slice(2));
    places[at % devices]?.push(at);
  }
  return places;
}

const ascending = (places: readonly number[]): number[] => [...places].sort((a, b) => a - b);

function partners(): unknown[] {
  return [
    ...new Set(
      receiver.received
        .filter(({ url }) => url === '/callback')
        .map(({ json }) => json.attribution?.partner as unknown),
    ),
  ];
}

test('one process', async () => {
  const ledger = new Ledger(receiver);
  const server = await startServer({ env: { LOG_LEVEL: 'debug' } });
  const app = await setStage(server, ledger);
  await click(server, app);
  await post(server, app, ledger);
  await ledger.complete();
  expect(await server.stop()).toBe(0);
  const places = committed([server]);
  expect(places).toEqual(places.map(ascending));
  expect(places.flat()).toHaveLength(total);
  expect(partners()).toEqual(['faultnet']);
  expect(ledger.verdict()).toEqual(exactlyOnce);
});

test('an API and two workers, one of them killed in the middle', async () => {
  const ledger = new Ledger(receiver);
  const env = { LOG_LEVEL: 'debug', PROCESS_BATCH: '10' };
  const api = await startServer({ role: 'api' });
  const app = await setStage(api, ledger);
  await click(api, app);
  const workers = [
    await startServer({ role: 'worker', dataDir: api.dataDir, env }),
    await startServer({ role: 'worker', dataDir: api.dataDir, env }),
  ];
  const posted = post(api, app, ledger);
  await ledger.reaches(200);
  await workers[0]?.kill();
  await posted;
  const path = `/v1/activities?app=${app.id}&limit=1000`;
  const { json } = await eventually(
    () => call(api, path),
    (answer) => (answer.json.items as Json[]).every(({ attribution }) => attribution !== null),
  );
  const items = json.items as Json[];
  expect(new Set(items.map(({ attribution }) => attribution.partner as unknown))).toEqual(
    new Set(['faultnet']),
  );
  expect(items).toHaveLength(total);
  expect(await workers[1]?.stop()).toBe(0);
  expect(await api.stop()).toBe(0);
  const places = committed(workers);
  expect(places).toEqual(places.map(ascending));
  // What was committed in the moment of death may not have been logged any more.
  expect(places.flat().length).toBeGreaterThan(total / 2);
});
