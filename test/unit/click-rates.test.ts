/** Which clicks are of a flood: both sides of each number, over the embedded store's own counts. */
import { convertedSource, floodClicksMin, floodWithinMs, markFloods } from '../../src/click-rates';
import type { Verdict } from '../../src/attribute/attribute';
import type { Touch } from '../../src/model/touch';
import type { Store } from '../../src/ports/store';
import { activity, attribution, processed, touch } from '../contract/samples';
import { openStore, type OpenStore } from './adapters/open-store';

const hour = 3_600_000;
/** Half past an hour. */
const now = Date.UTC(2026, 10, 22, 12, 30);
const clock = { now: () => now };
const from = (sub1: string | undefined, more: Partial<Touch> = {}): Partial<Touch> => ({
  params: sub1 === undefined ? {} : { sub1 },
  receivedAt: now,
  ...more,
});

let open: OpenStore;
let drawn = 0;
beforeAll(async () => {
  open = await openStore();
});
afterAll(() => open.remove());

async function count(store: Store, clicks: number, conversions: number, like: Partial<Touch>): Promise<void> {
  const fresh = (): string => `id${(drawn += 1)}`;
  await store.appendTouches(Array.from({ length: clicks }, () => touch(fresh(), like)));
  const source = { partner: like.partner ?? 'net1', sub: like.params?.['sub1'] ?? '' };
  const installs = Array.from({ length: conversions }, () =>
    activity(fresh(), { app: like.app ?? 'app1', receivedAt: now }),
  );
  await store.appendActivities(installs, now);
  await store.commitProcessed(
    installs.map(({ app, id }) => processed(id, { app, conversionOf: source })),
    'ticket',
    now,
  );
}

const marked = async (like: Partial<Touch>): Promise<boolean> => {
  const [[found] = []] = await markFloods([[touch('asked', like)]], { store: open.store, clock });
  return found?.flags.includes('click_flooding') === true;
};

test.each([
  { name: 'too few clicks', clicks: floodClicksMin - 1, conversions: 0, floods: false },
  { name: 'just enough, and none converts', clicks: floodClicksMin, conversions: 0, floods: true },
  { name: 'one in a thousand converts', clicks: floodClicksMin, conversions: 1, floods: false },
  { name: 'one in two thousand, which is the edge', clicks: 2_000, conversions: 1, floods: true },
  { name: 'one in one click less', clicks: 1_999, conversions: 1, floods: false },
])(
  '$name: $clicks clicks, $conversions installs → $floods',
  async ({ name, clicks, conversions, floods }) => {
    await count(open.store, clicks, conversions, from(name));
    expect(await marked(from(name))).toBe(floods);
  },
);

test('without a sub-publisher the partner is judged as a whole, and its sub-publishers apart from it', async () => {
  await count(open.store, 1_000, 0, from(undefined, { partner: 'whole' }));
  expect(await marked(from(undefined, { partner: 'whole' }))).toBe(true);
  expect(await marked(from('one', { partner: 'whole' }))).toBe(false);
});

test.each([
  {
    name: 'in the hour begun a day ago',
    receivedAt: Math.floor((now - floodWithinMs) / hour) * hour,
    floods: true,
  },
  {
    name: 'before that hour',
    receivedAt: Math.floor((now - floodWithinMs) / hour) * hour - 1,
    floods: false,
  },
])('a flood $name: $floods', async ({ name, receivedAt, floods }) => {
  await count(open.store, 1_000, 0, from(name, { receivedAt }));
  expect(await marked(from(name))).toBe(floods);
});

test.each([
  { name: 'its click', like: {}, is: true },
  { name: 'its engaged click', like: { type: 'engaged_click' }, is: true },
  { name: 'its impression', like: { type: 'impression' }, is: false },
  { name: 'another partner’s click', like: { partner: 'net2' }, is: false },
  { name: 'another app’s', like: { app: 'app2' }, is: false },
  { name: 'one of no partner', like: { partner: undefined }, is: false },
] as const)('of a flooding source $name is marked: $is', async ({ like, is }) => {
  await count(open.store, 1_000, 0, from('kinds'));
  const { partner, ...plain } = touch('asked', { ...from('kinds'), ...(like as Partial<Touch>) });
  const asked = partner === undefined ? plain : { ...plain, partner };
  const [[found] = []] = await markFloods([[asked]], { store: open.store, clock });
  expect(found?.flags).toEqual(is ? ['click_flooding'] : []);
});

test('touches keep their place, their flags and everything else', async () => {
  await count(open.store, 1_000, 0, from('places'));
  const bad = touch('bad', { ...from('places'), flags: ['late'] });
  const good = touch('good', from('elsewhere'));
  expect(await markFloods([[], [good, bad], [bad]], { store: open.store, clock })).toEqual([
    [],
    [good, { ...bad, flags: ['late', 'click_flooding'] }],
    [{ ...bad, flags: ['late', 'click_flooding'] }],
  ]);
});

describe('whose conversion an install is', () => {
  const one = touch('one', { params: { sub1: 's1' } });
  const two = touch('two', { params: { sub1: 's2' } });
  const view = touch('view', { type: 'impression' });
  const known = new Map([one, two, view].map((each) => [each.id, each]));
  const credited = (touchId: string | null): Verdict => ({
    kind: 'install',
    attribution: { ...attribution('net1'), touch_id: touchId },
    rejected: [],
    derived: [],
    device: null,
  });
  const refused = (reason: string): Verdict => ({
    ...credited('two'),
    attribution: {
      ...attribution('net1'),
      touch_id: 'two',
      candidates: [{ touch_id: 'one', partner: 'net1', verdict: 'lost', reason }],
    },
    derived: [{ kind: 'rejected_install', attribution: null, rejected: [], touchId: 'one' }],
  });
  const sub = (n: number) => ({ partner: 'net1', sub: `s${n}` });

  test.each([
    { name: 'the credited click’s', kind: 'install', verdict: credited('one'), is: sub(1) },
    { name: 'nobody’s: organic', kind: 'install', verdict: credited(null), is: undefined },
    { name: 'nobody’s: credited to a view', kind: 'install', verdict: credited('view'), is: undefined },
    { name: 'nobody’s: no install', kind: 'session', verdict: credited('one'), is: undefined },
    {
      name: 'nobody’s: the install was reported before',
      kind: 'install',
      verdict: { ...credited('one'), sameAs: 'first' },
      is: undefined,
    },
    {
      name: 'the click’s that lost it to the flood rule',
      kind: 'install',
      verdict: refused('blocked:click_flooding'),
      is: sub(1),
    },
    {
      name: 'not the click’s that was refused for something else',
      kind: 'install',
      verdict: refused('blocked:click_injection'),
      is: sub(2),
    },
  ] as const)('$name', ({ kind, verdict, is }) => {
    expect(convertedSource(activity('a', { kind }), verdict, known)).toEqual(is);
  });
});
