/** Who looks at a link and is nobody's click. */
import type { IncomingMessage } from 'node:http';
import { isBot } from '../../../src/ingest/bots';
import { lookOf } from '../../../src/ingest/look';
import { readRealUserAgents } from '../../fixtures/real-user-agents';

const phone =
  'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

const request = (headers: Readonly<Record<string, string>> = {}, method = 'GET'): IncomingMessage =>
  ({ method, headers }) as unknown as IncomingMessage;

test.each([
  { name: 'Google', ua: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
  { name: 'Google as a phone', ua: `${phone} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)` },
  {
    name: 'Facebook’s preview',
    ua: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  },
  { name: 'Slack’s preview', ua: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  { name: 'WhatsApp’s preview', ua: 'WhatsApp/2.23.20.0' },
  { name: 'Telegram’s preview', ua: 'TelegramBot (like TwitterBot)' },
  { name: 'a browser without a screen', ua: phone.replace('Chrome', 'HeadlessChrome') },
  { name: 'a command line', ua: 'curl/8.5.0' },
  { name: 'a script', ua: 'python-requests/2.31.0' },
  { name: 'another', ua: 'Go-http-client/1.1' },
])('$name is a bot', ({ ua }) => {
  expect(isBot(ua)).toBe(true);
});

test.each([
  { name: 'a phone’s browser', ua: phone },
  { name: 'an app by its own name', ua: 'ShopApp/1.4.2 (Android 14; Pixel 7)' },
  { name: 'Android’s own client', ua: 'okhttp/4.12.0' },
  {
    name: 'an app on it',
    ua: 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UD1A) com.example.shop/1.4 okhttp/4.12.0',
  },
  { name: 'an app on iOS', ua: 'Shop/421 CFNetwork/1494.0.7 Darwin/23.4.0' },
  { name: 'what a server calls it', ua: 'phone' },
  { name: 'a script that tries a link', ua: 'node' },
  { name: 'nothing', ua: '' },
  { name: 'nobody', ua: undefined },
])('$name is none', ({ ua }) => {
  expect(isBot(ua)).toBe(false);
});

test('no browser seen in the wild is taken for a bot', () => {
  const agents = readRealUserAgents().map(({ userAgent }) => userAgent);
  expect(agents.length).toBeGreaterThan(1_000);
  expect(agents.filter(isBot)).toEqual([]);
});

test.each([
  { name: 'a plain request', req: request(), look: null },
  { name: 'HEAD', req: request({}, 'HEAD'), look: 'head' },
  { name: 'Chrome that fetches ahead', req: request({ 'sec-purpose': 'prefetch' }), look: 'prefetch' },
  {
    name: 'Chrome that renders ahead',
    req: request({ 'sec-purpose': 'prefetch;prerender' }),
    look: 'prefetch',
  },
  { name: 'the older word', req: request({ purpose: 'prefetch' }), look: 'prefetch' },
  { name: 'Safari’s preview', req: request({ 'x-purpose': 'preview' }), look: 'prefetch' },
  { name: 'Firefox', req: request({ 'x-moz': 'prefetch' }), look: 'prefetch' },
  { name: 'another purpose', req: request({ purpose: 'navigate' }), look: null },
])('$name: $look', ({ req, look }) => {
  expect(lookOf(req, phone)).toBe(look);
});

test('a bot by the user agent that it is judged by, not by the header', () => {
  const req = request({ 'user-agent': 'curl/8.5.0' });
  expect(lookOf(req, phone)).toBeNull();
  expect(lookOf(req, undefined)).toBeNull();
  expect(lookOf(request({ 'user-agent': phone }), 'curl/8.5.0')).toBe('bot');
});
