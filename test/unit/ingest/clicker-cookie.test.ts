/** The click domain's cookie: a random word, one key of it in each app. */
import type { IncomingMessage } from 'node:http';
import { readClicker } from '../../../src/ingest/clicker-cookie';

const request = (cookie?: string): IncomingMessage =>
  ({ headers: cookie === undefined ? {} : { cookie } }) as unknown as IncomingMessage;

test('who has none is given one, and is known by it from then on', () => {
  const first = readClicker(request(), 'a1');
  expect(first.key).toMatch(/^clicker:[0-9a-f]{32}$/);
  expect(first.setCookie).toMatch(
    /^carom_clicker=[A-Za-z0-9_-]{22}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  const word = (first.setCookie ?? '').split(';')[0] ?? '';
  expect(readClicker(request(`theme=dark; ${word}; x=1`), 'a1')).toEqual({ key: first.key });
  expect(readClicker(request(word), 'a2').key).not.toBe(first.key);
});

test.each(['carom_clicker=', 'carom_clicker=short', 'carom_clicker=<script>aaaaaaaaaaaaaaa', 'other=1', ''])(
  '“%s” is no word of ours',
  (cookie) => {
    expect(readClicker(request(cookie), 'a1').setCookie).toBeDefined();
  },
);

test('two browsers have nothing in common', () => {
  expect(readClicker(request(), 'a1').key).not.toBe(readClicker(request(), 'a1').key);
});
