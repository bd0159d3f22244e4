/** The whole story of a device, from a real store: by identifier and by activity, and what is not its business. */
import type { Activity } from '../../../src/model/activity';
import type { Attribution, Device } from '../../../src/model/attribution';
import type { Delivery } from '../../../src/model/delivery';
import type { Touch } from '../../../src/model/touch';
import type { Store } from '../../../src/ports/store';
import { trace, type TouchKeysOf } from '../../../src/record/trace';
import { openStore, type OpenStore } from '../adapters/open-store';

let open: OpenStore;
beforeAll(async () => {
  open = await openStore();
  await record(open.store);
});
afterAll(() => open.remove());

const now = Date.parse('2026-11-22T10:00:00Z');
const device: Device = {
  id: 'dev1',
  app: 'app_a',
  version: 0,
  keys: ['gps_adid:g1', 'user:u1'],
  conversions: [{ activity: 'i1', kind: 'install', time: now, credit: null }],
  lastActivityAt: now,
  sessions: 0,
  uninstalledAt: null,
  credit: null,
  secondary: null,
  secondaryShown: false,
  creditUntil: null,
  spentTouches: [],
};

function touch(id: string, app: string, keys: readonly string[]): Touch {
  return {
    id,
    app,
    link: 'l1',
    partner: 'acme',
    type: 'click',
    time: now - 1_000,
    receivedAt: now - 1_000,
    retargeting: false,
    device: {},
    params: {},
    keys,
    hasIdentifier: true,
    flags: [],
  };
}

function activity(id: string, deviceKeys: readonly string[], causedBy?: string): Activity {
  return {
    app: 'app_a',
    id,
    kind: 'install',
    time: now,
    receivedAt: now,
    environment: 'production',
    partition: 0,
    flags: [],
    revision: 0,
    ...(causedBy === undefined ? {} : { causedBy }),
    body: { kind: 'install', device: {} },
    keys: { device: deviceKeys, touch: deviceKeys, address: ['ip:shared'] },
  };
}

const attribution: Attribution = {
  status: 'attributed',
  partner: 'acme',
  link: 'l1',
  campaign: null,
  adgroup: null,
  creative: null,
  touch_id: 't-id',
  touch_type: 'click',
  touched_at: null,
  match_type: 'device_id',
  secondary: null,
  assists: [],
  flags: [],
  candidates: [
    { touch_id: 't-id', partner: 'acme', verdict: 'won', reason: 'won' },
    { touch_id: 't-candidate', partner: 'rival', verdict: 'lost', reason: 'older' },
  ],
  policy_version: 'x',
};

function delivery(id: string, activityId: string, status: 'pending' | 'skipped'): Delivery {
  return {
    id,
    app: 'app_a',
    activity: activityId,
    revision: 0,
    partner: status === 'pending' ? 'acme' : 'rival',
    postback: 'install',
    status,
    ...(status === 'skipped' ? { reason: 'not_credited' } : {}),
    request: status === 'skipped' ? null : { method: 'GET', url: 'https://x.test', headers: {}, body: null },
    attempts: [],
    tries: 0,
    nextAttemptAt: status === 'pending' ? now : null,
    createdAt: now,
    visibleToPartner: status === 'pending',
  };
}

async function record(store: Store): Promise<void> {
  await store.appendTouches([
    touch('t-id', 'app_a', ['gps_adid:g1']),
    touch('t-candidate', 'app_a', ['ip:shared']),
    touch('t-neighbour', 'app_a', ['ip:shared']),
    touch('t-other-app', 'app_b', ['gps_adid:g1']),
  ]);
  await store.appendActivities(
    [activity('i1', ['gps_adid:g1', 'user:u1']), activity('i2', ['gps_adid:g2'])],
    now,
  );
  await store.commitProcessed(
    [
      {
        app: 'app_a',
        id: 'i1',
        revision: 0,
        kind: 'install',
        attribution,
        rejected: [],
        device,
        derived: [
          {
            activity: activity('r1', ['gps_adid:g1'], 'i1'),
            attribution: null,
            rejected: [{ touch_id: 't-id', reason: 'x' }],
          },
        ],
        deliveries: [delivery('D1', 'i1', 'pending'), delivery('D2', 'i1', 'skipped')],
      },
    ],
    'ticket',
    now,
  );
  const attempt = { at: now, status: 200, durationMs: 5 };
  await store.recordOutcomes([{ id: 'D1', outcome: { kind: 'delivered', attempt }, nextAttemptAt: null }]);
}

const nothing = { deviceKeys: [], touchKeys: [] };
/** Identifiers as they are. */
const touchKeysOf: TouchKeysOf = ({ keys }) => keys.device;

test('an identifier tells the whole story: device, touches, verdicts, decisions, attempts', async () => {
  const query = { app: 'app_a', deviceKeys: ['gps_adid:g1'], touchKeys: ['gps_adid:g1'] };
  const found = await trace(open.store, query, touchKeysOf);
  expect(found?.device).toMatchObject({ id: 'dev1', conversions: [{ activity_id: 'i1', kind: 'install' }] });
  expect(found?.activities.map((entry) => (entry.activity as { id: string }).id).sort()).toEqual([
    'i1',
    'r1',
  ]);
  const install = found?.activities.find((entry) => (entry.activity as { id: string }).id === 'i1');
  expect(install?.attribution).toMatchObject({ candidates: [{ verdict: 'won' }, { reason: 'older' }] });
  expect(install?.decisions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        id: 'D1',
        status: 'delivered',
        attempts: [expect.objectContaining({ status: 200 })],
      }),
      expect.objectContaining({ id: 'D2', status: 'skipped', reason: 'not_credited' }),
    ]),
  );
  expect(found?.truncated).toBe(false);
});

test('touches are the device’s own and the candidates; not a neighbour’s at one address, not another app’s', async () => {
  const found = await trace(
    open.store,
    { app: 'app_a', deviceKeys: ['gps_adid:g1'], touchKeys: [] },
    touchKeysOf,
  );
  expect(found?.touches.map(({ click_id: id }) => id).sort()).toEqual(['t-candidate', 't-id']);
});

test('a weaker key of the device leads to the same story', async () => {
  const found = await trace(open.store, { ...nothing, app: 'app_a', deviceKeys: ['user:u1'] }, touchKeysOf);
  expect(found?.device).toMatchObject({ id: 'dev1' });
  expect(found?.activities).toHaveLength(2);
});

test.each([
  { name: 'an activity shows itself and what was derived from it', activity: 'i1' },
  { name: 'a derived one shows what it came from', activity: 'r1' },
])('$name', async ({ activity: id }) => {
  const found = await trace(open.store, { ...nothing, app: 'app_a', activity: id }, touchKeysOf);
  expect(found?.activities.map((entry) => (entry.activity as { id: string }).id).sort()).toEqual([
    'i1',
    'r1',
  ]);
});

test.each([
  { name: 'an unknown activity is none', query: { app: 'app_a', activity: 'nope' }, expected: null },
  { name: 'an activity of another app is none', query: { app: 'app_b', activity: 'i1' }, expected: null },
])('$name', async ({ query, expected }) =>
  expect(await trace(open.store, { ...nothing, ...query }, touchKeysOf)).toBe(expected),
);

test('a device that nobody knows has an empty story', async () =>
  expect(
    await trace(open.store, { ...nothing, app: 'app_a', deviceKeys: ['gps_adid:nobody'] }, touchKeysOf),
  ).toEqual({
    device: null,
    touches: [],
    activities: [],
    truncated: false,
  }));
