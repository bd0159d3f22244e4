/** How the limit of one origin moves. */
import { AdaptiveLimit } from '../../../src/deliver/adaptive-limit';

/** `+` an answer, `-` trouble. */
function after(max: number, story: string): number {
  const limit = new AdaptiveLimit(max);
  for (const sign of story) {
    if (sign === '+') limit.grow();
    else limit.cut();
  }
  return limit.value;
}

test.each([
  { name: 'it begins with sixteen', max: 32, story: '', value: 16 },
  { name: 'or with what is allowed', max: 4, story: '', value: 4 },
  { name: 'an answer adds one', max: 32, story: '+', value: 17 },
  { name: 'up to what is allowed', max: 32, story: '+'.repeat(100), value: 32 },
  { name: 'trouble halves it', max: 32, story: '-', value: 8 },
  { name: 'and again', max: 32, story: '---', value: 2 },
  { name: 'never below one', max: 32, story: '-'.repeat(20), value: 1 },
  {
    name: 'after trouble it grows quickly to half of what was too much',
    max: 32,
    story: '---++++++',
    value: 8,
  },
  { name: 'and beyond that by one a round', max: 32, story: `---${'+'.repeat(6 + 8)}`, value: 8 },
  { name: 'a round being as many answers as the limit', max: 32, story: `---${'+'.repeat(6 + 9)}`, value: 9 },
])('$name', ({ max, story, value }) => {
  expect(after(max, story)).toBe(value);
});
