/** The set of a file's orders, over several of its growths. */
import { OrderSet } from '../../../src/record/reconcile/order-set';

test('a hundred thousand names: each is new once, none is there that was not added', () => {
  const set = new OrderSet();
  const name = (n: number): string => `order-${n}`;
  for (let n = 0; n < 100_000; n += 1) if (!set.add(name(n))) throw new Error(`${name(n)} was there.`);
  expect(set.size).toBe(100_000);
  let again = 0;
  let strangers = 0;
  for (let n = 0; n < 100_000; n += 1) {
    if (set.add(name(n)) || !set.has(name(n))) again += 1;
    if (set.has(name(n + 100_000))) strangers += 1;
  }
  expect([again, strangers, set.size]).toEqual([0, 0, 100_000]);
});

test('an empty set holds nothing, an empty name is a name', () => {
  const set = new OrderSet();
  expect(set.has('')).toBe(false);
  expect([set.add(''), set.add(''), set.has('')]).toEqual([true, false, true]);
});
