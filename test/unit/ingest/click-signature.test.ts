/** A click is signed by who has the key, for a time, over every byte that was sent. */
import { createHmac } from 'node:crypto';
import { judgeSignature } from '../../../src/ingest/click-signature';

const now = 1_795_341_600_000;
const soon = now / 1_000 + 60;
const hmac = (text: string, secret = 'k1'): string => createHmac('sha256', secret).update(text).digest('hex');
const plain = `/c/tok?click_id=P%201&sub1=a+b&expires=${soon}`;
const signed = `${plain}&signature=${hmac(plain)}`;

test.each([
  { name: 'signed', url: signed, is: 'good' },
  {
    name: 'the signature first',
    url: `/c/tok?signature=${hmac(plain)}&${plain.split('?')[1] ?? ''}`,
    is: 'good',
  },
  { name: 'in capitals', url: `${plain}&signature=${hmac(plain).toUpperCase()}`, is: 'good' },
  { name: 'by the second key', url: `${plain}&signature=${hmac(plain, 'k2')}`, is: 'good' },
  { name: 'by a key that is not known', url: `${plain}&signature=${hmac(plain, 'k3')}`, is: 'wrong' },
  { name: 'another click id', url: signed.replace('P%201', 'P%202'), is: 'wrong' },
  { name: 'the same value, written otherwise', url: signed.replace('a+b', 'a%20b'), is: 'wrong' },
  { name: 'a parameter added', url: `${signed}&campaign=mine`, is: 'wrong' },
  { name: 'another link', url: signed.replace('/c/tok', '/c/kot'), is: 'wrong' },
  { name: 'another time', url: signed.replace(String(soon), String(soon + 1)), is: 'wrong' },
  { name: 'no signature', url: plain, is: 'missing' },
  { name: 'an empty one', url: `${plain}&signature=`, is: 'missing' },
  { name: 'no time', url: `/c/tok?signature=${hmac('/c/tok?')}`, is: 'missing' },
  { name: 'no query', url: '/c/tok', is: 'missing' },
  { name: 'a cut one', url: signed.slice(0, -1), is: 'wrong' },
  { name: 'no hex', url: `${plain}&signature=${'z'.repeat(64)}`, is: 'wrong' },
])('$name: $is', ({ url, is }) => {
  expect(judgeSignature(url, ['k1', 'k2'], now)).toBe(is);
});

test.each([
  { name: 'seconds, at its last moment', expires: now / 1_000, is: 'good' },
  { name: 'seconds, over', expires: now / 1_000 - 1, is: 'expired' },
  { name: 'milliseconds, at its last', expires: now, is: 'good' },
  { name: 'milliseconds, over', expires: now - 1, is: 'expired' },
  { name: 'no number', expires: 'never', is: 'wrong' },
])('expires in $name: $is', ({ expires, is }) => {
  const url = `/c/tok?expires=${expires}`;
  expect(judgeSignature(`${url}&signature=${hmac(url)}`, ['k1'], now)).toBe(is);
});

test('without a key nothing is good, and what is over tells nobody without one that it was', () => {
  expect(judgeSignature(signed, [], now)).toBe('wrong');
  const over = `/c/tok?expires=1`;
  expect(judgeSignature(`${over}&signature=${hmac(over, 'x')}`, ['k1'], now)).toBe('wrong');
});
