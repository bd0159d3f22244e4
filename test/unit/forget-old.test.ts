/** What the sweeper forgets, and when: both sides of eight days and of a minute. */
import { createForgetOld } from '../../src/forget-old';
import type { Store } from '../../src/ports/store';
import { t0, touch } from '../contract/samples';
import { openStore, type OpenStore } from './adapters/open-store';

const minute = 60_000;
const hour = 60 * minute;
const kept = 8 * 24 * hour;
const source = { partner: 'net1', sub: '' };

let open: OpenStore;
beforeEach(async () => {
  open = await openStore();
});
afterEach(() => open.remove());

async function found(store: Store): Promise<string[]> {
  const query = { app: 'app1', ids: [], keys: ['ip:a'], since: 0, until: t0 + kept, limitPerKey: 9_999 };
  const [touches = []] = await store.findTouches([query]);
  return touches.map(({ id }) => id);
}

test('once a minute: address keys and rates of more than eight days ago', async () => {
  const { store } = open;
  let now = t0;
  const forget = createForgetOld(store, { now: () => now });
  const at = (id: string, time: number) => touch(id, { time, receivedAt: time, params: {}, keys: ['ip:a'] });
  await store.appendTouches([at('old', t0 + minute - kept - 1), at('edge', t0 + minute - kept)]);
  await store.appendTouches([at('older', t0 - kept - 2 * hour)]);
  const clicks = async () => (await store.readSourceRates('app1', [source], 0))[0]?.clicks;

  now = t0 + minute - 1;
  await forget();
  expect(await found(store)).toEqual(['edge', 'old', 'older']);
  now = t0 + minute;
  await forget();
  expect(await found(store)).toEqual(['edge']);
  // The hour that eight days ago lies in is not over.
  expect(await clicks()).toBe(2);
  now += minute - 1;
  await forget();
  expect(await found(store)).toEqual(['edge']);
  now += 1;
  await forget();
  expect(await found(store)).toEqual([]);
  now += hour;
  await forget();
  expect(await clicks()).toBe(0);
});

test('more than one piece goes in one go', async () => {
  const { store } = open;
  let now = t0;
  const forget = createForgetOld(store, { now: () => now });
  await store.appendTouches(Array.from({ length: 5_000 }, (_, n) => touch(`t${n}`, { keys: ['ip:a'] })));
  now += kept + minute;
  await forget();
  expect(await found(store)).toEqual([]);
});
