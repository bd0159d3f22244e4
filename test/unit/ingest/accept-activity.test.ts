/** One activity through the door: what is refused, by which name, and what it looks like inside. */
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { acceptActivity, type AcceptContext } from '../../../src/ingest/accept-activity';
import { withTouchKeys } from '../../../src/ingest/identity';
import type { Activity } from '../../../src/model/activity';

const now = Date.UTC(2026, 10, 22, 12);
const context: AcceptContext = {
  app: 'app1',
  arrivalMs: now,
  partitions: 4,
  secrets: createSecrets('a secret key of a test'),
  isAnonymous: (address) => address === '198.51.100.9',
  makeId: () => 'MADE',
};
const install = { kind: 'install', device: { gps_adid: 'AB-1' } };

function take(raw: unknown, more: Partial<AcceptContext> = {}): Activity {
  const accepted = acceptActivity(raw, { ...context, ...more });
  if (!accepted.ok) throw accepted.fault;
  return accepted.activity;
}

test.each([
  { name: 'on the list', ip_address: '198.51.100.9', flags: ['anonymous_ip'] },
  { name: 'beside it', ip_address: '198.51.100.10', flags: [] },
])('an address $name: flags $flags', ({ ip_address, flags }) => {
  expect(take({ kind: 'install', device: { idfv: 'ab-1', ip_address } }).flags).toEqual(flags);
});

test('the address of the connection is looked up too', () => {
  const taken = take(
    { kind: 'install', device: { idfv: 'ab-1' } },
    { connection: { address: '198.51.100.9' } },
  );
  expect(withTouchKeys(taken, context)).toMatchObject({ flags: ['anonymous_ip'], keys: { address: [] } });
});

test('of a late activity the address keys are those of its own time', () => {
  const named = { kind: 'install', device: { gps_adid: 'ab-1', ip_address: '203.0.113.7' } };
  const late = withTouchKeys(take({ ...named, time: now - 30 * 86_400_000 }), context);
  const then = withTouchKeys(take(named, { arrivalMs: now - 30 * 86_400_000 }), context);
  expect(late.keys.address).toEqual(then.keys.address);
  expect(late.keys.address).not.toEqual(withTouchKeys(take(named), context).keys.address);
  expect(take(named).keys).toEqual({ device: ['gps_adid:ab-1'], touch: [], address: [] });
});

function refusal(
  raw: unknown,
  more: Partial<AcceptContext> = {},
): { code: string; field: string | undefined } {
  const accepted = acceptActivity(raw, { ...context, ...more });
  if (accepted.ok) return { code: 'accepted', field: undefined };
  if (accepted.fault.field !== undefined) expect(accepted.fault.message).toContain(accepted.fault.field);
  return { code: accepted.fault.kind, field: accepted.fault.field };
}

const params = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, at]));

test.each([
  { name: 'no object', raw: [], code: 'invalid_field', field: undefined },
  { name: 'null', raw: null, code: 'invalid_field', field: undefined },
  { name: 'text', raw: 'install', code: 'invalid_field', field: undefined },
  { name: 'no kind', raw: { device: { gps_adid: 'a' } }, code: 'missing_field', field: 'kind' },
  { name: 'an unknown kind', raw: { ...install, kind: 'instal' }, code: 'unknown_kind', field: 'kind' },
  {
    name: 'a kind that only Carom makes',
    raw: { ...install, kind: 'reinstall' },
    code: 'unknown_kind',
    field: 'kind',
  },
  { name: 'an unknown field', raw: { ...install, idfa: 'a' }, code: 'unknown_field', field: 'idfa' },
  {
    name: 'an unknown field within',
    raw: { kind: 'install', device: { gaid: 'a' } },
    code: 'unknown_field',
    field: 'device.gaid',
  },
  {
    name: 'a misspelt required field',
    raw: { kid: 'install', device: {} },
    code: 'unknown_field',
    field: 'kid',
  },
  {
    name: 'payout of an app',
    raw: { ...install, payout: { amount: 1, currency: 'USD' } },
    code: 'unknown_field',
    field: 'payout',
  },
  {
    name: 'a number for text',
    raw: { kind: 'install', device: { gps_adid: 5 } },
    code: 'invalid_field',
    field: 'device.gps_adid',
  },
  {
    name: 'text for an object',
    raw: { kind: 'install', device: 'a' },
    code: 'invalid_field',
    field: 'device',
  },
  { name: 'an array for an object', raw: { ...install, params: [] }, code: 'invalid_field', field: 'params' },
  {
    name: 'an event without a name',
    raw: { kind: 'event', device: { gps_adid: 'a' } },
    code: 'missing_field',
    field: 'event',
  },
  {
    name: 'an event with an empty name',
    raw: { kind: 'event', event: ' ', device: { gps_adid: 'a' } },
    code: 'missing_field',
    field: 'event',
  },
  { name: 'no identity', raw: { kind: 'install' }, code: 'no_identity', field: undefined },
  {
    name: 'only fakes',
    raw: {
      kind: 'install',
      device: { idfa: '00000000-0000-0000-0000-000000000000', gps_adid: 'null', device_id: '' },
    },
    code: 'no_identity',
    field: undefined,
  },
  {
    name: 'a time that cannot be read',
    raw: { ...install, time: 'soon' },
    code: 'invalid_time',
    field: 'time',
  },
  { name: 'a time of the wrong type', raw: { ...install, time: true }, code: 'invalid_field', field: 'time' },
  { name: 'a time before 2010', raw: { ...install, time: 1 }, code: 'invalid_time', field: 'time' },
  {
    name: "a referrer's time",
    raw: { ...install, referrer: { clicked_at: 'x' } },
    code: 'invalid_time',
    field: 'referrer.clicked_at',
  },
  {
    name: 'an address that is none',
    raw: { kind: 'install', device: { ip_address: '1.2.3' } },
    code: 'invalid_field',
    field: 'device.ip_address',
  },
  {
    name: 'a country of three letters',
    raw: { kind: 'install', device: { gps_adid: 'a', country: 'deu' } },
    code: 'invalid_field',
    field: 'device.country',
  },
  {
    name: 'money without a currency',
    raw: { ...install, revenue: { amount: '1' } },
    code: 'missing_field',
    field: 'revenue.currency',
  },
  {
    name: 'a currency of two letters',
    raw: { ...install, revenue: { amount: '1', currency: 'US' } },
    code: 'invalid_field',
    field: 'revenue.currency',
  },
  {
    name: 'a decimal comma',
    raw: { ...install, revenue: { amount: '1,50', currency: 'EUR' } },
    code: 'invalid_field',
    field: 'revenue.amount',
  },
  {
    name: 'an exponent in text',
    raw: { ...install, revenue: { amount: '1e3', currency: 'EUR' } },
    code: 'invalid_field',
    field: 'revenue.amount',
  },
  {
    name: 'a number that needs an exponent',
    raw: { ...install, revenue: { amount: 1e-7, currency: 'EUR' } },
    code: 'invalid_field',
    field: 'revenue.amount',
  },
  {
    name: 'an environment',
    raw: { ...install, environment: 'test' },
    code: 'invalid_field',
    field: 'environment',
  },
  {
    name: 'a control character in an id',
    raw: { ...install, id: 'a\u0000b' },
    code: 'invalid_field',
    field: 'id',
  },
  {
    name: 'a broken surrogate in an id',
    raw: { ...install, id: 'a\ud800' },
    code: 'invalid_field',
    field: 'id',
  },
  {
    name: 'an ATT status of 4',
    raw: { ...install, consent: { att_status: 4 } },
    code: 'invalid_field',
    field: 'consent.att_status',
  },
  { name: 'an id of 129', raw: { ...install, id: 'a'.repeat(129) }, code: 'invalid_field', field: 'id' },
  {
    name: 'an event name of 257',
    raw: { ...install, event: 'a'.repeat(257) },
    code: 'invalid_field',
    field: 'event',
  },
  { name: '101 params', raw: { ...install, params: params(101) }, code: 'invalid_field', field: 'params' },
  {
    name: 'an email that is none',
    raw: { ...install, user: { email: 'x' } },
    code: 'invalid_field',
    field: 'user.email',
  },
])('refuses $name', ({ raw, code, field }) => {
  expect(refusal(raw)).toEqual({ code, field });
});

test.each([
  { name: 'an id of 128', raw: { ...install, id: 'a'.repeat(128) } },
  { name: 'an id with spaces, slashes, colons and signs', raw: { ...install, id: 'a b/c:d?é🎉' } },
  { name: 'an event name of 256', raw: { ...install, event: 'a'.repeat(256) } },
  { name: '100 params', raw: { ...install, params: params(100) } },
  {
    name: 'null for what is absent',
    raw: { ...install, event: null, user: null, revenue: null, time: null, params: null },
  },
  { name: 'an empty country', raw: { kind: 'install', device: { gps_adid: 'a', country: '' } } },
  {
    name: 'address and user agent alone',
    raw: { kind: 'install', device: { ip_address: '203.0.113.7', user_agent: 'x' } },
  },
  {
    name: 'ad revenue without a name',
    raw: { ...install, kind: 'ad_revenue', revenue: { amount: '0.0001', currency: 'usd' } },
  },
])('takes $name', ({ raw }) => {
  expect(refusal(raw).code).toBe('accepted');
});

test('a whole activity, normalised', () => {
  const activity = take({
    kind: 'event',
    id: ' order-1 ',
    event: ' purchase ',
    time: '2026-11-22T11:59:00+00:00',
    device: {
      gps_adid: 'AB-1',
      device_id: 'Dev1',
      idfa: '',
      ip_address: '::ffff:203.0.113.7',
      os_name: 'Android',
      country: 'US',
    },
    user: { id: 'U1', email: 'A@B.c' },
    revenue: { amount: 9.99, currency: 'usd' },
    referrer: { clicked_at: now / 1000 - 600, install_begin_at: 0, raw: 'utm_source=x&click_id=C1' },
    consent: { eea: false, tcf: '' },
    params: { sku: 'Gold' },
  });
  expect(activity).toMatchObject({
    app: 'app1',
    id: 'order-1',
    kind: 'event',
    time: now - 60_000,
    receivedAt: now,
    environment: 'production',
    flags: ['malformed_advertising_id'],
    revision: 0,
  });
  expect(activity.body).toEqual({
    kind: 'event',
    event: 'purchase',
    device: {
      gps_adid: 'ab-1',
      device_id: 'Dev1',
      ip_address: '203.0.113.7',
      os_name: 'android',
      country: 'us',
    },
    user: {
      id: 'U1',
      email_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      email_gmail_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
    revenue: { amount: '9.99', currency: 'USD' },
    referrer: { clicked_at: '2026-11-22T11:50:00.000Z', raw: 'utm_source=x&click_id=C1', click_id: 'C1' },
    consent: { eea: false },
    params: { sku: 'Gold' },
  });
  expect(JSON.stringify(activity).toLowerCase()).not.toContain('a@b.c');
});

test.each([
  { name: 'plain', raw: 'click_id=C1&utm_source=x', clickId: 'C1' },
  { name: 'still encoded', raw: 'click_id%3DC1%26utm_source%3Dx', clickId: 'C1' },
  { name: 'without one', raw: 'utm_source=google-play&utm_medium=organic', clickId: undefined },
  { name: 'with a placeholder', raw: 'click_id={click_id}', clickId: undefined },
])('a raw referrer, $name', ({ raw, clickId }) => {
  expect(take({ ...install, referrer: { raw } }).body.referrer?.click_id).toBe(clickId);
});

test.each([
  { amount: 10, is: '10' },
  { amount: 0.1, is: '0.1' },
  { amount: -3.5, is: '-3.5' },
  { amount: '007.10', is: '007.10' },
  { amount: ' 9.99 ', is: '9.99' },
])('amount $amount is $is', ({ amount, is }) => {
  expect(take({ ...install, revenue: { amount, currency: 'EUR' } }).body.revenue?.amount).toBe(is);
});

test('without an id it gets one; an empty id is none', () => {
  expect(take(install).id).toBe('MADE');
  expect(take({ ...install, id: ' ' }).id).toBe('MADE');
});

test.each([
  { name: 'implied', raw: { device: install.device }, code: 'accepted' },
  { name: 'repeated', raw: install, code: 'accepted' },
  { name: 'contradicted', raw: { ...install, kind: 'session' }, code: 'invalid_field' },
])('a route that implies the kind: $name', ({ raw, code }) => {
  expect(refusal(raw, { kind: 'install' }).code).toBe(code);
});

const connection = { address: '203.0.113.9', userAgent: 'App/1' };
test.each([
  {
    name: 'a device key fills what is absent',
    device: {},
    filled: connection,
    is: { ip_address: '203.0.113.9', user_agent: 'App/1' },
  },
  {
    name: 'what was named stays',
    device: { ip_address: '203.0.113.7', user_agent: 'B' },
    filled: connection,
    is: { ip_address: '203.0.113.7', user_agent: 'B' },
  },
  { name: 'another key fills nothing', device: {}, filled: undefined, is: {} },
])('$name', ({ device, filled, is }) => {
  const more = filled === undefined ? {} : { connection: filled };
  expect(take({ kind: 'install', click_id: 'c', device }, more).body.device).toEqual(is);
});

test.each([
  { name: 'ahead', time: now + 3_600_001, flags: ['clock_ahead'] },
  { name: 'late', time: now - 86_400_001, flags: ['late'] },
])('a clock that is $name is said of the activity', ({ time, flags }) => {
  expect(take({ ...install, device: { oaid: 'a' }, time }).flags).toEqual(flags);
});

test('payout and status come with a conversion alone', () => {
  const conversion = { payout: { amount: '12.5', currency: 'eur' }, status: 'pending' };
  expect(take(install, { conversion }).body).toMatchObject({
    payout: { amount: '12.5', currency: 'EUR' },
    status: 'pending',
  });
});

const uuid = '38400000-8cf0-11bd-b23e-10b96e40000d';
const zeros = '00000000-0000-0000-0000-000000000000';

test.each([
  { name: 'a UUID', device: { gps_adid: uuid }, flagged: false },
  { name: 'a UUID in capitals', device: { idfa: uuid.toUpperCase() }, flagged: false },
  { name: 'a UUID without dashes', device: { gps_adid: uuid.replaceAll('-', '') }, flagged: false },
  { name: 'one digit too few', device: { gps_adid: uuid.slice(1) }, flagged: true },
  { name: 'a letter that is no digit', device: { idfa: uuid.replace('d', 'g') }, flagged: true },
  { name: 'zeros', device: { gps_adid: zeros }, flagged: true },
  { name: 'zeros where tracking is limited', device: { gps_adid: zeros }, limited: true, flagged: false },
  { name: 'zeros where the person said no', device: { idfa: zeros }, status: 2, flagged: false },
  { name: 'zeros where the person said yes', device: { idfa: zeros }, status: 3, flagged: true },
  { name: 'no UUID where tracking is limited', device: { idfa: 'x' }, limited: true, flagged: true },
  { name: 'a word for nothing', device: { gps_adid: 'null' }, flagged: false },
  { name: 'none', device: {}, flagged: false },
  { name: 'an identifier of another form', device: { android_id: 'x' }, flagged: false },
])(
  'an advertising id that no phone has is said of the activity: $name',
  ({ device, limited, status, flagged }) => {
    const consent = { limit_ad_tracking: limited, att_status: status };
    const { flags } = take({ kind: 'install', click_id: 'c', device, consent });
    expect(flags).toEqual(flagged ? ['malformed_advertising_id'] : []);
  },
);
