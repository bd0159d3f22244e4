/** Events before their install, refusals, and callbacks for clicks: what is told later, beside, or only when asked for. */
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { androidAgent, deliveriesOf, freshId, make, play, readActivity, settled, take } from './scene';

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer = (_request, response) => void response.end('success=true;');
  server = await startServer({ env: { REROUTE_DELIVERIES: receiver.url } });
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

async function stage(park: string | number = '10m') {
  const app = await createApp(server, { policy: { events: { park } } });
  await make(server, `/v1/apps/${app.id}/callbacks`, { url: `${receiver.url}/${app.id}`, method: 'POST' });
  await make(
    server,
    `/v1/apps/${app.id}/integrations/tune`,
    { active: true, settings: { host: 'x.go2cloud.org' }, events: { purchase: '7' } },
    'PUT',
  );
  const link = await make(server, `/v1/apps/${app.id}/links`, {
    partner: 'tune',
    destinations: { android: play },
  });
  const click = async (query: string): Promise<string> =>
    String((await call(server, `/c/${link.token}?s2s=1&${query}`)).json.click_id);
  return { app, click };
}

const kindsFor = (app: { readonly id: string }): readonly string[] =>
  receiver.received.filter(({ url }) => url === `/${app.id}`).map(({ json }) => json.kind);

test('an event waits for its install: callbacks at once, the partner when it is known, and who was told is told again', async () => {
  const { app, click } = await stage();
  const gps_adid = freshId();
  const event = await take(server, app, { kind: 'event', event: 'purchase', device: { gps_adid } });
  await receiver.until(() => kindsFor(app).length === 1);
  expect(await readActivity(server, app, event)).toMatchObject({
    state: 'parked',
    attribution: { status: 'unattributed' },
  });
  expect((await deliveriesOf(server, app, event)).map(({ callback }) => typeof callback)).toEqual(['string']);

  await click(`click_id=early&gps_adid=${gps_adid}`);
  await take(server, app, { kind: 'install', device: { gps_adid } });
  await receiver.until(() => kindsFor(app).includes('attribution_updated'));
  expect(await settled(server, app, event)).toMatchObject({
    attribution: { status: 'attributed', partner: 'tune' },
  });
  await receiver.until((all) =>
    all.some(({ url }) => url.startsWith('/aff_goal') && url.includes('transaction_id=early')),
  );
  expect([...kindsFor(app)].sort()).toEqual(['attribution_updated', 'event', 'install']);
});

test('an event whose install never comes is recorded as nobody’s', async () => {
  const { app } = await stage(1);
  const event = await take(server, app, {
    kind: 'event',
    event: 'purchase',
    device: { gps_adid: freshId() },
  });
  await settled(server, app, event);
  const decisions = await deliveriesOf(server, app, event);
  expect(decisions.find(({ partner }) => partner === 'tune')).toMatchObject({
    status: 'skipped',
    reason: 'unattributed',
  });
  await receiver.until(() => kindsFor(app).length === 1);
  expect(kindsFor(app)).toEqual(['event']);
});

test('a refused click passes credit on, and its partner can read that it was refused and why', async () => {
  const { app, click } = await stage();
  const gps_adid = freshId();
  const { json: key } = await call(server, '/v1/keys', { body: { role: 'partner', partner: 'tune' } });
  await click(`click_id=injected&gps_adid=${gps_adid}`);
  const begun = new Date(Date.now() - 60_000).toISOString();
  const install = await take(server, app, {
    kind: 'install',
    device: { gps_adid },
    referrer: { install_begin_at: begun },
  });
  expect(await settled(server, app, install)).toMatchObject({
    kind: 'install',
    attribution: { status: 'organic' },
    rejected: [{ reason: 'engagement_injection' }],
  });
  await receiver.until(() => kindsFor(app).includes('rejected_install'));
  const seen = await eventually(
    () => call(server, '/v1/activities', { key: key.key }),
    ({ json }) => json.items.length > 0,
  );
  const own = seen.json.items.filter(({ app: of }: { app: string }) => of === app.id);
  expect(own).toMatchObject([{ kind: 'rejected_install', rejected: [{ reason: 'engagement_injection' }] }]);
});

test('clicks and impressions go to callbacks that name them, and to no other', async () => {
  const { app, click } = await stage();
  await make(server, `/v1/apps/${app.id}/callbacks`, {
    url: `${receiver.url}/clicks-${app.id}?id={reftag}&n={network_name}`,
    method: 'POST',
    kinds: ['click'],
  });
  const id = await eventually(
    () => click('click_id=shown&sub1=feed'),
    () => receiver.received.some(({ url }) => url.startsWith(`/clicks-${app.id}`)),
  );
  const first = receiver.received.find(({ url }) => url.startsWith(`/clicks-${app.id}`));
  expect(first?.json).toMatchObject({
    kind: 'click',
    app: app.id,
    attribution: { partner: 'tune' },
    params: { sub1: 'feed' },
  });
  expect(first?.url).toContain('n=tune');
  expect(typeof id).toBe('string');
  expect(kindsFor(app)).toEqual([]);
  expect(androidAgent).toContain('Android');
});
