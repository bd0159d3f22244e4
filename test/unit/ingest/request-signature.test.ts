/** A request is signed by who has the key, for a few minutes, over its time and every byte of its body. */
import { createHmac } from 'node:crypto';
import { judgeRequest } from '../../../src/ingest/request-signature';

const now = 1_795_341_600_000;
const seconds = now / 1_000;
const body = '{"kind":"install","device":{"gps_adid":"a-1"}}';
const hmac = (text: string, secret = 'k1'): string => createHmac('sha256', secret).update(text).digest('hex');
const good = hmac(`${seconds}.${body}`);

const judge = (timestamp?: string, signature?: string, sent = body, secrets = ['k1', 'k2']): object =>
  judgeRequest(
    { 'carom-timestamp': timestamp, 'carom-signature': signature },
    Buffer.from(sent),
    secrets,
    now,
  );

test('what openssl makes is good', () => {
  // printf %s "1795341600.$body" | openssl dgst -sha256 -hmac sgs_0123456789
  const byOpenssl = '6eb2999d818f69e205291e30f4793947119e92e69a5f794e4946c7dedd8564aa';
  expect(judge('1795341600', byOpenssl, body, ['sgs_0123456789'])).toMatchObject({ verdict: 'good' });
});

const at = String(seconds);
test.each([
  { name: 'signed', timestamp: at, signature: good, is: 'good' },
  { name: 'in capitals', timestamp: at, signature: good.toUpperCase(), is: 'good' },
  { name: 'by the second key', timestamp: at, signature: hmac(`${at}.${body}`, 'k2'), is: 'good' },
  { name: 'by another key', timestamp: at, signature: hmac(`${at}.${body}`, 'k3'), is: 'wrong' },
  { name: 'another body', timestamp: at, signature: hmac(`${at}.${body} `), is: 'wrong' },
  { name: 'the body alone', timestamp: at, signature: hmac(body), is: 'wrong' },
  { name: 'another time', timestamp: String(seconds + 1), signature: good, is: 'wrong' },
  { name: 'a cut one', timestamp: at, signature: good.slice(1), is: 'wrong' },
  { name: 'no hex', timestamp: at, signature: 'z'.repeat(64), is: 'wrong' },
  { name: 'sent twice', timestamp: at, signature: `${good}, ${good}`, is: 'wrong' },
  { name: 'no signature', timestamp: at, signature: undefined, is: 'missing' },
  { name: 'an empty one', timestamp: at, signature: '', is: 'missing' },
])('$name: $is', ({ timestamp, signature, is }) => {
  expect(judge(timestamp, signature)).toEqual({
    verdict: is,
    header: is === 'good' ? 'carom-timestamp' : 'carom-signature',
  });
});

test.each([
  { name: 'no time', timestamp: undefined, is: 'missing' },
  { name: 'no number', timestamp: 'now', is: 'wrong' },
  { name: 'below zero', timestamp: '-1', is: 'wrong' },
  { name: 'a fraction', timestamp: `${seconds}.5`, is: 'wrong' },
  { name: 'five minutes old', timestamp: String(seconds - 300), is: 'good' },
  { name: 'a second older', timestamp: String(seconds - 301), is: 'expired' },
  { name: 'five minutes ahead', timestamp: String(seconds + 300), is: 'good' },
  { name: 'a second more', timestamp: String(seconds + 301), is: 'expired' },
  { name: 'milliseconds', timestamp: String(now).slice(0, 12), is: 'expired' },
])('the time: $name: $is', ({ timestamp, is }) => {
  const signature = hmac(`${timestamp ?? ''}.${body}`);
  expect(judge(timestamp, signature)).toEqual({ verdict: is, header: 'carom-timestamp' });
});

test('without a key nothing is good, and what is over tells nobody without one that it was', () => {
  expect(judge(at, good, body, [])).toMatchObject({ verdict: 'wrong' });
  expect(judge('1', hmac(`1.${body}`, 'k3'))).toMatchObject({ verdict: 'wrong' });
});

test('an empty body is signed as any', () => {
  expect(judge(at, hmac(`${at}.`), '')).toMatchObject({ verdict: 'good' });
});
