/** One answer to a batch: what it says of each item, both sides of each edge. */
import { judgeItems } from '../../../src/deliver/batch-answer';
import { classify } from '../../../src/deliver/classify';
import type { AcceptRule, BatchRule } from '../../../src/model/delivery';
import type { OutboundResult } from '../../../src/ports/sender';

const failures = { list: 'error.details', index: 'at.0.index' };
const counted = 'taken';

function judge(
  status: number,
  body: unknown,
  { size = 3, accepted, ...rule }: Partial<BatchRule> & { size?: number; accepted?: AcceptRule } = {},
): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const result: OutboundResult = { answered: true, status, body: text, durationMs: 1 };
  const verdicts = judgeItems(classify(result, accepted), result, { maxItems: 9, ...rule }, size);
  if (verdicts === null) return 'parts';
  return verdicts.map((verdict) => (verdict.kind === 'refused' ? verdict.reason : verdict.kind)).join(' ');
}

const failed = (...places: unknown[]): unknown => ({
  error: { details: places.map((index) => ({ at: [{ index }] })) },
});
const google: AcceptRule = { status: [200], body: '^(?![\\s\\S]*"error")' };

test.each([
  { name: 'taken: all of them', is: judge(200, 'ok'), of: 'accepted accepted accepted' },
  { name: 'try again: all of them', is: judge(429, ''), of: 'again again again' },
  { name: 'a fault of the server: all again', is: judge(500, ''), of: 'again again again' },
  { name: 'refused: it parts', is: judge(400, 'bad row'), of: 'parts' },
  { name: 'so it does for a body that is too large', is: judge(413, ''), of: 'parts' },
  { name: 'and where something forbids it, which may be a row', is: judge(403, ''), of: 'parts' },
  { name: 'who asks is refused, whatever the rows', is: judge(401, ''), of: 'http_401 http_401 http_401' },
  { name: 'where nothing is, whatever the rows', is: judge(404, ''), of: 'http_404 http_404 http_404' },
  { name: 'a redirect', is: judge(302, ''), of: 'http_302 http_302 http_302' },
  { name: 'one alone is refused for good', is: judge(400, '', { size: 1 }), of: 'http_400' },
  { name: 'two part', is: judge(400, '', { size: 2 }), of: 'parts' },
  {
    name: 'an answer that its rule refuses parts',
    is: judge(200, { code: 20001 }, { accepted: { json: { code: 0 } } }),
    of: 'parts',
  },
  {
    name: 'as many as were sent',
    is: judge(200, { taken: 3 }, { counted }),
    of: 'accepted accepted accepted',
  },
  { name: 'one fewer parts', is: judge(200, { taken: 2 }, { counted }), of: 'parts' },
  { name: 'so does one more', is: judge(200, { taken: 4 }, { counted }), of: 'parts' },
  { name: 'so does an answer without the count', is: judge(200, {}, { counted }), of: 'parts' },
  {
    name: 'named rows are refused, the others were taken',
    is: judge(200, failed(1), { failures, accepted: google }),
    of: 'accepted rejected_by_partner accepted',
  },
  {
    name: 'a row that is named twice is refused once; numbers may be text',
    is: judge(200, failed(0, '0', 2), { failures, accepted: google }),
    of: 'rejected_by_partner accepted rejected_by_partner',
  },
  {
    name: 'a row that there is not: nobody knows, so it parts',
    is: judge(200, failed(1, 3), { failures, accepted: google }),
    of: 'parts',
  },
  {
    name: 'a failure without a place: it parts',
    is: judge(200, failed(1, undefined), { failures, accepted: google }),
    of: 'parts',
  },
  {
    name: 'no failures: all were taken',
    is: judge(200, {}, { failures, accepted: google }),
    of: 'accepted accepted accepted',
  },
])('$name', ({ is, of }) => {
  expect(is).toBe(of);
});

test('no answer is nobody’s fault, and what cannot be sent is refused for all', () => {
  const none: OutboundResult = { answered: false, code: 'timeout', message: '', durationMs: 1 };
  expect(judgeItems({ kind: 'again' }, none, undefined, 2)).toEqual([{ kind: 'again' }, { kind: 'again' }]);
  const refused = { kind: 'refused', reason: 'refused_address' } as const;
  expect(judgeItems(refused, { ...none, code: 'refused_address' }, undefined, 2)).toEqual([refused, refused]);
  expect(judgeItems({ kind: 'refused', reason: 'secret_missing' }, null, undefined, 2)).toHaveLength(2);
});
