/** Sending rules, payouts and pinned versions through a running server: what the decider has to fetch and remember for planning is there, and outlives a restart. */
import { call, cleanUp, createApp, emptyFolder, startReceiver, startServer } from '../harness';
import type { Json, Received, Receiver, Server, TestApp } from '../harness';
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
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
});
afterAll(async () => {
  receiver.close();
  await cleanUp();
});

const at = (path: string): readonly Received[] => receiver.received.filter(({ url }) => url.startsWith(path));
const queryOf = ({ url }: { url: string }): Record<string, string> =>
  Object.fromEntries(new URL(url, receiver.url).searchParams);

/** A device that was brought by the link; its install is judged. */
async function install(on: Server, app: TestApp, token: string): Promise<{ gps: string; activity: string }> {
  const gps = freshId();
  const touched = await click(on, token, { gps_adid: gps, click_id: `net-${gps}` });
  const device = { gps_adid: gps, os_name: 'android' };
  const activity = await take(on, app, { kind: 'install', click_id: touched, device });
  await settled(on, app, activity);
  return { gps, activity };
}

const eventOf = (gps: string, event: string, more: object = {}): object => ({
  kind: 'event',
  event,
  device: { gps_adid: gps },
  ...more,
});

describe('send.first_only', () => {
  const reasonsOf = async (app: TestApp, ids: readonly string[]): Promise<string[]> => {
    const reasons: string[] = [];
    for (const id of ids) {
      await settled(server, app, id);
      const [found] = await deliveriesOf(server, app, id);
      reasons.push(found.status === 'skipped' ? found.reason : 'sent');
    }
    return reasons;
  };

  test('the first of a name goes out, later ones do not, in one batch and in several', async () => {
    const { app, token } = await stage(server, 'firsts', receiver.url, {
      integration: { send: { first_only: ['purchase'] } },
    });
    const [one, two] = [await install(server, app, token), await install(server, app, token)];
    const batch = [
      eventOf(one.gps, 'purchase'),
      eventOf(one.gps, 'purchase'),
      eventOf(one.gps, 'level'),
      eventOf(one.gps, 'level'),
      eventOf(two.gps, 'purchase'),
    ];
    const { json } = await call(server, '/v1/activities', { key: app.key, body: batch });
    expect(await reasonsOf(app, json.ids)).toEqual(['sent', 'not_first', 'sent', 'sent', 'sent']);
    const later = [
      await take(server, app, eventOf(one.gps, 'purchase')),
      await take(server, app, eventOf(two.gps, 'purchase')),
    ];
    expect(await reasonsOf(app, later)).toEqual(['not_first', 'not_first']);
  });

  test('it is known of events that came before the rule was switched on', async () => {
    const { app, token } = await stage(server, 'late-rule', receiver.url);
    const { gps } = await install(server, app, token);
    const before = await take(server, app, eventOf(gps, 'purchase'));
    expect(await reasonsOf(app, [before])).toEqual(['sent']);
    const path = `/v1/apps/${app.id}/integrations/late-rule`;
    await make(server, path, { settings: { account: 'a-1' }, send: { first_only: true } }, 'PUT');
    const after = [
      await take(server, app, eventOf(gps, 'purchase')),
      await take(server, app, eventOf(gps, 'signup')),
    ];
    expect(await reasonsOf(app, after)).toEqual(['not_first', 'sent']);
  });
});

describe('payouts', () => {
  const payouts = {
    install: { amount: '2.00', currency: 'USD' },
    purchase: { percent: '5' },
  };
  const own = { install: { amount: '3.50', currency: 'EUR' }, purchase: { percent: '10' } };
  let app: TestApp;
  let plain: string;
  let paying: string;

  beforeAll(async () => {
    const query = {
      click: '{{touch.partner_click_id}}',
      pay: '{{payout.amount}}',
      cur: '{{payout.currency}}',
    };
    const request = { method: 'GET', url: `${receiver.url}/payer/pb`, query };
    const scene = await stage(server, 'payer', receiver.url, {
      template: { postbacks: [{ on: ['install', 'event'], request }] },
      integration: { payouts },
    });
    app = scene.app;
    plain = scene.token;
    paying = String((await createLink(server, app, { partner: 'payer', payouts: own })).token);
    await make(server, `/v1/apps/${app.id}/callbacks`, {
      url: `${receiver.url}/paid?of={gps_adid}&kind={activity_kind}&pay={payout}&cur={payout_currency}`,
      method: 'GET',
    });
  });

  test.each([
    {
      name: 'of the integration',
      link: () => plain,
      install: { pay: '2.00', cur: 'USD' },
      purchase: { pay: '0.5', cur: 'USD' },
    },
    {
      name: 'of the link before those of its integration, for later events too',
      link: () => paying,
      install: { pay: '3.50', cur: 'EUR' },
      purchase: { pay: '1', cur: 'USD' },
    },
  ])('$name, in the postback and in the callback', async ({ link, ...paid }) => {
    const { gps } = await install(server, app, link());
    const revenue = { amount: '10', currency: 'USD' };
    await take(server, app, eventOf(gps, 'purchase', { revenue }));
    const toPartner = (): readonly Json[] =>
      at('/payer/pb')
        .map(queryOf)
        .filter(({ click: of }) => of === `net-${gps}`);
    const toCallback = (): readonly Json[] =>
      at('/paid')
        .map(queryOf)
        .filter(({ of }) => of === gps);
    await receiver.until(() => toPartner().length === 2 && toCallback().length === 2);
    const amounts = (found: readonly Json[]) =>
      found.map(({ pay, cur }) => `${Number(pay)} ${String(cur)}`).sort();
    const expected = [paid.install, paid.purchase].map(({ pay, cur }) => `${Number(pay)} ${cur}`).sort();
    expect(amounts(toPartner())).toEqual(expected);
    expect(amounts(toCallback())).toEqual(expected);
    const kinds = toCallback().map(({ kind }) => String(kind));
    expect(kinds.sort()).toEqual(['event', 'install']);
  });

  test('where nothing pays for it the postback is skipped and the callback’s is empty', async () => {
    const { gps } = await install(server, app, plain);
    const id = await take(server, app, eventOf(gps, 'unpaid'));
    await settled(server, app, id);
    const found = (await deliveriesOf(server, app, id)).find(({ partner }) => partner === 'payer');
    expect(found).toMatchObject({ status: 'skipped', reason: 'empty_leaf:query.pay' });
    await receiver.until(
      () =>
        at('/paid')
          .map(queryOf)
          .filter(({ of }) => of === gps).length === 2,
    );
    const called = at('/paid')
      .map(queryOf)
      .find(({ of, kind }) => of === gps && kind === 'event');
    expect(called).toMatchObject({ pay: '', cur: '' });
  });
});

test('a pinned version goes on while another is live, and each delivery names its own', async () => {
  const shape = (path: string): object => ({
    postbacks: [
      {
        on: ['install'],
        request: {
          method: 'GET',
          url: `${receiver.url}/pinned/${path}`,
          query: { click: '{{touch.partner_click_id}}' },
        },
      },
    ],
  });
  const pinned = await stage(server, 'pinned', receiver.url, {
    template: shape('one'),
    integration: { template_version: 1 },
  });
  // A second app takes the template as it is put now: version 2, live at once.
  const follows = await stage(server, 'pinned', receiver.url, { template: shape('two') });
  const sentBy = async ({ app, token }: { app: TestApp; token: string }): Promise<[string, string]> => {
    const { gps, activity } = await install(server, app, token);
    const { template_version: version } = await deliveryIn(server, app, activity, 'delivered');
    const got = at('/pinned/').find((each) => queryOf(each)['click'] === `net-${gps}`);
    return [version, new URL(got?.url ?? '', receiver.url).pathname];
  };
  expect(await sentBy(pinned)).toEqual(['1', '/pinned/one']);
  expect(await sentBy(follows)).toEqual(['2', '/pinned/two']);

  await make(server, '/v1/partners/pinned', template('pinned', receiver.url, shape('three')), 'PUT');
  expect(await sentBy(pinned)).toEqual(['1', '/pinned/one']);
  expect(await sentBy(follows)).toEqual(['3', '/pinned/three']);

  await make(server, '/v1/partners/pinned/rollback', {});
  expect(await sentBy(follows)).toEqual(['2', '/pinned/two']);

  const path = `/v1/apps/${pinned.app.id}/integrations/pinned`;
  await make(server, path, { settings: { account: 'a-1' } }, 'PUT');
  expect(await sentBy(pinned)).toEqual(['2', '/pinned/two']);
});

describe('send.delay_seconds', () => {
  const delaySeconds = 4;

  test.each([
    { name: 'ended in order', end: (running: Server): Promise<unknown> => running.stop() },
    { name: 'killed', end: (running: Server): Promise<unknown> => running.kill() },
  ])('outlives a server that is $name: sent once, and not before its time', async ({ name, end }) => {
    const dataDir = emptyFolder();
    const first = await startServer({ dataDir });
    const id = name === 'killed' ? 'delay-killed' : 'delay-ended';
    const { app, token } = await stage(first, id, receiver.url, {
      integration: { send: { delay_seconds: delaySeconds } },
    });
    const { activity } = await install(first, app, token);
    const [planned] = await deliveriesOf(first, app, activity);
    expect(planned).toMatchObject({ status: 'pending', attempts: [] });
    const due = Date.parse(planned.next_attempt_at);
    expect(due - Date.parse(planned.created_at)).toBe(delaySeconds * 1_000);
    await end(first);

    const second = await startServer({ dataDir });
    const sent = await deliveryIn(second, app, activity, 'delivered');
    expect(sent.attempts).toHaveLength(1);
    expect(Date.parse(sent.attempts[0].at)).toBeGreaterThanOrEqual(due);
    expect(at(`/${id}/`)).toHaveLength(1);
    await second.stop();
  });
});

test('apps are apart: what one pinned, paid or delayed is no rule of another', async () => {
  const app = await createApp(server);
  await make(server, `/v1/apps/${app.id}/integrations/firsts`, { settings: { account: 'a-1' } }, 'PUT');
  const { token } = await createLink(server, app, { partner: 'firsts' });
  const { gps } = await install(server, app, String(token));
  for (let each = 0; each < 2; each += 1) {
    const id = await take(server, app, eventOf(gps, 'purchase'));
    expect(await deliveryIn(server, app, id, 'delivered')).toMatchObject({ partner: 'firsts' });
  }
});

describe('the credit of two', () => {
  const policy = {
    returning: {
      kind: 'reengagement',
      needs: 'retargeting',
      inactivity: 0,
      credit: 'both',
      credit_for: '30d',
    },
  };
  const told = (origin: string, id: string): object => ({
    postbacks: [
      {
        on: ['event'],
        request: {
          method: 'GET',
          url: `${origin}/${id}/two`,
          query: {
            click: '{{touch.partner_click_id}}',
            primary: '{{bit attribution.is_primary}}',
            event: '{{event.name}}',
          },
        },
      },
    ],
  });

  /** Brought by one partner, brought back by another. */
  async function broughtBack(
    first: string,
    second: string,
    integration: object = {},
  ): Promise<{ app: TestApp; gps: string }> {
    const { app, token } = await stage(server, first, receiver.url, {
      app: { policy },
      template: told(receiver.url, first),
      integration,
    });
    await make(
      server,
      `/v1/partners/${second}`,
      template(second, receiver.url, told(receiver.url, second)),
      'PUT',
    );
    await make(
      server,
      `/v1/apps/${app.id}/integrations/${second}`,
      { active: true, settings: { account: 'b' } },
      'PUT',
    );
    const { gps } = await install(server, app, token);
    const back = await createLink(server, app, { partner: second, retargeting: true });
    await click(server, String(back.token), { gps_adid: gps, click_id: `back-${gps}` });
    return { app, gps };
  }

  test('both are told of an event, each with its own click, one of them as the primary', async () => {
    const { app, gps } = await broughtBack('two-first', 'two-second');
    const event = await take(server, app, eventOf(gps, 'purchase'));
    const { attribution } = await settled(server, app, event);
    expect(attribution).toMatchObject({ partner: 'two-second', secondary: { partner: 'two-first' } });
    for (const [id, click, primary] of [
      ['two-second', `back-${gps}`, '1'],
      ['two-first', `net-${gps}`, '0'],
    ] as const) {
      await receiver.until(() => at(`/${id}/two`).length > 0);
      expect(at(`/${id}/two`).map(queryOf)).toEqual([{ click, primary, event: 'purchase' }]);
    }
  });

  test('a partner that is not to hear of the secondary credit does not', async () => {
    const { app, gps } = await broughtBack('one-first', 'one-second', { send: { secondary: false } });
    const event = await take(server, app, eventOf(gps, 'purchase'));
    await deliveryIn(server, app, event, 'delivered');
    const sent = (await deliveriesOf(server, app, event)).map(({ partner, status, reason }) => [
      partner,
      status,
      reason,
    ]);
    expect(sent.sort()).toEqual([
      ['one-first', 'skipped', 'secondary'],
      ['one-second', 'delivered', undefined],
    ]);
  });
});
