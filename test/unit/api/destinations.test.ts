/** GET /v1/destinations: what several workers say becomes one entry an origin, and everyone sees their own. */
import type { LaneReport } from '../../../src/ports/lane-board';
import { serveApi, template, type ServedApi } from './serve';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.stop());

const t0 = Date.parse('2026-11-24T10:00:00.000Z');

function report(origin: string, more: Partial<LaneReport> = {}): LaneReport {
  return {
    origin,
    state: 'closed',
    since: t0,
    samples: 10,
    failures: 1,
    inFlight: 2,
    limit: 16,
    waiting: 0,
    nextProbeAt: null,
    ...more,
  };
}

const list = async (query = '', key?: string) =>
  (await api.call('GET', `/v1/destinations${query}`, undefined, key)).body;

test('nobody said anything', async () => {
  api.setLanes([]);
  expect(await list()).toEqual({ items: [], next: null });
});

test('the worst state of all workers counts; numbers are added up', async () => {
  const open = {
    state: 'open',
    since: t0 + 5_000,
    failures: 10,
    limit: 1,
    waiting: 90,
    nextProbeAt: t0 + 9_000,
  } as const;
  api.setLanes([
    [report('https://a.test')],
    [report('https://a.test', open), report('https://b.test', { samples: 0, failures: 0 })],
    [report('https://a.test', { ...open, since: t0 + 4_000, nextProbeAt: t0 + 8_000 })],
  ]);
  expect((await list())['items']).toEqual([
    {
      origin: 'https://a.test',
      state: 'open',
      since: '2026-11-24T10:00:04.000Z',
      failure_rate: 0.7,
      next_probe_at: '2026-11-24T10:00:08.000Z',
      attempts: 30,
      in_flight: 6,
      limit: 18,
      waiting: 180,
      workers: 3,
    },
    expect.objectContaining({
      origin: 'https://b.test',
      state: 'closed',
      failure_rate: 0,
      next_probe_at: null,
    }),
  ]);
});

test('pages by origin, and filters by state', async () => {
  api.setLanes([
    ['c', 'a', 'b'].map((name) => report(`https://${name}.test`, name === 'b' ? { state: 'half_open' } : {})),
  ]);
  const origins = (body: Record<string, unknown>) =>
    (body['items'] as LaneReport[]).map(({ origin }) => origin);
  const first = await list('?limit=2');
  expect(origins(first)).toEqual(['https://a.test', 'https://b.test']);
  const next = await list(`?limit=2&cursor=${String(first['next'])}`);
  expect([origins(next), next['next']]).toEqual([['https://c.test'], null]);
  expect(origins(await list('?state=half_open'))).toEqual(['https://b.test']);
});

test.each([
  { query: '?state=broken', field: 'state' },
  { query: '?cursor=nonsense', field: 'cursor' },
  { query: '?limit=0', field: 'limit' },
])('$query is refused by name', async ({ query, field }) => {
  const { status, body } = await api.call('GET', `/v1/destinations${query}`);
  expect([status, (body['error'] as { field: string }).field]).toEqual([400, field]);
});

test('a reader sees its callbacks and integrations, a partner its template, an app key nothing', async () => {
  const app = await api.makeApp();
  await api.call('PUT', '/v1/partners/acme', template('acme'));
  await api.call('PUT', `/v1/apps/${app.id}/integrations/acme`, { settings: { account: 'a', token: 't' } });
  await api.call('POST', `/v1/apps/${app.id}/callbacks`, { url: 'https://Mine.test:8443/in?x={gps_adid}' });
  api.setLanes([
    ['https://acme.test', 'https://mine.test:8443', 'https://other.test'].map((name) => report(name)),
  ]);
  const origins = async (form: object) => {
    const items = (await list('', await api.makeKey(form)))['items'] as Record<string, unknown>[];
    for (const item of items)
      expect(item['in_flight'] ?? item['waiting'] ?? item['attempts']).toBeUndefined();
    return items.map((item) => item['origin']);
  };
  expect(await origins({ role: 'reader', app: app.id })).toEqual([
    'https://acme.test',
    'https://mine.test:8443',
  ]);
  expect(await origins({ role: 'partner', partner: 'acme' })).toEqual(['https://acme.test']);
  expect((await api.call('GET', '/v1/destinations', undefined, app.key)).status).toBe(403);
});
