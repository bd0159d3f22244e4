/** A click that comes twice within a second is one touch, counted; only where more than an address says that it is the same device. */
import { Repeats } from '../../../src/ingest/repeats';
import type { Touch } from '../../../src/model/touch';

const at = 1_795_341_600_000;
const stored = Promise.resolve();

const touch = (id: string, more: Partial<Touch> = {}): Touch => ({
  id,
  app: 'a',
  link: 'l',
  type: 'click',
  time: at,
  receivedAt: at,
  retargeting: false,
  device: {},
  params: {},
  keys: ['gps_adid:1', 'ip:x'],
  hasIdentifier: true,
  flags: [],
  ...more,
});

const later = (ms: number): Partial<Touch> => ({ time: at + ms, receivedAt: at + ms });

test.each([
  { name: 'at the same moment', change: {}, repeats: true },
  { name: 'a second later', change: later(1_000), repeats: true },
  { name: 'a millisecond after that', change: later(1_001), repeats: false },
  { name: 'a second before, come late', change: { time: at - 1_000 }, repeats: true },
  { name: 'a click of an hour ago, told now', change: { time: at - 3_600_000 }, repeats: false },
  { name: 'of another identifier too', change: { keys: ['idfv:9', 'gps_adid:1'] }, repeats: true },
  { name: 'of another device', change: { keys: ['gps_adid:2', 'ip:x'] }, repeats: false },
  { name: 'on another link', change: { link: 'm' }, repeats: false },
  { name: 'seen, not clicked', change: { type: 'impression' }, repeats: false },
  { name: 'with a partner’s click id', change: { partnerClickId: 'P1' }, repeats: false },
] as const)('$name: $repeats', ({ change, repeats }) => {
  const seen = new Repeats();
  expect(seen.find(touch('t1'))).toBeNull();
  seen.remember(touch('t1'), stored);
  expect(seen.find(touch('t2', change))?.id ?? null).toBe(repeats ? 't1' : null);
});

test.each([
  { name: 'the same', second: 'P1', repeats: true },
  { name: 'another', second: 'P2', repeats: false },
  { name: 'none', second: undefined, repeats: false },
])('after a partner’s click id $name: $repeats', ({ second, repeats }) => {
  const seen = new Repeats();
  seen.remember(touch('t1', { partnerClickId: 'P1' }), stored);
  const next = touch('t2', second === undefined ? {} : { partnerClickId: second });
  expect(seen.find(next) !== null).toBe(repeats);
});

test('an address alone joins nothing: many share one', () => {
  const seen = new Repeats();
  seen.remember(touch('t1', { keys: ['ip:x'] }), stored);
  expect(seen.find(touch('t2', { keys: ['ip:x'] }))).toBeNull();
});

test('every repeat is counted, within a second of the first and not of each other', () => {
  const seen = new Repeats();
  seen.remember(touch('t1'), stored);
  const counts = [400, 800, 1_000].map((ms) => seen.find(touch('x', later(ms)))?.count);
  expect(counts).toEqual([2, 3, 4]);
  expect(seen.find(touch('x', later(1_200)))).toBeNull();
});

test('what was not stored is repeated by nothing', () => {
  const seen = new Repeats();
  seen.remember(touch('t1'), stored);
  seen.forget(touch('t1'));
  expect(seen.find(touch('t2'))).toBeNull();
});

test('what is newer is not forgotten with what was not stored', () => {
  const seen = new Repeats();
  seen.remember(touch('t1'), stored);
  seen.remember(touch('t2'), stored);
  seen.forget(touch('t1'));
  expect(seen.find(touch('t3'))?.id).toBe('t2');
});
