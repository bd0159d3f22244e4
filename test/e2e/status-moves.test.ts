/** Conversions that move: a later call of the same order is a new revision of the same activity, told with the credit of the first call, exactly once. */
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  startServer,
  type Json,
  type Received,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { click, createLink, deliveriesOf, make, readActivity, settled, stage, template } from './scene';

let server: Server;
let receiver: Receiver;
let app: TestApp;
let token: string;

const day = 24 * 60 * 60_000;
const minute = 60_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

/** The scene's template, and a postback for status moves. */
function movingTemplate(): Json {
  const made = template('acme', receiver.url) as { postbacks: Json[] };
  return {
    postbacks: [
      ...made.postbacks,
      {
        on: ['status_changed'],
        request: {
          method: 'POST',
          url: `${receiver.url}/acme/status`,
          json: {
            click: '{{touch.partner_click_id}}',
            order: '{{activity.transaction_id}}',
            status: '{{activity.status}}',
            revision: { $number: '{{activity.revision}}' },
            'payout?': '{{payout.amount}}',
            'event?': '{{event.partner_name}}',
          },
        },
      },
    ],
  };
}

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer();
  ({ app, token } = await stage(server, 'acme', receiver.url, { template: movingTemplate() }));
  await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/all` });
  await make(server, `/v1/apps/${app.id}/callbacks`, {
    url: `${receiver.url}/moves`,
    kinds: ['status_changed'],
  });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

function convert(query: Record<string, string>, path = '/postback'): Promise<Json> {
  const parameters = new URLSearchParams({ key: app.key, format: 'json', ...query });
  return call(server, `${path}?${String(parameters)}`, { key: null }).then(({ status, json, text }) => {
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return json;
  });
}

const sentTo = (path: string, of: (json: Json) => boolean): Received[] =>
  receiver.received.filter(({ url, json }) => url === path && of(json));

async function toldMoves(id: string, count: number): Promise<Json[]> {
  const found = (): Received[] => sentTo('/moves', (json) => json.id === id);
  await receiver.until(() => found().length >= count);
  return found()
    .map(({ json }) => json)
    .sort((a, b) => a.revision - b.revision);
}

/** Judged and told to the end. */
async function settledAt(id: string, revision: number): Promise<Json> {
  return eventually(
    () => readActivity(server, app, id),
    (activity) => activity?.state === 'processed' && activity.revision === revision,
  );
}

test('pending, approved, refunded: one activity, a revision a move, with the credit of the first call', async () => {
  const clicked = await click(server, token, { click_id: 'net-1', clicked_at: ago(2 * minute) });
  const first = await convert({ cid: clicked, event: 'sale', txid: 'm1', payout: '5', status: 'pending' });
  expect(first.status).toBe('accepted');
  await settled(server, app, first.id);
  const approved = { cid: clicked, event: 'sale', txid: 'm1', payout: '4.50', status: 'approved' };
  expect(await convert(approved)).toEqual({ status: 'moved', id: first.id, revision: 1 });
  expect(await convert(approved)).toEqual({ status: 'duplicate', id: first.id });
  await settledAt(first.id, 1);
  // Of an order system that knows the order alone.
  expect(await convert({ txid: 'm1', status: 'refunded' })).toEqual({
    status: 'moved',
    id: first.id,
    revision: 2,
  });
  const stands = await settledAt(first.id, 2);
  expect(stands).toMatchObject({
    kind: 'event',
    event: 'sale',
    status: 'rejected',
    payout: { amount: '4.50', currency: 'USD' },
    revision: 2,
    history: [
      { revision: 0, status: 'pending', payout: { amount: '5' } },
      { revision: 1, status: 'approved', payout: { amount: '4.50' } },
      { revision: 2, status: 'rejected', payout: { amount: '4.50' } },
    ],
    attribution: { partner: 'acme', touch_id: clicked },
  });
  expect(await toldMoves(first.id, 2)).toMatchObject([
    { kind: 'status_changed', revision: 1, status: 'approved', attribution: { partner: 'acme' } },
    { kind: 'status_changed', revision: 2, status: 'rejected', attribution: { partner: 'acme' } },
  ]);
  const ofPartner = (): Received[] => sentTo('/acme/status', (json) => json.order === 'm1');
  await receiver.until(() => ofPartner().length >= 2);
  expect(ofPartner().map(({ json }) => json)).toEqual(
    expect.arrayContaining([
      { click: 'net-1', order: 'm1', status: 'approved', revision: 1, payout: '4.50', event: 'sale' },
      { click: 'net-1', order: 'm1', status: 'rejected', revision: 2, payout: '4.50', event: 'sale' },
    ]),
  );
  // Each destination has one decision a revision, and each its own id.
  const deliveries = await deliveriesOf(server, app, first.id);
  const places = deliveries.map(({ revision, partner, callback }) => `${revision} ${partner ?? callback}`);
  expect(new Set(places).size).toBe(deliveries.length);
  expect(deliveries).toHaveLength(9);
  expect(new Set(deliveries.map(({ id }) => id)).size).toBe(9);
  const listed = (await call(server, `/v1/activities?app=${app.id}&limit=1000`)).json.items;
  expect(listed.filter((item: Json) => item.transaction_id === 'm1')).toHaveLength(1);
});

test('a call that is sent again late, or was overtaken, moves nothing back', async () => {
  const clicked = await click(server, token, { click_id: 'net-late' });
  const base = { cid: clicked, event: 'sale', txid: 'late' };
  const pending = { ...base, payout: '5', status: 'pending', status_time: ago(3 * minute) };
  const { id } = await convert(pending);
  expect(await convert({ ...base, payout: '4', status: 'approved', status_time: ago(minute) })).toEqual({
    status: 'moved',
    id,
    revision: 1,
  });
  expect(await convert(pending)).toEqual({ status: 'duplicate', id });
  const refused = { ...base, status: 'rejected', status_time: ago(2 * minute) };
  expect(await convert(refused)).toEqual({ status: 'duplicate', id });
  expect(await convert({ ...refused, status_time: ago(0) })).toEqual({ status: 'moved', id, revision: 2 });
  const stands = await settledAt(id, 2);
  expect(stands).toMatchObject({ status: 'rejected', payout: { amount: '4' } });
  expect((stands.history as Json[]).map(({ status }) => status as string)).toEqual([
    'pending',
    'approved',
    'rejected',
  ]);
  expect(await toldMoves(id, 2)).toHaveLength(2);
});

test('a time of the status that cannot be read is refused by its name', async () => {
  const query = new URLSearchParams({ key: app.key, cid: 'x', event: 'sale', status: 'approved' });
  query.set('status_time', 'yesterday');
  const answer = await call(server, `/postback?${String(query)}`, { key: null });
  expect(answer).toMatchObject({
    status: 400,
    json: { error: { code: 'invalid_time', field: 'status_time' } },
  });
});

test('a move has no window: the click is older than any, the first call had the credit', async () => {
  const clicked = await click(server, token, { click_id: 'net-old', clicked_at: ago(80 * day) });
  const first = await convert({
    cid: clicked,
    event: 'sale',
    txid: 'old',
    status: 'pending',
    event_time: ago(79 * day),
  });
  await settled(server, app, first.id);
  await convert({ cid: clicked, event: 'sale', txid: 'old', status: 'approved' });
  const stands = await settledAt(first.id, 1);
  expect(stands.attribution).toMatchObject({ partner: 'acme', touch_id: clicked });
  const [, ...moves] = (await deliveriesOf(server, app, first.id))
    .filter(({ partner }) => partner === 'acme')
    .reverse();
  expect(moves).toMatchObject([{ revision: 1, partner: 'acme' }]);
});

test('a partner that does not ask for moves gets none, and the decision is recorded', async () => {
  const other = await stage(server, 'quiet', receiver.url);
  const clicked = await click(server, other.token, { click_id: 'q' });
  const base = { key: other.app.key, cid: clicked, event: 'sale', txid: 'q1', format: 'json' };
  const ask = async (status: string): Promise<Json> =>
    (await call(server, `/postback?${String(new URLSearchParams({ ...base, status }))}`, { key: null })).json;
  const { id } = await ask('pending');
  await settled(server, other.app, id);
  await ask('approved');
  const items = await eventually(
    () => deliveriesOf(server, other.app, id),
    (found) => found.some(({ revision }) => revision === 1),
  );
  expect(items.find(({ revision }) => revision === 1)).toMatchObject({
    partner: 'quiet',
    status: 'skipped',
    reason: 'no_postback_for_kind',
  });
});

test('the pixel and the server call of one conversion are one, whichever names what', async () => {
  const clicked = await click(server, token, { click_id: 'net-p' });
  const query = new URLSearchParams({ key: app.key, cid: clicked, event: 'sale', txid: 'p1' });
  const pixel = await call(server, `/p.gif?${String(query)}`, { key: null });
  expect(pixel.headers.get('content-type')).toBe('image/gif');
  // The event is the order's own, approved is what nobody contradicted; the payout is new.
  const later = await convert({ cid: clicked, txid: 'p1', payout: '3', status: 'approved' });
  expect(later).toMatchObject({ status: 'moved', revision: 1 });
  expect(await convert({ cid: clicked, txid: 'p1', payout: '7' })).toMatchObject({ status: 'duplicate' });
  const stands = await settledAt(later.id, 1);
  expect(stands).toMatchObject({ event: 'sale', payout: { amount: '3', currency: 'USD' } });
});

test('an event_id names a conversion too', async () => {
  const clicked = await click(server, token);
  const first = await convert({ cid: clicked, event: 'lead', event_id: 'e-moves', status: 'pending' });
  const moved = await convert({ cid: clicked, event: 'lead', event_id: 'e-moves', status: 'approved' });
  expect([first.id, moved]).toEqual(['e-moves', { status: 'moved', id: 'e-moves', revision: 1 }]);
});

test('which of an order’s conversions is meant has to be said where it has several', async () => {
  const clicked = await click(server, token);
  for (const event of ['lead', 'sale'])
    await convert({ cid: clicked, event, txid: 'several', status: 'pending' });
  const query = new URLSearchParams({ key: app.key, txid: 'several', status: 'approved' });
  const answer = await call(server, `/postback?${String(query)}`, { key: null });
  expect(answer).toMatchObject({ status: 400, json: { error: { code: 'missing_field', field: 'event' } } });
  expect(await convert({ txid: 'several', event: 'lead', status: 'approved' })).toMatchObject({
    status: 'moved',
  });
});

test('forty calls at once: each state that stood was told once, in order', async () => {
  const clicked = await click(server, token, { click_id: 'net-c' });
  const first = await convert({ cid: clicked, event: 'sale', txid: 'c1', status: 'pending' });
  const calls = Array.from({ length: 40 }, (_, n) =>
    convert({ cid: clicked, event: 'sale', txid: 'c1', status: n % 2 === 0 ? 'approved' : 'rejected' }),
  );
  const answers = await Promise.all(calls);
  const revisions = answers
    .filter(({ status }) => status === 'moved')
    .map(({ revision }) => revision as number);
  const last = Math.max(...revisions);
  // Every move got a revision of its own, none is missing.
  expect([...revisions].sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, n) => n + 1));
  const stands = await settledAt(first.id, last);
  const states = (stands.history as Json[]).map(({ status }) => status as string);
  expect(states).toHaveLength(last + 1);
  for (const [at, status] of states.slice(1).entries()) expect(status).not.toBe(states[at]);
  const moves = await toldMoves(first.id, last);
  expect(moves.map(({ revision, status }) => [revision, status])).toEqual(
    states.map((status, revision) => [revision, status]).slice(1),
  );
});

test('without a key only the conversion of its own click moves', async () => {
  const open = await createApp(server, { postback_key: 'optional' });
  const { token: openToken } = await createLink(server, open);
  const [own, foreign] = [await click(server, openToken), await click(server, openToken)];
  const ask = (query: Record<string, string>) =>
    call(
      server,
      `/postback?${String(new URLSearchParams({ format: 'json', event: 'sale', txid: 'k', ...query }))}`,
      {
        key: null,
      },
    );
  expect((await ask({ cid: own, status: 'pending' })).json).toMatchObject({ status: 'accepted' });
  expect(await ask({ cid: foreign, status: 'rejected' })).toMatchObject({
    status: 401,
    json: { error: { code: 'unauthorized' } },
  });
  expect((await ask({ cid: own, status: 'approved' })).json).toMatchObject({ status: 'moved' });
});

test('the trace shows the moves and what was sent for each', async () => {
  const clicked = await click(server, token, { click_id: 'net-t' });
  const { id } = await convert({ cid: clicked, event: 'sale', txid: 't1', status: 'pending' });
  await convert({ cid: clicked, event: 'sale', txid: 't1', status: 'rejected' });
  await settledAt(id, 1);
  const trace = (await call(server, `/v1/apps/${app.id}/trace?activity=${id}`)).json;
  expect(trace.activities).toHaveLength(1);
  const [{ activity, decisions }] = trace.activities;
  expect(activity.history.map(({ status }: Json) => status)).toEqual(['pending', 'rejected']);
  expect(decisions.filter(({ revision }: Json) => revision === 1)).toHaveLength(3);
});
