/** What advertising cost: sums of touches, what was posted, which of the two stands. Enters: a store. Leaves: tests. */
import type { CostLine, PostedCost } from '../../src/model/cost';
import type { Touch, TouchCost } from '../../src/model/touch';
import type { Store } from '../../src/ports/store';
import { t0, touch, walk } from './samples';
import type { At } from './store-contract';

const day = '2026-11-22';
const nextDay = '2026-11-23';
const dayMs = 86_400_000;
const cpc = (amount: string, currency = 'USD'): TouchCost => ({ model: 'cpc', amount, currency });

const clicked = (id: string, more: Partial<Touch> = {}): Touch => {
  const base = touch(id, { campaign: 'spring' });
  return { ...base, cost: { model: 'cpc', amount: '0.25', currency: 'USD' }, ...more };
};

const posted = (more: Partial<PostedCost> = {}): PostedCost => ({
  app: 'app1',
  day,
  partner: 'net1',
  link: '',
  campaign: '',
  adgroup: '',
  creative: '',
  cost: { amount: '12.50', currency: 'USD' },
  postedAt: t0,
  ...more,
});

async function lines(store: Store, app = 'app1'): Promise<readonly CostLine[]> {
  return (await store.listCosts({ app, limit: 1_000 })).items;
}

const spent = async (store: Store): Promise<readonly (readonly [string, number | undefined])[]> =>
  (await lines(store)).map(({ cost, touches }) => [`${cost.amount} ${cost.currency}`, touches]);

function sums(at: At): void {
  test('touches of one place, day, model and currency add up, exactly', async () => {
    const { store } = at();
    await store.appendTouches([
      clicked('t1'),
      clicked('t2', { cost: cpc('0.1') }),
      clicked('t3', { cost: cpc('0.2') }),
    ]);
    await store.appendTouches([clicked('t4', { cost: cpc('0.000001') })]);
    expect(await lines(store)).toEqual([
      {
        ...{
          app: 'app1',
          day,
          partner: 'net1',
          link: 'link1',
          campaign: 'spring',
          adgroup: '',
          creative: '',
        },
        ...{ source: 'touches', model: 'cpc', touches: 4, superseded: false },
        cost: { amount: '0.550001', currency: 'USD' },
      },
    ]);
  });

  test('a touch that is stored already costs nothing again, in the batch and after it', async () => {
    const { store } = at();
    await store.appendTouches([clicked('t1'), clicked('t1')]);
    await store.appendTouches([clicked('t1')]);
    expect(await spent(store)).toEqual([['0.25 USD', 1]]);
  });

  test.each([
    { name: 'a click by the click', change: {}, is: '0.25' },
    { name: 'an impression by the click', change: { type: 'impression' }, is: null },
    {
      name: 'an impression by the thousand',
      change: { type: 'impression', cost: { model: 'cpm', amount: '1.5', currency: 'USD' } },
      is: '0.0015',
    },
    {
      name: 'a click by the thousand views',
      change: { cost: { model: 'cpm', amount: '1.5', currency: 'USD' } },
      is: null,
    },
    {
      name: 'a click by the install',
      change: { cost: { model: 'cpi', amount: '2', currency: 'USD' } },
      is: null,
    },
    { name: 'a click by no model', change: { cost: { amount: '0.30', currency: 'USD' } }, is: '0.3' },
    { name: 'a click without a cost', change: { cost: undefined }, is: null },
    { name: 'a click that was refused', change: { fraud: { verdict: 'rejected' } }, is: null },
    { name: 'a click that is suspected', change: { fraud: { verdict: 'suspicious' } }, is: '0.25' },
  ] as const)('$name: $is', async ({ change, is }) => {
    const { store } = at();
    const { cost, ...rest } = clicked('t1', change as Partial<Touch>);
    await store.appendTouches([{ ...rest, ...(cost === undefined ? {} : { cost }) }]);
    expect((await lines(store)).map((line) => line.cost.amount)).toEqual(is === null ? [] : [is]);
  });

  test('apart by UTC day, level, model and currency; an id stands where there is no name', async () => {
    const { store } = at();
    const late = Date.parse(`${day}T23:59:59.999Z`);
    await store.appendTouches([
      clicked('t1', { time: late }),
      clicked('t2', { time: late + 1 }),
      clicked('t3', { campaign: 'autumn' }),
      clicked('t4', { creative: 'video', creativeId: 'v-1' }),
      clicked('t5', { creativeId: 'v-1' }),
      clicked('t6', { cost: cpc('1', 'EUR') }),
      clicked('t7', { app: 'app2' }),
    ]);
    const found = (await lines(store)).map((line) => [
      line.day,
      line.campaign,
      line.creative,
      line.cost.currency,
    ]);
    expect(found).toEqual([
      [day, 'autumn', '', 'USD'],
      [day, 'spring', '', 'EUR'],
      [day, 'spring', '', 'USD'],
      [day, 'spring', 'v-1', 'USD'],
      [day, 'spring', 'video', 'USD'],
      [nextDay, 'spring', '', 'USD'],
    ]);
    expect(await lines(store, 'app2')).toHaveLength(1);
  });

  test('sums beyond what a float counts are whole', async () => {
    const { store } = at();
    const dear = cpc('9999999.999999');
    const many = Array.from({ length: 1_000 }, (_, n) => clicked(`t${n}`, { cost: dear }));
    await store.appendTouches(many);
    expect(await spent(store)).toEqual([['9999999999.999 USD', 1_000]]);
    await store.appendTouches([clicked('last', { cost: cpc('0.000001') })]);
    expect(await spent(store)).toEqual([['9999999999.999001 USD', 1_001]]);
  });
}

function posts(at: At): void {
  test('the same again changes nothing, another amount stands in its place, null takes it away', async () => {
    const { store } = at();
    expect(await store.putCosts([posted()])).toEqual(['new']);
    expect(await store.putCosts([posted({ postedAt: t0 + 9 })])).toEqual(['same']);
    expect(await lines(store)).toMatchObject([{ source: 'posted', cost: { amount: '12.50' }, postedAt: t0 }]);
    const dearer = posted({ cost: { amount: '13', currency: 'USD' }, postedAt: t0 + 9 });
    expect(await store.putCosts([dearer])).toEqual(['changed']);
    expect(await store.putCosts([posted({ cost: { amount: '13', currency: 'EUR' } })])).toEqual(['changed']);
    expect(await lines(store)).toMatchObject([{ cost: { amount: '13', currency: 'EUR' } }]);
    expect(await store.putCosts([posted({ cost: null }), posted({ cost: null, day: nextDay })])).toEqual([
      'removed',
      'absent',
    ]);
    expect(await lines(store)).toEqual([]);
    expect(await store.putCosts([])).toEqual([]);
  });

  test.each([
    { name: 'for its very place', place: { link: 'link1', campaign: 'spring' }, superseded: true },
    { name: 'for its campaign on all links', place: { campaign: 'spring' }, superseded: true },
    { name: 'for its partner', place: {}, superseded: true },
    { name: 'for the whole app', place: { partner: '' }, superseded: true },
    { name: 'for another campaign', place: { campaign: 'autumn' }, superseded: false },
    { name: 'for a part of it', place: { campaign: 'spring', creative: 'video' }, superseded: false },
    { name: 'for another day', place: { day: nextDay }, superseded: false },
    { name: 'for another partner', place: { partner: 'net2' }, superseded: false },
    { name: 'for another app', place: { app: 'app2' }, superseded: false },
  ])(
    'what touches cost is superseded by what was posted $name: $superseded',
    async ({ place, superseded }) => {
      const { store } = at();
      await store.appendTouches([clicked('t1')]);
      await store.putCosts([posted(place)]);
      const found = (await lines(store)).find(({ source }) => source === 'touches');
      expect(found?.superseded).toBe(superseded);
    },
  );

  test('of what was posted the whole supersedes its parts', async () => {
    const { store } = at();
    await store.putCosts([
      posted(),
      posted({ campaign: 'spring' }),
      posted({ partner: 'net2', campaign: 'x' }),
    ]);
    const found = (await lines(store)).map((line) => [line.partner, line.campaign, line.superseded]);
    expect(found).toEqual([
      ['net1', '', false],
      ['net1', 'spring', true],
      ['net2', 'x', false],
    ]);
  });
}

function listsAndForgets(at: At): void {
  const fill = async (): Promise<void> => {
    const { store } = at();
    await store.putCosts([
      posted(),
      posted({ day: nextDay, partner: 'net2' }),
      posted({ day: '2026-11-21' }),
    ]);
    await store.appendTouches([
      clicked('t1'),
      clicked('t2', { campaign: 'autumn' }),
      clicked('t3', { time: t0 + dayMs }),
    ]);
  };

  test.each([1, 2, 5, 6, 7])('by day and place, in pages of %i', async (limit) => {
    const { store } = at();
    await fill();
    const all = await walk(
      (cursor) => store.listCosts({ app: 'app1', limit, ...(cursor === undefined ? {} : { cursor }) }),
      limit,
    );
    expect(all.map((line) => [line.day, line.partner, line.campaign])).toEqual([
      ['2026-11-21', 'net1', ''],
      [day, 'net1', ''],
      [day, 'net1', 'autumn'],
      [day, 'net1', 'spring'],
      [nextDay, 'net1', 'spring'],
      [nextDay, 'net2', ''],
    ]);
  });

  test.each([
    { filter: { since: day }, count: 5 },
    { filter: { until: day }, count: 4 },
    { filter: { since: day, until: day }, count: 3 },
    { filter: { partner: 'net2' }, count: 1 },
    { filter: { partner: 'net1', since: nextDay }, count: 1 },
    { filter: { since: '2026-11-24' }, count: 0 },
  ])('filtered by $filter: $count', async ({ filter, count }) => {
    const { store } = at();
    await fill();
    expect((await store.listCosts({ app: 'app1', limit: 10, ...filter })).items).toHaveLength(count);
  });

  test('days before one are forgotten, that day stays', async () => {
    const { store } = at();
    await fill();
    expect(await store.forgetCosts('2026-11-21')).toBe(0);
    expect(await store.forgetCosts(day)).toBe(1);
    expect(await store.forgetCosts(day)).toBe(0);
    expect((await lines(store)).map((line) => line.day)).toEqual([day, day, day, nextDay, nextDay]);
  });

  test('another list’s cursor is refused', async () => {
    const { store } = at();
    await expect(store.listCosts({ app: 'app1', limit: 1, cursor: 'x' })).rejects.toMatchObject({
      kind: 'invalid_cursor',
    });
  });
}

export function costContract(at: At): void {
  describe('what touches cost', () => sums(at));
  describe('what was posted', () => posts(at));
  describe('lists and forgetting', () => listsAndForgets(at));
}
