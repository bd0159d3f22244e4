/** What people see, and what a partner does not. */
import type { Attribution } from '../../../src/model/attribution';
import type { Delivery } from '../../../src/model/delivery';
import type { StoredActivity } from '../../../src/ports/store';
import { showActivity, showToPartner } from '../../../src/record/show-activity';
import { maskMarkers, showDelivery } from '../../../src/record/show-delivery';

const attribution: Attribution = {
  status: 'attributed',
  partner: 'acme',
  link: 'l1',
  campaign: 'c',
  adgroup: null,
  creative: null,
  touch_id: 't1',
  touch_type: 'click',
  touched_at: '2026-11-22T10:00:00.000Z',
  match_type: 'device_id',
  previous_partner: 'rival-before',
  secondary: { partner: 'rival-beside', link: 'l2', campaign: null },
  assists: ['t2-of-rival'],
  flags: [],
  candidates: [
    { touch_id: 't1', partner: 'acme', verdict: 'won', reason: 'won' },
    { touch_id: 't2-of-rival', partner: 'rival', verdict: 'lost', reason: 'older' },
    { touch_id: 't3', partner: 'acme', verdict: 'lost', reason: 'older' },
  ],
  policy_version: 'carom-1',
};

const stored: StoredActivity = {
  activity: {
    app: 'app_a',
    id: 'i1',
    kind: 'install',
    time: Date.parse('2026-11-22T10:00:01.002Z'),
    receivedAt: Date.parse('2026-11-22T10:00:02Z'),
    environment: 'production',
    partition: 0,
    flags: ['late'],
    revision: 0,
    body: {
      kind: 'install',
      device: { gps_adid: 'g' },
      user: { id: 'u-of-advertiser' },
      partner_params: { level: 'for-another' },
      revenue: { amount: '9.99', currency: 'USD' },
    },
    keys: { device: [], touch: [], address: [] },
  },
  seq: 1,
  state: 'processed',
  kind: 'reinstall',
  attribution,
  rejected: [
    { touch_id: 't3', reason: 'engagement_injection' },
    { touch_id: 't2-of-rival', reason: 'anonymous_traffic' },
  ],
  refusedPartner: null,
  device: 'd1',
  plannedRevision: 0,
};

test('kind is what it became, times are RFC 3339 with milliseconds', () =>
  expect(showActivity(stored)).toMatchObject({
    kind: 'reinstall',
    posted_kind: 'install',
    time: '2026-11-22T10:00:01.002Z',
    received_at: '2026-11-22T10:00:02.000Z',
    flags: ['late'],
    revenue: { amount: '9.99', currency: 'USD' },
  }));

describe('a partner', () => {
  test('sees what was credited to it without anything of another', () => {
    const shown = showToPartner(stored, 'acme');
    expect(JSON.stringify(shown)).not.toMatch(/rival|advertiser|for-another/);
    expect(shown).toMatchObject({ id: 'i1', attribution: { partner: 'acme', secondary: null, assists: [] } });
  });

  test('sees its own candidates and refused touches with their reasons', () =>
    expect(showToPartner(stored, 'acme')).toMatchObject({
      attribution: { candidates: [{ touch_id: 't1' }, { touch_id: 't3', reason: 'older' }] },
      rejected: [{ touch_id: 't3', reason: 'engagement_injection' }],
    }));

  test.each([
    { name: 'of another partner', activity: stored, partner: 'rival' },
    { name: 'of the partner beside', activity: stored, partner: 'rival-beside' },
    { name: 'without a verdict', activity: { ...stored, attribution: null }, partner: 'acme' },
    {
      name: 'that is organic',
      activity: { ...stored, attribution: { ...attribution, partner: null } },
      partner: 'acme',
    },
  ])('sees nothing of an activity $name', ({ activity, partner }) =>
    expect(showToPartner(activity, partner)).toBeNull(),
  );
});

const marker = '__carom_0123456789abcdef_token__';
const delivery: Delivery = {
  id: 'D1',
  app: 'app_a',
  activity: 'i1',
  revision: 0,
  partner: 'acme',
  postback: 'install',
  status: 'delivered',
  request: {
    method: 'POST',
    url: `https://x.test/?t=${marker}`,
    headers: { authorization: `Bearer ${marker}` },
    body: `{"t":"${marker}","u":"${marker}"}`,
  },
  attempts: [{ at: 1_000, status: 200, durationMs: 12, response: `you sent ${marker}` }],
  tries: 1,
  nextAttemptAt: null,
  createdAt: 0,
  templateVersion: '3',
  visibleToPartner: true,
};

describe('a delivery', () => {
  test('shows *** wherever a secret stands: URL, headers, body, answer', () => {
    const text = JSON.stringify(showDelivery(delivery));
    expect(text).not.toContain('__carom_');
    expect(text.match(/\*\*\*/g)).toHaveLength(5);
  });

  test('has the wire form', () =>
    expect(showDelivery(delivery)).toMatchObject({
      activity_id: 'i1',
      attempts: [{ at: '1970-01-01T00:00:01.000Z', status: 200, duration_ms: 12 }],
      next_attempt_at: null,
      template_version: '3',
    }));

  test('that was skipped has its reason and no request', () =>
    expect(
      showDelivery({ ...delivery, status: 'skipped', reason: 'not_credited', request: null, attempts: [] }),
    ).toMatchObject({ status: 'skipped', reason: 'not_credited', request: null, attempts: [] }));

  test('masks a marker alone, not what stands beside it', () =>
    expect(maskMarkers(`a${marker}b__c`)).toBe('a***b__c'));
});

test('a refusal is shown to the partner whose touch was refused, with its reason and nobody else’s', () => {
  const refusal: StoredActivity = { ...stored, attribution: null, refusedPartner: 'acme' };
  const one = { ...refusal, rejected: [{ touch_id: 't3', reason: 'engagement_injection' }] };
  expect(showToPartner(one, 'acme')).toMatchObject({ attribution: null, rejected: one.rejected });
  expect(showToPartner(refusal, 'acme')).toMatchObject({ rejected: [] });
  expect(showToPartner(one, 'rival')).toBeNull();
});
