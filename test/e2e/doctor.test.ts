/** `GET /v1/apps/{app}/doctor` and `carom doctor` against a running server: each planted fault is found, with its cost and an example; a healthy app has none. */
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
  type Json,
  type Receiver,
  type Server,
  type TestApp,
} from '../harness';
import { click, createLink, freshId, make, settled, take } from './scene';

let server: Server;
let receiver: Receiver;
/** Nobody listens there. */
let deadUrl: string;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  receiver.answer = ({ url }, response) => {
    response.statusCode = url.startsWith('/refuser/') ? 400 : url.startsWith('/gone') ? 410 : 200;
    response.end();
  };
  const gone = await startReceiver();
  deadUrl = gone.url;
  gone.close();
});
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

const settings = [{ key: 'account', label: 'Account' }];

/** Nothing of it gives lint a word. */
function template(id: string, more: { query?: object; when?: object; origin?: string } = {}): object {
  const request = {
    method: 'GET',
    url: `${more.origin ?? receiver.url}/${id}/pb`,
    query: {
      'click?': '{{touch.partner_click_id}}',
      'account?': '{{settings.account}}',
      tid: '{{activity.id}}',
      ...more.query,
    },
  };
  return {
    id,
    name: id,
    docs: 'https://partner.test/postbacks',
    checkedOn: '2026-11-22',
    confidence: 'documented',
    settings,
    postbacks: [
      { on: ['install', 'event'], request, ...(more.when === undefined ? {} : { when: more.when }) },
    ],
  };
}

interface Plan {
  readonly partner: string;
  readonly template?: object;
  /** Null: the partner is not integrated. */
  readonly integration?: object | null;
  readonly query?: Record<string, string>;
  readonly installs?: number;
  readonly events?: readonly object[];
  readonly after?: (app: TestApp) => Promise<unknown>;
}

/** An app with one partner, whose link is clicked before each install. */
async function simulate(given: Plan): Promise<TestApp> {
  const { partner, integration = {}, query = { click_id: 'net-1' } } = given;
  const app = await createApp(server, { currency: 'USD' });
  await make(server, `/v1/partners/${partner}`, given.template ?? template(partner), 'PUT');
  if (integration !== null)
    await make(server, `/v1/apps/${app.id}/integrations/${partner}`, integration, 'PUT');
  const { token } = await createLink(server, app, { partner });
  for (let each = 0; each < (given.installs ?? 1); each += 1) {
    const gps = freshId();
    // A click id of its own for each: the same one again is no new click.
    const own = query['click_id'] === 'net-1' ? { click_id: `net-${gps}` } : query;
    const touched = await click(server, token, { gps_adid: gps, ...own });
    await settled(
      server,
      app,
      await take(server, app, {
        kind: 'install',
        click_id: touched,
        device: { gps_adid: gps, os_name: 'android' },
      }),
    );
    for (const event of given.events ?? [])
      await settled(
        server,
        app,
        await take(server, app, { kind: 'event', device: { gps_adid: gps }, ...event }),
      );
  }
  await given.after?.(app);
  return app;
}

async function examine(app: TestApp, window = '24h'): Promise<Json> {
  const { status, json, text } = await call(server, `/v1/apps/${app.id}/doctor?window=${window}`);
  if (status !== 200) throw new Error(`the doctor answered ${status}: ${text}`);
  return json;
}

const purchase = { event: 'purchase', revenue: { amount: '9.99', currency: 'USD' } };

interface Fault {
  readonly code: string;
  readonly plan: () => Plan;
  readonly finding: { readonly count: number } & Readonly<Record<string, unknown>>;
}

const faults: readonly Fault[] = [
  {
    code: 'refused',
    plan: () => ({ partner: 'refuser', events: [purchase] }),
    finding: {
      severity: 'error',
      detail: '400',
      count: 2,
      affected: 2,
      revenue: [{ amount: '9.99', currency: 'USD' }],
      example: { delivery: expect.any(String) as unknown },
    },
  },
  {
    code: 'empty_leaf',
    plan: () => ({ partner: 'hungry', template: template('hungry', { query: { sku: '{{params.sku}}' } }) }),
    finding: { detail: 'query.sku', count: 1, affected: 1 },
  },
  {
    code: 'macro_unexpanded',
    plan: () => ({ partner: 'macro', query: { click_id: '{clickid}' }, installs: 2 }),
    finding: { count: 2, affected: 2, link: expect.any(String) as unknown },
  },
  {
    code: 'click_id_absent',
    plan: () => ({ partner: 'bare', query: {} }),
    finding: { count: 1, affected: 1, example: { touch: expect.any(String) as unknown } },
  },
  {
    code: 'event_not_mapped',
    plan: () => ({
      partner: 'unmapped',
      integration: { events: { purchase: 'sale' } },
      events: [{ event: 'level_up' }, { event: 'level_up' }, { event: 'tutorial' }, purchase],
    }),
    finding: {
      severity: 'notice',
      count: 3,
      affected: 3,
      message: 'Events have no mapping: level_up (2), tutorial (1).',
      events: [
        { event: 'level_up', count: 2 },
        { event: 'tutorial', count: 1 },
      ],
    },
  },
  {
    code: 'not_integrated',
    plan: () => ({ partner: 'unknown', integration: null, events: [purchase] }),
    finding: {
      severity: 'warning',
      count: 2,
      affected: 2,
      example: { activity: expect.any(String) as unknown },
    },
  },
  {
    code: 'integration_inactive',
    plan: () => ({ partner: 'off', integration: { active: false } }),
    finding: { count: 1, affected: 1 },
  },
  {
    code: 'setting_missing',
    plan: () => ({
      partner: 'needy',
      after: () =>
        make(
          server,
          '/v1/partners/needy',
          { ...template('needy'), settings: [{ ...settings[0], required: true }] },
          'PUT',
        ),
    }),
    finding: { detail: 'account', count: 1 },
  },
  {
    code: 'template_finding',
    plan: () => ({
      partner: 'leaky',
      template: {
        ...template('leaky', { query: { 'token?': '{{settings.token}}' } }),
        settings: [...settings, { key: 'token', label: 'Token', secret: true }],
      },
    }),
    finding: { severity: 'notice', detail: 'secret_in_url', count: 1, affected: 0 },
  },
  {
    code: 'callback_gone',
    plan: () => ({
      partner: 'teller',
      after: async (app) => {
        const path = `/v1/apps/${app.id}/callbacks`;
        const { id } = await make(server, path, { url: `${receiver.url}/gone`, method: 'POST' });
        await take(server, app, { kind: 'session', device: { gps_adid: freshId() } });
        await eventually(
          async () => (await call(server, `${path}/${id}`)).json,
          ({ active }) => active === false,
        );
      },
    }),
    finding: { severity: 'error', count: 1, affected: 1, callback: expect.stringMatching(/^cb_/) as unknown },
  },
  {
    code: 'credited_not_sent',
    plan: () => ({
      partner: 'picky',
      template: template('picky', { when: { 'device.country': 'zz' } }),
      installs: 2,
    }),
    finding: { detail: 'condition_not_met', count: 2, affected: 2 },
  },
];

test.each(faults)('planted: $code', async ({ code, plan, finding }) => {
  const given = plan();
  const app = await simulate(given);
  const { findings, healthy } = await eventually(
    () => examine(app),
    (answer) => answer.findings.some((found: Json) => found.code === code && found.count >= finding.count),
  );
  // It, and nothing that is not wrong.
  expect(findings.map((found: Json) => found.code)).toEqual([code]);
  expect(findings[0]).toMatchObject(finding);
  if (findings[0].callback === undefined) expect(findings[0].partner).toBe(given.partner);
  expect(healthy).toBe(findings[0].severity === 'notice');
  expect(findings[0].message).not.toBe('');
  expect(findings[0].fix).not.toBe('');
});

test('planted: an origin that does not answer, until its breaker opens', async () => {
  const app = await simulate({
    partner: 'dead',
    template: template('dead', { origin: deadUrl }),
    installs: 12,
  });
  const { findings } = await eventually(
    () => examine(app),
    (answer) => answer.findings.some((found: Json) => found.code === 'breaker_open'),
  );
  expect(findings.find((found: Json) => found.code === 'breaker_open')).toMatchObject({
    partner: 'dead',
    detail: deadUrl,
  });
});

describe('a healthy app', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await simulate({
      partner: 'fine',
      integration: { settings: { account: 'a-1' }, events: { purchase: 'sale' } },
      installs: 3,
      events: [purchase],
      after: (made) =>
        make(server, `/v1/apps/${made.id}/callbacks`, { url: `${receiver.url}/cb`, method: 'POST' }),
    });
    await eventually(
      () => examine(app),
      ({ destinations }) => destinations[0].statuses.delivered === 6,
    );
  });

  test('has nothing wrong, and says what went out', async () => {
    const answer = await examine(app);
    expect(answer).toMatchObject({ app: app.id, healthy: true, truncated: false, findings: [] });
    expect(answer.read).toMatchObject({ deliveries: 6, activities: 6, touches: 3, links: 1 });
    expect(answer.destinations[0]).toEqual({
      partner: 'fine',
      credited: 6,
      statuses: { delivered: 6 },
      skipped: {},
      refused: {},
    });
    expect(answer.destinations[1]).toMatchObject({ callback: expect.any(String) as unknown });
  });

  test('another app’s reader and a partner learn nothing of it; its own reader does', async () => {
    const other = await createApp(server);
    const keyOf = async (form: object): Promise<string> => (await make(server, '/v1/keys', form)).key;
    const path = `/v1/apps/${app.id}/doctor`;
    const statusFor = async (form: object) => (await call(server, path, { key: await keyOf(form) })).status;
    expect(await statusFor({ role: 'reader', app: app.id })).toBe(200);
    expect(await statusFor({ role: 'reader', app: other.id })).toBe(404);
    expect(await statusFor({ role: 'partner', partner: 'fine' })).toBe(403);
    expect((await call(server, path, { key: null })).status).toBe(401);
  });

  test.each(['1m', '30d', '24h', '720h'])('a window of %s is taken', async (window) => {
    expect((await examine(app, window)).healthy).toBe(true);
  });

  test.each(['0m', '31d', '721h', '24', 'h', '', '1s', '-1h', '1.5h'])(
    'a window of "%s" is not',
    async (window) => {
      const { status, json } = await call(server, `/v1/apps/${app.id}/doctor?window=${window}`);
      expect([status, json.error.field]).toEqual([400, 'window']);
    },
  );

  test('the command says so, in words and as JSON', async () => {
    const words = await carom(['doctor', '--app', app.id, '--window', '1h']);
    expect(words).toMatchObject({ code: 0, said: '' });
    expect(words.out).toMatch(/^Nothing is wrong since /);
    const { out } = await carom(['doctor', '--app', app.id, '--json']);
    expect(JSON.parse(out)).toMatchObject({ app: app.id, findings: [] });
  });
});

async function carom(args: readonly string[]) {
  const main = join(__dirname, '..', '..', 'src', 'main.js');
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', CAROM_URL: server.url, CAROM_KEY: adminKey },
  });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out.trim(), said: said.trim() };
}

test('the command shows a finding with its example and what to do; what it cannot ask it says', async () => {
  const app = await simulate({ partner: 'away', integration: null });
  const { out } = await carom(['doctor', '--app', app.id]);
  expect(out).toMatch(/^WARNING not_integrated: partner away, link \w+\n/);
  expect(out).toContain('Example: activity ');
  expect(out).toContain('PUT /v1/apps/{app}/integrations/{partner}');
  expect(await carom(['doctor'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('--app') as unknown,
  });
  expect(await carom(['doctor', '--app', 'nobody'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('There is no app') as unknown,
  });
});
