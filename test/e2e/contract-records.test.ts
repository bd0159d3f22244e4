/** What was recorded, read back: decisions, deliveries, activities, traces and replays of one small story; a partner's own slice of it; and who may do what. */
import {
  adminKey,
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  startServer,
  type Answer,
  type Json,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import {
  click,
  createLink,
  deliveriesOf,
  deliveryIn,
  freshId,
  make,
  settled,
  stage,
  take,
  template,
} from './scene';

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer();
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

const get = (path: string, key: string = adminKey): Promise<Answer> => call(server, path, { key });
const send = (method: string, path: string, body?: unknown, key: string = adminKey): Promise<Answer> =>
  call(server, path, { method, key, ...(body === undefined ? {} : { body }) });
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function expectError(answer: Answer, status: number, code: string, field?: string): void {
  expect({ status: answer.status, ...answer.json?.error }).toEqual({
    status,
    code,
    message: expect.stringMatching(/\S/),
    request_id: expect.stringMatching(/\S/),
    ...(field === undefined ? {} : { field }),
  });
}

describe('what happened', () => {
  let app: TestApp;
  let callback: string;
  const install: Record<'acme' | 'rival' | 'organic', string> = { acme: '', rival: '', organic: '' };
  let purchase: string;
  let acmeClick: string;
  const acmeGps = freshId();
  let reader: string;
  let acmeKey: string;
  let outsider: string;

  beforeAll(async () => {
    const scene = await stage(server, 'acme', receiver.url);
    app = scene.app;
    await make(server, '/v1/partners/rival', template('rival', receiver.url), 'PUT');
    await make(server, `/v1/apps/${app.id}/integrations/rival`, { settings: { account: 'r' } }, 'PUT');
    callback = (await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/story` })).id;
    const rivalLink = await createLink(server, app, { partner: 'rival' });
    const rivalGps = freshId();
    await click(server, rivalLink.token, { gps_adid: acmeGps, click_id: 'R-0' });
    acmeClick = await click(server, scene.token, { gps_adid: acmeGps, click_id: 'A-1' });
    await click(server, rivalLink.token, { gps_adid: rivalGps, click_id: 'R-1' });
    install.acme = await take(server, app, {
      kind: 'install',
      device: { gps_adid: acmeGps },
      user: { id: 'u-77' },
    });
    install.rival = await take(server, app, { kind: 'install', device: { gps_adid: rivalGps } });
    install.organic = await take(server, app, { kind: 'install', device: { gps_adid: freshId() } });
    await settled(server, app, install.acme);
    purchase = await take(server, app, {
      kind: 'event',
      event: 'purchase',
      device: { gps_adid: acmeGps },
      revenue: { amount: '9.99', currency: 'USD' },
      partner_params: { level: '7' },
    });
    for (const id of [...Object.values(install), purchase]) await deliveredAll(id);
    reader = (await make(server, '/v1/keys', { role: 'reader', app: app.id })).key;
    acmeKey = (await make(server, '/v1/keys', { role: 'partner', partner: 'acme' })).key;
    outsider = (await make(server, '/v1/keys', { role: 'reader', app: (await createApp(server)).id })).key;
  });

  async function deliveredAll(activity: string): Promise<void> {
    await eventually(
      () => deliveriesOf(server, app, activity),
      (items) =>
        items.length === 3 && items.every(({ status }) => status === 'delivered' || status === 'skipped'),
    );
  }
  const ids = (answer: Answer): string[] => answer.json.items.map((item: Json) => item.id);

  test('each activity × destination has its decision: sent, or skipped and by which rule', async () => {
    const decisions = async (activity: string): Promise<object> =>
      Object.fromEntries(
        (await deliveriesOf(server, app, activity)).map((each) => [
          each.partner ?? 'callback',
          each.reason ?? each.status,
        ]),
      );
    expect(await decisions(install.acme)).toEqual({
      callback: 'delivered',
      acme: 'delivered',
      rival: 'not_credited',
    });
    expect(await decisions(install.rival)).toEqual({
      callback: 'delivered',
      acme: 'not_credited',
      rival: 'delivered',
    });
    expect(await decisions(install.organic)).toEqual({
      callback: 'delivered',
      acme: 'organic',
      rival: 'organic',
    });
    expect(await decisions(purchase)).toEqual({
      callback: 'delivered',
      acme: 'delivered',
      rival: 'not_credited',
    });
  });

  test('a delivery has its request, its attempts and the versions that made it', async () => {
    const delivery = await deliveryIn(server, app, install.acme, 'delivered');
    const { json } = await get(`/v1/deliveries/${delivery.id}`);
    expect(json).toEqual(delivery);
    const [partners] = (await get(`/v1/deliveries?app=${app.id}&partner=acme&activity=${install.acme}`)).json
      .items;
    expect(partners).toEqual({
      id: expect.any(String),
      activity_id: install.acme,
      app: app.id,
      revision: 0,
      partner: 'acme',
      postback: 'install',
      status: 'delivered',
      request: {
        method: 'GET',
        url: expect.stringContaining(`${receiver.url}/acme/install?click=A-1&account=a-1`),
        headers: expect.objectContaining({ 'carom-delivery-id': partners.id }),
        body: null,
      },
      attempts: [
        { at: expect.stringMatching(moment), status: 200, duration_ms: expect.any(Number), response: 'ok' },
      ],
      next_attempt_at: null,
      created_at: expect.stringMatching(moment),
      template_version: '1',
      settings_version: '1',
    });
  });

  test.each([
    { filter: '', count: 12 },
    { filter: '&partner=acme', count: 4 },
    { filter: '&callback=CALLBACK', count: 4 },
    { filter: '&status=delivered', count: 7 },
    { filter: '&status=skipped&partner=rival', count: 3 },
    { filter: '&status=failed', count: 0 },
    { filter: '&activity=PURCHASE', count: 3 },
    { filter: '&since=SOON', count: 0 },
    { filter: '&since=2020-01-01T00:00:00Z', count: 12 },
  ])('deliveries?app=…$filter: $count', async ({ filter, count }) => {
    const query = filter
      .replace('CALLBACK', callback)
      .replace('PURCHASE', purchase)
      .replace('SOON', new Date(Date.now() + 3_000_000).toISOString());
    expect((await get(`/v1/deliveries?app=${app.id}${query}`)).json.items).toHaveLength(count);
  });

  test.each(['deliveries', 'activities'])(
    '%s are paged: every one once, in the order of the whole, newest first',
    async (noun) => {
      const whole = await get(`/v1/${noun}?app=${app.id}&limit=1000`);
      expect(whole.json.next).toBeNull();
      const paged: string[] = [];
      let cursor = '';
      do {
        const page = await get(
          `/v1/${noun}?app=${app.id}&limit=3${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        expect(page.json.items.length).toBeLessThanOrEqual(3);
        paged.push(...ids(page));
        cursor = page.json.next ?? '';
      } while (cursor !== '');
      expect(paged).toEqual(ids(whole));
      const times = whole.json.items.map((item: Json) => item.received_at ?? item.created_at);
      expect(times).toEqual([...times].sort().reverse());
    },
  );

  test.each([
    { query: 'limit=0', code: 'invalid_field', field: 'limit' },
    { query: 'limit=1001', code: 'invalid_field', field: 'limit' },
    { query: 'limit=ten', code: 'invalid_field', field: 'limit' },
    { query: 'cursor=nonsense', code: 'invalid_cursor', field: 'cursor' },
    { query: 'since=yesterday', code: 'invalid_time', field: 'since' },
    { query: 'colour=red', code: 'unknown_field', field: 'colour' },
  ])('?$query of a list: 400 $code', async ({ query, code, field }) => {
    for (const noun of ['deliveries', 'activities']) {
      const { status, json } = await get(`/v1/${noun}?${query}`);
      expect([status, json.error.code, json.error.field]).toEqual([400, code, field]);
    }
  });

  test('activities can be filtered by app, partner and kind, and read with their attribution', async () => {
    const list = async (query: string): Promise<string[]> =>
      ids(await get(`/v1/activities?app=${app.id}${query}`));
    expect(await list('')).toHaveLength(4);
    expect((await list('&partner=acme')).sort()).toEqual([install.acme, purchase].sort());
    expect(await list('&kind=event')).toEqual([purchase]);
    expect(await list(`&since=${new Date(Date.now() + 3_000_000).toISOString()}`)).toEqual([]);
    const { json } = await get(`/v1/apps/${app.id}/activities/${install.acme}`);
    expect(json).toMatchObject({
      kind: 'install',
      state: 'processed',
      user: { id: 'u-77' },
      attribution: {
        status: 'attributed',
        partner: 'acme',
        campaign: 'spring',
        touch_id: acmeClick,
        touch_type: 'click',
        match_type: 'device_id',
        secondary: null,
        policy_version: expect.any(String),
      },
    });
    expect(json.attribution.candidates).toHaveLength(2);
    expect(json.attribution.candidates).toContainEqual(
      expect.objectContaining({ touch_id: acmeClick, partner: 'acme', verdict: 'won' }),
    );
    expect(json.attribution.candidates).toContainEqual(
      expect.objectContaining({ partner: 'rival', verdict: 'lost', reason: 'older' }),
    );
    expect(json.attribution.assists).toHaveLength(1);
    expectError(await get(`/v1/apps/${app.id}/activities/absent`), 404, 'not_found');
  });

  test.each([
    { name: 'an identifier, in capitals', query: () => `gps_adid=${acmeGps.toUpperCase()}` },
    { name: 'the user', query: () => 'user_id=u-77' },
    { name: 'a click', query: () => `click_id=${acmeClick}` },
  ])('the whole story, asked for by $name', async ({ query }) => {
    const { json } = await get(`/v1/apps/${app.id}/trace?${query()}`);
    expect(json.touches.map((touch: Json) => [touch.partner, touch.partner_click_id])).toEqual([
      ['acme', 'A-1'],
      ['rival', 'R-0'],
    ]);
    expect(json.activities.map((each: Json) => each.activity.id)).toEqual([purchase, install.acme]);
    expect(json.truncated).toBe(false);
    const [, installed] = json.activities;
    expect(installed.attribution.candidates).toHaveLength(2);
    expect(installed.decisions).toHaveLength(3);
    const sent = installed.decisions.find((decision: Json) => decision.partner === 'acme');
    expect(sent).toMatchObject({ status: 'delivered', attempts: [{ status: 200, response: 'ok' }] });
    expect(installed.decisions.find((decision: Json) => decision.partner === 'rival')).toMatchObject({
      status: 'skipped',
      reason: 'not_credited',
    });
    expect(json.device).toMatchObject({
      partner: 'acme',
      conversions: [{ activity_id: install.acme, kind: 'install' }],
    });
  });

  test('a trace of an activity, of nobody, of nothing', async () => {
    const { json } = await get(`/v1/apps/${app.id}/trace?activity=${purchase}`);
    expect(json.activities.map((each: Json) => each.activity.id)).toEqual([purchase]);
    expect((await get(`/v1/apps/${app.id}/trace?gps_adid=${freshId()}`)).json).toMatchObject({
      device: null,
      touches: [],
      activities: [],
    });
    expectError(await get(`/v1/apps/${app.id}/trace`), 400, 'missing_field');
    expectError(await get(`/v1/apps/${app.id}/trace?activity=absent`), 404, 'not_found');
    expectError(await get(`/v1/apps/${app.id}/trace?gaid=x`), 400, 'unknown_field', 'gaid');
  });

  describe('a partner’s key', () => {
    test('sees the activities credited to it, without others’ part in them', async () => {
      const { json, text } = await get('/v1/activities', acmeKey);
      expect(json.items.map((item: Json) => item.id).sort()).toEqual([install.acme, purchase].sort());
      const installed = json.items.find((item: Json) => item.id === install.acme);
      expect(installed.attribution).toMatchObject({ partner: 'acme', assists: [], secondary: null });
      expect(installed.attribution).not.toHaveProperty('previous_partner');
      expect(installed.attribution.candidates.map((candidate: Json) => candidate.partner)).toEqual(['acme']);
      expect(text).not.toMatch(/rival|u-77/);
      expect((await get(`/v1/apps/${app.id}/activities/${install.acme}`, acmeKey)).json).toEqual(installed);
    });

    test('sees its own deliveries and decisions of those only', async () => {
      const { json } = await get('/v1/deliveries', acmeKey);
      expect(json.items.map((item: Json) => item.activity_id).sort()).toEqual(
        [install.acme, purchase].sort(),
      );
      expect(json.items.every((item: Json) => item.partner === 'acme')).toBe(true);
      expect((await get('/v1/deliveries?status=skipped', acmeKey)).json.items).toEqual([]);
    });

    test.each([
      { name: 'another partner’s activities', path: () => '/v1/activities?partner=rival', status: 403 },
      { name: 'another partner’s deliveries', path: () => '/v1/deliveries?partner=rival', status: 403 },
      { name: 'another partner’s template', path: () => '/v1/partners/rival', status: 403 },
      {
        name: 'an install credited to another',
        path: () => `/v1/apps/${app.id}/activities/${install.rival}`,
        status: 404,
      },
      {
        name: 'an organic install',
        path: () => `/v1/apps/${app.id}/activities/${install.organic}`,
        status: 404,
      },
      { name: 'the trace', path: () => `/v1/apps/${app.id}/trace?activity=${install.acme}`, status: 403 },
      { name: 'the app', path: () => `/v1/apps/${app.id}`, status: 403 },
      { name: 'its links', path: () => `/v1/apps/${app.id}/links`, status: 403 },
      { name: 'its callbacks', path: () => `/v1/apps/${app.id}/callbacks`, status: 403 },
      { name: 'its integrations', path: () => `/v1/apps/${app.id}/integrations`, status: 403 },
      { name: 'keys', path: () => '/v1/keys', status: 403 },
    ])('does not see $name: $status', async ({ path, status }) => {
      const answer = await get(path(), acmeKey);
      expect(answer.status).toBe(status);
      expect(answer.text).not.toMatch(/R-1|u-77/);
    });

    test('does not see a delivery that is not its own, and replays none', async () => {
      for (const query of [
        'partner=rival&status=delivered',
        `callback=${callback}`,
        'partner=acme&status=skipped',
      ]) {
        const [hidden] = (await get(`/v1/deliveries?app=${app.id}&${query}`)).json.items;
        expectError(await get(`/v1/deliveries/${hidden.id}`, acmeKey), 404, 'not_found');
      }
      const [own] = (await get('/v1/deliveries', acmeKey)).json.items;
      expect((await get(`/v1/deliveries/${own.id}`, acmeKey)).status).toBe(200);
      expectError(
        await send('POST', `/v1/deliveries/${own.id}/replay`, undefined, acmeKey),
        403,
        'forbidden',
      );
    });

    test('lists itself alone in the registry', async () => {
      expect(ids(await get('/v1/partners', acmeKey))).toEqual(['acme']);
    });
  });

  describe('roles', () => {
    const key = (role: string): string =>
      ({ admin: adminKey, reader, partner: acmeKey, app: app.key, outsider })[role] ?? '';

    test.each([
      {
        method: 'POST',
        path: '/v1/apps',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'GET',
        path: '/v1/apps/APP',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 403,
        outsider: 404,
      },
      {
        method: 'PATCH',
        path: '/v1/apps/APP',
        admin: 200,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'GET',
        path: '/v1/keys',
        admin: 200,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'POST',
        path: '/v1/keys',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'GET',
        path: '/v1/apps/APP/links',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 403,
        outsider: 404,
      },
      {
        method: 'POST',
        path: '/v1/apps/APP/links',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'GET',
        path: '/v1/apps/APP/callbacks',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 403,
        outsider: 404,
      },
      {
        method: 'POST',
        path: '/v1/apps/APP/callbacks',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'GET',
        path: '/v1/apps/APP/integrations',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 403,
        outsider: 404,
      },
      {
        method: 'PUT',
        path: '/v1/apps/APP/integrations/acme',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'GET',
        path: '/v1/apps/APP/trace?user_id=u-77',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 403,
        outsider: 404,
      },
      {
        method: 'GET',
        path: '/v1/activities?app=APP',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 200,
        outsider: 404,
      },
      {
        method: 'GET',
        path: '/v1/deliveries?app=APP',
        admin: 200,
        app: 403,
        reader: 200,
        partner: 200,
        outsider: 404,
      },
      {
        method: 'POST',
        path: '/v1/deliveries/replay',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'PUT',
        path: '/v1/partners/acme',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 400,
        outsider: 403,
      },
      {
        method: 'POST',
        path: '/v1/partners/acme/preview',
        admin: 200,
        app: 403,
        reader: 403,
        partner: 200,
        outsider: 403,
      },
      {
        method: 'POST',
        path: '/v1/partners/acme/test',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
      {
        method: 'PUT',
        path: '/v1/apps/APP/compat/adjust',
        admin: 400,
        app: 403,
        reader: 403,
        partner: 403,
        outsider: 403,
      },
    ])('$method $path', async ({ method, path: written, ...expected }) => {
      const path = written.replace('APP', app.id);
      const body = method === 'GET' ? undefined : {};
      const seen: Record<string, number> = {};
      for (const role of Object.keys(expected))
        seen[role] = (await send(method, path, body, key(role))).status;
      expect(seen).toEqual(expected);
      expect(
        (await call(server, path, { method, key: null, ...(body === undefined ? {} : { body }) })).status,
      ).toBe(401);
    });

    test('a reader sees its own app’s deliveries and no other’s, by id either', async () => {
      const [delivery] = await deliveriesOf(server, app, install.acme);
      expect((await get(`/v1/deliveries/${delivery.id}`, reader)).status).toBe(200);
      expectError(await get(`/v1/deliveries/${delivery.id}`, outsider), 404, 'not_found');
      expect((await get('/v1/deliveries', outsider)).json.items).toEqual([]);
      expect((await get('/v1/activities', outsider)).json.items).toEqual([]);
      expect(ids(await get('/v1/apps', reader))).toEqual([app.id]);
    });
  });

  test('one delivery is replayed under its id; what was skipped has nothing to send again', async () => {
    const [delivery] = (await get(`/v1/deliveries?app=${app.id}&activity=${install.rival}&partner=rival`))
      .json.items;
    const arrivals = (): number =>
      receiver.received.filter((request) => request.delivery === delivery.id).length;
    expect(arrivals()).toBe(1);
    expect((await send('POST', `/v1/deliveries/${delivery.id}/replay`)).json).toMatchObject({
      id: delivery.id,
    });
    await receiver.until(() => arrivals() === 2);
    await eventually(
      () => get(`/v1/deliveries/${delivery.id}`),
      ({ json }) => json.status === 'delivered' && json.attempts.length === 2,
    );
    const [skipped] = (await get(`/v1/deliveries?app=${app.id}&status=skipped`)).json.items;
    expectError(await send('POST', `/v1/deliveries/${skipped.id}/replay`), 409, 'conflict');
    expectError(await send('POST', '/v1/deliveries/absent/replay'), 404, 'not_found');
  });

  test('all that match a filter are replayed; a replay of everything has to be asked for', async () => {
    const before = receiver.received.filter(({ url }) => url === '/story').length;
    expect((await send('POST', '/v1/deliveries/replay', { app: app.id, callback })).json).toEqual({
      replayed: 4,
    });
    await receiver.until((received) => received.filter(({ url }) => url === '/story').length === before + 4);
    expectError(await send('POST', '/v1/deliveries/replay', {}), 400, 'invalid_field');
    expectError(await send('POST', '/v1/deliveries/replay', { ap: 'x' }), 400, 'unknown_field', 'ap');
  });

  test('verdicts, deliveries and attempts are counted', async () => {
    const { text } = await call(server, '/metrics', { key: null });
    expect(text).toMatch(/^carom_attributed_total\{kind="install",match_type="device_id"\} 2$/m);
    expect(text).toMatch(/^carom_attributed_total\{kind="install",match_type="organic"\} 1$/m);
    expect(text).toMatch(/^carom_deliveries_total\{[^}]*destination="acme"[^}]*\} [1-9]/m);
    expect(text).toMatch(/^carom_deliveries_total\{[^}]*outcome="skipped"[^}]*\} [1-9]/m);
    expect(text).toMatch(/^carom_attempts_total\{[^}]*\} [1-9]/m);
  });
});
