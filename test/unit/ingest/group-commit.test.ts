/** One commit for many requests: when it starts, what it holds, and what happens when it fails. */
import { Fault } from '../../../src/errors';
import { GroupCommit } from '../../../src/ingest/group-commit';

let now = 1_000;
const steady = { now: () => now };

/** A store whose commits end when the test says so. */
function makeStore(): {
  commits: number[][];
  commit: (items: readonly number[]) => Promise<readonly string[]>;
  finish: (error?: Error) => void;
} {
  const commits: number[][] = [];
  const waiting: ((error?: Error) => void)[] = [];
  return {
    commits,
    commit: (items) => {
      commits.push([...items]);
      return new Promise((resolve, reject) => {
        waiting.push((error) => {
          if (error === undefined) resolve(items.map((item) => `r${item}`));
          else reject(error);
        });
      });
    },
    finish: (error) => waiting.shift()?.(error),
  };
}

const options = { itemsMax: 4, delayMs: 60_000, lineMax: 100, steady };

test('it starts at the item that fills it, not before', () => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, commit: store.commit });
  void group.add([1, 2]);
  void group.add([3]);
  expect(store.commits).toEqual([]);
  void group.add([4]);
  expect(store.commits).toEqual([[1, 2, 3, 4]]);
  store.finish();
});

test('it starts after its delay though nothing fills it', async () => {
  const store = makeStore();
  const group = new GroupCommit({
    ...options,
    delayMs: 1,
    commit: async (items: readonly number[]) => {
      const committed = store.commit(items);
      store.finish();
      return committed;
    },
  });
  const results = await Promise.all([group.add([1]), group.add([2, 3])]);
  expect(results).toEqual([['r1'], ['r2', 'r3']]);
  expect(store.commits).toEqual([[1, 2, 3]]);
});

test('one commit at a time: what comes meanwhile makes the next, at once', async () => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, commit: store.commit });
  const first = group.add([1, 2, 3, 4]);
  const second = group.add([5]);
  const third = group.add([6, 7, 8, 9]);
  const fourth = group.add([10]);
  expect(store.commits).toEqual([[1, 2, 3, 4]]);
  store.finish();
  expect(await first).toEqual(['r1', 'r2', 'r3', 'r4']);
  await Promise.resolve();
  // A request is never split: the second commit is filled by the request that passes its limit.
  expect(store.commits.slice(1)).toEqual([[5, 6, 7, 8, 9]]);
  store.finish();
  expect(await second).toEqual(['r5']);
  expect(await third).toEqual(['r6', 'r7', 'r8', 'r9']);
  await Promise.resolve();
  store.finish();
  expect(await fourth).toEqual(['r10']);
});

test('a store that fails refuses everyone in that commit, and nobody else', async () => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, commit: store.commit });
  const failed = [group.add([1, 2]), group.add([3, 4])];
  const next = group.add([5, 6, 7, 8]);
  store.finish(new Fault('store_unavailable', { message: 'disk full' }));
  const reasons = await Promise.allSettled(failed);
  for (const reason of reasons)
    expect(reason).toMatchObject({
      status: 'rejected',
      reason: { kind: 'store_unavailable', message: 'disk full' },
    });
  store.finish();
  expect(await next).toEqual(['r5', 'r6', 'r7', 'r8']);
});

test('what is thrown and is no fault is told as store_unavailable', async () => {
  const group = new GroupCommit({ ...options, commit: () => Promise.reject(new Error('odd')) });
  await expect(group.add([1, 2, 3, 4])).rejects.toMatchObject({ kind: 'store_unavailable' });
});

test.each([
  { name: 'the line may be filled to its end', more: 6, refused: false },
  { name: 'one more is refused, what is in flight counted', more: 7, refused: true },
])('$name', async ({ more, refused }) => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, lineMax: 10, commit: store.commit });
  void group.add([1, 2, 3, 4]);
  const late = group.add(new Array<number>(more).fill(0));
  if (refused) {
    await expect(late).rejects.toMatchObject({ kind: 'overloaded', retryAfterSeconds: 1 });
    expect(group.size).toBe(4);
  } else {
    expect(group.size).toBe(10);
    store.finish();
    await new Promise(setImmediate);
    store.finish();
    expect(await late).toHaveLength(more);
  }
  store.finish();
});

test('the age of the oldest is that of what is in flight, then of what waits', async () => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, commit: store.commit });
  expect(group.oldestMs).toBe(0);
  const first = group.add([1, 2, 3, 4]);
  now += 30;
  const second = group.add([5]);
  expect(group.oldestMs).toBe(30);
  store.finish();
  await first;
  now += 5;
  expect(group.oldestMs).toBe(5);
  store.finish();
  await second;
  expect(group.oldestMs).toBe(0);
});

test('draining commits what waits, then takes nothing more', async () => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, commit: store.commit });
  const inFlight = group.add([1, 2, 3, 4]);
  const waiting = group.add([5]);
  let drained = false;
  const draining = group.drain().then(() => (drained = true));
  await expect(group.add([6])).rejects.toMatchObject({ kind: 'shutting_down' });
  store.finish();
  await inFlight;
  expect(drained).toBe(false);
  store.finish();
  expect(await waiting).toEqual(['r5']);
  await draining;
  expect(store.commits).toEqual([[1, 2, 3, 4], [5]]);
});

test('nothing to commit is answered at once', async () => {
  const store = makeStore();
  const group = new GroupCommit({ ...options, commit: store.commit });
  expect(await group.add([])).toEqual([]);
  await group.drain();
  expect(store.commits).toEqual([]);
});
