/** Whose a session, an event or an uninstall is: each key of `events` and `windows_for`, both sides of its edge. */
import {
  ask,
  check,
  click,
  day,
  guess,
  happens,
  happensUnnamed,
  hour,
  noon,
  past,
  second,
  view,
  type Row,
} from './ask';

const old = past('install', 30 * day, 'old');
const event = happens('event', { event: 'purchase' });
const named = happens('event', { event: 'purchase', click_id: 'c' });
const last = { events: { credit: 'last_touch' }, returning: { kind: 'off' } };
const lastFor = {
  ...last,
  windows_for: { session: { click: '1d' }, event: { click: '30d', impression: '7d' } },
};

const rows: readonly Row[] = [
  ...['event', 'session', 'uninstall', 'ad_revenue'].map((kind) => ({
    name: `${kind} of an installed device follows the install's credit, without a touch`,
    history: [old],
    activity: happens(kind),
    kind,
    status: 'attributed',
    partner: 'old',
    wins: null,
  })),
  {
    name: 'of an organic one it is organic',
    history: [past('install', day)],
    activity: event,
    status: 'organic',
  },
  { name: 'of an unknown device unattributed', activity: event, status: 'unattributed' },
  {
    name: 'of one that was only seen unattributed',
    history: [past('session', day)],
    activity: event,
    status: 'unattributed',
  },
  {
    name: 'events.window at its edge',
    policy: { events: { window: '30d' } },
    history: [old],
    activity: event,
    partner: 'old',
  },
  {
    name: 'events.window beyond',
    policy: { events: { window: '30d' } },
    history: [past('install', 30 * day + 1, 'old')],
    activity: event,
    status: 'unattributed',
    flags: ['events_window'],
  },
  {
    name: 'events.window 0 is always',
    history: [past('install', 4_000 * day, 'old')],
    activity: event,
    partner: 'old',
  },
  {
    name: 'an event that names a click is credited to it: the edge of 90 d',
    touches: [click('c', 90 * day, { device: {} })],
    activity: named,
    wins: 'c',
    match: 'click_id',
  },
  {
    name: 'a millisecond older it is not, and the candidate says why',
    touches: [click('c', 90 * day + 1, { device: {} })],
    activity: named,
    status: 'unattributed',
    reasons: { c: 'outside_window' },
  },
  {
    name: 'named by a click, an event of another install too',
    history: [old, past('session', day)],
    touches: [click('c', day, { device: {} }), click('d', hour)],
    activity: named,
    kind: 'event',
    wins: 'c',
    reasons: { d: 'other_click' },
  },
  {
    name: 'by_click_id 0 is off',
    policy: { events: { by_click_id: 0 }, returning: { kind: 'off' } },
    history: [old],
    touches: [click('c', day, { device: {} })],
    activity: named,
    partner: 'old',
    wins: null,
  },
  {
    name: 'a session that names a click is not credited by it alone',
    history: [old, past('session', day)],
    touches: [click('c', hour, { device: {} })],
    activity: happens('session', { click_id: 'c' }),
    kind: 'session',
    partner: 'old',
  },
  {
    name: 'last_touch: an event goes to the newest touch, not to the install',
    policy: last,
    history: [old],
    touches: [click('a', 2 * hour), click('b', hour)],
    activity: event,
    kind: 'event',
    wins: 'b',
    assists: ['a'],
  },
  {
    name: 'last_touch: a session too',
    policy: last,
    history: [old],
    touches: [click('a', hour)],
    activity: happens('session'),
    kind: 'session',
    wins: 'a',
  },
  {
    name: 'last_touch without one: unattributed, never organic',
    policy: last,
    history: [old],
    activity: event,
    status: 'unattributed',
  },
  {
    name: 'last_touch without windows_for keeps the windows of installs',
    policy: last,
    touches: [click('a', 7 * day + 1)],
    activity: event,
    reasons: { a: 'outside_window' },
  },
  ...(
    [
      ['event', 'click', 30 * day, click],
      ['event', 'impression', 7 * day, view],
      ['session', 'click', day, click],
      ['session', 'impression', day, view],
    ] as const
  ).flatMap(([kind, type, windowMs, touch]) => [
    {
      name: `windows_for ${kind} ${type} at its edge`,
      policy: lastFor,
      touches: [touch('a', windowMs)],
      activity: happens(kind),
      wins: 'a',
    },
    {
      name: `windows_for ${kind} ${type} beyond`,
      policy: lastFor,
      touches: [touch('a', windowMs + 1)],
      activity: happens(kind),
      wins: null,
      reasons: { a: 'outside_window' },
    },
  ]),
  {
    name: 'last_touch guesses as installs are guessed',
    policy: last,
    touches: [guess('a', hour)],
    activity: happensUnnamed('event'),
    match: 'probabilistic',
  },
  {
    name: 'a blocked last touch is told, and the next one has it',
    policy: last,
    touches: [click('a', hour, { fraud: { verdict: 'rejected', reason: 'bot' } }), click('b', 2 * hour)],
    activity: event,
    wins: 'b',
    rejected: { a: 'bot' },
  },
  {
    name: 'a blocked click that the event names is told',
    touches: [click('c', hour, { fraud: { verdict: 'rejected' }, device: {} })],
    activity: named,
    status: 'unattributed',
    rejected: { c: 'rejected' },
  },
];

test.each(rows)('$name', check);

test('an activity without a time happens now', () => {
  const question = (agoMs: number) => ({
    touches: [{ id: 't', type: 'click', time: (noon - agoMs) / second, device: { idfv: 'v' } }],
    activity: { kind: 'install', device: { idfv: 'v' } },
  });
  expect(ask(question(7 * day)).attribution?.touch_id).toBe('t');
  expect(ask(question(7 * day + second)).attribution?.touch_id).toBeNull();
});
