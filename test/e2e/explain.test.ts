/** `POST /v1/attribution/explain` and `carom explain` on the real server and the real command line: who may ask, what is answered, that nothing is kept. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  call,
  cleanUp,
  createApp,
  emptyFolder,
  startServer,
  type Json,
  type Server,
  type TestApp,
} from '../harness';
import { androidAgent, createLink, freshId, make, settled, stampedReferrer, take, visit } from './scene';

let server: Server;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server);
});
afterAll(cleanUp);

const path = '/v1/attribution/explain';
const explain = (body: unknown, key?: string | null) =>
  call(server, path, { body, ...(key === undefined ? {} : { key }) });

/** As the contract shows it. */
const question = {
  policy: { preset: 'adjust' },
  platform: 'android',
  history: [
    { kind: 'install', partner: 'a', link: 'l1', time: '2026-11-01T10:00:00Z' },
    { kind: 'session', time: '2026-11-02T10:00:00Z' },
  ],
  touches: [
    {
      id: 't1',
      type: 'click',
      partner: 'b',
      link: 'l2',
      campaign: 'spring',
      time: '2026-11-22T09:00:00Z',
      retargeting: false,
      country: 'us',
      partner_click_id: 'x',
      device: { gps_adid: freshId(), ip_address: '203.0.113.7', user_agent: androidAgent },
      policy: {},
      fraud: { verdict: 'suspicious', reason: 'odd' },
    },
  ],
  activity: {
    kind: 'install',
    time: '2026-11-22T10:00:00Z',
    click_id: 't1',
    device: {},
    referrer: { click_id: 't1', install_begin_at: '2026-11-22T09:30:00Z' },
  },
};

test('answers kind, attribution and rejected, and nothing else', async () => {
  const { status, json } = await explain(question);
  expect(status).toBe(200);
  expect(json).toEqual({
    kind: 'reattribution',
    attribution: {
      status: 'attributed',
      partner: 'b',
      link: 'l2',
      campaign: 'spring',
      adgroup: null,
      creative: null,
      touch_id: 't1',
      touch_type: 'click',
      touched_at: '2026-11-22T09:00:00.000Z',
      match_type: 'referrer',
      previous_partner: 'a',
      secondary: null,
      assists: [],
      flags: ['suspicious'],
      candidates: [
        {
          touch_id: 't1',
          partner: 'b',
          verdict: 'won',
          reason: 'won',
          match_type: 'referrer',
          touch_type: 'click',
        },
      ],
      policy_version: expect.stringMatching(/^adjust-/),
    },
    rejected: [],
  });
});

test('the same question has the same answer', async () => {
  const [first, second] = [await explain(question), await explain(question)];
  expect(second.text).toBe(first.text);
});

test('admin, reader and app may ask; a partner and nobody may not', async () => {
  const keyOf = async (form: object): Promise<string> => (await make(server, '/v1/keys', form)).key;
  const reader = await keyOf({ role: 'reader', app: app.id });
  const partner = await keyOf({ role: 'partner', partner: 'acme' });
  const statuses = await Promise.all(
    [undefined, reader, app.key, partner, null].map(async (key) => (await explain(question, key)).status),
  );
  expect(statuses).toEqual([200, 200, 200, 403, 401]);
});

test.each([
  { name: 'an unknown field', body: { ...question, colour: 1 }, code: 'unknown_field', field: 'colour' },
  {
    name: 'a time that cannot be read',
    body: { ...question, touches: [{ id: 'a', type: 'click', time: 'x' }] },
    code: 'invalid_time',
    field: 'touches.0.time',
  },
  {
    name: 'a policy out of range',
    body: { ...question, policy: { windows: { click: { deterministic: '181d' } } } },
    code: 'invalid_policy',
    field: 'policy.windows.click.deterministic',
  },
  { name: 'no activity', body: {}, code: 'missing_field', field: 'activity' },
])('refuses $name by the name of its field', async ({ body, code, field }) => {
  const { status, json } = await explain(body);
  expect(status).toBe(400);
  expect(json.error).toMatchObject({ code, field });
});

test('nothing is stored', async () => {
  const gps_adid = freshId();
  const { status } = await explain({
    touches: [{ id: 'kept', type: 'click', time: '2026-11-22T09:00:00Z', device: { gps_adid } }],
    activity: { kind: 'install', time: '2026-11-22T10:00:00Z', device: { gps_adid } },
  });
  expect(status).toBe(200);
  expect((await call(server, `/v1/apps/${app.id}/trace?gps_adid=${gps_adid}`)).json).toMatchObject({
    touches: [],
    activities: [],
  });
  expect((await call(server, `/v1/apps/${app.id}/trace?click_id=kept`)).json.touches ?? []).toEqual([]);
  expect((await call(server, `/v1/activities?app=${app.id}`)).json.items).toEqual([]);
});

test('the pipeline and explain say the same of the same install', async () => {
  const link = await createLink(server, app);
  const gps_adid = freshId();
  const clicks = [];
  for (const query of [{ gps_adid }, { gps_adid: freshId() }, { gps_adid, type: 'impression' }]) {
    const referrer = new URLSearchParams(stampedReferrer(await visit(server, link.token, query)));
    clicks.push({ id: referrer.get('click_id') ?? '', query });
  }
  const time = new Date(Date.now() + 1_000).toISOString();
  const activity = { kind: 'install', time, device: { gps_adid }, referrer: { click_id: clicks[0]?.id } };
  const stored = (await settled(server, app, await take(server, app, activity))).attribution;
  const trace = (await call(server, `/v1/apps/${app.id}/trace?gps_adid=${gps_adid}`)).json;
  const touches = trace.touches.map((touch: Json) => ({
    id: touch.click_id,
    type: touch.type,
    time: touch.time,
    partner: touch.partner,
    link: touch.link,
    campaign: touch.campaign,
    device: { gps_adid: touch.device.gps_adid },
  }));
  expect(touches.length).toBeGreaterThanOrEqual(2);
  const { policy = {} } = (await call(server, `/v1/apps/${app.id}`)).json;
  const { json } = await explain({ policy, activity, touches });
  expect(json.attribution).toEqual(stored);
});

describe('carom explain', () => {
  const main = join(__dirname, '..', '..', 'src', 'main.js');

  function run(
    args: readonly string[],
    input = '',
  ): Promise<{ code: number | null; out: string; err: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, 'explain', ...args], { cwd: emptyFolder() });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code, out, err });
      });
      child.stdin.end(input);
    });
  }

  test('reads a file and prints a table', async () => {
    const file = join(emptyFolder(), 'question.json');
    writeFileSync(file, JSON.stringify(question));
    const { code, out, err } = await run([file]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^reattribution: credited to b \(link l2, campaign spring\) by referrer: click t1 /);
    expect(out).toMatch(/^t1 +click +b +referrer +won +won /m);
  });

  test('reads standard input and prints what the API answers', async () => {
    const { code, out } = await run(['-', '--json'], JSON.stringify(question));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual((await explain(question)).json);
  });

  test.each([
    {
      name: 'a file that is not there',
      args: ['absent.json'],
      input: '',
      err: /^carom: Cannot read absent\.json/,
    },
    { name: 'what is no JSON', args: ['-'], input: '{', err: /^carom: The question is not valid JSON/ },
    { name: 'a missing field', args: ['-'], input: '{}', err: /^carom: "activity" is required\.\n$/ },
    { name: 'two files', args: ['a', 'b'], input: '', err: /^carom: carom explain takes one FILE\./ },
  ])('says in one sentence what is wrong with $name', async ({ args, input, err }) => {
    const result = await run(args, input);
    expect(result.code).toBe(1);
    expect(result.out).toBe('');
    expect(result.err).toMatch(err);
  });
});
