/** Who travels with whom, how many, and how a refused batch parts. */
import {
  batchBytesMax,
  createJoiner,
  goingAlone,
  halvesOf,
  isJoined,
  joinedRequest,
  membersOf,
  type Joined,
} from '../../../src/deliver/joined';
import type { Attempt, Delivery, DeliveryRequest } from '../../../src/model/delivery';

const { join, joinAll } = createJoiner({ retriesMax: 4 });

function delivery(
  id: string,
  extra: Partial<Delivery> = {},
  request: Partial<DeliveryRequest> = {},
): Delivery {
  return {
    id,
    app: 'app',
    activity: `of-${id}`,
    revision: 0,
    partner: 'net',
    postback: 'install',
    status: 'pending',
    request: {
      method: 'POST',
      url: 'https://net.test/e?token=__carom_0123456789abcdef_token__',
      headers: { 'content-type': 'application/json', 'carom-delivery-id': id },
      body: `{"pixel":"p","data":[{"id":"${id}","n":1.10}],"v":2}`,
      bodyType: 'json',
      batch: { maxItems: 3, list: 'json.data' },
      ...request,
    },
    attempts: [],
    tries: 0,
    nextAttemptAt: null,
    createdAt: 0,
    visibleToPartner: true,
    ...extra,
  };
}

const a = delivery('a');
const sizes = (all: readonly Delivery[]): number[] => all.map((each) => membersOf(each).length);

function joined(...ids: string[]): Joined {
  const [first] = joinAll(ids.map((id) => delivery(id)));
  if (first === undefined || !isJoined(first)) throw new Error('not joined');
  return first;
}

test('the list holds each one’s item, byte for byte, and all else stands once', () => {
  expect(joinedRequest(joined('a', 'b', 'c'))).toEqual({
    ...a.request,
    headers: { ...a.request?.headers, 'carom-delivery-ids': 'a,b,c' },
    body: '{"pixel":"p","data":[{"id":"a","n":1.10},{"id":"b","n":1.10},{"id":"c","n":1.10}],"v":2}',
  });
});

test.each([
  { name: 'of one kind', other: delivery('b'), together: true },
  { name: 'of another app', other: delivery('b', { app: 'app2' }), together: false },
  { name: 'of another partner', other: delivery('b', { partner: 'net2' }), together: false },
  { name: 'of another postback', other: delivery('b', { postback: 'event' }), together: false },
  { name: 'another method', other: delivery('b', {}, { method: 'PUT' }), together: false },
  { name: 'another URL', other: delivery('b', {}, { url: 'https://net.test/f' }), together: false },
  {
    name: 'another header',
    other: delivery('b', {}, { headers: { ...a.request?.headers, 'x-v': '2' } }),
    together: false,
  },
  {
    name: 'a body that differs beside the list',
    other: delivery('b', {}, { body: '{"pixel":"q","data":[{"id":"b"}],"v":2}' }),
    together: false,
  },
  {
    name: 'a body that differs after the list',
    other: delivery('b', {}, { body: '{"pixel":"p","data":[{"id":"b"}],"v":3}' }),
    together: false,
  },
  {
    name: 'another rule for its answer',
    other: delivery('b', {}, { accepted: { status: [200] } }),
    together: false,
  },
  {
    name: 'another way to show who sends',
    other: delivery('b', {}, { auth: { type: 'basic', username: 'u', password: 'p' } }),
    together: false,
  },
  { name: 'one whose device was forgotten', other: delivery('b', { request: null }), together: false },
  { name: 'one that is to go alone', other: goingAlone(delivery('b')), together: false },
  {
    name: 'a body without the list',
    other: delivery('b', {}, { body: '{"pixel":"p","v":2}' }),
    together: false,
  },
])('$name: together $together', ({ other, together }) => {
  expect(join(a, other) !== null).toBe(together);
  expect(join(other, a) !== null).toBe(together);
  expect(sizes(joinAll([a, other]))).toEqual(together ? [2] : [1, 1]);
});

test.each([
  { count: 1, of: [1] },
  { count: 2, of: [2] },
  { count: 3, of: [3] },
  { count: 4, of: [3, 1] },
  { count: 7, of: [3, 3, 1] },
])('$count of one kind, three at most: $of', ({ count, of }) => {
  expect(sizes(joinAll(Array.from({ length: count }, (_, n) => delivery(`d${n}`))))).toEqual(of);
});

test('kinds that come mixed find their own, and what goes alone keeps its place', () => {
  const other = (id: string): Delivery => delivery(id, { postback: 'event' });
  const alone = delivery('x', {}, { body: null });
  const all = joinAll([a, other('b'), alone, delivery('c'), other('d')]);
  expect(all.map((each) => membersOf(each).map(({ id }) => id))).toEqual([['a', 'c'], ['b', 'd'], ['x']]);
});

test('a lone one is left as it is', () => {
  const lone = [a, delivery('x', { partner: 'other' }, { body: null })];
  expect(joinAll(lone)).toEqual(lone);
  expect(joinAll(lone).some(isJoined)).toBe(false);
});

test('no more than the bytes allow, to the byte', () => {
  const rule = { batch: { maxItems: 9, list: 'json.data' } };
  const sized = (id: string, bytes: number): Delivery =>
    delivery(id, {}, { ...rule, body: `{"data":["${'x'.repeat(bytes)}"]}` });
  const frame = Buffer.byteLength('{"data":["",""]}');
  const half = Math.floor((batchBytesMax - frame) / 2);
  const rest = batchBytesMax - frame - half;
  const whole = join(sized('a', half), sized('b', rest));
  expect(Buffer.byteLength((whole && joinedRequest(whole))?.body ?? '')).toBe(batchBytesMax);
  expect(join(sized('a', half), sized('b', rest + 1))).toBeNull();
});

test('where the ids of all find no room the first’s stands alone', () => {
  const wide = (id: string): Delivery => delivery(id, {}, { batch: { maxItems: 9, list: 'json.data' } });
  const ids = (length: number): string[] => ['a'.repeat(length - 2), 'b'];
  const headersOf = (length: number): Readonly<Record<string, string>> => {
    const [first] = joinAll(ids(length).map(wide));
    if (first === undefined || !isJoined(first)) throw new Error('not joined');
    return joinedRequest(first)?.headers ?? {};
  };
  expect(headersOf(4_096)['carom-delivery-ids']).toHaveLength(4_096);
  expect(headersOf(4_097)['carom-delivery-ids']).toBeUndefined();
});

describe('after a try that failed', () => {
  const failed = (id: string, tries: number, last: Partial<Attempt>): Delivery =>
    delivery(
      id,
      { tries, attempts: [{ at: 0, durationMs: 1, ...last }] },
      { batch: { maxItems: 100, list: 'json.data' } },
    );
  const of = (size: number): Partial<Attempt> => ({ status: 503, batch: { id: 'x', size, place: 0 } });
  test.each([
    { name: 'the first time: together as before', tries: 1, last: of(8), most: 8 },
    { name: 'the second time: a quarter as many', tries: 2, last: of(8), most: 2 },
    { name: 'and again', tries: 3, last: of(12), most: 3 },
    { name: 'fewer than four: alone', tries: 2, last: of(7), most: 1 },
    { name: 'who failed alone twice stays alone', tries: 2, last: { status: 500 }, most: 1 },
    { name: 'the last try of four: alone', tries: 4, last: of(100), most: 1 },
    { name: 'too many requests: together', tries: 3, last: { ...of(8), status: 429 }, most: 8 },
    {
      name: 'refused together, and could not part at once: alone',
      tries: 1,
      last: { ...of(8), error: 'batch_refused: http_400' },
      most: 1,
    },
  ])('$name', ({ tries, last, most }) => {
    const all = joinAll(Array.from({ length: 8 }, (_, n) => failed(`d${n}`, tries, last)));
    expect(Math.max(...sizes(all))).toBe(most);
  });

  test('the one that may have the least company decides', () => {
    const fresh = delivery('f', {}, { batch: { maxItems: 100, list: 'json.data' } });
    const careful = failed('c', 2, of(8));
    expect(join(fresh, careful)).not.toBeNull();
    const two = join(fresh, careful);
    expect(two && join(two, { ...fresh, id: 'g' })).toBeNull();
  });
});

describe('a refused batch', () => {
  const attempts = (count: number): Attempt[] =>
    Array.from({ length: count }, (_, place) => ({
      at: 0,
      status: 400,
      durationMs: 1,
      batch: { id: 'a', size: count, place },
    }));

  test('parts in two halves, which know what came before and take nobody in', () => {
    const whole = joined('a', 'b', 'c');
    const halves = halvesOf(whole, attempts(3));
    expect(halves.map((half) => half.members.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
    expect(halves.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(halves.map(({ parted }) => parted?.refused)).toEqual([
      [{ size: 3, status: 400 }],
      [{ size: 3, status: 400 }],
    ]);
    expect(halves.map(({ parted }) => parted?.attempts.map(({ batch }) => batch?.place))).toEqual([
      [0, 1],
      [2],
    ]);
    const [first, second] = halves;
    expect(first && join(first, delivery('d'))).toBeNull();
    expect(second && join(delivery('d'), second)).toBeNull();
  });

  test('a half’s half knows of both; one alone goes out as it was planned', () => {
    const [first] = halvesOf(joined('a', 'b', 'c'), attempts(3));
    const [one] = first === undefined ? [] : halvesOf(first, attempts(2));
    expect(one?.parted?.refused).toEqual([
      { size: 3, status: 400 },
      { size: 2, status: 400 },
    ]);
    expect(one && joinedRequest(one)).toEqual(a.request);
  });
});
