/** Who finds nobody else at work on a store's file, and who does not: a claim is freed only where nobody lives who could hold it. */
import { join } from 'node:path';
import { joinWorkers } from '../../src/adapters/lock/workers-lock';
import { cleanUp, emptyFolder } from '../harness';

afterAll(cleanUp);

const nothing = (): Promise<void> => Promise.resolve();

test('the first is alone, others are not, and who comes after all left is alone again', async () => {
  const file = join(emptyFolder(), 'store.workers');
  const first = await joinWorkers(file, nothing);
  const second = await joinWorkers(file, nothing);
  first.leave();
  const third = await joinWorkers(file, nothing);
  second.leave();
  third.leave();
  const last = await joinWorkers(file, nothing);
  last.leave();
  expect([first.alone, second.alone, third.alone, last.alone]).toEqual([true, false, false, true]);
});

test('what is done alone is done before anybody else is let in, and by one', async () => {
  const file = join(emptyFolder(), 'store.workers');
  const order: string[] = [];
  let finish: () => void = () => undefined;
  const first = joinWorkers(file, async () => {
    order.push('alone');
    await new Promise<void>((resolve) => (finish = resolve));
    order.push('done');
  });
  const others = ['b', 'c'].map((name) =>
    joinWorkers(file, () => {
      order.push(`${name} too`);
      return Promise.resolve();
    }).then((lock) => {
      order.push('joined');
      return lock;
    }),
  );
  finish();
  const locks = await Promise.all([first, ...others]);
  for (const lock of locks) lock.leave();
  expect(order).toEqual(['alone', 'done', 'joined', 'joined']);
});

test('what fails alone leaves the place to the next', async () => {
  const file = join(emptyFolder(), 'store.workers');
  await expect(joinWorkers(file, () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
  const next = await joinWorkers(file, nothing);
  next.leave();
  expect(next.alone).toBe(true);
});
