/** What an answer means. */
import { classify } from '../../../src/deliver/classify';
import type { AcceptRule } from '../../../src/model/delivery';
import type { OutboundResult } from '../../../src/ports/sender';

const answer = (status: number, body = ''): OutboundResult => ({
  answered: true,
  status,
  body,
  durationMs: 1,
});
const failure = (code: string): OutboundResult => ({ answered: false, code, message: '', durationMs: 1 });
const refused = (reason: string, note?: string) => ({
  kind: 'refused',
  reason,
  ...(note === undefined ? {} : { note }),
});
const redirect = 'a redirect is not followed';
const accepted = { kind: 'accepted' };
const again = { kind: 'again' };

describe('without a rule any 2xx is a success', () => {
  test.each([
    { status: 199, verdict: refused('http_199') },
    { status: 200, verdict: accepted },
    { status: 204, verdict: accepted },
    { status: 299, verdict: accepted },
    { status: 301, verdict: refused('http_301', redirect) },
    { status: 304, verdict: refused('http_304', redirect) },
    { status: 400, verdict: refused('http_400') },
    { status: 404, verdict: refused('http_404') },
    { status: 407, verdict: refused('http_407') },
    { status: 408, verdict: again },
    { status: 410, verdict: refused('http_410', 'the destination asks for no more') },
    { status: 409, verdict: refused('http_409') },
    { status: 425, verdict: again },
    { status: 429, verdict: again },
    { status: 499, verdict: refused('http_499') },
    { status: 500, verdict: again },
    { status: 503, verdict: again },
    { status: 599, verdict: again },
  ])('$status', ({ status, verdict }) => {
    expect(classify(answer(status), undefined)).toEqual(verdict);
  });
});

describe('no answer', () => {
  test.each(['timeout', 'connect_timeout', 'dns', 'connection', 'tls', 'invalid_response'])(
    '%s is tried again',
    (code) => {
      expect(classify(failure(code), undefined)).toEqual({ kind: 'again', error: code });
    },
  );
  test.each(['refused_address', 'refused_port', 'invalid_url', 'invalid_request'])('%s is final', (code) => {
    expect(classify(failure(code), undefined)).toEqual(refused(code));
  });
});

const no = refused('rejected_by_partner');
describe("the partner's rule", () => {
  test.each<{ name: string; rule: AcceptRule; result: OutboundResult; verdict: unknown }>([
    {
      name: 'a code of 200 that asks to come back',
      rule: { status: [200], json: { code: 0 }, retry: [{ status: [200], json: { code: 40100 } }] },
      result: answer(200, '{"code":40100}'),
      verdict: again,
    },
    {
      name: 'another code of 200',
      rule: { status: [200], json: { code: 0 }, retry: [{ status: [200], json: { code: 40100 } }] },
      result: answer(200, '{"code":40002}'),
      verdict: refused('rejected_by_partner'),
    },
    {
      name: 'the code with another status',
      rule: { retry: [{ status: [200], json: { code: 40100 } }] },
      result: answer(400, '{"code":40100}'),
      verdict: refused('http_400'),
    },
    {
      name: 'the second rule of those to come back for, whatever the status',
      rule: { retry: [{ status: [404] }, { body: 'busy' }] },
      result: answer(400, 'we are busy'),
      verdict: again,
    },
    {
      name: 'what would be a success and asks to come back',
      rule: { retry: [{ body: 'busy' }] },
      result: answer(200, 'busy'),
      verdict: again,
    },
    { name: 'a listed status', rule: { status: [200, 302] }, result: answer(302), verdict: accepted },
    {
      name: 'a 2xx that is not listed',
      rule: { status: [200] },
      result: answer(202),
      verdict: refused('http_202'),
    },
    { name: 'a 5xx that is not listed', rule: { status: [200] }, result: answer(500), verdict: again },
    { name: 'a listed 500', rule: { status: [500] }, result: answer(500), verdict: accepted },
    { name: 'a body that matches', rule: { body: '^OK' }, result: answer(200, 'OK 1'), verdict: accepted },
    { name: 'a body that does not', rule: { body: '^OK' }, result: answer(200, 'error'), verdict: no },
    {
      name: 'a body matters on success alone',
      rule: { body: '^OK' },
      result: answer(503, 'OK'),
      verdict: again,
    },
    { name: 'an expression that is none', rule: { body: '(' }, result: answer(200, '('), verdict: no },
    { name: 'json equal', rule: { json: { code: 0 } }, result: answer(200, '{"code":0}'), verdict: accepted },
    {
      name: 'json of another type',
      rule: { json: { code: 0 } },
      result: answer(200, '{"code":"0"}'),
      verdict: no,
    },
    { name: 'json missing', rule: { json: { code: 0 } }, result: answer(200, '{}'), verdict: no },
    { name: 'no json', rule: { json: { code: 0 } }, result: answer(200, 'OK'), verdict: no },
    {
      name: 'a deep path, and a place in an array',
      rule: { json: { 'data.items.1.ok': true } },
      result: answer(200, '{"data":{"items":[{},{"ok":true}]}}'),
      verdict: accepted,
    },
    {
      name: 'whole objects',
      rule: { json: { a: { b: [1, null] } } },
      result: answer(200, '{"a":{"b":[1,null]}}'),
      verdict: accepted,
    },
    {
      name: 'objects with more in them',
      rule: { json: { a: {} } },
      result: answer(200, '{"a":{"b":1}}'),
      verdict: no,
    },
    {
      name: 'what every object has is not a value',
      rule: { json: { 'toString.name': 'toString' } },
      result: answer(200, '{}'),
      verdict: no,
    },
    {
      name: 'all given must hold',
      rule: { body: 'ok', json: { code: 1 } },
      result: answer(200, '{"code":0,"s":"ok"}'),
      verdict: no,
    },
  ])('$name', ({ rule, result, verdict }) => {
    expect(classify(result, rule)).toEqual(verdict);
  });

  test('an expression that would run for years does not match, soon', () => {
    const from = performance.now();
    expect(classify(answer(200, `${'a'.repeat(16_000)}!`), { body: '^(a+)+$' })).toEqual(no);
    expect(classify(answer(200, `${'a'.repeat(16_000)}!`), { body: 'a*a*a*a*b' })).toEqual(no);
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  test('an expression with repetition still matches', () => {
    expect(classify(answer(200, '{"status" : "ok"}'), { body: '"status"\\s*:\\s*"ok"' })).toEqual(accepted);
  });
});
