import { activity, conversion, credit, day, decideCase, device, hour, minute, reasons, touch } from './cases';

const gaid = 'gps_adid:11111111-2222-3333-4444-555555555555';
const click = (id: string, at: number, more: Partial<Parameters<typeof touch>[0]> = {}) =>
  touch({ id, at, keys: [gaid], ...more });

/** Installed thirty days ago through `old`, last seen so long before now. */
const known = (idle: number) =>
  device({
    keys: [gaid],
    conversions: [conversion(-30 * day, credit('old'))],
    credit: credit('old'),
    lastActivityAt: Date.parse('2026-11-22T12:00:00.000Z') - idle,
  });

describe('a session or event after a new touch', () => {
  test.each([
    { name: 'brings the user back after the inactivity', idle: 7 * day, kind: 'reattribution' },
    { name: 'not one millisecond sooner', idle: 7 * day - 1, kind: null, reason: 'not_inactive' },
    {
      name: 'not through the link that has the credit',
      idle: 9 * day,
      link: 'link-old',
      kind: null,
      reason: 'same_link',
    },
    { name: 'at the edge of the window', idle: 9 * day, at: -7 * day, kind: 'reattribution' },
    { name: 'not beyond it', idle: 9 * day, at: -7 * day - 1, kind: null, reason: 'outside_window' },
    {
      name: 'as a re-engagement where the policy calls it so',
      idle: 0,
      policy: { returning: { kind: 'reengagement', needs: 'any', inactivity: 0 } },
      kind: 'reengagement',
    },
    {
      name: 'not without a retargeting touch where one is needed',
      idle: 9 * day,
      policy: { returning: { needs: 'retargeting' } },
      kind: null,
      reason: 'not_retargeting',
    },
    {
      name: 'with one it does',
      idle: 9 * day,
      policy: { returning: { needs: 'retargeting' } },
      retargeting: true,
      kind: 'reattribution',
    },
    {
      name: 'never where returning is off',
      idle: 9 * day,
      policy: { returning: { kind: 'off' } },
      kind: null,
    },
  ])('$name', ({ idle, at, link, policy, retargeting, kind, reason }) => {
    const verdict = decideCase({
      activity: activity({ kind: 'session', keys: [gaid] }),
      device: known(idle),
      touches: [
        click('new', at ?? -hour, {
          ...(link === undefined ? {} : { link }),
          retargeting: retargeting ?? false,
        }),
      ],
      ...(policy === undefined ? {} : { policy }),
    });
    expect(verdict.kind).toBe('session');
    expect(verdict.derived.map((each) => each.kind)).toEqual(kind === null ? [] : [kind]);
    expect(verdict.attribution?.partner).toBe(kind === null ? 'old' : 'new');
    if (reason !== undefined) expect(reasons(verdict)['new']).toBe(reason);
    if (kind !== null)
      expect(verdict.derived[0]?.attribution).toMatchObject({
        partner: 'new',
        touch_id: 'new',
        previous_partner: 'old',
      });
  });

  test('one touch brings a user back once', () => {
    const policy = { returning: { kind: 'reengagement', needs: 'any', inactivity: 0 } };
    const touches = [click('new', -hour)];
    const first = decideCase({
      activity: activity({ kind: 'session', keys: [gaid] }),
      device: known(0),
      touches,
      policy,
    });
    const again = decideCase({
      activity: activity({ kind: 'session', keys: [gaid], at: minute }),
      device: first.device,
      touches,
      policy,
    });
    expect(first.derived).toHaveLength(1);
    expect(again.derived).toEqual([]);
    expect(again.attribution?.partner).toBe('new');
  });

  test('a posted re-engagement is a claim: a session where the policy refuses it', () => {
    const claim = activity({ kind: 'reengagement', keys: [gaid], clickId: 'new' });
    const refused = decideCase({ activity: claim, device: known(0), touches: [click('new', -hour)] });
    expect(refused).toMatchObject({
      kind: 'session',
      attribution: { partner: 'old', touch_id: null },
      derived: [],
    });
    const granted = decideCase({ activity: claim, device: known(8 * day), touches: [click('new', -hour)] });
    expect(granted).toMatchObject({ kind: 'reattribution', attribution: { partner: 'new' }, derived: [] });
  });

  test('both are credited until the credit ends, then the first again', () => {
    const policy = {
      returning: { kind: 'reengagement', needs: 'any', inactivity: 0, credit: 'both', credit_for: '30d' },
    };
    const back = decideCase({
      activity: activity({ kind: 'session', keys: [gaid] }),
      device: known(day),
      touches: [click('new', -hour)],
      policy,
    });
    expect(back.attribution).toMatchObject({ partner: 'new', secondary: { partner: 'old' } });
    const later = (at: number) =>
      decideCase({ activity: activity({ kind: 'event', keys: [gaid], at }), device: back.device, policy })
        .attribution;
    expect(later(30 * day - 1)).toMatchObject({ partner: 'new', secondary: { partner: 'old' } });
    expect(later(30 * day)).toMatchObject({ partner: 'old', secondary: null });
  });
});

describe('an install of a known device', () => {
  const install = (more: Parameters<typeof activity>[0] = {}) => activity({ keys: [gaid], ...more });
  const installed = (at: number) =>
    device({
      keys: [gaid],
      conversions: [conversion(at, credit('old'))],
      credit: credit('old'),
      lastActivityAt: Date.parse('2026-11-22T12:00:00.000Z') + at,
    });

  test.each([
    {
      name: 'inside the window is a reinstall, with the original credit',
      at: -90 * day,
      kind: 'reinstall',
      partner: 'old',
    },
    { name: 'after it a new install', at: -90 * day - 1, kind: 'install', partner: 'new' },
    {
      name: 'never a new one where the window is always',
      at: -700 * day,
      window: 'always',
      kind: 'reinstall',
      partner: 'old',
    },
  ])('$name', ({ at, window, kind, partner }) => {
    const verdict = decideCase({
      activity: install(),
      device: installed(at),
      touches: [click('new', -hour)],
      ...(window === undefined ? {} : { policy: { reinstall: { window } } }),
    });
    expect(verdict).toMatchObject({ kind, attribution: { partner } });
  });

  test('after a retargeting touch it is a reattribution', () => {
    const verdict = decideCase({
      activity: install(),
      device: installed(-30 * day),
      touches: [click('new', -hour, { retargeting: true })],
    });
    expect(verdict).toMatchObject({
      kind: 'reattribution',
      attribution: { partner: 'new', previous_partner: 'old' },
      device: { credit: { partner: 'new' } },
    });
  });

  test('may be credited to nobody, and later events still follow the first install', () => {
    const policy = { reinstall: { credit: 'none' } };
    const verdict = decideCase({ activity: install(), device: installed(-30 * day), policy });
    expect(verdict).toMatchObject({ kind: 'reinstall', attribution: null });
    const event = decideCase({
      activity: activity({ kind: 'event', keys: [gaid], at: hour }),
      device: verdict.device,
      policy,
    });
    expect(event.attribution?.partner).toBe('old');
  });

  test.each([
    { name: 'within 60 s is the same install', at: -minute, begin: [undefined, undefined], same: true },
    {
      name: 'after 60 s and a millisecond is another',
      at: -minute - 1,
      begin: [undefined, undefined],
      same: false,
    },
    {
      name: 'with the same beginning of the download is the same',
      at: -day,
      begin: [-day - minute, -day - minute],
      same: true,
    },
    { name: 'with another beginning is another', at: -day, begin: [-day - minute, -hour], same: false },
  ])('one $name', ({ at, begin: [before, now], same }) => {
    const first = decideCase({
      activity: install({ at, ...(before === undefined ? {} : { installBeginAt: before }) }),
      touches: [click('old', at - hour)],
    });
    const second = decideCase({
      activity: install({ ...(now === undefined ? {} : { installBeginAt: now }) }),
      device: first.device,
    });
    expect(second.sameAs === undefined).toBe(!same);
    expect(second.kind).toBe(same ? 'install' : 'reinstall');
    expect(second.attribution?.partner).toBe('old');
  });
});

describe('what follows a credit', () => {
  test.each([
    {
      name: 'an event of a credited device carries its partner, without a touch',
      kind: 'event',
      at: hour,
      expected: { status: 'attributed', partner: 'old', touch_id: null },
    },
    { name: 'so does a session', kind: 'session', at: hour, expected: { partner: 'old' } },
    { name: 'so does an uninstall', kind: 'uninstall', at: hour, expected: { partner: 'old' } },
  ] as const)('$name', ({ kind, at, expected }) => {
    expect(
      decideCase({ activity: activity({ kind, keys: [gaid], at }), device: known(day) }).attribution,
    ).toMatchObject(expected);
  });

  test('an organic device stays organic', () => {
    const organic = device({ conversions: [conversion(-day, null)] });
    expect(decideCase({ activity: activity({ kind: 'event' }), device: organic }).attribution).toMatchObject({
      status: 'organic',
      partner: null,
    });
  });

  test('an unknown device is unattributed, not organic', () => {
    expect(decideCase({ activity: activity({ kind: 'event' }), device: device() }).attribution?.status).toBe(
      'unattributed',
    );
  });

  test('an event that names a click is credited to it, with or without an install', () => {
    const event = activity({ kind: 'event', clickId: 'a' });
    expect(
      decideCase({ activity: event, device: null, touches: [touch({ id: 'a', at: -80 * day })] }).attribution,
    ).toMatchObject({
      partner: 'a',
      match_type: 'click_id',
    });
    expect(
      decideCase({ activity: event, device: null, touches: [touch({ id: 'a', at: -90 * day - 1 })] })
        .attribution?.status,
    ).toBe('unattributed');
  });

  test('a device found by its user lends its credit and is not changed', () => {
    const verdict = decideCase({
      activity: activity({ kind: 'event', keys: ['user:u'] }),
      device: known(day),
      byUser: true,
    });
    expect(verdict.attribution?.partner).toBe('old');
    expect(verdict.device).toBeNull();
  });

  test('events may be credited for a while only', () => {
    const policy = { events: { window: '30d' } };
    const at = (ms: number) =>
      decideCase({ activity: activity({ kind: 'event', keys: [gaid], at: ms }), device: known(day), policy });
    expect(at(0).attribution?.partner).toBe('old');
    expect(at(1).attribution?.status).toBe('unattributed');
  });

  test('by last touch, sessions and events have windows of their own', () => {
    const policy = {
      events: { credit: 'last_touch' },
      windows_for: { event: { click: '1d' } },
      returning: { kind: 'off' },
    };
    const at = (age: number) =>
      decideCase({
        activity: activity({ kind: 'event', keys: [gaid] }),
        device: known(day),
        touches: [click('new', -age)],
        policy,
      }).attribution;
    expect(at(day)).toMatchObject({ partner: 'new', touch_id: 'new' });
    expect(at(day + 1)).toMatchObject({ status: 'unattributed' });
  });
});
