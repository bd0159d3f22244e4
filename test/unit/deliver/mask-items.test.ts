/** What an answer to a batch keeps of its items: nothing that tells them apart. */
import { maskItems } from '../../../src/deliver/mask-items';

const items = [
  { item: '{"em":"aaaa1111","name":"purchase","value":12345.6,"q":"say \\"hi\\" now"}' },
  { item: '{"em":"bbbb2222","name":"purchase","value":12345.6,"q":"no"}' },
];

test.each([
  { name: 'a value of one item', answer: 'bad em aaaa1111 at 0', kept: 'bad em … at 0' },
  { name: 'a value of another', answer: '{"em":"bbbb2222"}', kept: '{"em":"…"}' },
  { name: 'a value that is escaped in JSON', answer: '{"q":"say \\"hi\\" now"}', kept: '{"q":"…"}' },
  { name: 'what all have stays', answer: 'purchase of 12345.6 refused', kept: 'purchase of 12345.6 refused' },
  { name: 'names stay', answer: 'value is wrong', kept: 'value is wrong' },
  { name: 'what is shorter than four stays', answer: 'no', kept: 'no' },
])('$name', ({ answer, kept }) => {
  expect(maskItems(answer, items)).toBe(kept);
});

test('the answer to one delivery is its own', () => {
  expect(maskItems('aaaa1111', items.slice(0, 1))).toBe('aaaa1111');
});

test('an item that is no object, and one that is no JSON, break nothing', () => {
  expect(maskItems('plain-text 98765', [{ item: '"plain-text"' }, { item: '98765' }, { item: '{' }])).toBe(
    '… …',
  );
});
