/** The doctor's judgement: each check with both sides of its edge, and the order of what it finds. */
import { diagnose } from '../../../src/record/doctor/diagnose';
import type { CheckedIntegration, DoctorFacts } from '../../../src/record/doctor/facts';
import { doctorCodes } from '../../../src/record/doctor/finding';
import type { ActivityTally, DeliveryTally, TouchTally } from '../../../src/ports/survey-store';

const hour = 3_600_000;
const now = 1_795_341_600_000;
const since = now - 24 * hour;

const integration = (change: Partial<CheckedIntegration> = {}): CheckedIntegration => ({
  partner: 'net1',
  active: true,
  createdAt: 0,
  hasTemplate: true,
  needsClickId: true,
  missingSettings: [],
  lint: [],
  origins: ['https://net1.test'],
  ...change,
});
const sent = (change: Partial<DeliveryTally> = {}): DeliveryTally => ({
  partner: 'net1',
  callback: null,
  status: 'delivered',
  reason: null,
  answer: null,
  count: 1,
  credited: 1,
  lastAt: now,
  example: 'd1',
  revenue: [],
  ...change,
});
const skipped = (reason: string, change: Partial<DeliveryTally> = {}): DeliveryTally =>
  sent({ status: 'skipped', reason, ...change });
const came = (change: Partial<ActivityTally> = {}): ActivityTally => ({
  partner: 'net1',
  link: 'l1',
  kind: 'install',
  count: 1,
  lastAt: now,
  example: 'a1',
  ...change,
});
const clicks = (change: Partial<TouchTally> = {}): TouchTally => ({
  link: 'l1',
  partner: 'net1',
  clickId: 'given',
  count: 1,
  example: 't1',
  ...change,
});
const facts = (change: Partial<DoctorFacts> = {}): DoctorFacts => ({
  since,
  now,
  integrations: [integration()],
  callbacks: [],
  linkOf: new Map(),
  isPartner: () => true,
  openBreakers: [],
  deliveries: [],
  activities: [],
  touches: [],
  refusals: [],
  deliveriesTruncated: false,
  ...change,
});
const codesOf = (change: Partial<DoctorFacts>): string[] =>
  diagnose(facts(change)).findings.map(({ code, detail }) =>
    detail === undefined ? code : `${code} ${detail}`,
  );

const busy = { activities: [came({ partner: null, link: null, kind: 'session' })] };
const paused = [integration({ active: false })];

const cases: readonly { name: string; given: Partial<DoctorFacts>; codes: readonly string[] }[] = [
  { name: 'nothing at all', given: {}, codes: [] },
  { name: 'what was delivered', given: { deliveries: [sent()], activities: [came()] }, codes: [] },
  {
    name: 'rules at work',
    given: {
      deliveries: ['not_credited', 'organic', 'sandbox', 'kind_not_wanted'].map((reason) =>
        skipped(reason, { credited: 0 }),
      ),
    },
    codes: [],
  },
  {
    name: 'an answer, and none',
    given: {
      deliveries: [
        sent({ status: 'failed', reason: 'status_400', answer: '400', count: 3, credited: 3 }),
        sent({ status: 'failed', reason: 'retries_exhausted', answer: 'timeout' }),
      ],
    },
    codes: ['refused 400', 'unreachable timeout'],
  },
  { name: 'on the way', given: { deliveries: [sent({ status: 'pending' })] }, codes: [] },
  {
    name: 'tried in vain so far',
    given: { deliveries: [sent({ status: 'retrying', answer: '503' })] },
    codes: ['retrying 503'],
  },
  {
    name: 'a leaf, a header and a permission',
    given: {
      deliveries: [
        skipped('empty_leaf:json.a:b', { count: 9, credited: 9 }),
        skipped('unsafe_header:x-a', { count: 8, credited: 8 }),
        skipped('no_consent:att', { count: 7, credited: 7 }),
      ],
    },
    codes: ['empty_leaf json.a:b', 'invalid_leaf x-a', 'no_consent att'],
  },
  {
    name: 'a setting that skips and the set-up tell of is told once',
    given: {
      integrations: [integration({ missingSettings: ['account', 'token'] })],
      deliveries: [skipped('setting_missing:account')],
    },
    codes: ['setting_missing account', 'setting_missing token'],
  },
  {
    name: 'a setting of an integration that is off',
    given: { integrations: [integration({ active: false, missingSettings: ['account'] })] },
    codes: [],
  },
  {
    name: 'no template',
    given: { integrations: [integration({ hasTemplate: false })] },
    codes: ['template_missing'],
  },
  { name: 'off, and nobody asks', given: { integrations: paused }, codes: [] },
  {
    name: 'off, with a link',
    given: { integrations: paused, linkOf: new Map([['net1', 'l1']]) },
    codes: ['integration_inactive'],
  },
  {
    name: 'off, with credit',
    given: { integrations: paused, activities: [came()] },
    codes: ['integration_inactive'],
  },
  { name: 'never set up', given: { integrations: [], activities: [came()] }, codes: ['not_integrated'] },
  {
    name: 'never set up, and the registry does not know it',
    given: { integrations: [], activities: [came()], isPartner: () => false },
    codes: [],
  },
  {
    name: 'one click in a hundred without an id',
    given: { touches: [clicks({ count: 99 }), clicks({ clickId: 'absent' })] },
    codes: ['click_id_absent'],
  },
  {
    name: 'one in a hundred and one',
    given: { touches: [clicks({ count: 100 }), clicks({ clickId: 'absent' })] },
    codes: [],
  },
  {
    name: 'none needed',
    given: { integrations: [integration({ needsClickId: false })], touches: [clicks({ clickId: 'absent' })] },
    codes: [],
  },
  {
    name: 'one macro in a thousand',
    given: { touches: [clicks({ count: 999 }), clicks({ clickId: 'unexpanded' })] },
    codes: ['macro_unexpanded'],
  },
  {
    name: "a link of nobody's",
    given: { touches: [clicks({ partner: null, clickId: 'absent' })] },
    codes: [],
  },
  {
    name: 'quiet for a quarter of the window',
    given: { ...busy, deliveries: [sent({ count: 100, lastAt: now - 6 * hour })] },
    codes: ['partner_silent'],
  },
  {
    name: 'a millisecond less',
    given: { ...busy, deliveries: [sent({ count: 100, lastAt: now - 6 * hour + 1 })] },
    codes: [],
  },
  {
    name: 'quiet, at a pace at which five were due',
    given: { ...busy, deliveries: [sent({ count: 5, lastAt: now - 12 * hour })] },
    codes: ['partner_silent'],
  },
  {
    name: 'quiet, at a slower one',
    given: { ...busy, deliveries: [sent({ count: 4, lastAt: now - 12 * hour })] },
    codes: [],
  },
  {
    name: 'quiet, as the whole app is',
    given: { deliveries: [sent({ count: 100, lastAt: now - 6 * hour })] },
    codes: [],
  },
  {
    name: 'quiet, since what is tried is refused',
    given: {
      ...busy,
      deliveries: [
        sent({ count: 100, lastAt: now - 6 * hour }),
        sent({ status: 'failed', answer: '400', count: 1 }),
      ],
    },
    codes: ['refused 400'],
  },
  {
    name: 'quiet, as far as was read',
    given: { ...busy, deliveriesTruncated: true, deliveries: [sent({ count: 100, lastAt: now - 6 * hour })] },
    codes: [],
  },
  {
    name: 'credited, and nothing planned',
    given: { activities: [came()] },
    codes: ['credited_not_sent not_planned'],
  },
  {
    name: 'credited, and blocked',
    given: { activities: [came()], deliveries: [skipped('blocked')] },
    codes: ['credited_not_sent blocked'],
  },
  {
    name: 'credited, and the template has nothing for it',
    given: { activities: [came()], deliveries: [skipped('no_postback_for_kind')] },
    codes: [],
  },
  { name: 'credited with events alone', given: { activities: [came({ kind: 'event' })] }, codes: [] },
  {
    name: 'a breaker of its origin',
    given: { openBreakers: [{ origin: 'https://net1.test', waiting: 1 }] },
    codes: ['breaker_open https://net1.test'],
  },
  {
    name: "a breaker of another's",
    given: { openBreakers: [{ origin: 'https://net2.test', waiting: 1 }] },
    codes: [],
  },
  {
    name: 'a callback that is gone, with what it lost',
    given: {
      callbacks: [{ id: 'cb1', gone: true, origin: 'https://a.test' }],
      deliveries: [
        sent({ partner: null, callback: 'cb1', status: 'failed', answer: '410' }),
        skipped('inactive', { partner: null, callback: 'cb1', credited: 0 }),
      ],
    },
    codes: ['callback_gone'],
  },
  {
    name: 'a callback that a person switched off',
    given: {
      callbacks: [{ id: 'cb1', gone: false, origin: 'https://a.test' }],
      deliveries: [skipped('inactive', { partner: null, callback: 'cb1', credited: 0 })],
    },
    codes: [],
  },
  {
    name: 'lint, once a code',
    given: {
      integrations: [
        integration({
          lint: ['plain_http', 'plain_http', 'no_consent'].map((code) => ({ code, path: 'p', message: 'm' })),
        }),
      ],
    },
    codes: ['template_finding plain_http', 'template_finding no_consent'],
  },
];

test.each(cases)('$name', ({ given, codes }) => {
  expect(codesOf(given)).toEqual(codes);
});

test('dearest first: credited activities, then money of the app’s currency, then severity, then how often', () => {
  const lost = (
    leaf: string,
    credited: number,
    count: number,
    ...revenue: [string, string][]
  ): DeliveryTally =>
    skipped(`empty_leaf:${leaf}`, {
      credited,
      count,
      revenue: revenue.map(([amount, currency]) => ({ amount, currency })),
    });
  const found = codesOf({
    currency: 'USD',
    deliveries: [
      lost('poor', 2, 1, ['1', 'USD'], ['900', 'JPY']),
      skipped('event_not_mapped', { credited: 2, count: 9 }),
      lost('rich', 2, 1, ['2', 'USD']),
      lost('many', 3, 1),
      lost('plain', 2, 1),
      lost('often', 2, 2),
    ],
  });
  expect(found).toEqual([
    'empty_leaf many',
    'empty_leaf rich',
    'empty_leaf poor',
    'empty_leaf often',
    'empty_leaf plain',
    'event_not_mapped ',
  ]);
});

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ event: `e${n}`, count: 2 }));

test.each([
  { name: 'nothing is known of them', events: undefined, count: 3, message: 'Events have no mapping.' },
  { name: 'none has a name', events: [], count: 3, message: 'Events have no mapping.' },
  { name: 'all are named', events: named(1), count: 2, message: 'Events have no mapping: e0 (2).' },
  {
    name: 'five are named',
    events: named(5),
    count: 10,
    message: 'Events have no mapping: e0 (2), e1 (2), e2 (2), e3 (2), e4 (2).',
  },
  {
    name: 'of six five, and how many are left',
    events: named(6),
    count: 13,
    message: 'Events have no mapping: e0 (2), e1 (2), e2 (2), e3 (2), e4 (2) and 3 more.',
  },
])('events that nobody mapped: $name', ({ events, count, message }) => {
  const tally = skipped('event_not_mapped', { count, ...(events === undefined ? {} : { events }) });
  const [finding] = diagnose(facts({ deliveries: [tally] })).findings;
  expect(finding?.message).toBe(message);
  expect(finding?.events ?? []).toEqual(events ?? []);
});

test('what one cause cost with several statuses is added up', () => {
  const usd = (amount: string) => [{ amount, currency: 'USD' }];
  const { findings } = diagnose(
    facts({
      deliveries: [
        sent({ status: 'failed', reason: 'a', answer: '400', revenue: usd('0.1') }),
        sent({ status: 'failed', reason: 'b', answer: '400', revenue: usd('0.2'), count: 2, credited: 2 }),
      ],
    }),
  );
  expect(findings).toMatchObject([{ count: 3, affected: 3, revenue: usd('0.3') }]);
});

test('every code is found by one of these', () => {
  const found = new Set(
    cases.flatMap(({ given }) => diagnose(facts(given)).findings.map(({ code }) => code)),
  );
  // Its skips are of the integration's mapping alone.
  found.add('event_not_mapped');
  expect([...found].sort()).toEqual(Object.keys(doctorCodes).sort());
});
