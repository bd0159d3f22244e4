/** What is forgotten in the background, and when: both sides of each time and of a minute. */
import { createObserver } from '../../src/adapters/observer/observer';
import { createForgetOld, type ForgetOld } from '../../src/forget-old';
import { readKeepTimes } from '../../src/keep-times';
import { activity, delivery, device, processed, t0, touch } from '../contract/samples';
import { openStore, put, type OpenStore } from './adapters/open-store';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const kept = 8 * day;
const source = { partner: 'net1', sub: '' };
const settings = {
  keepTouchesDays: 180,
  keepActivitiesDays: 90,
  keepDeliveriesDays: 30,
  keepAddressesDays: 8,
  keepDevicesDays: 730,
  keepCostsDays: 90,
};

let open: OpenStore;
let now = t0;
let forget: ForgetOld;
beforeEach(async () => {
  open = await openStore();
  now = t0;
  forget = createForgetOld({
    store: open.store,
    clock: { now: () => now },
    observer: createObserver({ level: 'silent' }),
    keepTimes: () => readKeepTimes(settings, open.store),
  });
});
afterEach(async () => {
  await forget.stop();
  await open.remove();
});

async function passAt(time: number): Promise<void> {
  now = time;
  forget.tick();
  await forget.settled();
}

async function found(): Promise<string[]> {
  const query = { app: 'app1', ids: [], keys: ['ip:a'], since: 0, until: t0 + 999 * day, limitPerKey: 9_999 };
  const [touches = []] = await open.store.findTouches([query]);
  return touches.map(({ id }) => id);
}

test('once a minute: address keys and rates of more than eight days ago', async () => {
  const { store } = open;
  const at = (id: string, time: number) => touch(id, { time, receivedAt: time, params: {}, keys: ['ip:a'] });
  await store.appendTouches([at('old', t0 + minute - kept - 1), at('edge', t0 + minute - kept)]);
  await store.appendTouches([at('older', t0 - kept - 2 * hour)]);
  const clicks = async () => (await store.readSourceRates('app1', [source], 0))[0]?.clicks;

  await passAt(t0 + minute - 1);
  expect(await found()).toEqual(['edge', 'old', 'older']);
  await passAt(t0 + minute);
  expect(await found()).toEqual(['edge']);
  // The hour that eight days ago lies in is not over.
  expect(await clicks()).toBe(2);
  await passAt(t0 + 2 * minute - 1);
  expect(await found()).toEqual(['edge']);
  await passAt(t0 + 2 * minute);
  expect(await found()).toEqual([]);
  await passAt(t0 + 2 * minute + hour);
  expect(await clicks()).toBe(0);
});

test('answers that are kept for a day, to the millisecond', async () => {
  const { store } = open;
  const ids = ['old', 'edge'];
  const claim = (id: string, at: number) => store.claimAnswer({ id, fingerprint: 'f', at }, 0);
  await claim('old', t0 + minute - day - 1);
  await claim('edge', t0 + minute - day);
  await passAt(t0 + minute);
  expect(await Promise.all(ids.map((id) => claim(id, t0)))).toEqual([null, expect.anything()]);
});

test('more than one piece goes in one pass', async () => {
  await open.store.appendTouches(Array.from({ length: 5_000 }, (_, n) => touch(`t${n}`, { keys: ['ip:a'] })));
  await passAt(t0 + kept + minute);
  expect(await found()).toEqual([]);
});

test('each kind of thing goes at its own time and not a moment before', async () => {
  const { store } = open;
  const address = { ip_address: '203.0.113.7' };
  await store.appendTouches([touch('t1', { device: address, cost: { amount: '1', currency: 'USD' } })]);
  const costs = async () => (await store.listCosts({ app: 'app1', limit: 9 })).items.length;
  await store.appendActivities([activity('a1')], t0);
  await store.commitProcessed(
    [
      processed('a1', {
        device: device('d1'),
        deliveries: [delivery('x1', { status: 'skipped', request: null })],
      }),
    ],
    'ticket1',
    t0,
  );
  const there = async () => ({
    address: (await store.readTouch('t1'))?.device.ip_address,
    delivery: (await store.readDelivery('x1')) !== null,
    activity: (await store.readActivity('app1', 'a1')) !== null,
    touch: (await store.readTouch('t1')) !== null,
    device: (await store.findDevices([{ app: 'app1', keys: ['device_id:d1'] }]))[0]?.length,
  });
  const all = { address: '203.0.113.7', delivery: true, activity: true, touch: true, device: 1 };
  await passAt(t0 + 8 * day);
  expect(await there()).toEqual(all);
  await passAt(t0 + 8 * day + minute);
  expect(await there()).toEqual({ ...all, address: '203.0.113.0' });
  const cut = { ...all, address: '203.0.113.0' };
  await passAt(t0 + 30 * day);
  expect(await there()).toEqual(cut);
  await passAt(t0 + 90 * day);
  expect(await there()).toEqual({ ...cut, delivery: false });
  expect(await costs()).toBe(1);
  await passAt(t0 + 91 * day);
  expect(await costs()).toBe(0);
  await passAt(t0 + 180 * day);
  expect(await there()).toEqual({ ...cut, delivery: false, activity: false });
  await passAt(t0 + 730 * day);
  const gone = { address: undefined, delivery: false, activity: false, touch: false };
  expect(await there()).toEqual({ ...gone, device: 1 });
  await passAt(t0 + 730 * day + minute);
  expect(await there()).toEqual({ ...gone, device: 0 });
});

test('a policy in use keeps what it needs: clicks that events may name, devices that are never new', async () => {
  const { store } = open;
  const plain = await readKeepTimes(settings, store);
  expect(plain).toMatchObject({ touchesMs: 180 * day, appsOfLastingDevices: [] });
  await put(store, 'app', 'far', {
    name: 'Far',
    platform: 'android',
    policy: { events: { by_click_id: '365d' } },
  });
  await put(store, 'app', 'ever', {
    name: 'Ever',
    platform: 'android',
    policy: { reinstall: { window: 'always' } },
  });
  expect(await readKeepTimes(settings, store)).toMatchObject({
    touchesMs: 365 * day,
    appsOfLastingDevices: ['ever'],
  });
});

test('a store that fails stops nobody: the next minute tries again', async () => {
  let fails = true;
  forget = createForgetOld({
    store: open.store,
    clock: { now: () => now },
    observer: createObserver({ level: 'silent' }),
    keepTimes: () => (fails ? Promise.reject(new Error('gone')) : readKeepTimes(settings, open.store)),
  });
  await open.store.appendTouches([touch('t1', { keys: ['ip:a'] })]);
  await passAt(t0 + kept + minute);
  expect(await found()).toEqual(['t1']);
  fails = false;
  await passAt(t0 + kept + 2 * minute);
  expect(await found()).toEqual([]);
});
