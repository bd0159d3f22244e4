/** Rates of sources, and what is forgotten. Enters: a store. Leaves: tests. */
import type { Touch } from '../../src/model/touch';
import type { Store } from '../../src/ports/store';
import { activity, processed, t0, touch } from './samples';
import type { At } from './store-contract';

const hour = 3_600_000;
/** A whole UTC hour. */
const top = Math.floor(t0 / hour) * hour;
const net1 = { partner: 'net1', sub: 'feed' };

const clicks = (count: number, change: Partial<Touch> = {}, prefix = 'c'): Touch[] =>
  Array.from({ length: count }, (_, n) =>
    touch(`${prefix}${n}`, { params: { sub1: 'feed' }, receivedAt: top, ...change }),
  );

async function rate(store: Store, source = net1, since = top, app = 'app1'): Promise<unknown> {
  const [found] = await store.readSourceRates(app, [source], since);
  return found;
}

/** Accepts an activity and finishes it as a conversion of the source. */
async function convert(store: Store, id: string, receivedAt = top, source = net1): Promise<void> {
  await store.appendActivities([activity(id, { receivedAt })], t0);
  await store.commitProcessed([processed(id, { conversionOf: source })], 'ticket1', t0);
}

function counts(at: At): void {
  test.each([
    { name: 'a click', change: {}, clicks: 3 },
    { name: 'an engaged click', change: { type: 'engaged_click' }, clicks: 3 },
    { name: 'an impression', change: { type: 'impression' }, clicks: 0 },
    { name: 'an engaged view', change: { type: 'engaged_view' }, clicks: 0 },
    { name: 'a preload', change: { type: 'preload' }, clicks: 0 },
    { name: 'another partner’s click', change: { partner: 'net2' }, clicks: 0 },
    { name: 'another sub-publisher’s', change: { params: { sub1: 'other' } }, clicks: 0 },
    { name: 'one of no sub-publisher', change: { params: {} }, clicks: 0 },
    { name: 'another app’s', change: { app: 'app2' }, clicks: 0 },
  ] as const)('three times $name: $clicks clicks of the source', async ({ change, clicks: count }) => {
    const { store } = at();
    await store.appendTouches(clicks(3, change));
    expect(await rate(store)).toEqual({ clicks: count, conversions: 0 });
  });

  test('without a sub-publisher the partner itself is the source', async () => {
    const { store } = at();
    await store.appendTouches(clicks(2, { params: {} }));
    expect(await rate(store, { partner: 'net1', sub: '' })).toEqual({ clicks: 2, conversions: 0 });
  });

  test('a touch that is stored already is not counted again', async () => {
    const { store } = at();
    await store.appendTouches(clicks(2));
    await store.appendTouches(clicks(3));
    expect(await rate(store)).toEqual({ clicks: 3, conversions: 0 });
  });

  test.each([
    { name: 'its own hour counts, from the first millisecond', since: top, clicks: 2 },
    { name: 'to the last', since: top + hour - 1, clicks: 2 },
    { name: 'the next does not reach it', since: top + hour, clicks: 0 },
  ])('since when: $name', async ({ since, clicks: count }) => {
    const { store } = at();
    await store.appendTouches([
      ...clicks(1, { receivedAt: top }, 'first'),
      ...clicks(1, { receivedAt: top + hour - 1 }, 'last'),
    ]);
    expect(await rate(store, net1, since)).toEqual({ clicks: count, conversions: 0 });
  });

  test('hours add up; when a click says it was made does not matter', async () => {
    const { store } = at();
    await store.appendTouches(clicks(2, { time: top - 99 * hour }, 'a'));
    await store.appendTouches(clicks(3, { receivedAt: top + 5 * hour }, 'b'));
    expect(await rate(store)).toEqual({ clicks: 5, conversions: 0 });
  });

  test('one result a source, in order, zeros where nothing is known', async () => {
    const { store } = at();
    await store.appendTouches([...clicks(1), ...clicks(2, { partner: 'net2' }, 'n')]);
    const sources = ['net2', 'net3', 'net1'].map((partner) => ({ partner, sub: 'feed' }));
    expect((await store.readSourceRates('app1', sources, top)).map((found) => found.clicks)).toEqual([
      2, 0, 1,
    ]);
    expect(await store.readSourceRates('app1', [], top)).toEqual([]);
  });

  test('conversions are counted with what is committed, once, in the hour they came', async () => {
    const { store } = at();
    await store.appendTouches(clicks(2));
    await convert(store, 'a1', top + hour - 1);
    expect(await rate(store)).toEqual({ clicks: 2, conversions: 1 });
    expect(await rate(store, net1, top + hour)).toEqual({ clicks: 0, conversions: 0 });
    // Committed already: stale.
    await store.commitProcessed([processed('a1', { conversionOf: net1 })], 'ticket1', t0);
    expect(await rate(store)).toEqual({ clicks: 2, conversions: 1 });
    await convert(store, 'a2');
    expect(await rate(store)).toEqual({ clicks: 2, conversions: 2 });
  });

  test('a quarantined install converts nothing', async () => {
    const { store } = at();
    await store.appendActivities([activity('a1')], t0);
    await store.commitProcessed([processed('a1', { conversionOf: net1, quarantined: 'x' })], 'ticket1', t0);
    expect(await rate(store)).toEqual({ clicks: 0, conversions: 0 });
  });
}

function forgetsRates(at: At): void {
  test.each([
    { name: 'an hour that ended by then', before: top + hour, left: 0 },
    { name: 'one that ends a millisecond later', before: top + hour - 1, left: 2 },
  ])('$name: $left clicks are left', async ({ before, left }) => {
    const { store } = at();
    await store.appendTouches(clicks(2));
    expect(await store.forgetSourceRates(before)).toBe(left === 0 ? 1 : 0);
    expect(await rate(store)).toEqual({ clicks: left, conversions: 0 });
    expect(await store.forgetSourceRates(before)).toBe(0);
  });
}

async function found(store: Store, key: string): Promise<string[]> {
  const query = { app: 'app1', ids: [], keys: [key], since: 0, until: t0, limitPerKey: 10_000 };
  const [touches = []] = await store.findTouches([query]);
  return touches.map(({ id }) => id);
}

function forgetsKeys(at: At): void {
  test('a touch older than that is found by its address no more, by everything else still, whole', async () => {
    const { store } = at();
    const old = touch('old', { time: t0 - 11, keys: ['ip:a', 'gps_adid:g', 'ipx:b'] });
    await store.appendTouches([old, touch('edge', { time: t0 - 10, keys: ['ip:a'] })]);
    expect(await store.forgetAddressKeys(t0 - 10)).toBe(1);
    expect(await found(store, 'ip:a')).toEqual(['edge']);
    expect(await found(store, 'gps_adid:g')).toEqual(['old']);
    expect(await found(store, 'ipx:b')).toEqual(['old']);
    expect(await store.readTouch('old')).toEqual(old);
    expect(await store.forgetAddressKeys(t0 - 10)).toBe(0);
    expect(await store.forgetAddressKeys(t0 - 9)).toBe(1);
    expect(await found(store, 'ip:a')).toEqual([]);
  });

  test('many go a piece at a time, oldest first, of every app', async () => {
    const { store } = at();
    const many = Array.from({ length: 6_000 }, (_, n) =>
      touch(`t${n}`, { app: n % 2 === 0 ? 'app1' : 'app2', time: t0 - n, keys: [`ip:${n % 7}`] }),
    );
    await store.appendTouches(many);
    const first = await store.forgetAddressKeys(t0 + 1);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(many.length);
    const [newest, oldest] = [many[0], many.at(-1)];
    expect(await found(store, oldest?.keys[0] ?? '')).not.toContain(oldest?.id);
    expect(await found(store, newest?.keys[0] ?? '')).toContain(newest?.id);
    let removed = first;
    for (let last = first; last > 0; removed += last) last = await store.forgetAddressKeys(t0 + 1);
    expect(removed).toBe(many.length);
  });
}

export function rateContract(at: At): void {
  describe('readSourceRates', () => counts(at));
  describe('forgetSourceRates', () => forgetsRates(at));
  describe('forgetAddressKeys', () => forgetsKeys(at));
}
