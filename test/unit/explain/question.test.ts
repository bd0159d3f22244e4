/** How a question is read: what is refused and by which name, the forms of times, and that nothing but the question decides. */
import fc from 'fast-check';
import { Fault } from '../../../src/errors';
import { answerQuestion } from '../../../src/explain-command';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { ask, before, click, day, gaid, guess, happens, hour, noon, past, view } from './ask';

const touch = { id: 'a', type: 'click', time: before(hour) };
const install = { kind: 'install', time: before(0) };
const means = { secrets: createSecrets('a secret key of a test'), isAnonymous: () => false, nowMs: noon };

function refusal(question: object): Fault {
  try {
    ask(question as Record<string, unknown>);
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
  throw new Error('it was answered');
}

test.each([
  { name: 'no activity', question: {}, code: 'missing_field', field: 'activity' },
  { name: 'no kind', question: { activity: {} }, code: 'missing_field', field: 'activity.kind' },
  {
    name: 'a kind that is never posted',
    question: { activity: { kind: 'reinstall' } },
    code: 'invalid_field',
    field: 'activity.kind',
  },
  {
    name: 'an unknown field',
    question: { activity: install, colour: 1 },
    code: 'unknown_field',
    field: 'colour',
  },
  {
    name: 'an unknown field of a touch',
    question: { activity: install, touches: [touch, { ...touch, id: 'b', colour: 1 }] },
    code: 'unknown_field',
    field: 'touches.1.colour',
  },
  {
    name: "an unknown field of a touch's device",
    question: { activity: install, touches: [{ ...touch, device: { imei: '1' } }] },
    code: 'unknown_field',
    field: 'touches.0.device.imei',
  },
  {
    name: 'an unknown field of the history',
    question: { activity: install, history: [{ kind: 'install', time: 1e9, colour: 1 }] },
    code: 'unknown_field',
    field: 'history.0.colour',
  },
  {
    name: 'a history of a kind that it does not know',
    question: { activity: install, history: [{ kind: 'click', time: 1e9 }] },
    code: 'invalid_field',
    field: 'history.0.kind',
  },
  ...(['id', 'type', 'time'] as const).map((field) => ({
    name: `a touch without ${field}`,
    question: { activity: install, touches: [{ ...touch, [field]: undefined }] },
    code: 'missing_field',
    field: `touches.0.${field}`,
  })),
  {
    name: 'a history without time',
    question: { activity: install, history: [{ kind: 'install' }] },
    code: 'missing_field',
    field: 'history.0.time',
  },
  {
    name: 'two touches of one id',
    question: { activity: install, touches: [touch, touch] },
    code: 'invalid_field',
    field: 'touches.1.id',
  },
  ...['yesterday', '', '2026-02-30T00:00:00Z', '2009-12-31T23:59:59Z', 1e300].map((time) => ({
    name: `the time ${time}`,
    question: { activity: install, touches: [{ ...touch, time }] },
    code: 'invalid_time',
    field: 'touches.0.time',
  })),
  {
    name: 'a time of the history that cannot be read',
    question: { activity: install, history: [{ kind: 'install', time: 'x' }] },
    code: 'invalid_time',
    field: 'history.0.time',
  },
  {
    name: 'a time of the activity that cannot be read',
    question: { activity: { kind: 'install', time: 'x' } },
    code: 'invalid_time',
    field: 'activity.time',
  },
  {
    name: 'a time of the referrer that cannot be read',
    question: { activity: { ...install, referrer: { install_begin_at: 'x' } } },
    code: 'invalid_time',
    field: 'activity.referrer.install_begin_at',
  },
  {
    name: 'an address that is none',
    question: { activity: install, touches: [{ ...touch, device: { ip_address: '1.2.3' } }] },
    code: 'invalid_field',
    field: 'touches.0.device.ip_address',
  },
  {
    name: 'a policy with an unknown key',
    question: { activity: install, policy: { colour: 1 } },
    code: 'invalid_policy',
    field: 'policy.colour',
  },
  {
    name: 'a policy of a touch that sets what only an app may',
    question: { activity: install, touches: [{ ...touch, policy: { tiers: [['click.*']] } }] },
    code: 'invalid_policy',
    field: 'touches.0.policy.tiers',
  },
  {
    name: 'more than 1,000 touches',
    question: {
      activity: install,
      touches: Array.from({ length: 1_001 }, (_, at) => ({ ...touch, id: `t${at}` })),
    },
    code: 'invalid_field',
    field: 'touches',
  },
])('refused, with the field: $name', ({ question, code, field }) => {
  const fault = refusal(question);
  expect({ code: fault.kind, field: fault.field }).toEqual({ code, field });
  expect(fault.message).toContain(field);
});

test('1,000 touches are judged', () => {
  const touches = Array.from({ length: 1_000 }, (_, at) => click(`t${at}`, hour + at));
  const { attribution } = ask({ touches, activity: happens('install') });
  expect(attribution?.touch_id).toBe('t0');
  expect(attribution?.candidates).toHaveLength(1_000);
});

test('an activity and a touch need no identity, an event no name, and all that may be left out may be', () => {
  expect(ask({ activity: { kind: 'event' } })).toMatchObject({
    kind: 'event',
    attribution: { status: 'unattributed' },
  });
  const answer = ask({ activity: { ...install, click_id: 'a' }, touches: [touch] });
  expect(answer).toEqual({
    kind: 'install',
    attribution: {
      status: 'attributed',
      partner: null,
      link: null,
      campaign: null,
      adgroup: null,
      creative: null,
      touch_id: 'a',
      touch_type: 'click',
      touched_at: before(hour),
      match_type: 'click_id',
      secondary: null,
      assists: [],
      flags: [],
      candidates: [
        {
          touch_id: 'a',
          partner: null,
          verdict: 'won',
          reason: 'won',
          match_type: 'click_id',
          touch_type: 'click',
        },
      ],
      policy_version: expect.stringMatching(/^carom-[0-9a-f]{8}$/) as string,
    },
    rejected: [],
  });
});

test.each([
  { name: 'RFC 3339', time: '2026-11-22T12:00:00Z' },
  { name: 'with an offset', time: '2026-11-22T13:00:00+01:00' },
  { name: 'seconds', time: noon / 1_000 },
  { name: 'milliseconds', time: noon },
])('a time may be written as $name', ({ time }) => {
  const touches = [click('a', 0, { time })];
  expect(ask({ touches, activity: happens('install') }).attribution?.touched_at).toBe(before(0));
});

test.each([
  { name: 'ten years ago', shift: 3_652 * day },
  { name: 'in ten years', shift: -3_652 * day },
])('nothing is clamped and nothing is late: $name', ({ shift }) => {
  const { attribution } = ask({
    touches: [click('a', shift + 7 * day)],
    activity: happens('install', {
      time: before(shift),
      // Two hours after the install: more than what is taken as it is of an activity that was posted.
      referrer: { install_begin_at: before(shift - 2 * hour) },
    }),
  });
  expect(attribution).toMatchObject({ touch_id: 'a', flags: [] });
});

test('identifiers compare without case, and those that mean nothing are absent', () => {
  const zeros = '00000000-0000-0000-0000-000000000000';
  const of = (one: string, other: string) =>
    ask({
      touches: [click('a', hour, { device: { gps_adid: one } })],
      activity: happens('install', { device: { gps_adid: other } }),
    }).attribution?.touch_id;
  expect(of(gaid.toUpperCase(), gaid)).toBe('a');
  expect(of(zeros, zeros)).toBeNull();
});

test('who limits ad tracking is not followed by an advertising id', () => {
  const of = (limit: boolean) =>
    ask({
      touches: [click('a', hour)],
      activity: happens('install', { consent: { limit_ad_tracking: limit } }),
    }).attribution?.touch_id;
  expect([of(false), of(true)]).toEqual(['a', null]);
});

describe('nothing but the question decides', () => {
  const kinds = fc.constantFrom(click, guess, view);
  const someTouch = fc.record({
    make: kinds,
    agoMs: fc.integer({ min: -hour, max: 10 * day }),
    partner: fc.constantFrom('p', 'q', null),
    link: fc.constantFrom('l', 'm', null),
    retargeting: fc.boolean(),
    partner_click_id: fc.constantFrom('x', 'y', null),
    policy: fc.constantFrom(
      null,
      { fraud: { too_many_engagements: { count: 2, within: '1h' } } },
      { windows: { click: { deterministic: '1d' } } },
    ),
  });
  const question = fc.record({
    preset: fc.constantFrom('carom', 'adjust', 'appsflyer', 'branch', 'singular', 'kochava'),
    kind: fc.constantFrom('install', 'session', 'event'),
    installed: fc.option(fc.integer({ min: 0, max: 200 * day }), { nil: null }),
    touches: fc.array(someTouch, { maxLength: 12 }),
  });
  type Drawn = typeof question extends fc.Arbitrary<infer T> ? T : never;
  const build = (drawn: Drawn) => ({
    policy: { preset: drawn.preset },
    history: drawn.installed === null ? [] : [past('install', drawn.installed, 'p', { link: 'l' })],
    touches: drawn.touches.map(({ make, agoMs, ...more }, at) => make(`t${at}`, agoMs, more)),
    activity: happens(drawn.kind, { device: { ip_address: '203.0.113.7', os_name: 'android' } }),
  });

  test('the order of the touches never matters', () => {
    fc.assert(
      fc.property(question, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (drawn, order) => {
        const asked = build(drawn);
        const shuffled = asked.touches
          .map((each, at) => ({ each, by: order[at] ?? 0 }))
          .sort((a, b) => a.by - b.by)
          .map(({ each }) => each);
        expect(ask({ ...asked, touches: shuffled })).toEqual(ask(asked));
      }),
      { numRuns: 300 },
    );
  });

  test('credit never goes to a touch after the activity, and every touch has one reason', () => {
    fc.assert(
      fc.property(question, (drawn) => {
        const { attribution } = ask(build(drawn));
        if (attribution === null) return;
        if (attribution.touched_at !== null)
          expect(Date.parse(attribution.touched_at)).toBeLessThanOrEqual(noon);
        const won = attribution.candidates.filter(({ verdict }) => verdict === 'won');
        expect(won.map(({ touch_id }) => touch_id)).toEqual(
          attribution.touch_id === null ? [] : [attribution.touch_id],
        );
      }),
      { numRuns: 300 },
    );
  });

  test('touches after the activity change nothing but the candidates', () => {
    fc.assert(
      fc.property(question, (drawn) => {
        const asked = build(drawn);
        const earlier = asked.touches.filter(({ time }) => Date.parse(String(time)) <= noon);
        const [all, without] = [ask(asked), ask({ ...asked, touches: earlier })];
        expect({ ...all, attribution: { ...all.attribution, candidates: [] } }).toEqual({
          ...without,
          attribution: { ...without.attribution, candidates: [] },
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('carom explain', () => {
  const question = JSON.stringify({
    policy: { preset: 'adjust' },
    history: [past('install', 30 * day, 'old')],
    touches: [
      click('a', hour, { campaign: 'spring' }),
      view('b', hour),
      click('c', hour, { fraud: { verdict: 'rejected', reason: 'bot' } }),
    ],
    activity: happens('session'),
  });

  test('prints who has the credit and why the others have not', () => {
    const lines = answerQuestion(question, false, means).split('\n');
    expect(lines[0]).toBe(
      `reattribution: credited to p-a (link l-a, campaign spring) by device_id: click a of ${before(hour)}`,
    );
    expect(lines).toContain('previously old');
    expect(lines).toContain('assists b');
    const rows = lines.map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(['a', 'click', 'p-a', 'device_id', 'won', 'won', 'It has the credit.']);
    expect(rows.find(([id]) => id === 'b')?.slice(4, 6)).toEqual(['lost', 'lower_tier']);
    expect(rows).toContainEqual(['c', 'bot']);
  });

  test('prints as JSON what the API answers', () => {
    const asked = JSON.parse(question) as Record<string, unknown>;
    expect(JSON.parse(answerQuestion(question, true, means))).toEqual(ask(asked));
  });

  test.each([
    { name: 'what is no JSON', text: '{', message: /^The question is not valid JSON/ },
    { name: 'what is no question', text: '[]', message: /^The body/ },
    { name: 'a field', text: '{"activity":{"kind":"install","time":"x"}}', message: /^activity\.time / },
  ])('refuses $name in one sentence', ({ text, message }) => {
    expect(() => answerQuestion(text, false, means)).toThrow(message);
  });
});
