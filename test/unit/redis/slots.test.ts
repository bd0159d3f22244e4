/** Names that a Redis Cluster spreads evenly. */
import { crc16, slotTag } from '../../../src/adapters/bullmq/slots';

test("the hash is Redis Cluster's: the specification's vector", () => {
  expect(crc16('123456789')).toBe(0x31c3);
  expect(crc16('')).toBe(0);
});

test.each([1, 2, 3, 4, 6, 16, 256])('each of %i queues has a slot in its own share', (count) => {
  const slots = Array.from(
    { length: count },
    (_, index) => crc16(slotTag('carom', 'a', index, count)) % 16_384,
  );
  for (const [index, slot] of slots.entries()) {
    expect(slot).toBeGreaterThanOrEqual(Math.floor((index * 16_384) / count));
    expect(slot).toBeLessThan(Math.floor(((index + 1) * 16_384) / count));
  }
});

test('names are the same in every process, and differ by prefix and kind', () => {
  const names = ['carom', 'other'].flatMap((prefix) => ['a', 'd'].map((kind) => slotTag(prefix, kind, 0, 4)));
  expect(new Set(names).size).toBe(4);
  expect(slotTag('carom', 'a', 0, 4)).toBe(names[0]);
  expect(names[0]).toMatch(/^carom:a0(\.\d+)?$/);
});
