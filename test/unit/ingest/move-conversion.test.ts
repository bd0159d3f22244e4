/** What a later call makes of a conversion: each rule with both sides. */
import { nextMove, type Said } from '../../../src/ingest/move-conversion';
import {
  historyMax,
  type Activity,
  type ActivityBody,
  type ConversionState,
} from '../../../src/model/activity';
import type { Money } from '../../../src/model/money';

const usd = (amount: string): Money => ({ amount, currency: 'USD' });
const eur = (amount: string): Money => ({ amount, currency: 'EUR' });

function stands(body: Partial<ActivityBody>, history?: readonly ConversionState[]): Activity {
  return {
    app: 'a1',
    id: 'c1',
    kind: 'event',
    time: 1,
    receivedAt: 2,
    environment: 'production',
    partition: 0,
    flags: [],
    revision: history === undefined ? 0 : history.length - 1,
    ...(history === undefined ? {} : { history }),
    body: { kind: 'event', event: 'sale', device: {}, ...body },
    keys: { device: [], touch: [], address: [] },
  };
}

const said = (change: Partial<Said>): Said => ({ currencyNamed: true, ...change });
const time = (ms: number): string => new Date(ms).toISOString();
type State = Omit<ConversionState, 'at'>;

test.each<{ name: string; before: Partial<ActivityBody>; call: Partial<Said>; after: State | null }>([
  {
    name: 'another status',
    before: { status: 'pending' },
    call: { status: 'approved' },
    after: { status: 'approved' },
  },
  { name: 'the same status', before: { status: 'pending' }, call: { status: 'pending' }, after: null },
  {
    name: 'back again',
    before: { status: 'approved' },
    call: { status: 'pending' },
    after: { status: 'pending' },
  },
  {
    name: 'approved after a refusal, without a time',
    before: { status: 'rejected' },
    call: { status: 'approved' },
    after: { status: 'approved' },
  },
  {
    name: 'a millisecond older than what stands',
    before: { status: 'rejected', status_time: time(2) },
    call: { status: 'approved', statusTime: time(1) },
    after: null,
  },
  {
    name: 'a millisecond newer than what stands',
    before: { status: 'rejected', status_time: time(2) },
    call: { status: 'approved', statusTime: time(3) },
    after: { status: 'approved', status_time: time(3) },
  },
  {
    name: 'of the same time',
    before: { status: 'approved', status_time: time(2) },
    call: { status: 'rejected', statusTime: time(2) },
    after: { status: 'rejected', status_time: time(2) },
  },
  {
    name: 'pending anew, later by its own time',
    before: { status: 'approved', status_time: time(2) },
    call: { status: 'pending', statusTime: time(3) },
    after: { status: 'pending', status_time: time(3) },
  },
  {
    name: 'another amount of the same status keeps its time',
    before: { status: 'approved', status_time: time(2), payout: usd('5') },
    call: { status: 'approved', payout: usd('4') },
    after: { status: 'approved', status_time: time(2), payout: usd('4') },
  },
  { name: 'approved, where nobody said otherwise', before: {}, call: { status: 'approved' }, after: null },
  {
    name: 'rejected, where nobody said anything',
    before: {},
    call: { status: 'rejected' },
    after: { status: 'rejected' },
  },
  { name: 'nothing', before: { status: 'pending', payout: usd('1') }, call: {}, after: null },
  {
    name: 'a status with another payout',
    before: { status: 'pending', payout: usd('5') },
    call: { status: 'approved', payout: usd('4') },
    after: { status: 'approved', payout: usd('4') },
  },
  {
    name: 'the same status with another payout',
    before: { status: 'approved', payout: usd('5') },
    call: { status: 'approved', payout: usd('4') },
    after: { status: 'approved', payout: usd('4') },
  },
  {
    name: 'the same payout, written otherwise',
    before: { status: 'approved', payout: usd('5') },
    call: { status: 'approved', payout: usd('5.00') },
    after: null,
  },
  {
    name: 'the same amount in another currency',
    before: { status: 'approved', payout: usd('5') },
    call: { status: 'approved', payout: eur('5') },
    after: { status: 'approved', payout: eur('5') },
  },
  {
    name: 'an amount without a currency is in the one that stands',
    before: { status: 'approved', payout: eur('5') },
    call: { status: 'approved', payout: usd('6'), currencyNamed: false },
    after: { status: 'approved', payout: eur('6') },
  },
  {
    name: 'a default currency is no change',
    before: { status: 'approved', payout: eur('5') },
    call: { status: 'approved', payout: usd('5'), currencyNamed: false },
    after: null,
  },
  {
    name: 'a payout where there was none',
    before: {},
    call: { payout: usd('5') },
    after: { payout: usd('5') },
  },
  {
    name: 'another payout, without a status',
    before: { payout: usd('5') },
    call: { payout: usd('9') },
    after: null,
  },
  {
    name: 'a revenue where there was none, beside a payout that differs, without a status',
    before: { payout: usd('5') },
    call: { payout: usd('9'), revenue: usd('50') },
    after: { payout: usd('5'), revenue: usd('50') },
  },
  {
    name: 'what it does not name stays',
    before: { status: 'pending', payout: usd('5'), revenue: usd('50') },
    call: { status: 'rejected' },
    after: { status: 'rejected', payout: usd('5'), revenue: usd('50') },
  },
])('$name', ({ before, call, after }) => {
  const move = nextMove(stands(before), said(call), 9);
  if (after === null) {
    expect(move).toBeNull();
    return;
  }
  const { status, status_time, payout, revenue } = before;
  const first = {
    at: 2,
    ...(status && { status }),
    ...(status_time && { status_time }),
    ...(payout && { payout }),
    ...(revenue && { revenue }),
  };
  expect(move).toEqual({ app: 'a1', id: 'c1', revision: 1, history: [first, { at: 9, ...after }] });
});

test('the history grows by one, and ends', () => {
  const history = (length: number): ConversionState[] =>
    Array.from({ length }, (_, at) => ({ at, status: at % 2 === 0 ? 'rejected' : 'approved' }));
  const last = history(historyMax - 1);
  const status = last.at(-1)?.status === 'approved' ? 'rejected' : 'approved';
  const move = nextMove(stands({ status: last.at(-1)?.status ?? '' }, last), said({ status }), 99);
  expect(move).toMatchObject({ revision: historyMax - 1 });
  expect(move?.history).toHaveLength(historyMax);
  const full = stands({ status: 'pending' }, history(historyMax));
  expect(() => nextMove(full, said({ status: 'rejected' }), 99)).toThrow(/moves no more/);
  expect(nextMove(full, said({ status: 'pending' }), 99)).toBeNull();
});

test('the newest time that was ever named counts', () => {
  const history: ConversionState[] = [
    { at: 1, status: 'pending', status_time: time(5) },
    { at: 2, status: 'approved' },
  ];
  const activity = stands({ status: 'approved' }, history);
  expect(nextMove(activity, said({ status: 'rejected', statusTime: time(4) }), 9)).toBeNull();
  expect(nextMove(activity, said({ status: 'rejected', statusTime: time(6) }), 9)).toMatchObject({
    revision: 2,
  });
});
