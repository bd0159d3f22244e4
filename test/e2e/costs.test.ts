/** What advertising cost: summed up from clicks, corrected by what is posted, listed with which of the two stands. */
import {
  call,
  cleanUp,
  createApp,
  startServer,
  type Answer,
  type Json,
  type Server,
  type TestApp,
} from '../harness';
import { click, createLink } from './scene';

let server: Server;
let app: TestApp;
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  server = await startServer();
});
afterAll(cleanUp);
beforeEach(async () => {
  app = await createApp(server);
});

const post = (costs: unknown, key?: string): Promise<Answer> =>
  call(server, '/v1/costs', { body: { app: app.id, costs }, ...(key === undefined ? {} : { key }) });
const list = async (query = ''): Promise<Json[]> =>
  (await call(server, `/v1/costs?app=${app.id}${query}`)).json.items;
const usd = (amount: string) => ({ amount, currency: 'USD' });

test('clicks add up; what is posted for their campaign stands in their stead, until it is taken back', async () => {
  const cost = { model: 'cpc', ...usd('0.25') };
  const { token } = await createLink(server, app, { cost });
  // Late ones of the same day would lie on another where the test meets midnight, so the day is named.
  const clicked_at = `${today}T00:00:00Z`;
  for (const sub1 of ['a', 'b', 'c']) await click(server, token, { clicked_at, sub1 });
  const line = {
    app: app.id,
    date: today,
    partner: 'acme',
    link: token,
    campaign: 'spring',
    adgroup: null,
    creative: null,
    source: 'touches',
    model: 'cpc',
    cost: usd('0.75'),
    touches: 3,
  };
  expect(await list()).toEqual([{ ...line, superseded: false }]);

  const paid = { date: today, partner: 'acme', campaign: 'spring', cost: usd('0.60') };
  expect((await post([paid])).json).toEqual({ results: ['new'] });
  expect((await post([paid])).json).toEqual({ results: ['same'] });
  const [posted, summed, ...more] = await list();
  expect(more).toEqual([]);
  expect(posted).toEqual({
    ...{
      app: app.id,
      date: today,
      partner: 'acme',
      link: null,
      campaign: 'spring',
      adgroup: null,
      creative: null,
    },
    ...{ source: 'posted', cost: usd('0.60'), posted_at: expect.any(String), superseded: false },
  });
  expect(summed).toEqual({ ...line, superseded: true });
  expect((await post([{ ...paid, cost: usd('0.5') }])).json).toEqual({ results: ['changed'] });
  expect((await post([{ ...paid, cost: null }])).json).toEqual({ results: ['removed'] });
  expect(await list()).toEqual([{ ...line, superseded: false }]);
});

test('by day and partner, in pages', async () => {
  const costs = ['2026-11-20', '2026-11-21', '2026-11-22'].map((date) => ({
    date,
    partner: 'acme',
    cost: usd('1'),
  }));
  await post([...costs, { date: '2026-11-21', partner: 'other', cost: usd('2') }]);
  expect((await list('&since=2026-11-21&until=2026-11-21')).map(({ partner }) => partner)).toEqual([
    'acme',
    'other',
  ]);
  expect(await list('&partner=acme')).toHaveLength(3);
  const first = await call(server, `/v1/costs?app=${app.id}&limit=3`);
  expect(first.json.items).toHaveLength(3);
  expect(await list(`&limit=3&cursor=${String(first.json.next)}`)).toMatchObject([{ date: '2026-11-22' }]);
});

test.each([
  { costs: [], field: 'costs' },
  { costs: [{ date: '2026-02-30', cost: usd('1') }], field: 'costs.0.date' },
  { costs: [{ date: '2009-12-31', cost: usd('1') }], field: 'costs.0.date' },
  { costs: [{ date: today }], field: 'costs.0.cost' },
  { costs: [{ date: today, cost: usd('-1') }], field: 'costs.0.cost.amount' },
  { costs: [{ date: today, cost: { amount: '1', currency: 'dollars' } }], field: 'costs.0.cost.currency' },
  { costs: [{ date: today, cost: usd('1'), campain: 'x' }], field: 'costs.0.campain' },
  {
    costs: [
      { date: today, cost: usd('1') },
      { date: today, cost: usd('2') },
    ],
    field: 'costs.1',
  },
])('$field is refused by name, and nothing is taken', async ({ costs, field }) => {
  expect(await post(costs)).toMatchObject({ status: 400, json: { error: { field } } });
  expect(await list()).toEqual([]);
});

test('an app’s reader reads its own and posts nothing', async () => {
  const other = await createApp(server);
  const { json } = await call(server, '/v1/keys', { body: { role: 'reader', app: app.id } });
  const key = String(json.key);
  await post([{ date: today, cost: usd('1') }]);
  expect((await call(server, '/v1/costs', { key })).json.items).toHaveLength(1);
  expect((await call(server, `/v1/costs?app=${other.id}`, { key })).status).toBe(404);
  expect((await post([{ date: today, cost: usd('1') }], key)).status).toBe(403);
  expect((await call(server, '/v1/costs')).json.error).toMatchObject({ code: 'missing_field', field: 'app' });
});
