/** One request under one Idempotency-Key: carried out once, answered the same again; both sides of each time. */
import { createObserver } from '../../../src/adapters/observer/observer';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import { answerOnce, inHandMs, keepsAnswers, type Answered, type Asked } from '../../../src/api/kept-answers';
import { Refusal } from '../../../src/api/route';
import { Fault } from '../../../src/errors';
import type { Key } from '../../../src/model/app';
import { answersKeptMs } from '../../../src/ports/answer-store';
import { t0 } from '../../contract/samples';
import { openStore, type OpenStore } from '../adapters/open-store';

const secrets = createSecrets('a secret key of a test');
const key = (id: string): Key => ({
  ...{ id, role: 'admin', hash: 'h', prefix: 'p', createdAt: t0, version: 1 },
});
const asked: Asked = {
  caller: key('key_1'),
  method: 'POST',
  path: '/v1/apps',
  idempotencyKey: 'k-1',
  query: undefined,
  body: { name: 'Shop' },
};

let open: OpenStore;
let now = t0;
let done = 0;
beforeEach(async () => {
  open = await openStore();
  now = t0;
  done = 0;
});
afterEach(() => open.remove());

const deps = () => ({
  store: open.store,
  secrets,
  clock: { now: () => now },
  observer: createObserver({ level: 'silent' }),
});

/** Each time it is carried out it answers another number. */
const act = (): Promise<Answered> => {
  done += 1;
  return Promise.resolve({ status: 201, text: `{"secret":"s-${done}"}` });
};
const ask = (change: Partial<Asked> = {}, how: () => Promise<Answered | Refusal> = act) =>
  answerOnce(deps(), { ...asked, ...change }, how);

test('a repetition gets the first answer, and nothing is carried out', async () => {
  const first = { status: 201, text: '{"secret":"s-1"}' };
  expect(await ask()).toEqual({ ...first, again: false });
  expect(await ask()).toEqual({ ...first, again: true });
  expect(done).toBe(1);
});

test.each([
  { name: 'another key of ours', change: { caller: key('key_2') } },
  { name: 'another Idempotency-Key', change: { idempotencyKey: 'k-2' } },
  { name: 'another path', change: { path: '/v1/keys' } },
  { name: 'another method', change: { method: 'PUT' } },
])('$name: another request', async ({ change }) => {
  await ask();
  expect(await ask(change)).toMatchObject({ text: '{"secret":"s-2"}', again: false });
});

test.each([
  { name: 'body', change: { body: { name: 'Shop 2' } } },
  { name: 'query', change: { query: { app: 'a' } } },
])('another $name under the key is refused, while the first is in hand and after', async ({ change }) => {
  const inside: unknown[] = [];
  await ask({}, async () => {
    inside.push(await ask(change).catch((cause: unknown) => cause));
    return act();
  });
  inside.push(await ask(change).catch((cause: unknown) => cause));
  for (const cause of inside)
    expect(cause).toMatchObject({ kind: 'idempotency_key_reused', status: 422, field: 'idempotency-key' });
  expect(done).toBe(1);
});

test.each([
  { name: 'just begun', afterMs: 0, kind: 'request_in_progress', retryAfterSeconds: 1 },
  { name: 'long in hand', afterMs: inHandMs - 1, kind: 'request_in_progress', retryAfterSeconds: 1 },
  { name: 'in hand for too long', afterMs: inHandMs, kind: 'outcome_unknown', retryAfterSeconds: undefined },
])('of one $name the repetition is told: $kind', async ({ afterMs, kind, retryAfterSeconds }) => {
  let told: unknown;
  const first = await ask({}, async () => {
    now = t0 + afterMs;
    told = await ask().catch((cause: unknown) => cause);
    return act();
  });
  expect(told).toMatchObject({ kind, status: 409, retryAfterSeconds });
  // It was alive after all: its answer is kept.
  expect(await ask()).toMatchObject(Object.assign({}, first, { again: true }));
  expect(done).toBe(1);
});

test('who died between doing and answering leaves no second doing, as long as it is remembered', async () => {
  void ask({}, () => new Promise(() => undefined));
  await expect(ask()).rejects.toMatchObject({ kind: 'request_in_progress' });
  now = t0 + answersKeptMs;
  await expect(ask()).rejects.toMatchObject({ kind: 'outcome_unknown' });
  now += 1;
  expect(await ask()).toMatchObject({ again: false });
});

test.each([
  { name: 'a day later it is the same answer', afterMs: answersKeptMs, again: true },
  { name: 'a millisecond after that it is a new request', afterMs: answersKeptMs + 1, again: false },
])('$name', async ({ afterMs, again }) => {
  await ask();
  now = t0 + afterMs;
  expect(await ask()).toMatchObject({ again });
});

const refusal = new Refusal(new Fault('conflict'), { findings: [] });
test.each([
  { name: 'a refusal', how: () => Promise.resolve(refusal) },
  { name: 'a refused field', how: () => Promise.reject(new Fault('invalid_field')) },
  { name: 'a failure', how: () => Promise.reject(new Fault('store_unavailable')) },
  { name: 'what nobody expected', how: () => Promise.reject(new Error('broken')) },
])('$name is not kept: it is judged again', async ({ how }) => {
  const first = await ask({}, how).catch((cause: unknown) => cause);
  expect(first === refusal || first instanceof Error).toBe(true);
  expect(await ask({ body: { name: 'better' } })).toMatchObject({ text: '{"secret":"s-1"}', again: false });
});

test('what was done is told where its answer cannot be kept', async () => {
  const answered = await ask({}, async () => {
    await open.store.close();
    return act();
  });
  expect(answered).toEqual({ status: 201, text: '{"secret":"s-1"}', again: false });
});

test('what a store holds tells neither the answer nor what was asked', async () => {
  await ask();
  const id = secrets.keyedHash(JSON.stringify(['answer', 'key_1', 'POST', '/v1/apps', 'k-1']));
  const kept = await open.store.claimAnswer({ id, fingerprint: 'f', at: now }, 0);
  expect(kept?.answer).toMatch(/^sealed:v1:/);
  expect(JSON.stringify(kept)).not.toMatch(/s-1|Shop|k-1/);
});

test.each([
  { method: 'POST', scopes: ['manage'], keeps: true },
  { method: 'POST', scopes: ['manage', 'read'], keeps: true },
  { method: 'POST', scopes: ['read'], keeps: false },
  { method: 'PUT', scopes: ['manage'], keeps: false },
  { method: 'DELETE', scopes: ['manage'], keeps: false },
  { method: 'GET', scopes: ['read'], keeps: false },
] as const)('$method of $scopes: $keeps', ({ method, scopes, keeps }) => {
  expect(keepsAnswers({ method, scopes })).toBe(keeps);
});
