/** A flood of clicks through the front door, and addresses that are nobody's: what the service finds by itself and the policy then judges. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, cleanUp, createApp, emptyFolder, startServer, type Server, type TestApp } from '../harness';
import { androidAgent, click, createLink, freshId, settled, take } from './scene';

let server: Server;

beforeAll(async () => {
  const list = join(emptyFolder(), 'networks.txt');
  writeFileSync(list, '# a relay\n198.51.100.0/25\n');
  server = await startServer({ env: { ANONYMOUS_NETWORKS: list } });
});
afterAll(cleanUp);

const clicksAtOnce = 50;

/** So many server clicks of one sub-publisher, each of a phone of its own. */
async function flood(token: string, count: number, sub1: string): Promise<void> {
  let left = count;
  const clicker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await click(server, token, { sub1, gps_adid: freshId() });
    }
  };
  await Promise.all(Array.from({ length: clicksAtOnce }, clicker));
}

async function stage(action: string): Promise<{ app: TestApp; token: string }> {
  const app = await createApp(server, { policy: { fraud: { click_flooding: action } } });
  const link = await createLink(server, app, { partner: 'net' });
  return { app, token: String(link.token) };
}

/** A click of the sub-publisher and the install after it. */
async function install(app: TestApp, token: string, sub1: string): Promise<unknown> {
  const gps_adid = freshId();
  await click(server, token, { sub1, gps_adid, clicked_at: String(Date.now() - 60_000) });
  const id = await take(server, app, { kind: 'install', device: { gps_adid } });
  return settled(server, app, id);
}

test('a thousand clicks of which none installed: the install is not theirs; that it came counts', async () => {
  const { app, token } = await stage('block');
  // With the click of the install itself it is one thousand.
  await flood(token, 999, 'spam');
  expect(await install(app, token, 'spam')).toMatchObject({
    kind: 'install',
    attribution: { status: 'organic', candidates: [{ reason: 'blocked:click_flooding' }] },
    rejected: [{ reason: 'distribution_outlier' }],
  });
  // Two in a thousand are no flood.
  expect(await install(app, token, 'spam')).toMatchObject({ attribution: { partner: 'net' }, rejected: [] });
}, 60_000);

test('one click fewer is no flood; another sub-publisher of the partner never is', async () => {
  const { app, token } = await stage('block');
  await flood(token, 998, 'quiet');
  expect(await install(app, token, 'quiet')).toMatchObject({
    attribution: { status: 'attributed', partner: 'net', flags: [] },
    rejected: [],
  });
}, 60_000);

test.each([
  { action: 'flag', flags: ['click_flooding'] },
  { action: 'off', flags: [] },
])(
  'where the policy says $action the credit stays, flags $flags',
  async ({ action, flags }) => {
    const { app, token } = await stage(action);
    await flood(token, 999, 'spam');
    expect(await install(app, token, 'spam')).toMatchObject({
      attribution: { status: 'attributed', partner: 'net', flags },
    });
    expect(await install(app, token, 'other')).toMatchObject({ attribution: { partner: 'net', flags: [] } });
  },
  60_000,
);

test.each([
  { name: 'of the list', address: '198.51.100.127', credited: false },
  { name: 'beside it', address: '198.51.100.128', credited: true },
])('an address $name: matched by it $credited, and explained alike', async ({ address, credited }) => {
  const app = await createApp(server);
  const link = await createLink(server, app, { partner: 'net' });
  const device = { ip_address: address, user_agent: androidAgent };
  const clickId = await click(server, String(link.token), device);
  const stored = await settled(server, app, await take(server, app, { kind: 'install', device }));
  expect(stored).toMatchObject({
    flags: credited ? [] : ['anonymous_ip'],
    attribution: { status: credited ? 'attributed' : 'organic' },
  });
  const time = new Date().toISOString();
  const asked = {
    policy: { preset: 'carom' },
    touches: [{ id: clickId, type: 'click', partner: 'net', time, device }],
    activity: { kind: 'install', time, device },
  };
  const { json } = await call(server, '/v1/attribution/explain', { body: asked });
  expect(json.attribution.status).toBe(stored.attribution.status);
});

test.each([
  {
    name: 'a line that cannot be read',
    text: '198.51.100.0/25\n300.1.1.1/8\n',
    says: /networks\.txt, line 2: "300\.1\.1\.1\/8"/,
  },
  { name: 'a file that is not there', text: null, says: /ANONYMOUS_NETWORKS: the file/ },
])('$name stops the start', async ({ text, says }) => {
  const list = join(emptyFolder(), 'networks.txt');
  if (text !== null) writeFileSync(list, text);
  await expect(startServer({ env: { ANONYMOUS_NETWORKS: list } })).rejects.toThrow(says);
});
